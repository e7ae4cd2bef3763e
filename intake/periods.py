"""Finds the periods and days that a line speaks of, and says which days they are."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_NUMBERS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "tư": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "giêng": 1, "chạp": 12, "đầu": 1, "i": 1, "ii": 2, "iii": 3, "iv": 4,
}  # fmt: skip
_N = r"\d{1,2}|mười một|mười hai|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
_Y = r"(?:19|20)\d\d(?!\d)(?![.,]\d)"
_TO = r"(?:đến|tới)"
_END = r"(?![\d/]|\.\d)"
_DAY = rf"(?P<d>\d{{1,2}})(?: tháng |[/.-])(?P<m>\d{{1,2}})(?:(?: năm |[/.-])(?P<y>{_Y}))?{_END}"
_MONTH = rf"tháng (?P<month>\d{{1,2}})(?:(?:/| năm )(?P<y2>{_Y}))?"

# Each kind of period, in the order in which they are tried at one place: y, y2, y3 are years, d and m a day.
_KINDS = {
    "span": rf"(?:từ|giai đoạn|trong nhiệm kỳ|\d{{1,2}})(?: năm)? (?P<y>{_Y}) ?(?:-|–|{_TO}) ?"
    rf"(?:nay|(?:hết )?(?:năm )?(?P<y2>{_Y})|(?:hết )?tháng (?P<month>\d{{1,2}})[/ ](?:năm )?(?P<y3>{_Y}))",
    "since": rf"từ tháng (?P<n>\d{{1,2}})(?:(?:/| năm )(?P<y>{_Y}))? {_TO} (?:nay|(?:hết )?{_MONTH})",
    "days": rf"từ (?:ngày )?(?P<d0>\d{{1,2}})[/.](?P<m0>\d{{1,2}})(?:[/.](?P<y0>{_Y}))? "
    rf"{_TO} (?:hết )?(?:ngày )?{_DAY}",
    "term": rf"(?P<y>{_Y}) ?[-–] ?(?P<y2>{_Y})",
    "today": rf"(?:lũy kế )?(?:kể )?từ (?:đầu năm|ngày 0?1[/.]0?1)(?: (?P<y3>{_Y}))?"
    rf"(?:,? (?:tính )?{_TO} (?:nay|thời điểm này|hiện tại|(?:hết )?ngày {_DAY}|(?:hết )?{_MONTH}))?",
    "until": rf"(?:tính )?{_TO} (?:hết )?(?:ngày {_DAY}|{_MONTH})",
    "full": rf"(?:ngày )?(?P<d>\d{{1,2}})[/.-](?P<m>\d{{1,2}})[/.-](?P<y>{_Y})",
    "written": rf"ngày (?P<d>\d{{1,2}}) tháng (?P<m>\d{{1,2}})(?:,? năm (?P<y>{_Y}))?",
    "day": rf"(?:ngày|sáng|chiều|tối|hôm|trước|dịp|thứ \w+,?(?: ngày)?) (?P<d>\d{{1,2}})[/-](?P<m>\d{{1,2}}){_END}",
    "compare": rf"cùng kỳ(?: (?:của )?năm)?(?: (?:(?P<y>{_Y})|trước|ngoái))?",
    "lastyear": r"năm (?:ngoái|trước)(?!\w)",
    "left": rf"(?:(?P<n>{_N}) tháng (?:cuối năm|còn lại)|nửa cuối năm)(?:(?: của)?(?: năm)? (?P<y>{_Y}))?",
    "months": rf"(?:(?P<n>{_N}) tháng(?: đầu)?(?: của)?(?: năm)?|nửa (?:đầu )?năm(?: đầu| qua)?)"
    rf"(?: ?/?(?P<y>{_Y})| nay| qua)?(?! (?:nữa|lương|tuổi|học|trước|liên tiếp))",
    "quarter": rf"quý (?P<n>iv|iii|ii|i|[1-4]|đầu|một|hai|ba|tư)(?!\w)(?: năm)?(?: ?[/-] ?| )?(?P<y>{_Y})?",
    "month": rf"(?:tháng (?P<n>\d{{1,2}}|giêng|chạp)(?!\w)|tháng công nhân)(?: ?/ ?| năm | )?(?P<y>{_Y})?(?! ngày)",
    "open": r"nhiệm kỳ (?:này|tới|qua|vừa qua)"
    rf"|(?:gần |hơn |sau |trong )?(?:{_N}) năm (?:thực hiện|qua|gần đây|triển khai)",
    "next": r"(?:sang |trong |bước sang )?năm (?:tới|sau|mới)(?!\w)",
    "year": rf"năm (?P<y>{_Y})|(?<![\d.,/-])(?P<y2>{_Y})(?![/-])"
    r"|(?:trong|cả|suốt|hết|cuối) năm(?: nay| qua)?(?! (?:\d|học))|năm nay|năm qua",
    "monthyear": rf"(?<![\d/])\d{{1,2}}/{_Y}",
}
_NAMED = [f"(?P<{kind}>{pattern.replace('(?P<', f'(?P<{kind}_')})" for kind, pattern in _KINDS.items()]
_PATTERN = re.compile(rf"(?<!\w)(?:{'|'.join(_NAMED)})(?!\w)")
DATES = {"full", "written", "day"}  # of an event, where they set a period at all
IN_PASSING = {"term", "compare", "monthyear"}  # what follows is not of these


class Span(NamedTuple):
    """First and last day of a period; both None where the text does not give it."""

    first: date | None = None
    last: date | None = None

    @property
    def code(self) -> str:
        """The period in SDMX, "" where it is open."""
        first, last = self.first, self.last
        if first is None or last is None:
            return ""
        if first == last:
            return str(first)
        after = last + timedelta(1)
        if first.day != 1 or after.day != 1:
            return f"{first}/P{(after - first).days}D"
        count = (after.year - first.year) * 12 + after.month - first.month
        calendar_periods = {
            12: (1, str(first.year)),
            6: (6, f"{first.year}-S{first.month // 6 + 1}"),
            3: (3, f"{first.year}-Q{first.month // 3 + 1}"),
            1: (1, f"{first:%Y-%m}"),
        }
        if count in calendar_periods and (first.month - 1) % count == 0:
            return calendar_periods[count][1]
        return f"{first}/P{count}M" if count % 12 else f"{first}/P{count // 12}Y"

    @property
    def year(self) -> Span:
        """The whole year that a period lies in; one of several years stays as it is."""
        if self.first is None or self.last is None or self.first.year != self.last.year:
            return self
        return months(self.first.year, 1, 12)


@dataclass(frozen=True)
class Mention:
    """A period that a line names: half-open span, kind (a row of the table above), its days."""

    start: int
    end: int
    kind: str
    span: Span

    @property
    def is_set(self) -> bool:
        """Whether what follows is of this period; a comparison or a term of office names one in passing."""
        return self.kind not in IN_PASSING


Fields = dict[str, str]


def months(year: int, first: int, last: int) -> Span:
    """Return the span from one month to another of a year, open where there is no such month."""
    if not 1 <= first <= last <= 12:  # noqa: PLR2004
        return Span()
    return Span(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def a_day(year: int | None, month: str, day: str) -> date | None:
    """Return a day, None where there is no such day or its year is not known."""
    try:
        return date(year or 0, int(month), int(day))
    except ValueError:
        return None


def number(words: str) -> int:
    """Return the number of a month or quarter in digits, in words or in Roman letters."""
    return int(words) if words.isdigit() else _NUMBERS[words]


class Calendar:
    """What an article says of time, as it is read from its beginning.

    `year` is the last that it named, `main` the period that it reports on.
    """

    def __init__(self, dateline: date | None, first_year: int | None) -> None:
        """Take the day of publication and the first year that the article names, where there are any."""
        self.dateline = dateline
        self.first_year = first_year
        self.year: int | None = None
        self.main = Span()
        self._readers: dict[str, Callable[[Fields, int], Span]] = {
            "since": self._since, "today": self._until, "until": self._until, "compare": self._compare,
            "lastyear": lambda _, year: months(year - 1, 1, 12),
            "left": lambda found, year: months(year, 13 - number(found.get("n", "6")), 12),
            "months": lambda found, year: months(year, 1, number(found.get("n", "6"))),
            "quarter": lambda found, year: months(year, 3 * number(found["n"]) - 2, 3 * number(found["n"])),
            "month": lambda found, year: months(year, *[number(found.get("n", "5"))] * 2),  # the workers' month is May
            "next": self._next, "year": lambda _, year: months(year, 1, 12),
        }  # fmt: skip

    @property
    def now(self) -> int | None:
        """The year that "trong năm" means."""
        return self.year or (self.dateline.year if self.dateline else None) or self.first_year

    def find(self, text: str) -> list[Mention]:
        """Return the periods and days that a line names, and remember the years that it speaks of."""
        found = []
        for match in _PATTERN.finditer(text):
            kind = next(kind for kind in _KINDS if match[kind] is not None)
            fields = {
                name.removeprefix(f"{kind}_"): words
                for name, words in match.groupdict().items()
                if words is not None and name.startswith(f"{kind}_")
            }
            years = [int(words) for name, words in fields.items() if name.startswith("y")]
            if years and kind not in IN_PASSING | DATES | {"span"}:
                self.year = years[-1]
            span = self._days_of(kind, fields, years[-1] if years else None)
            if kind == "next" and span.first:
                self.year = span.first.year
            found.append(Mention(match.start(), match.end(), kind, span))
        return found

    def _days_of(self, kind: str, fields: Fields, explicit: int | None) -> Span:
        if kind in {"span", "term"}:
            return self._span(fields)
        if kind in DATES | {"days"}:
            this_year = self.dateline.year if self.dateline else self.now
            first = last = a_day(explicit or this_year, fields["m"], fields["d"])
            if last and "m0" in fields:
                first = a_day(int(fields.get("y0", last.year)), fields["m0"], fields["d0"])
            return Span(first, last) if first and last and first <= last else Span()
        year = explicit or (self.dateline.year if self.dateline and kind in {"today", "until", "since"} else self.now)
        reader = self._readers.get(kind)
        return reader(fields, year) if reader and year else Span()

    def _span(self, fields: Fields) -> Span:
        first, last = date(int(fields["y"]), 1, 1), self.dateline
        if "y3" in fields:
            last = months(int(fields["y3"]), 1, int(fields["month"])).last
        elif "y2" in fields:
            last = date(int(fields["y2"]), 12, 31)
        return Span(first, last) if last else Span()

    def _since(self, fields: Fields, year: int) -> Span:
        """Return the span from a month to another, or to the day of publication."""
        first = months(int(fields.get("y", year)), int(fields["n"]), 12).first
        last = months(year, 1, int(fields["month"])).last if "month" in fields else self.dateline
        return Span(first, last) if first and last else Span()

    def _until(self, fields: Fields, year: int) -> Span:
        """Return the span from 1 January to what is named, else to the day of publication."""
        last = self.dateline if self.dateline and self.dateline.year == year else None
        if "month" in fields:
            last = months(year, 1, int(fields["month"])).last
        elif "d" in fields:
            last = a_day(year, fields["m"], fields["d"])
        return Span(date(last.year, 1, 1), last) if last else Span()

    def _next(self, _: Fields, year: int) -> Span:
        """Return the coming year; in January and February "năm mới" is the one that has just begun."""
        if self.dateline:
            year = self.dateline.year - (self.dateline.month <= 2)  # noqa: PLR2004
        return months(year + 1, 1, 12)

    def _compare(self, fields: Fields, year: int) -> Span:
        """Return the days of another year, last year's unless it is named, that are those of the article's period."""
        year = int(fields.get("y", year - 1))
        first, last = self.main
        if first is None or last is None:
            return months(year, 1, 12)
        if (last + timedelta(1)).day == 1:
            return months(year, first.month, last.month)
        return Span(first.replace(year=year), a_day(year, str(last.month), str(last.day)))


_DATELINE = re.compile(rf"(?P<before>.{{0,30}}?)(?<![\d/-]){_DAY}.{{0,30}}")
_WITHIN = re.compile(r"(?<!\w)(?:từ|đến|tới|trước)(?: hết)?(?: ngày)? ?$")


def dateline(texts: list[str]) -> date | None:
    """Return the day that one of the first short lines of an article gives as its own."""
    for text in texts:
        match = _DATELINE.fullmatch(text.strip())
        if match and match["y"] and not _WITHIN.search(match["before"]):
            return a_day(int(match["y"]), match["m"], match["d"])
    return None
