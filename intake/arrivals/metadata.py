"""Proposes what an article says of itself: headline, publisher, dates, period; each with its kind and where from.

Papers, by their addresses and the signs with which they begin an article, are rows of publishers.csv.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from intake import lexicon, periods
from intake.article import Article, look_over
from intake.refusals import Sentence, say
from intake.texts import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from intake.texts import Line

ROWS = Path(__file__).parent / "publishers.csv"
_SIGN = re.compile(r"^\s*\(([A-ZĐ]{2,6})\)")
_SOURCE = re.compile(r"^\s*(?:Nguồn|Theo)\s*:?\s*(?:báo |Báo )?(?P<name>[^.,;:()\d]{3,60}?)\s*$")
_DAY_KINDS = {"full", "written"}  # kinds of mention that name a day with its year
_HEAD, _FOOT = 8, 5  # lines at the beginning and at the end in which an article speaks of itself
_FEW = 6  # words beside the day in a line that only says when and where
_TIMES = re.compile(
    r"\d{1,2} tháng \d{1,2} năm \d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{1,2}[:hg]\d{0,2}|GMT ?\+ ?\d", re.IGNORECASE
)
_SHORT = 25  # letters below which a first line is a label of its section and no headline
_DAYS = ("datePublished", "article:published_time", "pubdate", "publishdate", "dc.date", "date")
_NAMES = ("og:site_name", "article:publisher", "publisher", "dc.publisher", "copyright")


@dataclass(frozen=True)
class Proposed:
    """A value for columns of articles.csv: which (`title`, `publisher`, `published`, `reported_period`), and why.

    `value` is text as the seeds write it: of `published` the first possible day, of which `last` is the last possible
    one. `kind` says whether the file prints it; `reason` where it does, or what it was inferred from.
    """

    column: str
    value: str
    kind: Literal["printed", "inferred"]
    reason: Sentence
    last: str = ""


@cache
def _papers() -> tuple[dict[str, str], dict[str, str]]:
    """Return the papers by their addresses, and by their signs."""
    hosts: dict[str, str] = {}
    signs: dict[str, str] = {}
    with ROWS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            hosts |= dict.fromkeys(row["hosts"].split(" | "), row["name"])
            signs |= dict.fromkeys(filter(None, row["signs"].split(" | ")), row["name"])
    return hosts, signs


def papers() -> list[str]:
    """Return the names of the papers that are known."""
    return list(dict.fromkeys(_papers()[0].values()))


def from_note(values: dict[str, Any]) -> Proposed:
    """Return a proposal that was written down as its fields."""
    return Proposed(**{**values, "reason": Sentence(**values["reason"])})


def propose(text: str, said: dict[str, str], today: date) -> tuple[Proposed, ...]:
    """Return what a text, and what a page says of itself to programs, propose; nothing where nothing says it."""
    article = look_over(lines_of(text), lexicon.load())
    found = (_title(article, said), _publisher(article, said), _published(article, said, today), _period(article))
    return tuple(one for one in found if one)


def _title(article: Article, said: dict[str, str]) -> Proposed | None:
    for name in ("h1", "og:title"):
        if value := said.get(name):
            return Proposed("title", value, "printed", say("Named by the page itself ({name}).", name=name))
    own = [line for line in _own(article)[:_HEAD] if not _is_dateline(line.stored)]
    for line in own:
        if len(line.stored) >= _SHORT or line is own[-1]:
            return Proposed("title", line.stored.strip(" |"), "printed", _in_line(line.number))
    return None


def _publisher(article: Article, said: dict[str, str]) -> Proposed | None:
    for name in _NAMES:
        if value := said.get(name):
            return Proposed("publisher", value, "printed", say("Named by the page itself ({name}).", name=name))
    for line in _own(article)[-_FOOT:]:
        if match := _SOURCE.match(line.shown):
            return Proposed("publisher", match["name"], "printed", _in_line(line.number))
    hosts, signs = _papers()
    host = urlsplit(said.get("canonical") or said.get("og:url") or "").hostname or ""
    for known, paper in hosts.items():
        if host == known or host.endswith(f".{known}"):
            return Proposed("publisher", paper, "inferred", say("Inferred from the page's address, {host}.", host=host))
    for line in _own(article):
        if (match := _SIGN.match(line.shown)) and match[1] in signs:
            reason = say("Inferred from the sign ({sign}) in line {line}.", sign=match[1], line=line.number)
            return Proposed("publisher", signs[match[1]], "inferred", reason)
    return None


def _published(article: Article, said: dict[str, str], today: date) -> Proposed | None:
    for name in _DAYS:
        day = _iso(said.get(name, ""))
        if day and day <= today:
            return _printed_day(day, say("Named by the page itself ({name}).", name=name))
    own = _own(article)
    for line in [*own[:_HEAD], *own[:-_FOOT:-1]]:
        day = periods.dateline([line.text])
        if day and day <= today and _is_dateline(line.stored):
            return _printed_day(day, _in_line(line.number))
    named = [(day, number) for day, number in _days(article) if day <= today]
    if named:
        day, number = max(named)
        reason = say(
            "Not before the newest day that the text names (line {line}), and not after it arrived.", line=number
        )
        return Proposed("published", str(day), "inferred", reason, str(today))
    return None


def _period(article: Article) -> Proposed | None:
    span = article.calendar.main
    if not span or not span.code:
        return None
    if article.is_titled_with_period:
        reason = say("Inferred from the headline.")
    else:
        reason = say("Inferred from the first period that the text names.")
    return Proposed("reported_period", span.code, "inferred", reason)


def _own(article: Article) -> list[Line]:
    pairs = zip(article.lines, article.regions, strict=True)
    return [line for line, region in pairs if not region and line.text.strip() and not line.cells]


def _days(article: Article) -> Iterator[tuple[date, int]]:
    for line in _own(article):
        for mention in article.calendar.find(line.text):
            if mention.kind in _DAY_KINDS and mention.span.first:
                yield mention.span.first, line.number


def _is_dateline(line: str) -> bool:
    """Return whether a line says when (and where) and nothing else: few words beside a day with its year."""
    rest = _TIMES.sub("", line)
    is_alone = not re.search(r"\d", rest) and len(re.findall(r"\w+", rest)) <= _FEW
    return is_alone and periods.dateline([line.lower()]) is not None


def _printed_day(day: date, reason: Sentence) -> Proposed:
    return Proposed("published", str(day), "printed", reason, str(day))


def _in_line(number: int) -> Sentence:
    return say("Printed in line {line}.", line=number)


def _iso(value: str) -> date | None:
    try:
        return date.fromisoformat(value[:10])
    except ValueError:
        return None
