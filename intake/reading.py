"""Reads the lines of an article: for each numeral a proposed figure, or why it is passed over."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from intake import hedges, numerals, units
from intake.article import Article, sentences
from intake.counts import Counting, Said
from intake.plans import RESULT, plan_of
from intake.proposals import Proposal, figure, passed_over
from intake.sentence import Scene, Sentence
from intake.shares import Figure, bases_of
from intake.when import carry_period, day_of_stock, period_of
from intake.whose import carry_units, units_of

if TYPE_CHECKING:
    from intake.lexicon import Hit, Lexicon
    from intake.numerals import Numeral
    from intake.periods import Mention, Span
    from intake.texts import Line

# Members that stand beside unions without a word of their own are theirs.
_MEMBERS = {"unions_formed": "members_recruited", "other:unions_total": "other:members_total"}
_NONE = re.compile(r"(?<!\w)(?:chưa|không)(?: có)?(?: \w+){1,7}? nào(?!\w)")
_BULLET = re.compile(r"\s*(?:[-–+•*]|\d{1,2}[.)]|[a-z]\))\s")
_HEADING = 100  # letters that a heading has at most
_HEAD = 3  # lines in which a letterhead names units
_FAR = 80  # letters between "quán triệt" and its percentage
_REASONS = {"full": "date", "written": "date", "day": "date", "days": "date", "until": "date", "month": "date",
            "monthyear": "date", "year": "year"}  # fmt: skip


@dataclass
class Reader:
    """Reads the lines of an article one by one and remembers what later ones lean on.

    `said` is what earlier numbers counted, `facts` what each value was first proposed as.
    """

    article: Article
    scene: Scene = field(default_factory=Scene)
    said: Said = field(default_factory=lambda: Said({}, {}))
    facts: dict[float, Figure] = field(default_factory=dict)

    @property
    def lexicon(self) -> Lexicon:
        """Return the lexicon that the article is read with."""
        return self.article.lexicon

    def read(self, index: int) -> list[Proposal]:
        """Return the proposals of a line of prose; lines are read in their order."""
        line, region = self.article.lines[index], self.article.regions[index]
        if region:
            return self._pass_region(line, region)
        mentions = self.article.calendar.find(line.text)
        hits, named = self.article.hits[index], self.article.named[index]
        if line.text.strip():
            self._begin(index, mentions)
        taken, rows = self._take(line, mentions, named)
        found = numerals.find(line.text, taken, {hit.start: hit for hit in hits if hit.kind == "noun"})
        groups = units.groups(named, line.text)
        for start, end in sentences(line.text):
            sentence = Sentence(
                self.article, line, start, end,
                [hit for hit in hits if start <= hit.start < end],
                [one for one in mentions if start <= one.start < end],
                [group for group in groups if start <= group[0].start < end],
                [one for one in found if start <= one.start < end],
            )  # fmt: skip
            rows += _SentenceReader(self, sentence).read()
            carry_units(sentence, self.scene)
            carry_period(sentence, self.scene)
        self._announce(line, hits, found)
        return sorted(rows, key=lambda row: (row.char_start, row.char_end))

    def _pass_region(self, line: Line, region: str) -> list[Proposal]:
        """Pass over all numerals of a line that is not the article's own, dates as dates."""
        year = self.article.calendar.year
        mentions = self.article.calendar.find(line.text)
        self.article.calendar.year = year
        taken, rows = self._take(line, mentions, [])
        found = numerals.find(line.text, taken, {})
        return rows + [passed_over(line, one.start, one.end, one.value, region) for one in found]

    def _take(
        self, line: Line, mentions: list[Mention], named: list[units.Mention]
    ) -> tuple[list[tuple[int, int]], list[Proposal]]:
        """Return the spans in which no numeral is a count, and the rows of those in digits."""
        found: list[tuple[int, int, str]] = []
        if any(letter.isdigit() for letter in line.text):
            for reason, pattern in self.article.lexicon.passes:
                found += [(*match.span("n"), reason) for match in pattern.finditer(line.text)]
        found += [(one.start, one.end, self._why(line.text, one)) for one in mentions]
        found += [(one.start, one.end, "cluster_number") for one in named if one.is_numbered]
        spans: list[tuple[int, int]] = []
        rows = []
        for start, end, reason in found:
            if any(start < b and a < end for a, b in spans):
                continue
            spans.append((start, end))
            if digits := re.search(r"\d(?:.*\d)?", line.text[start:end], re.DOTALL):
                value = numerals.value_of(re.findall(r"\d(?:[\d.,]*\d)?", digits[0])[0])
                rows.append(passed_over(line, start + digits.start(), start + digits.end(), value, reason))
        return spans, rows

    def _why(self, text: str, mention: Mention) -> str:
        """Return why a period is passed over: what lies behind the one that is reported on is that of tasks to come."""
        if mention.kind == "term" and text[: mention.start].rstrip().endswith("nhiệm kỳ"):
            return "term"
        main = self.article.calendar.main
        if mention.kind in {"left", "quarter"} and main.last and mention.span.first and mention.span.first > main.last:
            return "tasks_ahead"
        return _REASONS.get(mention.kind, "period")

    def _begin(self, index: int, mentions: list[Mention]) -> None:
        """Forget what belongs to the paragraph before; a list leans on the line that it follows."""
        scene, line = self.scene, self.article.lines[index]
        self._turn_to(index, mentions)
        main = self.article.calendar.main
        if main.last and (self.article.calendar.year or 0) < main.last.year:  # an older year was named in passing
            self.article.calendar.year = main.last.year
        above = (self.article.lines[place].text.strip() for place in range(index - 1, -1, -1))
        before = next(filter(None, above), "")
        if not (_BULLET.match(line.text) or before.endswith(":")):
            self.said.paragraph.clear()
            scene.unit_id, scene.period = "", None
        elif self.article.named[index]:
            scene.unit_id = ""
        text = line.text.strip()
        if index and len(text) < _HEADING and not text.endswith("."):
            self._begin_section(index, mentions)

    def _begin_section(self, index: int, mentions: list[Mention]) -> None:
        """Take from a heading whether its section speaks of tasks to come, for when, and for which unit."""
        scene, hits = self.scene, self.article.hits[index]
        does = any(hit.kind == "cue" and hit.means in {"form", "recruit", "sign"} for hit in hits)
        if not does and any(hit.kind in {"plan", "result"} for hit in hits):
            is_result = any(hit.kind == "result" and hit.means == "strong" for hit in hits)
            scene.plans = not is_result and any(hit.kind == "plan" and hit.means == "aim" for hit in hits)
            spans = [one.span for one in mentions if one.is_set and one.span.first]
            scene.unit_id = scene.section_unit = ""
            scene.section_period = spans[0] if spans and scene.plans else None
        named = [one for one in self.article.named[index] if one.is_subject]
        length = len(self.article.lines[index].text.strip())
        if len(named) == 1 and named[0].end - named[0].start > length / 2 and index > _HEAD:
            scene.section_unit = named[0].unit_id

    def _turn_to(self, index: int, mentions: list[Mention]) -> None:
        """Take the period that a paragraph begins with for those that follow, unless the headline names one."""
        main = self.article.calendar.main
        if self.article.is_titled_with_period or not mentions or not main.last:
            return
        first = mentions[0]
        before = self.article.lines[index].text[: first.start].strip()
        begins = len(before) <= len("trong") and first.kind in {"months", "quarter", "year", "today"}
        plans = any(hit.kind == "plan" and hit.means == "aim" for hit in self.article.hits[index])
        if begins and not plans and first.span.last and first.span.last > main.last:
            self.article.calendar.main = first.span

    def _announce(self, line: Line, hits: list[Hit], found: list[Numeral]) -> None:
        """Remember for the list below what a line such as "Kết quả thành lập CĐCS:" announces."""
        if not line.text.rstrip().endswith(":") or any(one.noun in self.lexicon.core for one in found):
            return
        for hit in hits:
            for noun in self.lexicon.core if hit.kind == "cue" else ():
                if indicator := self.lexicon.figures.get((hit.means, noun)):
                    self.said.paragraph[noun] = indicator


