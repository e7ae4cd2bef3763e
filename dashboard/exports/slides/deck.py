"""The look of slides: an empty presentation in our sizes, colours and letters, and the room that words take in it."""

from __future__ import annotations

import io
import math
import unicodedata
from copy import deepcopy
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.opc.oxml import serialize_part_xml
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.util import Inches, Pt

from dashboard.exports import archive
from dashboard.exports.letters import clean
from dashboard.messages import LANGUAGES, t
from dashboard.style import LIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

FONT = "Arial"  # offices have it, or one of the same widths, with all Vietnamese letters

# Places in inches, on slides of 16:9.
WIDE, HIGH, EDGE = 13.333, 7.5, 0.6
ACROSS = WIDE - 2 * EDGE
SUBTITLE, TOP, FOOT = 1.38, 1.95, 6.95  # where the line below a title, what is shown, and the foot line begin
LEADING = 1.2  # height of a line, in its type size
INCH = 72  # points

# The theme holds the colours, so that an office can change them in one place.
ACCENT, TINT, LINE = MSO_THEME_COLOR.ACCENT_1, MSO_THEME_COLOR.ACCENT_2, MSO_THEME_COLOR.ACCENT_3
EDGES, QUIET = MSO_THEME_COLOR.ACCENT_4, MSO_THEME_COLOR.BACKGROUND_2
INK, MUTED, PAPER = MSO_THEME_COLOR.TEXT_1, MSO_THEME_COLOR.TEXT_2, MSO_THEME_COLOR.BACKGROUND_1
COLOURS = {
    "dk1": LIGHT.ink, "lt1": LIGHT.surface, "dk2": LIGHT.muted, "lt2": LIGHT.quiet,
    "accent1": LIGHT.accent, "accent2": LIGHT.tint, "accent3": LIGHT.line, "accent4": LIGHT.edge,
    "accent5": LIGHT.shade(0.7), "accent6": LIGHT.shade(0.35), "hlink": LIGHT.accent, "folHlink": LIGHT.muted,
}  # fmt: skip

FIRST, CHART, TABLE = range(3)  # layouts
SAID, BELOW = 1, 3  # numbers of the placeholders for words above and below a chart (and above: on the first slide)


def empty(spoken: str) -> Any:
    """Return a presentation without slides, with the three layouts, whose new text is in a language."""
    return Presentation(io.BytesIO(_template(spoken)))


@cache
def _template(spoken: str) -> bytes:
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(HIGH)
    deck.element.find(qn("p:sldSz")).attrib.pop("type", None)  # it would say 4:3
    for element in deck.element.iter(qn("a:defRPr")):
        if element.get("lang"):
            element.set("lang", LANGUAGES[spoken].tag)
    _theme(deck.slide_master)
    _master(deck.slide_master)
    kept = [deck.slide_layouts[place] for place in (0, 4, 5)]
    for layout in list(deck.slide_layouts):
        if layout not in kept:
            deck.slide_layouts.remove(layout)
    for layout, name in zip(kept, (t("Title"), t("Chart"), t("Table")), strict=True):
        layout.element.cSld.set("name", name)
        for place in list(layout.placeholders):
            _arrange(place, layout is kept[FIRST])
    kept[CHART].element.attrib.pop("type", None)  # it is no longer the library's "comparison"
    _drop(deck.part.package, RELATIONSHIP_TYPE.THUMBNAIL, RELATIONSHIP_TYPE.EXTENDED_PROPERTIES)
    _drop(deck.part, RELATIONSHIP_TYPE.PRINTER_SETTINGS)
    file = io.BytesIO()
    deck.save(file)
    return file.getvalue()


def _drop(part: Any, *kinds: str) -> None:
    """Drop what speaks of the library's own template: its look, its printer, its number of words."""
    relations = part._rels  # noqa: SLF001  (the library has no other way to drop them)
    for key in [key for key, relation in relations.items() if relation.reltype in kinds]:
        relations.pop(key)


def _theme(master: Any) -> None:
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    theme = parse_xml(part.blob)
    for name, colour in COLOURS.items():
        place = next(theme.iter(qn(f"a:{name}")))
        _empty(place)
        child(place, "a:srgbClr", val=colour[1:].upper())
    for fonts in (*theme.iter(qn("a:majorFont")), *theme.iter(qn("a:minorFont"))):
        _empty(fonts)  # of those for other scripts too, which would set Vietnamese headings in another one
        for script, face in (("latin", FONT), ("ea", ""), ("cs", "")):
            child(fonts, f"a:{script}", typeface=face)
    part.blob = serialize_part_xml(theme)


