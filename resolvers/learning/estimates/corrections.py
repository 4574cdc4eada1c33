"""Which corrections of a model keep the meaning: other forms of a word, function words, and slips of spelling."""

from collections import Counter
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

import lemminflect

from resolvers.learning.writing.edit_distance import count_slips
from resolvers.learning.writing.sentences import WORD
from resolvers.learning.writing.word_sets import word_set

MOST_WORDS_CHANGED: Final = 3
_LONG_WORD: Final = 8  # letters: two slips in a shorter word make another word
# Words that carry grammar. Left out are those that turn a meaning round, such as `not`, `without` and `less`.
_FUNCTION_WORDS: Final = word_set(
    """
    a an the of in on at to for by with about into as that which who whom than be am is are was were been being
    do does did have has had having it its their there
    """
)
_VARIANTS: Final = (("our", "or"), ("ise", "ize"), ("isa", "iza"), ("yse", "yze"), ("tre", "ter"), ("ogue", "og"))
_DOUBLED: Final = ("lled", "lling", "ller")


def keeps_meaning(quote: str, replacement: str) -> bool:
    """Tell whether a replacement says the same as the words it is for, and is not the same already."""
    if quote == replacement or any(mark in replacement for mark in ("<", ">", "://", "](", "\n")):
        return False
    before, after = _list_words(quote), _list_words(replacement)
    if not before or not after or _count_fixed_words(before) != _count_fixed_words(after):
        return False
    changed = 0
    for tag, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        pairs = [*zip_longest(before[start:end], after[other_start:other_end], fillvalue="")]
        changed += len(pairs)
        if not all(_may_replace(one, other) for one, other in pairs):
            return False
    return 0 < changed <= MOST_WORDS_CHANGED


def _may_replace(word: str, other: str) -> bool:
    if not word or not other:
        return (word or other) in _FUNCTION_WORDS
    if {word, other} <= _FUNCTION_WORDS:
        return True
    if _unify_spelling(word) == _unify_spelling(other):
        return False  # British or American, both are right
    if _list_lemmas(word) & _list_lemmas(other):
        return True
    most = 2 if len(word) >= _LONG_WORD else 1
    return not lemminflect.getAllLemmas(word) and count_slips(word, other) <= most


def _list_words(text: str) -> list[str]:
    return [each.group().lower().replace("\u2019", "'") for each in WORD.finditer(text)]


def _count_fixed_words(words: list[str]) -> Counter[str]:
    """Count what no correction may add, drop or change: numbers, and what says no."""
    return Counter(
        each
        for each in words
        if any(letter.isdigit() for letter in each)
        or each.endswith("n't")
        or each in {"not", "no", "never", "none", "nobody", "nothing", "without", "cannot"}
    )


def _list_lemmas(word: str) -> set[str]:
    return {lemma.lower() for found in lemminflect.getAllLemmas(word).values() for lemma in found}


def _unify_spelling(word: str) -> str:
    for british, american in _VARIANTS:
        word = word.replace(british, american)
    for doubled in _DOUBLED:
        word = word.replace(doubled, doubled[1:])
    return word
