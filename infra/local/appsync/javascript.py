"""APPSYNC_JS code, really evaluated: one QuickJS context per distinct code, handlers called with a JSON context.

Source: AppSync Developer Guide, "JavaScript resolvers overview" and "Runtime features and utilities".
"""

import base64
import json
import re
import secrets
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import quickjs  # type: ignore[import-untyped]

CODE_LIMIT = 32_768
RESULT_LIMIT = 5 * 1024 * 1024
TOO_LARGE = "Transformation too large"
_MEMORY = 64 * 1024 * 1024
_FILES = ("runtime", "dynamodb", "transform", "util")
_IMPORT = re.compile(r"^[ \t]*import\s+(?:type\s+)?([\w*{}\s,$]+?)\s+from\s+['\"]([^'\"]+)['\"];?", re.MULTILINE)
_EXPORT = re.compile(r"^([ \t]*)export\s+(?=(?:async\s+)?(?:function|const|let|var)\b)", re.MULTILINE)
_EXPORT_LIST = re.compile(r"^[ \t]*export\s*\{([^}]*)\};?", re.MULTILINE)
_MODULES = {"@aws-appsync/utils": "utils", "@aws-appsync/utils/dynamodb": "dynamodb"}
# What the documentation says APPSYNC_JS does not have; the names are those of its linter's rules.
_UNSUPPORTED = {
    "async functions": re.compile(r"\basync\b"),
    "await": re.compile(r"\bawait\b"),
    "generators": re.compile(r"\bfunction\s*\*|\byield\b"),
    "try and catch": re.compile(r"\btry\s*\{"),
    "throw": re.compile(r"\bthrow\b"),
    "while and do loops": re.compile(r"\bwhile\s*\(|\bdo\s*\{"),
    "C-style for loops": re.compile(r"\bfor\s*\([^)]*;"),
    "continue": re.compile(r"\bcontinue\b"),
    "labels and this": re.compile(r"\bthis\b"),
    "classes and new": re.compile(r"\bclass\s+\w|\bnew\s+\w"),
    "++ and --": re.compile(r"\+\+|--"),
    "promises": re.compile(r"\bPromise\b"),
    "regular expression literals": re.compile(r"(?:^|[=(,:!&|?{};\[]|\breturn)\s*/(?![/*=])", re.MULTILINE),
}


class CodeRefused(ValueError):  # noqa: N818
    """Code that AppSync would not accept; the text says why."""


@dataclass(slots=True)
class Raised:
    """An error that the code raised or appended."""

    message: str | None = None
    type: str | None = None
    data: Any = None
    info: Any = None


@dataclass(slots=True)
class Evaluation:
    """What one call of a handler gave, and everything it asked for on the side."""

    value: Any = None
    stash: dict[str, Any] = field(default_factory=dict)
    raised: Raised | None = None
    failed: str | None = None  # a defect of the code, with its stack
    skip_to: str | None = None
    appended: list[Raised] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    subscription_filter: Any = None
    invalidation_filter: Any = None
    invalidations: list[dict[str, Any]] = field(default_factory=list)
    evictions: list[dict[str, Any]] = field(default_factory=list)


class Script:
    """One piece of code and its exports; calls are synchronous and share no state but the code's own globals.

    Endless loops cannot be written, because the syntax for them is refused; memory and stack are bounded.
    """

    def __init__(self, code: str) -> None:
        if len(code) > CODE_LIMIT:
            raise CodeRefused(f"Code is longer than {CODE_LIMIT} characters.")
        refuse_unsupported(code)
        self._context = quickjs.Context()
        self._context.set_memory_limit(_MEMORY)
        self._auth_type = "Unknown Authorization"
        for name, function in {**_NATIVE, "native_authType": lambda: self._auth_type}.items():
            self._context.add_callable(name, function)
        try:
            self._context.eval(_prelude())
            self._invoke = self._context.eval(_wrapped(code))
        except quickjs.JSException as error:
            raise CodeRefused(f"The code contains one or more errors. {error}") from error

    def call(self, handler: str, context: Mapping[str, Any], auth_type: str = "") -> Evaluation:
        """Call `request` or `response` with a context; a defect of the code is told in `failed`, never raised."""
        self._auth_type = auth_type
        try:
            text = self._invoke(handler, json.dumps(context))
        except (quickjs.JSException, quickjs.StackOverflow) as error:
            return Evaluation(stash=dict(context.get("stash") or {}), failed=str(error))
        if len(text) > RESULT_LIMIT:
            return Evaluation(stash=dict(context.get("stash") or {}), raised=Raised(TOO_LARGE, "MappingTemplate"))
        return _evaluation(json.loads(text))


def refuse_unsupported(code: str) -> None:
    """Raise `CodeRefused` for syntax that APPSYNC_JS does not have."""
    bare = _without_text(code)
    for name, pattern in _UNSUPPORTED.items():
        if found := pattern.search(bare):
            line = bare.count("\n", 0, found.start()) + 1
            raise CodeRefused(f"Line {line}: {name} are not supported by APPSYNC_JS.")


@lru_cache(maxsize=256)
def script(code: str) -> Script:
    """Return the script of a code, compiled on first use."""
    return Script(code)


