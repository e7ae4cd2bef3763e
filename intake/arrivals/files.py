"""Takes the text out of a file, whatever kind it is, or refuses it with a sentence."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from intake.arrivals import letters
from intake.refusals import Refused, Sentence, say

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Callable
    from pathlib import Path

    from intake.arrivals.pages import Block

MAX_MIB = 20  # of a file
_MAX_XML_MIB = 64  # of the parts of a Word file when they are unpacked; an article has less than one
MOST_LETTERS = 1_000_000  # of a text; an article has 5,000
PAGES = (".html", ".htm", ".xhtml")
_IS_PAGE = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body)\b",
    re.IGNORECASE | re.DOTALL,
)
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page says its encoding, and a file what it is
# Kinds that are not read, by what they begin with.
_KINDS = (
    (b"{\\rtf", "RTF"), (b"\x89PNG", "PNG"), (b"\xff\xd8\xff", "JPEG"), (b"GIF8", "GIF"), (b"BM", "BMP"),
    (b"II*\0", "TIFF"), (b"MM\0*", "TIFF"), (b"Rar!", "RAR"), (b"7z\xbc\xaf", "7-Zip"), (b"\x1f\x8b", "gzip"),
)  # fmt: skip
_OWN = {"", "caption_event"}  # parts of a page that are the article's
_PICTURES = {"PNG", "JPEG", "GIF", "BMP", "TIFF"}
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Office files of before 2007, and those with a password


@dataclass(frozen=True)
class Taken:
    """What was taken out of a file: its text, of which kind it was, and what to know of it.

    `said` is what a page or document says of itself to programs: names such as `og:title`, with their values. `stored`
    is a text file's own text, letter for letter; "" where the text had to be taken out of something else.
    """

    text: str
    kind: str
    stored: str = ""
    said: dict[str, str] = field(default_factory=dict)
    notices: tuple[Sentence, ...] = ()


def silent(_page: int, _pages: int) -> None:
    """Tell nobody."""


def take_out(data: bytes, name: str, tick: Callable[[int, int], object] = silent) -> Taken:
    """Return the text of a file; what kind it is is seen in it, not in its name. `tick` hears of pages that were read.

    Raise `Refused` for what cannot be read, or would be read wrong.
    """
    name = shown(name)
    check_size(len(data), name)
    if not data.strip(b"\0\t\n\r "):
        raise Refused("{name} is empty; bring in the file that holds the article.", name=name)
    if b"%PDF-" in data[:1024]:
        return _finished(*_pdf(data, name, tick), name)
    if data.startswith(b"PK\x03\x04"):
        return _finished(*_word(data, name), name)
    _refuse_kind(data, name)
    if PurePath(name).suffix.lower() in PAGES or _IS_PAGE.match(data[:_HEAD]):
        declared = _CHARSET.search(data[:_HEAD])
        page = letters.decode(data, name, declared[1].decode() if declared else "").lstrip("\ufeff")
        return _finished(*_page(page, name), name)
    text = letters.decode(data, name)
    letters.check_is_text(text, name)
    return _finished(text, "text", {}, [], name)


def paste(text: str) -> Taken:
    """Return a text that was pasted. Raise `Refused` where it is empty, or holds what is no text."""
    name = say("The pasted text")
    check_size(len(text.encode("utf-8", "replace")), name)
    if not text.strip():
        raise Refused("Nothing was pasted; copy the article's text, and paste it.")
    if _IS_PAGE.match(text[:_HEAD].encode("utf-8", "replace")):  # a page's source, copied as it is
        return _finished(*_page(text, name), name)
    letters.check_is_text(text, name)
    return _finished(text, "paste", {}, [], name)


def shown(name: str) -> str:
    """Return the name of a file without its folders, fit to be printed."""
    name = name.replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable())[:120] or "?"


def read(path: Path) -> bytes:
    """Return the bytes of a file. Raise `Refused` where there is none that can be read, or it is too large."""
    if path.is_dir():
        raise Refused('{path} is a folder; name its files, such as "{path}"/*.txt.', path=path)
    try:
        check_size(path.stat().st_size, path.name)
        return path.read_bytes()
    except FileNotFoundError:
        raise Refused("{path} is not there; check its name.", path=path) from None
    except OSError as error:
        raise Refused("{path} cannot be read: {why}; let it be read.", path=path, why=error.strerror) from error


def check_size(size: int, name: object) -> None:
    """Raise `Refused` for a file that is too large to be an article."""
    if size > MAX_MIB << 20:
        raise Refused(
            "{name} has {mib} MiB, more than the {most} MiB that a file may have; bring in the article alone, or paste "
            "its text.", name=name, mib=-(-size >> 20), most=MAX_MIB,
        )  # fmt: skip


def _finished(text: str, kind: str, said: dict[str, str], notices: list[Sentence], name: object) -> Taken:
    """Return a text as it is counted in, once it is known to be read right."""
    if len(text) > MOST_LETTERS:
        raise Refused(
            "{name} holds {letters} letters, more than {most}: an article has fewer. Bring in the article alone.",
            name=name, letters=len(text), most=MOST_LETTERS,
        )  # fmt: skip
    letters.check_is_legible(text, name)
    cleaned = letters.clean(text)
    if not cleaned:
        raise Refused("{name} shows no words; bring in the file that holds the article, or paste its text.", name=name)
    stored = text if kind == "text" else ""
    return Taken(cleaned, kind, stored, said, (*notices, *letters.notices(cleaned)))


def _refuse_kind(data: bytes, name: str) -> None:
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise _locked(name)
        raise Refused("{name} is a Word file of an old kind (.doc); save it as .docx, and bring in that.", name=name)
    kind = next((kind for mark, kind in _KINDS if data.startswith(mark)), "")
    if kind in _PICTURES:
        raise Refused(
            "{name} is a picture ({kind}), no text; type what it says, or have it read by a program for scanned pages "
            "(OCR) and check each number.", name=name, kind=kind,
        )  # fmt: skip
    if kind:
        raise _other_kind(name, kind)
    if data[:_HEAD].lstrip()[:200].lower().startswith((b"mime-version:", b"from: <saved by")):
        raise Refused(
            "{name} is a page saved as one file (.mht); save it as “HTML only”, or copy the text and paste it.",
            name=name,
        )


def _other_kind(name: str, kind: str) -> Refused:
    return Refused(
        "{name} is of a kind that is not read ({kind}); bring in .txt, .html, .docx or .pdf, or copy the text and "
        "paste it.", name=name, kind=kind,
    )  # fmt: skip


def _locked(name: str) -> Refused:
    return Refused("{name} is locked with a password; save it without one, and bring in that.", name=name)


def _broken(name: object) -> Refused:
    return Refused(
        "{name} is damaged or not whole; open it in the program that made it and save it again, or copy the text and "
        "paste it.", name=name,
    )  # fmt: skip


def _pdf(data: bytes, name: str, tick: Callable[[int, int], object]) -> tuple[str, str, dict[str, str], list[Sentence]]:
    from intake.arrivals import pdf  # noqa: PLC0415  (not needed for the other kinds)

    found = pdf.read(data, name, tick)
    if not found:
        raise _broken(name)
    text, notices = found
    return text, "pdf", {}, notices


def _word(data: bytes, name: str) -> tuple[str, str, dict[str, str], list[Sentence]]:
    import zipfile  # noqa: PLC0415  (slow, and not needed for the other kinds)

    import mammoth  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = {part.filename: part for part in package.infolist()}
        _check_package(parts, name)
        picture = mammoth.images.img_element(lambda _: {})
        page = mammoth.convert_to_html(io.BytesIO(data), convert_image=picture, external_file_access=False).value
    except Refused:
        raise
    except Exception as error:  # a broken file makes the library fail in any way
        raise _broken(name) from error
    if not page.strip():
        raise Refused(
            "{name} holds no words, perhaps only pictures; bring in the file that holds the text, or paste it.",
            name=name,
        )
    return _page(page, name, "document")


def _check_package(parts: dict[str, zipfile.ZipInfo], name: str) -> None:
    """Raise `Refused` for a package that is no Word file, or would fill the memory when it is unpacked."""
    if "word/document.xml" not in parts:
        kinds = {"xl/workbook.xml": "Excel", "ppt/presentation.xml": "PowerPoint", "content.xml": "OpenDocument"}
        raise _other_kind(name, next((kind for part, kind in kinds.items() if part in parts), "ZIP"))
    unpacked = sum(part.file_size for part in parts.values() if part.filename.endswith((".xml", ".rels")))
    if unpacked > _MAX_XML_MIB << 20:
        raise Refused(
            "{name} unpacks to {mib} MiB, more than the {most} that are read; copy the text from it, and paste it.",
            name=name, mib=-(-unpacked >> 20), most=_MAX_XML_MIB,
        )  # fmt: skip
    if any(part.flag_bits & 1 for part in parts.values()):
        raise _locked(name)


def _page(page: str, name: object, kind: str = "page") -> tuple[str, str, dict[str, str], list[Sentence]]:
    from intake.arrivals import pages  # noqa: PLC0415  (slow, and not needed for the other kinds)

    try:
        tree = pages.parse(page)
    except ValueError as error:
        raise _broken(name) from error
    if tree is None:
        raise Refused("{name} is a page without words; save it again, or copy the text and paste it.", name=name)
    blocks = pages.blocks(tree)
    own = [block for block in blocks if block.region in _OWN] or blocks
    left_out = [_line(block) for block in blocks if block.region not in _OWN] if len(own) < len(blocks) else []
    notices = []
    if count := sum(any(letter.isdigit() for letter in line) for line in left_out):
        notices.append(
            say(
                "{lines} lines of the page are not of the article (menus, other articles) and were left out, {count} "
                "of them with numerals. If something is missing, copy the text and paste it.",
                lines=len(left_out), count=count,
            )
        )  # fmt: skip
    return "\n".join(map(_line, own)), kind, pages.said(tree) if kind == "page" else {}, notices


def _line(block: Block) -> str:
    """Return a block as a line: cells with tabs between them; what stands below a picture ends in a stroke."""
    line = "\t".join(block.cells) or block.text
    return f"{line} |" if block.region == "caption_event" and not line.endswith("|") else line
