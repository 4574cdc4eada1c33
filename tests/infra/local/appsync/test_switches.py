"""Switches by name: set, and refused where there is no such switch or value."""

import pytest

from infra.local.appsync import auth, realtime
from infra.local.appsync.switches import SwitchRefused, switched


def test_switches_are_set_by_name() -> None:
    """A truth value, a number and a choice, of authentication and of realtime."""
    pairs = ["trust_unknown_signers=true", "keep_alive=5", "subscriptions_per_connection=200", "invalidated=error"]

    found = switched(auth.Settings(), realtime.Settings(), pairs)

    assert found == (
        auth.Settings(trust_unknown_signers=True),
        realtime.Settings(keep_alive=5, subscriptions_per_connection=200, invalidated="error"),
    )


@pytest.mark.parametrize(
    ("pair", "words"),
    [
        ("nonsense=1", "no switch 'nonsense'; there are trust_unknown_signers, clock_skew"),
        ("credentials_url=x", "no switch"),
        ("keep_alive=often", "keep_alive is a number, not 'often'"),
        ("between_inclusive=yes", "between_inclusive is true or false, not 'yes'"),
        ("invalidated=loudly", "invalidated is complete or error, not 'loudly'"),
    ],
)
def test_what_is_no_switch_is_refused(pair: str, words: str) -> None:
    """The refusal names what there is."""
    with pytest.raises(SwitchRefused, match=words):
        switched(auth.Settings(), realtime.Settings(), [pair])
