"""What a feed page costs on the deployed system, in Lambda invocations: one for each field that needs one."""

import re
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

CREATE = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id version } } }"
PATIENCE = 30.0
PUBLISH = "mutation($input: PublishPostInput!) { publishPost(input: $input) { post { id } errors { code } } }"
FEED = """query FeedPage($first: Int!) { feed(first: $first) { edges { node {
  title author { handle } cover { id } counts { likes comments } viewerHasLiked
} } } }"""


def _publish(stack: Stack, who: Person, number: int) -> None:
    made = stack.query(CREATE, who.headers, input={"title": f"Post {number}"})["data"]["createPost"]["post"]
    stack.query(PUBLISH, who.headers, input={"id": made["id"], "expectedVersion": made["version"]})


def _pages(stack: Stack) -> list[str]:
    """Return the data plane's log lines about pages, which it writes a moment after its answers."""
    return [each for each in (stack.system.logs / "appsync.log").read_text().splitlines() if "query FeedPage" in each]


def _invocations(stack: Stack, pages_before: int) -> Counter[str]:
    """Read from the next line what the page invoked; a repeated call is written with its number."""
    end = time.monotonic() + PATIENCE
    while len(pages := _pages(stack)) == pages_before:
        assert time.monotonic() < end, "The page was never logged."
        time.sleep(0.05)
    calls = re.findall(r"(\w+\.\w+) → \w+ \d+ ms(?: ×(\d+))?", pages[-1])  # noqa: RUF001
    return Counter({field: int(times or 1) for field, times in calls})


@pytest.mark.parametrize("size", [1, 20])
def test_a_page_costs_one_invocation_for_each_field_whatever_its_size(stack: Stack, size: int) -> None:
    """Author and counts ride along with the page; covers and likes are asked once for all of it."""
    who = stack.sign_up(f"writer-{uuid4().hex[:8]}@example.org")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: _publish(stack, who, number), range(size)))

    pages = len(_pages(stack))

    answer = stack.query(FEED, who.headers, first=size)

    nodes = [edge["node"] for edge in answer["data"]["feed"]["edges"]]
    assert len(nodes) == size
    assert all(node["author"] and node["viewerHasLiked"] is False for node in nodes)
    assert _invocations(stack, pages) == {"Query.feed": 1, "Post.cover": 1, "Post.viewerHasLiked": 1}
