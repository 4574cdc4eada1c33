"""How each mutation is sent: by whom, with which input, to what in the small world."""

from collections.abc import Callable
from typing import Any, Final

from resolvers.video import keys as video_keys
from tests import acts
from tests.benchmarks import broadcasts, essays, films, recordings
from tests.benchmarks.site import Request
from tests.benchmarks.visits import Visit, find_photo, find_post
from tests.benchmarks.world import World
from tests.people import Person

Input = dict[str, Any]


def _by(person: str, operation: str, make: Callable[[World], Input]) -> Visit:
    """Send a mutation whose input is made of the world; what had to be made there first is settled before."""

    def visit(world: World) -> Request:
        request = Request(getattr(world, person), operation, {"input": make(world)})
        world.stream.settle()
        return request

    return visit


def _profile(person: Person, **more: Any) -> Input:
    return {"expectedVersion": int(person.query("viewer")["user"]["version"]), **more}


def _draft(world: World, **more: Any) -> Input:
    made = acts.draft(world.ada, "Draft", **more)
    return {"id": made["id"], "expectedVersion": made["version"]}


def _publishable(world: World) -> Input:
    """A draft of the world's length with a tag and a pin."""
    made = _draft(world, body=world.post["body"], tags=["pines"])
    position = {"latitude": 43.7, "longitude": 7.1}
    world.ada.does("addPin", subjectId=made["id"], position=position)
    return made


def _publish(world: World) -> Input:
    made = _publishable(world)
    shown = world.ada.does("publishPost", **made)["post"]
    return {"id": shown["id"], "expectedVersion": shown["version"]}


def _text(world: World) -> Input:
    return {"title": "Pines", "body": world.post["body"], "tags": ["pines"]}


def _save_revision(world: World) -> Input:
    shown = world.ada.does("savePostRevision", **_publish(world), **_text(world))["post"]
    return {"id": shown["id"], "expectedVersion": shown["revision"]["version"]}


def _comment(world: World) -> Input:
    made = world.grace.does("addComment", subjectId=world.post["id"], body="Which path?")["comment"]
    return {"id": made["id"]}


def _pin(world: World) -> Input:
    position = {"latitude": 1.0, "longitude": 2.0}
    return {"subjectId": world.posts[3]["id"], "position": position, "placeName": "Pines"}


def _old_pin(world: World) -> Input:
    return {"id": world.ada.does("addPin", **_pin(world))["pin"]["id"]}


def _photo(world: World) -> Input:
    return {"id": acts.live(world.ada, world.posts[4], "Pine").id}


def _photo_order(world: World) -> Input:
    (page,) = world.ada.asks_each("Post", "photos", [world.ada.query("post", id=world.post["id"])])
    ids = [edge["node"]["id"] for edge in page["edges"]]
    return {"postId": world.post["id"], "photoIds": ids[::-1]}


def _failed_photo(world: World) -> Input:
    photo = acts.fail(
        acts.begin_processing(acts.request_photo(world.ada, world.posts[6])), "INTERRUPTED", retryable=True
    )
    return {"id": photo.id}


def _upload(world: World) -> Input:
    return {"purpose": "PHOTO", "postId": world.posts[5]["id"], "contentType": "image/jpeg", "bytes": 10}


def _new_photo(world: World) -> Input:
    photo = _photo(world)
    version = world.ada.query("photo", **photo)["version"]
    return {**photo, "caption": "Pines", "expectedVersion": version}


def _subject(world: World) -> Input:
    return {"subjectId": find_post(world)}


def _ada(world: World) -> Input:
    return {"userId": world.ada.id}


def _newest_notification(world: World) -> Input:
    (page,) = world.ada.asks_each("Viewer", "notifications", [{}], first=1)
    return {"upTo": page["edges"][0]["node"]["id"]}


def _reminded_stream(world: World) -> Input:
    stream = {"streamId": broadcasts.announce(world.ada)}
    assert world.grace.does("addStreamReminder", **stream)["errors"] == []
    return stream


def _captions() -> Input:
    cue = {"startSeconds": 0.0, "endSeconds": 1.0, "text": "Pines."}
    return {"cues": [cue], "language": "en-US"}


def _print(world: World) -> Input:
    sizes = [_variant("A3"), _variant("A4")]
    made = {
        "type": "PRINT",
        "subjectId": find_post(world),
        "photoId": find_photo(world),
        "title": "Pines",
        "currency": "EUR",
    }
    return made | {"variants": sizes}


