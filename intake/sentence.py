"""A sentence with all that was found in it, and what is carried from one to the next."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from intake import units
    from intake.article import Article
    from intake.lexicon import Hit
    from intake.numerals import Numeral
    from intake.periods import Mention, Span
    from intake.texts import Line


@dataclass
class Scene:
    """What is carried from sentence to sentence of a line, and from line to line.

    `unit_id` and `period` are the last that a paragraph named ("" and None where it named none), `cluster` and
    `federation` the last of their kind; `plans` says that the section speaks of tasks to come, in `section_period`.
    """

    unit_id: str = ""
    period: Span | None = None
    cluster: str = ""
    federation: str = ""
    plans: bool = False
    section_unit: str = ""
    section_period: Span | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence of a line: half-open span, and what was found in it; `named` are its units, lists together."""

    article: Article
    line: Line
    start: int
    end: int
    hits: list[Hit]
    periods: list[Mention]
    named: list[list[units.Mention]]
    numerals: list[Numeral] = field(default_factory=list)

    def of_kind(self, kind: str, start: int, end: int) -> list[Hit]:
        """Return the phrases of a kind that stand between two places."""
        return [hit for hit in self.hits if hit.kind == kind and start <= hit.start and hit.end <= end]

    def has(self, kind: str, means: str, start: int, end: int) -> bool:
        """Return whether a phrase of a kind with that meaning stands between two places."""
        return any(hit.means == means for hit in self.of_kind(kind, start, end))

    def clause_end(self, at: int, signs: str = ",;:(/") -> int:
        """Return where the clause around a place ends: at one of `signs` (no decimal comma), or with the sentence."""
        found = re.compile(rf"[{signs}](?!\d)").search(self.line.text, at, self.end)
        return found.start() if found else self.end

    def next_numeral(self, numeral: Numeral) -> int:
        """Return where the next numeral of the sentence begins, or the sentence ends."""
        at = bisect_left(self._starts, numeral.end)
        return self._starts[at] if at < len(self._starts) else self.end

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.numerals]

    def said(self, start: int, end: int, classes: set[str]) -> list[Hit]:
        """Return the nouns of some classes between two places; "các cấp công đoàn" is who acts, not what is counted."""
        text = self.line.text
        nouns = self.of_kind("noun", start, end)
        return [hit for hit in nouns if hit.means in classes and text[hit.start : hit.end] != "công đoàn"]
