"""What the contract promises of videos, and their links to the platform's types."""

import strawberry

# imported for their side effect: they register the types that videos use or are added to
import resolvers.platform.jobs.schema
import resolvers.platform.notifications.schema
import resolvers.platform.pins.schema
import resolvers.platform.uploads.schema
import resolvers.platform.users.schema
import resolvers.video.grants.schema  # noqa: F401
from resolvers.core.directives import EVENTS, EVERYONE, SIGNED_IN, enums, field, inputs, nested_field, outputs
from resolvers.platform.notifications.model import Notification
from resolvers.platform.pins.model import Pin
from resolvers.platform.uploads.multipart import UploadPart
from resolvers.platform.users.model import User, Viewer
from resolvers.video.videos import handler, model, mutations, processing

enums(model.VideoScope, processing.VideoState, processing.VideoStepName, processing.VideoFailureReason)
outputs(processing.VideoFailure, directives=EVENTS)
outputs(
    processing.VideoStep,
    model.VideoChapter,
    model.PlaybackFile,
    model.VideoPlayback,
    model.VideoCaptions,
    model.VideoStoryboard,
    model.VideoUpload,
    model.VideoCounts,
    model.Video,
    model.VideoConnection,
    directives=EVERYONE,
)
outputs(
    UploadPart,
    mutations.CreateVideoUploadPayload,
    mutations.SignVideoPartsPayload,
    mutations.CompleteVideoUploadPayload,
    mutations.UpdateVideoPayload,
    mutations.UpdateVideoCaptionsPayload,
    mutations.PublishVideoPayload,
    mutations.UnpublishVideoPayload,
    mutations.RetryVideoPayload,
    mutations.DeleteVideoPayload,
    directives=SIGNED_IN,
)
inputs(
    mutations.VideoChapterInput,
    mutations.VideoCueInput,
    mutations.CreateVideoUploadInput,
    mutations.SignVideoPartsInput,
    mutations.CompleteVideoUploadInput,
    mutations.UpdateVideoInput,
    mutations.UpdateVideoCaptionsInput,
    mutations.PublishVideoInput,
    mutations.UnpublishVideoInput,
    mutations.RetryVideoInput,
    mutations.DeleteVideoInput,
)

nested_field(User, handler.videos_of_user, name="videos")
nested_field(Viewer, handler.own_videos, name="videos")
nested_field(Notification, handler.video_of_subject, name="video")
nested_field(Pin, handler.video_of_subject, name="video")


@strawberry.type
class Query:
    video = field(handler.video, EVERYONE)
    videos = field(handler.videos, EVERYONE)


@strawberry.type
class Mutation:
    create_video_upload = field(handler.create_video_upload)
    sign_video_parts = field(handler.sign_video_parts)
    complete_video_upload = field(handler.complete_video_upload)
    update_video = field(handler.update_video)
    update_video_captions = field(handler.update_video_captions)
    publish_video = field(handler.publish_video)
    unpublish_video = field(handler.unpublish_video)
    retry_video = field(handler.retry_video)
    delete_video = field(handler.delete_video)