def _variant(name: str) -> Input:
    return {"name": name, "price": 1999, "stock": 10}


def _product_draft(world: World) -> Input:
    product = world.ada.does("createProduct", **_print(world))["product"]
    return {"id": product["id"], "expectedVersion": product["version"]}


def _product_on_sale(world: World) -> Input:
    product = world.ada.does("publishProduct", **_product_draft(world))["product"]
    return {"id": product["id"], "expectedVersion": product["version"]}


def _product_with_variant(world: World) -> Input:
    product = world.ada.does("createProduct", **_print(world))["product"]
    return {"productId": product["id"], "variantId": product["variants"][0]["id"]}


def _versioned_variant(world: World) -> Input:
    return _product_with_variant(world) | {"expectedVersion": 1}


def _new_variant(world: World) -> Input:
    product = _product_draft(world)
    return {"productId": product.pop("id"), "variant": _variant("A2"), **product}


def _waiting_video(world: World) -> Input:
    return {"id": films.request_upload(world.ada)["id"]}


def _new_film() -> dict[str, Any]:
    """Return a live video of its own and its version, as a change of it names them."""
    return {"id": films.publish_video(), "expectedVersion": 1}


def _sent_video(world: World) -> Input:
    video = films.request_upload(world.ada)
    films.send_file(world.ada, video)
    return {"id": video["id"]}


def _cart_line(world: World, quantity: int) -> Input:
    return {"variantId": world.product["variants"][0]["id"], "quantity": quantity}


def _deck(world: World) -> str:
    made = world.ada.does("createDeck", title="Roofs")["deck"]
    world.ada.does("createFlashcard", **_sides(made["id"]))
    return str(made["id"])


def _sides(deck_id: str) -> Input:
    return {"deckId": deck_id, "front": "What are the walls made of?", "back": "Brick"}


def _flashcard(world: World) -> Input:
    return _version_of(world.ada.does("createFlashcard", **_sides(world.deck["id"])))


def _suspend_flashcard(world: World) -> Input:
    return _version_of(world.ada.does("suspendFlashcard", **_flashcard(world)))


def _version_of(payload: Input) -> Input:
    return {"id": payload["flashcard"]["id"], "expectedVersion": payload["flashcard"]["version"]}


def _review(world: World) -> Input:
    made = _flashcard(world)
    return {"flashcardId": made.pop("id"), "reviewId": f"review-{id(made)}", "rating": "GOOD", **made}


def _review_flashcard(world: World) -> Input:
    shown = world.ada.does("reviewFlashcard", **_review(world))["flashcard"]
    return {"flashcardId": shown["id"], "expectedVersion": shown["version"]}


def _new_deck(world: World) -> Input:
    deck = world.ada.does("createDeck", title="Roofs")["deck"]
    return {"id": deck["id"], "expectedVersion": deck["version"]}


def _suggestions(world: World) -> Input:
    body = "The lake is exactly 220 hectares wide and two metres deep."
    post = acts.publish_post(world.ada, "A lake", body=body)
    asked = {"subjectId": post["id"], "deckId": world.deck["id"]}
    number = next(each for each in world.ada.does("suggestFlashcards", **asked)["flashcards"] if each["back"] == "220")
    return {"deckId": world.deck["id"], "kept": [number["id"]]}


def _failed_evaluation(world: World) -> Input:
    return {"id": essays.fail_evaluation(world.ada, find_post(world))}


def _learner(world: World) -> Input:
    (learner,) = world.ada.asks_each("Viewer", "learning", [{}])
    return {"timeZone": "Asia/Ho_Chi_Minh", "expectedVersion": learner["version"]}


def _chat(world: World) -> str:
    return broadcasts.chat(world.ada, world.grace)


def _message(world: World) -> Input:
    return {"streamId": _chat(world), "messageId": broadcasts.MESSAGE_ID}


def _enter_chat_as_guest(world: World) -> Request:
    request = Request(Person(), "CreateChatToken", {"input": {"streamId": _chat(world)}})
    world.stream.settle()
    return request


def _watched_film(world: World) -> Input:
    """Return a video of which something was counted before, as of nearly all that somebody watches."""
    film = {"subjectId": films.publish_video()}
    assert world.grace.does("like", **film)["errors"] == []
    return film


def _watch_as_guest(world: World) -> Request:
    request = Request(Person(), "RecordView", {"input": _watched_film(world)})
    world.stream.settle()
    return request


