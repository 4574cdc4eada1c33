"""A kept state follows the emulator to another port."""

from pathlib import Path

from infra.local.emulator.moves import settle


def test_addresses_follow_the_port(tmp_path: Path) -> None:
    """A queue made on one port is found on the next; a state without a note is taken as it is."""
    queues = tmp_path / "services/sqs.json"
    queues.parent.mkdir()
    queues.write_text('{"url": "http://localhost:4566/000000000000/uploads"}')

    settle(tmp_path, 4566)
    settle(tmp_path, 4999)

    assert queues.read_text() == '{"url": "http://localhost:4999/000000000000/uploads"}'
