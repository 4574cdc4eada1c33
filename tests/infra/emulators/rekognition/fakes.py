"""Stand-ins for the models and for S3, each with one visible behaviour."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
from rekognition_local.detector import Sighting
from rekognition_local.engine import Engine
from rekognition_local.pictures import Pixels
from rekognition_local.reader import Line
from rekognition_local.requests import S3Object
from rekognition_local.taxonomy import Taxonomy


@dataclass
class CertainClassifier:
    """Gives each named class its probability, and nothing to the others."""

    chances: dict[int, float] = field(default_factory=dict)

    def probabilities(self, _pixels: Pixels) -> np.typing.NDArray[np.float32]:
        answer = np.zeros(1000, np.float32)
        for number, chance in self.chances.items():
            answer[number] = chance
        return answer


@dataclass
class SharpEyedDetector:
    """Sees what it was told."""

    seen: list[Sighting] = field(default_factory=list)

    def sightings(self, _pixels: Pixels) -> list[Sighting]:
        return self.seen


@dataclass
class PruneModerator:
    """Scores every picture the same: the only way to see a rejection without an explicit picture."""

    verdict: float = 0.0

    def score(self, _pixels: Pixels) -> float:
        return self.verdict


class BrokenModerator:
    """Fails, as a model whose file was damaged would."""

    def score(self, _pixels: Pixels) -> float:
        raise RuntimeError("the session is gone")


class BusyModerator:
    """Is not done before it is told."""

    def __init__(self) -> None:
        self.started = threading.Event()
        self.done = threading.Event()

    def score(self, _pixels: Pixels) -> float:
        self.started.set()
        self.done.wait(20)
        return 0.0


@dataclass
class Typesetter:
    """Reads the lines it was given."""

    text: list[Line] = field(default_factory=list)

    def lines(self, _pixels: Pixels) -> list[Line]:
        return self.text


def engine(taxonomy: Taxonomy, **models: object) -> Engine:
    """An engine of stand-ins; name the ones that matter."""
    chosen = {
        "classifier": CertainClassifier(),
        "detector": SharpEyedDetector(),
        "moderator": PruneModerator(),
        "reader": Typesetter(),
        **models,
    }
    return Engine(taxonomy, **chosen)  # type: ignore[arg-type]


class NoObjects:
    """An S3 that must not be asked."""

    def fetch(self, source: S3Object) -> bytes:
        raise AssertionError(f"nobody should ask for {source.name}")


@dataclass
class ObjectStore:
    """An S3 over HTTP with path-style addresses: contents by key and version, and refusals by key."""

    address: str
    contents: dict[tuple[str, str], bytes] = field(default_factory=dict)
    refusals: dict[str, tuple[int, str]] = field(default_factory=dict)

    def put(self, path: str, content: bytes, version: str = "") -> None:
        self.contents[path, version] = content

    def refuse(self, path: str, status: int, code: str) -> None:
        self.refusals[path] = status, code

    def answer(self, path: str, version: str) -> tuple[int, bytes]:
        if path in self.refusals:
            status, code = self.refusals[path]
        elif (path, version) in self.contents:
            return 200, self.contents[path, version]
        else:
            status, code = 404, "NoSuchVersion" if version else "NoSuchKey"
        return status, f"<Error><Code>{code}</Code><Message>no</Message></Error>".encode()


@contextmanager
def object_store() -> Iterator[ObjectStore]:
    """A running object store on a free port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            version = parse_qs(url.query).get("versionId", [""])[0]
            status, content = store.answer(url.path.removeprefix("/"), version)
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        store = ObjectStore(f"http://127.0.0.1:{server.server_port}")
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield store
        server.shutdown()
        thread.join()
