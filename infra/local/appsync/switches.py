"""The named switches of what AppSync leaves open, set as NAME=VALUE on the command line."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from infra.local.appsync.auth import Settings as AuthSettings
from infra.local.appsync.realtime import Settings as RealtimeSettings
from infra.local.appsync.settings import Settings

_BOOLEANS = {"true": True, "false": False}


class SwitchRefused(ValueError):  # noqa: N818
    """A switch that does not exist, or a value that it does not take; the text says what would do."""


def switched(
    auth: AuthSettings, realtime: RealtimeSettings, engine: Settings, pairs: Iterable[str]
) -> tuple[AuthSettings, RealtimeSettings, Settings]:
    """Return the settings with these switches set, or raise `SwitchRefused`."""
    for pair in pairs:
        name, _, text = pair.partition("=")
        if name in _names(auth):
            auth = replace(auth, **{name: _value(auth, name, text)})
        elif name in _names(realtime):
            realtime = replace(realtime, **{name: _value(realtime, name, text)})
        elif name in _names(engine):
            engine = replace(engine, **{name: _value(engine, name, text)})
        else:
            known = ", ".join([*_names(auth), *_names(realtime), *_names(engine)])
            raise SwitchRefused(f"There is no switch {name!r}; there are {known}.")
    return auth, realtime, engine


def _names(settings: Any) -> list[str]:
    """Return the settings that are a number, a truth value or a choice; the others have flags of their own."""
    hints = get_type_hints(type(settings))
    return [each.name for each in fields(settings) if _is_switch(hints[each.name])]


def _is_switch(kind: Any) -> bool:
    return kind in (bool, int, float) or get_origin(kind) is Literal


def _value(settings: Any, name: str, text: str) -> Any:
    kind = get_type_hints(type(settings))[name]
    choices = get_args(kind) or (tuple(_BOOLEANS) if kind is bool else ())
    if choices and text not in choices:
        raise SwitchRefused(f"{name} is {' or '.join(choices)}, not {text!r}.")
    if kind is bool:
        return _BOOLEANS[text]
    try:
        return text if choices else kind(text)
    except ValueError:
        raise SwitchRefused(f"{name} is a number, not {text!r}.") from None
