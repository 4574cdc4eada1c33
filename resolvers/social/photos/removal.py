"""Removes the photos of a deleted post, with their objects."""

from resolvers.platform.event_log.removal import removal
from resolvers.social.photos import service

remove_photos = removal(service.remove_under)
