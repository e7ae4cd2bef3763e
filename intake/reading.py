"""Reads the sentences of an article: what each numeral counts, or why it is passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from intake import hedges, numerals, units
from intake.article import Article, sentences, year_of
from intake.periods import Span
from intake.proposals import Proposal, figure, passed_over
from intake.sentence import Scene, Sentence, period_of, plan_of, remember, units_of

if TYPE_CHECKING:
    from intake.lexicon import Hit
    from intake.numerals import Numeral
    from intake.periods import Mention
    from intake.texts import Line

CORE = {"union": "unions_formed", "member": "members_recruited", "agreement": "agreements_signed", "copy": "agreements_signed"}
# Members that stand beside unions without a word of their own are theirs.
_MEMBERS = {"unions_formed": "members_recruited", "other:unions_total": "other:members_total"}
_FAR = 80  # letters over which "hỗ trợ", "tập huấn" and the like still govern a number
_AT = re.compile(
    r"(?P<union>cđcs|công đoàn cơ sở|cđ cơ sở|tổ chức công đoàn)(?: mới)?(?: được thành lập)? (?:tại|ở|của|trong)(?: \w+){0,2} ?$"
    r"|(?P<agreement>thỏa ước(?: lao động tập thể)?|tưlđtt) (?:tại|ở)(?: \w+){0,2} ?$"
)
_SAID = re.compile(r"(?:là|đạt|có|được|gồm|bằng|với|thực hiện|lên|tới|đến|chỉ tiêu|kế hoạch|giao|[:(–-]) ?$")
_ENDS = re.compile(r" ?(?:$|[.,;:)(/|]|và |so với|bằng |tăng|giảm|trong |đạt |vượt|chỉ tiêu)")
_OF_TARGET = re.compile(r" ?(?:so với )?(?:(?:chỉ tiêu|kế hoạch|mức|số|tiến độ|đối với)(?!\w))")
_REACHED = re.compile(r"(?:đạt|bằng|hoàn thành|tương đương|tương ứng|đạt tỷ lệ|tỷ lệ|vượt mức)(?: được| tới| trên| hơn| gần| khoảng)? ?$")
_BOTH = re.compile(r"[^.;]{0,24}(?:cả )?(?:2|hai) chỉ tiêu")
_NONE = re.compile(r"(?<!\w)(?:chưa|không)(?: có)?(?: \w+){1,7}? nào(?!\w)")
_BULLET = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)]|[a-z]\))\s")
_NOT_YET = re.compile(r"(?<!\w)(?:để|chưa|sẽ|chuẩn bị|tiến tới|vận động|khác)(?!\w)")
_SHORT = 100


@dataclass
class Reader:
    """Reads the lines of an article one by one and remembers what later ones lean on.

    `counted` is the last indicator of each noun in the paragraph, `ever` the last core one in the article, `facts` what each value was proposed as.
    """

    article: Article
    scene: Scene = field(default_factory=Scene)
    counted: dict[str, str] = field(default_factory=dict)
    ever: dict[str, str] = field(default_factory=dict)
    facts: dict[float, tuple[str, str, Span]] = field(default_factory=dict)

    def read(self, index: int) -> list[Proposal]:
        """Return the proposals of a line of prose; lines are read in their order."""
        line, region = self.article.lines[index], self.article.regions[index]
        if region:
            return self._pass_region(line, region)
        mentions = self.article.calendar.find(line.text)
        self._begin(line, index, mentions)
        named = self.article.named[index]
        taken, rows = self._take(line, mentions, named)
        hits = self.article.hits[index]
        nouns = {hit.start: hit for hit in hits if hit.kind == "noun"}
        found = numerals.find(line.text, taken, nouns)
        groups = units.groups(named, line.text)
        for start, end in sentences(line.text):
            sentence = Sentence(
                self.article, line, start, end,
                [hit for hit in hits if start <= hit.start < end],
                [one for one in mentions if start <= one.start < end],
                [group for group in groups if start <= group[0].start < end],
                [one for one in found if start <= one.start < end],
            )  # fmt: skip
            rows += _Numbers(self, sentence).read()
            remember(sentence, self.scene)
        self._end(line, hits, found)
        return sorted(rows, key=lambda row: (row.char_start, row.char_end))

    def _pass_region(self, line: Line, region: str) -> list[Proposal]:
        """Pass over all numerals of a line that is not the article's own, dates as dates."""
        year = self.article.calendar.year
        mentions = self.article.calendar.find(line.text)
        self.article.calendar.year = year
        taken, rows = self._take(line, mentions, [])
        return rows + [passed_over(line, one.start, one.end, one.value, region) for one in numerals.find(line.text, taken, {})]

    def _take(self, line: Line, mentions: list[Mention], named: list[units.Mention]) -> tuple[list[tuple[int, int]], list[Proposal]]:
        """Return the spans of numerals that patterns pass over, and their rows."""
        text = line.text
        if not any(letter.isdigit() for letter in text):
            spans = [(one.start, one.end, "period") for one in mentions]
            return [(start, end) for start, end, _ in spans], []
        spans = []

        def take(start: int, end: int, reason: str) -> None:
            if not any(start < b and a < end for a, b, _ in spans):
                spans.append((start, end, reason))

        for reason, pattern in self.article.lexicon.passes:
            for match in pattern.finditer(text):
                take(*match.span("n"), reason)
        for mention in mentions:
            reason = {"full": "date", "day": "date", "weekday": "date", "until": "date", "month": "date", "monthyear": "date",
                      "year": "year"}.get(mention.kind, "period")  # fmt: skip
            take(mention.start, mention.end, reason)
        for one in named:
            if one.kind == "cluster" or "Cụm" in one.unit_id:
                take(one.start, one.end, "cluster_number")
        rows = []
        for start, end, reason in spans:
            digits = re.search(r"\d(?:.*\d)?", text[start:end], re.DOTALL)
            if digits:
                first = re.search(r"\d[\d.,]*", text[start:end])
                value = numerals.value_of(first[0].rstrip(".,")) if first else 0
                rows.append(passed_over(line, start + digits.start(), start + digits.end(), value, reason))
        return [(start, end) for start, end, _ in spans], rows

    def _begin(self, line: Line, index: int, mentions: list[Mention]) -> None:
        """Forget what belongs to the paragraph before; a list leans on the line that it follows."""
        scene = self.scene
        text = line.text.strip()
        if not text:
            return
        main = self.article.calendar.main
        if main.last and (self.article.calendar.year or 0) < main.last.year:  # an older year was named in passing
            self.article.calendar.year = main.last.year
        before = next((one.text.strip() for one in reversed(self.article.lines[:index]) if one.text.strip()), "")
        if not (_BULLET.match(line.text) or before.endswith(":")):
            self.counted = {}
            scene.unit_id, scene.period = "", None
        elif before.endswith(":") or _BULLET.match(before):
            scene.unit_id = "" if self.article.named[index] else scene.unit_id
        hits = self.article.hits[index]
        is_heading = len(text) < _SHORT and not text.endswith(".") and index > 0
        if is_heading and any(hit.kind in {"plan", "result"} for hit in hits) and not any(hit.kind == "cue" and hit.means in {"form", "recruit", "sign"} for hit in hits):
            plans = any(hit.kind == "plan" and hit.means == "aim" for hit in hits)
            is_result = any(hit.kind == "result" and hit.means == "strong" for hit in hits)
            scene.plans = plans and not is_result
            scene.section_period = next((one.span for one in mentions if one.is_set and one.span.first), None) if scene.plans else None
        named = [one for one in self.article.named[index] if one.is_subject]
        if is_heading and len(named) == 1 and named[0].end - named[0].start > len(text) / 2 and index > 3:  # noqa: PLR2004
            scene.section_unit = named[0].unit_id

    def _end(self, line: Line, hits: list[Hit], found: list[Numeral]) -> None:
        """Remember for the list below what a line such as "Kết quả thành lập CĐCS:" announces."""
        if line.text.rstrip().endswith(":") and not any(one.noun in CORE for one in found):
            for hit in hits:
                if hit.kind == "cue":
                    for noun in ("union", "member", "agreement", "copy"):
                        if indicator := self.article.lexicon.figures.get((hit.means, noun)):
                            self.counted[noun] = indicator


