"""One call of a resolver for one parent, and its early return."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from appsync_local.execution.execution import FieldError, Outcome
from appsync_local.execution.selection import Field

Context = dict[str, Any]


@dataclass(eq=False, slots=True)
class ResolverCall:
    """The call of a resolver for one parent: its context, and the errors that its code appended."""

    target: Field
    context: Context
    appended: list[FieldError] = field(default_factory=list)


class EarlyReturn(Exception):  # noqa: N818
    """`runtime.earlyReturn`: the call or the pipeline ends with a value."""

    def __init__(self, value: Any, *, to_end: bool = False) -> None:
        super().__init__()
        self.value = value
        self.to_end = to_end  # ends the whole pipeline, not only one function


def settle_call(call: ResolverCall, work: Callable[..., Any], *given: Any) -> Any:
    """Return what a call that needs no awaiting comes to: its value, or an `Outcome`."""
    try:
        value = work(call, *given)
    except EarlyReturn as done:
        value = done.value
    except FieldError as error:
        return Outcome(error=error, appended=call.appended)
    return Outcome(value, appended=call.appended) if call.appended else value
