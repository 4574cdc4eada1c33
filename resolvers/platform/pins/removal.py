"""Removes the pins of a deleted subject."""

from resolvers.platform.event_log.removal import removal
from resolvers.platform.pins import service

remove_pins = removal(reads_index=True)(service.remove_under)