CHANGES: Final[dict[str, Visit]] = {
    "Like": _by("grace", "Like", _subject),
    "Unlike": _by("grace", "Unlike", _subject),
    "AddComment": _by("grace", "AddComment", lambda world: _subject(world) | {"body": "Where?"}),
    "EditComment": _by("grace", "EditComment", lambda world: _comment(world) | {"expectedVersion": 1, "body": "Oh."}),
    "DeleteComment": _by("grace", "DeleteComment", _comment),
    "Unfollow": _by("grace", "Unfollow", _ada),
    "Follow": _by("grace", "Follow", _ada),
    "MarkRead": _by("ada", "MarkRead", _newest_notification),
    "UpdateProfile": _by("ada", "UpdateProfile", lambda world: _profile(world.ada, bio="Walks.")),
    "RemoveAvatar": _by("ada", "RemoveAvatar", lambda world: _profile(world.ada, removeAvatar=True)),
    "CreatePost": _by("ada", "CreatePost", _text),
    "UpdatePost": _by("ada", "UpdatePost", lambda world: _draft(world) | {"body": world.post["body"]}),
    "PublishPost": _by("ada", "PublishPost", _publishable),
    "UnpublishPost": _by("ada", "UnpublishPost", _publish),
    "SavePostRevision": _by("ada", "SavePostRevision", lambda world: _publish(world) | _text(world)),
    "PublishPostRevision": _by("ada", "PublishPostRevision", _save_revision),
    "DiscardPostRevision": _by("ada", "DiscardPostRevision", _save_revision),
    "ChangeVisibility": _by("ada", "ChangeVisibility", lambda world: _publish(world) | {"visibility": "FOLLOWERS"}),
    "DeletePost": _by("ada", "DeletePost", lambda world: {"id": _publish(world)["id"]}),
    "AddPin": _by("ada", "AddPin", _pin),
    "PinWhereTaken": _by("ada", "PinWhereTaken", _pin),
    "RemovePin": _by("ada", "RemovePin", _old_pin),
    "CreateUpload": _by("ada", "CreateUpload", _upload),
    "UpdatePhoto": _by("ada", "UpdatePhoto", _new_photo),
    "ReorderPhotos": _by("ada", "ReorderPhotos", _photo_order),
    "RetryPhoto": _by("ada", "RetryPhoto", _failed_photo),
    "DeletePhoto": _by("ada", "DeletePhoto", _photo),
    "DeleteUpload": _by("ada", "DeleteUpload", _photo),
    "CreateProduct": _by("ada", "CreateProduct", _print),
    "UpdateProduct": _by("ada", "UpdateProduct", lambda world: _product_on_sale(world) | {"title": "Tall pines"}),
    "PublishProduct": _by("ada", "PublishProduct", _product_draft),
    "RetireProduct": _by("ada", "RetireProduct", _product_on_sale),
    "AddVariant": _by("ada", "AddVariant", _new_variant),
    "UpdateVariant": _by("ada", "UpdateVariant", lambda world: _versioned_variant(world) | {"price": 2999}),
    "RemoveVariant": _by("ada", "RemoveVariant", _versioned_variant),
    "ChangeStock": _by("ada", "ChangeStock", lambda world: _product_with_variant(world) | {"delta": 5}),
    "CreateVideoUpload": _by("ada", "CreateVideoUpload", lambda _: films.FILE),
    "SignVideoParts": _by("ada", "SignVideoParts", lambda world: _waiting_video(world) | {"parts": [1]}),
    "CompleteVideoUpload": _by("ada", "CompleteVideoUpload", _sent_video),
    "UpdateVideo": _by("ada", "UpdateVideo", lambda _: _new_film() | {"title": "High tide", "chapters": []}),
    "UpdateVideoCaptions": _by("ada", "UpdateVideoCaptions", lambda _: _new_film() | _captions()),
    "PublishVideo": _by("ada", "PublishVideo", lambda _: _new_film() | {"audience": "FOLLOWERS"}),
    "UnpublishVideo": _by("ada", "UnpublishVideo", lambda _: _new_film()),
    "RetryVideo": _by("ada", "RetryVideo", lambda _: {"id": films.fail_video()}),
    "CreateChannel": _by("linus", "CreateChannel", lambda _: {"handle": "linus_walks", "title": "Walks"}),
    "UpdateChannel": _by("ada", "UpdateChannel", lambda _: {"expectedVersion": 1, "description": "Slow walks."}),
    "DeleteChannel": _by("linus", "DeleteChannel", lambda world: {"id": video_keys.channel_id(world.linus.id)}),
    "SubscribeToChannel": _by("linus", "SubscribeToChannel", lambda world: {"channelId": world.channel_id}),
    "UnsubscribeFromChannel": _by("grace", "UnsubscribeFromChannel", lambda world: {"channelId": world.channel_id}),
    "DeleteVideo": _by("ada", "DeleteVideo", lambda _: {"id": films.publish_video()}),
    "RecordView": _by("linus", "RecordView", _watched_film),
    "RecordView as a guest": _watch_as_guest,
    "CreateStream": _by("ada", "CreateStream", lambda _: {"title": "A walk, live"}),
    "StartStream": _by("linus", "StartStream", lambda world: {"id": broadcasts.announce(world.linus)}),
    "EndStream": _by("ada", "EndStream", lambda world: {"id": broadcasts.go_live(world.ada)}),
    "DeleteStream": _by("ada", "DeleteStream", lambda world: {"id": broadcasts.announce(world.ada)}),
    "AddStreamReminder": _by("grace", "AddStreamReminder", lambda world: {"streamId": broadcasts.announce(world.ada)}),
    "RemoveStreamReminder": _by("grace", "RemoveStreamReminder", _reminded_stream),
    "CreateChatToken": _by("linus", "CreateChatToken", lambda world: {"streamId": _chat(world)}),
    "CreateChatToken as a guest": _enter_chat_as_guest,
    "DeleteChatMessage": _by("ada", "DeleteChatMessage", _message),
    "BanFromChat": _by("ada", "BanFromChat", lambda world: {"streamId": _chat(world), "userId": world.linus.id}),
    "AllowInChat": _by("ada", "AllowInChat", lambda world: {"streamId": _chat(world), "userId": world.linus.id}),
    "SetChatPace": _by("ada", "SetChatPace", lambda world: {"streamId": _chat(world), "slowSeconds": 5}),
    "RotateStreamKey": lambda world: Request(world.ada, "RotateStreamKey", {}),
    "SetCartLine": _by("grace", "SetCartLine", lambda world: _cart_line(world, 2)),
    "MergeCart": _by("grace", "MergeCart", lambda world: {"lines": [_cart_line(world, 3)]}),
    "ClearCart": lambda world: Request(world.grace, "ClearCart", {}),
    "CreateDeck": _by("ada", "CreateDeck", lambda _: {"title": "Walls"}),
    "DeleteDeck": _by("ada", "DeleteDeck", lambda world: {"id": _deck(world)}),
    "CreateFlashcard": _by("ada", "CreateFlashcard", lambda world: _sides(world.deck["id"])),
    "EditFlashcard": _by("ada", "EditFlashcard", lambda world: _flashcard(world) | {"back": "Clay"}),
    "SuspendFlashcard": _by("ada", "SuspendFlashcard", _flashcard),
    "ResumeFlashcard": _by("ada", "ResumeFlashcard", _suspend_flashcard),
    "DeleteFlashcard": _by("ada", "DeleteFlashcard", lambda world: {"id": _flashcard(world)["id"]}),
    "Review": _by("ada", "Review", _review),
    "Undo": _by("ada", "Undo", _review_flashcard),
    "UpdateDeck": _by("ada", "UpdateDeck", lambda world: _new_deck(world) | {"title": "Floors"}),
    "ExportDeck": _by("ada", "ExportDeck", lambda world: {"deckId": world.deck["id"]}),
    "SuggestFlashcards": _by("ada", "SuggestFlashcards", lambda world: _subject(world) | {"deckId": world.deck["id"]}),
    "KeepFlashcards": _by("ada", "KeepFlashcards", _suggestions),
    "EvaluateWriting": _by("ada", "EvaluateWriting", lambda world: _subject(world) | {"text": "A walk along a wall."}),
    "RetryEvaluation": _by("ada", "RetryEvaluation", _failed_evaluation),
    "EvaluateSpeaking": _by("ada", "EvaluateSpeaking", lambda world: recordings.build_input(world.ada)),
    "DeleteReading": _by("ada", "DeleteReading", lambda world: {"id": recordings.request_reading(world.ada)["id"]}),
    "CreateAudioVersion": _by("grace", "CreateAudioVersion", _subject),
    "UpdateWriter": _by("ada", "UpdateWriter", _learner),
    "UpdateLearner": _by("ada", "UpdateLearner", _learner),
}
