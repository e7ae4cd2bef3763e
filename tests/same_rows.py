"""Row by row: whether what two readers entered and published of an article is what the seeds of today say of it."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from intake.desk.texts import lines_at, marks_of, starts_of, within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Rows = Sequence[Mapping[str, str]]

# What is compared; each column that is left out is worded by the program, or follows from the work itself.
CLAIM = (
    "unit_id", "indicator_id", "time_period", "period_start", "period_end", "scenario", "target_kind", "value",
    "out_of", "qualifier", "unit_measure", "obs_status", "sector", "line",
)  # fmt: skip
COVERAGE = ("indicator_id", "time_period", "sector", "unit_id", "list_kind", "line")
MAY_DIFFER = {
    ("claims", "claim_id"): "counted anew on each line",
    ("claims", "as_printed, numeral, char_start, char_end"): "how many words around a number are marked is a choice",
    ("claims", "rank, rank_reason, share_note, note"): "said in a person's own words, where at all",
    ("claims", "entered_by, entered_on, checked_by, checked_on"): "who read it, and when",
    ("coverage", "reason"): "one of two usual sentences: the article speaks of these only, or ends its list openly",
    ("passed_over", "passed_over_id"): "counted anew: a row for each numeral, where a person took whole lines at once",
    ("passed_over", "as_printed"): "the numeral itself, where a person marked the words around it",
    ("passed_over", "line_to"): "follows from as_printed: of whole lines the last, else the line itself",
    ("passed_over", "reason"): "the usual sentence for what is proposed; which may stand for which: WORDED",
}
AMONG_WORDS = "stands among the words of a figure"
# The sentence of the seeds, and those that the program may have instead of it.
WORDED = {
    "Phần điều hướng và tiêu đề của bài khác.": {
        "Ngày giờ đăng bài.", "Ngày tháng.", "Năm.", "Tiêu đề của bài khác.", "Số tiền.", "Lần thứ của đại hội.",
    },  # the lines around an article, taken at once by a person: the program says what each numeral there is
    "Tiêu đề của bài khác.": {
        "Tên cụm thi đua.", "Năm.", "Tên riêng.", "Độ dài kỳ báo cáo, không phải kết quả.",
    },  # the same
    "Thời gian của nhiệm vụ sắp tới, không phải kết quả.": {"Độ dài kỳ báo cáo, không phải kết quả.", "Năm."},
    "Tên cụm thi đua.": {"Chú thích ảnh."},  # both: a cluster named below a picture
    "Ngày giờ đăng bài.": {"Ngày tháng."},  # a day and its hour are two numerals
    "Năm.": {"Độ dài kỳ báo cáo, không phải kết quả."},  # "từ đầu năm 2022"
    "Tên riêng.": {"Số tiền."},  # a stall that sells for nothing has that in its name
    AMONG_WORDS: {"Đếm thứ khác, không phải chỉ tiêu theo dõi."},  # "cả 2 chỉ tiêu": marked with the figure, or apart
}  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """Of one article and table: how many rows or numerals there are, how many are the same, and what is not."""

    n: int
    same: int
    differing: tuple[str, ...] = ()
    worded: int = 0  # of the same ones: those with another sentence that says no less


def claims(theirs: Rows, ours: Rows) -> Compared:
    """Compare the figures of an article in the seeds with those that were published."""
    return _compared(CLAIM, theirs, ours)


def coverage(theirs: Rows, ours: Rows) -> Compared:
    """Compare the units that an article is said to speak for."""
    return _compared(COVERAGE, theirs, ours)


def _compared(columns: Iterable[str], theirs: Rows, ours: Rows) -> Compared:
    before, now = (Counter(tuple(row[column] for column in columns) for row in rows) for rows in (theirs, ours))
    differing = [*(f"missing: {row}" for row in before - now), *(f"more: {row}" for row in now - before)]
    return Compared(before.total(), (before & now).total(), tuple(differing))


def passed_over(text: str, theirs: tuple[Rows, Rows], ours: tuple[Rows, Rows]) -> Compared:
    """Compare what is passed over, by the numerals and the words without digits that the rows of each take.

    Each is given as its claims, whose numerals no row of the same words takes, and its rows.
    """
    before, now = (_taken(text, *both) for both in (theirs, ours))
    differing, worded = [], 0
    for place in sorted(before.keys() | now.keys()):
        first, second = before.get(place), now.get(place)
        said = f"{text[slice(*place)]} (code points {place[0]} to {place[1]}): {first} | {second}"
        if first is None or second is None or (first != second and second not in WORDED.get(first, ())):
            differing.append(said)
        else:
            worded += first != second
    return Compared(len(before), len(before) - len([1 for one in before if one not in now]), tuple(differing), worded)


def _taken(text: str, figures: Rows, rows: Rows) -> dict[tuple[int, int], str]:
    """Return the reason of each numeral, and of words without digits, by place; words in a row outdo whole lines."""
    marks = marks_of(text)
    counted: set[int] = set()
    beside: dict[tuple[int, int], str] = {}  # numerals among the words of a figure that are not what it says
    for row in figures:
        meant, *others = within(marks, int(row["char_start"]), int(row["char_end"]))
        counted.add(meant.char_start)
        beside |= {(one.char_start, one.char_end): AMONG_WORDS for one in others if one.must_settle}
    found = {place: said for place, said in beside.items() if place[0] not in counted}
    for row in sorted(rows, key=lambda row: -len(row["as_printed"])):
        words, line = row["as_printed"], int(row["line"])
        begin, end = lines_at(text, line, min(int(row["line_to"]), len(starts_of(text))))
        places = [(begin, end)]
        if words:
            places = [one.span() for one in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text[begin:end])]
            places = [(begin + first, begin + last) for first, last in places]
        for place in places:
            taken = [one for one in within(marks, *place) if one.must_settle and one.char_start not in counted]
            if not taken and words and not re.search(r"\d", words):
                found.setdefault(place, row["reason"])
            for one in taken:
                found.setdefault((one.char_start, one.char_end), row["reason"])
    return found
