"""Every product's subjects: what people can like, comment on and pin. Loading this file makes them known."""

from resolvers.platform.subjects.registry import register
from resolvers.shop.subject import PRODUCT
from resolvers.social.subject import POST
from resolvers.video.subject import STREAM, VIDEO

register(POST)
register(PRODUCT)
register(VIDEO)
register(STREAM)
