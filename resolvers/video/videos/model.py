"""A video: its file as it was probed, its renditions, who may watch it, and how far its processing is."""

from enum import StrEnum
from fractions import Fraction
from typing import Final

from pydantic import Field

from resolvers.core.ids import ID, OpaqueID
from resolvers.core.model import Model, Moment, shown_only, stored_only
from resolvers.core.pagination import Connection
from resolvers.platform.jobs.model import Job
from resolvers.platform.subjects.model import Audience, Guard
from resolvers.platform.users.model import User
from resolvers.video.grants.model import MediaGrant
from resolvers.video.videos.processing import VideoFailure, VideoState, VideoStep, VideoStepName


class VideoScope(StrEnum):
    """Whose videos to list."""

    ALL = "ALL"
    """The public videos of everyone."""
    FOLLOWING = "FOLLOWING"
    """The videos that you may watch of the people you follow, the last 50 of them. Requires sign-in."""
    SUBSCRIBED = "SUBSCRIBED"
    """The videos that you may watch of the channels you subscribe to, the last 50 of them. Requires sign-in."""


class VideoFile(Model):
    """What the probe found in an uploaded file. Width and height are those of the upright picture in square pixels."""

    width: int
    height: int
    frame_rate: str
    """Frames a second as a fraction, such as `30000/1001`."""
    duration: float
    """Seconds, of the longest track."""
    picture_duration: float | None = None
    """Seconds of the picture. None if the file does not say."""
    is_hdr: bool = False
    is_interlaced: bool = False
    has_sound: bool = True

    @property
    def rate(self) -> Fraction:
        return Fraction(self.frame_rate)


class VideoChapter(Model):
    """A named part of a video."""

    seconds: int = Field(description="Where the chapter begins, in seconds from the start.")
    title: str = Field(description="The title, on one line.")


class PlaybackFile(Model):
    """A file that a player reads: a playlist, or the segments of one rendition or of the sound."""

    name: str = Field(description="The name by which playlists refer to the file.")
    url: str = Field(
        description="The signed URL of the file. It answers byte ranges. With the cookies of the playback's grant, it "
        "works without its query."
    )


class VideoPlayback(Model):
    """Signed access to a video for a limited time, as HLS (RFC 8216)."""

    manifest: str = Field(description="The name of the multivariant playlist among the files.")
    files: list[PlaybackFile] = Field(
        description="All files of the video. Where a playlist names a file, a player reads it from the URL given here."
    )
    expires_at: Moment = Field(
        description="When the URLs and the grant stop working, after 5 minutes. Read the field again before, and also "
        "where a URL answers 403 or 404: the files move when fewer people may watch the video. Go on with the new URLs."
    )
    grant: MediaGrant | None = Field(
        default=None,
        description="Access to all files at once, by cookies or by a query. Null where the API has no site of its own; "
        "each URL then works by itself only.",
    )


class VideoCaptions(Model):
    """What is said in a video, as text with times."""

    language: str = Field(description="The language, such as `en-US`.")
    url: str = Field(description="The signed URL of the captions in WebVTT. It is valid for 15 minutes.")
    is_automatic: bool = Field(
        description="Whether speech recognition wrote them, so that they may be wrong. False once the owner has "
        "corrected or replaced them."
    )


class Captions(Model):
    """Captions in the bucket."""

    language: str
    key: str
    is_automatic: bool = True


class VideoStoryboard(Model):
    """Small pictures of a video in order, for a preview while somebody seeks."""

    seconds_between: float = Field(description="The seconds between two pictures. The first one shows second 0.")
    urls: list[str] = Field(description="The signed URLs of up to 100 pictures. They are valid for 15 minutes.")


class VideoUpload(Model):
    """How far the upload of a video's file is."""

    bytes: int = Field(description="The size of the file in bytes.")
    part_bytes: int = Field(description="The length in bytes of each part except the last, which has what is left.")
    part_count: int = Field(description="The number of parts, which are numbered from 1.")
    parts_done: list[int] = Field(description="The numbers of the parts that have arrived.")


class VideoCounts(Model):
    """The numbers of views, likes and comments of a video."""

    views: int = Field(
        default=0,
        description="How often people watched it, guests among them. A person counts once in 24 hours, and the owner "
        "never.",
    )
    likes: int = Field(default=0, description="The number of people who like it.")
    comments: int = Field(default=0, description="The number of comments and replies, without deleted ones.")
    pin_ids: list[ID] = stored_only(default=[])


