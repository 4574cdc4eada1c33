"""A photo whose AI does not answer, and its author who tries again once it does, in a real browser."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.stack import PASSWORD, Stack

pytestmark = pytest.mark.emulator

SCRIPT = "frontend/e2e/failing-photo.mjs"
REKOGNITION = "rekognition"


@pytest.fixture
def blind(stack: Stack) -> Iterator[Stack]:
    """The system while no AI answers; afterwards it does again."""
    stack.system.end(REKOGNITION)
    try:
        yield stack
    finally:
        if REKOGNITION not in stack.system.parts():
            stack.system.start_rekognition()


def test_a_photo_that_no_ai_could_read_is_told_and_tried_again(blind: Stack) -> None:
    """The reason shows where one writes and on the own page; trying again at either makes the photo live."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    assert chromium, "The browser tests need chromium. On Debian: apt-get install chromium"
    ada = blind.sign_up(f"ada-{uuid4().hex[:8]}@example.org")
    command = ("node", SCRIPT, blind.site_url, ada.email, PASSWORD)
    environment = os.environ | {"CHROMIUM": chromium}
    said = []

    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as ran:  # noqa: S603  our own script
        for line in ran.stdout or ():
            said.append(line)
            if line.startswith("next"):
                blind.system.start_rekognition()

    assert ran.returncode == 0, "".join(said)
    assert said[-1].startswith("yes")
