"""Says what a number counts: the noun behind it, and the word of its sentence that says what was done."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from intake.lexicon import Hit, Lexicon
    from intake.numerals import Numeral
    from intake.sentence import Sentence

_FAR = 80  # letters over which "hỗ trợ", "tập huấn" and the like still govern a number
_NEAR = 12  # letters between a verb and the number that it governs
_TIGHT = 25  # letters over which "còn thiếu" or "in là" outdo a verb behind the number
_WINDOW = 60
# "thành lập CĐCS tại 2 công ty" counts unions, "ký thỏa ước tại 2 doanh nghiệp" agreements.
_AT = re.compile(
    r"(?P<union>cđcs|công đoàn cơ sở|cđ cơ sở|tổ chức công đoàn)(?: mới)?(?: được thành lập)? (?:tại|ở|của|trong)"
    r"(?: \w+){0,2} ?$|(?:thỏa ước(?: lao động tập thể)?|tưlđtt) (?:tại|ở)(?: \w+){0,2} ?$"
)
_SAID = re.compile(r"(?:là|đạt|đến|có|được|gồm|bằng|với|thực hiện|lên|tới|chỉ tiêu|kế hoạch|giao|[:(–-]) ?$")
_IS = re.compile(r"(?:là|đạt|lên|:) ?$")
_ENDS = re.compile(r" ?(?:$|[.,;:)(/|]|và |so với|bằng |tăng|giảm|trong |đạt |vượt|chỉ tiêu)")
_OF_THEM = re.compile(r"trong (?:đó|số)|số (?:ấy|này)")
_ALL_HAVE = re.compile(r"(?:toàn|cả) \w+(?: \w+)? có $")
_ALSO = re.compile(r" ?được \w+(?: \w+)?, (?:được )?")  # "6 người được xem xét, kết nạp"
_NOT_YET = re.compile(r"(?<!\w)(?:để|chưa|sẽ|chuẩn bị|tiến tới|vận động|đồng ý|cam kết|dự kiến|khác)(?!\w)")
_REASONS = {"body": "unit_count", "enterprise": "enterprise_count", "person": "workers_not_members", "copy": "copies",
            "comrade": "party_members"}  # fmt: skip


class Said(NamedTuple):
    """What earlier numbers counted: the last indicator of each noun in the paragraph, the core one in all."""

    paragraph: dict[str, str]
    article: dict[str, str]


class Counted(NamedTuple):
    """What a number counts: an indicator and the words that lead to it, or "" and the reason to pass it over."""

    indicator_id: str
    why: str


class Counting:
    """Says of the numerals of a sentence what each counts."""

    def __init__(self, sentence: Sentence, said: Said) -> None:
        """Take a sentence, and what earlier numbers counted."""
        self.sentence = sentence
        self.said = said
        self.lexicon: Lexicon = sentence.article.lexicon

    def count(self, numeral: Numeral, start: int) -> Counted:
        """Return what a numeral counts, whose hedge begins at `start`."""
        text = self.sentence.line.text
        noun = self._noun(numeral, start)
        if not noun:
            if text[numeral.start - 1 : numeral.start].isalpha():
                return Counted("", "part of a name")
            word = re.match(r" ?((?:[^\W\d]+ ?){1,3})", text[numeral.end : self.sentence.end])
            return Counted("", f"counts something else: {word[1].strip()}" if word else "no noun")
        found = self._governed(numeral, noun, start) or self._inherited(numeral, noun, start)
        if found:
            return found
        if noun == "body" and numeral.whole is not None:
            return Counted("", "unit_ratio")
        return Counted("", _REASONS.get(noun, "no rule" if noun in self.lexicon.core else noun))

    def _governed(self, numeral: Numeral, noun: str, start: int) -> Counted | None:
        """Return what the nearest word that says what was done makes of a numeral."""
        text = self.sentence.line.text
        for hit, noun_there in self._cues(numeral, noun, start):
            indicator = self.lexicon.indicator(hit.means, noun_there)
            is_far = hit.end < start - _FAR and hit.means not in {"stock", "withdrawn"}
            if indicator and not (is_far and indicator.startswith("other:")):
                counted = text[numeral.end : numeral.noun_end].strip() or noun
                words = f"{text[hit.start : hit.end]} + {counted}"
                return Counted(self._of_the_party(indicator, noun, start), words)
        stop = min(self.sentence.clause_end(numeral.noun_end, ";("), self.sentence.next_numeral(numeral))
        for hit in self.sentence.of_kind("cue", numeral.noun_end, stop):  # "một bản thỏa ước, ký kết với …"
            indicator = self.lexicon.figures.get((hit.means, noun), "")
            if self.lexicon.is_core(indicator) and hit.means != "gain":
                return Counted(indicator, f"{noun} … {text[hit.start : hit.end]}")
        return None

    def _inherited(self, numeral: Numeral, noun: str, start: int) -> Counted | None:
        """Return what a numeral without a word of its own counts: the same as the one before it."""
        text = self.sentence.line.text
        if noun in self.lexicon.core and _ALL_HAVE.search(text, self.sentence.start, start):
            return Counted(self.lexicon.indicator("stock", noun), "toàn … có")
        if noun != "enterprise" and (indicator := self.said.paragraph.get(noun, "")):
            return Counted(indicator, "as the number before")
        if noun in {"union", "member", "person"} and text.endswith("có ", 0, start):
            return Counted(self.lexicon.indicator("stock", noun), "có")
        is_listed = any(group[-1].end <= start for group in self.sentence.named) or any(
            one.end <= start for one in self.sentence.periods
        )
        if noun in self.lexicon.core and is_listed and (indicator := self.said.article.get(noun, "")):
            return Counted(indicator, "as earlier in the article")
        if indicator := self.lexicon.figures.get(("*", noun), ""):
            return Counted(indicator, text[numeral.end : numeral.noun_end].strip())
        return None

    def _cues(self, numeral: Numeral, noun: str, start: int) -> list[tuple[Hit, str]]:
        """Return the words that may govern a numeral, the nearest first, with the noun that it counts for each."""
        sentence, text = self.sentence, self.sentence.line.text
        end, next_start = numeral.noun_end, sentence.next_numeral(numeral)
        stop = sentence.clause_end(end)
        is_passing = noun in {"person", "enterprise"}  # "115 lao động ở mười doanh nghiệp đã lập công đoàn"
        behind = [
            hit
            for hit in sentence.of_kind("cue_after", end, stop if is_passing else min(stop, next_start))
            if (hit.means == "join" or not self._is_of_next(hit, numeral))
            and (noun != "enterprise" or hit.means in {"join", "in_force"})
            and not (is_passing and _NOT_YET.search(text, end, hit.start))
        ]
        behind += [
            hit for hit in sentence.of_kind("cue", end, min(stop, next_start)) if text.endswith("được ", 0, hit.start)
        ]
        behind += [
            hit for hit in sentence.of_kind("cue_after", stop, next_start) if _ALSO.fullmatch(text, end, hit.start)
        ]
        before = sentence.of_kind("cue", sentence.start, numeral.start)[::-1]
        tight = [hit for hit in before if hit.means in {"withdrawn", "gap"} and start - hit.end < _TIGHT]
        cues = [(hit, noun) for hit in behind + tight]
        at = _AT.search(text, max(sentence.start, start - _WINDOW), start) if noun in {"enterprise", "body"} else None
        for hit in before:
            if at:
                cues.append((hit, "at_enterprise" if at["union"] else "agreed_at"))
            cues.append((hit, noun))
        return cues

    def _is_of_next(self, hit: Hit, numeral: Numeral) -> bool:
        """Return whether a word behind a numeral governs the next one: "12 CĐCS và kiện toàn 5 CĐCS"."""
        text = self.sentence.line.text
        if hit.means == "new" and hit.start <= numeral.noun_end + 1:
            return False
        after = self.sentence.next_numeral(numeral)
        is_near = 0 <= after - hit.end <= _NEAR and not re.search("[,;:(]", text[hit.end : after])
        return (is_near and after < self.sentence.end) or text.endswith("và ", 0, hit.start)

    def _noun(self, numeral: Numeral, start: int) -> str:
        """Return what a numeral counts, by the noun behind it or, where it is said of one, before it."""
        noun = numeral.noun
        if noun == "copy":
            return noun if self._speaks_of_agreements(numeral) else ""
        said = self._said_before(numeral, start)
        if noun == "body" and numeral.whole is None:
            return said if said in {"union", "agreement"} else noun
        if noun == "person" and said == "member":  # "số đoàn viên kết nạp mới là 345 người"
            return said
        if noun == "person" and self.said.paragraph.get("member"):
            around = self.sentence.line.text[max(self.sentence.start, start - _WINDOW // 2) : numeral.noun_end + 20]
            return "member" if _OF_THEM.search(around) else noun
        return noun if noun and noun != "target" else said

    def _speaks_of_agreements(self, numeral: Numeral) -> bool:
        """Return whether "12 bản" may be of agreements: they were named, or a number before it was of them."""
        hits = self.sentence.article.hits[self.sentence.line.number - 1]
        if any(hit.kind == "noun" and hit.means == "agreement" and hit.start < numeral.start for hit in hits):
            return True
        cues = self.sentence.of_kind("cue", self.sentence.start, numeral.start)
        return "copy" in self.said.paragraph or bool(cues and cues[-1].means == "sign")

    def _said_before(self, numeral: Numeral, start: int) -> str:
        """Return the noun that a numeral is said of: "số CĐCS thành lập mới là 12", "Thành lập CĐCS: Ba Vì 3"."""
        sentence, text = self.sentence, self.sentence.line.text
        after_unit = any(group[-1].end == start - 1 for group in sentence.named)
        pattern = _IS if numeral.noun == "person" else _SAID
        if not (after_unit or pattern.search(text, max(sentence.start, start - _NEAR), start)):
            return ""
        if numeral.noun not in {"body", "person"} and not _ENDS.match(text, numeral.end):
            return ""
        if nouns := sentence.said(sentence.start, start, set(self.lexicon.core)):
            return nouns[-1].means
        ahead = [one.noun for one in sentence.numerals if one.start > numeral.start and one.noun in self.lexicon.core]
        if after_unit and ahead:  # "Hoàn Kiếm 45, Ba Đình 40 CĐCS"
            return ahead[0]
        return next(iter(self.said.paragraph)) if after_unit and len(self.said.paragraph) == 1 else ""

    def _of_the_party(self, indicator: str, noun: str, start: int) -> str:
        """Return the indicator that is meant where a sentence speaks of the Party: it admits ("kết nạp") too."""
        if indicator != self.lexicon.core.get("member") or noun not in {"person", "outstanding", "comrade"}:
            return indicator
        switches = self.sentence.of_kind("switch", self.sentence.start, start)
        return self.lexicon.indicator(switches[-1].means, noun) or indicator if switches else indicator
