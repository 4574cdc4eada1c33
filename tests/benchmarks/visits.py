"""How each query and subscription of the site is sent: by whom, with which variables, to what in the small world."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any, Final

from resolvers.core.model import iso, now
from tests.benchmarks import broadcasts, essays, films, recordings
from tests.benchmarks.site import Request
from tests.benchmarks.world import World
from tests.people import Person

WORLD: Final = {"south": -85.0, "west": -180.0, "north": 85.0, "east": 180.0}
PUBLIC: Final = {"scope": "ALL"}

Visit = Callable[[World], Request]
Find = Callable[[World], str]


def _as(person: str, operation: str, **variables: Any) -> Visit:
    return lambda world: Request(getattr(world, person), operation, variables)


def _about(find: Find, person: str, operation: str, name: str = "id", **more: Any) -> Visit:
    return lambda world: Request(getattr(world, person), operation, {name: find(world), **more})


def _as_guest(find: Find, operation: str, **more: Any) -> Visit:
    return lambda world: Request(Person(), operation, {"id": find(world), **more})


def find_post(world: World) -> str:
    return str(world.post["id"])


def find_comment(world: World) -> str:
    return str(_page_of(world, "comments")["edges"][0]["node"]["id"])


def find_photo(world: World) -> str:
    return str(_page_of(world, "photos")["edges"][0]["node"]["id"])


def _find_cursor(world: World) -> str:
    return str(_page_of(world, "comments")["eventsCursor"])


def find_product(world: World) -> str:
    return str(world.product["id"])


def find_video(world: World) -> str:
    return world.video_id


def _find_evaluation(world: World) -> str:
    evaluation = essays.request_evaluation(world.ada, find_post(world))
    world.stream.settle()
    return evaluation


def _find_reading(world: World, field: str = "id") -> str:
    found = str(recordings.request_reading(world.ada)[field])
    world.stream.settle()
    return found


def _find_waiting_video(world: World) -> str:
    video = str(films.request_upload(world.ada)["id"])
    world.stream.settle()
    return video


def _find_stream(world: World) -> str:
    stream_id = broadcasts.go_live(world.ada)
    world.stream.settle()
    return stream_id


def _with_upcoming(person: str, operation: str, **variables: Any) -> Visit:
    """Send an operation once a livestream of Ada's is announced."""

    def request(world: World) -> Request:
        broadcasts.announce(world.ada, scheduledFor=iso(now() + timedelta(days=1)))
        world.stream.settle()
        return Request(getattr(world, person), operation, variables)

    return request


def _find_chat(world: World) -> str:
    stream_id = broadcasts.chat(world.ada, world.grace)
    world.stream.settle()
    return stream_id


def _page_of(world: World, field: str) -> Mapping[str, Any]:
    (page,) = world.grace.asks_each("Post", field, [world.grace.query("post", id=world.post["id"])])
    return dict(page)


_about_post = partial(_about, find_post)
_about_product = partial(_about, find_product)
_about_video = partial(_about, find_video)
_about_stream = partial(_about, _find_stream)

