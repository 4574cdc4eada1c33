"""Every kind of video file that people have, drawn by ffmpeg: four coloured quarters tell which way is up.

Each is a second long and small. `PLAYED` are to be watched, `REFUSED` have a reason why not.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.clips import draw

QUARTERS = {"R": (200, 40, 40), "G": (40, 160, 60), "B": (40, 60, 190), "Y": (220, 200, 60)}
Arguments = tuple[str, ...]
Change = Callable[[bytes], bytes]

_H264: Arguments = ("-c:v", "libx264", "-preset", "ultrafast")
_X265: Arguments = ("-c:v", "libx265", "-preset", "ultrafast", "-tag:v", "hvc1")
_VP9: Arguments = ("-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8")
_AV1: Arguments = ("-c:v", "libsvtav1", "-preset", "12", "-svtav1-params", "enable-stat-report=0")


@dataclass(frozen=True)
class Kind:
    """One kind of file: how it is drawn, and what a viewer is to see and hear of it.

    `quarters` are the colours in reading order, `size` the size of the lowest rendition, `seconds` the length.
    """

    suffix: str
    frame: str = "320x240"
    video: Arguments = _H264
    audio: Arguments = ("-c:a", "aac")
    size: tuple[int, int] = (320, 240)
    quarters: str = "RGBY"
    seconds: float = 1.0
    has_sound: bool = True
    rate: str = "25"
    pixels: str = "yuv420p"
    matrix: str = "bt709"
    range: str = "limited"
    is_declared: bool = True
    filters: str = "null"
    sound: str = "sine=frequency=440:sample_rate=48000:duration=1"
    input_options: Arguments = ()
    remux: Arguments = ()
    change: Change | None = None
    options: Arguments = ()
    colour_tolerance: float = 10.0

    def draw(self, folder: Path) -> Path:
        """Draw the file into a folder and return its path."""
        path = folder / f"clip.{self.suffix}"
        sound = ("-f", "lavfi", "-i", self.sound) if self.sound and self.audio else ()
        picture = _draw_quarters(self.frame, self.rate, self.filters, self._colours())
        draw(*picture, *sound, *self.video, *self.audio, *self.options, path)
        if self.remux:
            source = path.rename(folder / f"source.{self.suffix}")
            draw(*self.input_options, "-i", source, *self.remux, path)
        if self.change:
            path.write_bytes(self.change(path.read_bytes()))
        return path

    def _colours(self) -> str:
        """Return the filters to the file's own colours, said in it or not."""
        if self.matrix == "rgb":
            return f"format={self.pixels}"
        said = f"color_primaries=bt709:color_trc=bt709:colorspace={self.matrix}" if self.is_declared else _UNSAID
        scaled = f"scale=out_color_matrix={self.matrix}:out_range={self.range}"
        return f"{scaled},format={self.pixels},setparams={said}:range={self.range}"


def _draw_quarters(frame: str, rate: str, filters: str, colours: str) -> Sequence[str]:
    red, green, blue, yellow = ("0x{:02x}{:02x}{:02x}".format(*QUARTERS[name]) for name in "RGBY")
    boxes = (("iw/2", "0", green), ("0", "ih/2", blue), ("iw/2", "ih/2", yellow))
    drawn = ",".join(f"drawbox=x={x}:y={y}:w=iw/2:h=ih/2:color={colour}:t=fill" for x, y, colour in boxes)
    graph = f"color=c={red}:size={frame}:rate={rate}:duration=1,format=gbrp,{drawn},format=gbrp,{filters},{colours}"
    return ("-f", "lavfi", "-i", graph)


def _lose_codec(content: bytes) -> bytes:
    """Name a sound that no decoder knows, as phones do for sound from all around."""
    return content.replace(b"mp4a", b"apac").replace(b"esds", b"free")


def _begin_later(content: bytes) -> bytes:
    """Cut the first packets off a transport stream, as a recorder does that joins a broadcast."""
    return content[188 * 12 :]


