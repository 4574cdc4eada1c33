"""Words of English that a learner may not know yet, with their forms and their meanings.

words.tsv.gz is made by infra/vocabulary.py; its meanings are those of Open English WordNet 2024 (CC BY 4.0, NOTICE).
"""

import gzip
from functools import cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

Part = Literal["a", "n", "r", "v"]  # adjective, noun, adverb, verb

_FILE: Final = Path(__file__).with_name("words.tsv.gz")


class Sense(NamedTuple):
    """One meaning of a word, and as which part of speech."""

    part: str
    gloss: str


class Word(NamedTuple):
    """A word as dictionaries list it."""

    lemma: str
    level: float
    """From 1 (A1) to 6 (C2)."""
    frequency: float
    """The logarithm of how often it is met in a thousand million words."""
    parts: str
    """The parts of speech that the form which was looked up may have."""
    senses: tuple[Sense, ...]


def look_up(form: str) -> Word | None:
    """Return the word that a form in lower case belongs to; None for what everybody knows, and what nobody meets."""
    if (line := _index_forms().get(form)) is None:
        return None
    lemma, level, frequency, forms, senses = line.split("\t")
    parts = dict(each.split(":") for each in forms.split(","))
    listed = tuple(Sense(*each.split(":", 1)) for each in senses.split("|"))
    return Word(lemma, float(level), float(frequency), parts[form], listed)


@cache
def _index_forms() -> dict[str, str]:
    """Return the line of each form; a form of two words is taken for the one that is met more often."""
    lines = gzip.decompress(_FILE.read_bytes()).decode().splitlines()
    index: dict[str, str] = {}
    for line in sorted(lines, key=lambda each: float(each.split("\t", 3)[2])):
        for form in line.split("\t", 4)[3].split(","):
            index[form.partition(":")[0]] = line
    return index
