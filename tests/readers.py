"""Scripted readers: they bring an article in by the browser as a person does, and count what they press and click."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.conftest import ROOT

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from playwright.sync_api import Locator, Page

# The fields of an entry in their order: the key of each, from 1 to 9, then 0.
FIELDS = (
    "unit_id", "indicator_id", "time_period", "value", "qualifier", "out_of", "use", "sector", "obs_status", "note",
)  # fmt: skip
KEYS = "1234567890"
NEAR = 3  # choices below the lit one to which a person goes down instead of typing on


@dataclass
class Hand:
    """A reader at a page: each key and each click is an action; `kinds` has those of each kind of numeral."""

    page: Page
    actions: int = 0
    kinds: dict[str, list[int]] = field(default_factory=dict)

    def press(self, key: str) -> None:
        """Press a key."""
        self.actions += 1
        self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type, a key for each letter."""
        self.actions += len(text)
        self.page.keyboard.type(text)

    def click(self, place: Locator) -> None:
        """Click or tap."""
        self.actions += 1
        place.click()

    def count(self, kind: str, since: int) -> None:
        """Keep what a numeral has cost."""
        self.kinds.setdefault(kind, []).append(self.actions - since)


def names(seeds: Path = ROOT / "seeds") -> dict[str, dict[str, str]]:
    """The names of units, indicators and sectors by their codes, as the fields show them."""

    def read(table: str, key: str, name: str) -> dict[str, str]:
        with (seeds / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            return {row[key]: row[name] for row in csv.DictReader(file)}

    return {
        "unit_id": read("units", "unit_id", "name"),
        "indicator_id": read("indicators", "indicator_id", "name_vi"),
        "sector": read("sectors", "sector", "name_vi"),
    }


class Reader:
    """A reader who knows what an article says: figures by where they stand; all other numerals are passed over.

    `truth`: what the fields shall show, by the first code point of the numeral; a numeral may have several. `lesser`:
    words without digits that are passed over too, though nothing demands it, by where they begin and end, and why.
    """

    def __init__(
        self,
        hand: Hand,
        truth: Mapping[int, Sequence[Mapping[str, str]]],
        reasons: Mapping[int, str] | None = None,
        lesser: Sequence[tuple[int, int, str]] = (),
    ) -> None:
        self.hand, self.page, self.truth, self.reasons = hand, hand.page, truth, reasons or {}
        self.lesser = lesser

    @property
    def body(self) -> Locator:
        """What the panel shows."""
        return self.page.locator(".reading-body")

    def saved(self) -> None:
        """Wait until the page says that all is kept."""
        expect(self.page.locator(".reading-status .is-saved")).to_be_visible()
        expect(self.page.locator(".reading-status .is-saved")).to_have_text("Đã lưu")

    def at(self) -> dict[str, Any]:
        """The numeral that is read: where it begins and ends, what is shown of it, and its line."""
        found: dict[str, Any] = self.page.evaluate(AT)
        return found

    def read(self) -> None:
        """Settle every numeral, in the order in which the page leads to them; before these, the lesser words."""
        self.choose_words()
        for _ in range(5000):
            at = self.at()
            if at["open"] == 0:
                break
            self.settle(at)
        self.saved()

    def choose_words(self) -> None:
        """Pass over the lesser words: draw over them, and give the reason."""
        for start, end, reason in self.lesser:
            begun = self.hand.actions
            self.hand.actions += 1  # drawn over by the mouse
            self.page.evaluate(CHOOSE, [start, end])
            expect(self.page.locator("h2.as-printed")).to_have_text(f"“{self.page.evaluate(CUT, [start, end])}”")
            self.hand.press("b")
            self.choose("reason", reason)
            self.hand.count("passed, words", begun)

    def settle(self, at: dict[str, Any]) -> None:
        """Settle the numeral that is read."""
        begun, start = self.hand.actions, int(str(at["start"]))
        figures = [one for place, several in self.truth.items() if place == start for one in several]
        if not figures:
            self.passed(at, begun)
            return
        for place, figure in enumerate(figures):
            begun = self.hand.actions
            kind = "right" if at["kind"] == "figure" and at["from"] else "missed"
            if place:
                self.hand.press("+")
                kind = "another"
            elif at["kind"] != "figure":
                self.hand.press("s")
            changed = self.fill(figure)
            self.hand.press("Enter")
            self.hand.count("wrong" if kind == "right" and changed else kind, begun)
            if place + 1 < len(figures):
                self.page.locator(f".stop[data-stop='{at['index']}']").click()  # back to it
                self.hand.actions += 1

    def passed(self, at: dict[str, Any], begun: int) -> None:
        """Pass a numeral over: as proposed, or for the first reason that fits."""
        if at["kind"] != "passed":
            self.bare(at, begun)
        elif self.hold_none(at["run"]) and len(at["run"]) > max(2, len(at["line"])):
            self.hand.press("e")  # all up to the next figure, each shown with its reason
            self.hand.press("Enter")
            self.hand.count("passed, up to a figure", begun)
        elif self.hold_none(at["line"]) and self.page.locator(".of-line li").count() > 1:
            self.hand.press("Shift+Enter")
            self.hand.count("passed, a line", begun)
        else:
            self.hand.press("Enter")
            self.hand.count("passed", begun)

    def hold_none(self, places: Sequence[int]) -> bool:
        """Whether none of these numerals is a figure."""
        return not any(place in self.truth for place in places)

    def bare(self, at: dict[str, Any], begun: int) -> None:
        """Pass over what nothing is proposed for: whole lines, all of one sort, or one numeral; each for its reason."""
        n_lines, n_numerals = self.lines(at["ahead"])
        to_end = n_lines and at["ahead"][-1][1] == at["ahead"][n_numerals - 1][1]
        cost = 2 if to_end else n_lines + 1
        if n_numerals > max(cost, len(at["alike"])):
            for _ in range(1 if to_end else n_lines):
                self.hand.press("Shift+End" if to_end else "Shift+ArrowDown")
            kind = "passed, lines"
        elif len(at["alike"]) > 2 and self.are_alike(at["alike"]):
            self.hand.press(",")
            kind = "passed, of one sort"
        else:
            kind = "passed, one"
        offered = self.page.evaluate(OFFERED)
        reason = self.reasons.get(int(at["start"])) or offered[0]
        if kind == "passed, one" and reason == at["last"]:
            self.hand.press(".")
        elif reason in offered:
            self.hand.press(str(offered.index(reason) + 1))
        else:
            self.hand.press("b")
            self.choose("reason", reason)
        self.hand.count(kind, begun)

    def are_alike(self, places: Sequence[int]) -> bool:
        """Whether these numerals are passed over for one reason, and none is a figure."""
        return self.hold_none(places) and len({self.reasons.get(place) for place in places}) == 1

    def lines(self, ahead: Sequence[tuple[int, int]]) -> tuple[int, int]:
        """How many lines from here hold numerals of one reason only, and how many numerals they hold."""
        found = 0, 0
        for nth in range(1, len(ahead) + 1):
            is_whole = nth == len(ahead) or ahead[nth][1] != ahead[nth - 1][1]
            if not self.are_alike([place for place, _ in ahead[:nth]]):
                break
            if is_whole:
                found = ahead[nth - 1][1] - ahead[0][1] + 1, nth
        return found

    def fill(self, figure: Mapping[str, str]) -> bool:
        """Set the fields that do not show what they shall; return whether one was changed."""
        changed = False
        for name, wanted in figure.items():
            shown = self.page.evaluate(SHOWN, name)
            if shown == wanted:
                continue
            changed = True
            if self.page.evaluate(FOCUSED) != name:
                if self.page.evaluate(FOCUSED) in FIELDS:
                    self.hand.press("Escape")
                self.hand.press(KEYS[FIELDS.index(name)])
            self.choose(name, wanted)
        if self.page.evaluate(FOCUSED) in FIELDS:
            self.hand.press("Escape")
        return changed

    def choose(self, name: str, wanted: str) -> None:
        """Type as little as brings what is wanted near the top of the list, go down to it, and take it."""
        if name in ("value", "out_of", "note"):
            self.hand.type(wanted)
        else:
            for letters in (first_letters(wanted), wanted):
                if self.steps_to(wanted) <= NEAR:
                    break
                if self.page.evaluate(TYPED):
                    self.hand.press("Control+a")
                for letter in letters:
                    self.hand.type(letter)
                    if self.steps_to(wanted) <= NEAR:
                        break
            for _ in range(self.steps_to(wanted)):
                self.hand.press("ArrowDown")
            assert self.page.evaluate(LIT) == wanted, f"{wanted} is not on the list"
        self.hand.press("Enter")

    def steps_to(self, wanted: str) -> int:
        """How many steps down the open list it is from the lit choice to the one that is wanted; many if it is not."""
        listed, lit = self.page.evaluate(LISTED), self.page.evaluate(LIT)
        if wanted not in listed or lit not in listed or listed.index(wanted) < listed.index(lit):
            return 1000
        return int(listed.index(wanted) - listed.index(lit))


def first_letters(wanted: str) -> str:
    """What to type for a name: a day as it is printed, else the first letters of its words."""
    day = re.search(r"\d+/\d+/\d{4}", wanted)
    return day[0] if day else "".join(word[0] for word in re.split(r"\W+", wanted) if word)


AT = """
() => {
  const reading = document.querySelector('.reading').reading, { draft, current } = reading;
  const [start, end] = current >= 0 && reading.stops.length ? reading.stops[current] : [-1, -1];
  const startOf = index => reading.stops[index][0];
  return { start, end, index: current, open: reading.open(), kind: draft?.kind, from: Boolean(draft?.from),
    last: reading.again ?? '', line: reading.stops.length ? reading.ofLine().map(({ index }) => startOf(index)) : [],
    run: reading.stops.length ? reading.run(current).map(startOf) : [], alike: reading.alike(current).map(startOf),
    ahead: reading.stops.flatMap(([from], index) =>
      (index >= current && reading.isOpen(index) ? [[from, reading.article.lineOf(from)]] : [])) };
}
"""
CHOOSE = """
span => {
  const { reading } = document.querySelector('.reading'), chosen = getSelection();
  chosen.removeAllRanges();
  chosen.addRange(reading.article.range(span));
  reading.text.dispatchEvent(new PointerEvent('pointerup', { bubbles: true }));
}
"""
CUT = "span => document.querySelector('.reading').reading.article.cut(...span)"
SHOWN = "name => document.querySelector('.reading').reading.fields[name].querySelector('input').value"
FOCUSED = """
() => Object.entries(document.querySelector('.reading').reading.fields ?? {})
  .find(([, field]) => field.contains(document.activeElement))?.[0] ?? ''
"""
LIT = """
() => {
  const option = document.querySelector('.reading [role=listbox]:not([hidden]) [aria-selected=true]');
  return option ? [...option.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join('') : '';
}
"""
OFFERED = "() => document.querySelector('.reading').reading.offered.reasons"
LISTED = """
() => [...document.querySelectorAll('.reading [role=listbox]:not([hidden]) [role=option]')].map(option =>
  [...option.childNodes].filter(node => node.nodeType === 3).map(node => node.data).join(''))
"""
TYPED = "getSelection().toString() === '' && document.activeElement.value !== ''"
