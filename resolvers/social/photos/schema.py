"""What the contract promises of photos."""

import strawberry

import resolvers.platform.jobs.schema
import resolvers.platform.uploads.schema
import resolvers.social.posts.schema  # noqa: F401  imported for their side effect: they register the types used here
from resolvers.core.directives import EVENTS, EVERYONE, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.users.model import Viewer
from resolvers.social.photos import handler, model, mutations
from resolvers.social.posts.model import Post

enums(
    model.UploadPurpose,
    model.PhotoState,
    model.PhotoStepName,
    model.PhotoFailureReason,
    model.PhotoVariantName,
    model.ModerationVerdict,
)
outputs(model.PhotoFailure, model.PhotoLabel, model.PhotoText, model.AiModel, model.PhotoModeration, directives=EVENTS)
outputs(model.PhotoStep, model.PhotoVariant, model.PhotoColour, model.Photo, model.PhotoConnection)
outputs(
    mutations.CreateUploadPayload,
    mutations.UpdatePhotoPayload,
    mutations.ReorderPhotosPayload,
    mutations.RetryPhotoPayload,
    mutations.DeletePhotoPayload,
    directives=SIGNED_IN,
)
inputs(
    mutations.CreateUploadInput,
    mutations.UpdatePhotoInput,
    mutations.ReorderPhotosInput,
    mutations.RetryPhotoInput,
    mutations.DeletePhotoInput,
)

nested_field(Post, handler.photos)
nested_field(Post, handler.cover)
nested_field(model.Photo, handler.post_of_photo, name="post")
nested_field(Viewer, handler.own_photos, name="photos")


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
