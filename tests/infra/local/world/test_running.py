"""Where the system runs, or a sentence that says how to start it."""

import json
from pathlib import Path

import pytest

from infra.local.world import running

WHOLE = {
    "region": "us-east-1",
    "graphqlUrl": "http://127.0.0.1:4000/graphql",
    "realtimeUrl": "ws://127.0.0.1:4000/graphql/realtime",
    "apiKey": "da2-key",
    "userPoolId": "us-east-1_pool",
    "userPoolClientId": "client",
    "cognitoEndpoint": "http://127.0.0.1:4566",
}


def test_the_addresses_are_read_from_the_sites_configuration(tmp_path: Path) -> None:
    """What the site knows beyond is left alone."""
    path = tmp_path / "config.json"
    path.write_text(json.dumps(WHOLE | {"demoAccounts": []}))

    system = running.read(path)

    assert system.graphql_url == WHOLE["graphqlUrl"]


def test_where_nothing_runs_it_says_how_to_start(tmp_path: Path) -> None:
    """No stack trace for a missing file."""
    with pytest.raises(running.NotRunningError, match="make run"):
        running.read(tmp_path / "config.json")


@pytest.mark.parametrize("text", ["", '{"region": "us-east-1"}', "[]"])
def test_a_half_written_file_says_how_to_start(tmp_path: Path, text: str) -> None:
    """A start that was cut off leaves such files."""
    path = tmp_path / "config.json"
    path.write_text(text)

    with pytest.raises(running.NotRunningError, match="make run"):
        running.read(path)
