"""Nobody but this machine can reach what `make run` starts: the kernel's table of sockets says where it listens."""

import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address
from pathlib import Path

import pytest

from tests.stack import Stack

pytestmark = pytest.mark.emulator

LISTEN = "0A"
PROC = Path("/proc")

Address = IPv4Address | IPv6Address


@pytest.mark.skipif(sys.platform != "linux", reason="Linux shows its sockets in /proc/net")
def test_every_part_listens_on_this_machine_only(stack: Stack) -> None:
    """Of all processes that the system consists of, and every port that it was given is among what they listen on."""
    heard = list(_listening_of({os.getpid(), *_descendants(os.getpid())}))

    beyond = [f"{address}:{port}" for address, port in heard if not _is_loopback(address)]
    assert not beyond
    answering = {port for _, port in heard}
    assert answering >= {stack.system.ports[name] for name in ("site", "appsync", "ministack", "ivs", "rtmp")}


def _is_loopback(address: Address) -> bool:
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


def _descendants(process: int) -> set[int]:
    """Return the processes that a process started, and those that they started."""
    parents = {}
    for status in PROC.glob("[0-9]*/stat"):
        with suppress(OSError):  # it has just ended
            parents[int(status.parent.name)] = int(status.read_text().rpartition(") ")[2].split()[1])
    found: set[int] = set()
    waiting = {process}
    while waiting:
        waiting = {child for child, parent in parents.items() if parent in waiting} - found
        found |= waiting
    return found


def _listening_of(processes: set[int]) -> Iterator[tuple[Address, int]]:
    """Return the addresses and ports at which processes listen, by TCP."""
    sockets = set()
    for process in processes:
        with suppress(OSError):
            for handle in (PROC / str(process) / "fd").iterdir():
                with suppress(OSError):
                    sockets.add(str(handle.readlink()))
    for table in ("tcp", "tcp6"):
        for line in (PROC / "net" / table).read_text().splitlines()[1:]:
            _, local, _, state, *_, inode = line.split()[:10]
            if state == LISTEN and f"socket:[{inode}]" in sockets:
                address, _, port = local.partition(":")
                yield _read_address(address), int(port, 16)


def _read_address(written: str) -> Address:
    """Return an address of /proc/net, which is written in words of 32 bits as this machine orders their bytes."""
    words = [int(written[at : at + 8], 16).to_bytes(4, sys.byteorder) for at in range(0, len(written), 8)]
    packed = b"".join(words)
    return IPv4Address(packed) if len(packed) == 4 else IPv6Address(packed)
