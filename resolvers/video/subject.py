"""Videos and livestreams, as the platform and other products know them."""

from typing import Final

from resolvers.platform.subjects.model import Subject, Summary
from resolvers.video import keys
from resolvers.video.streams.model import Stream
from resolvers.video.streams.model import guard_of as guard_of_stream
from resolvers.video.videos.model import Video, guard_of


def summarize(video: Video) -> Summary:
    """Return what others are shown of a video; without a time of publication, because timelines are for articles."""
    return Summary(title=video.title, text=video.description, tags=video.tags, mapped_at=video.published_at)


VIDEO: Final = Subject(keys.VIDEO, "video", Video, keys.video, guard_of, summarize)


def summarize_stream(stream: Stream) -> Summary:
    """Return what others are shown of a livestream, as `summarize` does of a video."""
    return Summary(title=stream.title, text=stream.description, mapped_at=stream.created_at)


STREAM: Final = Subject(keys.STREAM, "livestream", Stream, keys.stream, guard_of_stream, summarize_stream)