class Video(Job):
    """A video that people can watch, like, comment on and pin to places."""

    id: ID = Field(description="The ID of the video. It begins with `video_`.")
    owner_id: ID = Field(description="The ID of the person who uploaded it.")
    title: str = Field(default="", description="The title, on one line.")
    description: str = Field(default="", description="What the video shows, as plain text. Empty if there is none.")
    tags: list[str] = Field(default=[], description="The tags, in lower case.")
    labels: list[str] = Field(
        default=[],
        description="What AI recognised in pictures of the video, in English, the most certain first, at most 10. "
        "Empty until the step `MODERATED` is done.",
    )
    chapters: list[VideoChapter] = Field(default=[], description="The chapters, in order. Empty if there are none.")
    audience: Audience = Field(
        default=Audience.PUBLIC, description="Who may watch the video once it is live. Before, only its owner sees it."
    )
    state: VideoState = Field(default=VideoState.AWAITING_UPLOAD, description="The state of the video.")
    steps: list[VideoStep] = Field(
        default=[VideoStep(name=name) for name in VideoStepName], description="The processing steps, in order."
    )
    attempt: int = Field(default=0, description="The number of times that processing was started.")
    failure: VideoFailure | None = Field(
        default=None, description="Why processing failed. Null if it did not fail, and for everybody except the owner."
    )
    created_at: Moment = Field(description="When the upload was created.")
    published_at: Moment | None = Field(default=None, description="When the video was first live. Null before.")
    version: int = Field(
        default=1,
        description="The version, which increases with every change by the owner. Send it as `expectedVersion` when "
        "you update.",
    )
    width: int | None = shown_only(
        "The width of the upright picture in pixels. Null before the step `CHECKED` is done.", default=None
    )
    height: int | None = shown_only(
        "The height of the upright picture in pixels. Null before the step `CHECKED` is done.", default=None
    )
    duration: float | None = shown_only("The length in seconds. Null before the step `CHECKED` is done.", default=None)
    poster_url: str | None = shown_only(
        "The signed URL of a picture of the video. It is valid for 15 minutes. Null before the step `MODERATED` is "
        "done.",
        default=None,
    )
    playback: VideoPlayback | None = shown_only(
        "How to play the video. Null until a rendition can be played, which is before the video is live.", default=None
    )
    storyboard: VideoStoryboard | None = shown_only(
        "Pictures of the whole video, evenly spaced. Null before the step `MODERATED` is done.", default=None
    )
    captions: list[VideoCaptions] = shown_only(
        "The captions. Empty until the step `CAPTIONED` is done, where nobody speaks, and if the owner removed them.",
        default=[],
    )
    upload: VideoUpload | None = shown_only(
        "How far the upload is. Null once the file has arrived, and for everybody except the owner.", default=None
    )
    processing_events_cursor: OpaqueID | None = shown_only(
        "The position in the event log just before the video was read. Pass it to `eventsSince` to get the steps that "
        "changed afterwards. Null in lists, and for everybody except the owner.",
        default=None,
    )
    likes_events_cursor: OpaqueID | None = shown_only(
        "The position in the event log of likes just before the video was read by `video(id)`. Pass it to "
        "`eventsSince`. Null everywhere else.",
        default=None,
    )
    owner: User | None = shown_only("The person who uploaded the video.", default=None)
    counts: VideoCounts = shown_only("The numbers of views, likes and comments.", default=VideoCounts())
    content_type: str = stored_only(default="")
    bytes: int = stored_only(default=0)
    upload_id: str | None = stored_only(default=None)  # S3's, of the multipart upload
    original: str = stored_only()  # the key of the uploaded file
    media_id: str = stored_only()  # names the folder of what viewers read; nobody can guess it
    next_media_id: str | None = stored_only(default=None)  # that of the folder to which it is to move
    former_media_ids: list[str] = stored_only(default=[])  # those of folders that are to be emptied
    has_moved: bool = stored_only(default=False)
    file: VideoFile | None = stored_only(default=None)
    frames: list[str] = stored_only(default=[])  # keys of the pictures, one for each `seconds_between_frames`
    poster: str | None = stored_only(default=None)
    manifest: str | None = stored_only(default=None)  # of the renditions that are ready
    files: list[str] = stored_only(default=[])  # keys of what a player reads of them
    caption_files: list[Captions] = stored_only(default=[])
    encoded_seconds: float | None = stored_only(default=None)  # a file that was cut off has less than it promises
    unsafe_at: float | None = stored_only(default=None)  # the second that moderation refused
    deleting: bool = stored_only(default=False)


class VideoConnection(Connection[Video]):
    """A page of videos."""


def guard_of(video: Video) -> Guard:
    """Return who may watch a video: only its owner before it is live."""
    is_live = video.state == VideoState.LIVE
    audience = video.audience if is_live else Audience.AUTHOR
    return Guard(subject_id=video.id, owner_id=video.owner_id, audience=audience, published=is_live)


def explain_failure(video: Video) -> VideoFailure | None:
    """Return why processing a video failed, with the second that moderation refused."""
    return video.failure and video.failure.model_copy(update={"second": video.unsafe_at})


MEDIA_PREFIX: Final = "media/"
FRAMES_PREFIX: Final = "frames/"


def media_folder(video: Video) -> str:
    """Return the folder of a video's renditions; each attempt writes into one of its own."""
    return f"{MEDIA_PREFIX}{video.media_id}/{video.attempt}/"


def frames_folder(video: Video) -> str:
    """Return the folder of the pictures taken of a video, which nobody reads before moderation has passed."""
    return f"{FRAMES_PREFIX}{video.media_id}/{video.attempt}/"
