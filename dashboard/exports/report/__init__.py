"""The report: results by field of work, plans, limits of the data and annexes, in the order of a federation's report.

Every sentence is built from the figures by rule and says what the screen says; behind it stand footnotes that lead each
number to its article. Nothing is explained, praised or judged.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from dashboard import activities, captions, citations, notes, queries, wording
from dashboard.exports import annex
from dashboard.exports import handout as made
from dashboard.exports.report.official import KEPT, Document, Said
from dashboard.messages import t, tn
from dashboard.rows import CLAIMS, observed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from dashboard.exports.annex import Line
    from dashboard.exports.handout import Handout
    from dashboard.exports.report.official import Notes
    from dashboard.figure import Figure
    from dashboard.queries import Series
    from dashboard.rows import Row
    from dashboard.views import View

MOST_PICTURES = 8
MOST_CITED = 3  # claims that a sentence cites one by one; more of them share a footnote that lists them
MOST_BY_UNIT = 12  # results that are no core indicator's
MOST_LISTED = 40  # figures that stand in no view, and plans
MOST_SOURCES = 3  # below a picture
MOST_NAMED = 6  # units in a sentence that none of their figures is in
WIDTHS = (9, 48, 19, 20, 12, 57)  # millimetres of the columns of an annex: a sum of a cluster stands on one line
SHORT = 10  # lines of an annex that leaves room for another one on its page
NUMBERS = (0, 2, 3, 4)  # those of them that are set to the right
ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def pictured(handout: Handout) -> list[View]:
    """Return the views that the report wants pictures of: those in which units can be compared, the first few."""
    found = [view for view in handout.views if view.name in ("by_unit", "targets") and len(_marks(view)) > 1]
    return found[:MOST_PICTURES]


def as_docx(handout: Handout, pictures: Mapping[tuple[Series, str], bytes]) -> bytes:
    """Return the report as a Word document; `pictures`: PNG of some of the views, by series and name."""
    return _Report(handout, pictures).written()


def roman(number: int) -> str:
    """Return a number as annexes are numbered.

    >>> roman(4), roman(19)
    ('IV', 'XIX')
    """
    said = ""
    for letters, worth in ROMAN:
        said += letters * (number // worth)
        number %= worth
    return said


class _Report:
    """A report while it is written: what it is written of, and how far its sections have come."""

    def __init__(self, handout: Handout, pictures: Mapping[tuple[Series, str], bytes]) -> None:
        self.handout = handout
        self.pictures = pictures
        self.document = Document()
        self.claims = _claims(handout)
        self.scope = _scope(handout)
        self.sections = 0
        self.sections_of: dict[Series, int] = {}
        self.listed: set[str] = set()  # claims that a footnote lists with others
        self.introduced: set[str] = set()  # articles that a footnote gives in full
        self.noted: dict[str, str] = {}  # readers' notes, each with the claim whose footnote says it
        read = Counter(map(captions.read, self.claims.values())).most_common(1)
        self.read = read[0][0] if read else ""  # who read the figures, of whom nothing more is said

    def written(self) -> bytes:
        """Write it all and return its file."""
        handout, document = self.handout, self.document
        about = (
            t("Trade-union activities in published figures")
            if handout.selection.is_whole_city
            else t("Trade-union activities of {scope} in published figures", scope=self.scope)
        )
        if handout.is_empty:  # no letterhead and no signature over nothing
            self._nothing()
        else:
            self._whole(about)
        return document.to_bytes(f"{t('REPORT')}: {about}", handout.standing, handout.build["built_at"])

    def _whole(self, about: str) -> None:
        document = self.document
        document.letterhead()
        document.title(t("REPORT"), about)
        self._draft()
        self._introduction()
        self._results()
        self._plans()
        self._limits()
        for said in (
            t("[Assessment, tasks and proposals: for the issuing body to write.]"),
            t("This is the report on: {about}.", about=wording.within(about)),
        ):
            document.paragraph(Said(said), properties=KEPT)  # no signature stands alone on a page
        document.signature()
        self._annexes()

    @property
    def told(self) -> set[str]:
        """The claims that some footnote leads to."""
        return self.listed | self.document.notes.cited

    def _heading(self, title: str) -> None:
        self.sections += 1
        self.document.heading(2, f"{self.sections}. {title}")

    # Footnotes.

    def _cited(self, *claim_ids: str | None) -> Notes:
        """Return the footnotes to claims, one for each."""
        found = (self.claims[claim_id] for claim_id in claim_ids if claim_id is not None)
        return tuple((claim["claim_id"], partial(self._source, claim)) for claim in found)

    def _source(self, claim: Row) -> list[str]:
        """Return what a footnote says of a claim: what an earlier one says is not said again, but referred to."""
        is_known, is_read = claim["article_id"] in self.introduced, captions.read(claim) == self.read
        self.introduced.add(claim["article_id"])
        said = captions.cited(claim, is_known=is_known, is_read=is_read)
        first = self.noted.setdefault(claim["note"] or "", claim["claim_id"])
        if claim["note"] and first != claim["claim_id"]:
            return [f"{said} {t('Readers’ note: as in footnote')}", first]
        return [" ".join(filter(None, [said, made.noted(claim)]))]

    def _article(self, row: Row) -> list[str]:
        """Return an article, by its number where a footnote gives it in full."""
        is_known = row["article_id"] in self.introduced
        code = t("article {code}", code=wording.code(row))
        return [t("Source: {article}.", article=code) if is_known else captions.sources([row])[0]]

    def _cited_together(self, view: View) -> Notes:
        """Return the footnotes to what is said of all figures of a view: theirs, or one that lists them."""
        columns = CLAIMS if view.name == "targets" else CLAIMS[:1]
        claims = [self.claims[row[column]] for row in _marks(view) for column in columns if row[column] is not None]
        if len(claims) <= MOST_CITED:
            return self._cited(*(claim["claim_id"] for claim in claims))
        self.listed |= {claim["claim_id"] for claim in claims}
        text = tn(
            "From {n} figure: {figures}.", "From {n} figures: {figures}.", n=len(claims), figures=self._in_line(claims)
        )
        return (("/".join((view.name, *view.series)), lambda: [text]),)

    def _in_line(self, claims: Iterable[Row]) -> str:
        """Return claims with where they stand, unit by unit, as a footnote lists them."""
        units = []
        for name, of_unit in groupby(claims, key=lambda claim: str(claim["name"])):
            said = []
            for claim in of_unit:
                worth = t("target") if claim["scenario"] == "target" else activities.worth(claim)
                read = wording.within(captions.read(claim))
                others = "" if read == wording.within(self.read) else read
                place = (worth, wording.place(claim), others, t("code {claim}", claim=claim["claim_id"]))
                said.append(f"{activities.figure(claim)} ({', '.join(filter(None, place))})")
            units.append(f"{name} {', '.join(said)}")
        return "; ".join(units)

    # The beginning.

    def _draft(self) -> None:
        handout = self.handout
        lines = [
            t(
                "Written by rule from figures printed in newspaper articles; it does not replace an official report. "
                "Fill in what stands in square brackets and delete this frame before it is issued."
            ),
            handout.freshness,
            handout.standing,
        ]
        if any((view.series, view.name) not in self.pictures for view in pictured(handout)):
            lines.append(t("Pictures of charts are left out: they could not be drawn on this server."))
        self.document.box(t("DRAFT"), lines, handout.link)

    def _nothing(self) -> None:
        nothing = t("The articles that were read have no figure for this selection")
        searched = tn("{n} article was searched.", "{n} articles were searched.", n=len(queries.articles()))
        self.document.paragraph(Said(f"{nothing}: {self.scope}. {searched} {t('This does not mean zero.')}"))
        self.document.paragraph(Said(self.handout.standing))

    def _introduction(self) -> None:
        handout, n, n_units = self.handout, len(self.handout.cited), len(self.handout.selection.unit_ids)
        said = t(
            "This report brings together what newspaper articles print about {scope}: {figures}, from {articles}.",
            scope=self.scope,
            figures=tn("{count} figure", "{count} figures", n=n, count=wording.number(n)),
            articles=tn("{n} article", "{n} articles", n=len(handout.articles)),
        )
        if n_units > 1:
            own = {claim["unit_id"] for claim in handout.cited.values()} & set(handout.selection.unit_ids)
            said += " " + t("{n} of {all} units have figures of their own.", n=len(own), all=n_units)
        said += " " + t(
            "Each figure was entered by one reader and checked by another, and has a footnote that says where it "
            "stands: an article in full where it is first cited, by its number in {annex} after that. Unless a "
            "footnote says otherwise, the figures were {read}. What is not here is not in the articles that "
            "were read, and is not zero. No causes are given, and nothing is judged.",
            annex=_annex(len(handout.annexes) + 1),
            read=wording.within(self.read),
        )
        self.document.paragraph(Said(said))

    # I. Results.

    def _results(self) -> None:
        handout, document = self.handout, self.document
        document.heading(1, f"I. {t('RESULTS AND ACTIVITIES BY FIELD OF WORK')}")
        by_series = {view.series: view for view in handout.views if view.name == "by_unit"}
        for number, of_series in enumerate(handout.annexes, 1):
            self._by_unit(by_series[of_series.series], _annex(number))
        against = [view for view in handout.views if view.name == "targets"]
        if against:
            self._heading(t("Results against targets"))
            for view in against:
                self._against_targets(view, told_in=self.sections_of.get(view.series))
        for _, of_topic in groupby(handout.activities, key=lambda claim: str(claim["topic"])):
            self._topic(list(of_topic))
        if handout.activities and handout.activities[0]["n_all"] > len(handout.activities):
            document.paragraph(_bound(len(handout.activities), handout.activities[0]["n_all"]))
        if found := self._not_told(row for row in self.claims.values() if row["scenario"] != "target"):
            self._heading(t("Other figures"))
            self._list(
                t("Of other periods, restrictions or units; neither added to nor compared with those above:"), found
            )

    def _by_unit(self, view: View, place: str) -> None:
        """Write the figures of a series: the sum and what it covers, the finding, the gaps, then unit by unit."""
        indicator = queries.indicators()[view.series.indicator_id]
        self._heading(wording.restricted(wording.name(indicator), view.series.sector, queries.sectors()))
        self.sections_of[view.series] = self.sections
        counted = wording.sentence(self._counted(view, indicator))
        items = [self._of_unit(row) for row in observed(view.marks)]
        behind = self._cited_together(view)
        if len(items) == 1:
            said = [Said(f"{counted}, "), *items.pop(), Said(f". {_flowing(view.caption.coverage)}")]
        elif items:
            said = [Said(f"{counted}: {self._total(view, indicator)}; {view.caption.title}.", behind)]
        else:
            said = [Said(f"{counted}: {view.caption.title}.")]
        said += [*self._gaps(view.marks), Said(f" {t('See {annex} for all units.', annex=place)}")]
        if items:
            said.append(Said(f" {t('By unit:')}"))
        self._lead(said, items)
        self._picture(view)

    def _gaps(self, units: Sequence[Row]) -> list[Said]:
        """Return who is mentioned without a figure, and of how many units nothing is known, in sentences."""
        said = []
        if names := captions.omitted(units):
            articles = {row["article_id"]: row for row in units if row["state"] == "omitted"}
            said.append(Said(f" {names}", tuple((key, partial(self._article, row)) for key, row in articles.items())))
        without = [row["name"] for row in units if row["state"] == "unpublished"]
        if n := len(without):
            text = tn(
                "{n} unit has no figure for this period in the articles that were read{listed}.",
                "{n} units have no figure for this period in the articles that were read{listed}.",
                n=n,
                listed=f" ({', '.join(without)})" if n <= MOST_NAMED else "",
            )
            said.append(Said(f" {text}"))
        if n := sum(row["state"] == "not_applicable" for row in units):
            text = tn("{n} unit did not exist in this period.", "{n} units did not exist in this period.", n=n)
            said.append(Said(f" {text}"))
        return said

    def _lead(self, said: Sequence[Said], items: Sequence[Sequence[Said]]) -> None:
        """Write a paragraph and, on the same page, what it leads to."""
        self.document.paragraph(*said, properties=KEPT if items else "")
        self.document.items(items)

    def _counted(self, view: View, indicator: Row) -> str:
        """Return the period of a view, as it stands within a sentence: the screen's words for it."""
        said = _without_name(view.caption.subtitle, indicator).removesuffix(f" · {self.handout.scope}")
        return wording.within(said).replace(" · ", ", ")

    def _total(self, view: View, indicator: Row) -> str:
        """Return the sum of a series with its bound, its coverage and its standing."""
        total = queries.total(view.series, self.handout.selection.unit_ids)
        covered = _flowing(wording.coverage(total, self.handout.selection.counted()))
        if total["qualifier"] is None:
            return f"{t('no sum can be given: some figures only say how much at most')} ({covered})"
        in_words = total["qualifier"] in wording.qualifiers()  # a sentence has "ít nhất" for "≥"
        amount = wording.figure(total["value"], total["qualifier"]) if in_words else wording.total(total)
        amount += f" {wording.measure(indicator, total['value'] if total['qualifier'] == 'exact' else None)}"
        if total["is_provisional"]:
            amount += f" ({t('provisional')})"
        return t("{total} in all, from the units with a figure ({coverage})", total=amount, coverage=covered)

    def _of_unit(self, row: Row) -> list[Said]:
        """Return the figure of a unit, and what it is against its target."""
        claim = self.claims[row["claim_id"]]
        said = [Said(f"{citations.whom(claim)}: {_figure(claim)}", self._cited(row["claim_id"]))]
        kind = wording.target_kinds().get(row["target_kind"], t("kind not said"))
        if row["target_claim_id"] is not None:
            amount = wording.figure(row["target"], row["target_qualifier"])
            amount += f" {wording.measure(claim, row['target'])}"
            text = t("full-year target ({kind}): {target}", kind=kind, target=amount)
            said.append(Said(text, self._cited(row["target_claim_id"])))
        if row["share_printed"] is not None:
            text = _share(wording.printed_percent(row["share_printed"]), t("as printed"))
            said.append(Said(text, self._cited(row["share_claim_id"])))
        if row["share_recomputed"] is not None:
            said.append(Said(_share(wording.percent(row["share_recomputed"]), t("computed"))))
        if row["target_status"] == "E":
            formula = f"{wording.formula(row)} {wording.measure(claim, row['target'])}"
            said.append(Said(t("full-year target ({kind}), computed: {formula}", kind=kind, formula=formula)))
        if row["share_agrees"] is False:
            text = (
                t("no whole target goes with the printed result and share")
                if row["target"] is None
                else t("the printed share differs from the recomputed one by more than rounding")
            )
            noted = f" ({notes.said(row['share_note']).rstrip('.')})" if row["share_note"] else ""
            said.append(Said(text + noted))
        return _joined(([part] for part in said), ", ")

    def _against_targets(self, view: View, *, told_in: int | None) -> None:
        """Write the results of a series against their targets; unit by unit where no section above did that.

        Where many units have a result that is no core indicator's, a footnote lists them.
        """
        indicator = queries.indicators()[view.series.indicator_id]
        name = wording.name(indicator)
        finding = view.caption.title.removeprefix(f"{name}: ")
        behind = self._cited_together(view)
        is_long = len(view.marks) > MOST_BY_UNIT and not indicator["is_core"]
        items = [] if told_in or is_long else [self._of_unit(row) for row in view.marks]
        counted = f"{name}, {self._counted(view, indicator)}"
        if told_in and len(view.marks) == 1:  # one unit, of which all was said
            said = [Said(f"{name}: {t('see section {n}', n=told_in)}.")]
        elif len(items) == 1:
            said = [Said(f"{counted}, "), *items.pop(), Said(".")]
        else:
            said = [Said(f"{counted}: {finding}.", behind)]
        if is_long:
            said.append(Said(f" {t('The figures of each unit stand in the footnote.')}"))
        if items:
            said.append(Said(f" {t('By unit:')}"))
        self._lead(said, items)
        self._picture(view)

    def _picture(self, view: View) -> None:
        """Write the picture of a view, where there is one, with what it counts, covers and stands on."""
        png = self.pictures.get((view.series, view.name))
        if png is None:
            return
        caption = view.caption
        known = {captions.sources([row])[0]: self._article(row)[0] for row in self.handout.articles}
        sources = [known.get(source, source) for source in caption.sources]
        if len(sources) > MOST_SOURCES:
            sources = [t("Sources: see the last annex.")]
        said = [Said(" ".join(filter(None, [f"{caption.subtitle}.", caption.coverage])), self._cited_together(view))]
        self.document.picture(png, caption.alt(), [*said, Said(f" {' '.join(sources)}")])

    def _topic(self, claims: Sequence[Row]) -> None:
        """Write the figures of a field of work that are no plans, by unit and period."""
        found = [form for form in activities.forms(claims) if form.kind != "plan"]
        if not found:
            return
        self._heading(wording.name(claims[0], "topic"))
        items = []
        for _, of_one in groupby(sorted(found, key=_occasion), key=_occasion):
            of_occasion = list(of_one)
            first = of_occasion[0].claims[0]
            whom = f"{citations.whom(first)}, {wording.period(first['time_period'])}: "
            parts = [part for form in of_occasion for part in self._of_form(form, claims)]
            items.append([Said(whom), *_joined(parts, "; ")])
        self.document.items(items)

    def _of_form(self, form: activities.Form, claims: Sequence[Row]) -> Iterator[list[Said]]:
        """Return the figures of a card as parts of a sentence."""
        if form.kind != "partners":
            whole, *parts = form.claims
            said = [
                Said(
                    f"{wording.within(_title(whole))}: {_figure(whole)}{_named(whole)}",
                    self._cited(whole["claim_id"]),
                )
            ]
            said += [
                Said(f"{activities.part(part, whole)}{_named(part)}", self._cited(part["claim_id"])) for part in parts
            ]
            yield _joined(([part] for part in said), t(", of which "))
            return
        short, sectors = activities.counted_with_partners(claims), queries.sectors()
        for partner, of_partner in groupby(form.claims, key=lambda claim: str(claim["sector"])):
            counts = (
                [
                    Said(
                        f"{activities.number(claim)} {wording.within(short[claim['indicator_id']])}{_worth(claim)}",
                        self._cited(claim["claim_id"]),
                    )
                ]
                for claim in of_partner
            )
            programme = t("programme {partner} – ", partner=wording.name(sectors[partner]))
            yield [Said(programme), *_joined(counts, ", ")]

    # What stands in no view, and what is planned.

    def _not_told(self, claims: Iterable[Row]) -> list[Row]:
        """Return those claims that no footnote of the report leads to yet, the newest first."""
        told = self.told
        found = {row["claim_id"]: row for row in claims if row["claim_id"] not in told}
        return sorted(found.values(), key=_newest)

    def _list(self, lead: str, claims: Sequence[Row]) -> None:
        """Write claims one by one, as many as a reader bears, and say where there are more."""
        said = [Said(lead)]
        shown = claims[:MOST_LISTED]
        if len(claims) > len(shown):
            said.insert(0, Said(f"{_bound(len(shown), len(claims)).text} "))
        self._lead(said, [self._claim(row) for row in shown])

    def _claim(self, claim: Row) -> list[Said]:
        """Return one claim with all that says what it is."""
        of = f"{citations.whom(claim)}, {wording.period(claim['time_period'])}: {wording.within(_title(claim))}: "
        kind = wording.target_kinds().get(claim["target_kind"], "")
        alone = claim.get("is_open")
        said = ", ".join(filter(None, [kind, t("the articles that were read have no result") if alone else ""]))
        cited = Said(f"{of}{_figure(claim)}", self._cited(claim["claim_id"]))
        return [cited, Said(f" ({said})")] if said else [cited]

    def _plans(self) -> None:
        self.document.heading(1, f"II. {t('TASKS AND PLANS')}")
        known = [*self.claims.values(), *self.handout.activities]  # the latter know whether a result was published
        plans = self._not_told(row for row in known if row["scenario"] == "target")
        if plans:
            self._list(t("Plans and targets, not results:"), plans)
        elif any(row["target_kind"] or row["scenario"] == "target" for row in self.claims.values()):
            self.document.paragraph(
                Said(t("Besides the targets in part I, the articles that were read have no plan with a figure."))
            )
        else:
            self.document.paragraph(
                Said(t("The articles that were read have no plan with a figure for this selection."))
            )

    # III. Limits.

    def _limits(self) -> None:
        self.document.heading(1, f"III. {t('LIMITS OF THE DATA')}")
        hedged = ([Said(said)] for said in made.hedged(self.handout))
        self.document.sentences([*self._missing(), *hedged, *self._computed(), *self._inferred(), *self._alone()])

    def _missing(self) -> Iterator[list[Said]]:
        """Say what no article prints."""
        handout = self.handout
        of_units = set(handout.selection.unit_ids)
        for view in handout.views:
            if view.name != "by_unit":
                continue
            total = queries.total(view.series, handout.selection.unit_ids)
            if 0 < total["n_observed"] < total["n_units"]:
                indicator = queries.indicators()[view.series.indicator_id]
                said = t(
                    "{indicator}, {period}: {n} of {all} units with a figure.",
                    indicator=wording.name(indicator),
                    period=self._counted(view, indicator),
                    n=total["n_observed"],
                    all=total["n_units"],
                )
                yield [Said(said)]
        known = {claim["indicator_id"] for claim in handout.cited.values() if claim["unit_id"] in of_units}
        core = [row for row in queries.indicators().values() if row["is_core"]]
        if names := "; ".join(wording.name(row) for row in core if row["indicator_id"] not in known):
            yield [Said(t("Not in the articles that were read: {names}.", names=names))]

    def _computed(self) -> Iterator[list[Said]]:
        """Say which targets no article prints, how they were worked out, and what had to be assumed."""
        shown = [(view.series, row) for view in self.handout.views if view.name == "targets" for row in view.marks]
        for series, row in shown:
            if row["target_status"] == "E":
                name = wording.name(queries.indicators()[series.indicator_id])
                said = Said(
                    f"{name} – {captions.computed_target(row)}", self._cited(row["claim_id"], row["share_claim_id"])
                )
                assumed = f" {notes.said(row['share_reading'])}" if row["share_reading"] else ""
                yield [said, Said(assumed)]

    def _inferred(self) -> Iterator[list[Said]]:
        """Say what is not printed but worked out by the readers."""
        yield from ([Said(said)] for said in made.inferred(self.handout))
        chosen = self.handout.selection.among(queries.federations())
        unseen = {unit["cluster_name"] for unit in chosen if unit["cluster_evidence_kind"] == "inferred"}
        said = t("The members of the clusters are known from one or two years only.")
        if unseen:
            names = ", ".join(wording.unit(row) for row in queries.clusters() if row["name"] in unseen)
            said += f" {t('Those of {clusters} are inferred.', clusters=names)}"
        yield [Said(said)]

    def _alone(self) -> Iterator[list[Said]]:
        """Say what keeps the figures from being compared over time."""
        over_time = [row for view in self.handout.views if view.name == "by_period" for row in view.marks]
        if not any(row["is_comparable"] for row in over_time):
            yield [
                Said(
                    t(
                        "In the articles that were read no unit has comparable figures of two periods: nothing is said "
                        "of rises and falls."
                    )
                )
            ]
        else:
            yield [Said(t("Figures of different periods are neither added nor compared in this report."))]
        ended = t(
            "The district federations ended on 30 June 2025: their series close, and continue in no ward or commune."
        )
        yield [Said(ended)]

    # Annexes.

    def _annexes(self) -> None:
        document = self.document
        rooms = [True, *(len(one.lines) > SHORT for one in self.handout.annexes)]  # whether a page has none for more
        for number, of_series in enumerate(self.handout.annexes, 1):
            is_on_new_page = rooms[number - 1] or rooms[number]
            indicator = queries.indicators()[of_series.series.indicator_id]
            subtitle = _without_name(of_series.subtitle, indicator).replace(" · ", ", ")
            measure = t("Unit of measure: {measure}", measure=wording.measure(indicator))
            said = f"{subtitle}. {measure}"
            document.annex(_annex(number), wording.name(indicator), said, is_on_new_page=is_on_new_page)
            bold = {place for place, line in enumerate(of_series.lines) if line.kind != "unit"}
            document.table(annex.headings(), map(_cells, of_series.lines), WIDTHS, numbers=NUMBERS, bold=bold)
        title = t("Symbols, definitions and sources")
        document.annex(_annex(len(self.handout.annexes) + 1), title, is_on_new_page=rooms[-1])
        document.table([t("Symbol"), t("Meaning")], made.symbols(), (35, 130))
        told = self.told
        counted = {row["indicator_id"] for row in self.claims.values() if row["claim_id"] in told}
        definitions = [
            (wording.name(row), wording.name(row, "definition"))
            for row in queries.indicators().values()
            if row["indicator_id"] in counted
        ]
        document.table([t("Indicator"), t("Definition")], definitions, (55, 110))
        sources = sorted((wording.code(row), captions.sources([row])[0]) for row in self.handout.articles)
        document.table([t("Article"), t("Source")], sources, (20, 145))