def _evaluation(answer: dict[str, Any]) -> Evaluation:
    effects = answer["effects"]
    raised = answer.get("raised")
    return Evaluation(
        value=answer.get("value"),
        stash=answer.get("stash") or {},
        raised=Raised(**raised) if raised is not None else None,
        failed=answer.get("failed"),
        skip_to=answer.get("skipTo"),
        appended=[Raised(**item) for item in effects["errors"]],
        headers=effects["headers"],
        subscription_filter=effects.get("subscriptionFilter"),
        invalidation_filter=effects.get("invalidationFilter"),
        invalidations=effects.get("invalidations", []),
        evictions=effects.get("evictions", []),
    )


@cache
def _prelude() -> str:
    """Return the runtime's own code as one expression that leaves `__appsync` behind."""
    folder = Path(__file__).parent / "runtime"
    code = "\n".join((folder / f"{name}.js").read_text() for name in _FILES)
    native = ", ".join(f"{name[7:]}: globalThis.{name}" for name in (*_NATIVE, "native_authType"))
    exports = "{ invoke, modules: { utils: { util, extensions, runtime }, dynamodb: dynamodbModule } }"
    return f"globalThis.__appsync = (() => {{ const native = {{ {native} }};\n{code}\nreturn {exports}; }})();"


def _wrapped(code: str) -> str:
    """Return an expression for `(handler, context text) → answer text` of a module's code."""
    names = re.findall(r"^[ \t]*export\s+(?:function|const|let|var)\s+(\w+)", code, re.MULTILINE)
    pairs = [f"{name}" for name in names]
    for inner in _EXPORT_LIST.findall(code):
        for item in filter(None, (part.strip() for part in inner.split(","))):
            local, _, public = item.partition(" as ")
            pairs.append(f"{public.strip() or local.strip()}: {local.strip()}")
    body = _EXPORT_LIST.sub("", _EXPORT.sub(r"\1", _IMPORT.sub(_import, code)))
    return (
        f'(() => {{ "use strict"; const handlers = (() => {{ {body}\nreturn {{ {", ".join(pairs)} }}; }})();'
        " return (name, text) => __appsync.invoke(handlers, name, text); })()"
    )


def _import(found: re.Match[str]) -> str:
    """Return the declaration that stands for an import, on as many lines."""
    what, module = found[1].strip(), found[2]
    if module not in _MODULES:
        raise CodeRefused(f"The module '{module}' does not exist in APPSYNC_JS; bundle your own code into one file.")
    target = f"__appsync.modules.{_MODULES[module]}"
    if what.startswith("*"):
        return f"const {what.partition(' as ')[2].strip()} = {target};"
    names = re.sub(r"\s+as\s+", ": ", what)
    return f"const {names} = {target};"


def _without_text(code: str) -> str:
    """Return the code with comments, strings and template texts blanked out, line by line as before."""
    pattern = r"//[^\n]*|/\*.*?\*/|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`"
    return re.sub(pattern, lambda found: re.sub(r"[^\n]", " ", found[0]), code, flags=re.DOTALL)


def _ulid(alphabet: str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ") -> str:
    number = (int(time.time() * 1000) << 80) | secrets.randbits(80)
    return "".join(alphabet[(number >> shift) & 31] for shift in range(125, -1, -5))


def _ksuid() -> str:
    alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
    number = ((int(time.time()) - 1_400_000_000) << 128) | secrets.randbits(128)
    digits = ""
    for _ in range(27):
        number, digit = divmod(number, 62)
        digits = alphabet[digit] + digits
    return digits


# Java's date patterns, as far as they have a counterpart here.
_PATTERNS = [
    ("yyyy", "%Y"), ("MMMM", "%B"), ("MMM", "%b"), ("MM", "%m"), ("dd", "%d"), ("HH", "%H"), ("hh", "%I"), ("mm", "%M"),
    ("ss", "%S"), ("SSS", "%f"), ("EEEE", "%A"), ("EEE", "%a"), ("a", "%p"), ("XXX", "%:z"), ("Z", "%z"), ("z", "%Z"),
    ("yy", "%y"),
]  # fmt: skip


def _strftime(pattern: str) -> str:
    """Return the strftime pattern of a Java date pattern; quoted text stays as it is."""
    known = "|".join(re.escape(java) for java, _ in sorted(_PATTERNS, key=lambda pair: -len(pair[0])))
    table = dict(_PATTERNS)
    return re.sub(rf"'([^']*)'|({known})", lambda m: m[1] if m[2] is None else table[m[2]], pattern)


def _format(milliseconds: float, pattern: str, zone: str) -> str:
    moment = datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone(ZoneInfo(zone))
    offset = moment.strftime("%z")
    shaped = _strftime(pattern).replace("%:z", f"{offset[:3]}:{offset[3:]}")
    return moment.strftime(shaped.replace("%f", f"{moment.microsecond // 1000:03d}"))


def _parse(text: str, pattern: str, zone: str) -> float:
    moment = datetime.strptime(text, _strftime(pattern).replace("%:z", "%z"))  # noqa: DTZ007
    aware = moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(zone))
    return aware.timestamp() * 1000


def _base64_decode(text: str) -> str:
    return base64.b64decode(text).decode("utf-8", "replace")


_NATIVE: dict[str, Any] = {
    "native_uuid": lambda: str(uuid.uuid4()),
    "native_ulid": _ulid,
    "native_ksuid": _ksuid,
    "native_format": _format,
    "native_parse": _parse,
    "native_base64Encode": lambda text: base64.b64encode(text.encode()).decode(),
    "native_base64Decode": _base64_decode,
}
