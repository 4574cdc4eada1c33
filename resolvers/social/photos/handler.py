"""GraphQL fields of photos."""

from typing import Annotated, Any

from pydantic import Field

from resolvers import rates
from resolvers.core.appsync import SubscriptionFilter
from resolvers.core.identity import viewer, viewer_or_guest
from resolvers.core.ids import ID
from resolvers.core.pagination import After, First
from resolvers.platform.event_log import listening
from resolvers.social.app import app
from resolvers.social.photos import service
from resolvers.social.photos.model import Photo, PhotoConnection, PhotoState
from resolvers.social.photos.mutations import (
    CreateUploadInput,
    CreateUploadPayload,
    DeletePhotoInput,
    DeletePhotoPayload,
    ReorderPhotosInput,
    ReorderPhotosPayload,
    RetryPhotoInput,
    RetryPhotoPayload,
    UpdatePhotoInput,
    UpdatePhotoPayload,
)
from resolvers.social.posts import service as posts
from resolvers.social.posts.model import Post

Parents = list[dict[str, Any]]
States = Annotated[
    list[PhotoState] | None,
    Field(min_length=1, max_length=len(PhotoState), description="Return only photos in one of these states."),
]


@app.resolver(type_name="Query", field_name="photo")
def photo(id: Annotated[ID, Field(description="The ID of the photo.")]) -> Photo | None:
    """The photo with an ID: your own, or a live photo of a post that you may read. Null if there is none."""
    return service.show(viewer_or_guest(), service.get_readable(viewer_or_guest(), id))


@app.resolver(
    type_name="Mutation", field_name="createUpload", counts=(rates.WRITES, rates.UPLOADS, rates.UPLOADED_BYTES)
)
def create_upload(input: CreateUploadInput) -> CreateUploadPayload | None:
    """Start the upload of a photo for your post or of your profile picture. Returns a form to send the file with."""
    ticket, begun = service.create_upload(viewer(), input)
    return CreateUploadPayload(upload=ticket, photo=begun)


@app.resolver(type_name="Mutation", field_name="updatePhoto", counts=(rates.WRITES,))
def update_photo(input: UpdatePhotoInput) -> UpdatePhotoPayload | None:
    """Change the caption and the alt text of your photo."""
    return UpdatePhotoPayload(photo=service.update_photo(viewer(), input))


@app.resolver(type_name="Mutation", field_name="reorderPhotos", counts=(rates.WRITES,))
def reorder_photos(input: ReorderPhotosInput) -> ReorderPhotosPayload | None:
    """Reorder the photos of your post. The first live photo is its cover."""
    return ReorderPhotosPayload(photos=service.reorder_photos(viewer(), input))


@app.resolver(type_name="Mutation", field_name="retryPhoto", counts=(rates.WRITES,))
def retry_photo(input: RetryPhotoInput) -> RetryPhotoPayload | None:
    """Process your photo again, after a failure that is `retryable` or if processing got stuck."""
    return RetryPhotoPayload(photo=service.retry_photo(viewer(), input.id))


@app.resolver(type_name="Mutation", field_name="deletePhoto", counts=(rates.WRITES,))
def delete_photo(input: DeletePhotoInput) -> DeletePhotoPayload | None:
    """Delete your photo with its original and all copies. This cannot be undone."""
    service.delete_photo(viewer(), input.id)
    return DeletePhotoPayload(deleted_id=input.id)


@app.batch_resolver(type_name="Post", field_name="photos")
def photos(posts: Parents, first: First = 20, after: After = None) -> list[PhotoConnection | None]:
    """The photos of the post, in the author's order. Readers get only live photos."""
    return [*service.list_photos(viewer_or_guest(), posts, first, after)]


@app.batch_resolver(type_name="Post", field_name="cover")
def cover(posts: Parents) -> list[Photo | None]:
    """The first live photo of the post. Null if it has none."""
    return service.list_covers(viewer_or_guest(), posts)


@app.batch_resolver(type_name="Photo", field_name="post")
def post_of_photo(photos: Parents) -> list[Post | None]:
    """The post that the photo belongs to. Null for a profile picture, or if you may not read the post."""
    found = iter(posts.show_many_readable(viewer_or_guest(), [each["postId"] for each in photos if each.get("postId")]))
    return [next(found) if each.get("postId") else None for each in photos]


@app.batch_resolver(type_name="Product", field_name="photo")
def photo_of_product(products: Parents) -> list[Photo | None]:
    """The photo that is printed, or the preview. Null if it has none, or if you may not see the photo."""
    return service.show_many_readable(viewer_or_guest(), [each.get("photoId") or "" for each in products])


@app.batch_resolver(type_name="Viewer", field_name="photos")
def own_photos(
    viewers: Parents, states: States = None, first: First = 20, after: After = None
) -> list[PhotoConnection | None]:
    """Your photos of posts, in any state, newest first."""
    return [service.list_own_photos(viewer(), states, first, after) for _ in viewers]


@app.resolver(type_name="Subscription", field_name="onPhotoProcessing")
def on_photo_processing(post_id: Annotated[ID, Field(description="The ID of the post.")]) -> SubscriptionFilter:
    """Delivers the processing steps of the photos of a post. The author also gets the reason of a failure."""
    return listening.to_readers(post_id, field="post_id", owner_apart=True)
