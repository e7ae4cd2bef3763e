"""A handout as slides: a native chart on each, its finding above, coverage and sources below, evidence in the notes."""

from __future__ import annotations

import io
from copy import deepcopy
from itertools import groupby
from typing import TYPE_CHECKING, Any

import segno
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard import activities, citations, provenance, queries, signs, tables, wording
from dashboard.exports import handout, native
from dashboard.exports.letters import SPOKEN, clean
from dashboard.exports.slides import chart, deck
from dashboard.exports.slides.deck import (
    ACROSS,
    BOLD,
    EDGE,
    FOOT,
    INCH,
    TOP,
    cut,
    fitting,
    lines,
    set_letters,
    width,
)
from dashboard.messages import language, t, tn
from dashboard.rows import claims_of, observed
from dashboard.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.handout import Handout
    from dashboard.exports.native import Tile
    from dashboard.figure import Figure
    from dashboard.rows import Row
    from dashboard.views import View

TITLE = ACROSS / BOLD  # room for bold words


def as_pptx(whole: Handout) -> bytes:
    """Return a handout as a presentation; the same handout gives the same bytes.

    Where nothing has been published for the selection, it says so and has no chart.
    """
    show = deck.empty(language.get())
    shown = [view for view in whole.views if view.claim_ids or any(map(_is_omitted, view.marks))]
    undrawn = _others(whole, shown)
    _first_slide(show, whole, shown, max(0, len(undrawn) - MOST_OTHERS))
    if whole.cited and len(whole.views) != 1:
        _key_figures(show, whole, shown)
    for view, title in zip(shown, _titles(shown), strict=True):
        if (found := native.bars(view)) is None:
            _tiles(_view_slide(show, whole, view, view.marks, title), view)
            continue
        drawn = {id(bar.mark) for bar in found.bars}
        others = [row for row in view.marks if id(row) not in drawn]
        for bars, place in chart.parts(view, found):
            slide = _view_slide(show, whole, view, [*(bar.mark for bar in bars), *others], title, place)
            shape = chart.draw(slide, view, found, bars, _room(slide), whole.build["built_at"])
            said = "; ".join(f"{bar.name}: {bar.label}" if bar.label else bar.name for bar in bars)
            _show(slide, shape, t("Chart"), f"{view.caption.alt()} {said}.")
    _other_figures(show, undrawn[:MOST_OTHERS])
    _symbols(show)
    _sources(show, whole, shown)
    _finish(show, whole)
    return deck.saved(show, whole.build["built_at"])


def _titles(shown: Sequence[View]) -> list[str]:
    """Return the findings of views, each with what it is of where another view finds the same."""
    findings = [_figures_in_time(view) or view.caption.title for view in shown]
    return [
        f"{finding} ({wording.within(_counted(view))})" if findings.count(finding) > 1 else finding
        for view, finding in zip(shown, findings, strict=True)
    ]


def _figures_in_time(view: View) -> str:
    """Return which periods the bars of time are of, where nothing else can be found in them."""
    if view.name != "by_period" or any(row["is_comparable"] for row in view.marks):
        return ""
    periods = list(dict.fromkeys(row["time_period"] for row in sorted(view.marks, key=lambda row: row["period_start"])))
    if len(periods) > MOST_PERIODS:
        periods = [periods[0], "…", periods[-1]]
    n = len({row["unit_id"] for row in view.marks})
    return tn(
        "{indicator}: {n} unit has figures ({periods})",
        "{indicator}: {n} units have figures ({periods})",
        n=n,
        indicator=wording.name(queries.indicators()[view.series.indicator_id]),
        periods="; ".join(code if code == "…" else wording.period(code) for code in periods),
    )


def _counted(view: View) -> str:
    name = wording.name(queries.indicators()[view.series.indicator_id])
    return wording.restricted(name, view.series.sector, queries.sectors())


def _is_omitted(row: Row) -> bool:
    return bool(row.get("state") == "omitted")


