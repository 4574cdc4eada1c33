"""The packages as a stranger gets them: built as wheels, installed by `uvx`, run from an empty folder."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.fakes.data_plane import answers, free_port
from tests.fakes.socket_client import ask, connect, encode_headers, until

ROOT = Path(__file__).parents[3]
UV = str(ROOT / ".venv" / "bin" / "uv")
EXAMPLE = Path(__file__).parent / "appsync" / "example"
KEY = {"x-api-key": "da2-bookshop"}
INSTALL_SECONDS = 120.0


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every package of `infra/emulators` as a wheel."""
    folder = tmp_path_factory.mktemp("wheels")
    for package in sorted((ROOT / "infra" / "emulators").glob("*/pyproject.toml")):
        command = [UV, "build", "-q", "--wheel", str(package.parent), "--out-dir", str(folder)]
        subprocess.run(command, check=True)  # noqa: S603
    return folder


@contextmanager
def running(wheels: Path, distribution: str, command: str, *arguments: str, folder: Path) -> Iterator[None]:
    """Run a package's command with nothing but its wheel and what that depends on, in the versions pinned here."""
    pins = str(ROOT / "requirements" / "local.txt")
    options = ["--from", distribution, "--find-links", str(wheels), "--constraints", pins, "--isolated", "--no-config"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {name: value for name, value in os.environ.items() if name.startswith(("UV_", "SSL_", "HTTPS_"))}
    process = subprocess.Popen(  # noqa: S603
        [UV, "tool", "run", "-q", *options, command, *arguments], cwd=folder, env=environment
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


async def test_appsync_local_serves_a_folder_far_from_this_repository(wheels: Path, tmp_path: Path) -> None:
    """A query is answered by the folder's handler, and a mutation reaches a subscriber."""
    shop = shutil.copytree(EXAMPLE, tmp_path / "shop", ignore=shutil.ignore_patterns("__pycache__"))
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    port = free_port()
    options = ("--folder", str(shop), "--port", str(port))

    with running(wheels, "appsync-local", "appsync-local", *options, folder=elsewhere):
        await until(lambda: answers(port), INSTALL_SECONDS)
        url = f"http://127.0.0.1:{port}/graphql"
        books = await ask(url, "{ books { title author { name } } }", KEY)
        headers = {"host": "localhost", **KEY}
        async with connect(url, query=f"?header={encode_headers(headers)}&payload=e30=") as client:
            await client.joins()
            await client.starts("subscription { onReview { stars } }", headers=headers)
            assert (await client.hears())["type"] == "start_ack"
            await ask(url, 'mutation { review(input: { bookId: "1", stars: 4 }) { bookId stars } }', KEY)
            review = await client.hears_data()

    assert books["data"]["books"][0]["author"]["name"]
    assert review == {"data": {"onReview": {"stars": 4}}}
    assert await asyncio.to_thread(lambda: list(elsewhere.iterdir())) == []
