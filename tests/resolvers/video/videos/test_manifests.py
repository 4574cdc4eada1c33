"""The playlist of all renditions, made of those that the parts wrote."""

import pytest

from resolvers.video.videos.manifests import EmptyManifest, merge_manifests

LOWEST = """#EXTM3U
#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="sound",NAME="a",URI="lowest-sound.m3u8"
#EXT-X-STREAM-INF:BANDWIDTH=1,CODECS="avc1.4d401e,mp4a.40.2",RESOLUTION=640x360,AUDIO="sound"
lowest-360p.m3u8
"""
OTHERS = """#EXTM3U
#EXT-X-STREAM-INF:BANDWIDTH=2,CODECS="avc1.4d401f",RESOLUTION=1280x720
others-720p.m3u8
"""


def test_the_higher_renditions_get_the_sound_of_the_lowest() -> None:
    merged = merge_manifests([LOWEST, OTHERS])

    assert merged.count("#EXT-X-MEDIA:") == 1
    assert merged.count('AUDIO="sound"') == 2
    assert merged.count("mp4a.40.2") == 2
    assert merged.splitlines()[-1] == "others-720p.m3u8"


def test_a_silent_ladder_names_no_sound() -> None:
    assert "AUDIO" not in merge_manifests([OTHERS])


def test_a_playlist_without_renditions_is_none() -> None:
    """ffmpeg and others write such a file for a clip of a tenth of a second, and no player can start on it."""
    with pytest.raises(EmptyManifest):
        merge_manifests(["#EXTM3U\n#EXT-X-VERSION:6\n"])
