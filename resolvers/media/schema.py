"""What the contract promises of photos."""

import strawberry

import resolvers.posts.schema  # noqa: F401  dresses posts first
from resolvers.core.directives import EVENTS, EVERYONE, SIGNED_IN, enums, field, inputs, nested, outputs
from resolvers.media import handler, job, model
from resolvers.posts.model import Post
from resolvers.users.model import Viewer

enums(
    model.UploadPurpose,
    model.PhotoState,
    model.PhotoStepName,
    job.StepStatus,
    model.PhotoFailureReason,
    model.PhotoVariantName,
    model.ModerationVerdict,
)
outputs(model.PhotoFailure, model.PhotoLabel, model.PhotoText, model.AiModel, model.PhotoModeration, directives=EVENTS)
outputs(model.PhotoStep, model.PhotoVariant, model.PhotoColour, model.Photo, model.PhotoConnection)
outputs(
    model.UploadField,
    model.UploadTicket,
    model.CreateUploadPayload,
    model.UpdatePhotoPayload,
    model.ReorderPhotosPayload,
    model.RetryPhotoPayload,
    model.DeletePhotoPayload,
    directives=SIGNED_IN,
)
inputs(
    model.CreateUploadInput,
    model.UpdatePhotoInput,
    model.ReorderPhotosInput,
    model.RetryPhotoInput,
    model.DeletePhotoInput,
)

nested(Post, handler.photos)
nested(Post, handler.cover)
nested(model.Photo, handler.post_of_photo, name="post")
nested(Viewer, handler.own_photos, name="photos")


@strawberry.type
class Query:
    photo = field(handler.photo, EVERYONE)


@strawberry.type
class Mutation:
    create_upload = field(handler.create_upload)
    update_photo = field(handler.update_photo)
    reorder_photos = field(handler.reorder_photos)
    retry_photo = field(handler.retry_photo)
    delete_photo = field(handler.delete_photo)
