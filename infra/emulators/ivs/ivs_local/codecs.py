"""What an encoder says of its picture and sound before the first frame: AVC and AAC, and nothing else.

Sources: ISO/IEC 14496-15, 5.3.3 (the record of AVC) and 14496-10, 7.3.2.1 (its sequence parameter set);
14496-3, 1.6.2.1 (the configuration of AAC).
"""

from dataclasses import dataclass

from ivs_local.refusal import Limit, StreamRefused

MAX_LONG_SIDE, MAX_SHORT_SIDE = 1920, 1080
_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
_HIGH_PROFILES = {100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135}
_PROFILES = {66: "Baseline", 77: "Main", 88: "Extended", 100: "High"}
_MAX_CHANNELS = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """AVC's configuration: the record as it is written into files, and what it says."""

    record: bytes
    width: int
    height: int

    @property
    def codec(self) -> str:
        return f"avc1.{self.record[1:4].hex()}"

    @property
    def profile(self) -> str:
        return _PROFILES.get(self.record[1], str(self.record[1]))

    @property
    def level(self) -> str:
        return f"{self.record[3] / 10:.1f}"


@dataclass(frozen=True, slots=True)
class Sound:
    """AAC's configuration, with its sample rate in hertz."""

    config: bytes
    rate: int
    channels: int

    @property
    def codec(self) -> str:
        return f"mp4a.40.{self.config[0] >> 3}"


def parse_picture(record: bytes) -> Picture:
    """Return what a decoder configuration record says, or raise `StreamRefused`."""
    if len(record) < 8 or record[0] != 1 or not record[5] & 31:
        raise StreamRefused("The description of the picture is not understood.")
    try:
        length = int.from_bytes(record[6:8], "big")
        sps = record[8 : 8 + length]
        width, height = _read_size(_Bits(sps[1:].replace(b"\0\0\3", b"\0\0")))
    except IndexError as error:
        raise StreamRefused("The description of the picture is not complete.") from error
    if max(width, height) > MAX_LONG_SIDE or min(width, height) > MAX_SHORT_SIDE:
        limit = Limit("Ingest Resolution", MAX_SHORT_SIDE, min(width, height), "pixels")
        raise StreamRefused(f"The picture is {width}x{height}; 1920x1080 is the limit.", limit=limit)
    return Picture(record, width, height)


def parse_sound(config: bytes) -> Sound:
    """Return what an AudioSpecificConfig says, or raise `StreamRefused`."""
    bits = _Bits(config)
    try:
        kind, index = bits.read(5), bits.read(4)
        rate = bits.read(24) if index == 15 else _RATES[index]
        channels = bits.read(4)
    except IndexError as error:
        raise StreamRefused("The description of the sound is not complete.") from error
    if kind not in (2, 5, 29) or not 1 <= channels <= _MAX_CHANNELS or not 7350 <= rate <= 96000:
        raise StreamRefused("The sound is not AAC-LC with 1 to 6 channels.")
    return Sound(config, rate, channels)


def _read_size(bits: "_Bits") -> tuple[int, int]:
    profile = bits.read(8)
    bits.read(16)
    bits.read_unsigned()
    chroma = 1
    if profile in _HIGH_PROFILES:
        chroma = bits.read_unsigned()
        depths = (bits.read(1) if chroma == 3 else 0, bits.read_unsigned(), bits.read_unsigned())
        if chroma != 1 or any(depths):
            raise StreamRefused("The picture is not 4:2:0 with 8 bits: encode it as yuv420p.")
        bits.read(1)
        if bits.read(1):
            for number in range(8):
                if bits.read(1):
                    _skip_scaling_list(bits, 16 if number < 6 else 64)
    bits.read_unsigned()
    _skip_picture_order(bits)
    bits.read_unsigned()
    bits.read(1)
    width, height = (bits.read_unsigned() + 1) * 16, (bits.read_unsigned() + 1) * 16
    is_progressive = bits.read(1)
    height *= 2 - is_progressive
    if not is_progressive:
        bits.read(1)
    bits.read(1)
    if bits.read(1):
        left, right, top, bottom = (bits.read_unsigned() for _ in range(4))
        width -= 2 * (left + right)
        height -= 2 * (top + bottom) * (2 - is_progressive)
    if width < 16 or height < 16:
        raise StreamRefused(f"A picture of {width}x{height} is too small.")
    return width, height


def _skip_scaling_list(bits: "_Bits", size: int) -> None:
    last = following = 8
    for _ in range(size):
        if following:
            following = (last + bits.read_signed()) % 256
        last = following or last


def _skip_picture_order(bits: "_Bits") -> None:
    kind = bits.read_unsigned()
    if kind == 0:
        bits.read_unsigned()
    elif kind == 1:
        bits.read(1)
        bits.read_signed()
        bits.read_signed()
        for _ in range(min(bits.read_unsigned(), 255)):
            bits.read_signed()


class _Bits:
    """Reads bits, and Exp-Golomb numbers; raises `IndexError` at the end."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def read(self, count: int) -> int:
        value = 0
        for at in range(self._at, self._at + count):
            value = value << 1 | self._data[at >> 3] >> (7 - (at & 7)) & 1
        self._at += count
        return value

    def read_unsigned(self) -> int:
        zeros = 0
        while not self.read(1):
            zeros += 1
            if zeros > 31:
                raise IndexError
        return (1 << zeros) - 1 + self.read(zeros)

    def read_signed(self) -> int:
        value = self.read_unsigned()
        return (value + 1) // 2 if value & 1 else -(value // 2)
