"""Finds the units that a line names: federations, clusters and the city by the seeds, and others by their title."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from intake.texts import Line, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator

SEEDS = Path(__file__).parent.parent / "seeds"
_ORGANISATION = r"(?:(?:lđlđ|liên đoàn lao động|công đoàn|cđ) (?:các )?)?"
_UPPER = "A-ZÀ-ÖØ-ÞĂĐĨŨƠƯ" + "".join(map(chr, range(0x1EA0, 0x1EFA, 2)))  # of Vietnamese: a longer class costs start-up
_NAME = rf"[{_UPPER}]\w*(?: [{_UPPER}]\w*){{0,3}}"
# Organisations and places that are none of ours, by the title before their name.
_OUTSIDE = re.compile(
    rf"(?:(?i:lđlđ|liên đoàn lao động|công đoàn|cđ) (?i:(?:các )?(?:quận|huyện|thị xã|thành phố|tp\.?|tỉnh|phường|xã"
    rf"|khu kinh tế|khu công nghiệp|kcn|kkt|ngành))(?: và chế xuất)?|(?i:tỉnh|phường|xã|thị trấn)) (?P<name>{_NAME})"
    rf"(?: \({_NAME}\))?"
)
# Unions of a trade or a company, which report beside the districts; their name may end with the city's.
_TRADE = re.compile(
    r"(?:Công đoàn|CĐ) (?!Thủ|Hà Nội|Việt Nam|Thành|TP|Cơ sở|CS|Quận|Huyện|Phường|Xã|Tỉnh)(?:(?:ngành|các KCN|KCN) )?"
    rf"{_NAME}(?:[^.,;:\d]{{0,20}}? (?:Hà Nội|Thành phố))?(?!\w)"
)
_OFFICER = re.compile(r"(?:chủ tịch|bí thư|trưởng ban|ủy viên|cán bộ|ông|bà|đồng chí|đ/c) $")
_CLUSTER = re.compile(r"cụm(?: thi đua)?(?: số)? (?P<number>\d{1,2})(?![\d.,/]*\d)")
_CITY_AS_GIVER = re.compile(
    r"(?:của|do|theo|với|được|cùng|so với|số|mức|bởi|chỉ tiêu|tại|ở|từ|về|đến|thuộc|ngoài|kế hoạch|quyết định)(?: các)?"
    r"(?: lđlđ| công đoàn| liên đoàn lao động| đại hội công đoàn)? ?$"
)
_SOURCE = re.compile(r"(?:của|theo|do|với|thuộc|tại|ở|về|cùng)(?: báo cáo(?: của)?| các| lãnh đạo)? ?$")
_NOT_A_UNIT = re.compile(
    r"(?:phường|(?<!thị )xã|thị trấn|đường|phố|sông|hồ|cầu|công ty|bệnh viện|trường|chợ|khu đô thị) $"
)


@dataclass(frozen=True)
class Mention:
    """A unit that a line names: half-open span, id (`other:NAME` outside the seeds), kind.

    `is_subject` says that it may be the one that reports; the city that sets a target and a place named as one are not.
    `is_numbered` says that its name holds a numeral ("Cụm 2").
    """

    start: int
    end: int
    unit_id: str
    kind: str
    is_subject: bool = True
    is_numbered: bool = False


@cache
def _rows() -> list[dict[str, str]]:
    with (SEEDS / "units.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def city() -> str:
    """Return the id of the city."""
    return next(row["unit_id"] for row in _rows() if row["unit_kind"] == "city")


@cache
def _clusters() -> dict[int, str]:
    """Return the ids of the clusters by the numbers that they are called by."""
    named = ((re.search(r"\d+", row["name"]), row["unit_id"]) for row in _rows() if row["unit_kind"] == "cluster")
    return {int(number[0]): unit_id for number, unit_id in named if number}


@cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the federations' names with their ids, and the pattern that finds one."""
    names = {spelled(row["name"].lower()): row["unit_id"] for row in _rows() if row["unit_kind"] == "federation"}
    longest_first = "|".join(sorted(names, key=len, reverse=True))
    title = rf"(?P<title>{_ORGANISATION}(?:(?:quận|quân|huyện|thị xã|q\.|h\.|tx\.?) ?)?)"
    return names, re.compile(rf"(?<!\w){title}(?P<name>{longest_first})(?!\w)")


