"""What a page that publishes may offer, before anything acts on it.

Source: RFC 9725, 4.2 (one picture and one sound at most, sent only) and 4.4 (in one bundle).
"""

from ivs_local.refusal import StreamRefused

LONGEST_OFFER = 64 * 1024  # bytes
_TAKEN = (["audio"], ["video"], ["audio", "video"])
_NEEDED = ("a=fingerprint:", "a=ice-ufrag:", "a=ice-pwd:")


def check_offer(sdp: str) -> None:
    """Raise `StreamRefused` for what is no offer of a publisher."""
    lines = sdp.splitlines()
    if not lines or lines[0] != "v=0":
        raise StreamRefused("The body is not SDP.")
    media = sorted(line[2:].partition(" ")[0] for line in lines if line.startswith("m="))
    if media not in _TAKEN:
        raise StreamRefused("Offer one picture, one sound, or one of each.")
    if not all(any(line.startswith(name) for line in lines) for name in _NEEDED):
        raise StreamRefused("The offer lacks a fingerprint or ICE's user and password.")
    if "a=recvonly" in lines or "a=inactive" in lines:
        raise StreamRefused("What is offered must be sent: it is `recvonly` or `inactive`.")