def _scope(handout: Handout) -> str:
    """Return whom the report is about: one federation by its full name."""
    unit_ids = handout.selection.unit_ids
    unit = queries.unit_of(unit_ids[0]) if len(unit_ids) == 1 else None
    return handout.scope if unit is None else citations.whom(unit)


def _annex(number: int) -> str:
    return t("Annex {number}", number=roman(number))


def _bound(n: int, everything: int) -> Said:
    """Say that a list is not whole, and where it is."""
    numbers = {"n": wording.number(n), "all": wording.number(everything)}
    return Said(
        t(
            "The newest {n} of {all} are given; all of them stand on the page “{page}”.",
            page=t("All figures"),
            **numbers,
        )
    )


def _marks(view: View) -> list[Figure]:
    """Return the marks of a view that have a figure to draw."""
    marks = observed(view.marks)
    return marks if view.name == "by_unit" else [row for row in marks if row["reached"] is not None]


def _claims(handout: Handout) -> dict[str, Row]:
    """Return the figures of a handout, and the targets of its units and their clusters that stand in no view of it."""
    lone = tuple(row["claim_id"] for row in queries.lone_targets(handout.selection.unit_ids))
    missing = tuple(claim_id for claim_id in lone if claim_id not in handout.cited)
    more = queries.figures("observations", None, (), claim_ids=missing) if missing else []
    return {**handout.cited, **{row["claim_id"]: row for row in more}}


