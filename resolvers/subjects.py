"""Every product's subjects: what people can like, comment on and pin. Loading this file makes them known.

Each is imported when it is first asked for, because no function meets all of them.
"""

from resolvers.platform.subjects.model import Subject
from resolvers.platform.subjects.registry import declare
from resolvers.shop import keys as shop
from resolvers.social import keys as social
from resolvers.video import keys as video


def _load_post() -> Subject:
    from resolvers.social.subject import POST  # noqa: PLC0415

    return POST


def _load_product() -> Subject:
    from resolvers.shop.subject import PRODUCT  # noqa: PLC0415

    return PRODUCT


def _load_video() -> Subject:
    from resolvers.video.subject import VIDEO  # noqa: PLC0415

    return VIDEO


def _load_stream() -> Subject:
    from resolvers.video.subject import STREAM  # noqa: PLC0415

    return STREAM


declare(social.POST, "Post", _load_post)
declare(shop.PRODUCT, "Product", _load_product)
declare(video.VIDEO, "Video", _load_video)
declare(video.STREAM, "Stream", _load_stream)