class _SentenceReader:
    """Reads the numerals of one sentence."""

    def __init__(self, reader: Reader, sentence: Sentence) -> None:
        self.reader = reader
        self.scene = reader.scene
        self.lexicon = reader.lexicon
        self.sentence = sentence
        self.line = sentence.line
        self.counting = Counting(sentence, reader.said)
        self.figures: list[Figure] = []

    def read(self) -> list[Proposal]:
        rows = self._none()
        for numeral in self.sentence.numerals:
            rows += self._share(numeral) if numeral.is_percent else self._count(numeral)
        return rows

    def _count(self, numeral: Numeral) -> list[Proposal]:
        """Return the rows of a numeral that counts something, one for each unit; a/b has one for its target too."""
        hedge = self._hedge(numeral)
        indicator, why = self.counting.count(numeral, hedge.start)
        is_repeat = not indicator and self.line.text.endswith("con số ", self.sentence.start, hedge.start)
        fact = self.reader.facts.get(numeral.value) if is_repeat else None
        if not indicator and not fact:
            return [passed_over(self.line, numeral.start, numeral.end, numeral.value, why)]
        plan = plan_of(self.sentence, numeral, self.scene)
        several, how = units_of(self.sentence, numeral, self.scene)
        period = period_of(self.sentence, numeral, self.scene, plan)
        if not plan.kind and indicator in self.lexicon.stocks:
            period = day_of_stock(self.sentence, numeral)
        if fact:
            indicator, why, several, period = fact.indicator_id, "said before", fact.unit_ids, fact.period
        self._remember(Figure(numeral, indicator, several, period))
        qualifier, doubt = self._qualifier(hedge, numeral)
        rule = f"{why}; unit {how}" + f"; plan ({plan.kind})" * bool(plan.kind) + doubt
        span = (hedge.start, max(numeral.noun_end, hedge.end))
        is_part = numeral.noun in {"person", "enterprise", "body"}  # "35/40 lao động" has no target
        is_ratio = self.lexicon.is_core(indicator) and numeral.whole_start and not is_part
        rows = []
        for unit_id in several:
            rows.append(
                figure(self.line, span, unit_id, indicator, period, value=numeral.value, rule=rule,
                       scenario=plan.scenario, qualifier=qualifier, out_of=numeral.whole)
            )  # fmt: skip
            if is_ratio and numeral.whole is not None:
                rows.append(
                    figure(self.line, (numeral.whole_start, numeral.noun_end), unit_id, indicator, period.year,
                           value=numeral.whole, rule=f"target of a result; unit {how}", scenario="target")
                )  # fmt: skip
        return rows

    def _hedge(self, numeral: Numeral) -> hedges.Hedge:
        """Return how a numeral is hedged; in "318 đoàn viên trên 406 CNVCLĐ" the word says of how many."""
        text, hedge = self.line.text, hedges.around(self.line.text, numeral.start, numeral.noun_end)
        if numeral.noun and text[hedge.start : numeral.start].strip() == "trên":
            before = [one for one in self.sentence.numerals if one.noun and one.noun_end <= hedge.start]
            if before and not text[before[-1].noun_end : hedge.start].strip():
                return hedges.Hedge("exact", numeral.start, numeral.noun_end)
        return hedge

    def _qualifier(self, hedge: hedges.Hedge, numeral: Numeral) -> tuple[str, str]:
        """Return the qualifier of a numeral, and what a reader has to decide where its hedge has no one sense."""
        if hedge.qualifier != "unknown" or numeral.bound:
            return numeral.bound or hedge.qualifier, ""
        return "exact", f"; hedge “{self.line.text[hedge.start : numeral.start].strip()}” has no one sense"

    def _remember(self, found: Figure) -> None:
        """Keep what a number counted for those that lean on it."""
        noun, indicator = found.numeral.noun, found.indicator_id
        self.figures.append(found)
        self.reader.facts.setdefault(found.numeral.value, found)
        if not noun and not self.lexicon.is_core(indicator):
            return
        self.reader.said.paragraph[noun] = indicator
        if noun == "union" and indicator in _MEMBERS:
            self.reader.said.paragraph["member"] = _MEMBERS[indicator]
        if self.lexicon.is_core(indicator):
            self.reader.said.article[noun] = indicator

    def _share(self, numeral: Numeral) -> list[Proposal]:
        """Return the rows of a percentage: shares of targets, else passed over."""
        text = self.line.text
        hedge = hedges.around(text, numeral.start, numeral.end)
        plan = plan_of(self.sentence, numeral, self.scene)
        plan = plan if plan.kind == "aim" else RESULT  # "50% chỉ tiêu được giao" is a result
        several, how = units_of(self.sentence, numeral, self.scene)
        period = period_of(self.sentence, numeral, self.scene, plan)
        qualifier, doubt = self._qualifier(hedge, numeral)

        def share(end: int, unit_id: str, indicator: str, span: Span, rule: str) -> Proposal:
            return figure(self.line, (hedge.start, end), unit_id, indicator, span, value=numeral.value,
                          rule=rule + doubt, scenario=plan.scenario, qualifier=qualifier)  # fmt: skip

        noun = re.match(r" (?:chỉ tiêu|kế hoạch)", text[numeral.end :])
        end = numeral.end + (noun.end() if noun else 0)
        rows = []
        for base in bases_of(self.sentence, numeral, hedge.start, self.figures):
            of = base.figure
            rule = f"share of a target; unit {'of its number' if of else how}"
            span = of.period if of else period
            rows += [
                share(end, unit_id, self.lexicon.share_of(base.indicator_id), span, rule)
                for unit_id in (of.unit_ids if of else several)
            ]
        if rows:
            return rows
        before = self.sentence.of_kind("cue", self.sentence.start, numeral.start)[::-1]
        behind = self.sentence.of_kind("cue", numeral.end, self.sentence.clause_end(numeral.end))
        for hit in before + behind:
            indicator = self.lexicon.shares.get(hit.means)
            if indicator and numeral.start - hit.end < _FAR:
                rule = f"{text[hit.start : hit.end]} + %; unit {how}"
                return [share(numeral.noun_end, unit_id, indicator, period, rule) for unit_id in several]
        return [passed_over(self.line, numeral.start, numeral.end, numeral.value, "percent")]

    def _none(self) -> list[Proposal]:
        """Return a 0 for each "chưa ký mới bản nào"."""
        sentence, rows = self.sentence, []
        for match in _NONE.finditer(self.line.text, sentence.start, sentence.end):
            cues = sentence.of_kind("cue", match.start(), sentence.clause_end(match.end()))
            nouns = sentence.of_kind("noun", match.start(), match.end())
            pairs = ((cue.means, noun.means) for cue in cues for noun in nouns)
            found = next(filter(None, (self.lexicon.indicator(*pair) for pair in pairs)), "")
            if not self.lexicon.is_core(found):
                continue
            numeral = numerals.Numeral(match.start(), match.end(), 0, noun_end=match.end())
            several, how = units_of(sentence, numeral, self.scene)
            period = period_of(sentence, numeral, self.scene, RESULT)
            rule = f"none, in words; unit {how}"
            rows += [figure(self.line, match.span(), unit_id, found, period, value=0, rule=rule) for unit_id in several]
        return rows
