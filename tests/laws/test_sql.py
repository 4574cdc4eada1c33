"""The shop's SQL runs on MariaDB and on MySQL alike: words that both share, and no server's defaults."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SHOP = Path("resolvers/shop")
MIGRATIONS = sorted(SHOP.rglob("*.sql"))
STATEMENT = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|REPLACE|WITH|SET|CREATE|ALTER|DROP|DO|CALL)\b")
# What one of the two lacks, or answers differently, each with the word that finds it.
ONE_SIDED = {
    r"->": "JSON paths by arrow: MySQL",
    r"\bAS\s+new\b": "row aliases of INSERT: MySQL",
    r"\bFOR\s+SHARE\b|\bFOR\s+UPDATE\s+OF\b": "locking reads: MySQL",
    r"\bVALUES\s+ROW\b": "row constructors: MySQL",
    r"\buuid_to_bin\b|\bbin_to_uuid\b|\bmax_execution_time\b": "MySQL",
    r"utf8mb4_0900": "collations: MySQL",
    r"@@(session\.|global\.)?(transaction_isolation|tx_isolation)\b": "the variable's name differs",
    r"\bRETURNING\b|\bSEQUENCE\b|\bSYSTEM\s+VERSIONING\b|\bmax_statement_time\b": "MariaDB",
    r"\b(COLUMN|INDEX|KEY|CONSTRAINT)\s+IF\s+(NOT\s+)?EXISTS\b": "MariaDB",
    r"\bUUID\s+(NOT\s+)?NULL\b|\bINET[46]\b": "types: MariaDB",
    r"\bCONVERT_TZ\b": "needs tables of time zones, which a bare server lacks",
    r"\bREPLACE\s+INTO\b": "deletes the row first, and with it what refers to it",
}


def list_statements() -> Iterator[tuple[str, str]]:
    """Yield every statement of the shop with its place: the migrations, and the texts of its code."""
    yield from ((str(path), path.read_text()) for path in MIGRATIONS)
    for path in SHOP.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            text = _read_text(node)
            if text and STATEMENT.match(text):
                yield f"{path}:{node.lineno}", text  # type: ignore[attr-defined]


def _read_text(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "?" for part in node.values)
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def find_one_sided(statement: str) -> list[str]:
    return [why for pattern, why in ONE_SIDED.items() if re.search(pattern, statement, re.IGNORECASE)]


def test_statements_hold_to_what_both_servers_share() -> None:
    found = [(place, why) for place, statement in list_statements() for why in find_one_sided(statement)]

    assert found == []
    assert len(list(list_statements())) > len(MIGRATIONS) > 0


@pytest.mark.parametrize("migration", MIGRATIONS, ids=lambda path: path.stem)
def test_a_table_says_how_its_text_compares(migration: Path) -> None:
    """Servers have other defaults: 'ß' = 'ss' on one, '😀' = '😁' on the other. Ids compare by their bytes."""
    text = migration.read_text()

    assert text.startswith("-- "), "its first line says what it holds"
    if "CREATE TABLE" in text:
        assert "ENGINE = InnoDB DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;" in text
        ids = re.findall(r"^  (?:\w+_)?(?:id|buyer|seller|product|variant|state)\s+VARCHAR[^\n]*", text, re.MULTILINE)
        assert all("CHARACTER SET ascii COLLATE ascii_bin" in column for column in ids)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT body->>'$.a' FROM outbox",
        "INSERT INTO orders VALUES (1) AS new ON DUPLICATE KEY UPDATE a = new.a",
        "SELECT 1 FROM orders FOR SHARE",
        "INSERT INTO orders VALUES (1) RETURNING id",
        "ALTER TABLE orders ADD COLUMN IF NOT EXISTS a INT",
        "SELECT CONVERT_TZ(placed_at, 'UTC', 'Europe/Berlin') FROM orders",
        "SET SESSION max_statement_time = 5",
    ],
)
def test_the_law_finds_what_only_one_knows(statement: str) -> None:
    assert find_one_sided(statement)
