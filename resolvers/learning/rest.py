"""The Lambda entry of learning's REST API: each route asks the GraphQL fields that do the same.

docs/openapi.json is its contract, printed from `resolvers/learning/openapi.py`.
"""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any, Final

from aws_lambda_powertools.utilities.typing import LambdaContext

import resolvers.platform.users.service
import resolvers.subjects  # noqa: F401  makes every kind of subject known
from resolvers.core import observability
from resolvers.core.problem import Problem
from resolvers.core.rest import Reply, Request, leave_out_hidden, write_problem, write_reply
from resolvers.learning.app import app
from resolvers.learning.evaluations import handler as evaluations  # noqa: F401  its fields register themselves
from resolvers.learning.evaluations.model import Evaluation, EvaluationState, Skill
from resolvers.learning.flashcards.model import Flashcard
from resolvers.learning.speaking import handler as speaking  # noqa: F401  its fields register themselves
from resolvers.learning.speaking.model import Reading
from resolvers.learning.suggestions import handler as suggestions  # noqa: F401  its fields register themselves

POLL_SECONDS: Final = 2
_ENDED: Final = {EvaluationState.DONE, EvaluationState.FAILED}


def evaluate_writing(request: Request) -> Reply:
    """Answer 202 while a worker reads the text, 200 for a text that was read before; `Location` leads to it."""
    return _accept(request, request.mutate("evaluateWriting", request.read_input()))


def evaluate_speaking(request: Request) -> Reply:
    """Answer 202 with the form that uploads the recording; 200 and no form once the evaluation has ended."""
    payload = request.mutate("evaluateSpeaking", request.read_input())
    reply = _accept(request, payload)
    return Reply(reply.status, reply.body | {"upload": payload["upload"]}, reply.headers)


def read_evaluation(request: Request) -> Reply:
    """Answer an evaluation of the caller's with its findings or its reading; 404 for anybody else's."""
    evaluation = request.query("evaluation", id=(request.event.get("pathParameters") or {}).get("id"))
    if evaluation is None:
        raise Problem("NOT_FOUND", "There is no such evaluation.")
    return _show_evaluation(request, evaluation)


def generate_flashcards(request: Request) -> Reply:
    """Answer the suggestions from an article that wait for the caller's decision; nothing has to be waited for."""
    flashcards = request.mutate("suggestFlashcards", request.read_input())["flashcards"]
    return Reply(HTTPStatus.OK, {"flashcards": [leave_out_hidden(each, Flashcard) for each in flashcards]})


ROUTES: Final[Mapping[tuple[str, str], Callable[[Request], Reply]]] = {
    ("POST", "/writing/evaluate"): evaluate_writing,
    ("POST", "/speaking/evaluate"): evaluate_speaking,
    ("POST", "/flashcard/generate"): generate_flashcards,
    ("GET", "/evaluations/{id}"): read_evaluation,
}


def _accept(request: Request, payload: Mapping[str, Any]) -> Reply:
    evaluation = payload["evaluation"]
    reply = _show_evaluation(request, evaluation)
    # Relative to the request (RFC 9110, section 10.2.2), so that it is right under every stage and name.
    leads = {"Location": f"../evaluations/{evaluation['id']}"}
    status = HTTPStatus.OK if evaluation["state"] in _ENDED else HTTPStatus.ACCEPTED
    return Reply(status, reply.body, {**reply.headers, **leads})


def _show_evaluation(request: Request, evaluation: Mapping[str, Any]) -> Reply:
    result: dict[str, Any] = {"findings": [], "estimate": None, "reading": None}
    if evaluation["skill"] == Skill.SPEAKING:
        reading = request.query_nested("Evaluation", "reading", evaluation)
        result["reading"] = leave_out_hidden(reading, Reading) if reading else None
    else:
        result |= {name: request.query_nested("Evaluation", name, evaluation) for name in ("findings", "estimate")}
    waits = {} if evaluation["state"] in _ENDED else {"Retry-After": str(POLL_SECONDS)}
    return Reply(HTTPStatus.OK, leave_out_hidden(evaluation, Evaluation) | result, waits)


@observability.entry(observability.OF_API_GATEWAY)
def lambda_handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """Answer one request; whatever is refused or fails is a problem, with the headers that let a page read it."""
    try:
        return write_reply(ROUTES[event["httpMethod"], event["resource"]](Request(event, context, app)))
    except Problem as problem:
        return write_problem(problem)
