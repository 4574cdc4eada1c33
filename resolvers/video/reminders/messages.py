"""What the schedule tells the video worker each minute."""

from typing import Final

DUE: Final = "waymark.streamsDue"
"""Livestreams may be about to begin; the stack's rule sends it."""
