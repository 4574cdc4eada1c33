"""One call of a resolver for one parent, and how it ends: with a value, with an error, or before its last step."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from infra.local.appsync.execution import FieldError, Outcome
from infra.local.appsync.plan import Field

Context = dict[str, Any]


@dataclass(eq=False, slots=True)
class Call:
    """One parent's call of a resolver: its context, and the errors that the code appended on the way."""

    at: Field
    context: Context
    appended: list[FieldError] = field(default_factory=list)


class Done(Exception):  # noqa: N818
    """The call ended before its last step, with a value."""

    def __init__(self, value: Any, *, to_end: bool = False) -> None:
        super().__init__()
        self.value = value
        self.to_end = to_end  # of the whole pipeline, not of one function alone


def ended(call: Call, work: Callable[..., Any], *given: Any) -> Outcome:
    """Return what a call that need not wait ends with."""
    try:
        return Outcome(work(call, *given), appended=call.appended)
    except Done as done:
        return Outcome(done.value, appended=call.appended)
    except FieldError as error:
        return Outcome(error=error, appended=call.appended)
