"""Rate limits that count work: each act adds to its person's counters in its own transaction.

A refused act therefore counts nothing, a repeated idempotency key counts once, and each alias counts. Windows are
fixed: a minute, an hour or a day of UTC. One item holds a person's counters of an hour and of its minutes, so an act
costs one write more, and a second one only if its rate has a limit for a day. `resolvers/rates.py` is the table.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import reduce
from operator import and_
from typing import Final, NamedTuple

from boto3.dynamodb.conditions import Attr, ConditionBase

from resolvers.core import keys, table
from resolvers.core.charge import Charge
from resolvers.core.errors import RateLimited
from resolvers.core.identity import Caller
from resolvers.core.items import Item
from resolvers.core.model import Moment, now
from resolvers.core.settings import settings
from resolvers.core.writes import Update

FIRST_DAY: Final = timedelta(days=1)
NEWCOMERS_SHARE: Final = 5  # on the first day of an account, and for guests, limits are divided by this

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)
_WORDS: Final = {_MINUTE: "a minute", _HOUR: "an hour", _DAY: "a day"}


@dataclass(frozen=True)
class Rate:
    """A kind of work and how much of it a person may do in a minute, an hour and a day; None is unlimited.

    `name` is the counter's, `words` are people's. An act counts one, or as much as the field of its input that
    `measure` names.
    """

    name: str
    words: str
    minute: int | None = None
    hour: int | None = None
    day: int | None = None
    measure: str = ""

    def windows(self) -> Iterator[tuple[timedelta, int]]:
        """Return each window that is limited, with its limit."""
        limits = {_MINUTE: self.minute, _HOUR: self.hour, _DAY: self.day}
        return ((length, limit) for length, limit in limits.items() if limit is not None)


class _Counter(NamedTuple):
    """One counter of an item: what it may hold, and when it starts again."""

    name: str
    amount: int
    limit: int
    ends_at: Moment
    sentence: str

    def has_room(self) -> ConditionBase:
        is_free: ConditionBase = Attr(self.name).lte(self.limit - self.amount)
        return Attr(self.name).not_exists() | is_free if self.amount <= self.limit else is_free


_joined: list[Callable[[Caller], Moment]] = []


def declare_joining_time(function: Callable[[Caller], Moment]) -> Callable[[Caller], Moment]:
    """Declare the function that tells since when a signed-in caller is known."""
    _joined[:] = [function]
    return function


def charge_of(caller: Caller, amounts: Mapping[Rate, int]) -> Charge:
    """Return the charge of this work for a caller: the person, or the address of a guest."""
    payer, is_newcomer = caller.id or caller.address, _is_newcomer(caller)
    return Charge(lambda: prepare(payer, amounts, now(), is_newcomer=is_newcomer))


def prepare(payer: str, amounts: Mapping[Rate, int], at: Moment, *, is_newcomer: bool = False) -> list[Update]:
    """Return the writes that count work of this time, each refused with `RateLimited` where a window is full."""
    items: dict[str, list[_Counter]] = {}
    for rate, amount in amounts.items():
        for length, limit in rate.windows():
            window, counter = _counter(rate, amount, length, _scale(limit, is_newcomer=is_newcomer), at)
            items.setdefault(window, []).append(counter)
    return [_update(payer, window, counters) for window, counters in items.items()]


class Usage(NamedTuple):
    """How much of a day's limit somebody used, and when the day ends."""

    limit: int
    used: int
    ends_at: Moment


def read_day(caller: Caller, rate: Rate) -> Usage:
    """Return what a caller used of a rate's limit for a day."""
    limit = _scale(rate.day or 0, is_newcomer=_is_newcomer(caller))
    window, counter = _counter(rate, 1, _DAY, limit, now())
    found = table.get(keys.rates(caller.id, window)) or {}
    return Usage(limit, int(found.get(counter.name, 0)), counter.ends_at)


def _scale(limit: int, *, is_newcomer: bool) -> int:
    return max(1, int(limit * settings().rate_scale / (NEWCOMERS_SHARE if is_newcomer else 1)))


def _counter(rate: Rate, amount: int, length: timedelta, limit: int, at: Moment) -> tuple[str, _Counter]:
    """Return one window's counter and the item it is in: the day's, or the hour's, which has those of its minutes."""
    start = at - timedelta(seconds=at.timestamp() % length.total_seconds())
    ends_at = start + length
    sentence = f"{limit:,} {rate.words} {_WORDS[length]} are allowed. Try again at {ends_at:%H:%M} UTC."
    name = f"{rate.name}_{start:%M}" if length == _MINUTE else rate.name
    window = f"{start:%Y-%m-%d}" if length == _DAY else f"{start:%Y-%m-%dT%H}"
    return window, _Counter(name, amount, limit, ends_at, sentence)


def _update(payer: str, window: str, counters: list[_Counter]) -> Update:
    def refuse(found: Item) -> Exception:
        full = [each for each in counters if int(found.get(each.name, 0)) + each.amount > each.limit]
        last = max(full, key=lambda each: each.ends_at)
        return RateLimited(last.sentence, last.ends_at)

    kept_until = max(each.ends_at for each in counters) + _HOUR
    return Update(
        keys.rates(payer, window),
        put={"expiresAt": int(kept_until.timestamp())},
        add={each.name: each.amount for each in counters},
        when=reduce(and_, (each.has_room() for each in counters)),
        refuse=refuse,
    )


def _is_newcomer(caller: Caller) -> bool:
    return caller.is_guest or now() - _joined[0](caller) < FIRST_DAY
