"""What the measured actions need: the stream and its listener, the bucket and its worker."""

from tests.resolvers.media.conftest import studio
from tests.subscriptions.conftest import appsync, contract, stream

__all__ = ["appsync", "contract", "stream", "studio"]
