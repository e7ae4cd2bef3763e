"""Footnotes of a Word document, which python-docx reads past: the part that holds them, and references to them."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import nsdecls

from dashboard.exports.letters import clean
from dashboard.messages import LANGUAGES, language

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from docx.parts.document import DocumentPart

SEPARATORS = {-1: "separator", 0: "continuationSeparator"}  # the two lines above footnotes are footnotes themselves
SETTINGS = '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'


def runs(text: str, properties: str = "") -> str:
    """Return a text as runs that say which of their words are Vietnamese: in any language, those that are quoted."""
    parts = [text] if language.get() == "vi" else re.split("(“[^”]*”)", text)
    vietnamese = f'<w:lang w:val="{LANGUAGES["vi"].tag}"/>'
    spoken = (vietnamese if part.startswith("“") and len(parts) > 1 else "" for part in parts)
    return "".join(
        f'<w:r><w:rPr>{properties}{lang}</w:rPr><w:t xml:space="preserve">{html.escape(clean(part))}</w:t></w:r>'
        for part, lang in zip(parts, spoken, strict=True)
        if part
    )


class Footnotes:
    """The footnotes of a document, numbered as they are first cited."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._texts: list[str] = []  # as runs

    @property
    def cited(self) -> frozenset[str]:
        """The keys of the footnotes that there are."""
        return frozenset(self._numbers)

    def cite(self, key: str, text: Callable[[], Sequence[str]]) -> str:
        """Return the reference to a footnote; to one that was cited before, a cross-reference that bears its number.

        `text` is asked for when the footnote is first cited: what it says may depend on those before it, and a second
        part of it is the key of that footnote to which it refers at its end.
        """
        style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        if key in self._numbers:
            number = self._numbers[key]
            return self._again(number, style, "\\f ")
        said, *earlier = text()
        again = (runs(" ") + self._again(self._numbers[other]) + runs(".") for other in earlier)
        self._texts.append(runs(f" {said}") + "".join(again))
        number = self._numbers[key] = len(self._texts)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="_note{number}"/>'
            f'<w:r>{style}<w:footnoteReference w:id="{number}"/></w:r><w:bookmarkEnd w:id="{number}"/>'
        )

    @staticmethod
    def _again(number: int, style: str = "", switch: str = "") -> str:
        field = f'<w:fldSimple w:instr=" NOTEREF _note{number} {switch}\\h ">'
        return f"{field}<w:r>{style}<w:t>{number}</w:t></w:r></w:fldSimple>"

    def attach(self, document: DocumentPart) -> None:
        """Give the document the part with its footnotes."""
        lines = (
            f'<w:footnote w:type="{kind}" w:id="{number}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
            for number, kind in SEPARATORS.items()
        )
        mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
        notes = (
            f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>'
            f"{mark}{text}</w:p></w:footnote>"
            for number, text in enumerate(self._texts, 1)
        )
        xml = f"<w:footnotes {nsdecls('w')}>{''.join((*lines, *notes))}</w:footnotes>"
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, xml.encode(), document.package)
        document.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