def _master(master: Any) -> None:
    for kind, size, is_bold in (("titleStyle", 28, True), ("bodyStyle", 16, False)):
        first = next(master.element.iter(qn(f"p:{kind}"))).find(qn("a:lvl1pPr"))
        first.set("algn", "l")
        first.set("marL", "0")
        first.set("indent", "0")
        for bullet in (*first.findall(qn("a:buChar")), *first.findall(qn("a:buFont"))):
            first.remove(bullet)
        letters = first.find(qn("a:defRPr"))
        letters.set("sz", str(size * 100))
        letters.set("b", str(int(is_bold)))
    for place in list(master.placeholders):
        _arrange(place, is_first=False)
    tree = master.element.cSld.spTree
    _rectangle(tree, 0, WIDE, 0.1, "accent1")
    _rectangle(tree, FOOT, WIDE, 0.01, "accent3")


def _arrange(place: Any, is_first: bool) -> None:  # noqa: FBT001  (a private helper's only question)
    """Put a placeholder of the master or a layout where ours stands, or take it away."""
    kind, index = place.placeholder_format.type, place.placeholder_format.idx
    if kind in (PP_PLACEHOLDER.TITLE, PP_PLACEHOLDER.CENTER_TITLE):
        box = (EDGE, 1.2, ACROSS, 2.0) if is_first else (EDGE, 0.3, ACROSS, 1.05)
        _style(place, box, size=40 if is_first else 28, anchor="b", is_bold=True)
    elif kind == PP_PLACEHOLDER.SUBTITLE:
        _style(place, (EDGE, 3.4, ACROSS, 2.3), size=18, colour="tx2", space=600)
    elif kind == PP_PLACEHOLDER.FOOTER:
        _style(place, (EDGE, FOOT + 0.06, ACROSS - 0.9, 0.34), size=10, anchor="ctr", colour="tx2")
    elif kind == PP_PLACEHOLDER.SLIDE_NUMBER:
        _style(place, (WIDE - EDGE - 0.8, FOOT + 0.06, 0.8, 0.34), size=10, anchor="ctr", align="r", colour="tx2")
    elif kind == PP_PLACEHOLDER.BODY and index == SAID:
        _style(place, (EDGE, SUBTITLE, ACROSS, 0.4), size=16, colour="tx2")
    elif kind == PP_PLACEHOLDER.BODY and index == BELOW:
        _style(place, (EDGE, 5.6, ACROSS, 1.25), size=12, anchor="b", space=200)
    else:
        place.element.getparent().remove(place.element)


def _style(
    place: Any,
    box: tuple[float, float, float, float],
    *,
    size: float,
    anchor: str = "t",
    align: str = "l",
    colour: str = "tx1",
    space: int = 0,
    is_bold: bool = False,
) -> None:
    """Give a placeholder its place and letters; the slides inherit them."""
    place.left, place.top, place.width, place.height = map(Inches, box)
    frame = place.element.txBody
    body = frame.find(qn("a:bodyPr"))
    _empty(body)  # no shrinking by the program: what does not fit has been cut, and said so
    for key, value in {"lIns": "0", "tIns": "0", "rIns": "0", "bIns": "0", "anchor": anchor}.items():
        body.set(key, value)
    styles = frame.find(qn("a:lstStyle"))
    _empty(styles)
    level = child(styles, "a:lvl1pPr", marL="0", indent="0", algn=align)
    for name, points in (("a:spcBef", 0), ("a:spcAft", space)):
        child(child(level, name), "a:spcPts", val=str(points))
    child(level, "a:buNone")
    letters = child(level, "a:defRPr", sz=str(int(size * 100)), b=str(int(is_bold)))
    child(child(letters, "a:solidFill"), "a:schemeClr", val=colour)


def _rectangle(tree: Any, top: float, width: float, height: float, colour: str) -> None:
    """Draw a bar across the master, behind everything."""
    shape = child(tree, "p:sp")
    tree.insert(2, shape)
    names = child(shape, "p:nvSpPr")
    child(names, "p:cNvPr", id=str(100 + len(tree)), name="-")
    child(names, "p:cNvSpPr")
    child(names, "p:nvPr")
    look = child(shape, "p:spPr")
    place = child(look, "a:xfrm")
    child(place, "a:off", x="0", y=str(Inches(top)))
    child(place, "a:ext", cx=str(Inches(width)), cy=str(Inches(height)))
    child(child(look, "a:prstGeom", prst="rect"), "a:avLst")
    child(child(look, "a:solidFill"), "a:schemeClr", val=colour)


