"""The report: results by field of work, plans, limits of the data and annexes, in the order of a federation's report.

Every sentence is built from the figures by rule and says what the screen says; behind it stand footnotes that lead each
number to its article. Nothing is explained, praised or judged.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from dashboard import captions, provenance, queries, signs, wording
from dashboard.exports import annex
from dashboard.exports.report import limits, results
from dashboard.exports.report.official import KEPT, Said
from dashboard.exports.report.writing import Report, marks_of, not_whole
from dashboard.messages import t, tn

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dashboard.exports.annex import Line
    from dashboard.exports.handout import Handout
    from dashboard.queries import Series
    from dashboard.views import View

MOST_PICTURES = 8
WIDTHS = (9, 48, 19, 20, 12, 57)  # millimetres of the columns of an annex: a sum of a cluster stands on one line
SHORT = 10  # lines of an annex that leaves room for another one on its page
NUMBERS = (0, 2, 3, 4)  # those of them that are set to the right
ROMAN = (("X", 10), ("IX", 9), ("V", 5), ("IV", 4), ("I", 1))


def pictured(handout: Handout) -> list[View]:
    """Return the views that the report wants pictures of: those in which units can be compared, the first few."""
    wanted = [view for view in handout.views if view.kind.is_ranking or view.kind.is_against_targets]
    found = [view for view in wanted if len(marks_of(view)) > 1]
    return found[:MOST_PICTURES]


def as_docx(handout: Handout, pictures: Mapping[tuple[Series, str], bytes]) -> bytes:
    """Return the report as a Word document; `pictures`: PNG of some of the views, by series and name."""
    report = Report(handout, pictures)
    about = (
        t("Trade-union activities in published figures")
        if handout.selection.is_whole_city
        else t("Trade-union activities of {scope} in published figures", scope=report.scope)
    )
    if handout.is_empty:  # no letterhead and no signature over nothing
        _nothing(report)
    else:
        _whole(report, about)
    return report.document.to_bytes(f"{t('REPORT')}: {about}", handout.standing, handout.build["built_at"])


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


def _nothing(report: Report) -> None:
    nothing = t("The articles that were read have no figure for this selection")
    searched = tn("{n} article was searched.", "{n} articles were searched.", n=len(queries.articles()))
    report.document.paragraph(Said(f"{nothing}: {report.scope}. {searched} {t('This does not mean zero.')}"))
    report.document.paragraph(Said(report.handout.standing))


def _whole(report: Report, about: str) -> None:
    document = report.document
    document.letterhead()
    document.title(t("REPORT"), about)
    _draft(report)
    _introduction(report)
    _results(report)
    _plans(report)
    document.heading(1, f"III. {t('LIMITS OF THE DATA')}")
    document.sentences(limits.sentences(report))
    for said in (
        t("[Assessment, tasks and proposals: for the issuing body to write.]"),
        t("This is the report on: {about}.", about=wording.within(about)),
    ):
        document.paragraph(Said(said), properties=KEPT)  # no signature stands alone on a page
    document.signature()
    _annexes(report)


def _draft(report: Report) -> None:
    handout = report.handout
    lines = [
        t(
            "Written by rule from figures printed in newspaper articles; it does not replace an official report. "
            "Fill in what stands in square brackets and delete this frame before it is issued."
        ),
        handout.freshness,
        handout.standing,
    ]
    if any((view.series, view.name) not in report.pictures for view in pictured(handout)):
        lines.append(t("Pictures of charts are left out: they could not be drawn on this server."))
    report.document.box(t("DRAFT"), lines, handout.link)


def _introduction(report: Report) -> None:
    handout = report.handout
    n, n_units = len(handout.cited), len(handout.selection.unit_ids)
    said = t(
        "This report brings together what newspaper articles print about {scope}: {figures}, from {articles}.",
        scope=report.scope,
        figures=tn("{count} figure", "{count} figures", n=n, count=wording.number(n)),
        articles=tn("{n} article", "{n} articles", n=len(handout.articles)),
    )
    if n_units > 1:
        own = {claim.unit_id for claim in handout.cited.values()} & set(handout.selection.unit_ids)
        said += " " + t("{n} of {all} units have figures of their own.", n=len(own), all=n_units)
    said += " " + t(
        "Each figure was entered by one reader and checked by another, and has a footnote that says where it "
        "stands: an article in full where it is first cited, by its number in {annex} after that. Unless a "
        "footnote says otherwise, the figures were {read}. What is not here is not in the articles that "
        "were read, and is not zero. No causes are given, and nothing is judged.",
        annex=_annex(len(handout.annexes) + 1),
        read=wording.within(report.read),
    )
    report.document.paragraph(Said(said))


def _results(report: Report) -> None:
    handout, document = report.handout, report.document
    document.heading(1, f"I. {t('RESULTS AND ACTIVITIES BY FIELD OF WORK')}")
    by_series = {view.series: view for view in handout.views if view.kind.is_ranking}
    for number, of_series in enumerate(handout.annexes, 1):
        results.by_unit(report, by_series[of_series.series], _annex(number))
    against = [view for view in handout.views if view.kind.is_against_targets]
    if against:
        report.heading(t("Results against targets"))
        for view in against:
            results.against_targets(report, view)
    for _, of_topic in groupby(handout.activities, key=lambda claim: claim.topic):
        results.topic(report, list(of_topic))
    if handout.activities and (n_all := handout.activities[0].n_all or 0) > len(handout.activities):
        document.paragraph(Said(not_whole(len(handout.activities), n_all)))
    if found := report.not_told(claim for claim in report.claims.values() if not claim.is_plan):
        report.heading(t("Other figures"))
        report.one_by_one(
            t("Of other periods, restrictions or units; neither added to nor compared with those above:"), found
        )


def _plans(report: Report) -> None:
    report.document.heading(1, f"II. {t('TASKS AND PLANS')}")
    claims = report.claims.values()
    known = [*claims, *report.handout.activities]  # the latter know whether a result was published
    if plans := report.not_told(claim for claim in known if claim.is_plan):
        report.one_by_one(t("Plans and targets, not results:"), plans)
    elif any(claim.target_kind or claim.is_plan for claim in claims):
        said = t("Besides the targets in part I, the articles that were read have no plan with a figure.")
        report.document.paragraph(Said(said))
    else:
        said = t("The articles that were read have no plan with a figure for this selection.")
        report.document.paragraph(Said(said))


def _annexes(report: Report) -> None:
    handout, document = report.handout, report.document
    rooms = [True, *(len(one.lines) > SHORT for one in handout.annexes)]  # whether a page has none for more
    for number, of_series in enumerate(handout.annexes, 1):
        is_on_new_page = rooms[number - 1] or rooms[number]
        indicator = queries.indicators()[of_series.series.indicator_id]
        period = captions.period(indicator, of_series.series, queries.sectors(), ", ")
        measure = t("Unit of measure: {measure}", measure=wording.measure(indicator))
        said = f"{period}, {handout.scope}. {measure}"
        document.annex(_annex(number), wording.name(indicator), said, is_on_new_page=is_on_new_page)
        bold = {place for place, line in enumerate(of_series.lines) if line.kind != "unit"}
        document.table(annex.headings(), map(_cells, of_series.lines), WIDTHS, numbers=NUMBERS, bold=bold)
    title = t("Symbols, definitions and sources")
    document.annex(_annex(len(handout.annexes) + 1), title, is_on_new_page=rooms[-1])
    document.table([t("Symbol"), t("Meaning")], signs.legend(is_any_zero=queries.is_any_zero()), (35, 130))
    told = report.told
    counted = {claim.indicator_id for claim in report.claims.values() if claim.claim_id in told}
    definitions = [
        (wording.name(row), wording.name(row, "definition"))
        for row in queries.indicators().values()
        if row["indicator_id"] in counted
    ]
    document.table([t("Indicator"), t("Definition")], definitions, (55, 110))
    sources = sorted((wording.code(row), provenance.source(row)) for row in handout.articles)
    document.table([t("Article"), t("Source")], sources, (20, 145))


def _annex(number: int) -> str:
    return t("Annex {number}", number=roman(number))


def _cells(line: Line) -> list[str]:
    number = "" if line.number is None else str(line.number)
    return [number, line.name, *map(str, (line.target, line.result, line.share)), line.note]
