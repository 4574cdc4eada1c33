"""The tasks that Converse answers, by the name of the schema that is asked for.

A general prompt cannot be understood without a language model. A task can be: it takes the document from its block in
the message, and answers in the schema what analysers find. Equal requests get equal answers.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final

from aws_wire.errors import ServiceError

MODEL_ID: Final = "waymark.tutor-v1:0"
_BLOCK: Final = re.compile(r"<document-([\w-]+)>\s*(.*?)\s*</document-\1>", re.DOTALL)
_MOST_CORRECTIONS: Final = 20


def find_task(name: str | None) -> Callable[[str], dict[str, Any]]:
    """Return what answers a schema of this name, or raise `ValidationException` naming the tasks."""
    if name is not None and name in TASKS:
        return TASKS[name]
    known = ", ".join(TASKS)
    given = f"the schema {name}" if name else "a request without a schema"
    raise ServiceError("ValidationException", f"This emulator has no answer to {given}. Its tasks are: {known}.")


def read_document(messages: Sequence[Mapping[str, Any]]) -> str:
    """Return the document of the last message: the text in its block, which may be a JSON string."""
    said = "\n".join(each["text"] for each in messages[-1]["content"] if "text" in each)
    found = _BLOCK.search(said)
    if not found:
        raise ServiceError("ValidationException", "The message has no block <document-TAG>…</document-TAG>.")
    try:
        document = json.loads(found[2])
    except ValueError:
        return found[2]
    return document if isinstance(document, str) else found[2]


def give_writing_feedback(text: str) -> dict[str, Any]:
    """Return corrections of an English text by Harper. It judges nothing, so there are no bands."""
    return {"bands": None, "corrections": _correct(text)}


def _correct(text: str) -> list[dict[str, str]]:
    # A dictionary of English, for which embeddings need not wait.
    from harper import Language  # noqa: PLC0415

    found = [
        {"quote": text[lint.span.start : lint.span.end], "replacement": each.replacement_text}
        for lint in _linter().lint(text, language=Language.MARKDOWN)
        for each in [next((one for one in lint.suggestions if one.kind.name == "REPLACE"), None)]
        if each is not None
    ]
    return [each for each in found if each["quote"] != each["replacement"]][:_MOST_CORRECTIONS]


@cache
def _linter() -> Any:
    from harper import Dialect, Linter  # noqa: PLC0415

    return Linter(Dialect.BRITISH)


TASKS: Final[Mapping[str, Callable[[str], dict[str, Any]]]] = {"writing-feedback": give_writing_feedback}
