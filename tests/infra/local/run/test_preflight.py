"""What stands in the way of a start, each with what to do."""

import socket
from pathlib import Path

import pytest

from infra.local.run.preflight import NotReadyError, lacks, require
from infra.local.run.system import Ports


@pytest.fixture
def taken() -> socket.socket:
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    listening.listen()
    return listening


def test_a_port_in_use_is_named_with_the_way_out(taken: socket.socket) -> None:
    """Which part wanted it, who may have it, and how to choose another."""
    port = taken.getsockname()[1]

    found = [sentence for sentence in lacks(Ports(site=port)) if str(port) in sentence]
    taken.close()

    assert found[0].startswith(f"Port {port} (site) is in use.")
    assert f"WAYMARK_SITE_PORT={port + 1} make run" in found[0]


def test_a_missing_contract_is_named(tmp_path: Path) -> None:
    """A deploy without it would fail late."""
    assert any("make schema" in sentence for sentence in lacks(Ports(), schema=tmp_path / "none"))


def test_a_start_that_cannot_begin_says_all_reasons_at_once(taken: socket.socket) -> None:
    """Nobody mends one to meet the next."""
    port = taken.getsockname()[1]

    with pytest.raises(NotReadyError, match=r"appsync(.|\n)*site"):
        require(Ports(appsync=port, site=port))
    taken.close()
