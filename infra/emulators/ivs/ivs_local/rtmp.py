"""A publisher's connection: RTMP from its handshake to its end.

Source: Adobe, "Real-Time Messaging Protocol", 5.2 (handshake), 5.4 and 7.2 (messages and commands).
"""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final, Protocol

from ivs_local.amf import MalformedAmf, decode_values, encode_values
from ivs_local.chunks import SENT_CHUNK, ChunkReader, Message, ProtocolBroken, write_message
from ivs_local.refusal import StreamRefused

PUBLISH_SECONDS: Final = 10.0  # until a connection must have published
_HANDSHAKE = 1536
_READ = 64 * 1024
_WINDOW = 2_500_000
_SET_CHUNK, _ACK, _CONTROL, _WINDOW_SIZE, _BANDWIDTH, _AUDIO, _VIDEO, _DATA, _COMMAND = 1, 3, 4, 5, 6, 8, 9, 18, 20
_PING, _PONG = 6, 7
_LONGEST_KEY = 256

log = logging.getLogger("ivs.rtmp")


class Sink(Protocol):
    """Takes what a publisher sends; each method may raise `StreamRefused`."""

    def note_metadata(self, metadata: dict[str, Any]) -> None: ...
    def feed_picture(self, timestamp: int, body: bytes) -> None: ...
    def feed_sound(self, timestamp: int, body: bytes) -> None: ...
    async def close(self, refusal: StreamRefused | None) -> None: ...


class Door(Protocol):
    """Knows the stream keys."""

    def admit(self, key: str, *, is_secure: bool, hang_up: Callable[[], None]) -> Sink:
        """Return where a stream goes, or raise `StreamRefused`; `hang_up` ends the connection."""