# A name of an operation, followed by words where it is sent in more than one way.
READS: Final[dict[str, Visit]] = {
    "Feed": _as("grace", "Feed", scope="ALL", after=None),
    "Feed as a guest": lambda _: Request(Person(), "Feed", {"scope": "ALL", "after": None}),
    "Feed of people you follow": _as("grace", "Feed", scope="FOLLOWING", after=None),
    "Unread": _as("grace", "Unread"),
    "FollowingCount": _as("grace", "FollowingCount"),
    "Article": _about_post("grace", "Article", isSignedIn=True),
    "Article as a guest": _as_guest(find_post, "Article", isSignedIn=False),
    "CurrentArticle": _about_post("grace", "CurrentArticle", isSignedIn=True),
    "CurrentArticle as a guest": _as_guest(find_post, "CurrentArticle", isSignedIn=False),
    "Comments": _about_post("grace", "Comments", after=None),
    "Replies": _about(find_comment, "grace", "Replies", after=None),
    "CommentNow": _about(find_comment, "grace", "CommentNow"),
    "Likers": _about_post("grace", "Likers", after=None),
    "Notifications": _as("ada", "Notifications", after=None, unreadOnly=False),
    "NewestNotification": _as("ada", "NewestNotification"),
    "Person": _as("grace", "Person", handle="ada"),
    "TheirPosts": _as("grace", "TheirPosts", handle="ada", after=None),
    "RenewedAvatar": _as("grace", "RenewedAvatar", handle="ada"),
    "FlashcardPhoto": _about(find_photo, "grace", "FlashcardPhoto"),
    "RenewedPhoto": _about(find_photo, "grace", "RenewedPhoto"),
    "Me": _as("ada", "Me"),
    "OwnPosts": _as("ada", "OwnPosts", after=None),
    "Drafts": _as("ada", "Drafts"),
    "UnfinishedPhotos": _as("ada", "UnfinishedPhotos"),
    "OwnPicture": _about(find_photo, "ada", "OwnPicture"),
    "Draft": _about_post("ada", "Draft"),
    "CurrentPost": _about_post("ada", "CurrentPost"),
    "BulkCurrent": _about_post("ada", "BulkCurrent"),
    "PhotosCursor": _about_post("ada", "PhotosCursor"),
    "CurrentPhoto": _about(find_photo, "ada", "CurrentPhoto"),
    "Found": _as("grace", "Found", tag="pines", label=None, after=None),
    "Found by a label": _as("grace", "Found", tag=None, label="Mountain", after=None),
    "FoundPassages": _as("grace", "FoundPassages", text="Rain on the wall of a town", isSignedIn=True),
    "SimilarArticles": _about_post("grace", "SimilarArticles"),
    "Newest": _as("grace", "Newest", scope="ALL", tag=None, label=None),
    "NewestWords": _as("grace", "NewestWords"),
    "Places": _as("grace", "Places", bounds=WORLD, zoom=3, filter=PUBLIC),
    "MorePlaces": _as("grace", "MorePlaces", bounds=WORLD, zoom=3, filter=PUBLIC, after=None),
    "Learn": _as("ada", "Learn", after=None),
    "Deck": lambda world: Request(world.ada, "Deck", {"id": world.deck["id"], "after": None}),
    "DeckNames": _as("ada", "DeckNames"),
    "AudioVersion": _about_post("grace", "AudioVersion", "subjectId"),
    "Evaluations": _about_post("ada", "Evaluations", "subjectId"),
    "Evaluation": _about(_find_evaluation, "ada", "Evaluation"),
    "Readings": _about(lambda world: _find_reading(world, "subjectId"), "ada", "Readings", "subjectId"),
    "Reading": _about(_find_reading, "ada", "Reading"),
    "Due": _as("ada", "Due"),
    "Product": _about_product("grace", "Product", isSignedIn=True),
    "ProductComments": _about_product("grace", "ProductComments", after=None),
    "ProductLikers": _about_product("grace", "ProductLikers", after=None),
    "Products": _as("grace", "Products", type=None, after=None),
    "PersonShop": _as("grace", "PersonShop", handle="ada", after=None),
    "GuestOffer": _about_product("grace", "GuestOffer"),
    "OwnProduct": _about_product("ada", "OwnProduct"),
    "OwnProducts": _as("ada", "OwnProducts", after=None),
    "ProductsOfArticle": _about_post("grace", "ProductsOfArticle"),
    "ProductsOfSource": _about_post("grace", "ProductsOfSource"),
    "SourceOfProduct": _about_post("ada", "SourceOfProduct"),
    "SourcesOfProducts": _as("ada", "SourcesOfProducts"),
    "Cart": _as("grace", "Cart"),
    "CartQuantities": _as("grace", "CartQuantities"),
    "Video": _about_video("grace", "Video", isSignedIn=True),
    "Video as a guest": _as_guest(find_video, "Video", isSignedIn=False),
    "EmbeddedVideo": _about_video("grace", "EmbeddedVideo"),
    "PlayedVideo": _about_video("grace", "PlayedVideo"),
    "VideoComments": _about_video("grace", "VideoComments", after=None),
    "VideoLikers": _about_video("grace", "VideoLikers", after=None),
    "VideoStoryboard": _about_video("grace", "VideoStoryboard"),
    "VideoUploadState": _about(_find_waiting_video, "ada", "VideoUploadState"),
    "Videos": _as("grace", "Videos", scope="ALL", tag=None, label=None, after=None),
    "Videos of channels you subscribe to": _as("grace", "Videos", scope="SUBSCRIBED", tag=None, label=None, after=None),
    "FoundVideos": _as("grace", "FoundVideos", tag="pines", label=None),
    "Channel": _as("grace", "Channel", handle="ada_walks", isSignedIn=True),
    "VideosOfChannel": _as("grace", "VideosOfChannel", handle="ada_walks", after=None),
    "VideoChoices": _as("ada", "VideoChoices"),
    "OwnChannel": _as("ada", "OwnChannel"),
    "BannerChoices": _as("ada", "BannerChoices"),
    "LatestVideos": _as("grace", "LatestVideos"),
    "VideosOfPerson": _as("grace", "VideosOfPerson", handle="ada"),
    "OwnVideos": _as("ada", "OwnVideos"),
    "EventsSince": _about(_find_cursor, "grace", "EventsSince", "cursor"),
    "OnComment": _about_post("grace", "OnComment", "subjectId"),
    "OnLikes": _about_post("grace", "OnLikes", "subjectId"),
    "OnPhotoProcessing": _about_post("grace", "OnPhotoProcessing", "postId"),
    "Stream": _about_stream("grace", "Stream", isSignedIn=True),
    "Stream as a guest": _as_guest(_find_stream, "Stream", isSignedIn=False),
    "ReplayFiles": _about_stream("grace", "ReplayFiles", "streamId", names=["0-0.m4s"]),
    "StreamComments": _about_stream("grace", "StreamComments", after=None),
    "StreamLikers": _about_stream("grace", "StreamLikers", after=None),
    "ChatMessages": _about(_find_chat, "grace", "ChatMessages", after=None),
    "RecentChat": _about(_find_chat, "grace", "RecentChat"),
    "ChatBans": _as("ada", "ChatBans", after=None),
    "LiveStreams": _as("grace", "LiveStreams", isSignedIn=False, after=None),
    "UpcomingStreams": _with_upcoming("grace", "UpcomingStreams", isSignedIn=True, after=None),
    "Replays": _as("grace", "Replays", isSignedIn=False, after=None),
    "StreamsOfChannel": _with_upcoming("grace", "StreamsOfChannel", handle="ada_walks", isSignedIn=True),
    "ReplaysOfChannel": _as("grace", "ReplaysOfChannel", handle="ada_walks", isSignedIn=False, after=None),
    "OwnStreams": _as("ada", "OwnStreams"),
    "StreamIngest": _as("ada", "StreamIngest"),
    "OnStream": _about_stream("grace", "OnStream", "streamId"),
    "OnVideoProcessing": _about_video("ada", "OnVideoProcessing", "videoId"),
    "OnAudioVersion": _about_post("grace", "OnAudioVersion", "subjectId"),
    "OnEvaluation": lambda world: Request(world.ada, "OnEvaluation", {"userId": world.ada.id}),
    "OnNotification": lambda world: Request(world.grace, "OnNotification", {"userId": world.grace.id}),
}
