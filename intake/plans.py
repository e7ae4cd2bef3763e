"""Says whether a number is planned: "chỉ tiêu 20 CĐCS" is, "hoàn thành chỉ tiêu" and "50% chỉ tiêu" are not."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from intake import periods

if TYPE_CHECKING:
    from intake.lexicon import Hit
    from intake.numerals import Numeral
    from intake.sentence import Scene, Sentence


class Plan(NamedTuple):
    """What makes a number a plan, and where it stands: `year` (assigned for a year), `aim`, or "" for a result."""

    kind: str = ""
    start: int = 0

    @property
    def scenario(self) -> str:
        """The scenario, as the seeds name it."""
        return "target" if self.kind else "actual"


RESULT = Plan()
# Words that may stand between a plan and its number: "chỉ tiêu Thành phố giao (2.000 đoàn viên".
_LEADS = re.compile(
    r"(?: (?:là|giao|được|đề ra|đặt ra|cả năm|năm|của năm|trong năm|\d{4}|cho|về|thành phố|lđlđ|công đoàn|quận|huyện"
    r"|đăng ký|tỉnh|cấp trên|phát triển|thành lập|kết nạp|ký|mới|đoàn viên|cđcs|công đoàn cơ sở|toàn|khoảng|hơn|trên"
    r"|gần|ít nhất))*[ :(–-]*"
)
_CLOSED = re.compile(r"[^(]*\).*")  # "17 CĐCS (kế hoạch 25), kết nạp 90 đoàn viên"
_DOCUMENT = re.compile(r" (?:số )?\d+ ?[-/] ?[a-zđ]")  # "Kế hoạch số 15/KH-LĐLĐ"
_NEAR = 12  # letters between "vượt chỉ tiêu" and the "đề ra" that belongs to it
_BEFORE = 30  # letters before a plan in which "hoàn thành" and the like may stand
_BEGUN = 10  # a period of which less than a tenth had passed when the article was published is still to come


def plan_of(sentence: Sentence, numeral: Numeral, scene: Scene) -> Plan:
    """Return what makes a numeral a plan, `RESULT` where nothing does."""
    if numeral.is_target:
        return Plan("year", numeral.start)
    stop = min(sentence.clause_end(numeral.noun_end), sentence.next_numeral(numeral))
    for hit in sentence.of_kind("plan_after", numeral.noun_end, stop):
        if not _is_reached(sentence, hit, numeral.noun_end):
            return Plan("year", hit.start)
    for hit in reversed(_plans_before(sentence, numeral)):
        return RESULT if _is_over(sentence, hit, numeral) else Plan(hit.means, hit.start)
    if _is_to_come(sentence, numeral):
        return Plan("aim", sentence.start)
    if scene.plans and not sentence.has("result", "strong", sentence.start, numeral.start):
        return Plan("aim", sentence.start)
    return RESULT


def _plans_before(sentence: Sentence, numeral: Numeral) -> list[Hit]:
    """Return the words of planning before a numeral, without those that say what a result is held against."""
    text = sentence.line.text
    found = []
    is_reached, last_end = False, -_NEAR
    for hit in sentence.of_kind("plan", sentence.start, numeral.start):
        is_reached = (is_reached and hit.start - last_end < _NEAR) or _is_reached(sentence, hit, sentence.start)
        last_end = hit.end
        first = next(one.start for one in sentence.numerals if one.start >= hit.end)
        leads = _LEADS.fullmatch(text, hit.end, first) and not re.search("[;:]", text[first : numeral.start])
        is_noun = any(one.end <= hit.start < one.noun_end for one in sentence.numerals)  # "gồm 3 mục tiêu"
        is_other = is_noun or _DOCUMENT.match(text, hit.end) or _CLOSED.fullmatch(text, hit.end, numeral.start)
        if hit.means != "none" and not is_other and (leads or not is_reached):
            found.append(hit)
    return found


def _is_reached(sentence: Sentence, hit: Hit, start: int) -> bool:
    """Return whether a plan is only what a result is held against: "hoàn thành chỉ tiêu", "50% chỉ tiêu"."""
    words = sentence.of_kind("plan_neutral", max(start, hit.start - _BEFORE), hit.start)
    return bool(words) and re.fullmatch(r"[^,;.\d]{0,22}", sentence.line.text[words[-1].end : hit.start]) is not None


def _is_over(sentence: Sentence, hit: Hit, numeral: Numeral) -> bool:
    """Return whether a result has begun between a plan and a numeral: "chỉ tiêu 20 CĐCS, thực hiện 24"."""
    results = sentence.of_kind("result", hit.end, numeral.start)
    if any(result.means == "strong" for result in results):
        return True
    if hit.means == "year" and any(
        cue.means in {"stock", "withdrawn"} for cue in sentence.of_kind("cue", hit.end, numeral.start)
    ):
        return True
    return any(hit.end <= one.start < result.start for result in results for one in sentence.numerals)


def _is_to_come(sentence: Sentence, numeral: Numeral) -> bool:
    """Return whether the period before a numeral had hardly begun when the article was published."""
    today = sentence.article.calendar.dateline
    spans = [one.span for one in sentence.periods if one.is_set and one.end <= numeral.start]
    first, last = spans[-1] if spans else periods.Span()
    if not today or not first or not last or first == last:
        return False
    return (today - first).days * _BEGUN < (last - first).days