def child(parent: Any, name: str, /, **attributes: str) -> Any:
    """Add an element to another one, last, and return it."""
    element = parent.makeelement(qn(name), attributes)
    parent.append(element)
    return element


def _empty(element: Any) -> None:
    for old in list(element):
        element.remove(old)


def speak(element: Any, spoken: str) -> None:
    """Say which language words are in, where that has not been said: for spelling and for screen readers."""
    for run in element.iter(qn("a:r")):
        letters = run.get_or_add_rPr()
        if letters.get("lang") is None:
            letters.set("lang", spoken)
    for number in element.iter(qn("a:fld")):  # copied from the library's template, which speaks English
        number.find(qn("a:rPr")).set("lang", spoken)
    for end in element.iter(qn("a:endParaRPr")):
        end.set("lang", spoken)


def set_letters(paragraph: Any, size: float, colour: Any = None, *, is_bold: bool | None = None) -> None:
    """Set the letters of a line: of its runs, since PowerPoint takes no heed of what the library gives a paragraph."""
    for letters in [run.font for run in paragraph.runs]:
        letters.size = Pt(size)
        if is_bold is not None:
            letters.bold = is_bold
        if colour is not None:
            letters.color.theme_color = colour


def saved(deck: Any, day: datetime) -> bytes:
    """Return a presentation as a file of a day: the same slides, the same bytes."""
    written = io.BytesIO()
    deck.save(written)
    return archive.repacked(written, day)


# How wide letters of Arial are, in their type size; all others are taken to be as wide as "a".
_WIDTHS = {
    0.22: "ijl'|‘’", 0.28: " !,./:;I[]ft·", 0.33: '()-"r“”', 0.5: "ckJsvxyz", 0.61: "FTZ", 0.67: "ABEKPSVXY&",
    0.72: "CDĐHNRUw", 0.78: "GOQ", 0.83: "mM", 0.89: "%", 0.94: "W", 1.0: "—…@",
}  # fmt: skip
_EMS = {letter: em for em, letters in _WIDTHS.items() for letter in letters}
BOLD = 1.07  # how much wider bold letters are


@lru_cache(maxsize=4096)
def _em(letter: str) -> float:
    return _EMS.get(unicodedata.normalize("NFD", letter)[0], 0.56)


def width(text: str, size: float) -> float:
    """Return about how wide a text is, in inches."""
    return sum(map(_em, text)) * size / INCH


def lines(text: str, size: float, room: float) -> int:
    """Return on about how many lines a text stands in so many inches; a word that is longer than a line is broken."""
    count, left = 1, room
    for word in text.split():
        needed = width(word, size)
        if needed > left and left < room:
            count, left = count + 1, room
        more = max(0, math.ceil(needed / room) - 1)
        count, left = count + more, left + more * room - needed - width(" ", size)
    return count


def cut(text: str, size: float, room: float, most: int) -> str:
    """Return as much of a text as stands on so many lines."""
    if lines(text, size, room) <= most:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if lines(f"{text[:middle]}…", size, room) <= most else (low, middle - 1)
    return f"{text[:low].rstrip()}…"


def fitting(text: str, room: float, most: int, *sizes: float) -> float:
    """Return the first of some type sizes in which a text stands on so many lines; the last where none does."""
    return next((size for size in sizes if lines(text, size, room) <= most), sizes[-1])


TITLE = ACROSS / BOLD  # room for bold words
MOST_CODES = 6  # of articles on a line


def write(shape: Any, said: Sequence[str], size: float) -> None:
    """Put lines into a placeholder, or take it away where there are none."""
    if not said:
        shape.element.getparent().remove(shape.element)
        return
    shape.text_frame.text = "\n".join(said)
    for paragraph in shape.text_frame.paragraphs:
        set_letters(paragraph, size)


def describe(shape: Any, said: str) -> None:
    """Give a shape words for those who do not see it."""
    next(shape.element.iter(qn("p:cNvPr"))).set("descr", clean(said))


def foot_line(slide: Any, foot: str) -> None:
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
            write(slide.shapes[-1], [foot], fitting(foot, ACROSS - 1, 1, 10, 9, 8))
