"""The bucket and the queue of uploads."""

from tests.resolvers.social.photos.conftest import upload_queue

__all__ = ["upload_queue"]
