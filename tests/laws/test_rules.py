"""The index of infrastructure rules: as their code says, whole, and each code in one place."""

from infra.rules import RULES
from infra.rules.index import FAMILIES, PAGE, entries, index
from tests.infra.rules import seeds_api, seeds_delivery, seeds_functions, seeds_stacks
from tests.infra.rules.mistakes import MISTAKES

SEEDED = (seeds_api, seeds_delivery, seeds_functions, seeds_stacks)


def test_the_index_is_what_the_rules_say() -> None:
    """`python -m infra.rules --index` writes it."""
    assert PAGE.read_text() == index()


def test_every_rule_says_why() -> None:
    """In a sentence of its own: its finding says what, its reason says why."""
    assert [each.__name__ for each in RULES if not (each.__doc__ or "").endswith(".")] == []
    assert {each.code[0] for each in entries()} == {*FAMILIES}


def test_a_code_belongs_to_one_file() -> None:
    """Whoever reads a finding finds its rule by its code."""
    files: dict[str, set[str]] = {}
    for each in entries():
        files.setdefault(each.code, set()).add(each.file.name)

    assert {code: names for code, names in files.items() if len(names) > 1} == {}


def test_the_index_has_every_code_that_a_seeded_mistake_is_found_by() -> None:
    """A rule that was renamed keeps its code, or its mistakes say so."""
    assert {each.code for each in MISTAKES} <= {each.code for each in entries()}
