"""Switches by name: set, refused where there is no such switch or value, and each a line of the docs."""

from dataclasses import fields
from pathlib import Path

import pytest

from appsync_local import auth, realtime
from appsync_local.cli.switches import InvalidSwitch, apply_switches
from appsync_local.settings import EngineSettings


def test_switches_are_set_by_name() -> None:
    """A truth value, a number and a choice, of authentication and of realtime."""
    pairs = ["trust_unknown_signers=true", "keep_alive=5", "subscriptions_per_connection=200", "invalidated=error"]
    pairs += ["direct_error_type=unhandled", "request_seconds=2.5"]

    found = apply_switches(auth.AuthSettings(), realtime.RealtimeSettings(), EngineSettings(), pairs)

    assert found == (
        auth.AuthSettings(trust_unknown_signers=True),
        realtime.RealtimeSettings(keep_alive=5, subscriptions_per_connection=200, invalidated="error"),
        EngineSettings(direct_error_type="unhandled", request_seconds=2.5),
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
    with pytest.raises(InvalidSwitch, match=words):
        apply_switches(auth.AuthSettings(), realtime.RealtimeSettings(), EngineSettings(), [pair])


def test_every_switch_is_documented() -> None:
    """The page about the data plane has a row for each switch."""
    page = (Path(__file__).parents[4] / "docs" / "local-appsync" / "fidelity.md").read_text()
    flags = {"credentials_url", "credentials_headers", "issuers"}
    internal = {"secrets_kept", "authorizer_timeout", "largest_message"}

    names = {
        each.name
        for settings in (auth.AuthSettings, realtime.RealtimeSettings, EngineSettings)
        for each in fields(settings)
    }

    assert [name for name in sorted(names - flags - internal) if f"`{name}`" not in page] == []
