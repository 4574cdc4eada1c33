"""One id through every function: what AppSync was asked, the worker did and the stream announced, in their own logs."""

import json
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
import urllib3

from infra.deploy.formation import resource
from tests.fixtures import pictures
from tests.stack import Stack

pytestmark = pytest.mark.emulator

PATIENCE = 90.0
TRACE = "Root=1-67891233-0123456789abcdef01234567"
# Each function's log, and what it says of an upload.
LOGS = {
    "social.SocialFunctionLogs": "upload begun",
    "social.WorkerFunctionLogs": "photo processed",
    "platform.StreamFunctionLogs": "announced",
}
CREATE = "mutation($input: CreatePostInput!) { createPost(input: $input) { post { id } } }"
UPLOAD = """mutation($input: CreateUploadInput!) {
  createUpload(input: $input) { upload { url fields { name value } } photo { id } errors { code } }
}"""


def entries(stack: Stack, group: str) -> Iterator[dict[str, Any]]:
    """The JSON entries of one function's log."""
    made_by, _, logical = group.partition(".")
    name = resource(stack.client("cloudformation"), f"waymark-dev-{made_by}", logical)
    pages = stack.client("logs").get_paginator("filter_log_events").paginate(logGroupName=name)
    for event in (each for page in pages for each in page["events"]):
        for line in event["message"].splitlines():
            if line.startswith("{"):
                yield json.loads(line)


def read_log(stack: Stack, group: str, correlation_id: str) -> set[str]:
    """What one function's log says under an id."""
    return {
        entry["message"]
        for entry in entries(stack, group)
        if entry.get("correlation_id") == correlation_id and isinstance(entry.get("message"), str)
    }


def begin_upload(stack: Stack, size: int, **headers: str) -> dict[str, Any]:
    """Begin a photo of a new post, by somebody new, and return its form and its id."""
    ada = stack.sign_up(f"correlated-{uuid4().hex[:8]}@example.org")
    post_id = stack.query(CREATE, ada.headers, input={"title": "Traced"})["data"]["createPost"]["post"]["id"]
    asked = {"postId": post_id, "contentType": "image/jpeg", "bytes": size}
    return dict(stack.query(UPLOAD, ada.headers | headers, input=asked)["data"]["createUpload"])


def test_one_uploads_logs_share_one_id(stack: Stack) -> None:
    """From `createUpload` over queue and worker to the events that its steps announced."""
    file = pictures.photo(edge=300)
    upload = begin_upload(stack, len(file), **{"X-Amzn-Trace-Id": TRACE})["upload"]

    form = {each["name"]: each["value"] for each in upload["fields"]} | {"file": ("a.jpg", file, "image/jpeg")}
    assert urllib3.request("POST", upload["url"], fields=form, retries=False).status == 204

    until = time.monotonic() + PATIENCE
    while not all(message in read_log(stack, group, TRACE) for group, message in LOGS.items()):
        assert time.monotonic() < until, {group: read_log(stack, group, TRACE) for group in LOGS}
        time.sleep(0.5)


def test_a_request_without_a_trace_gets_one(stack: Stack) -> None:
    """As AppSync gives one to every request, and another to the next."""
    photos = [begin_upload(stack, 10)["photo"]["id"] for _ in range(2)]

    logged = {
        entry["photo_id"]: entry["correlation_id"]
        for entry in entries(stack, "social.SocialFunctionLogs")
        if "photo_id" in entry
    }
    ids = [logged[photo] for photo in photos]
    assert all(each.startswith("Root=1-") for each in ids)
    assert len(set(ids)) == 2
