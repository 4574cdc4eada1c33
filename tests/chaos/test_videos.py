"""The way of a video at its worst: workers killed at any call, messages doubled and in any order, dead letters again.

What is random is repeatable by its seed. MediaConvert remembers its jobs by their tokens, as the real one does, and
reports each of them whatever happens to who started it.
"""

import random
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from resolvers.core import storage, table
from resolvers.core.keys import id_at
from resolvers.core.table import Update
from resolvers.platform import keys as platform_keys
from resolvers.platform.jobs import parts
from resolvers.platform.jobs.service import Busy
from resolvers.platform.subjects import repository as subjects
from resolvers.video import keys
from tests.chaos.campaign import ROUNDS
from tests.fakes.encoders import RememberingEncoder, StartedJob
from tests.resolvers.video.videos.conftest import BUCKET, Processing, TellingModerator, make_probe_response

ARRIVAL = "arrival"
MOST_CALLS = 14  # of one delivery: a kill after the last one is none
MOST_DELIVERIES = 300
RECEIVES = 5  # then a message is among the dead letters


class Killed(BaseException):
    """The worker's process ended, and nothing of it could still act: no handler of exceptions either."""


@dataclass
class Executioner:
    """Kills the worker at one of its calls of AWS: before it is sent, or once it was done and before it is known."""

    calls_left: int = 0
    is_after: bool = False

    def before(self, **_: Any) -> None:
        self._count(is_after=False)

    def after(self, **_: Any) -> None:
        self._count(is_after=True)

    def _count(self, *, is_after: bool) -> None:
        if self.calls_left and is_after == self.is_after:
            self.calls_left -= 1
            if not self.calls_left:
                raise Killed


@dataclass
class MortalEncoder(RememberingEncoder):
    """MediaConvert as called by a worker that may die at each call of it."""

    executioner: Executioner = field(default_factory=Executioner)

    def start(self, token: str, settings: Mapping[str, Any], metadata: Mapping[str, str]) -> str:
        self.executioner.before()
        job_id = super().start(token, settings, metadata)
        self.executioner.after()
        return job_id


class Campaign:
    """One video, the messages that wait for its worker, and who may kill that."""

    def __init__(self, seed: int) -> None:
        self.executioner = Executioner()
        self._chance = random.Random(seed)  # noqa: S311  repeatable
        self._encoder = MortalEncoder(make_probe_response(), executioner=self.executioner)
        self.processing = Processing(self._encoder, TellingModerator())
        self.inbox: list[tuple[str, StartedJob | None, int]] = [(ARRIVAL, None, 0)]
        self._reported: set[str] = set()
        self.kills = 0

    def settle(self) -> None:
        """Deliver what waits until nothing does."""
        for _ in range(MOST_DELIVERIES):
            self._report_jobs()
            if not self.inbox:
                return
            place = self._chance.randrange(len(self.inbox))
            is_killed = self._chance.random() < 0.5
            self.executioner.calls_left = self._chance.randint(1, MOST_CALLS) if is_killed else 0
            self.executioner.is_after = self._chance.random() < 0.5
            if self.deliver(*self.inbox[place]) and self._chance.random() < 0.7:
                del self.inbox[place]
        raise AssertionError(f"{len(self.inbox)} messages still wait.")

    def deliver(self, name: str, job: StartedJob | None, percent: int) -> bool:
        """Deliver one message and return whether it was consumed; the claim of a dead worker expires."""
        try:
            if job is None:
                self.processing.arrives(name=name)
            else:
                self.processing.hears(job.progress(percent) if percent else job.complete(), name=name)
        except Killed:
            self.kills += 1
            self.executioner.calls_left = 0
            self._expire_claims()
            return False
        except Busy:
            return False
        finally:
            self.executioner.calls_left = 0
        return True

    def _report_jobs(self) -> None:
        """Let each job that runs report how far it is, and that it is complete, with what it wrote."""
        for token, job in self._encoder.jobs.items():
            if token not in self._reported:
                self._reported.add(token)
                write_output(job)
                self.inbox += [(f"{token} 40", job, 40), (f"{token} end", job, 0)]

    def _expire_claims(self) -> None:
        """Let the time pass that the claims of a dead worker last."""
        video, past = self.processing.video, int(time.time()) - 1
        held = [keys.video(video.id)] if video.claim is not None else []
        held += [platform_keys.job_part(video.id, video.attempt, each.name) for each in parts.list_parts(video)]
        for key in held:
            table.write(Update(key, put={"claimedUntil": past}))


