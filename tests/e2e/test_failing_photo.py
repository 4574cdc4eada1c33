"""A photo whose AI does not answer, and its author who tries again once it does, in a real browser."""

import subprocess
from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.e2e.journeys import FRONTEND, PLAYWRIGHT, environment
from tests.stack import PASSWORD, Stack

pytestmark = pytest.mark.emulator

REKOGNITION = "rekognition"


@pytest.fixture
def blind(stack: Stack) -> Iterator[Stack]:
    """The system while no AI answers; afterwards it does again."""
    stack.system.launcher.end_part(REKOGNITION)
    try:
        yield stack
    finally:
        if REKOGNITION not in stack.system.launcher.names:
            stack.system.launcher.start_part(REKOGNITION)


def test_a_photo_that_no_ai_could_read_says_why_and_is_tried_again(blind: Stack) -> None:
    """The reason shows where one writes and on the own page; trying again at either makes the photo live."""
    ada = blind.sign_up(f"ada-{uuid4().hex[:8]}@example.org")
    people = {"WAYMARK_EMAIL": ada.email, "WAYMARK_PASSWORD": PASSWORD, "WAYMARK_REPORT": "list"}
    command = (*PLAYWRIGHT, "--project=outages", "failing-photo")
    lines = []

    with subprocess.Popen(  # noqa: S603  our own spec
        command,
        cwd=FRONTEND,
        env=environment(blind) | people,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        for line in process.stdout or ():
            lines.append(line)
            if "AI_MAY_ANSWER" in line:
                blind.system.launcher.start_part(REKOGNITION)

    assert process.returncode == 0, "".join(lines)
