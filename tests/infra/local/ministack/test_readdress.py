"""A kept state follows the emulator to another port."""

from pathlib import Path

from infra.local.ministack.readdress import follow_port


def test_addresses_follow_the_port(tmp_path: Path) -> None:
    """A queue made on one port is found on the next; a state without a note is taken as it is."""
    queues = tmp_path / "generation/sqs.json"
    queues.parent.mkdir()
    queues.write_text('{"url": "http://localhost:4566/000000000000/uploads"}')

    follow_port(tmp_path / "port", queues.parent, 4566)
    follow_port(tmp_path / "port", queues.parent, 4999)

    assert queues.read_text() == '{"url": "http://localhost:4999/000000000000/uploads"}'


def test_a_first_start_has_no_addresses(tmp_path: Path) -> None:
    """It only notes its port."""
    follow_port(tmp_path / "state/port", None, 4566)

    assert (tmp_path / "state/port").read_text() == "4566"
