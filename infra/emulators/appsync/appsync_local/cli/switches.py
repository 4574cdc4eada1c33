"""Switches, set as NAME=VALUE on the command line."""

from collections.abc import Iterable
from dataclasses import fields, replace
from typing import Any, Literal, get_args, get_origin, get_type_hints

from appsync_local.auth import AuthSettings
from appsync_local.realtime import RealtimeSettings
from appsync_local.settings import EngineSettings

_BOOLEANS = {"true": True, "false": False}


class InvalidSwitch(ValueError):  # noqa: N818
    """An unknown switch, or a value that it does not accept; the text names the valid ones."""


def apply_switches(
    auth: AuthSettings, realtime: RealtimeSettings, engine: EngineSettings, pairs: Iterable[str]
) -> tuple[AuthSettings, RealtimeSettings, EngineSettings]:
    """Return the settings with these switches set, or raise `InvalidSwitch`."""
    for pair in pairs:
        name, _, text = pair.partition("=")
        if name in _switch_names(auth):
            auth = replace(auth, **{name: _parse_value(auth, name, text)})
        elif name in _switch_names(realtime):
            realtime = replace(realtime, **{name: _parse_value(realtime, name, text)})
        elif name in _switch_names(engine):
            engine = replace(engine, **{name: _parse_value(engine, name, text)})
        else:
            known = ", ".join([*_switch_names(auth), *_switch_names(realtime), *_switch_names(engine)])
            raise InvalidSwitch(f"There is no switch {name!r}; there are {known}.")
    return auth, realtime, engine


def _switch_names(settings: Any) -> list[str]:
    """Return the names of settings that are numbers, booleans or choices; the others have their own flags."""
    hints = get_type_hints(type(settings))
    return [each.name for each in fields(settings) if _is_switch(hints[each.name])]


def _is_switch(kind: Any) -> bool:
    return kind in (bool, int, float) or get_origin(kind) is Literal


def _parse_value(settings: Any, name: str, text: str) -> Any:
    kind = get_type_hints(type(settings))[name]
    choices = get_args(kind) or (tuple(_BOOLEANS) if kind is bool else ())
    if choices and text not in choices:
        raise InvalidSwitch(f"{name} is {' or '.join(choices)}, not {text!r}.")
    if kind is bool:
        return _BOOLEANS[text]
    try:
        return text if choices else kind(text)
    except ValueError:
        raise InvalidSwitch(f"{name} is a number, not {text!r}.") from None