def _finish(show: Any, whole: Handout) -> None:
    """Add what every slide has: the foot line, its number, the language of its words; and what the file is."""
    foot = clean(" · ".join(filter(None, [whole.freshness, whole.standing])))
    for slide in show.slides:
        if slide.slide_layout == show.slide_layouts[deck.TABLE]:
            _foot_line(slide, foot)
        deck.speak(slide.element, SPOKEN[language.get()])
        if slide.has_notes_slide:
            deck.speak(slide.notes_slide.element, SPOKEN[language.get()])
    about = show.core_properties
    about.title, about.subject, about.comments = (clean(said)[:255] for said in (whole.title, whole.scope, foot))
    about.author = about.last_modified_by = t("Union indicators of Hà Nội")
    about.language = SPOKEN[language.get()]
    about.created = about.modified = whole.build["built_at"]


def _write(shape: Any, said: Sequence[str], size: float) -> None:
    """Put lines into a placeholder, or take it away where there are none."""
    if not said:
        shape.element.getparent().remove(shape.element)
        return
    shape.text_frame.text = "\n".join(said)
    for paragraph in shape.text_frame.paragraphs:
        set_letters(paragraph, size)


def _describe(shape: Any, said: str) -> None:
    """Give a shape words for those who do not see it."""
    next(shape.element.iter(qn("p:cNvPr"))).set("descr", clean(said))


def _foot_line(slide: Any, foot: str) -> None:
    """Fill the foot line and the number of a slide, which the library leaves to the layout."""
    for place in slide.slide_layout.placeholders:
        kind = place.placeholder_format.type
        if kind not in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
            continue
        element = deepcopy(place.element)
        names = next(element.iter(qn("p:cNvPr")))
        names.set("id", str(1 + max(int(used.get("id")) for used in slide.element.iter(qn("p:cNvPr")))))
        slide.shapes.element.append(element)
        if kind == PP_PLACEHOLDER.FOOTER:
            _write(slide.shapes[-1], [foot], fitting(foot, ACROSS - 1, 1, 10, 9, 8))


# The first slide


def _first_slide(show: Any, whole: Handout, shown: Sequence[View], n_left: int) -> None:
    slide = show.slides.add_slide(show.slide_layouts[deck.FIRST])
    title = clean(whole.title)
    size = fitting(title, TITLE, 2, 40, 32, 26)
    _write(slide.shapes.title, [cut(title, size, TITLE, 3)], size)
    scope = cut(clean(t("Selection: {scope}", scope=whole.scope)), 22, ACROSS, 2)
    body = slide.placeholders[deck.SAID]
    _write(body, [scope, *(clean(line) for line in _about(whole, shown, n_left))], 16)
    set_letters(body.text_frame.paragraphs[0], 22, deck.INK)
    if whole.link:
        _way_back(slide, whole.link)


def _about(whole: Handout, shown: Sequence[View], n_left: int) -> list[str]:
    """Return what there is in these slides, and what not: `n_left` figures."""
    if not shown and whole.is_empty:
        nothing = t("The articles that were read have no figure for this selection")
        return [f"{nothing}. {t('This does not mean zero.')}", whole.standing]
    left = tn(
        "{n} figure of this selection is on no slide; the workbook has it.",
        "{n} figures of this selection are on no slide; the workbook has them.",
        n=n_left,
    )
    said = [
        t("What is not here is not in the articles that were read; that does not mean zero."),
        left if n_left else "",
        whole.freshness,
        whole.standing,
    ]
    return list(filter(None, said))


def _way_back(slide: Any, link: str) -> None:
    """Add the link to the dashboard, in letters and as a QR code."""
    side = 1.3
    drawn = io.BytesIO()
    segno.make(link, error="m", micro=False).save(drawn, kind="png", scale=6, border=2, dark=LIGHT.ink)
    places = (deck.WIDE - EDGE - side, deck.HIGH - EDGE - side, side, side)
    _describe(slide.shapes.add_picture(drawn, *map(Inches, places)), t("QR code that leads to this page"))
    places = (EDGE, deck.HIGH - EDGE - side, ACROSS - side - 0.3, side)
    frame = slide.shapes.add_textbox(*map(Inches, places)).text_frame
    frame.word_wrap, frame.vertical_anchor, frame.margin_left, frame.margin_bottom = True, MSO_ANCHOR.BOTTOM, 0, 0
    run = frame.paragraphs[0].add_run()
    run.text, run.font.size, run.hyperlink.address = link, Pt(12), link