_CITY = re.compile(
    r"(?<!\w)(?:(?:lđlđ|liên đoàn lao động|công đoàn|các cấp công đoàn) )?"
    r"(?:thành phố hà nội|tp\.? ?hà nội|hà nội|thủ đô)(?!\w)"
    r"|(?<!\w)(?:lđlđ|liên đoàn lao động) (?:thành phố|tp)(?!\w)"
)
_BEFORE = 40  # letters before a name that say what it is named for


def find(line: Line) -> list[Mention]:
    """Return the units that a line names, from left to right; what a part of a longer name would be is left out."""
    found: list[Mention] = []
    for several in (_federations(line), _numbered(line), _outside(line), _trades(line), _city(line)):
        found += [one for one in several if not any(one.start < two.end and two.start < one.end for two in found)]
    return sorted(found, key=lambda one: one.start)


def _follows(pattern: re.Pattern[str], text: str, start: int) -> bool:
    return pattern.search(text, max(0, start - _BEFORE), start) is not None


def _federations(line: Line) -> Iterator[Mention]:
    names, pattern = _names()
    for match in pattern.finditer(line.text):
        start = match.start("name")
        if not _follows(_NOT_A_UNIT, line.text, start) and (match["title"] or line.shown[start].isupper()):
            is_subject = not _follows(_SOURCE, line.text, match.start())
            yield Mention(match.start(), match.end(), names[match["name"]], "federation", is_subject)


def _numbered(line: Line) -> Iterator[Mention]:
    for match in _CLUSTER.finditer(line.text):
        number = int(match["number"])
        ours = _clusters().get(number)
        unit_id, kind = (ours, "cluster") if ours else (f"other:Cụm {number}", "outside")
        yield Mention(match.start(), match.end(), unit_id, kind, is_numbered=True)


def _outside(line: Line) -> Iterator[Mention]:
    for match in _OUTSIDE.finditer(line.shown):
        is_person = _follows(_OFFICER, line.text, match.start()) and match["name"].count(" ") > 1
        if is_person or match["name"].lower().startswith("hà nội"):
            continue  # "Chủ tịch LĐLĐ quận Nguyễn Thị Hoa" names a person
        is_place = match[0].lower().startswith(("phường", "xã", "thị trấn"))
        yield Mention(match.start(), match.end(), f"other:{match[0]}", "outside", not is_place)


def _trades(line: Line) -> Iterator[Mention]:
    for match in _TRADE.finditer(line.shown):
        is_subject = not _follows(_SOURCE, line.text, match.start())
        yield Mention(match.start(), match.end(), f"other:{match[0]}", "outside", is_subject)


def _city(line: Line) -> Iterator[Mention]:
    for match in _CITY.finditer(line.text):
        yield Mention(
            match.start(), match.end(), city(), "city", not _follows(_CITY_AS_GIVER, line.text, match.start())
        )


_LIST = re.compile(r" ?(?:,|và|, và|và các|cùng) ?(?:lđlđ )?(?:các )?(?:quận |huyện )?")


def groups(mentions: list[Mention], text: str) -> list[list[Mention]]:
    """Return the mentions with those that stand in one list ("Thanh Xuân và Hà Đông") together."""
    several: list[list[Mention]] = []
    for mention in mentions:
        last = several[-1][-1] if several else None
        if last and last.kind == mention.kind and _LIST.fullmatch(text, last.end, mention.start):
            several[-1].append(mention)
        else:
            several.append([mention])
    return several
