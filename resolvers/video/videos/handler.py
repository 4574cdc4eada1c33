"""GraphQL fields of videos."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SubscriptionFilter
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.platform.event_log import listening
from resolvers.video.app import app
from resolvers.video.videos import lists, service
from resolvers.video.videos.lists import Wanted
from resolvers.video.videos.model import Video, VideoConnection, VideoScope
from resolvers.video.videos.mutations import (
    CompleteVideoUploadInput,
    CompleteVideoUploadPayload,
    CreateVideoUploadInput,
    CreateVideoUploadPayload,
    DeleteVideoInput,
    DeleteVideoPayload,
    PublishVideoInput,
    PublishVideoPayload,
    RetryVideoInput,
    RetryVideoPayload,
    SignVideoPartsInput,
    SignVideoPartsPayload,
    UnpublishVideoInput,
    UnpublishVideoPayload,
    UpdateVideoCaptionsInput,
    UpdateVideoCaptionsPayload,
    UpdateVideoInput,
    UpdateVideoPayload,
)
from resolvers.video.videos.processing import VideoState

Parents = list[dict[str, Any]]
Tag = Annotated[
    str | None,
    Field(max_length=500, description="Only videos with this tag. Case, Unicode form and a leading `#` do not matter."),
]
Label = Annotated[str | None, Field(max_length=100, description="Only videos in which AI recognised this, in English.")]
Scope = Annotated[
    VideoScope, Field(description="Whose videos to list. The public ones of everyone if you leave it out.")
]
State = Annotated[VideoState | None, Field(description="Only videos in this state. All if you leave it out.")]


@app.resolver(type_name="Query", field_name="video")
def video(id: Annotated[ID, Field(description="The ID of the video.")]) -> Video | None:
    """The video with an ID: a live one that you may watch, or your own. Null if there is none."""
    return service.get_shown(viewer_or_guest(), id)


@app.resolver(type_name="Query", field_name="videos")
def videos(
    scope: Scope = VideoScope.ALL, tag: Tag = None, label: Label = None, first: First = 20, after: After = None
) -> VideoConnection | None:
    """Live videos, newest first: of everybody or of those you chose, with a tag, with an AI label."""
    wanted = Wanted(tag or None, label or None)
    if scope == VideoScope.ALL:
        return lists.list_videos(viewer_or_guest(), wanted, first, after)
    return lists.list_chosen(viewer(), scope, wanted, first, after)


@app.resolver(
    type_name="Mutation", field_name="createVideoUpload", counts=(rates.WRITES, rates.UPLOADS, rates.VIDEO_BYTES)
)
def create_video_upload(input: CreateVideoUploadInput) -> CreateVideoUploadPayload | None:
    """Create a video and start the upload of its file. Ask `signVideoParts` where to send the parts of the file."""
    return CreateVideoUploadPayload(video=service.create_upload(viewer(), input))


@app.resolver(type_name="Mutation", field_name="signVideoParts", counts=(rates.VIDEO_PARTS,))
def sign_video_parts(input: SignVideoPartsInput) -> SignVideoPartsPayload | None:
    """Get URLs to send parts of your video's file to. If the upload expired, it starts again with no part done."""
    parts, waiting = service.sign_parts(viewer(), input.id, input.parts)
    return SignVideoPartsPayload(parts=parts, video=waiting)


@app.resolver(type_name="Mutation", field_name="completeVideoUpload", counts=(rates.WRITES,))
def complete_video_upload(input: CompleteVideoUploadInput) -> CompleteVideoUploadPayload | None:
    """Finish the upload of your video's file once all parts have arrived. The video is processed next."""
    return CompleteVideoUploadPayload(video=service.complete_upload(viewer(), input.id))


@app.resolver(type_name="Mutation", field_name="updateVideo", counts=(rates.WRITES,))
def update_video(input: UpdateVideoInput) -> UpdateVideoPayload | None:
    """Change the title, description, tags and chapters of your video."""
    return UpdateVideoPayload(video=service.update_video(viewer(), input))


@app.resolver(type_name="Mutation", field_name="updateVideoCaptions", counts=(rates.WRITES,))
def update_video_captions(input: UpdateVideoCaptionsInput) -> UpdateVideoCaptionsPayload | None:
    """Replace or remove the captions of your live video. What speech recognition still finds changes them no more."""
    return UpdateVideoCaptionsPayload(video=service.update_captions(viewer(), input))


@app.resolver(type_name="Mutation", field_name="publishVideo", counts=(rates.WRITES,))
def publish_video(input: PublishVideoInput) -> PublishVideoPayload | None:
    """Choose who may watch your video. Others see it once it is live."""
    return PublishVideoPayload(video=service.publish_video(viewer(), input))


@app.resolver(type_name="Mutation", field_name="unpublishVideo", counts=(rates.WRITES,))
def unpublish_video(input: UnpublishVideoInput) -> UnpublishVideoPayload | None:
    """Hide your video from everybody except you. Its files move, so the URLs that viewers have stop working."""
    return UnpublishVideoPayload(video=service.unpublish_video(viewer(), input))


@app.resolver(type_name="Mutation", field_name="retryVideo", counts=(rates.WRITES,))
def retry_video(input: RetryVideoInput) -> RetryVideoPayload | None:
    """Process your video again, after a failure that is `retryable`."""
    return RetryVideoPayload(video=service.retry_video(viewer(), input.id))


@app.resolver(type_name="Mutation", field_name="deleteVideo", counts=(rates.WRITES,))
def delete_video(input: DeleteVideoInput) -> DeleteVideoPayload | None:
    """Delete your video with its file and all copies, or cancel its upload. This cannot be undone."""
    service.delete_video(viewer(), input.id)
    return DeleteVideoPayload(deleted_id=input.id)


@app.batch_resolver(type_name="User", field_name="videos")
def videos_of_user(users: Parents, first: First = 20, after: After = None) -> list[VideoConnection | None]:
    """The live videos of this person that you may watch, newest first."""
    return [lists.list_by_owner(viewer_or_guest(), each["id"], first, after) for each in users]


@app.batch_resolver(type_name="Viewer", field_name="videos")
def own_videos(
    viewers: Parents, state: State = None, first: First = 20, after: After = None
) -> list[VideoConnection | None]:
    """Your videos in any state, newest first."""
    return [lists.list_own(viewer(), state, first, after) for _ in viewers]


@app.batch_resolver(type_name="Notification", field_name="video")
@app.batch_resolver(type_name="Pin", field_name="video")
def video_of_subject(parents: Parents) -> list[Video | None]:
    """The video it is about. Null if it is about something else, or if you may no longer watch the video."""
    return service.show_many_readable(viewer_or_guest(), [each.get("subjectId") or "" for each in parents])


@app.resolver(type_name="Subscription", field_name="onVideoProcessing")
def on_video_processing(
    video_id: Annotated[ID, Field(description="The ID of your video.")],
) -> SubscriptionFilter:
    """Delivers the processing steps of your video, with how far each is."""
    return listening.to_owner(video_id, field="video_id")
