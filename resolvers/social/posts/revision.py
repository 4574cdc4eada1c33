"""What an author asks to do with the unpublished changes of a published post, and what that returns."""

from pydantic import Field

from resolvers.core.appsync import Payload
from resolvers.core.ids import ID
from resolvers.core.model import Input
from resolvers.social.posts.model import Body, Post, Tags, Title


class SavePostRevisionInput(Input):
    """Input of `savePostRevision`."""

    id: ID = Field(description="The ID of the post.")
    expected_version: int = Field(
        description="The version of the revision that you read, or of the post if it has none. "
        "If either has changed since, the payload has a `Conflict` error with the current version."
    )
    title: Title
    body: Body
    tags: Tags


class PostRevisionInput(Input):
    """Input of `publishPostRevision` and `discardPostRevision`."""

    id: ID = Field(description="The ID of the post.")
    expected_version: int = Field(
        description="The version of the revision that you read. "
        "If it has changed since, the payload has a `Conflict` error with the current version."
    )


class SavePostRevisionPayload(Payload):
    """The result of `savePostRevision`."""

    post: Post | None = Field(default=None, description="The post, whose `revision` is what you saved.")


class PublishPostRevisionPayload(Payload):
    """The result of `publishPostRevision`."""

    post: Post | None = Field(default=None, description="The post after the change, without a revision.")


class DiscardPostRevisionPayload(Payload):
    """The result of `discardPostRevision`."""

    post: Post | None = Field(default=None, description="The post as it is published, without a revision.")
