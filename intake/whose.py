"""Says which unit a number is of."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from intake import units

if TYPE_CHECKING:
    from intake.article import Article
    from intake.numerals import Numeral
    from intake.sentence import Scene, Sentence

_BRACKET = re.compile(
    r"[^.;(]{0,24}\((?:riêng |gồm |trong đó )?(?:lđlđ |liên đoàn lao động )?(?:quận |huyện |thị xã )?"
)
_OWNED = re.compile(
    r"(?: mới)?,?(?: (?:được|đã|mới|thành lập|ra mắt|ra đời|kết nạp|ký kết|ký))* (?:là )?"
    r"(?:tại|ở|của|thuộc|trên địa bàn|do)(?: các)?(?: lđlđ)? ?(?:quận |huyện )?"
)
_ASSIGNS = 6  # letters between the city and the "giao" that says that it sets a target


class Subject(NamedTuple):
    """Who a sentence speaks of: where that ends, the units, their kind."""

    end: int
    unit_ids: list[str]
    kind: str


def units_of(sentence: Sentence, numeral: Numeral, scene: Scene) -> tuple[list[str], str]:
    """Return the units that a numeral is of, and how they were found.

    Several where it says "mỗi đơn vị" or "đều"; "" where it is of several together, or of units that are not named.
    """
    found = _subjects(sentence, scene, numeral.start)
    last = found[-1] if found else None
    if (behind := _unit_behind(sentence, numeral)) and not (
        last and last.kind == "federation" and behind[1] == "named behind"
    ):
        return [behind[0]], behind[1]
    spread = sentence.of_kind("spread", last.end if last else sentence.start, numeral.start)
    if any(sentence.line.text.startswith("mỗi", hit.start) for hit in spread) and not (last and last.unit_ids[1:]):
        return [""], "each of units that are not named"
    last = last or _weak_subject(sentence, numeral.start)
    if last is None:
        return _carried(sentence.article, scene)
    if len(last.unit_ids) == 1:
        return last.unit_ids, "named before"
    return _spread(sentence, numeral, last)


def _spread(sentence: Sentence, numeral: Numeral, last: Subject) -> tuple[list[str], str]:
    """Return which of the units of a list a numeral is of."""
    spread = sentence.of_kind("spread", last.end, numeral.start)
    if any(hit.means == "in_order" for hit in spread):
        same = [one.start for one in sentence.numerals if one.noun == numeral.noun and one.start >= last.end]
        by_place = dict(zip(same, last.unit_ids, strict=False))
        return [by_place.get(numeral.start, "")], "in the order of the list"
    if any(hit.means == "each" for hit in spread):
        return last.unit_ids, "each of a list"
    return [""], "several units together"


def carry_units(sentence: Sentence, scene: Scene) -> None:
    """Carry on the units that a sentence speaks of."""
    for subject in _subjects(sentence, scene, sentence.end):
        if len(subject.unit_ids) > 1:
            continue
        scene.unit_id = subject.unit_ids[0]
        if subject.kind == "cluster":
            scene.cluster = scene.unit_id
        elif subject.kind in {"federation", "outside"}:
            scene.federation = scene.unit_id


def _subjects(sentence: Sentence, scene: Scene, end: int) -> list[Subject]:
    """Return who a sentence speaks of before a place, from left to right."""
    found = []
    for group in sentence.named:
        first, stop = group[0], group[-1].end
        text = sentence.line.text
        in_brackets = text.endswith("(", 0, first.start) and text.startswith(")", stop)  # of the number before
        gives = first.kind == "city" and _assigns(sentence, stop)
        if first.is_subject and stop <= end and not in_brackets and not gives:
            found.append(Subject(stop, [one.unit_id for one in group], first.kind))
    for hit in sentence.of_kind("area", sentence.start, end):
        is_named = any(hit.start < subject.end <= hit.end + 1 for subject in found)
        if (unit_id := _area(sentence.article, hit.means, scene)) and not is_named:
            found.append(Subject(hit.end, [unit_id], "area"))
    return sorted(found)


def _weak_subject(sentence: Sentence, end: int) -> Subject | None:
    """Return the last unit before a place that is only named as a source or an owner: "theo LĐLĐ quận …"."""
    groups = [group for group in sentence.named if group[-1].end <= end and group[0].kind != "city"]
    if not groups:
        return None
    return Subject(groups[-1][-1].end, [one.unit_id for one in groups[-1]], groups[-1][0].kind)


def _carried(article: Article, scene: Scene) -> tuple[list[str], str]:
    """Return the unit that was spoken of before."""
    if scene.unit_id:
        return [scene.unit_id], "of the sentence before"
    if scene.section_unit:
        return [scene.section_unit], "of the section"
    return [article.main], "of the article" if article.main else "not named"


def _assigns(sentence: Sentence, end: int) -> bool:
    """Return whether the city is named because it gives a target."""
    return any(hit.kind == "assigner" and 0 <= hit.start - end < _ASSIGNS for hit in sentence.hits)


def _area(article: Article, means: str, scene: Scene) -> str:
    """Return the unit that "toàn huyện", "cả Cụm" or "toàn thành phố" stands for."""
    if means == "city":
        return article.main if article.main_kind == "outside" else units.city()
    if means == "cluster":
        return scene.cluster or (article.main if article.main_kind == "cluster" else "")
    return scene.federation if article.main_kind in {"city", "cluster", ""} else article.main


def _unit_behind(sentence: Sentence, numeral: Numeral) -> tuple[str, str] | None:
    """Return the unit behind a numeral: "24 CĐCS (Cầu Giấy)", "24 CĐCS của quận Cầu Giấy"."""
    text, stop = sentence.line.text, sentence.next_numeral(numeral)
    for group in sentence.named:
        first = group[0]
        if not numeral.noun_end <= first.start < stop or first.kind == "city" or len(group) > 1:
            continue
        if _BRACKET.fullmatch(text, numeral.noun_end, first.start) and text.startswith(")", first.end):
            return first.unit_id, "in brackets"
        return (first.unit_id, "named behind") if _OWNED.fullmatch(text, numeral.noun_end, first.start) else None
    return None
