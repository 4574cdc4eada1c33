"""What prevents a start, each with what to do."""

import socket
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.parts import PARTS, default_ports
from infra.local.run.preflight import NotReadyError, find_lacks, require
from infra.local.run.workspace import Workspace, read_ports


@pytest.fixture
def port_in_use() -> Iterator[int]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening.getsockname()[1]


def workspace(**ports: int) -> Workspace:
    return Workspace(Path("unused"), default_ports() | ports)


def test_a_port_in_use_is_named_with_the_way_out(port_in_use: int) -> None:
    """Which part needs it, how to see who has it, and how to choose another."""
    lacks = [lack for lack in find_lacks(workspace(site=port_in_use), PARTS) if str(port_in_use) in lack]

    assert lacks[0].startswith(f"Port {port_in_use} (site) is in use.")
    assert f"WAYMARK_SITE_PORT={port_in_use + 1} make run" in lacks[0]


def test_one_port_for_two_parts_is_refused() -> None:
    """The second would fail only when the first is up."""
    lacks = find_lacks(workspace(site=4999, appsync=4999), PARTS)

    assert "Port 4999 is given to appsync and site; each needs its own." in lacks


def test_a_missing_contract_is_named(tmp_path: Path) -> None:
    """A deploy without it would fail late."""
    assert any("make schema" in lack for lack in find_lacks(workspace(), PARTS, schema=tmp_path / "none"))


def test_a_start_that_cannot_begin_gives_every_reason_at_once(port_in_use: int) -> None:
    """Nobody mends one to meet the next."""
    with pytest.raises(NotReadyError, match=r"appsync(.|\n)*site"):
        require(workspace(appsync=port_in_use, site=port_in_use), PARTS)


def test_an_optional_part_that_cannot_be_had_prevents_nothing() -> None:
    """A required one does, with its sentence."""
    video = replace(PARTS[0], name="video", ports={}, find_lack=lambda _: "Install ffmpeg.")

    assert "Install ffmpeg." in find_lacks(workspace(), [video])
    assert "Install ffmpeg." not in find_lacks(workspace(), [replace(video, is_optional=True)])


@pytest.mark.parametrize("text", ["eighty", "0", "70000", "-1", ""])
def test_what_is_no_port_is_refused_by_its_variable(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Not with a traceback."""
    monkeypatch.setenv("WAYMARK_IVS_RTMP_PORT", text)

    with pytest.raises(SystemExit, match="WAYMARK_IVS_RTMP_PORT must be a port"):
        read_ports({"ivs-rtmp": 1935})
