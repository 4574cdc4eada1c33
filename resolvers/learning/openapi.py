"""Prints the contract of learning's REST API: `python -m resolvers.learning.openapi` writes docs/openapi.json.

Its types are GraphQL's: the same models, with the same names and descriptions, without what no caller sees.
"""

import json
from pathlib import Path
from typing import Any, Final

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from resolvers.core.problem import MEDIA_TYPE, STATUSES
from resolvers.core.rest import LONGEST_BODY
from resolvers.learning.estimates.model import Estimate
from resolvers.learning.evaluations.model import EvaluateWritingInput, Evaluation
from resolvers.learning.flashcards.model import Flashcard
from resolvers.learning.speaking.model import EvaluateSpeakingInput, Reading
from resolvers.learning.suggestions.model import SuggestFlashcardsInput
from resolvers.learning.writing.model import Finding
from resolvers.platform.uploads.model import UploadTicket

FILE: Final = Path("docs/openapi.json")
_INPUTS: Final = (EvaluateWritingInput, EvaluateSpeakingInput, SuggestFlashcardsInput)
_OUTPUTS: Final = (Evaluation, Finding, Estimate, Reading, UploadTicket, Flashcard)
_OURS: Final = ("notShown", "notStored", "longText")
_ALWAYS: Final = (401, 403, 429, 500, 503)
_OF_POSTS: Final = (400, 404, 409, 413, 415)
_WHEN: Final = {
    400: "The body or a member of it is not valid.",
    401: "There is no valid ID token.",
    403: "You may read the article, but it is not yours; or the firewall refused the request.",
    404: "There is no such thing, or you may not read it.",
    409: "The idempotency key was used with other input, or a limit was reached.",
    413: f"The body is longer than {LONGEST_BODY:,} bytes.",
    415: "The body is not `application/json`.",
    429: "You did this too often. Try again after `Retry-After` seconds.",
    500: "Something went wrong on our side. Report `requestId`.",
    503: "The service is busy. Try again after `Retry-After` seconds.",
}
_KEY: Final = {
    "name": "Idempotency-Key",
    "in": "header",
    "description": "A unique text of 1 to 100 characters. For a week, sending the same key with the same input returns "
    "the first result, whether you send it here or as `idempotencyKey` by GraphQL.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 100},
}
_RETRY: Final = {"description": "Seconds to wait before you ask again.", "schema": {"type": "integer", "minimum": 1}}
_LOCATION: Final = {
    "description": "Where the evaluation is, relative to this request.",
    "schema": {"type": "string", "format": "uri-reference"},
}
_PROBLEM: Final = {
    "description": "What is wrong (RFC 9457). `code` is the one that GraphQL uses.",
    "type": "object",
    "required": ["type", "code", "detail"],
    "properties": {
        "type": {"type": "string", "const": "about:blank"},
        "title": {"type": "string", "description": "The phrase of the status."},
        "status": {"type": "integer", "description": "The status of the answer."},
        "code": {"enum": sorted(STATUSES), "description": "The kind of problem, for programs."},
        "detail": {"type": "string", "description": "A sentence for people that says what is wrong and what to do."},
        "errors": {
            "type": "array",
            "description": "Each member of the body that is wrong.",
            "items": {
                "type": "object",
                "required": ["code", "detail", "pointer"],
                "properties": {
                    "code": {"enum": sorted(STATUSES)},
                    "detail": {"type": "string"},
                    "pointer": {"type": "string", "description": "A JSON pointer into the body, such as `#/text`."},
                },
            },
        },
        "retryAt": {"type": "string", "format": "date-time", "description": "When the limit starts again."},
        "requestId": {"type": "string", "description": "What to report."},
    },
}