# The slide of a view, but for its chart


def _view_slide(show: Any, whole: Handout, view: View, marks: Sequence[Row], title: str, place: str = "") -> Any:
    """Add a slide with all words of a view; `place` says which of several slides of the view it is."""
    slide = show.slides.add_slide(show.slide_layouts[deck.CHART])
    below = slide.placeholders[deck.BELOW]
    title = clean(title)
    size = fitting(title + place, TITLE, 1, 28, 26, 24)
    if lines(title + place, size, TITLE) > 1:
        size = fitting(title + place, TITLE, 2, 28, 24, 20)
    title = cut(title, size, TITLE - width(place, size) / 2, 2)
    _write(slide.shapes.title, [title + place], size)
    subtitle = clean(view.caption.subtitle)
    size = fitting(subtitle, ACROSS, 1, 16, 14, 12)
    _write(slide.placeholders[deck.SAID], [cut(subtitle, size, ACROSS, 1)], size)
    high = _below(below, view)
    below.left, below.top, below.width, below.height = map(Inches, (EDGE, FOOT - 0.08 - high, ACROSS, high))
    fresh = view.caption.freshness or whole.freshness  # a slide tells of its own figures
    _foot_line(slide, clean(" · ".join(filter(None, [fresh, whole.standing]))))
    notes = slide.notes_slide
    notes.notes_text_frame.text = "\n".join(map(clean, _notes(whole, view, marks)))
    for left in list(notes.placeholders):
        if left.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:  # which the library leaves empty
            left.element.getparent().remove(left.element)
    return slide


def _below(shape: Any, view: View) -> float:
    """Write on one line below a chart what it covers, or how it is read, and its articles; return its height in inches.

    All that there is to say of it stands in the notes.
    """
    lead = clean(view.caption.coverage or next(iter(view.caption.plain_notes), ""))
    source = clean(_source(view.marks)) if view.caption.sources else ""
    size = fitting(f"{lead} {source}", TITLE, 1, 14, 12, 11)
    lead = cut(lead, size, TITLE - width(f" {source}", size), 1)
    _write(shape, [lead], size)
    paragraph = shape.text_frame.paragraphs[0]
    set_letters(paragraph, size, deck.INK, is_bold=bool(view.caption.coverage))
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold, run.font.color.theme_color = f" {source}", Pt(size), False, deck.MUTED
    return size * deck.LEADING / INCH + 0.05


def _source(marks: Sequence[Row]) -> str:
    """Return the numbers of the articles of some figures."""
    codes = sorted({wording.code(row) for row in marks if row["article_id"] is not None})
    if len(codes) > MOST_CODES:
        n = len(codes)
        return tn("Source: {n} article, listed at the end.", "Sources: {n} articles, listed at the end.", n=n)
    return t("Source: {articles}.", articles=", ".join(t("article {code}", code=code) for code in codes))


def _notes(whole: Handout, view: View, marks: Sequence[Row]) -> list[str]:
    """Return what a speaker may be asked: how to read the chart, and where each of its figures is from."""
    caption = view.caption
    figures = [line for mark in marks for line in handout.evidence(whole, mark)]
    without = [
        f"{wording.sentence(said)}: {', '.join(names)}."
        for state, said in tables.states().items()
        if state != "observed" and (names := [_named(row) for row in marks if row.get("state") == state])
    ]
    heading = f"{t('Evidence of the figures')}:" if figures else ""
    said = (
        *(caption.title, caption.subtitle, caption.coverage, *view.caption.plain_notes, heading, *figures, *without),
        *(*caption.sources, caption.freshness, whole.standing, whole.link),
        t("Numbers typed under “Edit data” change bars and labels; other words are of this build."),
    )
    return [line for line in said if line]


