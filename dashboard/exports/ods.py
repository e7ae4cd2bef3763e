"""Workbooks as ODS, the open format that offices must accept: the same sheets, figures and hedges, without charts.

The parts of the workbook write it as they write XLSX; here stands how OpenDocument has a cell. Nothing calculates.
"""

from __future__ import annotations

import io
from collections import defaultdict
from datetime import date
from itertools import groupby
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from babel import Locale
from markupsafe import escape
from odfdo import Document, Element
from xlsxwriter.utility import xl_rowcol_to_cell

from dashboard import wording
from dashboard.exports import archive, workbook
from dashboard.exports.letters import clean
from dashboard.exports.workbook import cells, listing
from dashboard.exports.workbook.cells import LINK, PLAIN
from dashboard.messages import current_language, t
from dashboard.style import OFFICE_FONT
from dashboard.wording import NONE, Amount

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from dashboard.exports.handout import Handout
    from dashboard.exports.table import Content

LONG = {"number:style": "long"}
DAYS = {  # the parts of a day, as Babel has them
    "d": ("day", {}),
    "dd": ("day", LONG),
    "MM": ("month", LONG),
    "MMM": ("month", {"number:textual": "true"}),
    "yyyy": ("year", LONG),
}
PAGES = {"portrait": ("21cm", "29.7cm"), "landscape": ("29.7cm", "21cm")}
ALIGN = {"left": "start", "right": "end", "center": "center"}


def as_ods(handout: Handout) -> bytes:
    """Return a handout as a spreadsheet."""
    return workbook.written(handout, Book)


def list_as_ods(content: Content) -> bytes:
    """Return the rows of a list as a spreadsheet."""
    return listing.written(content, Book)


def element(name: str, said: Mapping[str, object], inner: str = "") -> str:
    """Return an element of XML with its attributes, those that are not None, around what is XML already."""
    attributes = "".join(f' {key}="{escape(value)}"' for key, value in said.items() if value is not None)
    return f"<{name}{attributes}>{inner}</{name}>"


