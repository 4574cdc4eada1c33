"""The embedded AWS keeps what it has: across a clean stop, and across a kill once writing has paused."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.emulator import TOKEN, Emulator

pytestmark = pytest.mark.emulator


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    running = Emulator(tmp_path)
    yield running
    running.stop()


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "It did not come true in time."
        time.sleep(0.05)


def make_table(emulator: Emulator) -> None:
    emulator.client("dynamodb").create_table(
        TableName="things",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "PK", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "PK", "KeyType": "HASH"}],
    )


def put(emulator: Emulator, key: str) -> None:
    emulator.client("dynamodb").put_item(TableName="things", Item={"PK": {"S": key}})


def keys(emulator: Emulator) -> set[str]:
    return {item["PK"]["S"] for item in emulator.client("dynamodb").scan(TableName="things")["Items"]}


def test_a_clean_stop_loses_nothing(emulator: Emulator) -> None:
    """Not even what was written a moment before."""
    make_table(emulator)
    put(emulator, "last")

    emulator.stop()
    emulator.start()

    assert keys(emulator) == {"last"}


def test_a_kill_loses_only_what_no_snapshot_has(emulator: Emulator) -> None:
    """`unsavedSeconds` says how old the oldest such write is."""
    make_table(emulator)
    put(emulator, "saved")
    until(lambda: emulator.get("health")[1]["unsavedSeconds"] == 0)

    emulator.kill()
    emulator.start()

    assert keys(emulator) == {"saved"}


def test_a_secret_is_told_to_whoever_has_the_token_only(emulator: Emulator) -> None:
    """And only of a key that exists."""
    with_token = {"Authorization": f"Bearer {TOKEN}"}
    user = emulator.client("iam").create_user(UserName="ada")["User"]
    key = emulator.client("iam").create_access_key(UserName="ada")["AccessKey"]

    assert emulator.get(f"credentials?accessKeyId={key['AccessKeyId']}")[0] == 403
    assert emulator.get("credentials?accessKeyId=AKIAUNKNOWN", **with_token)[0] == 404
    status, found = emulator.get(f"credentials?accessKeyId={key['AccessKeyId']}", **with_token)
    assert status == 200
    assert (found["secretAccessKey"], found["arn"]) == (key["SecretAccessKey"], user["Arn"])


def test_only_the_loopback_is_listened_on(emulator: Emulator) -> None:
    """No neighbour in the network can reach it, on any port."""
    listening = [line.split() for line in Path(f"/proc/{emulator._child.pid}/net/tcp").read_text().splitlines()[1:]]
    inodes = {
        link.rpartition("[")[2].rstrip("]")
        for descriptor in Path(f"/proc/{emulator._child.pid}/fd").iterdir()
        if (link := str(descriptor.readlink())).startswith("socket:")
    }

    own = {fields[1] for fields in listening if fields[3] == "0A" and fields[9] in inodes}
    assert own == {f"0100007F:{emulator.port:04X}"}
