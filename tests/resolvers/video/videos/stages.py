"""How far a video is on its way, for tests that begin there."""

from tests.resolvers.video.videos.conftest import Processing, write_manifest


def advance_to_encoding(processing: Processing) -> None:
    """Bring a video to the point where it is encoded."""
    processing.arrives()
    processing.hears(processing.encoder.job("frames").complete())
    write_manifest(processing, "lowest", "360p", has_sound=True)
    write_manifest(processing, "others", "480p", "720p")


def advance_to_live(processing: Processing) -> None:
    """Bring a video to its viewers."""
    advance_to_encoding(processing)
    processing.hears(processing.encoder.job("lowest").complete())
    processing.hears(processing.encoder.job("others").complete())
