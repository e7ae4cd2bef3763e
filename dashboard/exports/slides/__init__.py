"""A handout as slides: a native chart on each, its finding above, coverage and sources below, evidence in the notes."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import segno
from pptx.enum.text import MSO_ANCHOR
from pptx.util import Inches, Pt

from dashboard import queries, wording
from dashboard.exports.letters import clean
from dashboard.exports.slides import deck, tables, view
from dashboard.exports.slides.deck import ACROSS, EDGE, TITLE, cut, fitting, set_letters
from dashboard.marks import Spans
from dashboard.messages import current_language, language, t, tn
from dashboard.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.exports.handout import Handout
    from dashboard.views import View

MOST_PERIODS = 3  # in a title


def as_pptx(whole: Handout) -> bytes:
    """Return a handout as a presentation; the same handout gives the same bytes.

    Where nothing has been published for the selection, it says so and has no chart.
    """
    show = deck.empty(language.get())
    shown = [one for one in whole.views if one.claim_ids or any(row.state == "omitted" for row in one.figures)]
    undrawn = tables.others(whole, shown)
    _first_slide(show, whole, shown, max(0, len(undrawn) - tables.MOST_OTHERS))
    if whole.cited and len(whole.views) != 1:
        tables.key_figures(show, whole, shown)
    for one, title in zip(shown, _titles(shown), strict=True):
        view.add(show, whole, one, title)
    tables.other_figures(show, undrawn[: tables.MOST_OTHERS])
    tables.symbols(show)
    tables.sources(show, whole, shown)
    _finish(show, whole)
    return deck.saved(show, whole.build["built_at"])


def _titles(shown: Sequence[View]) -> list[str]:
    """Return the findings of views, each with what it is of where another view finds the same."""
    findings = [_figures_in_time(view) or view.caption.title for view in shown]
    return [
        f"{finding} ({wording.within(tables.counted(view))})" if findings.count(finding) > 1 else finding
        for view, finding in zip(shown, findings, strict=True)
    ]


def _figures_in_time(view: View) -> str:
    """Return which periods the bars of time are of, where nothing else can be found in them."""
    if not isinstance(view.marks, Spans) or any(row["is_comparable"] for row in view.figures):
        return ""
    in_time = sorted(view.marks.spans, key=lambda span: span.start)
    periods = list(dict.fromkeys(span.figure.time_period or "" for span in in_time))
    if len(periods) > MOST_PERIODS:
        periods = [periods[0], "…", periods[-1]]
    n = len({row["unit_id"] for row in view.figures})
    return tn(
        "{indicator}: {n} unit has figures ({periods})",
        "{indicator}: {n} units have figures ({periods})",
        n=n,
        indicator=wording.name(queries.indicators()[view.series.indicator_id]),
        periods="; ".join(code if code == "…" else wording.period(code) for code in periods),
    )


def _finish(show: Any, whole: Handout) -> None:
    """Add what every slide has: the foot line, its number, the language of its words; and what the file is."""
    foot = clean(" · ".join(filter(None, [whole.freshness, whole.standing])))
    for slide in show.slides:
        if slide.slide_layout == show.slide_layouts[deck.TABLE]:
            deck.foot_line(slide, foot)
        deck.speak(slide.element, current_language().tag)
        if slide.has_notes_slide:
            deck.speak(slide.notes_slide.element, current_language().tag)
    about = show.core_properties
    about.title, about.subject, about.comments = (clean(said)[:255] for said in (whole.title, whole.scope, foot))
    about.author = about.last_modified_by = t("Union indicators of Hà Nội")
    about.language = current_language().tag
    about.created = about.modified = whole.build["built_at"]


# The first slide


def _first_slide(show: Any, whole: Handout, shown: Sequence[View], n_left: int) -> None:
    slide = show.slides.add_slide(show.slide_layouts[deck.FIRST])
    title = clean(whole.title)
    size = fitting(title, TITLE, 2, 40, 32, 26)
    deck.write(slide.shapes.title, [cut(title, size, TITLE, 3)], size)
    scope = cut(clean(t("Selection: {scope}", scope=whole.scope)), 22, ACROSS, 2)
    body = slide.placeholders[deck.SAID]
    deck.write(body, [scope, *(clean(line) for line in _about(whole, shown, n_left))], 16)
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
    deck.describe(slide.shapes.add_picture(drawn, *map(Inches, places)), t("QR code that leads to this page"))
    places = (EDGE, deck.HIGH - EDGE - side, ACROSS - side - 0.3, side)
    frame = slide.shapes.add_textbox(*map(Inches, places)).text_frame
    frame.word_wrap, frame.vertical_anchor, frame.margin_left, frame.margin_bottom = True, MSO_ANCHOR.BOTTOM, 0, 0
    run = frame.paragraphs[0].add_run()
    run.text, run.font.size, run.hyperlink.address = link, Pt(12), link
