"""The refusals of Rekognition, by the names its clients know; those of every AWS service are aws_wire's.

ServiceError
├── InvalidParameterException        members that exclude each other, a picture that is too small
├── InvalidImageFormatException      neither JPEG nor PNG, or broken
├── ImageTooLargeException           too many bytes in S3, or too many pixels
├── InvalidS3ObjectException         no such object, bucket or version
├── AccessDeniedException            S3 refused the object
├── ThrottlingException              too many pictures are waiting
└── InternalServerError              S3 did not answer
"""

from typing import ClassVar

from aws_wire.errors import ServiceError


class RekognitionError(ServiceError):
    """A refusal whose code is the name of its class."""

    http_status: ClassVar[int] = 400

    def __init__(self, message: str) -> None:
        super().__init__(type(self).__name__, message, status=self.http_status)


class InvalidParameterException(RekognitionError):  # noqa: N818 - the names are Rekognition's
    """Parameters that do not go together, or a picture below the least size."""


class InvalidImageFormatException(RekognitionError):  # noqa: N818
    """The image is neither a JPEG nor a PNG file, or cannot be decoded."""


class ImageTooLargeException(RekognitionError):  # noqa: N818
    """The image has more bytes or pixels than are accepted."""


class InvalidS3ObjectException(RekognitionError):  # noqa: N818
    """The object does not exist or cannot be read."""


class AccessDeniedException(RekognitionError):  # noqa: N818
    """S3 refused the object to the server's credentials."""


class ThrottlingException(RekognitionError):  # noqa: N818
    """Too many pictures wait for the models; clients of AWS try again by themselves."""


class InternalServerError(RekognitionError):
    """S3 failed; the client may try again."""

    http_status = 500
