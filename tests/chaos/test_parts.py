"""Workers, database and site are killed at work, and the clock jumps: nothing stays stuck or half."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pymysql
import pytest
import urllib3

from tests.chaos.campaign import ROUNDS
from tests.chaos.clock import Clock
from tests.database import Database
from tests.emulator import Emulator
from tests.fakes.data_plane import free_port
from tests.functions import make_function

# Copies each message; the pause is where a worker is killed.
COPY = """
import boto3, time
copies = boto3.client("dynamodb")
def handler(event, context):
    for record in event["Records"]:
        time.sleep(0.3)
        copies.put_item(TableName="copies", Item={"PK": {"S": record["body"]}})
"""
HOUR = 3600


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    running = Emulator(tmp_path)
    yield running
    running.stop()


def until(condition: Callable[[], bool], what: str, seconds: float = 90) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"Not true in time: {what}"
        time.sleep(0.1)


def make_copier(emulator: Emulator) -> str:
    """Make a queue whose messages a function copies into a table, and return its address."""
    emulator.client("dynamodb").create_table(
        TableName="copies",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
    )
    sqs = emulator.client("sqs")
    url = str(sqs.create_queue(QueueName="things", Attributes={"VisibilityTimeout": "2"})["QueueUrl"])
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    make_function(emulator, "copier", COPY)
    emulator.client("lambda").create_event_source_mapping(FunctionName="copier", EventSourceArn=arn, BatchSize=1)
    return url


def copies(emulator: Emulator) -> set[str]:
    items = emulator.client("dynamodb").scan(TableName="copies", ConsistentRead=True)["Items"]
    return {item["PK"]["S"] for item in items}


def waiting(emulator: Emulator, url: str) -> int:
    """How many messages a queue has, visible or in flight."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    found = emulator.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return sum(int(found[name]) for name in names)


def workers(emulator: Emulator) -> list[int]:
    """The processes in which the emulator runs functions."""
    listed = Path(f"/proc/{emulator.pid}/task").glob("*/children")
    return [int(child) for children in listed for child in children.read_text().split()]


def test_a_message_survives_the_worker_that_had_it(emulator: Emulator) -> None:
    """Each is done in the end, by another worker; none stays in flight."""
    url = make_copier(emulator)
    bodies = {f"message {number}" for number in range(3 * ROUNDS)}
    for body in bodies:
        emulator.client("sqs").send_message(QueueUrl=url, MessageBody=body)

    killed: set[int] = set()
    while len(killed) < ROUNDS:
        until(lambda: bool(set(workers(emulator)) - killed), "a worker is there")
        time.sleep(0.1 + len(killed) % 5 * 0.1)
        for pid in set(workers(emulator)) - killed:
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)

    until(lambda: copies(emulator) == bodies, "every message was done")
    until(lambda: waiting(emulator, url) == 0, "no message is left")


def test_a_clock_that_jumps_stops_no_queue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour forth and back: what is sent is done, saved, and there after a kill."""
    clock = Clock(tmp_path / "clock")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([clock.path, os.environ.get("PYTHONPATH", "")]))
    emulator = Emulator(tmp_path)
    try:
        url = make_copier(emulator)
        sent: set[str] = set()
        for offset in (0, HOUR, 0, -HOUR, 0):
            clock.jump(offset)
            sent.add(f"message {len(sent)}")
            emulator.client("sqs").send_message(QueueUrl=url, MessageBody=f"message {len(sent) - 1}")
            until(lambda: copies(emulator) == sent, "it was done")
        until(lambda: emulator.get("health")[1]["unsavedSeconds"] == 0, "everything is saved")
        emulator.kill()
        emulator.start()
        assert copies(emulator) == sent
    finally:
        emulator.stop()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    running = Database(tmp_path / "database")
    yield running
    running.child.stop(15)


def pay(database: Database, committed: list[int], first: int) -> None:
    """Commit pairs of rows until the database is gone."""
    connection = database.connect_as_root()
    try:
        for number in range(first, first + 100_000):
            with connection.cursor() as cursor:
                cursor.execute("BEGIN")
                cursor.execute("INSERT INTO shop.chaos VALUES (%s, 'order')", (number,))
                cursor.execute("INSERT INTO shop.chaos VALUES (%s, 'payment')", (number,))
                cursor.execute("COMMIT")
            committed.append(number)
    except pymysql.Error:
        return


def test_a_killed_database_has_what_it_committed_and_no_half(database: Database) -> None:
    """After each kill every acknowledged transaction is there whole, and no other in part."""
    with database.connect_as_root() as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE shop.chaos (id INT, half VARCHAR(10), PRIMARY KEY (id, half))")
    committed: list[int] = []
    for number in range(ROUNDS):
        before = len(committed)
        writer = threading.Thread(target=pay, args=(database, committed, number * 100_000))
        writer.start()
        until(lambda: len(committed) >= before + 5, "transactions are committed")  # noqa: B023  asked here
        time.sleep(number % 5 * 0.05)
        database.kill()
        writer.join()
        database.start()

        with database.connect_as_root() as connection, connection.cursor() as cursor:
            cursor.execute("SELECT id, COUNT(*) FROM shop.chaos GROUP BY id")
            found: dict[Any, Any] = dict(cursor.fetchall())
        assert set(found.values()) == {2}
        assert set(committed) <= set(found)


def test_a_killed_site_is_there_again(tmp_path: Path) -> None:
    """On the same port at once, also while clients hold connections: it keeps nothing that could be lost."""
    (tmp_path / "index.html").write_text("<h1>Here</h1>")
    (tmp_path / "config.json").write_text("{}")
    port = free_port()
    options = ("--port", str(port), "--dist", str(tmp_path), "--config", str(tmp_path / "config.json"))
    for _ in range(ROUNDS):
        site = subprocess.Popen([sys.executable, "-m", "infra.local.site", *options], stdout=subprocess.DEVNULL)  # noqa: S603
        try:
            until(lambda: reads(port) == b"<h1>Here</h1>", "the site answers")
            held = socket.create_connection(("127.0.0.1", port))
        finally:
            site.send_signal(signal.SIGKILL)
            site.wait()
        held.close()


def reads(port: int) -> bytes | None:
    try:
        return urllib3.request("GET", f"http://127.0.0.1:{port}/", timeout=5, retries=False).data
    except urllib3.exceptions.HTTPError:
        return None
