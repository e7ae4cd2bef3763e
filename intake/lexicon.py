"""The words that proposals are made of: rows of lexicon.csv and of the seeds, and where they stand in a line."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import NamedTuple

from intake.texts import spelled

SEEDS = Path(__file__).parent.parent / "seeds"
ROWS = Path(__file__).parent / "lexicon.csv"
_WORD = re.compile(r"\w+|%")
KINDS = {
    "stock",
    "noun", "cue", "cue_after", "cue_pattern", "figure", "share", "plan", "plan_after", "plan_neutral", "result",
    "switch", "spread", "recent", "day_of_meeting", "assigner", "area", "region", "column", "pass_over", "zero",
}  # fmt: skip


class Hit(NamedTuple):
    """A phrase of the lexicon that stands in a line: its kind and what it means, by the row it comes from."""

    start: int
    end: int
    kind: str
    means: str


class Phrases:
    """Finds phrases in a line, the longest of each kind first."""

    def __init__(self, rows: list[tuple[str, str, str]]) -> None:
        """Take phrases with their kind and meaning."""
        self._by_word: dict[str, list[tuple[str, str, str]]] = {}
        for phrase, kind, means in sorted(rows, key=lambda row: -len(row[0])):
            first = _WORD.match(phrase)
            self._by_word.setdefault(first[0] if first else phrase, []).append((phrase, kind, means))

    def find(self, text: str) -> list[Hit]:
        """Return the phrases of a line in small letters, from left to right; those of one kind do not overlap."""
        hits = []
        taken: dict[str, int] = {}
        for word in _WORD.finditer(text):
            start = word.start()
            for phrase, kind, means in self._by_word.get(word[0], ()):
                end = start + len(phrase)
                if taken.get(kind, 0) <= start and text.startswith(phrase, start) and not text[end : end + 1].isalnum():
                    taken[kind] = end
                    hits.append(Hit(start, end, kind, means))
        return hits


@dataclass(frozen=True)
class Lexicon:
    """What lexicon.csv says.

    `figures` leads from what is done and what is counted ("form", "union"; "*" for any) to an indicator, `shares` from
    what is done to an indicator in per cent. `passes` are the patterns of what is passed over, each with its reason,
    `cues` those of what is done; `stocks` are the indicators that are counted as of a day. `core` leads from what is
    counted to the core indicator that reports mean by it, `targets` from an indicator to the share of its target.
    """

    phrases: Phrases
    figures: dict[tuple[str, str], str]
    shares: dict[str, str]
    passes: list[tuple[str, re.Pattern[str]]]
    cues: list[tuple[str, re.Pattern[str]]]
    zero: re.Pattern[str]
    stocks: set[str]
    core: dict[str, str]
    targets: dict[str, str]

    def find(self, text: str) -> list[Hit]:
        """Return the phrases of a line, and what its patterns of several words find, from left to right."""
        hits = self.phrases.find(text)
        for means, pattern in self.cues:
            hits += [Hit(*match.span(), "cue", means) for match in pattern.finditer(text)]
        return sorted(hits)

    def indicator(self, cue: str, noun: str) -> str:
        """Return the indicator of what is done to what is counted, "" where no row says."""
        figures = self.figures
        return figures.get((cue, noun)) or figures.get((cue, "*")) or figures.get(("*", noun)) or ""

    def is_core(self, indicator_id: str) -> bool:
        """Return whether an indicator is a core one."""
        return indicator_id in self.core.values()

    def share_of(self, indicator_id: str) -> str:
        """Return the indicator that is the share of another's target; one outside the seeds where they have none."""
        return self.targets.get(indicator_id, f"other:{indicator_id}_share")

    def base_of(self, share: str) -> str:
        """Return the indicator whose target a share belongs to; what is no share is its own."""
        return next((base for base in self.targets if self.targets[base] == share), share)


class BadRow(Exception):
    """A row of lexicon.csv says what nothing reads; the message says which."""


def _from_word(pattern: str) -> re.Pattern[str]:
    """Return a pattern that begins with a word or a number, never inside one: so most letters need not be tried."""
    return re.compile(rf"(?<!\w)(?:{spelled(pattern)})")


@cache
def load(path: Path = ROWS, seeds: Path = SEEDS) -> Lexicon:
    """Return the lexicon, with what the seeds say of its indicators.

    Raise `BadRow` for a row of an unknown kind, or one whose pattern cannot be read.
    """
    phrases: list[tuple[str, str, str]] = []
    figures: dict[tuple[str, str], str] = {}
    shares: dict[str, str] = {}
    with (seeds / "indicators.csv").open(encoding="utf-8", newline="") as file:
        indicators = list(csv.DictReader(file))
    stocks = {row["indicator_id"] for row in indicators if row["stock_flow"] == "stock"}
    targets = {row["family"]: row["indicator_id"] for row in indicators if row["family"] != row["indicator_id"]}
    passes = []
    cues = []
    zero = re.compile("(?!)")
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), start=2):
            kind, means = row["kind"], row["means"]
            several = [spelled(phrase) for phrase in row["phrases"].split(" | ")]
            if kind not in KINDS:
                raise BadRow(f'{path.name}:{number}: kind: "{kind}" is none of {", ".join(sorted(KINDS))}.')
            try:
                if kind == "figure":
                    figures |= {(cue, noun): means for cue, _, noun in (phrase.partition("+") for phrase in several)}
                elif kind == "share":
                    shares |= dict.fromkeys(several, means)
                elif kind == "stock":
                    stocks |= set(several)
                elif kind == "pass_over":
                    passes.append((means, _from_word(row["phrases"])))
                elif kind == "cue_pattern":
                    cues.append((means, _from_word(row["phrases"])))
                elif kind == "zero":
                    zero = re.compile(spelled(row["phrases"]))
                else:
                    phrases += [(phrase, kind, means) for phrase in several]
            except re.error as error:
                raise BadRow(f"{path.name}:{number}: phrases: {error}; mend the pattern.") from error
    core = _nouns(figures, {row["indicator_id"] for row in indicators if row["is_core"] == "true"})
    return Lexicon(Phrases(phrases), figures, shares, passes, cues, zero, stocks, core, targets)


def _nouns(figures: dict[tuple[str, str], str], core: set[str]) -> dict[str, str]:
    """Return the nouns by which core indicators go: the first that a row of theirs names, and those with "new"."""
    nouns: dict[str, str] = {}
    for (cue, noun), indicator in figures.items():
        if indicator in core and (cue == "new" or indicator not in nouns.values()):
            nouns.setdefault(noun, indicator)
    return nouns
