"""Part I of the report: results by field of work, each behind its sum, against its target, and in its picture."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from dashboard import activities, captions, citations, notes, provenance, queries, shares, signs, wording
from dashboard.exports.report.official import Said
from dashboard.exports.report.writing import figure, joined, marks_of, newest, titled, worth
from dashboard.messages import t
from dashboard.rows import observed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dashboard.exports.report.writing import Report
    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.views import View

MOST_BY_UNIT = 12  # results that are no core indicator's
MOST_SOURCES = 3  # below a picture


def by_unit(report: Report, view: View, place: str) -> None:
    """Write the figures of a series: the sum and what it covers, the finding, the gaps, then unit by unit."""
    selection = report.handout.selection
    indicator = queries.indicators()[view.series.indicator_id]
    total = queries.total(view.series, selection.unit_ids)
    report.sections_of[view.series] = report.heading(
        wording.restricted(wording.name(indicator), view.series.sector, queries.sectors())
    )
    counted = captions.period(indicator, view.series, queries.sectors(), ", ")
    items = [_of_unit(report, row) for row in observed(view.figures)]
    behind = report.cited_together(view)
    if len(items) == 1:
        said = [Said(f"{counted}, "), *items.pop(), Said(f". {captions.coverage(total, selection, '; ')}")]
    elif items:
        covered = wording.coverage(total, selection.counted(), "; ")
        said = [Said(f"{counted}: {_total(total, covered, indicator)}; {view.caption.title}.", behind)]
    else:
        said = [Said(f"{counted}: {view.caption.title}.")]
    said += [*_gaps(report, view.figures), Said(f" {t('See {annex} for all units.', annex=place)}")]
    if items:
        said.append(Said(f" {t('By unit:')}"))
    report.lead(said, items)
    _picture(report, view)


def _gaps(report: Report, units: Sequence[Figure]) -> list[Said]:
    """Return who is mentioned without a figure, and of how many units nothing is known, in sentences."""
    said = []
    if names := captions.omitted(units):
        articles = {row.article_id: row for row in units if row.state == "omitted"}
        said.append(Said(f" {names}", tuple((str(key), partial(report.article, row)) for key, row in articles.items())))
    return said + [Said(f" {sentence}") for sentence in captions.without(units)]


def _total(total: Row, covered: str, indicator: Row) -> str:
    """Return the sum of a series with its bound, its coverage and its standing."""
    if total["qualifier"] is None:
        return f"{t('no sum can be given: some figures only say how much at most')} ({covered})"
    amount = wording.amount(total["value"], total["qualifier"], total.get("upper"))  # a sentence has "ít nhất" for "≥"
    measure = wording.measure(indicator, total["value"] if total["qualifier"] == "exact" else None)
    said = signs.marked(f"{amount} {measure}", signs.of_total(total))
    return t("{total} in all, from the units with a figure ({coverage})", total=said, coverage=covered)


def _of_unit(report: Report, row: Figure) -> list[Said]:
    """Return the figure of a unit, and what it is against its target."""
    claim = report.claims[str(row.claim_id)]
    said = [Said(f"{citations.whom(claim)}: {figure(claim)}", report.cited(row.claim_id))]
    kind = row.kind or t("kind not said")
    measure = wording.measure(claim, row.target)
    if row.target_claim_id is not None:
        text = t("full-year target ({kind}): {target}", kind=kind, target=f"{row.target_amount} {measure}")
        said.append(Said(text, report.cited(row.target_claim_id)))
    if row.printed_share:
        text = t("{share} of the full-year target", share=row.printed_share)
        said.append(Said(signs.marked(text, t("as printed")), report.cited(row.share_claim_id)))
    if row.recomputed_share:
        text = t("{share} of the full-year target", share=row.recomputed_share)
        said.append(Said(signs.marked(text, t("computed"))))
    if row.is_computed:
        formula = f"{wording.formula(row)} {measure}"
        said.append(Said(t("full-year target ({kind}), computed: {formula}", kind=kind, formula=formula)))
    if row.share_agrees is False:
        text = (
            t("no whole target goes with the printed result and share")
            if row.target is None
            else t("the printed share differs from the recomputed one by more than rounding")
        )
        said.append(Said(signs.marked(text, wording.without_stop(notes.said(row.share_note or "")))))
    return joined(([part] for part in said), ", ")


def against_targets(report: Report, view: View) -> None:
    """Write the results of a series against their targets; unit by unit where no section above did that.

    Where many units have a result that is no core indicator's, a footnote lists them.
    """
    indicator = queries.indicators()[view.series.indicator_id]
    name, told_in = wording.name(indicator), report.sections_of.get(view.series)
    behind = report.cited_together(view)
    is_long = len(view.figures) > MOST_BY_UNIT and not indicator["is_core"]
    items = [] if told_in or is_long else [_of_unit(report, row) for row in view.figures]
    counted = f"{name}, {wording.within(captions.period(indicator, view.series, queries.sectors(), ', '))}"
    if told_in and len(view.figures) == 1:  # one unit, of which all was said
        said = [Said(f"{name}: {t('see section {n}', n=told_in)}.")]
    elif len(items) == 1:
        said = [Said(f"{counted}, "), *items.pop(), Said(".")]
    else:
        finding = shares.finding(marks_of(view), indicator, view.series.time_period)
        said = [Said(f"{counted}: {finding}.", behind)]
    if is_long:
        said.append(Said(f" {t('The figures of each unit stand in the footnote.')}"))
    if items:
        said.append(Said(f" {t('By unit:')}"))
    report.lead(said, items)
    _picture(report, view)


def _picture(report: Report, view: View) -> None:
    """Write the picture of a view, where there is one, with what it counts, covers and stands on."""
    png = report.pictures.get((view.series, view.name))
    if png is None:
        return
    caption = view.caption
    known = {provenance.source(row): report.article(row)[0] for row in report.handout.articles}
    sources = [known.get(source, source) for source in caption.sources]
    if len(sources) > MOST_SOURCES:
        sources = [t("Sources: see the last annex.")]
    said = [Said(" ".join(filter(None, [f"{caption.subtitle}.", caption.coverage])), report.cited_together(view))]
    report.document.picture(png, caption.alt(), [*said, Said(f" {' '.join(sources)}")])


def topic(report: Report, claims: Sequence[Figure]) -> None:
    """Write the figures of a field of work that are no plans, by unit and period."""
    found = [form for form in activities.forms(claims) if form.kind != "plan"]
    if not found:
        return
    report.heading(wording.name(claims[0], "topic"))
    items = []
    for _, of_one in groupby(sorted(found, key=_occasion), key=_occasion):
        of_occasion = list(of_one)
        first = of_occasion[0].claims[0]
        whom = f"{citations.whom(first)}, {wording.period(first.time_period)}: "
        parts = [part for form in of_occasion for part in _of_form(report, form, claims)]
        items.append([Said(whom), *joined(parts, "; ")])
    report.document.items(items)


def _of_form(report: Report, form: activities.Form, claims: Sequence[Figure]) -> Iterator[list[Said]]:
    """Return the figures of a card as parts of a sentence."""
    if form.kind != "partners":
        whole, *parts = form.claims
        said = [Said(f"{titled(whole)}: {figure(whole)}{_named(whole)}", report.cited(whole.claim_id))]
        said += [Said(f"{activities.part(part, whole)}{_named(part)}", report.cited(part.claim_id)) for part in parts]
        yield joined(([part] for part in said), t(", of which "))
        return
    short, sectors = activities.counted_with_partners(claims), queries.sectors()
    for partner, of_partner in groupby(form.claims, key=lambda claim: claim.sector):
        counts = (
            [
                Said(
                    signs.marked(f"{claim.of_whole} {wording.within(short[claim.indicator_id])}", worth(claim)),
                    report.cited(claim.claim_id),
                )
            ]
            for claim in of_partner
        )
        programme = t("programme {partner} – ", partner=wording.name(sectors[partner]))
        yield [Said(programme), *joined(counts, ", ")]


def _occasion(form: activities.Form) -> tuple[str, int, str]:
    """Return of whom and when the figures of a card are; the newest of a unit stand first."""
    claim = form.claims[0]
    return claim.unit_id, newest(claim)[0], claim.time_period


def _named(claim: Figure) -> str:
    """Return the names of the units that a count is of, where the article names just them and not everyone."""
    listed = claim.listed or ()
    is_part = claim.out_of is None or len(listed) < claim.out_of
    return f" ({', '.join(listed)})" if len(listed) == claim.value and is_part else ""
