"""What a person needs to upload one file: a presigned form."""

from pydantic import Field

from resolvers.core.model import Model, Moment


class UploadField(Model):
    """A field of an upload form."""

    name: str = Field(description="The name of the field.")
    value: str = Field(description="The value of the field.")


class UploadTicket(Model):
    """A presigned form to upload one file.

    Send a `multipart/form-data` POST with all fields, then the file as `file`.
    """

    url: str = Field(description="The URL to send the form to.")
    fields: list[UploadField] = Field(description="The fields to send before the file.")
    expires_at: Moment = Field(
        description="When the form expires. Call `createUpload` again with the same idempotency key for a new form."
    )
