"""The filters that give every picture the colours of BT.709, which is what players take for granted."""

from collections.abc import Iterator

from mediaconvert_local.media import VideoTrack

_HD_LINES = 720
# HDR is linear light first, where white paper is at 203 cd/m² (BT.2408), then mapped to the range of a display, then
# given the usual curve.
_TONE_MAP = (
    "zscale=transfer=linear:npl=203,format=gbrpf32le,zscale=primaries=bt709,"
    "tonemap=tonemap=mobius:param=0.6:desat=0,zscale=transfer=bt709:matrix=bt709:range=limited"
)
# A JPEG is in BT.601's matrix and in full range, whatever it was drawn from.
JPEG_COLOURS = "scale=out_color_matrix=bt601:out_range=full,format=yuv420p"


def convert_to_709(track: VideoTrack) -> Iterator[str]:
    """Return the filters that convert to BT.709 in limited range, and tone HDR down."""
    yield _declare_colours(track)
    if track.is_hdr:
        yield _TONE_MAP
    else:
        yield "zscale=matrix=bt709:transfer=bt709:primaries=bt709:range=limited"


def _declare_colours(track: VideoTrack) -> str:
    """Return the filter that says of a picture what its file left open."""
    # Only the matrix depends on the size: SD is BT.601 to browsers, too.
    usual = "bt2020nc" if track.is_hdr else "bt709" if min(track.width, track.height) >= _HD_LINES else "smpte170m"
    declared = []
    if track.primaries == "UNSPECIFIED":
        declared.append(f"color_primaries={'bt2020' if track.is_hdr else 'bt709'}")
    if track.matrix == "UNSPECIFIED":
        declared.append(f"colorspace={usual}")
    if not track.is_hdr:
        # The curves of SDR differ less than displays do: converting them would only cost contrast.
        declared.append("color_trc=bt709")
    return f"setparams={':'.join(declared)}" if declared else "null"