def _figure(claim: Row) -> str:
    """Return a figure with its hedge, its whole, its measure and what it is worth."""
    return activities.figure(claim) + _worth(claim)


def _worth(claim: Row) -> str:
    is_result = claim["scenario"] != "target"
    return f" ({worth})" if is_result and (worth := activities.worth(claim)) else ""


def _title(claim: Row) -> str:
    return activities.title(claim).replace(" · ", ", ")


def _flowing(text: str) -> str:
    """Return a text of the screen's with the signs of sentences."""
    return text.replace(" · ", "; ")


def _without_name(subtitle: str, indicator: Row) -> str:
    return subtitle.removeprefix(f"{wording.name(indicator)} · ")


def _share(share: str, kind: str) -> str:
    return f"{t('{share} of the full-year target', share=share)} ({kind})"


def _joined(items: Iterable[Sequence[Said]], between: str) -> list[Said]:
    """Return several groups of words as one, with signs between them."""
    joined: list[Said] = []
    for item in items:
        joined += [*([Said(between)] if joined else []), *item]
    return joined


def _newest(claim: Row) -> tuple[int, str]:
    """Return the place of a claim among others: the newest first, then unit by unit."""
    end: date = claim["period_end"]
    return -end.toordinal(), claim["unit_id"]


def _occasion(form: activities.Form) -> tuple[str, int, str]:
    """Return of whom and when the figures of a card are; the newest of a unit stand first."""
    claim = form.claims[0]
    return claim["unit_id"], _newest(claim)[0], claim["time_period"]


def _named(claim: Row) -> str:
    """Return the names of the units that a count is of, where the article names just them and not everyone."""
    listed = claim["listed"] or ()
    is_part = claim["out_of"] is None or len(listed) < claim["out_of"]
    return f" ({', '.join(listed)})" if len(listed) == claim["value"] and is_part else ""


def _cells(line: Line) -> list[str]:
    number = "" if line.number is None else str(line.number)
    return [number, line.name, line.target.said, line.result.said, line.share.said, line.note]
