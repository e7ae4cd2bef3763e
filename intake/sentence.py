"""What stands around a numeral in its sentence: the words that govern it, whether it is planned, when, and whose it is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from intake import units
from intake.article import year_of
from intake.periods import Span

if TYPE_CHECKING:
    from intake.article import Article
    from intake.lexicon import Hit
    from intake.numerals import Numeral
    from intake.periods import Mention
    from intake.texts import Line

# Words that may stand between a plan and its number: "chỉ tiêu Thành phố giao (2.000 đoàn viên".
_LEADS = re.compile(
    r"(?: (?:là|giao|được|đề ra|đặt ra|cả năm|năm|của năm|trong năm|\d{4}|cho|về|thành phố|lđlđ|công đoàn|quận|huyện|đăng ký|tỉnh"
    r"|cấp trên|phát triển|thành lập|kết nạp|ký|mới|đoàn viên|cđcs|công đoàn cơ sở|toàn|khoảng|hơn|trên|gần|ít nhất))*[ :(–-]*$"
)
_PAREN = re.compile(r"[^.;(]{0,24}\((?:riêng |gồm |trong đó )?(?:lđlđ |liên đoàn lao động )?(?:quận |huyện |thị xã )?$")
_OWNED = re.compile(r"(?: mới)?,?(?: (?:được|đã|mới|thành lập|ra mắt|ra đời|kết nạp|ký kết|ký))* (?:là )?(?:tại|ở|của|thuộc|trên địa bàn|do)(?: các)?(?: lđlđ)? ?(?:quận |huyện )?$")
_WITH = re.compile(r"(?:với|hơn|bằng) $")  # "so với cùng kỳ" speaks of today
_RESULT_NEAR = 12


@dataclass
class Scene:
    """What is carried from sentence to sentence of a line, and, for units and periods, from line to line.

    `unit_id` and `period` are the last that a sentence named ("" and None where none did), `cluster` and `federation`
    the last of their kind, `plans` whether the section speaks of tasks to come.
    """

    unit_id: str = ""
    period: Span | None = None
    cluster: str = ""
    federation: str = ""
    plans: bool = False
    section_unit: str = ""
    section_period: Span | None = None


@dataclass(frozen=True)
class Sentence:
    """A sentence of a line: half-open span, and all that was found in it."""

    article: Article
    line: Line
    start: int
    end: int
    hits: list[Hit]
    periods: list[Mention]
    named: list[list[units.Mention]]
    numerals: list[Numeral] = field(default_factory=list)

    def of_kind(self, kind: str, start: int, end: int) -> list[Hit]:
        """Return the phrases of a kind that stand between two places."""
        return [hit for hit in self.hits if hit.kind == kind and start <= hit.start and hit.end <= end]

    def clause_end(self, at: int, signs: str = ",;:(/") -> int:
        """Return where the clause around a place ends: at one of `signs`, or with the sentence."""
        text = self.line.text
        places = [place for sign in signs if (place := text.find(sign, at, self.end)) >= 0 and not text[place + 1 : place + 2].isdigit()]
        return min(places, default=self.end)

    def next_numeral(self, numeral: Numeral) -> int:
        """Return where the next numeral of the sentence begins, or the sentence ends."""
        return next((one.start for one in self.numerals if one.start >= numeral.end and one is not numeral), self.end)


def plan_of(sentence: Sentence, numeral: Numeral, scene: Scene) -> tuple[str, int]:
    """Return what makes a numeral a plan, and where it stands: `year` (assigned), `aim`, or "" for a result."""
    text = sentence.line.text
    if numeral.is_target:
        return "year", numeral.start
    stop = min(sentence.clause_end(numeral.noun_end), sentence.next_numeral(numeral))
    for hit in sentence.of_kind("plan_after", numeral.noun_end, stop):
        if not _is_reached(sentence, hit, numeral.noun_end):
            return "year", hit.start
    is_reached = False
    last_end = -99
    found: list[Hit] = []
    for hit in sentence.of_kind("plan", sentence.start, numeral.start):
        leads = bool(_LEADS.fullmatch(text[hit.end : numeral.start]))
        is_reached = (is_reached and hit.start - last_end < _RESULT_NEAR) or _is_reached(sentence, hit, sentence.start)
        last_end = hit.end
        if hit.means != "none" and (leads or not is_reached):
            found.append(hit)
    for hit in reversed(found):
        results = sentence.of_kind("result", hit.end, numeral.start)
        if any(result.means == "strong" for result in results):
            return "", 0
        for result in results:
            if any(hit.end <= one.start < result.start for one in sentence.numerals):
                return "", 0
        if hit.means == "year" and any(one.kind == "cue" and one.means in {"stock", "withdrawn"} for one in sentence.hits if hit.end <= one.start < numeral.start):
            return "", 0
        return hit.means, hit.start
    if _is_to_come(sentence, numeral):
        return "aim", sentence.start
    if scene.plans and not any(hit.means == "strong" for hit in sentence.of_kind("result", sentence.start, numeral.start)):
        return "aim", sentence.start
    return "", 0


def _is_to_come(sentence: Sentence, numeral: Numeral) -> bool:
    """Return whether the period before a numeral had hardly begun when the article was published."""
    today = sentence.article.calendar.dateline
    before = [one.span for one in sentence.periods if one.is_set and one.end <= numeral.start and one.kind not in {"day", "full", "weekday"}]
    if not today or not before or before[-1].first is None or before[-1].last is None:
        return False
    first, last = before[-1].first, before[-1].last
    return (today - first).days * 10 < (last - first).days


def _is_reached(sentence: Sentence, hit: Hit, start: int) -> bool:
    """Return whether a plan is only what a result is held against: "hoàn thành chỉ tiêu", "50% chỉ tiêu"."""
    before = sentence.line.text[max(start, hit.start - 30) : hit.start]
    words = [one for one in sentence.of_kind("plan_neutral", max(start, hit.start - 30), hit.start)]
    return bool(words) and re.fullmatch(r"[^,;.\d]{0,22}", before[words[-1].end - max(start, hit.start - 30) :]) is not None


def period_of(sentence: Sentence, numeral: Numeral, scene: Scene, plan: tuple[str, int]) -> Span:
    """Return the period that a numeral is of, open where the text gives none."""
    text = sentence.line.text
    main = sentence.article.calendar.main
    is_meeting = any(hit.kind == "day_of_meeting" for hit in sentence.hits)
    usable = [
        one for one in sentence.periods
        if one.is_set and not (one.kind in {"day", "weekday", "full"} and (is_meeting or plan[0] or not _is_setting(text, one)))
    ]  # fmt: skip
    before = [one for one in usable if one.end <= numeral.start]
    compared = [one for one in sentence.periods if one.kind == "compare" and one.end <= numeral.start]
    here: Span | None = None
    if compared and (not before or compared[-1].start > before[-1].start):
        between = text[compared[-1].end : numeral.start]
        is_with = bool(_WITH.search(text, 0, compared[-1].start))
        begins = compared[-1].start - sentence.start < _RESULT_NEAR and not is_with
        if begins or re.fullmatch(r"[^;.]*\([^)]*", between) or re.fullmatch(r"(?: (?:là|đạt|chỉ|có|được))* ?\(?", between):
            return compared[-1].span
    named_at = -1
    if before:
        here, named_at = before[-1].span, before[-1].start
        if before[-1].kind == "until" and not here.first:
            here = None
    if here is None:
        stop = min(sentence.clause_end(numeral.noun_end, ";("), sentence.next_numeral(numeral))
        behind = [one for one in usable if numeral.noun_end <= one.start < stop]
        if behind and "," not in text[numeral.noun_end : behind[0].start]:
            here, named_at = behind[0].span, behind[0].start
    if here is None and any(hit.kind == "recent" and hit.start < numeral.start for hit in sentence.hits):
        return Span()
    if plan[0] == "year" and not (named_at > plan[1] and here):
        return year_of(here or scene.period or scene.section_period or main)
    if here is not None:
        return here
    state = scene.period or scene.section_period or main
    return year_of(state) if plan[0] and not scene.plans else state


def _is_setting(text: str, mention: Mention) -> bool:
    """Return whether a day begins its sentence, as that of an event does."""
    before = text[: mention.start].rstrip()
    return not before or before[-1] in ".!?;" or before.endswith("vào")


def units_of(sentence: Sentence, numeral: Numeral, scene: Scene) -> tuple[list[str], str]:
    """Return the units that a numeral is of, and how they were found; several where it says "mỗi" or "đều"."""
    text = sentence.line.text
    subjects: list[tuple[int, list[str], str]] = []
    weak: list[tuple[int, list[str], str]] = []
    for group in sentence.named:
        first, last = group[0], group[-1]
        if last.end > numeral.start or first.start < sentence.start:
            continue
        if first.kind == "city" and _assigns(sentence, last.end):
            continue
        found = (last.end, [one.unit_id for one in group], first.kind)
        (subjects if first.is_subject else weak).append(found)
    for hit in sentence.of_kind("area", sentence.start, numeral.start):
        if (unit_id := _area(sentence.article, hit.means, scene)) and not any(hit.start < end <= hit.end + 1 for end, _, _ in subjects):
            subjects.append((hit.end, [unit_id], "area"))
    subjects.sort(key=lambda one: one[0])
    behind = _unit_behind(sentence, numeral)
    if behind and not (subjects and subjects[-1][2] == "federation" and behind[1] != "in brackets"):
        return [behind[0]], behind[1]
    chosen = subjects[-1] if subjects else weak[-1] if weak and weak[-1][2] != "city" else None
    if chosen is None:
        return _unit_before(sentence.article, scene)
    end, several, _ = chosen
    if len(several) == 1:
        return several, "named before"
    spread = [hit.means for hit in sentence.of_kind("spread", end, numeral.start)]
    if "in_order" in spread:
        same = [one for one in sentence.numerals if one.noun == numeral.noun and one.start >= end]
        at = next((number for number, one in enumerate(same) if one is numeral), len(several))
        return ([several[at]], "in the order of the list") if at < len(several) else ([""], "several units")
    if "each" in spread:
        return several, "each of a list"
    return [""], "several units together"


def _unit_before(article: Article, scene: Scene) -> tuple[list[str], str]:
    for unit_id, how in ((scene.unit_id, "of the sentence before"), (scene.section_unit, "of the section"), (article.main, "of the article")):
        if unit_id:
            return [unit_id], how
    return [""], "no unit named"


def _assigns(sentence: Sentence, end: int) -> bool:
    return any(hit.kind == "assigner" and 0 <= hit.start - end < _RESULT_NEAR // 2 for hit in sentence.hits)


def _area(article: Article, means: str, scene: Scene) -> str:
    """Return the unit that "toàn huyện", "cả Cụm" or "toàn thành phố" stands for."""
    if means == "city":
        return article.main if article.main_kind == "outside" else units.CITY
    if means == "cluster":
        return scene.cluster or (article.main if article.main_kind == "cluster" else "")
    return scene.federation if article.main_kind in {"city", "cluster", ""} else article.main


def _unit_behind(sentence: Sentence, numeral: Numeral) -> tuple[str, str] | None:
    """Return the unit behind a numeral: "24 CĐCS (Cầu Giấy)", "24 CĐCS của quận Cầu Giấy"."""
    text = sentence.line.text
    stop = sentence.next_numeral(numeral)
    for group in sentence.named:
        first = group[0]
        if numeral.noun_end <= first.start < stop and first.kind != "city" and len(group) == 1:
            between = text[numeral.noun_end : first.start]
            if _PAREN.fullmatch(between) and text[first.end : first.end + 1] == ")":
                return first.unit_id, "in brackets"
            return (first.unit_id, "named behind") if _OWNED.fullmatch(between) else None
    return None


def remember(sentence: Sentence, scene: Scene) -> None:
    """Carry on what a sentence named."""
    text = sentence.line.text
    subjects = [group for group in sentence.named if group[0].is_subject and not (group[0].kind == "city" and _assigns(sentence, group[-1].end))]
    places = [(group[-1].end, group[-1].unit_id, group[0].kind, len(group)) for group in subjects]
    places += [(hit.end, unit_id, "area", 1) for hit in sentence.of_kind("area", sentence.start, sentence.end)
               if (unit_id := _area(sentence.article, hit.means, scene))]  # fmt: skip
    for _, unit_id, kind, count in sorted(places):
        if count > 1:
            continue
        scene.unit_id = unit_id
        if kind == "cluster":
            scene.cluster = unit_id
        elif kind in {"federation", "outside"}:
            scene.federation = unit_id
    for mention in sentence.periods:
        begins = text[max(0, mention.start - 8) : mention.start]
        if mention.is_set and mention.kind not in {"day", "weekday", "full", "until"} and "riêng" not in begins:
            scene.period = mention.span
