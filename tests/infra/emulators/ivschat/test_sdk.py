"""Amazon's own chat SDK, as it is in npm, against the emulator."""

import asyncio
from pathlib import Path

from tests.infra.emulators.ivschat.conftest import HANDLER, MODERATOR, Venue

SCRIPT = Path(__file__).with_name("talk.mjs")


async def test_the_unmodified_sdk_talks_moderates_and_is_refused(venue: Venue) -> None:
    """Every fact is printed by the script, which ends at the first that does not hold."""
    venue.reviewers.answer = lambda event: (
        {"ReviewResult": "DENY", "Attributes": {"Reason": "No, please."}}
        if event["Content"] == "denied"
        else {"ReviewResult": "ALLOW", "Content": event["Content"]}
    )
    room = await venue.create_room(messageReviewHandler={"uri": HANDLER, "fallbackResult": "DENY"})
    tokens = [
        await venue.ask_token(room, "ada", attributes={"name": "Ada"}),
        await venue.ask_token(room, "owner", MODERATOR),
        await venue.ask_token(room, "guest", ()),
    ]

    url = f"ws://127.0.0.1:{venue.port}"
    process = await asyncio.create_subprocess_exec(
        "node", str(SCRIPT), url, *tokens, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()

    assert process.returncode == 0, output.decode()
    assert output.decode().count("yes  ") == 11
