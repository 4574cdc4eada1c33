"""What a feed page costs on the deployed system, in Lambda invocations: one for each field that needs one."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest

from tests.stack import Person, Stack

pytestmark = pytest.mark.emulator

CREATE = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id version } } }"
PUBLISH = "mutation($input: PublishPostInput!) { publishPost(input: $input) { post { id } errors { code } } }"
FEED = """query FeedPage($first: Int!) { feed(first: $first) { edges { node {
  title author { handle } cover { id } counts { likes comments } viewerHasLiked
} } } }"""


def _publish(stack: Stack, who: Person, number: int) -> None:
    made = stack.query(CREATE, who.headers, input={"title": f"Post {number}"})["data"]["createPost"]["post"]
    stack.query(PUBLISH, who.headers, input={"id": made["id"], "expectedVersion": made["version"]})


def _invocations(stack: Stack) -> Counter[str]:
    """Read from the data plane's log what the last page invoked; a repeated call is written with its number."""
    lines = (stack.system.logs / "appsync.log").read_text().splitlines()
    (*_, line) = [each for each in lines if "query FeedPage" in each]
    calls = re.findall(r"(\w+\.\w+) → Functions \d+ ms(?: ×(\d+))?", line)  # noqa: RUF001
    return Counter({field: int(times or 1) for field, times in calls})


@pytest.mark.parametrize("size", [1, 20])
def test_a_page_costs_one_invocation_for_each_field_whatever_its_size(stack: Stack, size: int) -> None:
    """Author and counts ride along with the page; covers and likes are asked once for all of it."""
    who = stack.sign_up(f"writer-{uuid4().hex[:8]}@example.org")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: _publish(stack, who, number), range(size)))

    answer = stack.query(FEED, who.headers, first=size)

    nodes = [edge["node"] for edge in answer["data"]["feed"]["edges"]]
    assert len(nodes) == size
    assert all(node["author"] and node["viewerHasLiked"] is False for node in nodes)
    assert _invocations(stack) == {"Query.feed": 1, "Post.cover": 1, "Post.viewerHasLiked": 1}
