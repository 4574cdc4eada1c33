"""The process of one connection: an offer comes in by stdin, tags go out by stdout, and the end of stdin is its end."""

import asyncio
import json
import os
import resource
import sys
from contextlib import suppress
from io import RawIOBase

import av

from ivs_local.refusal import StreamRefused
from ivs_local.webrtc.connection import Connection
from ivs_local.webrtc.tags import REFUSAL, write_tag

_MOST_MEMORY = 4 * 1024**3  # of addresses; what is used is a tenth of it
_LONGEST_LINE = 1024 * 1024


def main() -> int:
    """Serve one page, and return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    av.logging.set_level(None)
    # Libraries that print must not do so among the tags.
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    with suppress(BrokenPipeError):
        asyncio.run(_serve(out))
    return 0


async def _serve(out: RawIOBase) -> None:
    parent = asyncio.StreamReader(limit=_LONGEST_LINE)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(parent), sys.stdin)
    offer = json.loads(await parent.readline())
    connection = Connection(out.write, bits=offer["pictureBits"], lost_seconds=offer["lostSeconds"])
    try:
        await connection.answer(offer["sdp"])
        serving, ended = asyncio.create_task(connection.serve()), asyncio.create_task(parent.read())
        await asyncio.wait([serving, ended], return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            serving.result()
        serving.cancel()
    except StreamRefused as refusal:
        out.write(write_tag(REFUSAL, 0, refusal.reason.encode()))
    finally:
        await connection.close()


if __name__ == "__main__":
    sys.exit(main())