def _named(row: Row) -> str:
    return f"{row['name']} ({place})" if (place := wording.place(row)) else str(row["name"])


def _room(slide: Any) -> float:
    """Return how much height is left for the chart of a slide, in inches."""
    return float(slide.placeholders[deck.BELOW].top / Inches(1)) - 0.15 - TOP


def _show(slide: Any, shape: Any, name: str, said: str) -> None:
    """Name and describe what a slide shows, and have it read before the words below it."""
    shape.name = name
    _describe(shape, said)
    slide.placeholders[deck.BELOW].element.addprevious(shape.element)


# The sketch of the city


def _tiles(slide: Any, view: View) -> None:
    """Draw each federation at its relative place: shapes with names and figures, those outside the selection faint."""
    tiles = {tile.mark["unit_id"]: tile for tile in native.tiles(view)}
    units = sorted(queries.federations(), key=lambda unit: (unit["tile_row"], unit["tile_col"]))
    high = _room(slide) / (1 + max(unit["tile_row"] for unit in units))
    wide = min(1.6, ACROSS / (1 + max(unit["tile_col"] for unit in units)))
    group = slide.shapes.add_group_shape()
    for unit in units:
        places = (EDGE + unit["tile_col"] * wide, TOP + unit["tile_row"] * high, wide - 0.05, high - 0.05)
        shape = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, places))
        shape.element.remove(shape.element.find(qn("p:style")))  # shadows of the library's theme
        shape.name = clean(unit["name"])
        tile = tiles.get(unit["unit_id"])
        ink = _paint(shape, tile)
        _name_tile(shape, clean(unit["name"]), clean(tile.said) if tile else "", ink, wide - 0.1)
    said = "; ".join(f"{tile.mark['name']}: {tile.said}" for tile in tiles.values() if tile.said)
    _show(slide, group, t("Tile map"), f"{view.caption.alt()} {said}.")


def _paint(shape: Any, tile: Tile | None) -> Any:
    """Fill a tile by what is known of its unit; return the colour of the words on it."""
    fill, line = shape.fill, shape.line
    line.color.theme_color, line.width = deck.EDGES, Pt(0.75)
    if tile is None:
        fill.background()
        line.color.theme_color = deck.LINE
        return deck.MUTED
    if tile.strength is not None:
        shade = LIGHT.shade(tile.strength)
        fill.solid()
        fill.fore_color.rgb = RGBColor(*bytes.fromhex(shade[1:]))  # type: ignore[no-untyped-call]
        line.fill.background()
        return deck.PAPER if LIGHT.ink_on(shade) == LIGHT.surface else deck.INK
    if _is_omitted(tile.mark):
        fill.patterned()
        fill.pattern = MSO_PATTERN.WIDE_UPWARD_DIAGONAL
        fill.fore_color.theme_color, fill.back_color.theme_color = deck.LINE, deck.PAPER
        return deck.INK
    fill.solid()
    fill.fore_color.theme_color = deck.QUIET
    return deck.MUTED


def _name_tile(shape: Any, name: str, said: str, ink: Any, room: float) -> None:
    frame = shape.text_frame
    frame.text = "\n".join(filter(None, [cut(name, 10, room, 1), said]))
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = Inches(0.02)
    frame.vertical_anchor, frame.word_wrap = MSO_ANCHOR.MIDDLE, True
    for number, paragraph in enumerate(frame.paragraphs):
        paragraph.alignment = PP_ALIGN.CENTER
        set_letters(paragraph, 10 if number == 0 else fitting(said, room / BOLD, 1, 11, 9, 8), ink, is_bold=number == 1)


# Figures in tables, symbols and sources

MOST_OTHERS = 100  # figures in tables
MOST_ON_A_SLIDE = 9  # of several topics
MOST_CODES = 6  # of articles on a line
MOST_PERIODS = 3  # in a title
TEXT, GAP = 14, 0.2  # of a table: type size, and inches between columns
UNLINED = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's own style of a table without lines and colours


