"""What every test may ask for."""

from collections.abc import Iterator

import pytest

from tests.stack import Stack, running


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The whole system: embedded AWS, deployed stacks, Rekognition and AppSync; mark its tests `emulator`."""
    with running(tmp_path_factory.mktemp("stack")) as started:
        yield started
