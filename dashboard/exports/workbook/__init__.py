"""A handout as a workbook: a cover, a sheet for each chart and annex, all figures, and the sources they lead to.

Every row with a figure holds the code of its claim, and the sheet of sources has a row for each code. What follows from
other cells is a formula: a sum, too, which is a bound as long as some of its cells are empty, and counts them.
"""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from dashboard import captions, limits, queries, signs, terms, wording
from dashboard.columns import heading, read
from dashboard.exports.workbook import annex_sheet, cells, view_sheet
from dashboard.exports.workbook.cells import LIKE_A_FORM, LIST_TOP, MUTED, PLAIN, TITLE, Book, Draft, Evidence
from dashboard.messages import t, tn
from dashboard.selection import cluster_name
from dashboard.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from dashboard.exports.annex import Annex
    from dashboard.exports.handout import Handout
    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.views import View

MOST_LINKS = 4000  # that a sheet has; more make a file slow to open
WIDEST = range(30, 15, -2)  # letters of a column of a list: the first with which its printed ones fit on a page
COVER = [26.0, 84.0]  # widths in letters, like those below
NOTES = [26.0, 84.0]
AS_SAID = ("exactness", "lower", "upper", "obs_status")  # what the words of a figure say already

SECTION = PLAIN | {"bold": True, "font_size": 13, "font_color": LIGHT.accent}
NOTHING = PLAIN | {"bold": True, "bg_color": LIGHT.quiet}


class Part(NamedTuple):
    """A sheet to come: its name, what it is about, the colour of its tab, and what writes it."""

    name: str
    about: str
    colour: str
    fill: Callable[[Draft, Any], None]


def as_xlsx(handout: Handout) -> bytes:
    """Return a handout as a workbook; that of nothing has a cover that says so."""
    return written(handout, Book)


def written(handout: Handout, make: type[Book]) -> bytes:
    """Return a handout as a workbook of some kind."""
    book = make(
        handout.standing,
        {
            "title": handout.title,
            "subject": handout.scope,
            "comments": handout.standing,
            "created": handout.build["built_at"],  # not the time of writing: the same data make the same file
        },
    )
    cover = book.sheet(t("Cover"))
    parts = list(_parts(handout, calculates=book.calculates))
    sheets = [book.sheet(part.name) for part in parts]
    evidence = Evidence(book, handout.cited, LIST_TOP + 1)
    for sheet, part in zip(sheets, parts, strict=True):
        sheet.set_tab_color(part.colour)
        if part.fill is _sources:
            evidence.sheet = sheet
    draft = Draft(book, handout, evidence)
    for sheet, part in zip(sheets, parts, strict=True):
        part.fill(draft, sheet)
    _cover(book, cover, handout, [(sheet, part.about) for sheet, part in zip(sheets, parts, strict=True)])
    return book.close()


def _parts(handout: Handout, *, calculates: bool) -> Iterator[Part]:
    """Return what stands behind the cover: charts, annexes, lists of figures, and what is to be known about them."""
    for view in handout.views:
        yield Part(_name(view), view.caption.title, LIGHT.accent, partial(view_sheet.write, view))
    for annexes in _together(handout):
        name = t("Annex") if len(annexes) > 1 else f"{t('Annex')} {_short(annexes[0].series)}"
        about = "; ".join(one.title for one in annexes)
        yield Part(name, about, LIGHT.accent, partial(annex_sheet.write, annexes))
    if rows := handout.figures:
        about = t("All figures of the selection, in every period")
        yield Part(t("Figures"), about, LIGHT.edge, partial(_figures, rows, about))
    if rows := handout.shared:
        about = t("Figures of the clusters and the city that concern the chosen units")
        yield Part(t("Clusters and city"), about, LIGHT.edge, partial(_figures, rows, about))
    if handout.cited:
        yield Part(t("Sources"), t("Where each figure stands, who entered and who checked it"), LIGHT.edge, _sources)
        yield Part(t("Articles"), t("The articles that print the figures"), LIGHT.edge, _articles)
    if handout.views or handout.cited:
        charts = t("How to read the charts, definitions, limits of the data")
        about = charts if calculates else t("How to read the sheets, definitions, limits of the data")
        yield Part(t("Notes"), about, LIGHT.edge, _notes)


def _name(view: View) -> str:
    return f"{_short(view.series)}, {(view.kind.tab or view.kind.said)()}"


