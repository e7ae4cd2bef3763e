"""Says which period a number is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from intake.periods import DATES, Mention, Span
from intake.plans import RESULT, Plan

if TYPE_CHECKING:
    from intake.numerals import Numeral
    from intake.sentence import Scene, Sentence

_WITH = re.compile(r"(?:với|hơn|bằng|đôi|lần) $")  # "so với cùng kỳ" speaks of today
_WAS = re.compile(r"(?: (?:là|đạt|chỉ|có|được))* ?\(?|[^;.]*\([^)]*")  # "cùng kỳ chỉ có 12", "so với cùng kỳ (27 CĐCS"
_BEGINS = 12  # letters that "Cùng kỳ" may have before it where it begins a sentence


def period_of(sentence: Sentence, numeral: Numeral, scene: Scene, plan: Plan) -> Span:
    """Return the period that a numeral is of, open where the text gives none.

    The nearest before it in its sentence, else one right behind it, else that of the paragraph, section or article.
    What is assigned is for the year.
    """
    usable = [one for one in sentence.periods if _may_set(sentence, one, plan)]
    before = [one for one in usable if one.end <= numeral.start]
    if compared := _compared(sentence, numeral, before):
        return compared.span
    here = before[-1] if before and (before[-1].kind != "until" or before[-1].span.first) else None
    here = here or _behind(sentence, numeral, usable)
    if here is None and any(hit.kind == "recent" and hit.start < numeral.start for hit in sentence.hits):
        return Span()  # "vừa thành lập 3 CĐCS": of a day that is not given
    carried = scene.period or scene.section_period or sentence.article.calendar.main
    if plan.kind == "year" and (here is None or here.start < plan.start):
        return (here.span if here else carried).year
    if here is not None:
        return here.span
    return carried.year if plan.kind and not scene.plans else carried


def day_of_stock(sentence: Sentence, numeral: Numeral) -> Span:
    """Return the day as of which a stock is counted: one that the sentence names, else that of publication."""
    days = [one.span.last for one in sentence.periods if one.kind in DATES | {"until"} and one.end <= numeral.start]
    last = days[-1] if days else None
    last = last or sentence.article.calendar.dateline
    return Span(last, last)


def _may_set(sentence: Sentence, mention: Mention, plan: Plan) -> bool:
    """Return whether a period may be that of a number: a day is where something happened on it, not where one met."""
    before = sentence.line.text[: mention.start].rstrip().removesuffix("nhiệm kỳ").rstrip()
    begins = not before or before[-1] in ".!?;" or before.endswith("vào")
    if mention.kind == "term":  # "Nhiệm kỳ 2018 - 2023, …" is one of results, "đại hội nhiệm kỳ 2018 - 2023" is not
        return begins
    if mention.kind not in DATES:
        return mention.is_set and not is_compared(sentence, mention)
    return begins and not plan.kind and not any(hit.kind == "day_of_meeting" for hit in sentence.hits)


def is_compared(sentence: Sentence, mention: Mention) -> bool:
    """Return whether a period is named to compare with: "cùng kỳ", "so với năm 2021"; not "hơn năm 2021, khi …"."""
    text = sentence.line.text
    is_with = _WITH.search(text, 0, mention.start) and not text.startswith((" khi", ", khi"), mention.end)
    return mention.kind == "compare" or bool(is_with)


def _compared(sentence: Sentence, numeral: Numeral, before: list[Mention]) -> Mention | None:
    """Return the comparison that a numeral is of: "Cùng kỳ năm 2022, …", "so với cùng kỳ (27 CĐCS)"."""
    text = sentence.line.text
    several = [one for one in sentence.periods if is_compared(sentence, one) and one.end <= numeral.start]
    if not several or (before and before[-1].start > several[-1].start):
        return None
    last = several[-1]
    begins = last.kind == "compare" and last.start - sentence.start < _BEGINS and not _WITH.search(text, 0, last.start)
    return last if begins or _WAS.fullmatch(text, last.end, numeral.start) else None


def _behind(sentence: Sentence, numeral: Numeral, usable: list[Mention]) -> Mention | None:
    """Return the period right behind a numeral: "12 CĐCS trong 6 tháng đầu năm"."""
    stop = min(sentence.clause_end(numeral.noun_end), sentence.next_numeral(numeral))
    return next((one for one in usable if numeral.noun_end <= one.start < stop), None)


def carry_period(sentence: Sentence, scene: Scene) -> None:
    """Carry on the period that the sentence set; "riêng tháng 6" is of itself only."""
    for mention in sentence.periods:
        before = sentence.line.text[max(0, mention.start - _BEGINS) : mention.start]
        is_own = mention.kind in DATES | {"until"} or "riêng" in before
        if _may_set(sentence, mention, RESULT) and not is_own:
            scene.period = mention.span
