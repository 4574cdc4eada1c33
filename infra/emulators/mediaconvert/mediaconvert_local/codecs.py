"""A child process that prints the codecs of a file as RFC 6381 names them: `avc1.640028,mp4a.40.2`."""

import sys

import av

_AVC_CONFIGURATION = 1


def main() -> None:
    with av.open(sys.argv[1]) as container:
        pictures = [_name_picture(stream) for stream in container.streams.video]
        sounds = ["mp4a.40.2" for _ in container.streams.audio]
    print(",".join([*pictures, *sounds]))


def _name_picture(stream: av.VideoStream) -> str:
    extradata = stream.codec_context.extradata or b""
    if extradata[:1] != bytes([_AVC_CONFIGURATION]):  # a transport stream: start code, then the parameter set
        extradata = extradata[extradata.index(b"\x00\x00\x01") + 3 :] if b"\x00\x00\x01" in extradata else extradata
    return f"avc1.{extradata[1:4].hex()}"


if __name__ == "__main__":
    main()
