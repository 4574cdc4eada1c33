"""All streams that are live: who may begin one, what goes on and what has ended."""

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ivs_local.broadcast import Broadcast
from ivs_local.events import RECORDING, STATE, Post, build_event
from ivs_local.metrics import Metrics
from ivs_local.recording import Recording
from ivs_local.refusal import KeyInUse, StreamRefused
from ivs_local.storage import Storage
from ivs_local.store import Resource, Store

_ENDED_STREAMS = 20  # that players may still ask how they ended

log = logging.getLogger("ivs")


@dataclass(frozen=True)
class Patience:
    """How long things may last, in seconds."""

    starvation: float = 5.0
    silence: float = 30.0  # of a publisher, before its connection is closed
    lost: float = 5.0  # without a packet of a page, whose connection nobody else tells to be broken


class Stage:
    """The door of publishers, and what the operations ask about streams."""

    def __init__(
        self, store: Store, post: Post, storage: Storage, metrics: Metrics, folder: Path, patience: Patience
    ) -> None:
        self._store = store
        self._post = post
        self._storage = storage
        self._metrics = metrics
        self._folder = folder
        self._patience = patience
        self._live: dict[str, Broadcast] = {}
        self._ended: dict[str, Broadcast] = {}
        self._recordings: dict[str, Recording] = {}
        self._finishing: dict[str, asyncio.Task[None]] = {}
        self._last: set[asyncio.Task[None]] = set()
        self.patience = patience

    @property
    def broadcasts(self) -> list[Broadcast]:
        """Every stream that is live."""
        return [broadcast for broadcast in self._live.values() if broadcast.is_live]

    def find(self, channel_arn: str) -> Broadcast | None:
        """Return the live stream of a channel."""
        found = self._live.get(channel_arn)
        return found if found and found.is_live else None

    def find_publisher(self, channel_arn: str) -> Broadcast | None:
        """Return the stream of a channel, also before its first segment."""
        return self._live.get(channel_arn)

    def find_stream(self, stream_id: str) -> Broadcast | None:
        """Return a stream that is live or has ended lately."""
        live = next((each for each in self._live.values() if each.id == stream_id), None)
        return live or self._ended.get(stream_id)

    def admit(self, key: str, *, is_secure: bool, hang_up: Callable[[], None]) -> Broadcast:
        """Begin the stream of a key, or raise `StreamRefused`."""
        known = self._store.find_key(key)
        channel = self._store.find("channel", known["channelArn"]) if known else None
        if channel is None:
            raise StreamRefused("The stream key is not valid.")
        if not is_secure and not channel["insecureIngest"]:
            raise StreamRefused("The channel takes RTMPS only.")
        if channel["arn"] in self._live:
            raise KeyInUse("The stream key is in use.")
        recording = self._open_recording(channel)
        broadcast = Broadcast(self, channel, hang_up, recording=recording, starvation_seconds=self._patience.starvation)
        self._live[channel["arn"]] = broadcast
        self._store.add_session(channel["arn"], broadcast.session)
        broadcast.begin()
        return broadcast

    async def end(self, broadcast: Broadcast) -> None:
        """Forget a stream that has ended; its recording waits for the next one for a while."""
        arn = broadcast.channel["arn"]
        del self._live[arn]
        self._ended[broadcast.id] = broadcast
        if len(self._ended) > _ENDED_STREAMS:
            del self._ended[next(iter(self._ended))]
        self._store.save()
        if broadcast.recording:
            self._finishing[arn] = asyncio.create_task(self._finish_later(arn, broadcast.recording.window_seconds))

    def tell(self, kind: str, channel: Resource, detail: dict[str, Any]) -> None:
        self._post.send(build_event(kind, channel, detail))

    def measure(self, channel: Resource, name: str, value: float, unit: str) -> None:
        task = asyncio.create_task(self._metrics.put(channel["arn"], name, value, unit))
        self._last.add(task)
        task.add_done_callback(self._last.discard)

    def save(self) -> None:
        self._store.save()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Let streams live while the block lasts; those that an earlier process left open have ended."""
        self._end_abandoned()
        await asyncio.to_thread(shutil.rmtree, self._folder, ignore_errors=True)
        try:
            yield
        finally:
            for broadcast in list(self._live.values()):
                broadcast.hang_up()
                await broadcast.close(None)
            for arn in list(self._finishing):
                self._finishing.pop(arn).cancel()
                self._finish(arn)
            await asyncio.gather(*self._last, return_exceptions=True)

    def _open_recording(self, channel: Resource) -> Recording | None:
        """Return the recording of a channel: the one that waits, else a new one, if the channel is recorded."""
        arn, configuration_arn = channel["arn"], channel["recordingConfigurationArn"]
        waiting = self._finishing.pop(arn, None)
        if waiting:
            waiting.cancel()
            if self._recordings[arn].configuration["arn"] == configuration_arn:
                return self._recordings[arn]
            self._finish(arn)
        configuration = self._store.find("recording-configuration", configuration_arn)
        if configuration is None:
            return None

        def tell(detail: dict[str, Any]) -> None:
            self.tell(RECORDING, channel, detail)

        self._recordings[arn] = Recording(channel, configuration, self._storage, self._folder, tell)
        return self._recordings[arn]

    async def _finish_later(self, arn: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        del self._finishing[arn]
        self._finish(arn)

    def _finish(self, arn: str) -> None:
        task = asyncio.create_task(self._recordings.pop(arn).finish())
        self._last.add(task)
        task.add_done_callback(self._last.discard)

    def _end_abandoned(self) -> None:
        for arn, sessions in self._store.sessions.items():
            for session in sessions:
                if "endTime" not in session:
                    session["endTime"] = datetime.now(UTC).timestamp()
                    for name in ("Stream End", "Session Ended"):
                        detail = {"event_name": name, "stream_id": session["streamId"]}
                        self.tell(STATE, self._store.find("channel", arn) or session["channel"], detail)
        self._store.save()