def write_output(job: StartedJob) -> None:
    """Write the playlist that a job of renditions leaves."""
    part, attempt = job.metadata["part"], job.metadata["attempt"]
    if part != "frames":
        stream = f'#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.4d401e"\n{part}-360p.m3u8'
        key = f"media/unguessable/{attempt}/{part}.m3u8"
        storage.client().put_object(Bucket=BUCKET, Key=key, Body=f"#EXTM3U\n{stream}\n".encode())


@contextmanager
def watching(executioner: Executioner) -> Iterator[None]:
    """Let the executioner see every call of the table and the bucket."""
    events = [table.client().meta.events, storage.client().meta.events]
    for each in events:
        each.register("before-call", executioner.before)
        each.register("after-call", executioner.after)
    yield
    for each in events:
        each.unregister("before-call", executioner.before)
        each.unregister("after-call", executioner.after)


@pytest.fixture
def bucket(the_table: None) -> None:
    storage.client().create_bucket(Bucket=BUCKET)
    storage.client().put_bucket_versioning(Bucket=BUCKET, VersioningConfiguration={"Status": "Enabled"})


def require_one_live_video(processing: Processing) -> None:
    """Everything is done once: one attempt's renditions, one row in the list of everybody, nobody's claim.

    Captions follow by a message of their own (test_captions.py).
    """
    video = processing.video
    assert processing.is_live()
    assert {status for name, status in processing.statuses.items() if name != "CAPTIONED"} == {"DONE"}
    assert video.manifest == f"media/unguessable/{video.attempt}/all.m3u8"
    assert video.claim is None
    assert video.failure is None
    assert [id_at(row["SK"]) for row in table.query(keys.FEED, index=1, limit=9)] == [video.id]
    guard = subjects.get_many([video.id])[video.id]
    assert guard.published
    names = sorted(
        job.metadata["part"]
        for job in processing.encoder.jobs.values()
        if job.metadata["attempt"] == str(video.attempt)
    )
    assert names == ["frames", "lowest", "others"]


@pytest.mark.parametrize("seed", range(ROUNDS * 3))
def test_a_video_goes_live_once_whoever_is_killed(seed: int, bucket: None) -> None:
    """Whatever was killed and however messages came; told all again, the table stays as it is."""
    campaign = Campaign(seed)
    with watching(campaign.executioner):
        campaign.settle()
    require_one_live_video(campaign.processing)
    before = campaign.processing.video

    for job in list(campaign.processing.encoder.jobs.values()):
        campaign.deliver("again", job, 0)
    campaign.deliver("again", None, 0)

    assert campaign.processing.video == before


@pytest.mark.parametrize("calls", [1, 3, 5])
def test_a_message_that_comes_back_from_the_dead_letters_goes_on(calls: int, bucket: None) -> None:
    """Five workers died of it, and it was buried; sent again, it carries the video to its viewers."""
    campaign = Campaign(seed=0)
    with watching(campaign.executioner):
        for _ in range(RECEIVES):
            campaign.executioner.calls_left = calls
            assert not campaign.deliver(ARRIVAL, None, 0)
        assert campaign.kills == RECEIVES
        assert not campaign.processing.is_live()

        campaign.settle()

    require_one_live_video(campaign.processing)
