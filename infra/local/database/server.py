"""The database server: where it is found, how its data folder is made, and how it is started."""

import os
import secrets
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

HOST: Final = "127.0.0.1"
DATABASE: Final = "shop"
PACKAGES: Final = Path(".waymark/mariadb")
# Where Debian, Homebrew (Apple silicon, Intel) put it when it is not on PATH.
FOLDERS: Final = ("/usr/sbin", "/opt/homebrew/opt/mariadb/bin", "/usr/local/opt/mariadb/bin")
NAMES: Final = ("mariadbd", "mysqld")
SQL_MODE: Final = "STRICT_TRANS_TABLES,NO_ZERO_IN_DATE,NO_ZERO_DATE,ERROR_FOR_DIVISION_BY_ZERO,ONLY_FULL_GROUP_BY"

LACK: Final = (
    "No database server was found. Install MariaDB (`apt-get install mariadb-server`, `brew install mariadb`), "
    "or name one in WAYMARK_DATABASE_URL. Everything except ordering works without it."
)


class DatabaseError(Exception):
    """The server could not be set up; the text has its own words."""


@dataclass(frozen=True)
class Server:
    """A MariaDB or MySQL server on this machine; `root` is the folder that it was unpacked in, if it was."""

    binary: Path
    root: Path | None = None

    @property
    def environment(self) -> dict[str, str]:
        """Our own environment, with the libraries that were unpacked beside the server."""
        if self.root is None:
            return dict(os.environ)
        folders = ":".join(str(folder) for folder in self.root.glob("usr/lib/*-linux-gnu*"))
        return os.environ | {"LD_LIBRARY_PATH": folders}

    def is_mariadb(self) -> bool:
        version = subprocess.run([self.binary, "--version"], env=self.environment, capture_output=True, check=False)
        return b"MariaDB" in version.stdout


def find_server(packages: Path = PACKAGES) -> Server | None:
    """Return the server that is installed or was unpacked, or None."""
    found = next((path for name in NAMES for path in _find_installed(name)), None)
    if found:
        return Server(found)
    root = (packages / "root").absolute()
    unpacked = root / "usr/sbin/mariadbd"
    return Server(unpacked, root) if unpacked.exists() else None


def initialise(server: Server, data: Path) -> None:
    """Make the data folder once; raise `DatabaseError`. A folder that was begun and not finished is made again."""
    if data.exists():
        return
    begun = data.with_name(f"{data.name}.begun")
    shutil.rmtree(begun, ignore_errors=True)
    begun.mkdir(parents=True, mode=0o700)
    environment = _make_environment(server, data)
    done = subprocess.run(
        _initialise_command(server, begun), env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise DatabaseError(f"{server.binary.name} could not make its data folder.\n{done.stdout}{done.stderr}")
    begun.rename(data)


def serve(server: Server, data: Path, port: int) -> None:
    """Become the server: this process's number stays, so that who started it can stop it."""
    setup = data.with_name(f"{data.name}.sql").absolute()
    _write_private(setup, "\n".join(_list_setup(read_password(data))))
    os.execve(server.binary, _serve_command(server, data, port, setup), _make_environment(server, data))  # noqa: S606


def read_password(data: Path) -> str:
    """Return the password of the users `migrator` and `shop`, which is made on the first call."""
    file = data.with_name(f"{data.name}.password")
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        _write_private(file, secrets.token_urlsafe(24))
    return file.read_text()


def read_url(data: Path, port: int, user: str = "shop") -> str:
    """Return the address of the database for `shop`, who reads and writes, or `migrator`, who changes tables."""
    return f"mysql://{user}:{read_password(data)}@{HOST}:{port}/{DATABASE}"


def _make_environment(server: Server, data: Path) -> dict[str, str]:
    """Return the server's environment, with a folder of its own for temporary tables.

    A server that starts deletes those that it finds, also those of another one that runs.
    """
    temporary = data.with_name(f"{data.name}.temporary").absolute()
    temporary.mkdir(parents=True, exist_ok=True, mode=0o700)
    return server.environment | {"TMPDIR": str(temporary)}


def _find_installed(name: str) -> Iterator[Path]:
    places = (shutil.which(name), *(f"{folder}/{name}" for folder in FOLDERS))
    return (Path(place) for place in places if place and os.access(place, os.X_OK))


def _initialise_command(server: Server, data: Path) -> list[str]:
    options = ["--no-defaults", f"--datadir={data.absolute()}", *_user_option()]
    if not server.is_mariadb():
        return [str(server.binary), *options, "--initialize-insecure"]
    base = server.root / "usr" if server.root else server.binary.parents[1]
    script = base / "bin/mariadb-install-db"
    small = ("--innodb-log-file-size=8M", "--skip-name-resolve", "--skip-test-db")
    return [str(script), *options, f"--basedir={base}", "--auth-root-authentication-method=normal", *small]


def _serve_command(server: Server, data: Path, port: int, setup: Path) -> list[str]:
    return [
        str(server.binary),
        "--no-defaults",  # first: else the machine's own configuration is read
        *_user_option(),
        *([f"--basedir={server.root / 'usr'}"] if server.root else []),
        f"--datadir={data.absolute()}",
        f"--bind-address={HOST}",
        f"--port={port}",
        # In the data folder by a name of its own: a socket's whole path is limited to 108 bytes.
        "--socket=database.sock",
        "--pid-file=database.pid",
        f"--init-file={setup}",
        "--skip-name-resolve",
        "--loose-innodb-log-file-size=8M",
        "--innodb-buffer-pool-size=32M",
        "--performance-schema=OFF",
        "--max-connections=64",
        "--character-set-server=utf8mb4",
        "--collation-server=utf8mb4_unicode_520_ci",
        "--default-time-zone=+00:00",
        f"--sql-mode={SQL_MODE}",
        "--transaction-isolation=READ-COMMITTED",
        "--skip-log-bin",
    ]


def _write_private(file: Path, text: str) -> None:
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
        output.write(text)


def _user_option() -> Sequence[str]:
    """Return the option without which the server refuses to run as root, as CI does."""
    return ["--user=root"] if os.geteuid() == 0 else []


def _list_setup(password: str) -> Iterator[str]:
    """Yield the statements of every start, one a line; root is reached by the socket only."""
    yield f"CREATE DATABASE IF NOT EXISTS {DATABASE};"
    yield f"DROP USER IF EXISTS 'root'@'{HOST}', 'root'@'::1';"
    grants = {"migrator": "ALL PRIVILEGES", "shop": "SELECT, INSERT, UPDATE, DELETE"}
    for user, privileges in grants.items():
        yield f"CREATE USER IF NOT EXISTS '{user}'@'{HOST}';"
        yield f"ALTER USER '{user}'@'{HOST}' IDENTIFIED BY '{password}';"
        # Tests have a database each, called shop_ and a number.
        yield f"GRANT {privileges} ON `{DATABASE}%`.* TO '{user}'@'{HOST}';"
