"""Where the database is and who signs in: `mysql://user:password@host:port/database?ca=/path`."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self
from urllib.parse import parse_qs, unquote, urlsplit

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
DEFAULT_PORT: Final = 3306
# The roots by which RDS signs its servers' certificates (rds-ca-rsa2048-g1), one for each region.
RDS_ROOTS: Final = Path(__file__).with_name("rds-roots.pem")
RDS_HOSTS: Final = ".rds.amazonaws.com"


@dataclass(frozen=True)
class Address:
    """A database and a user of it; `ca` is the file of certificates that its server is verified with.

    Servers of RDS are verified with RDS's own roots, others with those of this machine.
    """

    host: str
    port: int
    user: str
    password: str
    database: str
    ca: str | None = None

    @classmethod
    def parse(cls, url: str) -> Self:
        """Read a URL, or raise `ValueError` without repeating the password."""
        parts = urlsplit(url)
        if parts.scheme not in {"mysql", "mariadb"} or not parts.hostname or not parts.username or len(parts.path) < 2:  # noqa: PLR2004
            raise ValueError("The database's address must look like mysql://user:password@host:port/database.")
        of_host = str(RDS_ROOTS) if parts.hostname.endswith(RDS_HOSTS) else None
        ca = parse_qs(parts.query).get("ca", [of_host])[0]
        password, database = unquote(parts.password or ""), unquote(parts.path[1:])
        return cls(parts.hostname, parts.port or DEFAULT_PORT, unquote(parts.username), password, database, ca)

    @property
    def is_local(self) -> bool:
        return self.host in LOOPBACK

    def __repr__(self) -> str:
        """Leave the password out of logs and tracebacks."""
        return f"Address({self.user}@{self.host}:{self.port}/{self.database})"
