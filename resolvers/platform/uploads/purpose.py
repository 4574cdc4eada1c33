"""What an upload is for: each product declares its purposes in its rooms' `uploads.py`, the platform knows none."""

from dataclasses import dataclass

from resolvers.core.errors import InvalidInput


@dataclass(frozen=True)
class Purpose:
    """One use of uploads: where its objects are, what they may be, and how large.

    Objects lie at `prefix`, owner and id. The prefix ends with a slash and is one product's own: its rule, queue and
    worker hear it, and the bucket's lifecycle bounds how long originals stay.
    """

    name: str
    prefix: str
    content_types: frozenset[str]
    max_bytes: int

    def locate(self, owner_id: str, object_id: str) -> str:
        """Return the key of one upload."""
        return f"{self.prefix}{owner_id}/{object_id}"

    def require_file(self, content_type: str, size: int) -> None:
        """Raise `InvalidInput` for a type or a size (bytes) that this purpose does not accept."""
        if content_type not in self.content_types:
            names = ", ".join(sorted(self.content_types))
            raise InvalidInput(f"Upload one of these types: {names}.", "contentType")
        if not 0 <= size <= self.max_bytes:
            raise InvalidInput(f"Upload at most {self.max_bytes:,} bytes.", "bytes")
