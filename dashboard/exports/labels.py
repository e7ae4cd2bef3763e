"""Words beside the bars of a native chart that follow its cells: whoever corrects a number sees the label change.

A label is the bar's own number in a format that holds its hedge ("hơn 700"), or, where it says more than one number
("60 / 120"), the text of a cell with a formula; programs too old for such labels show that text as it was written.
"""

from __future__ import annotations

import re
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from dashboard.exports.letters import clean
from dashboard.messages import language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LOCALES = {"vi": "[$-42A]", "en": "[$-809]"}  # whose signs part thousands and decimals where a program heeds it
LONGEST_LITERAL, LONGEST_FORMULA = 250, 8000  # letters that Excel takes
NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
)
NO_BOX = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
FIELD, RANGE = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}", "{02D57815-91ED-43cb-92C2-25804820EDAC}"  # Microsoft's own
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_NUMBER = re.compile(r"(\d[\d.,]*\d|\d)")


class Label(NamedTuple):
    """A label: what it says, and the format in which the bar's number says so; None where a cell has the words."""

    said: str
    style: str | None = None


class Letters(NamedTuple):
    """How labels look: size in points, a colour of the theme ("tx1") or six digits, a font if not the theme's."""

    size: float
    colour: str
    font: str = ""
    is_bold: bool = False

    def __str__(self) -> str:
        kind = "schemeClr" if self.colour == "tx1" else "srgbClr"
        font = f'<a:latin typeface="{self.font}"/>' if self.font else ""
        fill = f'<a:solidFill><a:{kind} val="{self.colour}"/></a:solidFill>'
        return f'sz="{round(100 * self.size)}" b="{int(self.is_bold)}">{fill}{font}'


def number_format(said: str) -> str:
    """Return the format by which a number reads as it is said: 700 as "hơn 700", 70.93 as "70,9%".

    A number without decimals has no comma behind it.
    """
    before, digits, after = _NUMBER.split(said, maxsplit=1)
    decimals = _decimals(digits)
    words = [f'"{part}"' if part else "" for part in (before.replace('"', "”"), after.replace('"', "”"))]
    return f"{LOCALES[language.get()]}{words[0]}#,##0{'.' + '0' * decimals if decimals else ''}{words[1]}"


def _decimals(digits: str) -> int:
    return len(digits.partition("," if language.get() == "vi" else ".")[2])


def formula(said: str, numbers: Iterable[tuple[str, str]]) -> str | None:
    """Return the formula of a cell that says a text, with its numbers, in their order, from other cells.

    `numbers`: each as it is said, and its cell. None where Excel would not take it.

    >>> formula("60 / 120", [("60", "B2"), ("120", "C2")]).replace("ISNUMBER", "IS")
    '=IF(IS(B2),FIXED(B2,IF(B2=INT(B2),0,1)),"...")&" / "&IF(IS(C2),FIXED(C2,IF(C2=INT(C2),0,1)),"...")'
    """
    parts = []
    for number, cell in numbers:
        before, found, behind = said.partition(number)
        if found:
            decimals = max(1, _decimals(number))
            # No format in words: in it, each language of Excel has other signs.
            fixed = f'IF(ISNUMBER({cell}),FIXED({cell},IF({cell}=INT({cell}),0,{decimals})),"...")'
            parts += [literal(before), fixed]
            said = behind
    whole = "=" + "&".join(part for part in (*parts, literal(said)) if part != '""')
    return whole if parts and len(whole) <= LONGEST_FORMULA else None


def literal(text: str) -> str:
    """Return a text as it stands in a formula, in which it is nothing else."""
    cleaned = clean(text)
    pieces = [cleaned[start : start + LONGEST_LITERAL] for start in range(0, len(cleaned) or 1, LONGEST_LITERAL)]
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces)


def put(series: Any, labels: Sequence[Label | None], cells: str, letters: Letters) -> None:
    """Give the bars of a series of a chart their labels, none where there is None.

    `cells` is where the words stand, one for each bar.
    """
    for old in series.findall(f"{C}dLbls"):
        series.remove(old)
    shown = "".join(_label(place, label, letters) for place, label in enumerate(labels))
    dlbls = f"<c:dLbls {NAMESPACES}>{shown}{NO_BOX}{_letters(letters)}{_shows(is_number=any(labels))}</c:dLbls>"
    series.find(f"{C}cat").addprevious(etree.fromstring(dlbls))
    if any(label and label.style is None for label in labels):
        points = "".join(
            f'<c:pt idx="{place}"><c:v>{escape(clean(label.said))}</c:v></c:pt>'
            for place, label in enumerate(labels)
            if label
        )
        cache = f'<c15:dlblRangeCache><c:ptCount val="{len(labels)}"/>{points}</c15:dlblRangeCache>'
        words = f"<c15:datalabelsRange><c15:f>{escape(cells)}</c15:f>{cache}</c15:datalabelsRange>"
        series.append(etree.fromstring(f'<c:extLst {NAMESPACES}><c:ext uri="{RANGE}">{words}</c:ext></c:extLst>'))


def _label(place: int, label: Label | None, letters: Letters) -> str:
    """Return the label of a bar: its number, or, as a field, the words of its cell."""
    if label is None:
        return f'<c:dLbl><c:idx val="{place}"/><c:delete val="1"/></c:dLbl>'
    if label.style is not None:
        style = f'<c:numFmt formatCode={quoteattr(label.style)} sourceLinked="0"/>'
        return f'<c:dLbl><c:idx val="{place}"/>{style}{NO_BOX}{_letters(letters)}{_shows(is_number=True)}</c:dLbl>'
    key = f"{{{uuid.uuid5(uuid.NAMESPACE_OID, str(place))}}}".upper()
    words = f"<a:rPr {letters}</a:rPr><a:pPr/><a:t>{escape(clean(label.said))}</a:t>"
    line = f'<a:p><a:fld id="{key}" type="CELLRANGE">{words}</a:fld></a:p>'
    rich = f'<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/>{line}</c:rich></c:tx>'
    from_cell = '<c15:showDataLabelsRange val="1"/>'
    extension = f'<c:extLst><c:ext uri="{FIELD}">{from_cell}</c:ext></c:extLst>'
    return f'<c:dLbl><c:idx val="{place}"/>{rich}{NO_BOX}{_shows(is_number=False)}{extension}</c:dLbl>'


def _letters(letters: Letters) -> str:
    line = f"<a:p><a:pPr><a:defRPr {letters}</a:defRPr></a:pPr><a:endParaRPr/></a:p>"
    return f'<c:txPr><a:bodyPr wrap="none"/><a:lstStyle/>{line}</c:txPr>'


def _shows(*, is_number: bool) -> str:
    others = "".join(f'<c:{name} val="0"/>' for name in ("showCatName", "showSerName", "showPercent", "showBubbleSize"))
    return f'<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="{int(is_number)}"/>{others}'
