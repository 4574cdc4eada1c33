"""How many slips of the finger lie between two words: letters added, left out, changed, or two swapped."""


def count_slips(one: str, other: str) -> int:
    """Return the distance of two words by optimal string alignment, whatever their capitals."""
    one, other = one.casefold(), other.casefold()
    before, last = [0] * (len(other) + 1), list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        current = [row]
        for column, wanted in enumerate(other, 1):
            least = min(last[column] + 1, current[-1] + 1, last[column - 1] + (letter != wanted))
            is_swap = row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted
            current.append(min(least, before[column - 2] + 1) if is_swap else least)
        before, last = last, current
    return last[-1]
