"""The slides of a view: all its words, and its chart, which PowerPoint draws, or its tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_PATTERN
from pptx.enum.shapes import MSO_SHAPE, PP_PLACEHOLDER
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard import columns, marks, wording
from dashboard.exports import handout
from dashboard.exports.letters import clean
from dashboard.exports.slides import chart, deck
from dashboard.exports.slides.deck import (
    ACROSS,
    BOLD,
    EDGE,
    FOOT,
    INCH,
    TITLE,
    TOP,
    cut,
    fitting,
    lines,
    set_letters,
    width,
)
from dashboard.marks import Role, Tiles
from dashboard.messages import t, tn
from dashboard.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.handout import Handout
    from dashboard.figure import Figure
    from dashboard.marks import Tile
    from dashboard.rows import Row
    from dashboard.views import View


def add(show: Any, whole: Handout, view: View, title: str) -> None:
    """Add the slides of a view."""
    if isinstance(view.marks, Tiles):
        slide = _slide(show, whole, view, view.figures, title)
        shape = tiles(slide, view.marks)
        said = "; ".join(f"{tile.name}: {tile.label}" for tile in view.marks.tiles if tile.label.parts)
        _show(slide, shape, t("Tile map"), f"{view.caption.alt()} {said}.")
        return
    drawn = {id(mark.figure) for mark in marks.of(view.marks)}
    others = [one for one in view.figures if id(one) not in drawn]
    for shown, place in chart.parts(view.marks):
        slide = _slide(show, whole, view, [*(mark.figure for mark in shown), *others], title, place)
        shape = chart.draw(slide, view.marks, shown, _room(slide), whole.build["built_at"])
        said = "; ".join(f"{mark.name}: {mark.label}" for mark in shown)
        _show(slide, shape, t("Chart"), f"{view.caption.alt()} {said}.")


def _slide(show: Any, whole: Handout, view: View, figures: Sequence[Figure], title: str, place: str = "") -> Any:
    """Add a slide with all words of a view; `place` says which of several slides of the view it is."""
    slide = show.slides.add_slide(show.slide_layouts[deck.CHART])
    below = slide.placeholders[deck.BELOW]
    title = clean(title)
    size = fitting(title + place, TITLE, 1, 28, 26, 24)
    if lines(title + place, size, TITLE) > 1:
        size = fitting(title + place, TITLE, 2, 28, 24, 20)
    title = cut(title, size, TITLE - width(place, size) / 2, 2)
    deck.write(slide.shapes.title, [title + place], size)
    subtitle = clean(view.caption.subtitle)
    size = fitting(subtitle, ACROSS, 1, 16, 14, 12)
    deck.write(slide.placeholders[deck.SAID], [cut(subtitle, size, ACROSS, 1)], size)
    high = _below(below, view)
    below.left, below.top, below.width, below.height = map(Inches, (EDGE, FOOT - 0.08 - high, ACROSS, high))
    fresh = view.caption.freshness or whole.freshness  # a slide tells of its own figures
    deck.foot_line(slide, clean(" · ".join(filter(None, [fresh, whole.standing]))))
    notes = slide.notes_slide
    notes.notes_text_frame.text = "\n".join(map(clean, _notes(whole, view, figures)))
    for left in list(notes.placeholders):
        if left.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER:  # which the library leaves empty
            left.element.getparent().remove(left.element)
    return slide


def _below(shape: Any, view: View) -> float:
    """Write on one line below a chart what it covers, or how it is read, and its articles; return its height in inches.

    All that there is to say of it stands in the notes.
    """
    lead = clean(view.caption.coverage or next(iter(view.caption.plain_notes), ""))
    source = clean(_source(view.figures)) if view.caption.sources else ""
    size = fitting(f"{lead} {source}", TITLE, 1, 14, 12, 11)
    lead = cut(lead, size, TITLE - width(f" {source}", size), 1)
    deck.write(shape, [lead], size)
    paragraph = shape.text_frame.paragraphs[0]
    set_letters(paragraph, size, deck.INK, is_bold=bool(view.caption.coverage))
    run = paragraph.add_run()
    run.text, run.font.size, run.font.bold, run.font.color.theme_color = f" {source}", Pt(size), False, deck.MUTED
    return size * deck.LEADING / INCH + 0.05


def _source(figures: Sequence[Figure]) -> str:
    """Return the numbers of the articles of some figures."""
    codes = sorted({wording.code(row) for row in figures if row["article_id"] is not None})
    if len(codes) > deck.MOST_CODES:
        n = len(codes)
        return tn("Source: {n} article, listed at the end.", "Sources: {n} articles, listed at the end.", n=n)
    return t("Source: {articles}.", articles=", ".join(t("article {code}", code=code) for code in codes))


def _notes(whole: Handout, view: View, figures: Sequence[Figure]) -> list[str]:
    """Return what a speaker may be asked: how to read the chart, and where each of its figures is from."""
    caption = view.caption
    evidence = [line for one in figures for line in handout.evidence(whole, one)]
    without = [
        f"{wording.sentence(said)}: {', '.join(names)}."
        for state, said in columns.states().items()
        if state != "observed" and (names := [_named(one) for one in figures if one.state == state])
    ]
    heading = f"{t('Evidence of the figures')}:" if evidence else ""
    said = (
        *(caption.title, caption.subtitle, caption.coverage, *caption.plain_notes, heading, *evidence, *without),
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
    deck.describe(shape, said)
    slide.placeholders[deck.BELOW].element.addprevious(shape.element)


# The sketch of the city


def tiles(slide: Any, shown: Tiles) -> Any:
    """Draw each federation at its relative place: shapes with names and figures, those outside the selection faint."""
    high, wide = _room(slide) / shown.rows, min(1.6, ACROSS / shown.columns)
    group = slide.shapes.add_group_shape()
    for tile in shown.tiles:
        places = (EDGE + tile.column * wide, TOP + tile.row * high, wide - 0.05, high - 0.05)
        shape = group.shapes.add_shape(MSO_SHAPE.RECTANGLE, *map(Inches, places))
        shape.element.remove(shape.element.find(qn("p:style")))  # shadows of the library's theme
        shape.name = clean(tile.name)
        _name_tile(shape, clean(tile.name), clean(str(tile.label)), _paint(shape, tile), wide - 0.1)
    return group


def _paint(shape: Any, tile: Tile) -> Any:
    """Fill a tile by what is known of its unit; return the colour of the words on it."""
    fill, line = shape.fill, shape.line
    line.color.theme_color, line.width = deck.EDGES, Pt(0.75)
    if tile.strength is not None:
        shade = LIGHT.shade(tile.strength)
        fill.solid()
        fill.fore_color.rgb = RGBColor(*bytes.fromhex(shade[1:]))  # type: ignore[no-untyped-call]
        line.fill.background()
        return deck.PAPER if LIGHT.ink_on(shade) == LIGHT.surface else deck.INK
    if tile.role is Role.OUTSIDE:
        fill.background()
        line.color.theme_color = deck.LINE
        return deck.MUTED
    if tile.role is Role.OMITTED:
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