class Publisher:
    """One connection."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, door: Door, *, silence_seconds: float
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._door = door
        self._is_secure = writer.get_extra_info("ssl_object") is not None
        self._silence_seconds = silence_seconds
        self._chunks = ChunkReader()
        self._sink: Sink | None = None
        self._received = self._acknowledged = 0
        self._is_done = False

    async def serve(self) -> None:
        """Serve until the publisher or the stream ends; no failure of a publisher leaves this method."""
        refusal: StreamRefused | None = None
        try:
            async with asyncio.timeout(PUBLISH_SECONDS):
                await self._shake_hands()
                while not self._sink and not self._is_done:
                    await self._read()
            while not self._is_done:
                async with asyncio.timeout(self._silence_seconds):
                    await self._read()
        except StreamRefused as error:
            refusal = error
            with suppress(OSError):
                await self._report("NetStream.Publish.Rejected", error.reason, level="error")
        except (ProtocolBroken, MalformedAmf) as error:
            log.info("A connection is closed: %s", error)
            refusal = StreamRefused(str(error))
        except (OSError, EOFError, TimeoutError):
            pass
        finally:
            if self._sink:
                await self._sink.close(refusal)
            await self._close()

    def hang_up(self) -> None:
        """End the connection from this side."""
        self._is_done = True
        self._writer.close()

    async def _close(self) -> None:
        self._writer.close()
        with suppress(OSError, TimeoutError):
            async with asyncio.timeout(1):
                await self._writer.wait_closed()

    async def _shake_hands(self) -> None:
        if (await self._reader.readexactly(1)) != b"\3":
            raise ProtocolBroken("This is not RTMP.")
        theirs = await self._reader.readexactly(_HANDSHAKE)
        # A version of zero: the handshake without digests, which every client knows.
        ours = bytes(8) + os.urandom(_HANDSHAKE - 8)
        await self._send(b"\3" + ours + theirs)
        await self._reader.readexactly(_HANDSHAKE)

    async def _read(self) -> None:
        data = await self._reader.read(_READ)
        if not data:
            raise EOFError
        self._received += len(data)
        if self._received - self._acknowledged >= _WINDOW // 2:
            self._acknowledged = self._received
            await self._send(write_message(_ACK, (self._received & 0xFFFFFFFF).to_bytes(4, "big"), channel=2))
        for message in self._chunks.feed(data):
            await self._take(message)

    async def _take(self, message: Message) -> None:
        if message.kind == _VIDEO and self._sink:
            self._sink.feed_picture(message.timestamp, message.body)
        elif message.kind == _AUDIO and self._sink:
            self._sink.feed_sound(message.timestamp, message.body)
        elif message.kind == _DATA and self._sink:
            self._note_metadata(self._sink, message.body)
        elif message.kind == _COMMAND:
            await self._run(decode_values(message.body))
        elif message.kind == _CONTROL and message.body[:2] == _PING.to_bytes(2, "big"):
            await self._send(write_message(_CONTROL, _PONG.to_bytes(2, "big") + message.body[2:6], channel=2))

    def _note_metadata(self, sink: Sink, body: bytes) -> None:
        values = decode_values(body)
        if "onMetaData" in values[:2]:
            sink.note_metadata(next((value for value in values if isinstance(value, dict)), {}))

    async def _run(self, values: list[Any]) -> None:
        name, number = (*values, None, None)[:2]
        handlers: dict[Any, Callable[[Any, list[Any]], Awaitable[None]]] = {
            "connect": self._connect,
            "createStream": self._create_stream,
            "publish": self._publish,
            "deleteStream": self._end,
            "closeStream": self._end,
            "FCUnpublish": self._end,
            "play": self._refuse_play,
        }
        if name in ("releaseStream", "FCPublish"):
            await self._send(write_message(_COMMAND, encode_values("_result", number or 0, None)))
        elif name in handlers:
            await handlers[name](number or 0, values[2:])

    async def _connect(self, number: float, values: list[Any]) -> None:
        wanted = values[0].get("app") if values and isinstance(values[0], dict) else None
        if not isinstance(wanted, str) or wanted.strip("/") != "app":
            raise StreamRefused("The application is not `app`: use rtmps://<ingest endpoint>/app/<stream key>.")
        status = {
            "level": "status",
            "code": "NetConnection.Connect.Success",
            "description": "Connected.",
            "objectEncoding": 0,
        }
        await self._send(
            write_message(_WINDOW_SIZE, _WINDOW.to_bytes(4, "big"), channel=2)
            + write_message(_BANDWIDTH, _WINDOW.to_bytes(4, "big") + b"\2", channel=2)
            + write_message(_SET_CHUNK, SENT_CHUNK.to_bytes(4, "big"), channel=2)
            + write_message(
                _COMMAND, encode_values("_result", number, {"fmsVer": "FMS/3,5,7,7009", "capabilities": 31}, status)
            )
        )

    async def _create_stream(self, number: float, _: list[Any]) -> None:
        await self._send(write_message(_COMMAND, encode_values("_result", number, None, 1)))

    async def _publish(self, _: float, values: list[Any]) -> None:
        key = values[1] if len(values) > 1 and isinstance(values[1], str) else ""
        if self._sink:
            raise ProtocolBroken("A connection publishes one stream.")
        try:
            self._sink = self._door.admit(
                key[:_LONGEST_KEY].partition("?")[0], is_secure=self._is_secure, hang_up=self.hang_up
            )
        except StreamRefused as refusal:
            await self._report("NetStream.Publish.BadName", refusal.reason, level="error")
            self._is_done = True
            return
        await self._report("NetStream.Publish.Start", "The stream is taken.")

    async def _refuse_play(self, _: float, __: list[Any]) -> None:
        await self._report("NetStream.Play.Failed", "Streams are played by HLS.", level="error")
        self._is_done = True

    async def _end(self, _: float, __: list[Any]) -> None:
        if self._sink:
            self._is_done = True

    async def _report(self, code: str, description: str, *, level: str = "status") -> None:
        status = {"level": level, "code": code, "description": description}
        await self._send(write_message(_COMMAND, encode_values("onStatus", 0, None, status), stream=1, channel=5))

    async def _send(self, data: bytes) -> None:
        self._writer.write(data)
        await self._writer.drain()
