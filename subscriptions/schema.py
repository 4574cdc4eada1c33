"""What the contract promises to listeners, and the mutations through which the publisher reaches them."""

from functools import reduce
from operator import or_
from typing import Any, Final, get_args, get_origin

import strawberry
from pydantic import create_model

import resolvers.media.schema
import resolvers.notifications.schema  # noqa: F401  dresses photos and notifications first
from resolvers.core.directives import EVENTS, EVERYONE, echoed, enums, field, inputs, interface, outputs, subscription
from resolvers.core.model import Model, is_hidden
from resolvers.events.model import Audience
from subscriptions import handler, model
from subscriptions.publisher import MUTATIONS, REVOKE, model_in


def _input_of(shape: type[Model], known: dict[type[Model], type[Model]]) -> type[Model]:
    """Make the input that carries the same fields as an event, and the inputs of what is inside it."""
    if shape not in known:
        fields: dict[str, Any] = {
            name: (_swapped(info.annotation, known), info)
            for name, info in shape.model_fields.items()
            if not is_hidden(shape, name)
        }
        sentence = f"What `{shape.__name__}` carries."
        known[shape] = create_model(f"{shape.__name__}Input", __base__=Model, __doc__=sentence, **fields)
        inputs(known[shape])
    return known[shape]


def _swapped(annotation: Any, known: dict[type[Model], type[Model]]) -> Any:
    """Return a type (`list[PhotoLabel] | None`, say) with the input in place of the model in it."""
    if not model_in(annotation):
        return annotation
    parts = [_swapped(each, known) for each in get_args(annotation)]
    if not parts:
        return _input_of(annotation, known)
    return list[parts[0]] if get_origin(annotation) is list else reduce(or_, parts)  # type: ignore[valid-type]


def _publish(event: type[model.Event]) -> Any:
    sentence = f"Announce: {event.__doc__} The stream reader's alone."
    return echoed(MUTATIONS[event], _INPUTS[event], event, sentence)


enums(Audience, model.CommentEventKind)
interface(model.Event)
outputs(*model.TYPES.values(), model.AccessRevoked, directives=EVENTS)
outputs(model.EventConnection, directives=EVERYONE)
inputs(model.RevokeAccessInput)

_KNOWN: dict[type[Model], type[Model]] = {}
_INPUTS: Final = {event: _input_of(event, _KNOWN) for event in MUTATIONS}
TYPES: Final = tuple(model.TYPES.values())


@strawberry.type
class Query:
    events_since = field(handler.events_since, EVERYONE)


@strawberry.type
class Mutation:
    publish_photo_processing = _publish(model.PhotoProcessingEvent)
    publish_comment = _publish(model.CommentEvent)
    publish_likes = _publish(model.LikesEvent)
    publish_notification = _publish(model.NotificationEvent)
    revoke_access = echoed(
        REVOKE,
        model.RevokeAccessInput,
        model.AccessRevoked,
        "End the subscriptions of who lost the right to read. The stream reader's alone.",
    )


@strawberry.type
class Subscription:
    on_photo_processing = subscription(
        handler.on_photo_processing, model.PhotoProcessingEvent, "publishPhotoProcessing", EVERYONE
    )
    on_comment = subscription(handler.on_comment, model.CommentEvent, "publishComment", EVERYONE)
    on_likes = subscription(handler.on_likes, model.LikesEvent, "publishLikes", EVERYONE)
    on_notification = subscription(handler.on_notification, model.NotificationEvent, "publishNotification")
