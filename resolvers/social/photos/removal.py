"""Removes the photos of a deleted post, with their objects."""

from resolvers.core import ids
from resolvers.platform.event_log.removal import removal
from resolvers.social import keys
from resolvers.social.photos import service


@removal(reads_index=False)
def remove_photos(subject_id: str) -> bool:
    """Remove the photos of a post; no other subject has photos of its own."""
    return ids.kind_of(subject_id) != keys.POST or service.remove_under(subject_id)
