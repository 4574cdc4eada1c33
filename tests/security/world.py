"""A small world for questions of security: an author, a follower, a stranger, a guest, and a post in every state."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import boto3
import pytest

from infra.local.database.orders import migrate
from infra.local.database.server import read_url
from resolvers.core import observability, table
from resolvers.core.geo import GeoPoint
from resolvers.core.identity import GUEST, Caller
from resolvers.core.ids import ID
from resolvers.core.model import iso, now
from resolvers.core.settings import settings
from resolvers.core.table import Update
from resolvers.learning.passages.indexing import index_article
from resolvers.platform import keys as platform_keys
from resolvers.platform.comments.model import COMMENTS
from resolvers.platform.event_log import service as event_log
from resolvers.platform.jobs import repository as jobs
from resolvers.platform.jobs.model import JobFailure, Message
from resolvers.platform.users import service as users
from resolvers.shop.orders import connection, saga, worker
from resolvers.social.photos.job import PHOTO_JOB
from resolvers.social.photos.model import Photo, PhotoFailureReason, PhotoStepName
from resolvers.video import keys as video_keys
from resolvers.video.chat import review
from resolvers.video.chat import service as chats
from resolvers.video.streams import reports as stream_reports
from resolvers.video.streams import service as streams
from resolvers.video.streams.model import StreamFailure, StreamFailureReason
from resolvers.video.videos.job import VIDEO_JOB
from resolvers.video.videos.processing import VideoFailureReason
from tests import acts, memory
from tests.database import Database
from tests.fakes.broadcasters import RememberingBroadcaster
from tests.fakes.chats import RememberingChat
from tests.fakes.meaning import serving_meaning
from tests.people import FakeContext, Person

# Videos that the author has beside the live one, by what they are called among the world's things.
OTHER_VIDEOS: Final = ("waitingVideo", "failedVideo")
STATES: Final = ("DRAFT", "PUBLIC", "FOLLOWERS", "PRIVATE", "UNPUBLISHED", "DELETED")


@dataclass(frozen=True)
class Article:
    """A post in one state, and the ids of it and of one thing of each kind on it, by their kinds."""

    state: str
    ids: dict[str, str]

    @property
    def post(self) -> str:
        return self.ids["post"]


@dataclass(frozen=True)
class World:
    """Who is there, the author's articles by their state, and what else the author has, by its kind."""

    author: Person
    follower: Person
    stranger: Person
    guest: Person
    articles: dict[str, Article]
    things: dict[str, str]

    @property
    def people(self) -> dict[str, Person]:
        return {name: getattr(self, name) for name in ("guest", "stranger", "follower", "author")}

    def cursor_of(self, person: Person, article: Article) -> str:
        """Return a cursor of an article's comments for somebody, as they would have got it while they could read it."""
        topic = COMMENTS.topic(article.post)
        return event_log.cursor(Caller(id=ID(person.id)) if person.id else GUEST, topic)

    def write_article(self, state: str) -> Article:
        """Let the author write an article and bring it into a state."""
        author, visibility = self.author, state if state in {"FOLLOWERS", "PRIVATE"} else "PUBLIC"
        post = acts.draft(author, f"Kept {state.lower()}", body="Rain.", tags=["rain"], visibility=visibility)
        photo, failed = acts.live(author, post, "Dog"), _fail_photo(author, post)
        pin = author.does("addPin", subjectId=post["id"], position={"latitude": 20, "longitude": 20}, placeName="Hue")
        comment = author.does("addComment", subjectId=post["id"], body="First")["comment"]
        assert author.does("createAudioVersion", subjectId=post["id"])["errors"] == []
        ids = {"post": post["id"], "comment": comment["id"], "pin": pin["pin"]["id"], "photo": photo.id}
        article = Article(state, ids | {"failedPhoto": failed.id})
        self._bring(article)
        return article

    def _bring(self, article: Article) -> None:
        if article.state == "DRAFT":
            return
        self._send("publishPost", article)
        if article.state == "UNPUBLISHED":
            self._send("unpublishPost", article)
        if article.state == "DELETED":
            self.author.does("deletePost", id=article.post)

    def _send(self, mutation: str, article: Article) -> None:
        version = self.author.query("post", id=article.post)["version"]
        assert self.author.does(mutation, id=article.post, expectedVersion=version)["errors"] == []


