"""Removes the likes of a deleted subject."""

from resolvers.platform.event_log.removal import removal
from resolvers.platform.likes import service

remove_likes = removal(reads_index=False)(service.remove_under)
