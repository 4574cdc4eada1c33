"""A livestream: when it is, who may watch it, how it goes, and the sessions of its encoder."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from pydantic import Field

from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Model, Moment, shown_only, stored_only
from resolvers.core.pagination import Connection
from resolvers.platform.event_log.model import Hearers, SubjectEvent, TopicKind
from resolvers.platform.subjects.model import Audience, Guard
from resolvers.platform.users.model import User
from resolvers.video import keys
from resolvers.video.grants.model import MediaGrant


class StreamState(StrEnum):
    """Where a livestream is between its announcement and its end."""

    SCHEDULED = "SCHEDULED"
    """It was announced and has not begun."""
    STARTING = "STARTING"
    """It waits for the picture of its encoder."""
    LIVE = "LIVE"
    """Viewers can watch it."""
    RECONNECTING = "RECONNECTING"
    """The encoder is gone. The stream goes on if it comes back within 20 seconds."""
    ENDED = "ENDED"
    """It is over."""


class StreamHealth(StrEnum):
    """How well a livestream arrives from its encoder."""

    HEALTHY = "HEALTHY"
    """It arrives as fast as it is watched."""
    STARVING = "STARVING"
    """It arrives too slowly: viewers wait."""
    SPARSE_KEYFRAMES = "SPARSE_KEYFRAMES"
    """It arrives in time, but its keyframes are more than four seconds apart, so it is late and slow to begin."""
    UNKNOWN = "UNKNOWN"
    """Nobody has measured it yet."""


class StreamHealthChange(Model):
    """A moment at which a livestream began to arrive well, or no longer did."""

    at: Moment = Field(description="When it was noticed.")
    health: StreamHealth = Field(description="How well it arrived from then on.")


class StreamSession(Model):
    """The time from an encoder's connection to its end. A stream has another one after each break."""

    id: ID = Field(description="The ID of the session.")
    started_at: Moment | None = Field(default=None, description="When the picture came. Null if nobody reported it.")
    ended_at: Moment | None = Field(default=None, description="When the connection ended. Null while it lasts.")
    peak_viewers: int = Field(default=0, description="The largest number of viewers at once.")
    mean_viewers: float = Field(default=0.0, description="The mean number of viewers, of all times they were counted.")
    health_changes: list[StreamHealthChange] = Field(
        default=[], description="When the stream arrived badly, and when it was well again: up to 50 changes, in order."
    )
    keyframe_seconds: float | None = Field(
        default=None,
        description="The longest time between two keyframes in seconds, as last measured. It should be 2: set the "
        "keyframe interval of your encoder. Null if nobody has measured it.",
    )
    times_counted: int = stored_only(default=0)


class StreamFailureReason(StrEnum):
    """Why moderation withholds a livestream."""

    UNSAFE = "UNSAFE"
    """Moderation found content that may not be shown. The livestream was ended, and its replay is withheld."""
    UNCHECKED = "UNCHECKED"
    """Pictures of the recording are missing or could not be read, so the replay is withheld."""


class StreamFailure(Model):
    """Why moderation withholds a livestream. Only the owner can read it."""

    reason: StreamFailureReason = Field(description="The reason, for programs.")
    second: int | None = Field(
        default=None,
        description="How many seconds after the livestream began the refused picture was taken, to about ten seconds. "
        "Null if no picture was refused.",
    )
    message: str = Field(description="A sentence in English that says why, and what to do.")


class StreamRecording(Model):
    """What was recorded of one session."""

    session_id: ID
    prefix: str  # of all its objects
    folder: str  # of the segments that are shown
    joint: str = "/"  # between the folder and the name of a file: once moved, files have the names of the playlist
    started_at: Moment
    skipped: int = 0  # segments of before the stream began
    seconds: float = 0.0
    is_checked: bool = True  # by moderation

    def locate(self, file: str) -> str:
        """Return the key of a file."""
        return f"{self.folder}{self.joint}{file}"


