"""Removes the pins of a deleted subject."""

from resolvers.platform.event_log.removal import removal
from resolvers.platform.pins import service

remove_pins = removal(service.remove_under)