class Sheet:
    """A sheet that is being written: asked as one of XlsxWriter is, it keeps what it was asked for."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.cells: dict[tuple[int, int], tuple[dict[str, Any], str]] = {}  # attributes, and what is inside
        self.asked: defaultdict[str, list[Any]] = defaultdict(list)

    def get_name(self) -> str:
        """Return what it is called."""
        return self.name

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *given: self.asked[name].append(given)


class Book(cells.Book):
    """A spreadsheet that is being written."""

    calculates = False

    def __init__(self, foot: str, properties: Mapping[str, Any]) -> None:
        self._foot, self._about = foot, properties
        self.sheets = []
        self._styles: dict[str, str] = {}  # name of each, by what it says

    def sheet(self, name: str) -> Sheet:
        """Return a new sheet."""
        sheet = Sheet(self.unique(name))
        self.sheets.append(sheet)
        return sheet

    def look(self, properties: Mapping[str, Any] = PLAIN) -> Any:
        """Return how cells look, the same for texts and numbers."""
        return SimpleNamespace(text=properties, integer=properties)

    def write(self, sheet: Sheet, row: int, column: int, value: object, look: Any = None) -> None:
        """Write a value as what it is; None leaves the cell empty."""
        held: dict[str, Any] = {"office:value-type": "string"}
        shape, said, side = "", str(value), {}
        if isinstance(value, date):
            held, shape = {"office:value-type": "date", "office:date-value": value.isoformat()}, self._day()
            said, side = wording.day(value), {"align": "left"}
        elif isinstance(value, int | float | Amount):
            amount = value if isinstance(value, Amount) else wording.amount(value)
            said, side = str(amount), {"align": "right"}
            if amount.value is not None:
                held, shape = {"office:value-type": "float", "office:value": str(amount.value)}, self._number(amount)
        if value is not None:
            style = {"table:style-name": self._cell({**side, **(look or self.look()).text}, shape)}
            sheet.cells[row, column] = style | held, element("text:p", {}, escape(clean(said)))

    def link(self, sheet: Sheet, row: int, column: int, target: str, text: str, look: Mapping[str, Any] = LINK) -> None:
        """Write a text that leads somewhere."""
        self.write(sheet, row, column, text, self.look(look))
        attributes, _ = sheet.cells[row, column]
        place = target.replace("internal:", "#", 1).replace("'!", "'.")
        leads = element("text:a", {"xlink:type": "simple", "xlink:href": clean(place)}, escape(clean(text)))
        sheet.cells[row, column] = attributes, element("text:p", {}, leads)

    def close(self) -> bytes:
        """Return the finished file."""
        document: Any = Document("spreadsheet")
        document.body.clear()
        document.body.append(Element.from_tag("<office:forms/>"))  # in whose place the sheets come
        tables = "".join(map(self._table, self.sheets))
        styles = document.content.get_element("//office:automatic-styles")
        for style, name in self._styles.items():
            styles.append(Element.from_tag(style.replace("NAME", name, 1)))
        layouts, masters = map(document.styles.get_element, ("//office:automatic-styles", "//office:master-styles"))
        pages = t("Page {page} of {pages}", page="<text:page-number/>", pages="<text:page-count/>")
        foot = element("style:footer", {}, element("text:p", {}, f"{escape(clean(self._foot))} · {pages}"))
        for way, (width, height) in PAGES.items():
            size = {"fo:page-width": width, "fo:page-height": height, "style:print-orientation": way}
            fit = {"fo:margin": "1cm", "style:scale-to-X": 1, "style:scale-to-Y": 0}
            layout = element("style:page-layout-properties", size | fit)
            layouts.append(Element.from_tag(element("style:page-layout", {"style:name": f"of_{way}"}, layout)))
            master = {"style:name": way, "style:page-layout-name": f"of_{way}"}
            masters.append(Element.from_tag(element("style:master-page", master, foot)))
        meta, made = document.meta, self._about["created"]
        meta.title, meta.subject, meta.description = (
            clean(self._about.get(key, "")) for key in ("title", "subject", "comments")
        )
        meta.generator = "odfdo"
        meta.creation_date = meta.date = made
        document.language = current_language().tag
        for path, part in (("content", document.content), ("styles", document.styles), ("meta", meta)):
            # As text: a part takes a long time to take so many elements over.
            document.container.set_part(f"{path}.xml", part.serialize().replace(b"<office:forms/>", tables.encode(), 1))
        document.container.save(written := io.BytesIO())  # the document's own way goes through every cell again
        return archive.repacked(written, wording.in_hanoi(made))

    def _table(self, sheet: Sheet) -> str:
        spans = {row: last + 1 for row, _, _, last, *_ in sheet.asked["merge_range"]}
        heights, widths = dict(sheet.asked["set_row"]), {first: wide for first, _, wide in sheet.asked["set_column"]}
        for row, column, _, look in sheet.asked["write_blank"]:
            sheet.cells.setdefault((row, column), ({"table:style-name": self._cell(look)}, ""))
        n_columns = 1 + max(column for _, column in sheet.cells)
        inner = []
        for column in range(n_columns):
            size = {"style:column-width": f"{cells.pixels(widths.get(column, 9)) / 96:.3f}in"}
            inner.append(element("table:table-column", {"table:style-name": self._style("table-column", {}, size)}))
        for row in range(1 + max(row for row, _ in sheet.cells)):
            size = {"style:row-height": f"{heights.get(row, cells.LINE)}pt", "style:use-optimal-row-height": "false"}
            held = ""
            for column in range(n_columns):
                attributes, said = sheet.cells.get((row, column), ({}, ""))
                if row in spans and column == 0:
                    attributes |= {"table:number-columns-spanned": spans[row], "table:number-rows-spanned": 1}
                covered = "covered-" if 0 < column < spans.get(row, 0) else ""
                held += element(f"table:{covered}table-cell", attributes, said)
            whole = element("table:table-row", {"table:style-name": self._style("table-row", {}, size)}, held)
            is_head = (row,) in sheet.asked["repeat_rows"]
            inner.append(element("table:table-header-rows", {}, whole) if is_head else whole)
        page = {"style:master-page-name": "landscape" if sheet.asked["set_landscape"] else "portrait"}
        printed = [
            ":".join(f"'{sheet.name}'.{xl_rowcol_to_cell(*corner)}" for corner in (area[:2], area[2:]))
            for area in sheet.asked["print_area"]
        ]
        style = self._style("table", page, {"table:display": "true"})
        named = {"table:name": sheet.name, "table:style-name": style, "table:print-ranges": " ".join(printed) or None}
        return element("table:table", named, "".join(inner))

    def _named(self, kind: str, said: Mapping[str, object], inner: str) -> str:
        """Return the name of a style, the same one for the same look."""
        return self._styles.setdefault(element(kind, {"style:name": "NAME", **said}, inner), f"s{len(self._styles)}")

    def _style(self, family: str, said: Mapping[str, object], *parts: Mapping[str, object]) -> str:
        kinds = (family, "paragraph", "text")
        inner = "".join(element(f"style:{kind}-properties", part) for kind, part in zip(kinds, parts, strict=False))
        return self._named("style:style", {"style:family": family, **said}, inner)

    def _cell(self, look: Mapping[str, Any], shape: str = "") -> str:
        """Return the style of cells of a look; `shape`: how numbers or days are written in them."""
        cell = {
            f"fo:border-{side}": " ".join(
                (f"{weight / 2}pt", "solid", look.get(f"{side}_color") or look["border_color"])
            )
            for side in ("left", "right", "top", "bottom")
            if (weight := look.get(side, look.get("border")))
        } | {
            "fo:background-color": look.get("bg_color"),
            "style:vertical-align": "middle" if look.get("valign") == "vcenter" else "top",
            "fo:padding-right": "0.2cm" if look.get("align") == "right" else None,  # apart from the next column
            "fo:wrap-option": "wrap" if look.get("text_wrap") and not shape else None,
        }
        text = {
            "fo:font-family": OFFICE_FONT,
            "fo:font-size": f"{look.get('font_size', 11)}pt",
            "fo:color": look.get("font_color"),
            "fo:font-weight": "bold" if look.get("bold") else None,
            "fo:font-style": "italic" if look.get("italic") else None,
        }
        align = {"fo:text-align": ALIGN.get(look.get("align", ""))}
        return self._style("table-cell", {"style:data-style-name": shape or None}, cell, align, text)

    def _number(self, amount: Amount) -> str:
        n_decimals = dict.fromkeys(("number:decimal-places", "number:min-decimal-places"), amount.decimals)
        none = element("number:text", {}, NONE) if amount.number == NONE else ""
        digits = none or element(
            "number:number", {**n_decimals, "number:min-integer-digits": 1, "number:grouping": "true"}
        )
        before, after = (
            element("number:text", {}, escape(clean(text))) if text else "" for text in (amount.before, amount.after)
        )
        return self._named("number:number-style", self._spoken(), before + digits + after)

    def _day(self) -> str:
        inner = ""
        for part in ("".join(letters) for _, letters in groupby(current_language().day)):
            name, said = DAYS.get(part, ("text", {}))
            inner += element(f"number:{name}", said, "" if part in DAYS else part)
        return self._named("number:date-style", self._spoken(), inner)

    def _spoken(self) -> dict[str, object]:
        locale = Locale.parse(current_language().tag, sep="-")
        return {"number:language": locale.language, "number:country": locale.territory}
