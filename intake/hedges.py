"""How words around a numeral hedge it: the rows of etl/printed.sql, read once, so that a new hedge is a row there."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

RULES = Path(__file__).parent.parent / "etl" / "printed.sql"
_ROW = re.compile(r"\('(\w+)', '(before|behind)', (true|false), (\[.*?\])\)", re.DOTALL)
_DENIED = re.compile(r"concat_ws\(' ', denial, verb, hedge\).*?(\[.*?\]).*?(\[.*?\]).*?(\[.*?\])", re.DOTALL)
_LETTER = r"[^\W\d_]"
# Words that may stand between a loose hedge and its number: "ước cả quý đạt 16".
_LOOSE = rf"(?:,? (?:{_LETTER}+|\d{{1,2}} tháng|quý \d|năm \d{{4}}|\d{{1,2}}/[\d/]+)){{0,8}}:?"
_TIGHT = r"(?: (?:đạt|tới|đến|lên|mức|con số|cả|tổng số|được|có|là|phải|từ|những|tận|đã)){0,2}"
LONGEST = 60  # letters before and behind a numeral in which its hedge may stand, as in the ETL


class Hedge(NamedTuple):
    """What is said of a number: a qualifier, or `unknown` where none says it; where the hedged words begin and end."""

    qualifier: str
    start: int
    end: int


@cache
def rows() -> dict[tuple[str, bool], dict[str, str]]:
    """Return the qualifier of each hedge, by place (before, behind) and whether it is loose."""
    hedges: dict[tuple[str, bool], dict[str, str]] = {}
    for qualifier, place, loose, words in _ROW.findall(RULES.read_text(encoding="utf-8")):
        hedges.setdefault((place, loose == "true"), {}).update(dict.fromkeys(ast.literal_eval(words), qualifier))
    return hedges


@cache
def denied() -> str:
    """Return the pattern of hedges that are denied ("không thể dưới"); those that have no row say `unknown`."""
    found = _DENIED.search(RULES.read_text(encoding="utf-8"))
    if not found:
        return "(?!)"
    denial, verb, hedge = (
        "|".join(filter(None, ast.literal_eval(part.replace("null", "None")))) for part in found.groups()
    )
    return f"(?:{denial})(?: (?:{verb}))? (?:{hedge})"


def sense(words: str) -> str:
    """Return the qualifier of a hedge that stands before its number."""
    several = rows()
    return several["before", False].get(words) or several["before", True].get(words) or "unknown"


def _any(*groups: dict[str, str]) -> str:
    words = sorted((word for group in groups for word in group), key=len, reverse=True)
    return "|".join(map(re.escape, words))


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    several = rows()
    tight, loose = several["before", False], several["before", True]
    one = rf"(?<!\w)(?:(?:{_any(loose)}){_LOOSE}|(?:{denied()}|{_any(tight)}){_TIGHT})(?!\w) ?"
    return (
        re.compile(rf"((?:{one})+)[ \"“‘'(\[«*_–…-]*$"),
        re.compile(rf"(?<!\w)({denied()}|{_any(tight, loose)})(?!\w)"),
        re.compile(rf"[^.,;:\d]*?(?<!\w)({_any(several['behind', False])})(?!\w)"),
    )


@cache
def _may_hedge() -> re.Pattern[str]:
    """Return the pattern of the words that hedges begin with: most numbers have none near them."""
    words = {word.split()[0] for loose in (True, False) for word in rows()["before", loose]}
    words |= set(re.findall(r"\w+", denied().partition(")")[0]))
    return re.compile(rf"(?<!\w)(?:{_any(dict.fromkeys(words, ''))})(?!\w)")


def around(text: str, start: int, end: int) -> Hedge:
    """Return how the words of a line around `start` to `end` hedge the number there."""
    before_pattern, each, behind_pattern = _patterns()
    begin = max(0, start - 2 * LONGEST)  # so that no “thỏa ước” is cut to “ước”
    before = text[begin:start]
    found = before_pattern.search(before) if _may_hedge().search(before) else None
    behind = behind_pattern.match(text[end : end + LONGEST])
    said: set[str] = set()
    first, last = start, end
    if found:
        meant = [one for one in each.finditer(before, found.start(1), found.end(1)) if sense(one[1]) != "exact"]
        said |= {sense(one[1]) for one in meant}
        first = begin + meant[0].start() if meant else start  # "thỏa ước, hơn 12" begins with "hơn"
    if behind and not re.search(r"loại|khá|tốt|giỏi|trung bình|hạng|bậc|(?<!\w)từ ", behind[0]):
        said.add(rows()["behind", False][behind[1]])
        last = end + behind.end(1)
    said.discard("exact")
    if not said:
        return Hedge("exact", start, end)
    if len(said) == 1:
        return Hedge(said.pop(), first, last)
    return Hedge("about" if "about" in said and "unknown" not in said else "unknown", first, last)