class StreamReplay(Model):
    """How to watch a livestream after its end, by HLS."""

    url: str = Field(
        description="The signed URL of the media playlist. Its files have no URLs of their own: get them by "
        "`replayFiles`, by the names that the playlist has."
    )
    seconds: float = Field(description="The length in seconds.")
    expires_at: Moment = Field(description="When the URL and the grant expire. Read this field again before.")
    grant: MediaGrant | None = Field(
        default=None,
        description="Access to all files of the replay, which are in the grant's folder under the names that the "
        "playlist has. Null until the replay has a folder of its own, which it gets when fewer people may watch it "
        "than before. Until then, get its files by `replayFiles`.",
    )


class ReplayFile(Model):
    """A file of a replay: a segment, or what a player needs before it."""

    name: str = Field(description="The name that the playlist has for the file.")
    url: str = Field(description="The signed URL of the file.")


class StreamCounts(Model):
    """The numbers of views, likes and comments of a livestream."""

    views: int = Field(
        default=0,
        description="How often people watched it, live or afterwards, guests among them. A person counts once in 24 "
        "hours, and the owner never.",
    )
    likes: int = Field(default=0, description="The number of people who like it.")
    comments: int = Field(default=0, description="The number of comments and replies, without deleted ones.")
    pin_ids: list[ID] = stored_only(default=[])


class StreamIngest(Model):
    """Where your encoder sends its picture and sound."""

    url: str = Field(description="The address of the server, as encoders ask for it.")
    key_created_at: Moment | None = Field(
        default=None, description="When the current stream key was made. Null if there is none."
    )
    channel_arn: str = stored_only()
    playback_url: str = stored_only()
    stream_id: ID | None = stored_only(default=None)  # the stream that the encoder's picture is for
    recording_arn: str = stored_only(default="")  # of the configuration that the channel records by


class StreamKey(Model):
    """A stream key. Whoever has it can go live in your name."""

    value: str = Field(description="The key. It is shown only once.")
    url: str = Field(description="The address of the server, as encoders ask for it.")
    created_at: Moment = Field(description="When the key was made.")


class Stream(Model):
    """A livestream that people can watch, like, comment on and pin to places."""

    id: ID = Field(description="The ID of the livestream. It begins with `stream_`.")
    owner_id: ID = Field(description="The ID of the person who streams.")
    title: str = Field(description="The title, on one line.")
    description: str = Field(default="", description="What the stream is about, as plain text. Empty if there is none.")
    audience: Audience = Field(default=Audience.PUBLIC, description="Who may watch it, and see that it exists.")
    state: StreamState = Field(default=StreamState.SCHEDULED, description="The state of the livestream.")
    scheduled_for: Moment | None = Field(
        default=None, description="When it is to begin. Null if no time was announced."
    )
    created_at: Moment = Field(description="When it was created.")
    started_at: Moment | None = Field(default=None, description="When the first picture came. Null before.")
    ended_at: Moment | None = Field(default=None, description="When it ended. Null before.")
    health: StreamHealth = Field(
        default=StreamHealth.UNKNOWN, description="How well the picture arrives from the encoder."
    )
    failure: StreamFailure | None = Field(
        default=None,
        description="Why moderation ended the livestream or withholds its replay. Null if it did not, and for "
        "everybody except the owner.",
    )
    viewers: int = Field(
        default=0,
        description="How many times the livestream is being played, counted every half minute as Amazon IVS counts: "
        "each tab or program that plays it is one, and is left out within a minute after it stops.",
    )
    peak_viewers: int = Field(default=0, description="The largest number of viewers at once.")
    version: int = Field(
        default=1,
        description="The version, which increases with every change by the owner. Send it as `expectedVersion` when "
        "you update.",
    )
    playback_url: str | None = shown_only(
        "The signed URL of the multivariant playlist (HLS). Begin to play within 15 minutes, or read the field again. "
        "Null unless the stream is `LIVE` or `RECONNECTING`.",
        default=None,
    )
    replay: StreamReplay | None = shown_only(
        "How to watch the livestream after its end, from half a minute later on. Null before, if nothing was "
        "recorded, and if moderation withholds it.",
        default=None,
    )
    sessions: list[StreamSession] = shown_only(
        "The sessions of the encoder, in order. Empty for everybody except the owner.", default=[]
    )
    stream_events_cursor: OpaqueID | None = shown_only(
        "The position in the event log just before the livestream was read by `stream(id)`. Pass it to `eventsSince` "
        "to get what changed afterwards. Null everywhere else.",
        default=None,
    )
    likes_events_cursor: OpaqueID | None = shown_only(
        "The position in the event log of likes just before the livestream was read by `stream(id)`. Pass it to "
        "`eventsSince`. Null everywhere else.",
        default=None,
    )
    owner: User | None = shown_only("The person who streams.", default=None)
    counts: StreamCounts = shown_only("The numbers of views, likes and comments.", default=StreamCounts())
    kept_sessions: list[StreamSession] = stored_only(default=[])
    recordings: list[StreamRecording] = stored_only(default=[])  # as their ends were reported; replays number them
    replay_manifest: str | None = stored_only(default=None)
    replay_seconds: float | None = stored_only(default=None)
    media_id: str | None = stored_only(default=None)  # names the folder of its replay once that has moved
    next_media_id: str | None = stored_only(default=None)  # that of the folder to which it is to move
    former_folders: list[str] = stored_only(default=[])  # that are to be emptied
    address: str = stored_only(default="")  # where it is played, unsigned
    channel_arn: str = stored_only(default="")  # IVS's channel that it comes by
    admission: int = stored_only(
        default=1
    )  # the version of what viewers are given; tokens of earlier ones may be revoked
    to_revoke: list[str] = stored_only(default=[])  # groups of viewers whose earlier tokens are to end
    looked_at: Moment | None = stored_only(default=None)
    armed_at: Moment | None = stored_only(default=None)
    revision: int = stored_only(default=1)  # of every write, also of those that reports lead to
    deleting: bool = stored_only(default=False)


