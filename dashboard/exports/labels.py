"""Words beside the bars of a native chart that follow its cells: whoever corrects a number sees the label change.

A label is the bar's own number in a format that holds its hedge ("hơn 700"), or, where it says more than one number
("60 / 120"), the text of a cell with a formula; programs too old for such labels show that text as it was written.
"""

from __future__ import annotations

import uuid
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from dashboard.exports.letters import clean
from dashboard.marks import Number
from dashboard.messages import current_language
from dashboard.wording import NONE, Amount

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.marks import Bar, Mark, Words

LONGEST_LITERAL, LONGEST_FORMULA = 250, 8000  # letters that Excel takes
NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c15="http://schemas.microsoft.com/office/drawing/2012/chart"'
)
NO_BOX = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
FIELD, RANGE = "{CE6537A1-D6FC-4f65-9D91-7224C49458BB}", "{02D57815-91ED-43cb-92C2-25804820EDAC}"  # Microsoft's own
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


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


def number_format(amount: Amount) -> str:
    """Return the format by which a number reads as it is said: 700 as "hơn 700", 70.93 as "70,9%".

    A number without decimals has no comma behind it.
    """
    words = (said.replace('"', "”") for said in (amount.before, amount.after))
    before, after = (f'"{said}"' if said else "" for said in words)
    decimals = "." + "0" * amount.decimals if amount.decimals else ""
    code = f"{current_language().cell_locale}{before}#,##0{decimals}{after}"
    return code if amount.number != NONE else f'{code};-{code};"{NONE}"{after}'


def of_bars(bars: Sequence[Bar], *, is_behind: bool = False) -> list[Label | None]:
    """Return the labels at the ends of bars, or at those of their targets' outlines (`is_behind`).

    A bar without a number is ready for one.
    """
    found: list[Label | None] = []
    for bar in bars:
        if bar.value is None:
            found.append(None if is_behind else Label("", number_format(Amount())))
        elif bar.is_below_target != is_behind:
            found.append(None)
        elif bar.label.is_result and not is_behind:
            found.append(Label(str(bar.label), number_format(bar.figure.in_full)))
        else:
            found.append(Label(str(bar.label)))
    return found


def worked_out(mark: Mark, cells: Mapping[str, str]) -> tuple[str | None, str | None]:
    """Return the formulas of a share that no article prints, and of how long a bar of targets is.

    `cells`: where the numbers of the mark stand.
    """
    share = None
    if "target" in mark.numbers:
        value, target = cells["value"], cells["target"]
        share = f'=IF(AND(ISNUMBER({value}),N({target})>0),100*{value}/{target},"")'
    return share, share or (f"={cells['share_printed']}" if "share_printed" in mark.numbers else None)


def formula(words: Words, cells: Mapping[str, str], before: str = "") -> str | None:
    """Return the formula of a cell that says a text and words, whose numbers are those of other cells, by column.

    None where there is no number, or Excel would not take it.

    >>> amounts = Number("value", Amount(60, number="60")), Number("target", Amount(120, number="120"))
    >>> formula((amounts[0], " / ", amounts[1]), {"value": "B2", "target": "C2"}).replace("ISNUMBER", "IS")
    '=IF(IS(B2),FIXED(B2,IF(B2=INT(B2),0,1)),"...")&" / "&IF(IS(C2),FIXED(C2,IF(C2=INT(C2),0,1)),"...")'
    """
    parts: list[str] = []
    for part in words:
        if isinstance(part, Number):
            cell, decimals = cells[part.column], max(1, part.amount.decimals)
            # No format in words: in it, each language of Excel has other signs.
            fixed = f'IF(ISNUMBER({cell}),FIXED({cell},IF({cell}=INT({cell}),0,{decimals})),"...")'
            parts += [literal(before + part.amount.before), fixed]
            before = part.amount.after
        else:
            before += part
    whole = "=" + "&".join(part for part in (*parts, literal(before)) if part != '""')
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


def serial(day: date) -> int:
    """Return a day as the number by which spreadsheets, and the charts in them, know it.

    >>> serial(date(1900, 3, 1))
    61
    """
    return (day - date(1899, 12, 30)).days
