"""Leave to upload: a form for one file, within what its purpose accepts."""

from resolvers.platform.uploads import bucket
from resolvers.platform.uploads.model import UploadTicket
from resolvers.platform.uploads.purpose import Purpose


def issue_ticket(purpose: Purpose, owner_id: str, object_id: str, content_type: str, size: int) -> UploadTicket:
    """Return a form for one file of this type and exact size (bytes), or raise `InvalidInput`."""
    purpose.require_file(content_type, size)
    return bucket.presign_form(purpose.locate(owner_id, object_id), content_type, size)