@dataclass
class _Numbers:
    """Reads the numerals of one sentence."""

    reader: Reader
    sentence: Sentence
    figures: list[tuple[Numeral, str, list[str], Span]] = field(default_factory=list)

    def read(self) -> list[Proposal]:
        rows = list(self._none())
        for numeral in self.sentence.numerals:
            rows += self._share(numeral) if numeral.is_percent else self._count(numeral)
        return rows

    def _count(self, numeral: Numeral) -> list[Proposal]:
        """Return the rows of a numeral that counts something."""
        line = self.sentence.line
        hedge = hedges.around(line.text, numeral.start, numeral.noun_end)
        indicator, why = self._indicator(numeral, hedge.start)
        if not indicator:
            return [passed_over(line, numeral.start, numeral.end, numeral.value, why)]
        plan = plan_of(self.sentence, numeral, self.reader.scene)
        period = period_of(self.sentence, numeral, self.reader.scene, plan)
        several, how = units_of(self.sentence, numeral, self.reader.scene)
        if fact := self.reader.facts.get(numeral.value) if why == "repeated" else None:
            several, period = [fact[0]], fact[2]
        if indicator in CORE.values() or numeral.noun:
            self.reader.counted[numeral.noun] = indicator
            if numeral.noun == "union" and indicator in _MEMBERS:
                self.reader.counted["member"] = _MEMBERS[indicator]
            if indicator in CORE.values():
                self.reader.ever[numeral.noun] = indicator
        self.figures.append((numeral, indicator, several, period))
        if indicator in CORE.values() and numeral.whole is not None:
            period_of_whole, plan = year_of(period), ("", 0)
        rows = []
        rule = f"{why}; unit {how}" + f"; plan ({plan[0]})" * bool(plan[0])
        qualifier = numeral.bound or hedge.qualifier
        if qualifier == "unknown":
            qualifier, rule = "exact", f"{rule}; the hedge “{line.text[hedge.start : numeral.start].strip()}” has no one sense"
        span = (hedge.start, max(numeral.noun_end, hedge.end))
        for unit_id in several:
            rows.append(figure(line, span, unit_id, indicator, period, value=numeral.value, rule=rule, out_of=numeral.whole,
                               scenario="target" if plan[0] else "actual", qualifier=qualifier))  # fmt: skip
            if indicator in CORE.values() and numeral.whole is not None and numeral.whole_start:
                rows.append(figure(line, (numeral.whole_start, numeral.noun_end), unit_id, indicator, period_of_whole,
                                   value=numeral.whole, rule=f"target of a result; unit {how}", scenario="target"))  # fmt: skip
            self.reader.facts.setdefault(numeral.value, (unit_id, indicator, period))
        return rows

    def _indicator(self, numeral: Numeral, start: int) -> tuple[str, str]:
        """Return the indicator of a numeral and the words that lead to it, or "" and the reason to pass it over."""
        noun = self._noun(numeral, start)
        text, sentence_start = self.sentence.line.text, self.sentence.start
        if not noun:
            if text[:start].endswith("con số ") and numeral.value in self.reader.facts:
                return self.reader.facts[numeral.value][1], "repeated"
            if text[numeral.start - 1 : numeral.start].isalpha():
                return "", "part of a name"
            word = re.match(r" ?((?:[^\W\d]+ ?){1,3})", text[numeral.end : self.sentence.end])
            return "", f"counts something else: {word[1].strip()}" if word else "no noun"
        lexicon = self.reader.article.lexicon
        for hit, nouns in self._cues(numeral, noun, start):
            for one in nouns:
                indicator = lexicon.indicator(hit.means, one)
                if indicator.startswith("other:") and hit.end < start - _FAR and hit.means not in {"stock", "withdrawn"}:
                    indicator = ""
                if indicator:
                    words = f"{text[hit.start : hit.end]} + {text[numeral.end : numeral.noun_end].strip() or noun}"
                    return self._switched(indicator, one, start), words
        if indicator := self._said_behind(numeral, noun):
            return indicator, f"said behind + {noun}"
        if noun in CORE and re.search(r"(?:toàn|cả) \w+(?: \w+)? có $", text[sentence_start:start]):
            return lexicon.indicator("stock", noun), "toàn … có"
        if noun != "enterprise" and (indicator := self.reader.counted.get(noun, "")):
            return indicator, "as the number before"
        if noun in {"union", "member", "person"} and text[:start].endswith("có "):
            return lexicon.indicator("stock", noun), "có"
        if noun in CORE and noun in self.reader.ever:
            return self.reader.ever[noun], "as earlier in the article"
        if indicator := lexicon.figures.get(("*", noun), ""):
            return indicator, text[numeral.end : numeral.noun_end].strip()
        reasons = {"body": "unit_ratio" if numeral.whole is not None else "unit_count", "enterprise": "enterprise_count",
                   "person": "workers_not_members", "copy": "copies", "comrade": "party_members"}  # fmt: skip
        return "", reasons.get(noun, "no rule" if noun in {"union", "member", "agreement"} else noun)

    def _said_behind(self, numeral: Numeral, noun: str) -> str:
        """Return the core indicator of what is done behind a comma: "một bản thỏa ước, ký kết với …"."""
        stop = min(self.sentence.clause_end(numeral.noun_end, ";("), self.sentence.next_numeral(numeral))
        for hit in self.sentence.of_kind("cue", numeral.noun_end, stop):
            indicator = self.reader.article.lexicon.figures.get((hit.means, noun), "")
            if indicator in CORE.values() and hit.means != "gain":
                return indicator
        return ""

    def _cues(self, numeral: Numeral, noun: str, start: int) -> list[tuple[Hit, list[str]]]:
        """Return the words that may govern a numeral, the nearest first, with the nouns that it may be for each."""
        sentence = self.sentence
        text = sentence.line.text
        nouns = [noun]
        if noun in {"enterprise", "body"} and (match := _AT.search(text, max(sentence.start, start - 60), start)):
            nouns = ["at_enterprise" if match["union"] else "agreed_at", noun]
        stop = sentence.clause_end(numeral.noun_end)
        if noun not in {"person", "enterprise"}:
            stop = min(stop, sentence.next_numeral(numeral))
        behind = [(hit, [noun]) for hit in sentence.of_kind("cue_after", numeral.noun_end, stop) if not self._is_of_next(hit, numeral)]
        if noun in {"enterprise", "person"}:
            behind = [(hit, several) for hit, several in behind if (noun == "person" or hit.means in {"join", "in_force"}) and not _NOT_YET.search(text, numeral.noun_end, hit.start)]
        passive = [
            (hit, [noun]) for hit in sentence.of_kind("cue", numeral.noun_end, min(stop, sentence.next_numeral(numeral)))
            if text[max(0, hit.start - 5) : hit.start].startswith("được")
        ]  # fmt: skip
        before = [(hit, nouns) for hit in reversed(sentence.of_kind("cue", sentence.start, start))]
        tight = [one for one in before if one[0].means in {"withdrawn", "gap"}]
        return behind + passive + [one for one in tight if start - one[0].end < _SHORT // 4] + before

    def _is_of_next(self, hit: Hit, numeral: Numeral) -> bool:
        """Return whether a word behind a numeral governs the next one: "12 CĐCS và kiện toàn 5 CĐCS"."""
        text = self.sentence.line.text
        if hit.means == "new" and hit.start <= numeral.noun_end + 1:
            return False
        after = self.sentence.next_numeral(numeral)
        is_near = 0 <= after - hit.end <= 12 and after < self.sentence.end and not re.search("[,;:(]", text[hit.end : after])  # noqa: PLR2004
        return is_near or text[:hit.start].endswith("và ")

    def _noun(self, numeral: Numeral, start: int) -> str:
        """Return the noun that a numeral counts, behind it or, where it is said of one, before it."""
        sentence, text = self.sentence, self.sentence.line.text
        noun = numeral.noun
        if noun == "copy":
            before = [hit for hit in self.reader.article.hits[sentence.line.number - 1] if hit.kind == "noun" and hit.means == "agreement"]
            return "copy" if any(hit.start < numeral.start for hit in before) or self.reader.counted.get("copy") or sentence.of_kind("cue", sentence.start, numeral.start)[-1:] and sentence.of_kind("cue", sentence.start, numeral.start)[-1].means == "sign" else ""
        if noun == "body" and numeral.whole is None and _SAID.search(text, max(sentence.start, start - 12), start):
            said = [hit for hit in sentence.of_kind("noun", sentence.start, start) if hit.means in {"union", "agreement"} and text[hit.start : hit.end] != "công đoàn"]
            return said[-1].means if said else noun
        if noun and noun != "target":
            if noun == "person" and self.reader.counted.get("member") and re.search(r"(?:trong (?:đó|số)|số (?:ấy|này))", text[max(sentence.start, start - 30) : numeral.noun_end + 20]):
                return "member"
            return noun
        after_unit = any(group[-1].end == start - 1 for group in sentence.named)
        if (_SAID.search(text, max(sentence.start, start - 12), start) or after_unit) and _ENDS.match(text, numeral.end):
            said = [hit for hit in sentence.of_kind("noun", sentence.start, start) if hit.means in CORE and text[hit.start : hit.end] != "công đoàn"]
            if said:
                return said[-1].means
            if after_unit and len(self.reader.counted) == 1:
                return next(iter(self.reader.counted))
        return ""

    def _switched(self, indicator: str, noun: str, start: int) -> str:
        """Return the indicator that is meant where a sentence speaks of the Party: its members are "kết nạp" too."""
        if indicator == CORE["member"] and noun in {"person", "outstanding", "comrade"}:
            switches = self.sentence.of_kind("switch", self.sentence.start, start)
            if switches:
                return self.reader.article.lexicon.indicator(switches[-1].means, noun) or indicator
        return indicator

    def _share(self, numeral: Numeral) -> list[Proposal]:
        """Return the rows of a percentage: a share of a target, or passed over."""
        sentence, text, line = self.sentence, self.sentence.line.text, self.sentence.line
        hedge = hedges.around(text, numeral.start, numeral.end)
        bases = self._bases(numeral, hedge.start)
        shares = [base for base in bases if base[0] in CORE.values()]
        plan = plan_of(sentence, numeral, self.reader.scene)
        plan = plan if plan[0] == "aim" else ("", 0)  # "50% chỉ tiêu được giao" is a result
        rows = []
        end = numeral.end
        if match := re.match(r" (?:chỉ tiêu|kế hoạch)", text[end:]):
            end += match.end()
        if shares:
            for indicator, several, span in shares:
                units_, how = (several, "of its number") if several else units_of(sentence, numeral, self.reader.scene)
                period = span if span is not None else period_of(sentence, numeral, self.reader.scene, plan)
                rows += [figure(line, (hedge.start, end), unit_id, f"{indicator}_share", period, value=numeral.value, rule=f"share of a target; unit {how}",
                                scenario="target" if plan[0] else "actual", qualifier=hedge.qualifier if hedge.qualifier != "unknown" else "exact")
                         for unit_id in units_]  # fmt: skip
            return rows
        for hit in reversed(sentence.of_kind("cue", sentence.start, numeral.start)):
            if (indicator := self.reader.article.lexicon.shares.get(hit.means)) and numeral.start - hit.end < _FAR:
                several, how = units_of(sentence, numeral, self.reader.scene)
                period = period_of(sentence, numeral, self.reader.scene, plan)
                return [figure(line, (hedge.start, numeral.noun_end), several[0], indicator, period, value=numeral.value, rule=f"{text[hit.start : hit.end]} + %; unit {how}",
                               scenario="target" if plan[0] else "actual")]  # fmt: skip
        return [passed_over(line, numeral.start, numeral.end, numeral.value, "percent")]

    def _bases(self, numeral: Numeral, start: int) -> list[tuple[str, list[str], Span | None]]:
        """Return what a percentage may be a share of: indicator, units, period (None where it is not that of a number)."""
        sentence, text = self.sentence, self.sentence.line.text
        of_target = _OF_TARGET.match(text, numeral.end)
        reached = _REACHED.search(text, max(0, start - 24), start)
        last = next((one for one in reversed(self.figures) if one[0].start < numeral.start), None)
        in_brackets = last is not None and last[0].whole is not None and re.fullmatch(r" ?\(", text[last[0].noun_end : start])
        if not (of_target or reached or in_brackets):
            return []
        if _BOTH.match(text, numeral.end):
            return [(one[1], one[2], one[3]) for one in self.figures[-2:]]
        said = [hit for hit in sentence.of_kind("noun", sentence.start, start) if text[hit.start : hit.end] != "công đoàn" and hit.means not in {"target", "body", "person"}]
        stop = min(sentence.clause_end(numeral.end), sentence.next_numeral(numeral))
        behind = [hit for hit in sentence.of_kind("noun", numeral.end, stop) if hit.means in CORE]
        if of_target and behind:
            return [(CORE[behind[0].means], [], None)]
        if said and not of_target and "tỷ lệ" in text[sentence.start : said[-1].start]:
            return []
        if said and (last is None or said[-1].start > last[0].noun_end):
            return [(CORE.get(said[-1].means, ""), [], None)]
        if last is not None:
            return [(last[1], last[2], last[3])]
        return []

    def _none(self) -> list[Proposal]:
        """Return a 0 for each "chưa ký mới bản nào"."""
        sentence, line = self.sentence, self.sentence.line
        rows = []
        for match in _NONE.finditer(line.text, sentence.start, sentence.end):
            cues = sentence.of_kind("cue", match.start(), sentence.clause_end(match.end()))
            nouns = sentence.of_kind("noun", match.start(), match.end())
            indicator = next((found for cue in cues for noun in nouns if (found := self.reader.article.lexicon.indicator(cue.means, noun.means))), "")
            if indicator in CORE.values():
                at = numerals.Numeral(match.start(), match.end(), 0, noun_end=match.end())
                several, how = units_of(sentence, at, self.reader.scene)
                period = period_of(sentence, at, self.reader.scene, ("", 0))
                rows += [figure(line, match.span(), unit_id, indicator, period, value=0, rule=f"none, in words; unit {how}") for unit_id in several]
        return rows