@contextmanager
def in_memory(states: Sequence[str] = STATES) -> Iterator[World]:
    """Make the world, with an article in each of these states, on AWS in memory for the length of a block."""
    with pytest.MonkeyPatch.context() as patch, memory.aws_in_memory(patch):
        memory.create_table()
        patch.setattr(observability.metrics, "namespace", "Waymark")  # read from the environment at import
        boto3.client("s3").create_bucket(Bucket="waymark-media")
        boto3.client("s3").put_bucket_versioning(Bucket="waymark-media", VersioningConfiguration={"Status": "Enabled"})
        queue = boto3.client("sqs").create_queue(QueueName="uploads")["QueueUrl"]
        patch.setenv("UPLOAD_QUEUE_URL", queue)
        patch.setenv("WRITING_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="writing")["QueueUrl"])
        patch.setenv("SPEAKING_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="speaking")["QueueUrl"])
        patch.setenv("NARRATIONS_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="narrations")["QueueUrl"])
        patch.setenv("READING_VOICE", "Joey")
        patch.setenv("VIDEO_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="videos")["QueueUrl"])
        broadcaster = RememberingBroadcaster()
        patch.setattr(streams, "broadcaster", lambda: broadcaster)
        chat = RememberingChat()
        patch.setattr(chats, "host", lambda: chat)
        patch.setenv("CHAT_URL", "wss://chat.example")
        playback = boto3.client("secretsmanager").create_secret(Name="playback", SecretString="x" * 64)
        patch.setenv("PLAYBACK_SECRET_ARN", playback["ARN"])
        with _orders_database(patch), serving_meaning(patch):
            settings.cache_clear()
            world = _populate(states)
            for article in world.articles.values():
                index_article(article.ids["post"])
            yield world


@contextmanager
def _orders_database(patch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run a database for orders, which the environment names by the secret with its address."""
    with tempfile.TemporaryDirectory() as folder:
        server = Database(Path(folder) / "data")
        try:
            migrate(read_url(server.data, server.port, "migrator"))
            url = read_url(server.data, server.port)
            made = boto3.client("secretsmanager").create_secret(Name="orders-database", SecretString=url)
            patch.setenv("DATABASE_SECRET_ARN", made["ARN"])
            connection.open_database.cache_clear()
            yield
        finally:
            connection.open_database.cache_clear()
            server.child.stop(15)


def _populate(states: Sequence[str]) -> World:
    ada, grace, linus, mary = (_sign_up(name) for name in ("ada", "grace", "linus", "mary"))
    world = World(author=ada, follower=grace, stranger=linus, guest=Person(), articles={}, things=_things_of(ada))
    assert grace.does("followUser", userId=ada.id)["errors"] == []
    world.articles.update({state: world.write_article(state) for state in states})
    world.things.update(_trade(ada, world.articles["PUBLIC"], mary))
    _revise(ada, world.articles["PUBLIC"])
    return world


def _fail_photo(author: Person, post: dict[str, Any]) -> Photo:
    """Fail a photo at its last step but one: all that is suggested to its author is there."""
    photo = acts.begin_processing(acts.request_photo(author, post))
    for step, found in (
        (PhotoStepName.CHECKED, {"suggested_pin": GeoPoint(latitude=20, longitude=20)}),
        (PhotoStepName.RESIZED, {"variants": []}),
        (PhotoStepName.LABELLED, {"suggested_alt_text": "A photo of a dog"}),
    ):
        photo = jobs.complete_step(PHOTO_JOB, photo, step, found)
    return acts.fail(photo, PhotoFailureReason.INTERNAL)


def _revise(author: Person, article: Article) -> None:
    """Leave changes of a published article that wait to be published."""
    version = author.query("post", id=article.post)["version"]
    revised = {"title": "Kept public, changed", "body": "Sun.", "tags": []}
    assert author.does("savePostRevision", id=article.post, expectedVersion=version, **revised)["errors"] == []


def _trade(author: Person, article: Article, other: Person) -> dict[str, str]:
    """Let the author sell a print of an article's photo to somebody, and order a book of theirs."""
    product = _put_on_sale(author, article.post, type="PRINT", photoId=article.ids["photo"])
    variant = product["variants"][0]["id"]
    book = _put_on_sale(other, acts.publish_post(other)["id"], type="BOOK")
    ordered = {"sale": _order(other, variant), "order": _order(author, book["variants"][0]["id"])}
    (invoice,) = author.query("order", id=ordered["order"])["invoices"]
    return {"product": product["id"], "variant": variant, "invoice": invoice["id"]} | ordered


def _put_on_sale(seller: Person, post_id: str, **more: str) -> dict[str, Any]:
    about = {"subjectId": post_id, "title": "Lanterns", "currency": "EUR"}
    variants = [{"name": "A3", "price": 1999, "stock": 10}]
    draft = seller.does("createProduct", **about, **more, variants=variants)["product"]
    product: dict[str, Any] = seller.does("publishProduct", id=draft["id"], expectedVersion=1)["product"]
    return product


def _order(buyer: Person, variant: str) -> str:
    """Order a piece and pay it; return the order's id."""
    address = {"name": "Ada", "street": "12 Lê Lợi", "town": "Huế", "country": "VN"}
    lines = [{"variantId": variant, "quantity": 1, "priceVersion": 1}]
    placed = buyer.does("placeOrder", lines=lines, shippingAddress=address, idempotencyKey="order")
    order: str = placed["order"]["id"]
    saga.take_payment(connection.open_shop(), "stripe", f"evt_{order}", order)
    worker.relay_all(connection.open_shop())
    return order


def _things_of(author: Person) -> dict[str, str]:
    """Make one thing of each kind that is no article's; a new product adds its own here."""
    deck = author.does("createDeck", title="Birds")["deck"]["id"]
    flashcard = author.does("createFlashcard", deckId=deck, front="Nuthatch", back="Sitta")["flashcard"]["id"]
    post = author.does("createPost", title="Notes")["post"]["id"]
    evaluation = author.does("evaluateWriting", subjectId=post, text="Rain.")["evaluation"]["id"]
    videos = {"video": _publish_video(author)} | dict(zip(OTHER_VIDEOS, _upload_hidden_videos(author), strict=True))
    channel = author.does("createChannel", handle="slow_walks", title="Slow walks")["channel"]["id"]
    stream_id = _go_live(author)
    others = {"channel": channel, "stream": stream_id, "message": _chat(author, stream_id)}
    return {"deck": deck, "flashcard": flashcard, "evaluation": evaluation} | others | videos


def _go_live(author: Person) -> str:
    """Begin a livestream that everybody may watch."""
    author.asks("Mutation", "rotateStreamKey")
    stream_id: str = author.does("createStream", title="Rain, live")["stream"]["id"]
    assert author.does("startStream", id=stream_id)["errors"] == []
    channel = streams.broadcaster().open_channel(author.id)
    detail = {"event_name": "Stream Start", "channel_name": author.id, "stream_id": "st-first"}
    stream_reports.take_event({"time": iso(now()), "resources": [channel.arn], "detail": detail})
    # What moderation says, which its owner reads and nobody else; that it goes on lets every other field be seen.
    failure = StreamFailure(reason=StreamFailureReason.UNSAFE, second=3, message="It may not be shown.")
    stream_reports.change(stream_id, lambda before: before.model_copy(update={"failure": failure}))
    return stream_id


def _chat(author: Person, stream_id: str) -> str:
    """Say something in the chat of a livestream, and return the ID of the message."""
    attributes = {"streamId": stream_id, "ownerId": author.id}
    sender = {"UserId": author.id, "Attributes": attributes}
    event = {"MessageId": "Message00001", "Content": "It rains.", "Sender": sender}
    assert review.lambda_handler(event, FakeContext())["ReviewResult"] == "ALLOW"
    return "Message00001"


def _upload_video(author: Person) -> str:
    """Ask for leave to upload a video."""
    sent = author.does("createVideoUpload", title="Rain", contentType="video/mp4", bytes=1000)
    video_id: str = sent["video"]["id"]
    return video_id


def _upload_hidden_videos(author: Person) -> tuple[str, str]:
    """Return a video whose file is awaited, and one that could not be processed."""
    waiting, failed = _upload_video(author), _upload_video(author)
    awaited = jobs.get(VIDEO_JOB, failed)
    assert awaited
    begun = jobs.claim(VIDEO_JOB, awaited, Message("message", "version", now(), is_last_try=True))
    step = jobs.find_running_step(VIDEO_JOB, begun)
    failure = JobFailure(step=step, reason=VideoFailureReason.UNSAFE, message="It may not be shown.", retryable=False)
    jobs.fail(VIDEO_JOB, begun, failure, found={"unsafe_at": 3.0})
    return waiting, failed


def _publish_video(author: Person) -> str:
    """Upload a video that everybody may watch."""
    video_id = _upload_video(author)
    table.write(
        Update(video_keys.video(video_id), put={"state": "LIVE"}),
        Update(platform_keys.guard(video_id), put={"audience": "PUBLIC", "published": True}),
    )
    return video_id


def _sign_up(name: str) -> Person:
    users.ensure_profile(f"{name}-sub", name.title())
    return Person(id=f"{name}-sub", email=f"{name}@example.org")


def handle_of(person: Person) -> str:
    """Return somebody's handle."""
    viewer: dict[str, Any] = person.query("viewer")
    return str(viewer["user"]["handle"])
