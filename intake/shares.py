"""Says what a percentage is a share of: "đạt 92,3% chỉ tiêu" is one of the target of the number before it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from intake.numerals import Numeral
    from intake.periods import Span
    from intake.sentence import Sentence

_OF_TARGET = re.compile(r" ?(?:so với )?(?:chỉ tiêu|kế hoạch|mức|tiến độ|đối với|số (?:được|thành phố|lđlđ))(?!\w)")
_REACHED = re.compile(
    r"(?:đạt|bằng|hoàn thành|tương đương|tương ứng|đạt tỷ lệ|tỷ lệ|vượt mức)"
    r"(?: được| tới| trên| hơn| gần| khoảng| lần lượt| tương ứng)? ?$"
)
_BOTH = re.compile(r"[^.;]{0,24}(?:cả )?(?:2|hai) chỉ tiêu")
_WINDOW = 24  # letters before a percentage in which "đạt" may stand
_OTHERS = {"houses", "gifts", "awards", "training_class", "occupational_union"}  # things that targets are set for too


class Figure(NamedTuple):
    """A number of the sentence that is proposed: the numeral, its indicator, units and period."""

    numeral: Numeral
    indicator_id: str
    unit_ids: list[str]
    period: Span


class Base(NamedTuple):
    """What a percentage is a share of; `figure` is None where the sentence gives only the share."""

    indicator_id: str
    figure: Figure | None = None


def bases_of(sentence: Sentence, numeral: Numeral, start: int, figures: list[Figure]) -> list[Base]:
    """Return the core indicators that a percentage, whose hedge begins at `start`, is a share of the target of."""
    text = sentence.line.text
    last = figures[-1] if figures else None
    of_target = _OF_TARGET.match(text, numeral.end)
    in_brackets = last and re.fullmatch(r" ?\(", text[last.numeral.noun_end : start])  # "15/13 CĐCS (115%)"
    if not (of_target or in_brackets or _REACHED.search(text, max(0, start - _WINDOW), start)):
        return []
    if in_order := [hit for hit in sentence.of_kind("spread", sentence.start, start) if hit.means == "in_order"]:
        percents = [one.start for one in sentence.numerals if one.is_percent and one.start >= in_order[-1].end]
        several = dict(zip(percents, figures[-len(percents) :], strict=False))
        return _core(sentence, [several[numeral.start]] if numeral.start in several else [])
    if _BOTH.match(text, numeral.end):
        return _core(sentence, figures[-2:])
    return _named(sentence, numeral, start, last, is_of_target=bool(of_target))


def _named(sentence: Sentence, numeral: Numeral, start: int, last: Figure | None, *, is_of_target: bool) -> list[Base]:
    """Return the base by the noun behind a percentage, by one before it, else the last number."""
    text, core = sentence.line.text, sentence.article.lexicon.core
    stop = min(sentence.clause_end(numeral.end), sentence.next_numeral(numeral))
    behind = sentence.said(numeral.end, stop, set(core))
    if is_of_target and behind:  # "85% chỉ tiêu đoàn viên"
        return [Base(core[behind[0].means])]
    said = sentence.said(sentence.start, start, {*core, *_OTHERS})
    if said and not is_of_target and "tỷ lệ" in text[sentence.start : said[-1].start]:
        return []  # "tỷ lệ CĐCS ký thỏa ước đạt 65%" is of no target
    if said and (last is None or said[-1].start > last.numeral.noun_end):
        return [Base(core[said[-1].means])] if said[-1].means in core else []
    return _core(sentence, [last]) if last else []


def _core(sentence: Sentence, figures: list[Figure]) -> list[Base]:
    lexicon = sentence.article.lexicon
    return [Base(figure.indicator_id, figure) for figure in figures if lexicon.is_core(figure.indicator_id)]
