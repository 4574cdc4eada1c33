"""The package by itself: built as a wheel and run by uvx in a folder that has nothing of Waymark."""

import contextlib
from pathlib import Path

import stripe

from infra.local.run.child import Child
from tests.fakes.data_plane import free_port
from tests.fakes.payments import Buyer, open_session
from tests.packages import build_wheel, clean_environment, uvx


def test_the_wheel_sells_from_a_foreign_folder(tmp_path: Path) -> None:
    """Its console script, its pages and its dependencies are all in it; its state is in that folder."""
    wheel, port = build_wheel(Path("infra/emulators/stripe"), tmp_path / "dist"), free_port()
    command, address = uvx([wheel], "payments-local", "--port", str(port)), f"http://127.0.0.1:{port}"

    with contextlib.chdir(tmp_path):
        server = Child("payments", command, clean_environment(), tmp_path)
    try:
        server.wait_until_ready(f"{address}/health", 240)
        client = stripe.StripeClient("sk_test_stranger", base_addresses={"api": address})
        session = open_session(client)
        landed = Buyer(session).pays()
    finally:
        server.stop(10)

    assert landed.endswith(session.id)
    assert (tmp_path / ".payments-local/payments.sqlite3").exists()
