"""Says how much of one text stands in another, and which lines differ."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from intake.texts import spelled

RUN = 5  # words that follow each other
ALMOST = 0.5  # of the runs of the shorter text, from which two texts are shown side by side
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Difference:
    """Lines that differ between two texts: numbers counted from 1 of the first line in each, and the lines."""

    old_line: int
    old: tuple[str, ...]
    new_line: int
    new: tuple[str, ...]


@dataclass(frozen=True)
class Likeness:
    """How many runs of five words two texts share, of how many that the shorter one has."""

    shared: int
    runs: int

    @property
    def share(self) -> float:
        """Return the shared part, between 0 and 1."""
        return self.shared / self.runs if self.runs else 0


def runs(text: str) -> frozenset[int]:
    """Return the runs of five words of a text, each as a number; small and capital letters, and signs, are one."""
    words = _WORD.findall(spelled(text.lower()))
    return frozenset(map(hash, zip(*(words[at:] for at in range(RUN)), strict=False)))


def likeness(one: frozenset[int], other: frozenset[int]) -> Likeness:
    """Return how much two texts share: what an updated version and a page around a reprint add does not count."""
    return Likeness(len(one & other), min(len(one), len(other)))


def differences(old: str, new: str) -> tuple[Difference, ...]:
    r"""Return the lines that differ, from the first to the last.

    >>> differences("Một\nHai 12\nBa", "Một\nHai 13\nBa")
    (Difference(old_line=2, old=('Hai 12',), new_line=2, new=('Hai 13',)),)
    """
    left, right = old.split("\n"), new.split("\n")
    return tuple(
        Difference(a + 1, tuple(left[a:b]), c + 1, tuple(right[c:d]))
        for kind, a, b, c, d in SequenceMatcher(None, left, right).get_opcodes()
        if kind != "equal"
    )
