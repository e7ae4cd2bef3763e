"""Finds the periods and days that a line speaks of, and says which days they are."""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

_WORDS = {
    "một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10,
    "mười một": 11, "mười hai": 12, "giêng": 1, "tư": 4, "chạp": 12,
}  # fmt: skip
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4, "đầu": 1, "một": 1, "hai": 2, "ba": 3,
             "tư": 4}  # fmt: skip
_N = r"\d{1,2}|mười một|mười hai|một|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười"
_Y = r"(?:19|20)\d\d(?!\d)(?![.,]\d)"


def _day(name: str) -> str:
    return (
        rf"(?P<d{name}>\d{{1,2}})(?: tháng |[/.-])(?P<m{name}>\d{{1,2}})(?:(?: năm |[/.-])(?P<y{name}>{_Y}))?(?![\d/]|\.\d)"
    )


# Each kind of period, in the order in which they are tried at one place.
_PATTERN = re.compile(
    r"(?<!\w)(?:" + "|".join(
        (
            rf"(?P<span>(?:từ|giai đoạn|trong nhiệm kỳ)(?: năm)? (?P<span1>{_Y}) ?(?:-|–|đến|tới) ?(?:nay|(?:hết )?(?:năm )?(?P<span2>{_Y})|(?:hết )?tháng (?P<span3>\d{{1,2}})[/ ](?:năm )?(?P<span4>{_Y})))",
            rf"(?P<since>từ tháng (?P<since1>\d{{1,2}})(?:(?:/| năm )(?P<since2>{_Y}))? (?:đến|tới) (?:nay|(?:hết )?tháng (?P<since3>\d{{1,2}})(?:(?:/| năm )(?P<since4>{_Y}))?))",
            rf"(?P<term>(?P<term1>{_Y}) ?[-–] ?(?P<term2>{_Y}))",
            rf"(?P<today>(?:lũy kế )?(?:kể )?từ (?:đầu năm|ngày 0?1[/.]0?1)(?: (?P<today1>{_Y}))?(?:,? (?:tính )?(?:đến|tới) (?:nay|thời điểm này|hiện tại|(?:hết )?ngày {_day('t')}|(?:hết )?tháng (?P<today2>\d{{1,2}})(?:(?:/| năm )(?P<today3>{_Y}))?))?)",
            rf"(?P<until>(?:tính )?(?:đến|tới) (?:hết )?(?:ngày {_day('u')}|tháng (?P<until1>\d{{1,2}})(?:(?:/| năm )(?P<until2>{_Y}))?))",
            rf"(?P<full>(?:ngày )?(?P<d1>\d{{1,2}})[/.-](?P<m1>\d{{1,2}})[/.-](?P<y1>{_Y})|ngày (?P<d2>\d{{1,2}}) tháng (?P<m2>\d{{1,2}})(?:,? năm (?P<y2>{_Y}))?)",
            r"(?P<day>(?:ngày|sáng|chiều|tối|hôm|trước|dịp) (?P<d3>\d{1,2})[/-](?P<m3>\d{1,2})(?![\d/]))",
            r"(?P<weekday>(?:thứ \w+|chủ nhật),? (?:ngày )?(?P<d4>\d{1,2})[/-](?P<m4>\d{1,2})(?![\d/]))",
            rf"(?P<compare>cùng kỳ(?: (?:của )?năm)?(?: (?:(?P<compare1>{_Y})|trước|ngoái))?)",
            r"(?P<lastyear>năm (?:ngoái|trước)(?!\w))",
            rf"(?P<left>(?P<left1>{_N}) tháng (?:cuối năm|còn lại)(?:(?: của)?(?: năm)? (?P<left2>{_Y}))?|nửa cuối năm(?: (?P<left3>{_Y}))?)",
            rf"(?P<months>(?P<months1>{_N}) tháng(?: đầu)?(?: của)?(?: năm)?(?: ?/?(?P<months2>{_Y})| nay| qua)?(?! (?:nữa|lương|tuổi|học|trước|liên tiếp))|nửa (?:đầu )?năm(?: đầu| qua)?(?: (?P<months3>{_Y}))?)",
            rf"(?P<quarter>quý (?P<quarter1>iv|iii|ii|i|[1-4]|đầu|một|hai|ba|tư)(?!\w)(?: năm)?(?: ?[/-] ?| )?(?P<quarter2>{_Y})?)",
            rf"(?P<month>tháng (?P<month1>\d{{1,2}}|giêng|chạp)(?!\w)(?: ?/ ?| năm )?(?P<month2>{_Y})?(?! ngày)|tháng công nhân(?: năm (?P<month3>{_Y}))?)",
            r"(?P<open>(?:nhiệm kỳ (?:này|tới|qua|vừa qua)|(?:gần |hơn |sau |trong )?(?P<open1>\d{1,2}|hai|ba|bốn|năm|mười) năm (?:thực hiện|qua|gần đây|triển khai|trở lại đây)))",
            rf"(?P<next>(?:sang |trong |bước sang )?năm (?:tới|sau|mới)(?!\w))",
            rf"(?P<year>năm (?P<year1>{_Y})|(?P<year2>(?<![\d.,/-]){_Y}(?![/-]))|(?:trong|cả|suốt|hết|cuối) năm(?: nay| qua)?(?! (?:\d|học))|năm nay|năm qua)",
            rf"(?P<monthyear>(?<![\d/])(?P<monthyear1>\d{{1,2}})/(?P<monthyear2>{_Y}))",
        )
    ) + ")"
)
_SETS = {"span", "since", "today", "months", "quarter", "month", "year", "next", "left", "until", "lastyear", "day", "full", "weekday",
         "open"}  # fmt: skip


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
        months = (after.year - first.year) * 12 + after.month - first.month
        if first.day != 1 or after.day != 1:
            return f"{first}/P{(after - first).days}D"
        if months == 1:
            return f"{first:%Y-%m}"
        if months == 12 and first.month == 1:
            return str(first.year)
        if months == 6 and first.month in (1, 7):
            return f"{first.year}-S{first.month // 6 + 1}"
        if months == 3 and first.month % 3 == 1:
            return f"{first.year}-Q{first.month // 3 + 1}"
        return f"{first}/P{months // 12}Y" if months % 12 == 0 else f"{first}/P{months}M"


