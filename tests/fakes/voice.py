"""A voice that reads a sentence into a file: espeak-ng, as a library."""

import ctypes
import wave
from functools import cache
from pathlib import Path
from typing import Any, Final

import espeakng_loader

_SYNCHRONOUS: Final = 2
_BY_CHARACTER: Final = 1
_UTF8: Final = 1
_RATE: Final = 1
_WORDS_A_MINUTE: Final = 140
_Listener = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def speak(text: str, path: Path, voice: str = "en-us") -> Path:
    """Write what is said as a WAV file and return its path."""
    library, sample_rate = _load()
    sound = bytearray()

    def listen(samples: Any, count: int, _: Any) -> int:
        if samples:
            sound.extend(ctypes.string_at(samples, count * 2))
        return 0

    listener = _Listener(listen)
    library.espeak_SetSynthCallback(listener)
    library.espeak_SetVoiceByName(voice.encode())
    library.espeak_SetParameter(_RATE, _WORDS_A_MINUTE, 0)
    content = text.encode() + b"\0"
    library.espeak_Synth(content, len(content), 0, _BY_CHARACTER, 0, _UTF8, None, None)
    library.espeak_Synchronize()
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(sample_rate)
        file.writeframes(bytes(sound))
    return path


@cache
def _load() -> tuple[Any, int]:
    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = str(espeakng_loader.get_data_path()).encode()
    return library, int(library.espeak_Initialize(_SYNCHRONOUS, 0, data, 0))
