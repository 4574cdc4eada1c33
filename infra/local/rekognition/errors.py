"""The refusals of Rekognition, by the names its clients know.

RekognitionError
├── InvalidParameterException        a value out of range, a missing member
├── InvalidImageFormatException      neither JPEG nor PNG, or broken
├── ImageTooLargeException           too many bytes, or too many pixels
├── InvalidS3ObjectException         no such object, bucket or version
├── AccessDeniedException            S3 refused the object
├── MissingAuthenticationTokenException   the request is not signed
├── SerializationException           the body is no JSON object
├── ThrottlingException              too many pictures are waiting
├── UnknownOperationException        no such operation, or none that runs locally
└── InternalServerError              our own fault, or S3 did not answer
"""


class RekognitionError(Exception):
    """A refusal that the client sees as `__type` and `Message`; `status` is its HTTP status."""

    status = 400


class InvalidParameterException(RekognitionError):  # noqa: N818 - the names are Rekognition's
    """An input parameter violates a constraint."""


class InvalidImageFormatException(RekognitionError):  # noqa: N818
    """The image is neither a JPEG nor a PNG file, or cannot be decoded."""


class ImageTooLargeException(RekognitionError):  # noqa: N818
    """The image has more bytes or pixels than are accepted."""


class InvalidS3ObjectException(RekognitionError):  # noqa: N818
    """The object does not exist or cannot be read."""


class AccessDeniedException(RekognitionError):  # noqa: N818
    """S3 refused the object to the server's credentials."""


class MissingAuthenticationTokenException(RekognitionError):  # noqa: N818
    """The request carries no Signature Version 4."""

    status = 403


class SerializationException(RekognitionError):  # noqa: N818
    """The body is not what `application/x-amz-json-1.1` promises."""


class ThrottlingException(RekognitionError):  # noqa: N818
    """Too many pictures wait for the models; clients of AWS try again by themselves."""


class UnknownOperationException(RekognitionError):  # noqa: N818
    """The operation does not exist, or does not run locally."""


class InternalServerError(RekognitionError):
    """The server failed; the client may try again."""

    status = 500
