"""Turns bytes into letters, and letters into those that are meant; refuses what would be read wrong."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from etl.articles import readable
from etl.locate import BLANK, INVISIBLE
from intake.refusals import Refused, Sentence, say

if TYPE_CHECKING:
    from collections.abc import Iterable

# What nobody sees, and signs that a typeface keeps to itself (bullets of Word).
_UNSEEN = re.compile(rf"[{INVISIBLE}\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ue000-\uf8ff\ufffe\uffff]")
_LINE_END = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_BLANKS = re.compile(rf"[{BLANK}]+")
_AROUND = re.compile(r" ?([\t\n]) ?")
_NOTHING = re.compile(r"^\t+$", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_BOMS = {
    codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF32_LE: "utf-32", codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_COMMON = frozenset(
    {
        "và", "của", "các", "công", "đoàn", "động", "năm", "người", "là", "có", "được", "đã", "với", "tháng", "thành",
        "lập", "hội", "đạt", "tại", "viên", "những", "một", "quận", "huyện", "kết", "nạp", "thỏa", "ước", "số", "tổ",
    }
)  # fmt: skip
# The same kind of words as they look where letters were typed for a typeface of before Unicode.
_OLD = {
    "TCVN3 (.VnTime)": frozenset(
        {
            "vµ", "cña", "c¸c", "c«ng", "®oµn", "®éng", "n¨m", "ng\xadêi", "lµ", "cã", "®\xadîc", "®·", "víi", "th¸ng",
            "thµnh", "lëp", "héi", "®¹t", "t¹i", "viªn", "nh÷ng", "quën", "huyön", "kõt", "n¹p", "sè", "tæ",
        }
    ),
    "VNI": frozenset(
        {
            "vaø", "cuûa", "caùc", "coâng", "ñoaøn", "ñoäng", "naêm", "ngöôøi", "laø", "coù", "ñöôïc", "ñaõ", "vôùi",
            "thaùng", "thaønh", "laäp", "hoäi", "ñaït", "taïi", "vieân", "nhöõng", "moät", "quaän", "huyeän", "keát",
            "naïp", "soá", "toå",
        }
    ),
}  # fmt: skip
# Letters and signs inside of words that no Vietnamese text has: it was read in another encoding than its own.
_FOREIGN = re.compile(r"[åßøæëïöÿçñäü]|[^\W\d_][¡-©«-¶¸»-¿×÷†‡][^\W\d_]")
_MARKED = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯàáảãạèéẻẽẹìíỉĩịòóỏõọùúủũụỳýỷỹỵ\u1ea0-\u1ef9]")
_GARBLED = re.compile("á[º»][^\\w\\s]|Ä[‘\x91]|Æ[°¡]|Ã[¡-¿]|áº|á»")
_LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]|^\?+[^\W\d_]")
_FEW = 3  # words that tell, below which chance may have put them there
_SHARE = 0.05  # of the words of a Vietnamese text, of which a third and more bear marks
_EMPTY = 0.4  # of the letters of a Vietnamese text are plain ASCII, and more
_ENOUGH = 20  # words from which a share says something


def decode(data: bytes, name: object, declared: str = "") -> str:
    """Return what bytes say; `declared` is the encoding that a page names. Raise `Refused` where that is not certain.

    UTF-8 and UTF-16 are known by themselves, Windows-1258 by its words.
    """
    for mark, encoding in _BOMS.items():
        if data.startswith(mark):
            return _decoded(data, encoding, name)
    if b"\0" in data:
        return _utf_16(data, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
    if found := _old_typeface(data.decode("latin-1")):
        raise _typed_for(found, name)
    try:
        text = readable(data.decode("cp1258"))
    except UnicodeDecodeError:
        text = ""
    if _tells(text, _COMMON) > len(_FOREIGN.findall(text.lower())):
        return text
    try:
        if declared and codecs.lookup(declared).name != "utf-8":
            return data.decode(declared)
    except (LookupError, UnicodeDecodeError):
        pass
    raise Refused(
        "{name} is in an encoding that cannot be told (line {line}); open it in the program that made it, and save it "
        "as UTF-8, or copy the text and paste it.", name=name, line=line,
    )  # fmt: skip


def _decoded(data: bytes, encoding: str, name: object) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refused(
            "{name} breaks off or is damaged (byte {byte}); get the file again from where it came.",
            name=name, byte=error.start,
        ) from error  # fmt: skip


def _utf_16(data: bytes, name: object) -> str:
    """Return a text in UTF-16 without a mark at its beginning: many letters are an ASCII byte beside an empty one."""
    first, second = (data[at::2].count(0) * 2 / len(data) for at in (0, 1))
    if max(first, second) > _EMPTY and min(first, second) == 0:
        return _decoded(data, "utf-16-le" if second else "utf-16-be", name)
    raise _no_text(name, data.decode("latin-1"))


def _no_text(name: object, text: str) -> Refused:
    match = _CONTROL.search(text)
    line = text[: match.start()].count("\n") + 1 if match else 1
    return Refused(
        "{name} is no text (control characters on line {line}); bring in the file that holds the text, as .txt, .html, "
        ".docx or .pdf, or paste it.", name=name, line=line,
    )  # fmt: skip


def check_is_text(text: str, name: object) -> None:
    """Raise `Refused` for what a program wrote for itself and not for a reader."""
    if _CONTROL.search(text.replace("\x0c", "\n").replace("\x0b", "\n")):
        raise _no_text(name, text)


def _tells(text: str, words: Iterable[str]) -> int:
    """Return how many words of a text are among those that tell, 0 where chance may have put them there."""
    wanted = frozenset(words)
    return _share_of(sum(word in wanted for word in _all_words(text)), text)


def _all_words(text: str) -> list[str]:
    return [word.strip(".,;:!?()[]\"'“”‘’…").lower() for word in text.split()]


def _share_of(found: int, text: str) -> int:
    count = len(text.split())
    return found if found >= _FEW or (found and count < _ENOUGH) else 0


def _old_typeface(text: str) -> str:
    """Return the name of the old coding that a text was typed in, "" where it was not."""
    found = {coding: _tells(text, words) for coding, words in _OLD.items()}
    best = max(found, key=lambda coding: found[coding])
    return best if found[best] >= _FEW or (found[best] and found[best] > _tells(text, _COMMON)) else ""


def _typed_for(coding: str, name: object) -> Refused:
    return Refused(
        "{name} was typed for an old Vietnamese typeface, {coding}: its letters are not those of today. Copy the text, "
        "convert it to Unicode (in UniKey: Ctrl+Shift+F6), and paste it.", name=name, coding=coding,
    )  # fmt: skip


def check_is_legible(text: str, name: object) -> None:
    """Raise `Refused` where letters were lost on the way, or are not what they look like; figures might be lost too."""
    if found := _old_typeface(text):
        raise _typed_for(found, name)
    words = text.split()
    lost = sum(bool(_LOST.search(word)) and not re.search("[=/&]", word) for word in words)
    if (lost >= _FEW and lost > len(words) / 100) or re.search(r"\w\ufffd|\ufffd\w", text):
        raise Refused(
            "{name} has lost letters (there are signs like ? in the middle of words): it was saved in an encoding "
            "without Vietnamese. Save the original again as UTF-8, or copy the text from it and paste it.", name=name,
        )  # fmt: skip
    if len(_GARBLED.findall(text)) >= _FEW:
        raise Refused(
            "{name} has garbled letters (like áº or Ä‘): some program read UTF-8 as something else. Copy the text from "
            "where it is shown right, and paste it.", name=name,
        )  # fmt: skip


def clean(text: str) -> str:
    r"""Return a text as it is counted in: NFC, lines that end in LF, one kind of blank, nothing that nobody sees.

    Words stay as they are spelled. Cleaned once is cleaned for good.

    >>> clean("Hoa\u0300n  Kiếm\u00a0:\u200b 12 \r\n\r\n\r\n")
    'Hoàn Kiếm : 12'
    """
    text = _UNSEEN.sub("", _LINE_END.sub("\n", text))
    text = _AROUND.sub(r"\1", _BLANKS.sub(" ", readable(text)))
    return re.sub("\n{3,}", "\n\n", _NOTHING.sub("", text)).strip("\n ")


def notices(text: str) -> list[Sentence]:
    """Return what a reader should know of a text before reading it."""
    found = []
    words = _WORD.findall(text)
    if len(words) >= _ENOUGH and sum(bool(_MARKED.search(word)) for word in words) < _SHARE * len(words):
        found.append(
            say(
                "Hardly a word of this text bears Vietnamese marks. What is written in another language, or without "
                "marks, gets no proposals: look for the Vietnamese text, or mark each figure by hand."
            )
        )
    if not any(letter.isdigit() for letter in text):
        found.append(say("There is no numeral in this text: see whether all of it arrived."))
    return found
