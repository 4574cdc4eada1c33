"""What arrives on a connection, without an allocation of asyncio's: it reserves 256 KB for each piece that it receives.

glibc asks the system for so much at each request, which costs as much as the whole answer (see `cli.memory`).
"""

import asyncio

_BUFFER = memoryview(bytearray(32 * 1024))  # filled and emptied within one turn of the loop, so one serves everybody


class Receiver(asyncio.BufferedProtocol):
    """A protocol that is handed each piece as bytes."""

    def get_buffer(self, _: int) -> memoryview:
        return _BUFFER

    def buffer_updated(self, length: int) -> None:
        self.data_received(bytes(_BUFFER[:length]))

    def data_received(self, data: bytes) -> None:
        """Take a piece that has arrived; each protocol does so in its own way."""
        raise NotImplementedError
