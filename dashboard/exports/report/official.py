"""A Word document laid out as Nghị định 30/2020/NĐ-CP, Phụ lục I, has administrative documents, with its footnotes.

What only the office that issues it can know stands in square brackets. Words come in as text and never become anything
else. The same words give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls
from docx.oxml.parser import parse_xml
from docx.shared import Mm

from dashboard import wording
from dashboard.exports import archive
from dashboard.exports.letters import clean
from dashboard.exports.report import footnotes
from dashboard.exports.report.footnotes import Footnotes, runs
from dashboard.messages import LANGUAGES, current_language, t

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime

    from docx.document import Document as Package

# Millimetres of an A4 page; the number of a page stands within the top margin.
WIDTH, HEIGHT = 210, 297
TOP, RIGHT, BOTTOM, LEFT, NUMBER = 20, 15, 20, 30, 10
ACROSS = WIDTH - LEFT - RIGHT
HIGHEST = 205  # of a picture, so that its caption stands below it
LETTERHEAD = (66, 99)
MOTTO = {"vi": 53, "en": 73}  # width of the motto: the line below it is as wide
TWIP = 1440 / 25.4  # twentieths of a point in a millimetre

STYLES = Path(__file__).with_suffix(".xml")
BOLD, ITALIC = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>"
CENTRED, TO_THE_RIGHT = '<w:jc w:val="center"/>', '<w:jc w:val="right"/>'
KEPT = "<w:keepNext/>"  # on one page with what follows
BELOW = '<w:pageBreakBefore w:val="0"/><w:spacing w:before="360"/>'  # on one page with what stands above
LEAST = 5  # rows at the end of a table that no page break parts, so that no page holds two rows
# What python-docx's own template brings along: the look, the words and the picture of another document. Its theme and
# table of fonts stay: nothing here uses them, but Word's own files never lack them.
FOREIGN = ("styles", "stylesWithEffects", "settings", "webSettings", "numbering", "customXml", "thumbnail",
           "extended-properties")  # fmt: skip


Notes = tuple[tuple[str, Callable[[], Sequence[str]]], ...]  # footnotes, each as its key and what gives its text


class Said(NamedTuple):
    """Words, and the footnotes to them."""

    text: str
    notes: Notes = ()


def _points(size: int) -> str:
    return f'<w:sz w:val="{2 * size}"/><w:szCs w:val="{2 * size}"/>'


def _twips(millimetres: float) -> int:
    return round(millimetres * TWIP)


def _paragraph(style: str, content: str, properties: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{content}</w:p>'


def _rule(length: float, room: float) -> str:
    """Return a line across the middle of a room, both in millimetres."""
    edge = _twips((room - length) / 2)
    return _paragraph(
        "Centred",
        "",
        '<w:pBdr><w:top w:val="single" w:sz="6" w:space="1" w:color="000000"/></w:pBdr>'
        '<w:spacing w:before="80" w:after="40" w:line="60" w:lineRule="exact"/>'
        f'<w:ind w:left="{edge}" w:right="{edge}"/>'
        f"<w:rPr>{_points(1)}</w:rPr>",
    )


GAP = _paragraph("Normal", "", '<w:spacing w:line="160" w:lineRule="exact"/>')  # or two tables are one
END = _paragraph("Normal", "", '<w:spacing w:line="20" w:lineRule="exact"/>')  # below the last table: there must be one


def _row(cells: Iterable[str], widths: Sequence[float], properties: str = "") -> str:
    columns = (
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/></w:tcPr>{cell}</w:tc>'
        for cell, width in zip(cells, widths, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{''.join(columns)}</w:tr>"


def _table(rows: Iterable[str], widths: Sequence[float], style: str = "TableNormal") -> str:
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="{style}"/><w:tblW w:w="{_twips(sum(widths))}" w:type="dxa"/>'
        f'<w:jc w:val="center"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{"".join(rows)}'
        "</w:tbl>"
    )


class Document:
    """A document that is written from its top to its end."""

    def __init__(self) -> None:
        self.notes = Footnotes()
        self._blocks: list[str] = []
        self._pictures = 0
        self._file: Package = docx.Document()
        self._part = self._file.part

    # What stands in it.

    def letterhead(self) -> None:
        """Write who issues the document: all of it is for the office to fill in."""
        left, right = LETTERHEAD
        issuer = (
            _paragraph("Centred", runs(t("[SUPERIOR BODY]"), _points(12)))
            + _paragraph("Centred", runs(t("[ISSUING BODY]"), BOLD + _points(12)))
            + _rule(22, left)
        )
        state = (
            _paragraph("Centred", runs(t("SOCIALIST REPUBLIC OF VIET NAM"), BOLD + _points(12)))
            + _paragraph("Centred", runs(t("Independence - Freedom - Happiness"), BOLD + _points(13)))
            + _rule(MOTTO[current_language().seeds], right)
        )
        number = _paragraph("Centred", runs(t("No.: …/BC-…"), _points(13)))
        day = _paragraph("Centred", runs(t("[Place], day … month … year …"), ITALIC + _points(13)))
        rows = (_row((issuer, state), LETTERHEAD), _row((number, day), LETTERHEAD))
        self._blocks.append(_table(rows, LETTERHEAD))

    def title(self, kind: str, about: str) -> None:
        """Write what kind of document it is, and what it is about."""
        self._blocks += [
            _paragraph("Title", runs(kind), '<w:spacing w:before="240"/>'),
            _paragraph("Title", runs(about)),
            _rule(50, ACROSS),
        ]

    def box(self, heading: str, lines: Iterable[str], link: str | None) -> None:
        """Write lines in a frame, for whoever works on the document; the last one may be a link."""
        said = [_paragraph("Cell", runs(heading, BOLD)), *(_paragraph("Cell", runs(line)) for line in lines if line)]
        if link:
            target = self._part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
            said.append(_paragraph("Cell", f'<w:hyperlink r:id="{target}">{runs(link)}</w:hyperlink>'))
        frame = _table([_row(["".join(said)], [ACROSS])], [ACROSS], "TableGrid")
        self._blocks += [_paragraph("Cell", ""), frame, _paragraph("Cell", "")]

    def heading(self, level: int, text: str) -> None:
        """Write a heading: 1 of a part, 2 and 3 within it."""
        self._blocks.append(_paragraph(f"Heading{level}", runs(text)))

    def paragraph(self, *said: Said, style: str = "BodyText", properties: str = "") -> None:
        """Write a paragraph, with the footnotes of each of its parts behind it."""
        self._blocks.append(_paragraph(style, "".join(map(self._run, said)), properties))

    def _run(self, said: Said) -> str:
        comma = runs(", ", '<w:vertAlign w:val="superscript"/>')
        return runs(said.text) + comma.join(self.notes.cite(key, text) for key, text in said.notes)

    def items(self, items: Sequence[Sequence[Said]]) -> None:
        """Write a list as offices do: a dash before each item, a semicolon behind it, and behind the last a stop."""
        for place, item in enumerate(items, 1):
            self.paragraph(Said("- "), *item, Said("." if place == len(items) else ";"))

    def sentences(self, items: Iterable[Sequence[Said]]) -> None:
        """Write a list of whole sentences."""
        for item in items:
            self.paragraph(Said("- "), *item)

    def picture(self, png: bytes, alt: str, caption: Sequence[Said]) -> None:
        """Write a picture as wide as the text, with a number and a caption that stays below it."""
        self._pictures += 1
        inline = self._part.new_pic_inline(io.BytesIO(png), width=Mm(ACROSS))
        if inline.extent.cy > Mm(HIGHEST):
            inline = self._part.new_pic_inline(io.BytesIO(png), height=Mm(HIGHEST))
        for name, value in (("id", str(self._pictures)), ("descr", clean(alt))):
            inline.docPr.set(name, value)
        self._blocks.append(_paragraph("Picture", f"<w:r><w:drawing>{inline.xml}</w:drawing></w:r>"))
        label = t("Fig.")
        number = runs(str(self._pictures), BOLD)
        counted = f'<w:fldSimple w:instr=" SEQ {label.rstrip(".")} \\* ARABIC ">{number}</w:fldSimple>'
        said = "".join(map(self._run, caption))
        self._blocks.append(_paragraph("Caption", f"{runs(f'{label} ', BOLD)}{counted}{runs('. ', BOLD)}{said}"))

    def annex(self, number: str, title: str, *lines: str, is_on_new_page: bool) -> None:
        """Begin an annex: its number, its title, what it shows and which document it belongs to."""
        title = f"{runs(number)}<w:r><w:br/></w:r>{runs(title.upper())}"
        self._blocks.append(_paragraph("AnnexHeading", title, "" if is_on_new_page else BELOW))
        self._blocks += [_paragraph("Centred", runs(line), KEPT) for line in lines]
        belongs = t("(To report No. …/BC-… of day … month … year … of [issuing body])")
        self._blocks += [_paragraph("Centred", runs(belongs, ITALIC), KEPT), _rule(50, ACROSS)]

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        widths: Sequence[float],
        *,
        numbers: Collection[int] = (),
        bold: Collection[int] = (),
    ) -> None:
        """Write a table whose heading stands on each of its pages; `numbers`: columns to the right, `bold`: rows."""
        head = [_paragraph("Cell", runs(heading, BOLD), KEPT + CENTRED) for heading in headings]
        written = [_row(head, widths, "<w:tblHeader/>")]
        rows = list(rows)
        for place, row in enumerate(rows):
            kept = KEPT if len(rows) - LEAST <= place < len(rows) - 1 else ""
            cells = [
                _paragraph(
                    "Cell",
                    runs(cell, BOLD if place in bold else ""),
                    kept + (TO_THE_RIGHT if column in numbers else ""),
                )
                for column, cell in enumerate(row)
            ]
            written.append(_row(cells, widths))
        between = [GAP] if self._blocks[-1].startswith("<w:tbl>") else []
        self._blocks += [*between, _table(written, widths, "TableGrid")]

    def signature(self) -> None:
        """Write to whom the document goes and who signs it: all of it is for the office to fill in."""
        recipients = [
            _paragraph("Normal", runs(t("To:"), BOLD + ITALIC + _points(12))),
            _paragraph("Normal", runs(t("- [Recipient];"), _points(11))),
            _paragraph("Normal", runs(t("- Kept: VT, […]."), _points(11))),
        ]
        signed = [
            _paragraph("Centred", runs(t("[OFFICE OF THE SIGNATORY]"), BOLD)),
            _paragraph("Centred", runs(t("(signature, seal)"), ITALIC), '<w:spacing w:after="960"/>'),
            _paragraph("Centred", runs(t("[Full name]"), BOLD)),
        ]
        half = ACROSS / 2
        table = _table([_row(("".join(recipients), "".join(signed)), (half, half))], (half, half))
        self._blocks += [_paragraph("Normal", "", KEPT), table]

    # Its file.

    def to_bytes(self, title: str, subject: str, day: datetime) -> bytes:
        """Return the file, which says that it was made on a day (UTC), and nothing of whom by."""
        about = self._file.core_properties
        about.title, about.subject, about.language = clean(title), clean(subject), current_language().tag
        about.author = about.last_modified_by = about.comments = ""
        about.created = about.modified = day.replace(microsecond=0, tzinfo=UTC)
        for part in (self._part, self._part.package):
            for key, relation in list(part.rels.items()):
                if relation.reltype.rsplit("/", 1)[-1] in FOREIGN:
                    del part.rels[key]
        styles = STYLES.read_text("utf-8").replace(LANGUAGES["vi"].tag, current_language().tag)
        self._add("styles", CONTENT_TYPE.WML_STYLES, RELATIONSHIP_TYPE.STYLES, styles)
        self._add("settings", CONTENT_TYPE.WML_SETTINGS, RELATIONSHIP_TYPE.SETTINGS, _settings())
        page = _paragraph("Header", f'<w:fldSimple w:instr=" PAGE ">{runs("2", _points(13))}</w:fldSimple>')
        header = f"<w:hdr {nsdecls('w')}>{page}</w:hdr>"
        key = self._add("header1", CONTENT_TYPE.WML_HEADER, RELATIONSHIP_TYPE.HEADER, header)
        self.notes.attach(self._part)
        body = self._file.element.body
        body.clear()
        end = END if self._blocks[-1].startswith("<w:tbl>") else ""
        spaces = nsdecls("w", "r", "wp", "a", "pic")
        for block in parse_xml(f"<w:body {spaces}>{''.join(self._blocks)}{end}{_section(key)}</w:body>"):
            body.append(block)
        file = io.BytesIO()
        self._file.save(file)
        return archive.repacked(file, day)

    def _add(self, name: str, kind: str, relation: str, xml: str) -> str:
        part = Part(PackURI(f"/word/{name}.xml"), kind, xml.encode(), self._part.package)
        return self._part.relate_to(part, relation)


def _settings() -> str:
    decimal = wording.decimal_sign()
    between = ";" if decimal == "," else ","
    return (
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>{footnotes.SETTINGS}'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" '
        f'w:val="15"/></w:compat><w:themeFontLang w:val="{current_language().tag}"/>'
        f'<w:decimalSymbol w:val="{decimal}"/><w:listSeparator w:val="{between}"/></w:settings>'
    )


def _section(header: str) -> str:
    """Return the page; the first one bears no number."""
    margins = {"top": TOP, "right": RIGHT, "bottom": BOTTOM, "left": LEFT, "header": NUMBER, "footer": NUMBER}
    said = " ".join(f'w:{name}="{_twips(size)}"' for name, size in margins.items())
    return (
        f'<w:sectPr><w:headerReference w:type="default" r:id="{header}"/>'
        f'<w:pgSz w:w="{_twips(WIDTH)}" w:h="{_twips(HEIGHT)}"/><w:pgMar {said} w:gutter="0"/><w:titlePg/></w:sectPr>'
    )