@dataclass(frozen=True)
class Mention:
    """A period that a line names: half-open span, kind (a group of the pattern), its days."""

    start: int
    end: int
    kind: str
    span: Span

    @property
    def is_set(self) -> bool:
        """Whether what follows is of this period; a comparison or a term of office names one in passing."""
        return self.kind in _SETS


def months(year: int, first: int, last: int) -> Span:
    """Return the span from one month to another of a year."""
    return Span(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))


def _a_day(year: int | None, month: str, day: str) -> date | None:
    try:
        return date(year or 0, int(month), int(day))
    except ValueError:
        return None


class Calendar:
    """What an article says of time, as it is read from its beginning: the year that it is in, and its dateline."""

    def __init__(self, dateline: date | None, first_year: int | None) -> None:
        """Take the day of publication and the first year that the article names, where there are any."""
        self.dateline = dateline
        self.first_year = first_year
        self.year: int | None = None
        self.main = Span()

    @property
    def now(self) -> int | None:
        """The year that "trong năm" means."""
        return self.year or (self.dateline.year if self.dateline else None) or self.first_year

    def find(self, text: str) -> list[Mention]:
        """Return the periods and days that a line names, and remember the years that it speaks of."""
        found = []
        for match in _PATTERN.finditer(text):
            if text[match.end() : match.end() + 1].isalnum():
                continue
            kind = match.lastgroup or ""
            kind = next((name for name in _KINDS if match[name] is not None), kind)
            explicit = next((int(match[name]) for name in _YEARS if match[name]), None)
            if explicit and kind not in {"compare", "full", "term", "span", "monthyear"}:
                self.year = explicit
            span = self._days(kind, match, explicit)
            if kind == "next" and span.first:
                self.year = span.first.year
            found.append(Mention(match.start(), match.end(), kind, span))
        return found

    def _days(self, kind: str, match: re.Match[str], explicit: int | None) -> Span:  # noqa: C901, PLR0911, PLR0912
        year = explicit or self.now
        if kind in {"today", "until", "since", "next"} and not explicit and self.dateline:
            year = self.dateline.year - (kind == "next" and self.dateline.month <= 2)  # "năm mới" in January: this one
        if kind in {"span", "term"}:
            return self._years(kind, match)
        if kind in {"full", "day", "weekday"}:
            n = next(n for n in "1234" if match[f"d{n}"])
            given = match[f"y{n}"] if n in "12" else None
            at = _a_day(int(given) if given else self._year_of_days(), match[f"m{n}"], match[f"d{n}"])
            return Span(at, at)
        if year is None or kind in {"open", "monthyear"}:
            return Span()
        if kind == "compare":
            return self._a_year_before(int(match["compare1"]) if match["compare1"] else year - 1)
        if kind == "today":
            return self._until(match, year, "t", match["today2"])
        if kind == "until":
            return self._until(match, year, "u", match["until1"])
        if kind == "since":
            last = match["since3"]
            end = months(year, 1, int(last)).last if last and int(last) in range(1, 13) else self.dateline
            first = int(match["since1"])
            return Span(date(year, first, 1), end) if end and first in range(1, 13) else Span()
        if kind == "left":
            n = _number(match["left1"]) if match["left1"] else 6
            return months(year, 13 - n, 12) if n in range(1, 12) else Span()
        if kind == "months":
            n = _number(match["months1"]) if match["months1"] else 6
            return months(year, 1, n) if n in range(1, 13) else Span()
        if kind == "quarter":
            n = _QUARTERS[match["quarter1"]]
            return months(year, 3 * n - 2, 3 * n)
        if kind == "month":
            n = _number(match["month1"]) if match["month1"] else 5  # the workers' month is May
            return months(year, n, n) if n in range(1, 13) else Span()
        return months(year + {"next": 1, "lastyear": -1}.get(kind, 0), 1, 12)

    def _year_of_days(self) -> int | None:
        return self.dateline.year if self.dateline else self.now

    def _years(self, kind: str, match: re.Match[str]) -> Span:
        first = int(match[f"{kind}1"])
        if kind == "span" and match["span4"] and int(match["span3"]) in range(1, 13):
            return Span(date(first, 1, 1), months(int(match["span4"]), 1, int(match["span3"])).last)
        if match[f"{kind}2"]:
            return Span(date(first, 1, 1), date(int(match[f"{kind}2"]), 12, 31))
        return Span(date(first, 1, 1), self.dateline) if self.dateline else Span()

    def _until(self, match: re.Match[str], year: int, name: str, month: str | None) -> Span:
        """Return the span from 1 January to what is named, else to the day of publication."""
        end = self.dateline if self.dateline and self.dateline.year == year else None
        if month:
            end = months(year, 1, int(month)).last if int(month) in range(1, 13) else None
        elif match[f"d{name}"]:
            end = _a_day(int(match[f"y{name}"]) if match[f"y{name}"] else year, match[f"m{name}"], match[f"d{name}"])
        return Span(date(end.year, 1, 1), end) if end else Span()

    def _a_year_before(self, year: int) -> Span:
        if self.main.first is None or self.main.last is None:
            return months(year, 1, 12)
        return months(year, self.main.first.month, self.main.last.month)


def _number(words: str) -> int:
    return int(words) if words.isdigit() else _WORDS[words]


_GROUPS = _PATTERN.groupindex
_KINDS = [name for name in _GROUPS if name.isalpha() and not name[-1].isdigit() and len(name) > 2]
_YEARS = [name for name in ("span2", "since2", "today1", "today3", "until2", "y1", "y2", "yt", "yu", "compare1", "left2",
                            "left3", "months2", "months3", "quarter2", "month2", "month3", "year1", "year2")]  # fmt: skip


def dateline(texts: list[str]) -> date | None:
    """Return the day that one of the first short lines of an article gives as its own."""
    for text in texts:
        if len(text) > 80:
            continue
        if match := re.search(rf"(?<![\d/-])(?:{_day('l')})", text):
            if match["yl"] and (at := _a_day(int(match["yl"]), match["ml"], match["dl"])):
                return at
    return None