def _key_figures(show: Any, whole: Handout, shown: Sequence[View]) -> None:
    """Add a table of the core indicators: each sum with its bound, its period, what it covers, and its articles."""
    by_unit = {view.series.indicator_id: view for view in shown if view.name == "by_unit"}
    rows = []
    for indicator_id, indicator in queries.indicators().items():
        if (view := by_unit.get(indicator_id)) is not None:
            total = queries.total(view.series, whole.selection.unit_ids)
            period = wording.sentence(wording.period(view.series.time_period))
            covered = wording.coverage(total, whole.selection.counted())
            marks = [row for row in view.marks if row["state"] in ("observed", "omitted")]
            rows.append([_counted(view), _total(indicator, total, observed(marks)), period, covered, _articles(marks)])
        elif indicator["is_core"]:
            rows.append([wording.name(indicator), wording.sentence(tables.states()["unpublished"]), "", "", ""])
    headings = [t("Indicator"), t("Figure"), t("Period"), t("Coverage"), t("Source")]
    _table(show, t("Key figures"), headings, rows, (3.2, 3.0, 2.4, 2.4, ACROSS - 11.0), bold=1, size=18)


def _total(indicator: Row, total: Row, figures: Sequence[Figure]) -> str:
    """Return a sum in words; one figure is no sum: it stands with the name of its unit."""
    if not figures:
        return wording.MISSING
    if len(figures) == 1:
        (row,) = figures
        return f"{row.said} {wording.measure(indicator)} ({row['name']})"
    said = f"{wording.total(total)} {wording.measure(indicator) if total['qualifier'] else ''}"
    return signs.marked(said, signs.of_total(total))


def _articles(rows: Sequence[Row]) -> str:
    codes = sorted({wording.code(row) for row in rows})
    return ", ".join(t("article {code}", code=code) for code in codes[:MOST_CODES]) + (
        "…" if codes[MOST_CODES:] else ""
    )


def _others(whole: Handout, shown: Sequence[View]) -> list[Figure]:
    """Return the figures that no chart shows, in the order of topics and indicators."""
    drawn = {claim_id for view in shown for row in view.marks for claim_id in claims_of(row).values()}
    if len(whole.views) == 1:  # a deck of one chart, whose notes have the figures that it cannot be compared with
        drawn |= set(handout.behind(whole.views[0]))
    topics, indicators = list(queries.topics()), list(queries.indicators())
    found = [claim for claim_id, claim in whole.cited.items() if claim_id not in drawn]
    return sorted(found, key=lambda row: (topics.index(row["topic"]), indicators.index(row["indicator_id"])))


def _other_figures(show: Any, claims: Sequence[Figure]) -> None:
    """Add tables of figures: what, of whom, how much with its hedge, of when, and where it is printed."""
    batches: list[list[Figure]] = []
    for _, group in groupby(claims, key=lambda row: str(row["topic"])):
        of_topic = list(group)
        if not batches or len(batches[-1]) + len(of_topic) > MOST_ON_A_SLIDE:
            batches.append([])
        batches[-1] += of_topic
    headings = [t("Indicator"), t("Unit"), t("Figure"), t("Period"), t("Source")]
    for batch in batches:
        topics = wording.sentence(", ".join(dict.fromkeys(wording.within(wording.name(row, "topic")) for row in batch)))
        title = tn("{topics}: {n} figure", "{topics}: {n} figures", n=len(batch), topics=topics)
        rows = [
            [
                activities.title(row),
                citations.whom(row),
                row.measured + (f" ({worth})" if (worth := activities.worth(row)) else ""),
                wording.sentence(wording.period(row["time_period"])),
                wording.place(row),
            ]
            for row in batch
        ]
        _table(show, title, headings, rows, (3.8, 2.3, 2.0, 2.25, ACROSS - 10.35), bold=2)


def _symbols(show: Any) -> None:
    rows = [list(line) for line in signs.legend()]
    _table(show, t("What the symbols mean"), [t("Symbol"), t("Meaning")], rows, (2.6, ACROSS - 2.6))


