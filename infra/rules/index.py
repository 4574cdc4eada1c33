"""The index of all rules, docs/rules.md, made from their code: `python -m infra.rules --index` writes it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HERE: Final = Path("infra/rules")
PAGE: Final = Path("docs/rules.md")
FAMILIES: Final = {
    "A": "How people sign in",
    "B": "Money",
    "C": "Functions",
    "D": "The table and what is kept",
    "E": "The network and its database",
    "F": "The site",
    "G": "The contract and who may read it",
    "M": "Alarms and dashboards",
    "N": "Links between stacks, and environments",
    "P": "Permissions",
    "Q": "Queues, streams and event rules",
    "R": "Resolvers",
    "S": "Buckets and names",
    "V": "The pipeline and its roles",
    "W": "The firewall",
}


@dataclass(frozen=True, order=True)
class Entry:
    """A code as the index shows it: a sentence that its finding says, the reason of its rule, and where both are."""

    code: str
    sentence: str
    why: str
    file: Path


def index() -> str:
    """Return the page: every code with its sentence, the reason and the file, by family."""
    found = entries()
    lines = [
        "# Infrastructure rules",
        "",
        "`make check-infra` prints findings such as `Q02 social.UploadQueue: It needs a RedrivePolicy, …`.",
        "This page lists every code with what its finding says (`…` stands for a name), why, and the rule's file.",
        "`python -m infra.rules --index` writes it.",
    ]
    for letter, title in FAMILIES.items():
        lines += ["", f"## {letter}: {title}", "", "| code | says | why | file |", "| --- | --- | --- | --- |"]
        lines += [
            f"| {each.code} | {each.sentence} | {each.why} | [`{each.file.name}`](../{each.file}) |"
            for each in found
            if each.code[0] == letter
        ]
    return "\n".join(lines) + "\n"


def entries() -> list[Entry]:
    """Return the codes of all rules, each with the sentences that its findings say."""
    return sorted({each for path in HERE.glob("*.py") for each in _entries_of(path)})


def _entries_of(path: Path) -> Iterator[Entry]:
    functions = {each.name: each for each in ast.parse(path.read_text()).body if isinstance(each, ast.FunctionDef)}
    for function in functions.values():
        if any(isinstance(each, ast.Name) and each.id == "rule" for each in function.decorator_list):
            for called in _find_called_functions(function, functions):
                for code, sentence in _findings(called):
                    yield Entry(code, sentence, ast.get_docstring(function) or "", path)


def _find_called_functions(start: ast.FunctionDef, functions: dict[str, ast.FunctionDef]) -> Iterator[ast.FunctionDef]:
    """Yield a rule and the functions of its file that it calls."""
    seen: set[str] = set()
    todo = [start.name]
    while todo:
        name = todo.pop()
        if name in functions and name not in seen:
            seen.add(name)
            yield functions[name]
            todo += [each.id for each in ast.walk(functions[name]) if isinstance(each, ast.Name)]


def _findings(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    for each in ast.walk(function):
        if isinstance(each, ast.Call) and isinstance(each.func, ast.Name) and each.func.id == "Finding":
            code, _, sentence = each.args
            if isinstance(code, ast.Constant):
                yield str(code.value), _text(sentence)


def _text(sentence: ast.expr) -> str:
    """Return a sentence with `…` for what it fills in."""
    if isinstance(sentence, ast.JoinedStr):
        parts = (str(part.value) if isinstance(part, ast.Constant) else "…" for part in sentence.values)
        return "".join(parts).replace("|", "\\|")
    return str(ast.literal_eval(sentence)).replace("|", "\\|")
