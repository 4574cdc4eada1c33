"""GraphQL fields of photos."""

from typing import Annotated, Any

from pydantic import Field

from resolvers.core.appsync import app
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.media import service
from resolvers.media.model import (
    CreateUploadInput,
    CreateUploadPayload,
    DeletePhotoInput,
    DeletePhotoPayload,
    Photo,
    PhotoConnection,
    PhotoState,
    ReorderPhotosInput,
    ReorderPhotosPayload,
    RetryPhotoInput,
    RetryPhotoPayload,
    UpdatePhotoInput,
    UpdatePhotoPayload,
)
from resolvers.posts import service as posts
from resolvers.posts.model import Post

Parents = list[dict[str, Any]]
State = Annotated[PhotoState | None, Field(description="Only photos in this state.")]


@app.resolver(type_name="Query", field_name="photo")
def photo(id: Annotated[ID, Field(description="The photo.")]) -> Photo | None:
    """One's own photo, or a live one of a post the viewer may read; null where there is none."""
    return service.show(viewer_or_guest(), service.get_readable(viewer_or_guest(), id))


@app.resolver(type_name="Mutation", field_name="createUpload")
def create_upload(input: CreateUploadInput) -> CreateUploadPayload:
    """Begin a photo of one's own post, or a picture of oneself: answers a form to post the file with."""
    ticket, begun = service.create_upload(viewer(), input)
    return CreateUploadPayload(upload=ticket, photo=begun)


@app.resolver(type_name="Mutation", field_name="updatePhoto")
def update_photo(input: UpdatePhotoInput) -> UpdatePhotoPayload:
    """Change what one says of a photo. A stale `expectedVersion` answers Conflict with the current version."""
    return UpdatePhotoPayload(photo=service.update_photo(viewer(), input))


@app.resolver(type_name="Mutation", field_name="reorderPhotos")
def reorder_photos(input: ReorderPhotosInput) -> ReorderPhotosPayload:
    """Put the photos of one's post into another order; the first live one is its cover."""
    return ReorderPhotosPayload(photos=service.reorder_photos(viewer(), input))


@app.resolver(type_name="Mutation", field_name="retryPhoto")
def retry_photo(input: RetryPhotoInput) -> RetryPhotoPayload:
    """Process a photo again: after a failure that may pass, or where processing got stuck."""
    return RetryPhotoPayload(photo=service.retry_photo(viewer(), input.id))


@app.resolver(type_name="Mutation", field_name="deletePhoto")
def delete_photo(input: DeletePhotoInput) -> DeletePhotoPayload:
    """Delete a photo with its original and every copy."""
    service.delete_photo(viewer(), input.id)
    return DeletePhotoPayload(deleted_id=input.id)


@app.batch_resolver(type_name="Post", field_name="photos")
def photos(posts: Parents, first: First = 20, after: After = None) -> list[PhotoConnection | None]:
    """The photos of this post in its author's order; others than its author see the live ones."""
    return [*service.photos_of(viewer_or_guest(), posts, first, after)]


@app.batch_resolver(type_name="Post", field_name="cover")
def cover(posts: Parents) -> list[Photo | None]:
    """Its first live photo; null where it has none yet."""
    return service.covers(viewer_or_guest(), posts)


@app.batch_resolver(type_name="Photo", field_name="post")
def post_of_photo(photos: Parents) -> list[Post | None]:
    """The post it belongs to; null for one's own picture."""
    found = iter(posts.shown_readable(viewer_or_guest(), [each["postId"] for each in photos if each.get("postId")]))
    return [next(found) if each.get("postId") else None for each in photos]


@app.batch_resolver(type_name="Viewer", field_name="photos")
def own_photos(
    viewers: Parents, state: State = None, first: First = 20, after: After = None
) -> list[PhotoConnection | None]:
    """One's own photos of posts, whatever their state, the newest first."""
    return [service.own_photos(viewer(), state, first, after) for _ in viewers]