def _cut_end(content: bytes) -> bytes:
    return content[: len(content) * 4 // 5]


_UNSAID = "color_primaries=unknown:color_trc=unknown:colorspace=unknown"
_COPY: Arguments = ("-c", "copy")
_IN_709 = "setparams=color_primaries=bt709:color_trc=bt709:colorspace=gbr"


def _hdr(curve: str) -> Kind:
    """Draw the same colours in HDR, where white paper is at 203 cd/m² (BT.2408)."""
    filters = (
        f"{_IN_709},zscale=transfer=linear:npl=203,format=gbrpf32le,"
        f"zscale=transfer={curve}:primaries=bt2020:matrix=bt2020nc:range=limited:npl=203"
    )
    names = f"colorprim=bt2020:transfer={curve}:colormatrix=bt2020nc"
    encoder = (*_X265, "-x265-params", f"log-level=none:{names}")
    return Kind("mp4", video=encoder, matrix="rgb", pixels="yuv420p10le", filters=filters, colour_tolerance=30)


PLAYED: dict[str, Kind] = {
    "MP4 with its index last": Kind("mp4"),
    "MP4 with its index first": Kind("mp4", options=("-movflags", "+faststart")),
    "MP4 in fragments": Kind("mp4", options=("-movflags", "+frag_keyframe+empty_moov+default_base_moof")),
    "QuickTime, ProRes": Kind("mov", video=("-c:v", "prores_ks"), pixels="yuv422p10le", audio=("-c:a", "pcm_s16le")),
    "QuickTime, screen recording in RGB": Kind("mov", video=("-c:v", "qtrle"), matrix="rgb", pixels="rgb24"),
    "Matroska, H.264": Kind("mkv", audio=("-c:a", "flac")),
    "Matroska, HEVC in 10 bit": Kind("mkv", video=(*_X265, "-x265-params", "log-level=none"), pixels="yuv420p10le"),
    "WebM, VP9": Kind("webm", video=_VP9, audio=("-c:a", "libopus")),
    "WebM, VP8": Kind(
        "webm", video=("-c:v", "libvpx", "-deadline", "realtime"), audio=("-c:a", "libvorbis"), matrix="smpte170m"
    ),
    "WebM as a browser records it, without length": Kind(
        "webm", video=_VP9, audio=("-c:a", "libopus"), options=("-live", "1")
    ),
    "MP4, AV1": Kind("mp4", video=_AV1),
    "AVI, MPEG-4 part 2": Kind(
        "avi", video=("-c:v", "mpeg4"), audio=("-c:a", "libmp3lame"), is_declared=False, matrix="smpte170m"
    ),
    "AVI, Motion JPEG in full range": Kind(
        "avi", video=("-c:v", "mjpeg"), audio=("-c:a", "pcm_s16le"), range="full", matrix="smpte170m"
    ),
    "transport stream": Kind("ts", video=("-c:v", "mpeg2video"), audio=("-c:a", "mp2")),
    "transport stream of a broadcast, from ten hours on": Kind("ts", options=("-output_ts_offset", "36000")),
    "transport stream joined in the middle": Kind("ts", change=_begin_later, options=("-g", "5"), seconds=0.8),
    "programme stream": Kind("mpg", video=("-c:v", "mpeg2video"), audio=("-c:a", "mp2")),
    "Ogg, Theora": Kind(
        "ogv",
        filters="noise=alls=6:allf=t",
        video=("-c:v", "libtheora"),
        audio=("-c:a", "libvorbis"),
        is_declared=False,
        matrix="smpte170m",
    ),
    "Windows Media": Kind(
        "wmv", video=("-c:v", "wmv2"), audio=("-c:a", "wmav2"), is_declared=False, matrix="smpte170m"
    ),
    "3GP of an old phone": Kind(
        "3gp",
        frame="176x144",
        size=(176, 144),
        video=("-c:v", "h263"),
        audio=("-c:a", "aac"),
        is_declared=False,
        matrix="smpte170m",
    ),
    "portrait": Kind("mp4", frame="360x640", size=(360, 640)),
    "a quarter turned by its matrix": Kind(
        "mp4", input_options=("-display_rotation", "90"), remux=_COPY, size=(240, 320), quarters="GYRB"
    ),
    "upside down by its matrix": Kind("mp4", input_options=("-display_rotation", "180"), remux=_COPY, quarters="YBGR"),
    "mirrored by its matrix": Kind("mp4", input_options=("-display_hflip",), remux=_COPY, quarters="GRYB"),
    "a few degrees turned by its matrix": Kind("mp4", input_options=("-display_rotation", "3"), remux=_COPY),
    "odd sizes in 4:4:4": Kind("mp4", frame="853x481", pixels="yuv444p", size=(638, 360)),
    "odd sizes in 4:2:0": Kind("webm", frame="321x241", video=_VP9, audio=("-c:a", "libopus"), size=(320, 240)),
    "pixels that are wider than high": Kind("mp4", frame="720x576", filters="setsar=16/15", size=(480, 360)),
    "pixels that are higher than wide": Kind("mp4", frame="720x480", filters="setsar=8/9", size=(480, 360)),
    "wide pixels, a quarter turned": Kind(
        "mp4",
        frame="720x576",
        filters="setsar=16/15",
        input_options=("-display_rotation", "90"),
        remux=_COPY,
        size=(360, 480),
        quarters="GYRB",
    ),
    "interlaced": Kind(
        "ts",
        frame="720x576",
        rate="50",
        filters="setsar=16/15,interlace",
        video=("-c:v", "mpeg2video", "-flags", "+ilme+ildct"),
        audio=("-c:a", "ac3"),
        matrix="smpte170m",
        size=(480, 360),
    ),
    "HDR10": _hdr("smpte2084"),
    "HLG": _hdr("arib-std-b67"),
    "the wide colours of BT.2020 without HDR": Kind(
        "mkv",
        video=_VP9,
        audio=("-c:a", "libopus"),
        pixels="yuv420p10le",
        matrix="rgb",
        filters=f"{_IN_709},zscale=primaries=bt2020:transfer=2020_10:matrix=2020_ncl:range=limited",
    ),
    "colours of BT.601, said": Kind("mp4", matrix="smpte170m"),
    "colours and primaries of BT.601": Kind(
        "mp4",
        matrix="rgb",
        filters=f"{_IN_709},zscale=primaries=smpte170m:transfer=smpte170m:matrix=smpte170m:range=limited",
    ),
    "colours of BT.601, not said": Kind("mp4", matrix="smpte170m", is_declared=False),
    "colours of BT.709, not said": Kind("mp4", frame="1280x720", size=(640, 360), is_declared=False),
    "full range": Kind("mp4", range="full"),
    "4:2:2": Kind("mp4", pixels="yuv422p"),
    "RGB in H.264": Kind("mkv", video=("-c:v", "libx264rgb", "-preset", "ultrafast"), pixels="rgb24", matrix="rgb"),
    "transparent": Kind("webm", video=_VP9, audio=("-c:a", "libopus"), pixels="yuva420p"),
    "a variable frame rate": Kind("mp4", filters="select='not(mod(n,3))+lt(n,12)'", options=("-fps_mode", "vfr")),
    "240 frames a second": Kind("mp4", frame="64x48", rate="240", size=(64, 48)),
    "two frames a second": Kind("mp4", rate="2"),
    "no sound": Kind("mp4", audio=("-an",), sound="", has_sound=False),
    "an empty sound track": Kind("mov", remux=(*_COPY, "-bsf:a", "noise=drop=1"), has_sound=False),
    "sound that nothing decodes": Kind("mp4", change=_lose_codec, has_sound=False),
    "mono": Kind("mp4", audio=("-c:a", "aac", "-ac", "1")),
    "sound from five sides": Kind("mp4", audio=("-c:a", "aac", "-ac", "6")),
    "sound of a telephone": Kind("mkv", audio=("-c:a", "pcm_mulaw", "-ar", "8000", "-ac", "1")),
    "sound in 96 kHz": Kind("mov", audio=("-c:a", "pcm_s24le", "-ar", "96000")),
    "sound that ends before the picture": Kind("mp4", sound="sine=duration=0.3"),
    "sound that goes on after the picture": Kind("mp4", sound="sine=duration=3"),
    "sound that begins before the picture": Kind("mkv", options=("-ss", "0"), filters="setpts=PTS+0.4/TB"),
    "the last fifth missing": Kind("mkv", change=_cut_end, seconds=0.8),
    "a file attached": Kind("mkv", remux=(*_COPY, "-attach", __file__, "-metadata:s:t", "mimetype=text/plain")),
}


@dataclass(frozen=True)
class Refused:
    """One kind of file that is refused: how ffmpeg draws it, what of it is changed, and the reason."""

    reason: str
    suffix: str
    arguments: Arguments = ()
    change: Change | None = None
    content: bytes = b""

    def draw(self, folder: Path) -> Path:
        """Draw the file into a folder and return its path."""
        path = folder / f"clip.{self.suffix}"
        if self.arguments:
            draw(*self.arguments, path)
        else:
            path.write_bytes(self.content)
        if self.change:
            path.write_bytes(self.change(path.read_bytes()))
        return path


def _picture(size: str = "64x64", rate: str = "25", seconds: float = 1) -> Arguments:
    return ("-f", "lavfi", "-i", f"testsrc2=size={size}:rate={rate}:duration={seconds}")


def _keep_third(content: bytes) -> bytes:
    return content[: len(content) // 3]


_SINE: Arguments = ("-f", "lavfi", "-i", "sine=duration=2")
_STILL: Arguments = ("-frames:v", "1")

REFUSED: dict[str, Refused] = {
    "an empty file": Refused("UNREADABLE", "mp4"),
    "text": Refused("UNREADABLE", "mp4", content=b"No video."),
    "zeros": Refused("UNREADABLE", "mp4", content=bytes(10_000)),
    "a drawing": Refused("UNREADABLE", "mp4", content=b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "a photo": Refused("UNREADABLE", "mp4", (*_picture(), *_STILL, "-f", "image2", "-c:v", "png")),
    "a GIF": Refused("UNREADABLE", "gif", _picture()),
    "cut off before its index": Refused("UNREADABLE", "mp4", (*_picture(), *_H264), _keep_third),
    "cut off after its index": Refused(
        "CUT_OFF", "mp4", (*_picture(seconds=6), *_H264, "-movflags", "+faststart"), _keep_third
    ),
    "a still picture in a video's file": Refused("TOO_SHORT", "avif", (*_picture(), *_STILL, *_AV1)),
    "a blink": Refused("TOO_SHORT", "mp4", (*_picture(seconds=0.1), *_H264)),
    "a still picture with sound": Refused("TOO_SHORT", "mp4", (*_picture(seconds=0.04), *_SINE, *_H264)),
    "sound": Refused("NO_PICTURE", "mp3", _SINE),
    "sound in a video's file": Refused("NO_PICTURE", "mp4", _SINE),
    "a song with its cover": Refused(
        "NO_PICTURE",
        "mp3",
        (*_SINE, *_picture(), *_STILL, "-map", "0", "-map", "1", "-c:v", "png", "-disposition:v", "attached_pic"),
    ),
    "four hours and a minute": Refused("TOO_LONG", "mkv", (*_picture(rate="1/120", seconds=14_461), *_H264)),
    "a picture of a few pixels": Refused("TOO_SMALL", "mp4", (*_picture("64x16"), *_H264)),
    "a picture of 20,000 pixels": Refused(
        "TOO_LARGE", "mkv", ("-f", "lavfi", "-i", "color=size=20000x32:rate=5:duration=1", "-c:v", "ffv1")
    ),
    "pixels as wide as a street": Refused("TOO_LARGE", "mp4", (*_picture("640x64"), "-vf", "setsar=16/1", *_H264)),
    "a thousand frames a second": Refused("TOO_LARGE", "mp4", (*_picture("32x32", "1000"), *_H264)),
}

# Each names another file or an address, which ffmpeg would read for whoever uploads it.
HOSTILE: dict[str, str] = {
    "a list of files": "ffconcat version 1.0\nfile {file}\n",
    "a list of addresses": "ffconcat version 1.0\nfile {address}\n",
    "a playlist of files": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{file}\n#EXT-X-ENDLIST\n",
    "a playlist of addresses": "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n{address}\n#EXT-X-ENDLIST\n",
    "a playlist of concatenations": "#EXTM3U\n#EXTINF:2,\nconcat:{address}|file:{file}\n#EXT-X-ENDLIST\n",
    "a multivariant playlist": "#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{address}\n",
    "a manifest of DASH": (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" '
        'mediaPresentationDuration="PT2S"><Period><AdaptationSet mimeType="video/mp4"><Representation id="1" '
        'bandwidth="1"><BaseURL>{address}</BaseURL></Representation></AdaptationSet></Period></MPD>'
    ),
    "a session description": "v=0\nc=IN IP4 127.0.0.1\nm=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n",
    "a drawing with a picture": '<svg xmlns="http://www.w3.org/2000/svg"><image href="{address}"/></svg>',
}
