"""Videos in memory, as the tests of videos have them."""

from tests.resolvers.video.videos.conftest import bucket, processing

__all__ = ["bucket", "processing"]
