"""The bookshop's only Lambda function."""

import time
from typing import Any

BOOKS = {"1": {"id": "1", "title": "Emma", "authorId": "a"}, "2": {"id": "2", "title": "Ulysses", "authorId": "b"}}
AUTHORS = {"a": {"id": "a", "name": "Jane Austen"}, "b": {"id": "b", "name": "James Joyce"}}
current: dict[str, Any] = {}


def lambda_handler(event: Any, _: Any) -> Any:
    if isinstance(event, list):
        return [{"data": AUTHORS[item["source"]["authorId"]]} for item in event]
    if event["info"]["fieldName"] == "whoAmI":
        return keeps_the_event(event)
    if event["info"]["fieldName"] == "books":
        return list(BOOKS.values())
    return BOOKS[event["arguments"]["id"]]


def keeps_the_event(event: dict[str, Any]) -> str:
    """Answer from module state, as frameworks do that keep the current event there."""
    current.update(event["request"]["headers"])
    time.sleep(0.01)
    return str(current["x-reader"])