def _together(handout: Handout) -> list[list[Annex]]:
    """Return the annexes that share a sheet, and so a page: those of a unit alone are a row each."""
    found = [one for one in handout.annexes if any(line.kind == "unit" for line in one.lines)]
    return [found] if found and len(handout.selection.unit_ids) == 1 else [[one] for one in found]


def _short(series: queries.Series) -> str:
    return wording.name(queries.indicators()[series.indicator_id], "short")


def _cover(book: Book, sheet: Any, handout: Handout, contents: Sequence[tuple[Any, str]]) -> None:
    """Write what was chosen, how fresh it is, what is where, and what the signs mean."""
    sheet.hide_gridlines(2)
    book.columns(sheet, COVER)
    book.line(sheet, 0, handout.title, TITLE | {"font_size": 20, "font_color": LIGHT.accent}, COVER)
    book.line(sheet, 1, handout.scope, TITLE | {"font_size": 13}, COVER)
    row = 3
    if handout.is_empty:
        said = f"{t('The articles that were read have no figure for this selection')}. {t('This does not mean zero.')}"
        book.line(sheet, row, said, NOTHING, COVER)
        row += 2
    for label, text in _chosen(handout).items():
        book.record(sheet, row, [label, text], PLAIN, COVER)
        if text == handout.link:
            book.link(sheet, row, 1, text, text)
        row += 1
    if contents:
        book.line(sheet, row + 1, t("Contents"), SECTION, COVER)
        for number, (other, about) in enumerate(contents, row + 2):
            book.record(sheet, number, [other.get_name(), about], PLAIN, COVER)
            book.link(sheet, number, 0, cells.place(other), other.get_name())
        row += len(contents) + 2
    book.line(sheet, row + 1, t("What the signs mean"), SECTION, COVER)
    for number, line in enumerate(signs.legend(is_any_zero=queries.is_any_zero()), row + 2):
        book.record(sheet, number, line, LIKE_A_FORM, COVER)


def _chosen(handout: Handout) -> dict[str, str]:
    """Return the selection and the state of the data, as label and text."""
    selection = handout.selection
    names = {unit["unit_id"]: unit["name"] for unit in queries.federations()}
    units = handout.scope if selection.is_whole_city else ", ".join(names[unit_id] for unit_id in selection.unit_ids)
    chosen = dict.fromkeys(unit["cluster_id"] for unit in selection.among(queries.federations()))
    clusters = t("All clusters") if selection.is_whole_city else ", ".join(map(cluster_name, chosen))
    orders = {"administrative": t("Administrative"), "alphabetical": t("A–Z"), "value": t("By value")}
    said = {
        t("Units"): units or ", ".join(selection.names),
        heading("cluster"): clusters,
        t("Order of units"): orders[selection.order],
        t("Figures"): handout.freshness,
        t("Build"): handout.standing,
        t("Code of the data (SHA-256)"): handout.build["seeds_sha256"],
        t("Terms of reuse"): terms.said(),
        t("This view in the dashboard"): handout.link or "",
    }
    return {label: text for label, text in said.items() if text}


def _figures(rows: Sequence[Figure], about: str, draft: Draft, sheet: Any) -> None:
    """Write figures, one in each row."""
    codes = (
        "unit", "indicator", "sector", "period", "scenario", "target_kind", "hedged", "out_of", "measure", "claim_id",
        *AS_SAID,
    )  # fmt: skip
    _list(draft.book, sheet, about, read(rows, *codes), len(codes) - len(AS_SAID))
    if len(rows) <= MOST_LINKS:
        draft.evidence.lead(sheet, LIST_TOP + 1, codes.index("claim_id"), [row.claim_id for row in rows])


def _sources(draft: Draft, sheet: Any) -> None:
    """Write where each figure stands and who read it: a row for each claim."""
    printed = (
        "claim_id", "unit", "indicator", "as_printed", "article_number", "line", "entered_by", "entered_on",
        "checked_by", "checked_on", "note",
    )  # fmt: skip
    # The other places are for programs, and what is said of the article stands on the sheet of articles too.
    columns = read(draft.handout.cited.values(), *printed, "char_start", "char_end", "title", "publisher", "published")
    _list(draft.book, sheet, t("Where each figure stands, who entered and who checked it"), columns, len(printed))


