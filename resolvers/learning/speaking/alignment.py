"""Compares the words that were heard with those that were to be read, and says how each was read.

What was heard doubtfully is said to be unclear and never shown: a guess can be a word that nobody said.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

import jiwer

from resolvers.learning.speaking.model import SpokenWord, SpokenWordStatus
from resolvers.learning.speaking.transcriber import HeardWord
from resolvers.learning.speaking.words import Place, Token, list_tokens

_SURE: Final = 0.5
_ALIKE: Final = 0.5  # how much of a name must be heard: recognisers know few places
_FILLERS: Final = frozenset({"um", "umm", "uh", "uhm", "er", "erm", "hm", "hmm", "mm", "mhm", "ah", "eh"})


@dataclass
class _Said:
    """What was said of one word of the paragraph."""

    right: int = 0
    wrong: list[int] = field(default_factory=list)  # the numbers of the heard words in its place
    heard: list[int] = field(default_factory=list)  # the numbers of all heard words that are of it


def is_filler(word: str) -> bool:
    """Tell whether a word is a hesitation."""
    return word.casefold().strip(".,!?…-") in _FILLERS


def align(places: Sequence[Place], heard: Sequence[HeardWord]) -> list[SpokenWord]:
    """Return every word of a paragraph and every other that was heard, in the order in which they were to be said."""
    plain = [each for each in heard if not is_filler(each.text)]
    wanted = list_tokens([each.text for each in places])
    got = list_tokens([each.text for each in plain])
    said = [_Said() for _ in places]
    added: list[tuple[int, int]] = []  # the word of the paragraph before which a heard word was said
    for group in _list_groups(wanted, got):
        _take(group, said, added, len(places))
    fillers = [each for each in heard if is_filler(each.text)]
    return _write(places, plain, said, added, _mark_repeated(got, added), fillers)


@dataclass(frozen=True)
class _Group:
    """Neighbouring words that were not heard as they are, or were: those that were to be said, and those heard."""

    is_right: bool
    wanted: Sequence[Token]
    got: Sequence[Token]
    next_word: int | None


def _list_groups(wanted: list[Token], got: list[Token]) -> Iterator[_Group]:
    """Yield the aligned pieces in order; wrong ones that are neighbours are one."""
    first = last = heard_first = heard_last = 0
    for chunk in _align_texts([each.text for each in wanted], [each.text for each in got]):
        if chunk.type != "equal":
            last, heard_last = chunk.ref_end_idx, chunk.hyp_end_idx
            continue
        if last > first or heard_last > heard_first:
            yield _judge(wanted, got, (first, last), (heard_first, heard_last))
        yield _judge(
            wanted, got, (chunk.ref_start_idx, chunk.ref_end_idx), (chunk.hyp_start_idx, chunk.hyp_end_idx), right=True
        )
        first = last = chunk.ref_end_idx
        heard_first = heard_last = chunk.hyp_end_idx
    if last > first or heard_last > heard_first:
        yield _judge(wanted, got, (first, last), (heard_first, heard_last))


def _align_texts(wanted: list[str], got: list[str]) -> list[jiwer.AlignmentChunk]:
    if not wanted or not got:
        kind = "delete" if wanted else "insert"
        return [jiwer.AlignmentChunk(kind, 0, len(wanted), 0, len(got))] if wanted or got else []
    return jiwer.process_words([" ".join(wanted)], [" ".join(got)]).alignments[0]


def _judge(
    wanted: list[Token], got: list[Token], span: tuple[int, int], heard: tuple[int, int], *, right: bool = False
) -> _Group:
    expected, said = wanted[slice(*span)], got[slice(*heard)]
    # “fisher men” is “fishermen”: where words end nobody hears.
    is_same = "".join(each.text for each in expected) == "".join(each.text for each in said)
    after = wanted[span[1]].word if span[1] < len(wanted) else None
    return _Group(right or is_same, expected, said, after)


def _take(group: _Group, said: list[_Said], added: list[tuple[int, int]], end: int) -> None:
    """Note what a group says of the words of the paragraph, and what was added."""
    if group.is_right:
        for token in group.wanted:
            said[token.word].right += 1
        for number, token in enumerate(group.got):
            nearest = group.wanted[min(number, len(group.wanted) - 1)]
            said[nearest.word].heard.append(token.word)
        return
    pairs = _pair(group.wanted, group.got)
    paired = {other for _, other in pairs}
    for mine, other in pairs:
        word = said[group.wanted[mine].word]
        word.wrong.append(group.got[other].word)
        word.heard.append(group.got[other].word)
    for number, token in enumerate(group.got):
        if number not in paired:
            before = [mine for mine, other in pairs if other > number]
            place = group.wanted[before[0]].word if before else group.next_word
            added.append((end if place is None else place, token.word))


def _pair(wanted: Sequence[Token], got: Sequence[Token]) -> list[tuple[int, int]]:
    """Return which heard word stands in the place of which: in order, and the most alike ones if some are left."""
    if not wanted or not got:
        return []
    if len(wanted) == len(got):
        return [(number, number) for number in range(len(got))]
    shorter, longer = (wanted, got) if len(wanted) < len(got) else (got, wanted)
    best = max(
        range(len(longer) - len(shorter) + 1),
        key=lambda shift: sum(_compare(each.text, longer[number + shift].text) for number, each in enumerate(shorter)),
    )
    pairs = [(number, number + best) for number in range(len(shorter))]
    return pairs if shorter is wanted else [(other, mine) for mine, other in pairs]


def _compare(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _mark_repeated(got: list[Token], added: list[tuple[int, int]]) -> set[int]:
    """Return which added words say again what was said just before, or what is said just after."""
    texts: dict[int, list[str]] = {}
    for token in got:
        texts.setdefault(token.word, []).append(token.text)
    repeated: set[int] = set()
    for run in _list_runs([word for _, word in added]):
        said = [texts.get(each) for each in run]
        before = [texts.get(each) for each in range(run[0] - len(run), run[0])]
        after = [texts.get(each) for each in range(run[-1] + 1, run[-1] + 1 + len(run))]
        if said in (before, after):
            repeated |= set(run)
    return repeated


def _list_runs(words: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for word in sorted(set(words)):
        if runs and runs[-1][-1] == word - 1:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _write(
    places: Sequence[Place],
    plain: Sequence[HeardWord],
    said: Sequence[_Said],
    added: list[tuple[int, int]],
    repeated: set[int],
    fillers: Sequence[HeardWord],
) -> list[SpokenWord]:
    ends = max((place.end for place in places), default=0)
    read = [_show(place, said[number], plain) for number, place in enumerate(places)]
    beside: list[tuple[int, SpokenWord]] = []
    for before, word in dict.fromkeys(added):
        at = places[before].start if before < len(places) else ends
        status = SpokenWordStatus.REPEATED if word in repeated else SpokenWordStatus.ADDED
        beside.append((before, _show_beside(plain[word], at, status)))
    for filler in fillers:
        before = _find_next(read, filler.start)
        at = places[before].start if before < len(places) else ends
        beside.append((before, _show_beside(filler, at, SpokenWordStatus.FILLER)))
    words: list[SpokenWord] = []
    for number in range(len(places) + 1):
        words += sorted((word for place, word in beside if place == number), key=lambda word: word.from_second or 0)
        words += read[number : number + 1]
    return words


def _find_next(read: Sequence[SpokenWord], at: float) -> int:
    """Return the number of the first word of the paragraph that is said after a time."""
    return next(
        (number for number, word in enumerate(read) if word.from_second is not None and word.from_second >= at),
        len(read),
    )


def _show(place: Place, said: _Said, plain: Sequence[HeardWord]) -> SpokenWord:
    heard = [plain[each] for each in dict.fromkeys(said.heard)]
    wrong = [plain[each] for each in dict.fromkeys(said.wrong)]
    status = _judge_word(place, said, wrong)
    return SpokenWord(
        status=status,
        expected=place.text,
        heard=" ".join(each.text for each in heard) if status == SpokenWordStatus.MISREAD else None,
        start=place.start,
        end=place.end,
        from_second=min((each.start for each in heard), default=None),
        to_second=max((each.end for each in heard), default=None),
    )


def _judge_word(place: Place, said: _Said, wrong: list[HeardWord]) -> SpokenWordStatus:
    if not wrong:
        return SpokenWordStatus.READ if said.right else SpokenWordStatus.MISSED
    sounds = "".join(each.text for each in wrong).casefold()
    if place.is_name:
        is_alike = _compare(place.text.casefold(), sounds) >= _ALIKE
        return SpokenWordStatus.READ if is_alike else SpokenWordStatus.UNCLEAR
    is_sure = all(each.confidence >= _SURE for each in wrong)
    return SpokenWordStatus.MISREAD if is_sure else SpokenWordStatus.UNCLEAR


def _show_beside(word: HeardWord, at: int, status: SpokenWordStatus) -> SpokenWord:
    is_sure = word.confidence >= _SURE or status != SpokenWordStatus.ADDED
    return SpokenWord(
        status=status if is_sure else SpokenWordStatus.UNCLEAR,
        heard=word.text if is_sure else None,
        start=at,
        end=at,
        from_second=word.start,
        to_second=word.end,
    )
