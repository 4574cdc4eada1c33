"""Videos, as the platform and other products know them."""

from typing import Final

from resolvers.platform.subjects.model import Subject, Summary
from resolvers.video import keys
from resolvers.video.videos.model import Video, guard_of


def summarize(video: Video) -> Summary:
    """Return what others are shown of a video; without a time, because timelines are for articles."""
    return Summary(title=video.title, text=video.description, tags=video.tags)


VIDEO: Final = Subject(keys.VIDEO, "video", Video, keys.video, guard_of, summarize)