def _sources(show: Any, whole: Handout, shown: Sequence[View]) -> None:
    """Add a line for each article of the charts and of the other figures of the selection."""
    counted: dict[str, int] = {}
    for claim in whole.cited.values():
        counted[claim["article_id"]] = counted.get(claim["article_id"], 0) + 1
    marks = (row for view in shown for row in view.marks if row["article_id"] is not None)
    found = {row["article_id"]: row for row in (*marks, *whole.articles)}
    rows = [
        [
            wording.code(row),
            row["title"],
            row["publisher"] + (f" ({t('inferred')})" if row["publisher_kind"] == "inferred" else ""),
            provenance.published(row),
            wording.number(counted[article_id]) if article_id in counted else wording.MISSING,
        ]
        for article_id, row in sorted(found.items())
    ]
    headings = [t("Code"), t("Article"), t("Publisher"), t("Published"), t("Figures taken")]
    if rows:
        _table(show, t("Sources"), headings, rows, (0.9, 5.0, 2.6, 2.6, ACROSS - 11.1), originals=(1, 2))


def _table(
    show: Any,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    originals: Sequence[int] = (),
    bold: int | None = None,
    size: float = TEXT,
) -> None:
    """Add a table, on as many slides as its rows need.

    `originals` are columns in Vietnamese whoever reads, `bold` is the one of the figures.
    """
    pages: list[list[list[str]]] = []
    left = 0.0
    for row in rows:
        cells = [cut(clean(cell), size, room - GAP, 4) for cell, room in zip(row, widths, strict=True)]
        high = _height(cells, widths, size)
        if not pages or high > left:
            pages.append([])
            left = FOOT - deck.SUBTITLE - 0.3 - _height(headings, widths, size)
        pages[-1].append(cells)
        left -= high
    for number, page in enumerate(pages, 1):
        slide = show.slides.add_slide(show.slide_layouts[deck.TABLE])
        said = f"{title} ({number}/{len(pages)})" if len(pages) > 1 else title
        of_title = fitting(said, TITLE, 1, 28, 24, 20)
        _write(slide.shapes.title, [cut(said, of_title, TITLE, 2)], of_title)
        places = (EDGE, deck.SUBTITLE + 0.1, ACROSS, 0.4 * (len(page) + 1))
        frame = slide.shapes.add_table(len(page) + 1, len(headings), *map(Inches, places))
        frame.name = title
        _describe(frame, said)
        next(frame.element.iter(qn("a:tableStyleId"))).text = UNLINED
        frame.table.horz_banding = False
        for column, room in zip(frame.table.columns, widths, strict=True):
            column.width = Inches(room)
        for place, cells in enumerate([list(headings), *page]):
            frame.table.rows[place].height = Inches(_height(cells, widths, size))
            for column, text in enumerate(cells):
                cell = frame.table.cell(place, column)
                _cell(cell, text, size, is_heading=place == 0, is_bold=column == bold)
                if place and column in originals:
                    deck.speak(cell.text_frame._txBody, SPOKEN["vi"])  # noqa: SLF001


def _height(cells: Sequence[str], widths: Sequence[float], size: float) -> float:
    most = max(lines(cell, size, room - GAP) for cell, room in zip(cells, widths, strict=True))
    return most * size * deck.LEADING / INCH + 0.14


def _cell(cell: Any, text: str, size: float, *, is_heading: bool, is_bold: bool) -> None:
    cell.text = text
    cell.margin_left, cell.margin_right = Inches(0), Inches(GAP)
    colour = deck.MUTED if is_heading else deck.INK
    set_letters(cell.text_frame.paragraphs[0], size, colour, is_bold=is_heading or is_bold)
    line = deck.child(cell._tc.get_or_add_tcPr(), "a:lnB", w=str(Pt(0.75)))  # noqa: SLF001
    deck.child(deck.child(line, "a:solidFill"), "a:schemeClr", val="accent4" if is_heading else "accent3")
