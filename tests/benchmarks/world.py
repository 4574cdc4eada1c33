"""A small world in the table: somebody with followers, and twelve articles, one with all that one can have."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from resolvers.learning.passages.indexing import index_article
from resolvers.platform.map import service as map_service
from tests import acts
from tests.benchmarks import films
from tests.people import Person
from tests.resolvers.social.photos.upload_queue import UploadQueue
from tests.stream import TableStream

CARDS: Final = 12
COMMENTS: Final = 10
FLASHCARDS: Final = 10


@dataclass
class World:
    """Who acts, on what, and what follows from it."""

    ada: Person
    grace: Person
    linus: Person
    upload_queue: UploadQueue
    stream: TableStream
    posts: list[dict[str, Any]]
    deck: dict[str, Any]
    product: dict[str, Any]
    video_id: str
    channel_id: str

    @property
    def post(self) -> dict[str, Any]:
        return self.posts[0]


def build_world(
    ada: Person,
    grace: Person,
    linus: Person,
    upload_queue: UploadQueue,
    stream: TableStream,
    bodies: Sequence[str],
    comments: int = COMMENTS,
) -> World:
    """Fill the table with an article for each of these bodies."""
    titles = [f"Article {number}" for number in range(len(bodies))]
    posts = [
        acts.publish_post(ada, title, body=body, tags=["pines"]) for title, body in zip(titles, bodies, strict=True)
    ]
    for who in (grace, linus):
        who.does("followUser", userId=ada.id)
    for number in range(3):
        photo = acts.live(ada, posts[0], "Mountain")
        position = {"latitude": 10.0 * number, "longitude": 20.0 * number}
        pin = ada.does("addPin", subjectId=posts[0]["id"], position=position)["pin"]
        map_service.settle_pin(pin["id"], posts[0]["id"])
    for number in range(comments):
        linus.does("addComment", subjectId=posts[0]["id"], body=f"Comment {number}")
    deck = ada.does("createDeck", title="Walls")["deck"]
    for number in range(FLASHCARDS):
        ada.does("createFlashcard", deckId=deck["id"], front=f"Front {number}", back="Brick")
    product = _put_on_sale(ada, posts[0]["id"], photo.id)
    video_id = films.publish_video()
    channel_id = ada.does("createChannel", handle="ada_walks", title="Ada walks")["channel"]["id"]
    grace.does("subscribeToChannel", channelId=channel_id)
    stream.settle()
    for post in posts:
        index_article(post["id"])
    return World(ada, grace, linus, upload_queue, stream, posts, deck, product, video_id, channel_id)


def _put_on_sale(seller: Person, post_id: str, photo_id: str) -> dict[str, Any]:
    """Sell prints of a photo in two sizes."""
    sizes = [{"name": name, "price": 1999, "stock": 10} for name in ("A3", "A4")]
    made = {"type": "PRINT", "subjectId": post_id, "photoId": photo_id, "title": "Pines", "currency": "EUR"}
    draft = seller.does("createProduct", **made, variants=sizes)["product"]
    shown: dict[str, Any] = seller.does("publishProduct", id=draft["id"], expectedVersion=draft["version"])["product"]
    return shown