def _articles(draft: Draft, sheet: Any) -> None:
    """Write the articles, with how many figures of this file each of them prints."""
    counts = Counter(row.article_id for row in draft.handout.cited.values())
    articles = sorted(draft.handout.articles, key=lambda row: str(row.article_id))
    columns = read(
        articles, "article_number", "title", "publisher_alone", "publisher_kind", "published_from", "published_to",
        "published_kind",
    )  # fmt: skip
    columns[t("Figures taken")] = [counts[row.article_id] for row in articles]
    columns |= read(articles, "article_id")
    _list(draft.book, sheet, t("The articles that print the figures"), columns)


def _list(
    book: Book, sheet: Any, title: str, columns: Mapping[str, Sequence[object]], printed: int | None = None
) -> None:
    """Write a list with a filter; the columns behind the first so many are on the screen only.

    What is printed is read on paper too: columns are narrower, and their rows higher, rather than the type smaller.
    """
    for most in WIDEST:
        widths = cells.widths(columns, most=most)
        if sum(widths[:printed]) <= cells.ACROSS:
            break
    n_rows = len(next(iter(columns.values())))
    if sum(widths[:printed]) > cells.UPRIGHT:
        sheet.set_landscape()
    book.write(sheet, 0, 0, title, book.look(TITLE | {"text_wrap": False}))
    n = tn("{n} row", "{n} rows", n=n_rows)
    book.write(sheet, 1, 0, n, book.look(MUTED | {"text_wrap": False}))
    book.table(sheet, LIST_TOP, columns, widths)
    sheet.autofilter(LIST_TOP, 0, LIST_TOP + n_rows, len(columns) - 1)
    sheet.print_area(0, 0, LIST_TOP + n_rows, (printed or len(columns)) - 1)
    sheet.freeze_panes(LIST_TOP + 1, 1)
    sheet.repeat_rows(LIST_TOP)


def _notes(draft: Draft, sheet: Any) -> None:
    """Write the notes of each chart, what is counted, and the limits of the data."""
    book, handout = draft.book, draft.handout
    sheet.hide_gridlines(2)
    book.columns(sheet, NOTES)
    book.line(sheet, 0, t("Notes"), TITLE, NOTES)
    row = 2
    book.line(
        sheet, row, t("How to read the charts") if book.calculates else t("How to read the sheets"), SECTION, NOTES
    )
    sheets = book.sheets[1:]  # behind the cover the charts come first
    for other, view in zip(sheets, handout.views, strict=False):
        said = list(filter(None, [view.caption.coverage, *book.notes(view.caption)]))
        for number, text in enumerate(said, row + 1):
            book.record(sheet, number, ["", text], PLAIN, NOTES)
        if said:
            book.link(sheet, row + 1, 0, cells.place(other), other.get_name())
        row += len(said)
    book.line(sheet, row + 2, t("What is counted"), SECTION, NOTES)
    row += 3
    for indicator in _indicators(handout):
        book.record(sheet, row, [wording.name(indicator), wording.name(indicator, "definition")], PLAIN, NOTES)
        row += 1
    book.line(sheet, row + 1, t("Limits of the data"), SECTION, NOTES)
    for number, text in enumerate(_limits(handout, calculates=book.calculates), row + 2):
        book.line(sheet, number, text, PLAIN, NOTES)


def _indicators(handout: Handout) -> list[Row]:
    """Return the indicators that the file has a figure or a chart of."""
    shown = {view.series.indicator_id for view in handout.views}
    shown |= {row.indicator_id for row in handout.cited.values()}
    return [row for indicator_id, row in queries.indicators().items() if indicator_id in shown]


def _limits(handout: Handout, *, calculates: bool) -> Iterator[str]:
    """Return what the figures of the file cannot say, counted in them."""
    yield f"{limits.few_figures()} {t('This does not mean zero.')}"
    yield from limits.hedged(handout.cited.values())
    yield from limits.inferred(handout.articles)
    yield t("Figures of different periods, lengths or restrictions are never added; half a year is part of its year.")
    if calculates:
        yield t("A sum in an annex follows its cells: a lower bound (≥) until every unit has a figure; it counts them.")
        yield t("Charts, labels and shares follow the cells too; sentences and colours are of this build.")
        yield t("LibreOffice keeps a label with a target as it was written.")
    else:
        yield t("Sums and shares are of this build: they do not follow the cells. A sum with ≥ is a lower bound.")
    yield t("Targets and shares are never added or averaged.")
    yield limits.no_rates()
    yield limits.clusters(handout.selection.among(queries.federations()))
    yield captions.district_end()