def build() -> dict[str, Any]:
    """Return the contract as an OpenAPI 3.1 document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Waymark learning",
            "version": "1.0",
            "description": "Feedback on writing, and flashcards from articles. Everything here is also in the GraphQL "
            "API, with the same rules, limits, errors and idempotency keys. Listen to `onEvaluation` there, or ask "
            "`GET /evaluations/{id}` until its `state` is `DONE` or `FAILED`.",
        },
        "servers": [{"url": "/v1"}],
        "security": [{"People": []}],
        "paths": {
            "/writing/evaluate": {"post": _evaluate_writing()},
            "/speaking/evaluate": {"post": _evaluate_speaking()},
            "/flashcard/generate": {"post": _generate_flashcards()},
            "/evaluations/{id}": {"get": _read_evaluation()},
        },
        "components": {
            "securitySchemes": {
                "People": {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "The ID token of somebody who signed in.",
                }
            },
            "schemas": _schemas(),
        },
    }


def print_contract() -> str:
    return json.dumps(build(), indent=2, ensure_ascii=False) + "\n"


def _evaluate_writing() -> dict[str, Any]:
    accepted = _answer("A worker reads the text. Ask for the evaluation at `Location`.", "Evaluation")
    accepted["headers"] = {"Location": _LOCATION, "Retry-After": _RETRY}
    known = _answer("The text was read before: the evaluation with its findings.", "Evaluation")
    known["headers"] = {"Location": _LOCATION}
    return {
        "operationId": "evaluateWriting",
        "summary": "Evaluate a text of your article",
        "description": "Finds what may be wrong in the text, and measures it. The article stays as it is. "
        "The same text is evaluated once and counts once.",
        "parameters": [_KEY],
        "requestBody": _body("EvaluateWritingInput"),
        "responses": {"200": known, "202": accepted} | _problems(*_OF_POSTS),
    }


def _evaluate_speaking() -> dict[str, Any]:
    upload = {
        "description": "The form to upload the recording with. Null if it has arrived already.",
        "oneOf": [_reference("UploadTicket"), {"type": "null"}],
    }
    shown = {"allOf": [_reference("Evaluation"), {"type": "object", "properties": {"upload": upload}}]}
    description = "Send the recording with the form in `upload`, then ask for the evaluation at `Location`."
    accepted = {"description": description, "content": _json(shown)}
    accepted["headers"] = {"Location": _LOCATION, "Retry-After": _RETRY}
    ended = {"description": "The recording of this key was heard before.", "content": _json(shown)}
    ended["headers"] = {"Location": _LOCATION}
    return {
        "operationId": "evaluateSpeaking",
        "summary": "Have a paragraph of your article heard as you read it aloud",
        "description": "Says which words were heard, missed, swapped and added, and measures pace and pauses. "
        "There is no grade. The recording is kept for 30 days.",
        "parameters": [_KEY],
        "requestBody": _body("EvaluateSpeakingInput"),
        "responses": {"200": ended, "202": accepted} | _problems(*_OF_POSTS),
    }


def _generate_flashcards() -> dict[str, Any]:
    flashcards = {"type": "array", "items": _reference("Flashcard")}
    shown = {"type": "object", "required": ["flashcards"], "properties": {"flashcards": flashcards}}
    answer = {"description": "The suggestions from this article that wait for your decision.", "content": _json(shown)}
    return {
        "operationId": "generateFlashcards",
        "summary": "Suggest flashcards from an article that you may read",
        "description": "Nothing is learned until you keep it. What was suggested before, kept or refused is not "
        "suggested again.",
        "parameters": [_KEY],
        "requestBody": _body("SuggestFlashcardsInput"),
        "responses": {"200": answer} | _problems(*_OF_POSTS),
    }


def _read_evaluation() -> dict[str, Any]:
    answer = _answer("Your evaluation. While it is `WAITING` or `RUNNING`, `Retry-After` is set.", "Evaluation")
    answer["headers"] = {"Retry-After": _RETRY}
    return {
        "operationId": "readEvaluation",
        "summary": "Read your evaluation",
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {"200": answer} | _problems(404),
    }


def _schemas() -> dict[str, Any]:
    """Return the types as JSON schemas, without what the contract leaves out, with nested fields."""
    wanted: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        *((each, "validation") for each in _INPUTS),
        *((each, "serialization") for each in _OUTPUTS),
    ]
    _, made = models_json_schema(wanted, by_alias=True, ref_template="#/components/schemas/{model}")
    schemas = {name: _leave_out_hidden(each) for name, each in made["$defs"].items()}
    for each in _INPUTS:
        del schemas[each.__name__]["properties"]["idempotencyKey"]
    schemas["Evaluation"]["properties"]["findings"] = {
        "type": "array",
        "description": "What may be wrong in the text, in order of position. Empty until it is read.",
        "items": _reference("Finding"),
    }
    schemas["Evaluation"]["properties"]["estimate"] = {
        "description": "How well the text is written, as a language model estimates it. Null if none gave an estimate.",
        "oneOf": [_reference("Estimate"), {"type": "null"}],
    }
    schemas["Evaluation"]["properties"]["reading"] = {
        "description": "What you read aloud, and how it was heard. Null for an evaluation of a text.",
        "oneOf": [_reference("Reading"), {"type": "null"}],
    }
    return schemas | {"Problem": _PROBLEM}


def _leave_out_hidden(schema: dict[str, Any]) -> dict[str, Any]:
    shown = {name: each for name, each in schema.get("properties", {}).items() if not each.get("notShown")}
    kept = {name: {key: value for key, value in each.items() if key not in _OURS} for name, each in shown.items()}
    required = [name for name in schema.get("required", []) if name in kept]
    return schema | ({"properties": kept} if kept else {}) | ({"required": required} if required else {})


def _problems(*more: int) -> dict[str, Any]:
    """Return the refusals of a route; all of them have CORS headers and the same form."""
    limited = {429, 503}
    return {
        str(status): {
            "description": _WHEN[status],
            "content": {MEDIA_TYPE: {"schema": _reference("Problem")}},
            **({"headers": {"Retry-After": _RETRY}} if status in limited else {}),
        }
        for status in sorted({*_ALWAYS, *more})
    }


def _answer(description: str, model: str) -> dict[str, Any]:
    return {"description": description, "content": _json(_reference(model))}


def _body(model: str) -> dict[str, Any]:
    return {"required": True, "content": _json(_reference(model))}


def _json(schema: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema}}


def _reference(model: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{model}"}


if __name__ == "__main__":
    FILE.write_text(print_contract())
