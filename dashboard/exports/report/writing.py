"""A report while it is written: what of, how far its sections have come, and the footnotes that its numbers have."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from dashboard import activities, citations, provenance, queries, signs, wording
from dashboard.exports import handout as handouts
from dashboard.exports.report.official import KEPT, Document, Said
from dashboard.messages import t, tn
from dashboard.rows import CLAIMS, observed

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from dashboard.exports.handout import Handout
    from dashboard.exports.report.official import Notes
    from dashboard.figure import Figure
    from dashboard.queries import Series
    from dashboard.views import View

MOST_CITED = 3  # claims that a sentence cites one by one; more of them share a footnote that lists them
MOST_LISTED = 40  # figures that stand in no view, and plans


class Report:
    """A report: what it is written of, its document, and what its footnotes have said.

    `pictures`: PNG of some of the views, by series and name.
    """

    def __init__(self, handout: Handout, pictures: Mapping[tuple[Series, str], bytes]) -> None:
        self.handout = handout
        self.pictures = pictures
        self.document = Document()
        self.claims = _claims(handout)
        self.scope = _scope(handout)
        self._sections = 0
        self.sections_of: dict[Series, int] = {}
        self._listed: set[str] = set()  # claims that a footnote lists with others
        self._introduced: set[str] = set()  # articles that a footnote gives in full
        self._noted: dict[str, str] = {}  # readers' notes, each with the claim whose footnote says it
        read = Counter(map(provenance.read, self.claims.values())).most_common(1)
        self.read = read[0][0] if read else ""  # who read the figures, of whom nothing more is said

    @property
    def told(self) -> set[str]:
        """The claims that some footnote leads to."""
        return self._listed | self.document.notes.cited

    def heading(self, title: str) -> int:
        """Begin a section, and return its number."""
        self._sections += 1
        self.document.heading(2, f"{self._sections}. {title}")
        return self._sections

    def cited(self, *claim_ids: str | None) -> Notes:
        """Return the footnotes to claims, one for each."""
        found = (self.claims[claim_id] for claim_id in claim_ids if claim_id is not None)
        return tuple((claim["claim_id"], partial(self._source, claim)) for claim in found)

    def _source(self, claim: Figure) -> list[str]:
        """Return what a footnote says of a claim: what an earlier one says is not said again, but referred to."""
        is_known, is_read = claim["article_id"] in self._introduced, provenance.read(claim) == self.read
        self._introduced.add(claim["article_id"])
        said = provenance.cited(claim, is_known=is_known, is_read=is_read)
        first = self._noted.setdefault(claim["note"] or "", claim["claim_id"])
        if claim["note"] and first != claim["claim_id"]:
            return [f"{said} {t('Readers’ note: as in footnote')}", first]
        return [" ".join(filter(None, [said, handouts.noted(claim)]))]

    def article(self, row: Figure) -> list[str]:
        """Return an article, by its number where a footnote gives it in full."""
        is_known = row["article_id"] in self._introduced
        code = t("article {code}", code=wording.code(row))
        return [t("Source: {article}.", article=code) if is_known else provenance.source(row)]

    def cited_together(self, view: View) -> Notes:
        """Return the footnotes to what is said of all figures of a view: theirs, or one that lists them."""
        columns = CLAIMS if view.kind.is_against_targets else CLAIMS[:1]
        claims = [self.claims[row[column]] for row in marks_of(view) for column in columns if row[column] is not None]
        if len(claims) <= MOST_CITED:
            return self.cited(*(claim["claim_id"] for claim in claims))
        self._listed |= {claim["claim_id"] for claim in claims}
        text = tn(
            "From {n} figure: {figures}.", "From {n} figures: {figures}.", n=len(claims), figures=self._in_line(claims)
        )
        return (("/".join((view.name, *view.series)), lambda: [text]),)

    def _in_line(self, claims: Iterable[Figure]) -> str:
        """Return claims with where they stand, unit by unit, as a footnote lists them."""
        units = []
        for name, of_unit in groupby(claims, key=lambda claim: str(claim["name"])):
            said = []
            for claim in of_unit:
                worth = t("target") if claim.is_plan else claim.status
                read = wording.within(provenance.read(claim))
                others = "" if read == wording.within(self.read) else read
                place = (worth, wording.place(claim), others, t("code {claim}", claim=claim["claim_id"]))
                said.append(f"{claim.measured} ({', '.join(filter(None, place))})")
            units.append(f"{name} {', '.join(said)}")
        return "; ".join(units)

    def lead(self, said: Sequence[Said], items: Sequence[Sequence[Said]]) -> None:
        """Write a paragraph and, on the same page, what it leads to."""
        self.document.paragraph(*said, properties=KEPT if items else "")
        self.document.items(items)

    def not_told(self, claims: Iterable[Figure]) -> list[Figure]:
        """Return those claims that no footnote of the report leads to yet, the newest first."""
        told = self.told
        found = {row["claim_id"]: row for row in claims if row["claim_id"] not in told}
        return sorted(found.values(), key=newest)

    def one_by_one(self, lead: str, claims: Sequence[Figure]) -> None:
        """Write claims one by one, as many as a reader bears, and say where there are more."""
        said = [Said(lead)]
        shown = claims[:MOST_LISTED]
        if len(claims) > len(shown):
            said.insert(0, Said(f"{not_whole(len(shown), len(claims))} "))
        self.lead(said, [self._claim(row) for row in shown])

    def _claim(self, claim: Figure) -> list[Said]:
        """Return one claim with all that says what it is."""
        of = f"{citations.whom(claim)}, {wording.period(claim.time_period)}: {titled(claim)}: "
        said = ", ".join(
            filter(None, [claim.kind, t("the articles that were read have no result") if claim.is_open else ""])
        )
        cited = Said(f"{of}{figure(claim)}", self.cited(claim.claim_id))
        return [cited, Said(f" ({said})")] if said else [cited]


def _scope(handout: Handout) -> str:
    """Return whom the report is about: one federation by its full name."""
    unit_ids = handout.selection.unit_ids
    unit = queries.unit_of(unit_ids[0]) if len(unit_ids) == 1 else None
    return handout.scope if unit is None else citations.whom(unit)


def marks_of(view: View) -> list[Figure]:
    """Return the marks of a view that have a figure to draw."""
    marks = observed(view.figures)
    return marks if view.kind.is_ranking else [row for row in marks if row.reached is not None]


def _claims(handout: Handout) -> dict[str, Figure]:
    """Return the figures of a handout, and the targets of its units and their clusters that stand in no view of it."""
    lone = tuple(row["claim_id"] for row in queries.lone_targets(handout.selection.unit_ids))
    missing = tuple(claim_id for claim_id in lone if claim_id not in handout.cited)
    more = queries.figures("observations", None, (), claim_ids=missing) if missing else []
    return {**handout.cited, **{row["claim_id"]: row for row in more}}


def figure(claim: Figure) -> str:
    """Return a figure with its hedge, its whole, its measure and what it is worth."""
    return signs.marked(claim.measured, worth(claim))


def worth(claim: Figure) -> str:
    """Return what a result is worth; of plans the report speaks apart."""
    return "" if claim.is_plan else claim.status


def titled(claim: Figure) -> str:
    """Return what a figure is of, as it stands within a sentence."""
    return wording.within(activities.title(claim, ", "))


def joined(items: Iterable[Sequence[Said]], between: str) -> list[Said]:
    """Return several groups of words as one, with signs between them."""
    joined: list[Said] = []
    for item in items:
        joined += [*([Said(between)] if joined else []), *item]
    return joined


def newest(claim: Figure) -> tuple[int, str]:
    """Return the place of a claim among others: the newest first, then unit by unit."""
    end = claim.period_end
    return -end.toordinal() if end else 0, claim.unit_id


def not_whole(n: int, everything: int) -> str:
    """Say that a list is not whole, and where it is."""
    return t(
        "The newest {n} of {all} are given; all of them stand on the page “{page}”.",
        page=t("All figures"),
        n=wording.number(n),
        all=wording.number(everything),
    )
