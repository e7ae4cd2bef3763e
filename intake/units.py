"""Finds the units that a line names: federations, clusters and the city by the seeds, and others by their title."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intake.texts import Line, spelled

SEEDS = Path(__file__).parent.parent / "seeds"
CITY = "01"
_ORGANISATION = r"(?:(?:lđlđ|liên đoàn lao động|công đoàn|cđ) (?:các )?)?"
_UPPER = "".join(chr(code) for code in range(0x41, 0x1EFA) if chr(code).isupper())
_NAME = rf"[{_UPPER}]\w*(?: [{_UPPER}]\w*){{0,3}}"
# Organisations and places that are none of ours, by the title before their name.
_OUTSIDE = re.compile(
    rf"(?:(?i:lđlđ|liên đoàn lao động|công đoàn|cđ) (?i:(?:các )?(?:quận|huyện|thị xã|thành phố|tp\.?|tỉnh|phường|xã"
    rf"|khu kinh tế|khu công nghiệp|kcn|kkt|ngành))(?: và chế xuất)?|(?i:tỉnh|phường|xã|thị trấn)) (?P<name>{_NAME})"
    rf"(?: \((?P<where>{_NAME})\))?"
)
_CLUSTER = re.compile(r"cụm(?: thi đua)?(?: số)? (?P<number>\d{1,2})(?![\d.,/]*\d)")
_CITY_AS_GIVER = re.compile(
    r"(?:của|do|theo|với|được|cùng|so với|số|mức|bởi|chỉ tiêu|tại|ở|từ|về|đến|thuộc|ngoài|kế hoạch|quyết định)(?: các)?"
    r"(?: lđlđ| công đoàn| liên đoàn lao động| đại hội công đoàn)? ?$"
)
_SOURCE = re.compile(r"(?:của|theo|do|với|thuộc|tại|ở|về|cùng)(?: báo cáo(?: của)?| các| lãnh đạo)? ?$")
_NOT_A_UNIT = re.compile(r"(?:phường|(?<!thị )xã|thị trấn|đường|phố|sông|hồ|cầu|công ty|bệnh viện|trường|chợ|khu đô thị) $")


@dataclass(frozen=True)
class Mention:
    """A unit that a line names: half-open span, id (`other:NAME` outside the seeds), kind.

    `is_subject` says that it may be the one that reports; the city that sets a target and a place named as one are not.
    """

    start: int
    end: int
    unit_id: str
    kind: str
    is_subject: bool = True


@cache
def _names() -> tuple[dict[str, str], re.Pattern[str]]:
    """Return the federations' names with their ids, and the pattern that finds one."""
    with (SEEDS / "units.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["unit_kind"] == "federation"]
    names = {spelled(row["name"].lower()): row["unit_id"] for row in rows}
    longest_first = sorted(names, key=len, reverse=True)
    pattern = rf"(?<!\w)(?P<title>{_ORGANISATION}(?:(?:quận|quân|huyện|thị xã|q\.|h\.|tx\.?) ?)?)(?P<name>{'|'.join(longest_first)})(?!\w)"
    return names, re.compile(pattern)


_CITY = re.compile(
    r"(?<!\w)(?:(?:lđlđ|liên đoàn lao động|công đoàn|các cấp công đoàn) )?(?:thành phố hà nội|tp\.? ?hà nội|hà nội|thủ đô)(?!\w)"
    r"|(?<!\w)(?:lđlđ|liên đoàn lao động) (?:thành phố|tp)(?!\w)"
)


def find(line: Line) -> list[Mention]:
    """Return the units that a line names, from left to right."""
    text, shown = line.text, line.shown
    names, pattern = _names()
    found = []
    for match in pattern.finditer(text):
        start = match.start("name")
        if _NOT_A_UNIT.search(text, max(0, start - 16), start) or not (match["title"] or shown[start].isupper()):
            continue
        is_subject = not _SOURCE.search(text, max(0, match.start() - 24), match.start())
        found.append(Mention(match.start(), match.end(), names[match["name"]], "federation", is_subject))
    for match in _CLUSTER.finditer(text):
        if 1 <= int(match["number"]) <= 5:  # noqa: PLR2004
            found.append(Mention(match.start(), match.end(), f"C{int(match['number'])}", "cluster"))
        else:
            found.append(Mention(match.start(), match.end(), f"other:Cụm {match['number']}", "outside"))
    for match in _OUTSIDE.finditer(shown):
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            if match["name"].lower().startswith("hà nội"):
                continue
            where = f" ({match['where']})" if match["where"] else ""
            name = match[0].removesuffix(where) + where
            is_place = match[0].lower().startswith(("phường", "xã", "thị trấn"))
            found.append(Mention(match.start(), match.end(), f"other:{name}", "outside", not is_place))
    for match in _CITY.finditer(text):
        if not any(one.start < match.end() and match.start() < one.end for one in found):
            gives = _CITY_AS_GIVER.search(text, max(0, match.start() - 40), match.start())
            found.append(Mention(match.start(), match.end(), CITY, "city", not gives))
    return sorted(found, key=lambda one: one.start)


def groups(mentions: list[Mention], text: str) -> list[list[Mention]]:
    """Return the mentions with those that stand in one list ("Thanh Xuân và Hà Đông") together."""
    several: list[list[Mention]] = []
    for mention in mentions:
        between = text[several[-1][-1].end : mention.start] if several else ""
        if several and re.fullmatch(r" ?(?:,|và|, và|và các|cùng) ?(?:lđlđ )?(?:các )?(?:quận |huyện )?", between) and (
            several[-1][-1].kind == mention.kind
        ):
            several[-1].append(mention)
        else:
            several.append([mention])
    return several