class StreamConnection(Connection[Stream]):
    """A page of livestreams."""


class StreamEvent(SubjectEvent):
    """A livestream began, broke off, came back or ended, or has other numbers than before."""

    stream_id: ID = Field(description="The ID of the livestream.")
    state: StreamState = Field(description="The state of the livestream.")
    health: StreamHealth = Field(description="How well the picture arrives from the encoder.")
    viewers: int = Field(description="How many times it is being played, as `Stream.viewers`.")
    started_at: Moment | None = Field(default=None, description="When the first picture came. Null before.")
    ended_at: Moment | None = Field(default=None, description="When it ended. Null before.")
    replay_seconds: float | None = Field(
        default=None, description="The length of its replay in seconds. Null until there is one."
    )


STREAMS: Final = TopicKind("streams", Hearers.READERS, around=keys.STREAM)
WATCHABLE: Final = frozenset({StreamState.LIVE, StreamState.RECONNECTING})
OPEN: Final = WATCHABLE | {StreamState.STARTING}
AWAITED: Final = frozenset({StreamState.SCHEDULED, StreamState.STARTING})
LATE: Final = timedelta(minutes=30)  # how long after its time an announced livestream is still expected


def guard_of(stream: Stream) -> Guard:
    """Return who may see a livestream: its audience, also before it begins and after its end."""
    return Guard(subject_id=stream.id, owner_id=stream.owner_id, audience=stream.audience, deleted=stream.deleting)


def is_replayed(stream: Stream) -> bool:
    """Tell whether a livestream is over and can be watched again."""
    return stream.state == StreamState.ENDED and stream.replay_manifest is not None and stream.failure is None


def is_upcoming(stream: Stream, at: Moment) -> bool:
    """Tell whether a livestream is announced and expected: it has not begun, and is not half an hour late."""
    return stream.state in AWAITED and stream.scheduled_for is not None and stream.scheduled_for > at - LATE


def is_refused(stream: Stream) -> bool:
    """Tell whether moderation found content in a livestream that may not be shown."""
    return stream.failure is not None and stream.failure.reason == StreamFailureReason.UNSAFE
