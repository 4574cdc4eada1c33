"""The database of the local system: a real server, found or unpacked, on the loopback interface only."""

import os
import socket
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pymysql
import pytest
from pymysql.connections import Connection

from infra.local.database import server
from infra.local.database.packages import PackagesError, can_unpack, unpack_server
from infra.local.database.server import find_server, initialise
from infra.local.parts import PARTS
from infra.local.run.launcher import Launcher
from infra.local.run.workspace import Workspace, read_ports
from resolvers.shop.database.address import Address
from tests.database import Database
from tests.fakes.data_plane import free_port


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    started = Database(tmp_path_factory.mktemp("database") / "data")
    yield started
    started.child.stop(15)


def test_a_kill_loses_nothing_that_was_committed(running: Database) -> None:
    """Killed while rows are written one commit each: every acknowledged one is there, and at most one more."""
    connection = running.connect("migrator")
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE written (id INT PRIMARY KEY)")
    acknowledged: list[int] = []
    enough = threading.Event()

    def write() -> None:
        try:
            for number in range(1_000_000):
                with connection.cursor() as cursor:
                    cursor.execute("INSERT INTO written VALUES (%s)", (number,))
                connection.commit()
                acknowledged.append(number)
                if number == 200:
                    enough.set()
        except pymysql.Error:
            return

    writer = threading.Thread(target=write)
    writer.start()
    assert enough.wait(60)
    running.kill()
    writer.join()
    running.start()

    with running.connect("shop") as again, again.cursor() as cursor:
        cursor.execute("SELECT id FROM written ORDER BY id")
        found = [row[0] for row in cursor.fetchall()]
    assert found[: len(acknowledged)] == acknowledged
    assert len(found) - len(acknowledged) <= 1


def test_it_listens_on_the_loopback_interface_only(running: Database) -> None:
    """No other address of this machine answers on its port."""
    with running.connect("shop") as connection, connection.cursor() as cursor:
        cursor.execute("SELECT @@bind_address")
        assert cursor.fetchone() == ("127.0.0.1",)
    others = {str(found[4][0]) for found in socket.getaddrinfo(socket.gethostname(), None)} - {"127.0.0.1", "::1"}
    for address in others - {found for found in others if found.startswith("127.")}:
        with socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET) as probe:
            assert probe.connect_ex((address, running.port)) != 0


def test_who_may_do_what(running: Database) -> None:
    """`shop` reads and writes, `migrator` changes tables, root comes by the socket only; each needs the password."""
    with running.connect("shop") as connection, connection.cursor() as cursor, pytest.raises(pymysql.OperationalError):
        cursor.execute("CREATE TABLE mine (id INT PRIMARY KEY)")
    for user in ("root", "shop", "migrator"):
        with pytest.raises(pymysql.OperationalError, match="Access denied"):
            pymysql.connect(host="127.0.0.1", port=running.port, user=user, password="", ssl_disabled=True)
    for name in ("data.password", "data.sql"):
        assert stat.S_IMODE((running.data.parent / name).stat().st_mode) == 0o600


def test_it_is_strict_and_its_clock_is_utc(running: Database) -> None:
    """What does not fit is refused, and a reader sees what was committed last."""
    with running.connect("migrator") as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE strict (code CHAR(3), at DATETIME)")
        with pytest.raises(pymysql.DataError):
            cursor.execute("INSERT INTO strict (code) VALUES ('EURO')")
        cursor.execute("SELECT @@time_zone")
        assert cursor.fetchone() == ("+00:00",)
        cursor.execute("SHOW VARIABLES LIKE 't%isolation'")  # its name differs between MariaDB and MySQL
        assert [value for _, value in cursor.fetchall()] == ["READ-COMMITTED"]


def test_a_folder_that_was_begun_is_made_again(tmp_path: Path) -> None:
    """A start that was killed half way leaves nothing that looks like a data folder."""
    found, data = find_server(), tmp_path / "data"
    assert found
    (tmp_path / "data.begun" / "rest").mkdir(parents=True)

    initialise(found, data)

    assert data.is_dir()
    assert not (tmp_path / "data.begun").exists()


def test_a_server_that_cannot_initialise_says_why(tmp_path: Path) -> None:
    script = tmp_path / "usr/sbin/mariadbd"
    script.parent.mkdir(parents=True)
    script.write_text("#!/bin/sh\necho no space left; exit 3\n")
    script.chmod(0o755)

    with pytest.raises(server.DatabaseError, match="no space left"):
        initialise(server.Server(script), tmp_path / "data")


def test_without_a_server_the_system_starts_and_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database is optional: the launcher leaves it out with its sentence."""
    monkeypatch.setattr("infra.local.parts.find_server", lambda: None)
    said: list[str] = []
    part = next(part for part in PARTS if part.name == "database")

    launcher = Launcher(Workspace(tmp_path, {"database": 1}), [part], said.append)
    launcher.start({})

    assert launcher.names == []
    assert "brew install mariadb" in said[0]


def test_two_systems_run_side_by_side(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each on the port of its variable and in its own folders, and what one keeps the other does not see."""
    part = next(part for part in PARTS if part.name == "database")
    launchers, addresses, folders = [], [], []
    for name in ("first", "second"):
        monkeypatch.setenv("WAYMARK_DATABASE_PORT", str(free_port()))
        workspace = Workspace(tmp_path / name, read_ports(part.ports))
        launchers.append(Launcher(workspace, [part], lambda _: None))
        launchers[-1].start({})
        folders.append(str(workspace.state / "database.temporary"))
        addresses.append(server.read_url(workspace.state / "database", workspace.ports["database"], "migrator"))

    connections = [connect(address) for address in addresses]
    for number, connection in enumerate(connections):
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE own (number INT)")
            cursor.execute("INSERT INTO own VALUES (%s)", (number,))
    kept = [read_all(connection, "SELECT number, @@port, @@tmpdir FROM own") for connection in connections]
    for launcher in launchers:
        launcher.stop()

    ports = [Address.parse(address).port for address in addresses]
    assert kept == [((0, ports[0], folders[0]),), ((1, ports[1], folders[1]),)]


def connect(url: str) -> Connection:
    address = Address.parse(url)
    return pymysql.connect(
        host=address.host,
        port=address.port,
        user=address.user,
        password=address.password,
        database=address.database,
        autocommit=True,
        ssl_disabled=True,
    )


def read_all(connection: Connection, statement: str) -> tuple[tuple[object, ...], ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()


def test_an_address_elsewhere_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WAYMARK_DATABASE_URL", "mysql://shop@db.example/shop")
    said: list[str] = []

    Launcher(
        Workspace(tmp_path, {"database": 1}), [part for part in PARTS if part.name == "database"], said.append
    ).start({})

    assert "WAYMARK_DATABASE_URL" in said[0]


@pytest.mark.skipif(not can_unpack(), reason="Debian's tools are not here")
def test_the_server_is_unpacked_from_packages(tmp_path: Path) -> None:
    """Without root's rights and without this system's own lists; a second time replaces the first."""
    unpack_server(tmp_path / "packages")

    unpacked = server.Server(tmp_path / "packages/root/usr/sbin/mariadbd", tmp_path / "packages/root")
    assert unpacked.is_mariadb()
    assert [path.name for path in (tmp_path / "packages").iterdir()] == ["root"]


def test_a_failed_download_leaves_nothing_that_looks_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\necho no network >&2; exit 100\n")
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)

    with pytest.raises(PackagesError, match="no network"):
        unpack_server(tmp_path / "packages")
    assert not (tmp_path / "packages/root").exists()
