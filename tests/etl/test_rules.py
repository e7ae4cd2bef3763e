"""What is refused, and with which sentence: the table is the specification of etl/schema.sql and etl/rules.sql."""

# ruff: noqa: E501  (a sentence stands on one line, to be found by searching for it)

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from etl.__main__ import main
from etl.build import Refused, check
from tests.etl.conftest import Seeds

Edit = Callable[[Seeds], None]
Case = tuple[str, list[Edit], list[str]]

ETL = Path(__file__).parents[2] / "etl"
ICONS = re.findall(
    "'(.+?)'", (ETL / "schema.sql").read_text(encoding="utf-8").partition("type icon as enum")[2].partition(";")[0]
)
TODAY = str((datetime.now(UTC) + timedelta(hours=7)).date())  # in Hà Nội; no case of a day to come is within a century
CLAIM = "a001-l08-1"  # line 5: "16 Công đoàn cơ sở"
ARTICLE = "001_161702fb8bb32444"
STRANGE = "has an invisible character or a letter of another alphabet (U+{})"
PASSED_OVER = "a000-p03"  # line 4: "14/8/2023"
CORRECTIONS_HEADER = b"correction_id,claim_id,column_name,before,after,reason,corrected_by,confirmed_by,corrected_on\n"
TARGET = {
    "claim_id": "t1",
    "time_period": "2020",
    "period_end": "2020-12-31",
    "scenario": "target",
    "target_kind": "assigned",
    "value": "2",
    "as_printed": "2 bản",
    "char_start": "1",
    "char_end": "6",
}  # beside a003-l08-1: 1 union formed, printed as 50 % of the target
THIRTEEN = {
    "claim_id": "t2",
    "time_period": "2023",
    "period_end": "2023-12-31",
    "scenario": "target",
    "obs_status": "A",
    "value": "13",
    "as_printed": "16/13 bản",
    "numeral": "13",
    "out_of": "",
    "char_end": "2009",
}  # beside CLAIM: 16 unions formed, printed as 16/13


def cell(name: str, key: str, column: str, value: str) -> Edit:
    return lambda seeds: seeds.cell(name, key, column, value)


def claim(key: str = CLAIM, **values: str) -> Edit:
    def edit(seeds: Seeds) -> None:
        for column, value in values.items():
            seeds.cell("claims", key, column, value)

    return edit


def printed_too(*several: str, **values: str) -> list[Edit]:
    """Further claims of CLAIM's place with these words, none of which stands for anything: many cases in one run."""
    usual = {"rank": "deprecated", "rank_reason": "r"} | values
    copies = [
        copy_row("claims", CLAIM, claim_id=f"x{n}", as_printed=words, char_end=str(2000 + len(words)), **usual)
        for n, words in enumerate(several)
    ]
    return [*copies, translated("r")]


def range_of(words: str, low: tuple[str, str], high: tuple[str, str]) -> list[Edit]:
    """A range in the place of CLAIM: its words, and numeral and value of both ends; the high end is x and its value."""
    end = str(2000 + len(words))
    high_end = {"claim_id": f"x{high[1]}", "numeral": high[0], "value": high[1], "qualifier": "at_most"}
    return [
        claim(as_printed=words, char_end=end, numeral=low[0], value=low[1], qualifier="at_least"),
        copy_row("claims", CLAIM, **high_end),
    ]


def copy_row(name: str, key: str, **values: str) -> Edit:
    return lambda seeds: seeds.copy_row(name, key, **values)


def swap(name: str, old: str, new: str | bytes, count: int = 1) -> Edit:
    return lambda seeds: seeds.swap(name, old.encode(), new.encode() if isinstance(new, str) else new, count)


def content(name: str, new: bytes) -> Edit:
    def edit(seeds: Seeds) -> None:
        seeds.file(name).write_bytes(new)

    return edit


def remove(name: str) -> Edit:
    return lambda seeds: seeds.file(name).unlink()


def translated(sentence: str) -> Edit:
    return lambda seeds: seeds.translate(sentence)


def corrected(*rows: dict[str, str]) -> Edit:
    """Corrections of the value of CLAIM from 15 to 16, with other values, and their English."""
    usual = {"claim_id": CLAIM, "column_name": "value", "before": "15", "after": "16", "reason": "Đọc nhầm số."}
    by_whom = {"corrected_by": "reader-2", "confirmed_by": "reader-1", "corrected_on": "2026-11-22"}

    def edit(seeds: Seeds) -> None:
        table = [{"correction_id": f"k{n}"} | usual | by_whom | row for n, row in enumerate(rows, start=1)]
        lines = [",".join(table[0]), *(",".join(row.values()) for row in table)]
        seeds.file("corrections").write_text("\n".join(lines) + "\n", encoding="utf-8")
        for reason in {row["reason"] for row in table}:
            seeds.translate(reason)

    return edit


def read_twice(comparison: dict[str, str] | None = None, **difference: str) -> Edit:
    """A comparison of two readings of ARTICLE, one difference in it, with other values, and its English."""
    one = {"article_id": ARTICLE, "first_reader": "reader-1", "second_reader": "reader-2", "settled_on": "2026-11-21"}
    one |= {"both_figure": "9", "only_first": "1", "only_second": "0", "both_passed": "40", "compared": "9"}
    two = {"difference_id": "d1", "article_id": ARTICLE, "claim_id": CLAIM, "line": "8", "as_printed": "16"}
    two |= {"column_name": "value", "first_said": "16", "second_said": "61", "settled": "16", "reason": "Đọc nhầm số."}

    def edit(seeds: Seeds) -> None:
        for name, row in (("comparisons", one | (comparison or {})), ("differences", two | difference)):
            seeds.file(name).write_text(f"{','.join(row)}\n{','.join(row.values())}\n", encoding="utf-8")
        seeds.translate("Đọc nhầm số.")

    return edit


def faults(seeds: Seeds) -> list[str]:
    try:
        check(seeds.path)
    except Refused as refusal:
        return [str(fault) for fault in refusal.faults]
    return []


def seen(text: str) -> str:
    """A text as a sentence about it shows it: what cannot be seen is written out."""
    return "".join(letter if letter.isprintable() else ascii(letter)[1:-1] for letter in text)


FILES: list[Case] = [
    (
        "a missing file",
        [remove("sectors")],
        [
            "sectors.csv: is missing; restore it, or create it with the header sector,name_vi,name_en.",
        ],
    ),
    (
        "an empty file",
        [content("sectors", b"")],
        [
            "sectors.csv: is empty; restore it, or begin it with the header sector,name_vi,name_en.",
        ],
    ),
    (
        "a header without rows",
        [content("topics", b"topic,name_vi,name_en,position\n")],
        [
            "topics.csv: has no rows; restore those below its header.",
        ],
    ),
    (
        "a missing file of sentences that have English",
        [remove("coverage")],
        [
            "coverage.csv: is missing; restore it, or create it with the header article_id,indicator_id,time_period,sector,unit_id,list_kind,line,reason.",
        ],
    ),
    (
        "no English at all",
        [remove("translations")],
        [
            "translations.csv: is missing; restore it, or create it with the header text_vi,text_en.",
        ],
    ),
    (
        "a header above no English",
        [content("translations", b"text_vi,text_en\n")],
        [
            "translations.csv: has no rows; restore those below its header.",
        ],
    ),
    (
        "rows without a header",
        [swap("sectors", "sector,name_vi,name_en\n", "\n")],
        [
            "sectors.csv:1: is not the header; begin the file with sector,name_vi,name_en.",
        ],
    ),
    (
        "an extra column",
        [swap("sectors", "\n", ",x\n", 99)],
        [
            'sectors.csv:1: has a column "x" that the table does not know; remove or rename it.',
        ],
    ),
    (
        "a missing column",
        [swap("sectors", "name_en\n", "name_e\n")],
        [
            'sectors.csv:1: has a column "name_e" that the table does not know; remove or rename it.',
            "sectors.csv:1: lacks the column name_en; add it to the header and to every row.",
        ],
    ),
    (
        "a column twice",
        [swap("sectors", "name_en\n", "name_vi\n")],
        [
            "sectors.csv:1: has the column name_vi twice; keep one of them.",
            "sectors.csv:1: lacks the column name_en; add it to the header and to every row.",
        ],
    ),
    *[
        (
            f"a file of {signs}",
            [swap("sectors", ",", sign, 99)],
            [f"sectors.csv:1: has {signs} between its values; save the file with commas."],
        )
        for sign, signs in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars"))
    ],
    *[
        (
            f"a file in {code}",
            [content("sectors", "sector,name_vi,name_en\na,b,c\n".encode(code))],
            ["sectors.csv:1: is UTF-16; save the file as UTF-8."],
        )
        for code in ("utf-16", "utf-16-le", "utf-16-be")
    ],
    (
        "a cell of 200,000 letters in a file with another fault",
        [
            content(
                "sectors",
                b"sector,name_vi,name_en\na,b," + b"z" * 200_000 + b"\nx,y\n",
            )
        ],
        [
            f'sectors.csv:2: name_en: "{"z" * 79}…" is longer than 100 letters; write it without.',
            "sectors.csv:3: has 2 values under a header of 3; give every column one value, and put a value with a comma inside in double quotes.",
        ],
    ),
    (
        "a line of fewer than two million letters and more bytes",
        [content("sectors", b"sector,name_vi,name_en\na,b,c\nx,y," + "ế".encode() * 900_000 + b"\n")],
        [
            "sectors.csv:3: is longer than two million bytes; check that it is the right file.",
        ],
    ),
    (
        "a heading of 200,000 letters",
        [swap("sectors", "\n", ",x\n", 99), swap("sectors", "name_en,x", "name_en," + "x" * 200_000)],
        [
            f'sectors.csv:1: has a column "{"x" * 79}…" that the table does not know; remove or rename it.',
        ],
    ),
    (
        "a heading that would move a terminal's cursor",
        [swap("sectors", "name_en\n", "name_en\x1b[2J\n")],
        [
            'sectors.csv:1: has a column "name_en\\x1b[2J" that the table does not know; remove or rename it.',
            "sectors.csv:1: lacks the column name_en; add it to the header and to every row.",
        ],
    ),
    (
        "a value that would move a terminal's cursor",
        [swap("sectors", "no restriction", "no restriction\x1b[2J\u202e")],
        [
            'sectors.csv:2: name_en: "no restriction\\x1b[2J\\u202e" has a blank at an end or a control character; write it without.',
        ],
    ),
    (
        "a BOM",
        [swap("sectors", "sector,", "\ufeffsector,")],
        [
            "sectors.csv:1: begins with a byte order mark; save the file as UTF-8 without BOM.",
        ],
    ),
    (
        "Windows line ends",
        [swap("claims", "\n", "\r\n", 99)],
        [
            "claims.csv:1: has a Windows line end; save the file with line ends LF.",
        ],
    ),
    (
        "NFD",
        [swap("claims", "6/6 đơn vị", unicodedata.normalize("NFD", "6/6 đơn vị"))],
        [
            "claims.csv:11: has letters written with combining marks (NFD); save the file in normal form NFC.",
        ],
    ),
    (
        "Latin-1",
        [swap("sectors", "không", b"kh\xf4ng")],
        [
            "sectors.csv:2: is not UTF-8; save the file as UTF-8.",
        ],
    ),
    (
        "a stray quote",
        [swap("claims", ",16 C", ',16" C')],
        [
            "claims.csv:5: has a double quote without a partner; remove or close it, and keep each row on one line.",
        ],
    ),
    (
        "a quoted piece of a value",
        [swap("claims", ",16 C", ',"16" C')],
        [
            "claims.csv:5: has stray double quotes; put the whole value in double quotes, and write each one inside it twice.",
        ],
    ),
    (
        "two stray quotes",
        [swap("claims", "16 Công", '16 "Công"')],
        [
            "claims.csv:5: has stray double quotes; put the whole value in double quotes, and write each one inside it twice.",
        ],
    ),
    (
        "too few values",
        [swap("sectors", "_T,", "_T")],
        [
            "sectors.csv:2: has 2 values under a header of 3; give every column one value, and put a value with a comma inside in double quotes.",
        ],
    ),
    (
        "too many values",
        [swap("sectors", "_T,", "_T,,")],
        [
            "sectors.csv:2: has 4 values under a header of 3; give every column one value, and put a value with a comma inside in double quotes.",
        ],
    ),
    (
        "a blank line",
        [swap("sectors", "_T", "\n_T")],
        [
            "sectors.csv:2: is blank; remove the line.",
        ],
    ),
    (
        "a value over several lines",
        [swap("sectors", "non_state,", 'non_state,"a\nb, c\nd",x\nzz,')],
        [
            "sectors.csv:3: has a double quote without a partner; remove or close it, and keep each row on one line.",
        ],
    ),
    (
        "200 MB",
        [lambda seeds: os.truncate(seeds.file("claims"), 200 << 20)],
        [
            "claims.csv: has 200 MiB, more than the 64 MiB that hand-read seeds may have; check that it is the right file, or allow more with --max-mib.",
        ],
    ),
    (
        "a line of 3 MB",
        [content("sectors", b"sector,name_vi,name_en\na,b,c\nx,y," + b"z" * 3_000_000 + b"\n")],
        [
            "sectors.csv:3: is longer than two million bytes; check that it is the right file.",
        ],
    ),
]

VALUES: list[Case] = [
    (
        "a formula",
        [claim(note="=1+1")],
        [
            'claims.csv:5: note: "=1+1" begins like a spreadsheet formula; write it without.',
        ],
    ),
    (
        "a formula in a number",
        [claim(value="=16")],
        [
            'claims.csv:5: value: "=16" is not a number; write digits, with a point before decimals, such as 60.24.',
        ],
    ),
    (
        "a blank at the end",
        [claim(note="a ")],
        [
            'claims.csv:5: note: "a " has a blank at an end or a control character; write it without.',
        ],
    ),
    (
        "a hard blank at the end",
        [claim(note="a\xa0")],
        [
            'claims.csv:5: note: "a\\xa0" has a blank at an end or a control character; write it without.',
        ],
    ),
    (
        "a tab",
        [claim(note="a\tb")],
        [
            'claims.csv:5: note: "a\\tb" has a blank at an end or a control character; write it without.',
        ],
    ),
    *(
        (
            f"in a name, {what}",
            [cell("sectors", "non_state", "name_vi", name)],
            [f'sectors.csv:3: name_vi: "{seen(name)}" {problem}; write it without.'],
        )
        for what, name, problem in [
            ("two blanks", "ngoài  nhà nước", "has two blanks in a row"),
            ("a turn to the left", "ngoài \u202enhà nước", STRANGE.format("202E")),
            ("a blank of no width", "ngoài\u200bnhà nước", STRANGE.format("200B")),
            ("a hyphen that is not seen", "ngoài nhà nước\u00ad", STRANGE.format("00AD")),
            ("a Greek letter", "ng\u03bfài nhà nước", STRANGE.format("03BF")),
            ("an Icelandic letter", "Ðống Đa", STRANGE.format("00D0")),
            ("a hard blank", "ngoài\u00a0nhà nước", STRANGE.format("00A0")),
            ("a separator of lines", "ngoài\u2028nhà nước", "has a blank at an end or a control character"),
        ]
    ),
    (
        "a name of 60,000 letters",
        [cell("units", "004", "name", "a" * 60_000)],
        [f'units.csv:5: name: "{"a" * 79}…" is longer than 100 letters; write it without.'],
    ),
    (
        "a sentence of 60,000 letters",
        [claim(note="a" * 60_000)],
        [f'claims.csv:5: note: "{"a" * 79}…" is longer than 2000 letters; write it without.'],
    ),
    (
        "half a line",
        [claim(line="1.5")],
        [
            'claims.csv:5: line: "1.5" is not a whole number; write digits only, such as 12.',
        ],
    ),
    (
        "a decimal comma",
        [claim(value="1,5")],
        [
            'claims.csv:5: value: "1,5" is not a number; write digits, with a point before decimals, such as 60.24.',
        ],
    ),
    (
        "31 June",
        [claim(period_end="2023-06-31")],
        [
            'claims.csv:5: period_end: "2023-06-31" is not a day of the calendar; write it as 2023-06-30.',
        ],
    ),
    (
        "a day as it is said",
        [claim(entered_on="21/11/2026")],
        [
            'claims.csv:5: entered_on: "21/11/2026" is not a day of the calendar; write it as 2023-06-30.',
        ],
    ),
    (
        "yes",
        [cell("indicators", "unions_formed", "is_core", "yes")],
        [
            'indicators.csv:2: is_core: "yes" is neither true nor false; write true or false.',
        ],
    ),
    (
        "another scenario",
        [claim(scenario="planned")],
        [
            'claims.csv:5: scenario: "planned" is not in the vocabulary; write one of actual, target.',
        ],
    ),
    (
        "no value",
        [claim(value="")],
        [
            'claims.csv:5: value: "" is empty; fill it.',
        ],
    ),
    (
        "no sector",
        [claim(sector="")],
        [
            'claims.csv:5: sector: "" is empty; fill it.',
        ],
    ),
    (
        "bad values that rules ask for",
        [
            claim("a003-l08-3", target_kind="asigned"),
            claim("a001-l07-1", out_of="=6"),
            cell("articles", ARTICLE, "event_kind", "printd"),
            cell("units", "C1", "unit_kind", "clster"),
        ],
        [
            'articles.csv:3: event_kind: "printd" is not in the vocabulary; write one of printed, inferred.',
            'units.csv:32: unit_kind: "clster" is not in the vocabulary; write one of federation, cluster, city.',
            'claims.csv:3: out_of: "=6" is not a number; write digits, with a point before decimals, such as 60.24.',
            'claims.csv:15: target_kind: "asigned" is not in the vocabulary; write one of assigned, registered.',
        ],
    ),
]

SCHEMA: list[Case] = [
    (
        "an address for a slug",
        [cell("units", "004", "slug", "../../Hà Đông?x=1")],
        [
            "units.csv:5: slug: \"../../Hà Đông?x=1\" breaks the rule regexp_full_match(slug, '[a-z0-9]+(-[a-z0-9]+)*'); correct it.",
        ],
    ),
    (
        "an address for a code",
        [copy_row("sectors", "_T", sector="../x")],
        [
            "sectors.csv:7: sector: \"../x\" breaks the rule regexp_full_match(sector, '[A-Za-z0-9_-]+'); correct it.",
        ],
    ),
    (
        "a tile at the end of the world",
        [cell("units", "004", "tile_row", "-2147483648")],
        [
            'units.csv:5: tile_row: "-2147483648" breaks the rule tile_row BETWEEN 0 AND 20; correct it.',
        ],
    ),
    (
        "a key twice",
        [copy_row("sectors", "_T")],
        [
            'sectors.csv:7: sector: "_T" repeats the sector of line 2; give every row its own.',
        ],
    ),
    (
        "a claim twice",
        [copy_row("claims", CLAIM)],
        [
            'claims.csv:31: claim_id: "a001-l08-1" repeats the claim_id of line 5; give every row its own.',
        ],
    ),
    (
        "a position twice",
        [cell("indicators", "unions_formed", "position", "2")],
        [
            'indicators.csv:3: position: "2" repeats the position of line 2; give every row its own.',
        ],
    ),
    (
        "a unit twice in a list",
        [swap("coverage", "unions_formed,2023-S1,_T,002", "unions_formed,2023-S1,_T,001")],
        [
            'coverage.csv:13: article_id: "001_161702fb8bb32444" repeats the article_id, indicator_id, time_period, sector, unit_id of line 12; give every row its own.',
        ],
    ),
    (
        "an unknown article",
        [claim(article_id="999")],
        [
            'claims.csv:5: article_id: "999" is not in articles.csv; correct it, or add the row to articles.csv.',
        ],
    ),
    (
        "an unknown unit",
        [claim(unit_id="999")],
        [
            'claims.csv:5: unit_id: "999" is not in units.csv; correct it, or add the row to units.csv.',
        ],
    ),
    (
        "an unknown indicator",
        [claim(indicator_id="x")],
        [
            'claims.csv:5: indicator_id: "x" is not in indicators.csv; correct it, or add the row to indicators.csv.',
        ],
    ),
    (
        "an unknown measure",
        [claim(unit_measure="X")],
        [
            'claims.csv:5: unit_measure: "X" is not in unit_measures.csv; correct it, or add the row to unit_measures.csv.',
        ],
    ),
    (
        "an unknown sector",
        [claim(sector="x")],
        [
            'claims.csv:5: sector: "x" is not in sectors.csv; correct it, or add the row to sectors.csv.',
        ],
    ),
    (
        "a negative value",
        [claim(value="-16")],
        [
            'claims.csv:5: value: "-16" breaks the rule value >= 0; correct it.',
        ],
    ),
    (
        "out of nothing",
        [claim("a001-l07-1", out_of="0")],
        [
            'claims.csv:3: out_of: "0" breaks the rule out_of > 0; correct it.',
        ],
    ),
    (
        "61 characters",
        [claim(as_printed="16 " + "x" * 58, char_end="2061")],
        [
            'claims.csv:5: as_printed: "16 xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" breaks the rule length(as_printed) <= 60; correct it.',
        ],
    ),
    (
        "line 0",
        [claim(line="0")],
        [
            'claims.csv:5: line: "0" breaks the rule line > 0; correct it.',
        ],
    ),
    (
        "a place before the article",
        [claim(char_start="-1")],
        [
            'claims.csv:5: char_start: "-1" breaks the rule char_start >= 0; correct it.',
        ],
    ),
    (
        "line 0 of a list",
        [swap("coverage", "open,8", "open,0")],
        [
            'coverage.csv:12: line: "0" breaks the rule line > 0; correct it.',
        ],
    ),
    (
        "no hash",
        [cell("articles", ARTICLE, "sha256", "abc")],
        [
            "articles.csv:3: sha256: \"abc\" breaks the rule regexp_full_match(sha256, '[0-9a-f]{64}'); correct it.",
        ],
    ),
    (
        "five decimals",
        [cell("unit_measures", "UNION", "decimals", "5")],
        [
            'unit_measures.csv:2: decimals: "5" breaks the rule decimals BETWEEN 0 AND 4; correct it.',
        ],
    ),
    (
        "published backwards",
        [cell("articles", ARTICLE, "published_to", "2023-05-01")],
        [
            'articles.csv:3: published_to: "2023-05-01" breaks the rule published_to >= published_from; correct it.',
        ],
    ),
    (
        "an unknown topic",
        [cell("indicators", "unions_formed", "topic", "x")],
        [
            'indicators.csv:2: topic: "x" is not in topics.csv; correct it, or add the row to topics.csv.',
        ],
    ),
    (
        "lines passed over backwards",
        [cell("passed_over", PASSED_OVER, "line", "3")],
        [
            'passed_over.csv:4: line_to: "2" breaks the rule line_to >= line; correct it.',
        ],
    ),
    (
        "a sentence passed over",
        [cell("passed_over", PASSED_OVER, "as_printed", "1" * 61)],
        [
            f'passed_over.csv:4: as_printed: "{"1" * 61}" breaks the rule length(as_printed) <= 60; correct it.',
        ],
    ),
    (
        "a correction of an unknown claim",
        [corrected({"claim_id": "x"})],
        [
            'corrections.csv:2: claim_id: "x" is not in claims.csv; correct it, or add the row to claims.csv.',
        ],
    ),
    (
        "an event backwards",
        [cell("articles", ARTICLE, "event_to", "2023-05-01")],
        [
            'articles.csv:3: event_to: "2023-05-01" breaks the rule event_to >= event_from; correct it.',
        ],
    ),
]

# How a paper hedges a number, by what it says. None of them passes as exact, all of them as what they say.
HEDGED = {
    "more_than": ["vượt mốc 16 bản", "hơn - 16 bản", "trên (16) bản", "hơn 16 bản", "trên 16 bản", "quá 16 bản", "đạt trên 16 bản", "vượt mức 16 bản", "đón hơn 16 lượt", ">16 bản"],
    "at_least": ["ít nhất 16 bản", "không dưới 16 bản", "không ít hơn 16 bản", "16 bản trở lên", "từ 16 bản trở lên", "16 bản trở đi", "≥ 16 bản"],
    "about": [
        "khoảng 16 bản", "xấp xỉ 16 bản", "chừng 16 bản", "ước đạt 16 bản", "ước tính 16 bản", "ước thực hiện 16 bản",
        "trên dưới 16 bản", "khoảng hơn 16 bản", "16 bản (ước)", "16 bản (ước thực hiện)", "~16 bản", "Ước\u00a0đạt\u00a016 bản",
    ],
    "nearly": ["sát 16 bản", "gần 16 bản", "ngót 16 bản", "non 16 bản", "gần tới 16 bản"],
    "less_than": ["chưa đạt 16 bản", "dưới 16 bản", "chưa đến 16 bản", "chưa tới 16 bản", "chưa đầy 16 bản", "chưa tròn 16 bản", "<16 bản"],
    "at_most": ["chưa quá 16 bản", "không quá 16 bản", "tối đa 16 bản", "không vượt quá 16 bản", "16 bản trở xuống", "từ 16 bản trở xuống", "<= 16 bản"],
}  # fmt: skip
UNCLEAR = {
    "vượt 16 bản": "vượt",
    "gần hơn 16 bản": "gần hơn",
    "hơn 16 bản trở xuống": "hơn … trở xuống",
    "ngoài 16 bản": "ngoài",
    "thấp hơn 16 bản": "thấp hơn",
    "hầu hết 16 bản": "hầu hết",
    "không thể dưới 16 bản": "không thể dưới",
    "chưa hơn 16 bản": "chưa hơn",
    "bình quân mỗi đơn vị 16 bản": "bình quân mỗi đơn vị",
    "trung bình 16 bản": "trung bình",
    "gần như 16 bản": "gần như",
}
WHOLE = "which is no number that can be read whole; take the whole numeral in; a fraction or a power cannot be entered, a range is two claims"
ONE = "leave all but one out, or write the one that is meant into numeral"
MISREAD = [
    ("12 nghìn đoàn viên", "12", "12000, but value is 12; read the article again and mend value or as_printed"),
    ("10 triệu", "10", "10000000, but value is 10; read the article again and mend value or as_printed"),
    ("12 nghìn rưỡi", "12000", f"12, {WHOLE}"),
    ("12 nghìn 500", "12000", f"several numerals: 12, 500; {ONE}"),
    ("12 500 đoàn viên", "12", f"several numerals: 12, 500; {ONE}"),
    ("1,2 nghìn bản", "1.2", "1200, but value is 1.2; read the article again and mend value or as_printed"),
    ("1,2 nghìn rưỡi", "1200", f"1,2, {WHOLE}"),
    ("1.2 nghìn", "1200", f"1.2, {WHOLE}"),
    ("1.20", "1", f"1.20, {WHOLE}"),
    ("0.123", "123", f"0.123, {WHOLE}"),
    ("12.34.567", "12", f"12.34.567, {WHOLE}"),
    ("10½", "10", f"10½, {WHOLE}"),
    ("10⁵", "10", f"10⁵, {WHOLE}"),
    ("10-15 bản", "15", f"10-15, {WHOLE}"),
    ("Z153 bản", "153", f"153, {WHOLE}"),
    ("16+ bản", "16", f"16, {WHOLE}"),
    (",5 bản", "5", f"5, {WHOLE}"),
    ("16 nghìn năm trăm", "16000", f"16, {WHOLE}"),
    ("16 tr đồng", "16", f"16, {WHOLE}"),
    ("900.000 tỷ tỷ", "1", f"900.000, {WHOLE}"),
    ("quý 1: 10 công đoàn", "1", f"several numerals: 1, 10; {ONE}"),
    ("không dưới chỉ tiêu", "0", "no number, but value is 0; read the article again and mend value or as_printed"),
    ("chưa đạt chỉ tiêu", "0", "no number, but value is 0; read the article again and mend value or as_printed"),
    ("không nêu số bản", "0", "no number, but value is 0; read the article again and mend value or as_printed"),
    ("chưa có số liệu", "0", "no number, but value is 0; read the article again and mend value or as_printed"),
    ("các bản khác", "0", "no number, but value is 0; read the article again and mend value or as_printed"),
    ("chưa ký được bản nào", "5", "0, but value is 5; read the article again and mend value or as_printed"),
    ("không có một bản nào", "1", "0, but value is 1; read the article again and mend value or as_printed"),
    ("mười hai bản", "2", "12, but value is 2; read the article again and mend value or as_printed"),
    ("hai ba bản", "23", f"hai ba, {WHOLE}"),
    ("mười mấy bản", "10", f"mười, {WHOLE}"),
    ("vài ba bản", "3", f"ba, {WHOLE}"),
    ("một số bản", "1", f"một, {WHOLE}"),
    ("một nửa", "1", f"một, {WHOLE}"),
    ("hai phần ba", "2", f"several numerals: hai, ba; {ONE}"),
    ("lần thứ hai", "2", f"hai, {WHOLE}"),
    ("hai nghìn rưỡi", "2000", f"hai nghìn, {WHOLE}"),
    ("hai nghìn năm bản", "2005", f"hai nghìn năm, {WHOLE}"),
    ("một trăm lẻ bản", "100", f"một trăm lẻ, {WHOLE}"),
    ("trong năm mươi nghìn ba", "50003", f"năm mươi nghìn ba, {WHOLE}"),
    ("ba bản trong năm qua", "3", f"several numerals: ba, năm; {ONE}"),
    ("hai, ba bản", "2", f"several numerals: hai, ba; {ONE}"),
]

RULES: list[Case] = [
    *(
        (
            f"a day outside any sense: {day} in {column}",
            [cell(table, key, column, day)],
            [f'{table}.csv:{line}: {column}: "{day}" lies outside {earliest} to {latest}; mend the day.'],
        )
        for table, line, key, column, day, earliest, latest in [
            ("units", 22, "273", "valid_to", "290000-01-01", "1945-01-01", "2100-12-31"),
            ("units", 22, "273", "valid_from", "44927-01-01 (BC)", "1945-01-01", "2100-12-31"),
            ("articles", 6, "004_cbaa0af9124c2583", "published_from", "0001-01-01", "2000-01-01", TODAY),
            ("articles", 6, "004_cbaa0af9124c2583", "published_to", "2232-01-01", "2000-01-01", TODAY),
            ("articles", 6, "004_cbaa0af9124c2583", "saved_from", "2232-01-01", "2000-01-01", TODAY),
        ]
    ),
    (
        "an article of a day to come",
        [
            cell("articles", ARTICLE, "published_to", "2232-01-01"),
            cell("articles", ARTICLE, "published_from", "2232-01-01"),
        ],
        [
            f'articles.csv:3: published_from: "2232-01-01" lies outside 2000-01-01 to {TODAY}; mend the day.',
            f'articles.csv:3: published_to: "2232-01-01" lies outside 2000-01-01 to {TODAY}; mend the day.',
        ],
    ),
    (
        "entered on a day to come",
        [claim(entered_on="2062-11-21", checked_on="2062-11-22")],
        [
            f'claims.csv:5: checked_on: "2062-11-22" lies outside 2000-01-01 to {TODAY}; mend the day.',
            f'claims.csv:5: entered_on: "2062-11-21" lies outside 2023-06-01 to {TODAY}; mend the day.',
        ],
    ),
    (
        "entered before the article was out",
        [claim(entered_on="2023-05-31")],
        [f'claims.csv:5: entered_on: "2023-05-31" lies outside 2023-06-01 to {TODAY}; mend the day.'],
    ),
    (
        "checked two thousand years ago",
        [claim(checked_on="0026-11-21")],
        [
            'claims.csv:5: checked_on: "0026-11-21" is before the claim was entered; check the two days.',
            f'claims.csv:5: checked_on: "0026-11-21" lies outside 2000-01-01 to {TODAY}; mend the day.',
        ],
    ),
    (
        "corrected on a day to come",
        [corrected({"corrected_on": "2062-11-21"})],
        [f'corrections.csv:2: corrected_on: "2062-11-21" lies outside 2000-01-01 to {TODAY}; mend the day.'],
    ),
    (
        "an article of a period outside any sense",
        [cell("articles", ARTICLE, "reported_period", "9999-12-31")],
        ['articles.csv:3: reported_period: "9999-12-31" lies outside 1990 to 2050; mend the period.'],
    ),
    (
        "a list of a period outside any sense",
        [
            swap(
                "coverage",
                "congress_guidance_completed,2023-05-31,_T,007",
                "congress_guidance_completed,9999-12-31,_T,007",
            )
        ],
        ['coverage.csv:6: time_period: "9999-12-31" lies outside 1990 to 2050; mend the period.'],
    ),
    (
        "a figure of a period outside any sense",
        [claim("a002-l12-1", time_period="2062", period_start="2062-01-01", period_end="2062-12-31")],
        [
            'claims.csv:12: period_end: "2062-12-31" lies outside 1990-01-01 to 2050-12-31; mend the day.',
            'claims.csv:12: period_start: "2062-01-01" lies outside 1990-01-01 to 2050-12-31; mend the day.',
            'claims.csv:12: time_period: "2062" lies outside the life of Thường Tín (the beginning to 2025-06-30); check the unit and the period; a district is never continued by a ward or commune.',
        ],
    ),
    (
        "a result of a period to come",
        [claim("a003-l09-1", time_period="2021-S1", period_start="2021-01-01", period_end="2021-06-30")],
        [
            'claims.csv:17: time_period: "2021-S1" begins after the article was out (2020-12-31); check the period; what is still to be reached is a target.',
        ],
    ),
    (
        "the same reader, spelled in two ways",
        [claim(checked_by="reader-01")],
        [
            'claims.csv:5: checked_by: "reader-01" is not the name of a role; write reader-1, reader-2, …; no person\'s name.',
        ],
    ),
    (
        "another code",
        [claim(time_period="2023-H1")],
        [
            'claims.csv:5: time_period: "2023-H1" is not an SDMX period; write 2023, 2023-S1, 2023-Q3, 2023-05, one day, or a day and a length, such as 2023-01-01/P9M.',
        ],
    ),
    (
        "a code and another day",
        [claim(period_end="2023-07-01")],
        [
            'claims.csv:5: time_period: "2023-S1" means 2023-01-01 to 2023-06-30, but the row says 2023-01-01 to 2023-07-01; mend the code or the days.',
        ],
    ),
    (
        "nine months of half a year",
        [claim(time_period="2023-01-01/P9M")],
        [
            'claims.csv:5: time_period: "2023-01-01/P9M" means 2023-01-01 to 2023-09-30, but the row says 2023-01-01 to 2023-06-30; mend the code or the days.',
        ],
    ),
    *(
        (
            f"{code}, which is written otherwise",
            [claim(time_period=code, period_start=first, period_end=last)],
            [f'claims.csv:5: time_period: "{code}" is the period {usual}; write that.'],
        )
        for code, first, last, usual in [
            ("2023-01-01/P6M", "2023-01-01", "2023-06-30", "2023-S1"),
            ("2023-01-01/P181D", "2023-01-01", "2023-06-30", "2023-S1"),
            ("2023-04-01/P3M", "2023-04-01", "2023-06-30", "2023-Q2"),
            ("2023-05-01/P1M", "2023-05-01", "2023-05-31", "2023-05"),
            ("2023-05-12/P1D", "2023-05-12", "2023-05-12", "2023-05-12"),
            ("2022-01-01/P1Y", "2022-01-01", "2022-12-31", "2022"),
            ("2018-01-01/P60M", "2018-01-01", "2022-12-31", "2018-01-01/P5Y"),
            ("2023-02-01/P28D", "2023-02-01", "2023-02-28", "2023-02"),
        ]
    ),
    *(
        (
            f"{code}, which is no period",
            [claim(time_period=code)],
            [
                f'claims.csv:5: time_period: "{code}" is not an SDMX period; write 2023, 2023-S1, 2023-Q3, 2023-05, one day, or a day and a length, such as 2023-01-01/P9M.'
            ],
        )
        for code in [
            "2023-13",
            "2023-02-30",
            "2023-01-01/P0M",
            "2023-01-01/P6W",
            "2023-01-01/P",
            "2023-01-01/P99999D",
            "2023-1-1/P9M",
            "2023-01-01/P1M5D",
        ]
    ),
    (
        "a day and a length that say another end",
        [claim("a003-l09-1", time_period="2020-01-01/P161D", period_end="2020-06-10")],
        [
            'claims.csv:17: time_period: "2020-01-01/P161D" means 2020-01-01 to 2020-06-09, but the row says 2020-01-01 to 2020-06-10; mend the code or the days.',
        ],
    ),
    (
        "a list of no period",
        [swap("coverage", "2023-S1,_T,001", "2023-H1,_T,001")],
        [
            'claims.csv:7: unit_id: "001" has a figure in a list that does not cover it (coverage.csv); add the unit to the list\'s rows in coverage.csv.',
            'coverage.csv:12: time_period: "2023-H1" is not an SDMX period; write 2023, 2023-S1, 2023-Q3, 2023-05, one day, or a day and a length, such as 2023-01-01/P9M.',
        ],
    ),
    (
        "an article of no period",
        [cell("articles", ARTICLE, "reported_period", "2023-S3")],
        [
            'articles.csv:3: reported_period: "2023-S3" is not an SDMX period; write 2023, 2023-S1, 2023-Q3, 2023-05, one day, or a day and a length, such as 2023-01-01/P9M.',
        ],
    ),
    (
        "a stock over a period",
        [cell("indicators", "gift_giving_federations", "stock_flow", "stock")],
        [
            'claims.csv:11: time_period: "2023-S1" does not fit a stock; give a stock the day it was counted, a flow the period it runs over; or mend stock_flow in indicators.csv.',
        ],
    ),
    (
        "a unit that is younger than its figures",
        [cell("units", "004", "valid_from", "2023-02-01")],
        [
            'claims.csv:5: time_period: "2023-S1" lies outside the life of Long Biên (2023-02-01 to 2025-06-30); check the unit and the period; a district is never continued by a ward or commune.',
            'claims.csv:8: time_period: "2023-S1" lies outside the life of Long Biên (2023-02-01 to 2025-06-30); check the unit and the period; a district is never continued by a ward or commune.',
        ],
    ),
    (
        "another measure",
        [claim(unit_measure="MEMBER")],
        [
            'claims.csv:5: unit_measure: "MEMBER" is not what unions_formed counts; write UNION or choose another indicator.',
        ],
    ),
    (
        "seven of six federations",
        [claim("a001-l07-1", value="7", as_printed="7/6 quận")],
        [
            'claims.csv:3: value: "7" is more than the whole it is printed against; write 5/6 as value 5, out_of 6.',
        ],
    ),
    (
        "half a union",
        [claim(value="16.5", as_printed="16,5 công đoàn cơ s")],
        [
            'claims.csv:5: char_end: "2018" leaves 18 code points for the 19 of as_printed; let `python -m etl locate` count them.',
            'claims.csv:5: value: "16.5" has more decimals than UNION allows; write the number as the article prints it.',
        ],
    ),
    (
        "a share of a share",
        [cell("indicators", "unions_formed_share", "family", "members_recruited_share")],
        [
            'indicators.csv:5: family: "members_recruited_share" is not an indicator that stands for its own family; name the indicator whose target the share belongs to, or repeat indicator_id.',
        ],
    ),
    (
        "a count in a family of shares",
        [cell("indicators", "congress_guidance_early", "family", "unions_formed")],
        [
            'indicators.csv:9: unit_measure: "FEDERATION" is not how the share of a target is counted; write PERCENT, or give the indicator its own family.',
        ],
    ),
    (
        "a core indicator without a symbol, and a symbol without a page",
        [cell("indicators", "unions_formed", "icon", ""), cell("indicators", "training_classes", "icon", "school")],
        [
            'indicators.csv:2: icon: "" is missing for a core indicator; choose the symbol of its page.',
            'indicators.csv:11: icon: "school" is given for an indicator that has no page; leave icon empty.',
        ],
    ),
    (
        "a symbol that there is not",
        [cell("indicators", "unions_formed", "icon", "grups")],
        [
            f'indicators.csv:2: icon: "grups" is not in the vocabulary; write one of {", ".join(ICONS)}.',
        ],
    ),
    (
        "a core indicator at the address of another page",
        [copy_row("indicators", "unions_formed", indicator_id="gaps", family="gaps", position="20")],
        [
            'indicators.csv:21: indicator_id: "gaps" is the address of something else in the dashboard; give the core indicator another code.',
        ],
    ),
    (
        "a short name that is long",
        [cell("indicators", "unions_formed", "short_vi", "Công đoàn cơ sở mới")],
        [
            'indicators.csv:2: short_vi: "Công đoàn cơ sở mới" breaks the rule length(short_vi) <= 18; correct it.',
        ],
    ),
    (
        "a part of nothing",
        [cell("indicators", "congress_guidance_early", "part_of", "x")],
        [
            'indicators.csv:9: part_of: "x" is not another indicator of congress that counts FEDERATION; name the indicator of which this one counts a part, or leave part_of empty.',
        ],
    ),
    (
        "a part of itself",
        [cell("indicators", "congress_guidance_early", "part_of", "congress_guidance_early")],
        [
            'indicators.csv:9: part_of: "congress_guidance_early" is not another indicator of congress that counts FEDERATION; name the indicator of which this one counts a part, or leave part_of empty.',
        ],
    ),
    (
        "a part of another topic",
        [cell("indicators", "congress_guidance_early", "part_of", "gift_giving_federations")],
        [
            'indicators.csv:9: part_of: "gift_giving_federations" is not another indicator of congress that counts FEDERATION; name the indicator of which this one counts a part, or leave part_of empty.',
        ],
    ),
    (
        "attendances as a part of classes",
        [cell("indicators", "training_attendances", "part_of", "training_classes")],
        [
            'indicators.csv:12: part_of: "training_classes" is not another indicator of training that counts ATTENDANCE; name the indicator of which this one counts a part, or leave part_of empty.',
        ],
    ),
    (
        "the kind of no target",
        [claim(target_kind="assigned")],
        [
            'claims.csv:5: target_kind: "assigned" is given for a figure that is neither a target nor a share of one; leave target_kind empty.',
        ],
    ),
    (
        "another number",
        [claim(value="17")],
        [
            'claims.csv:5: as_printed: "16 Công đoàn cơ sở" prints 16, but value is 17; read the article again and mend value or as_printed.',
        ],
    ),
    (
        "no number",
        [claim(as_printed="nhiều Công đoàn cơ")],
        [
            'claims.csv:5: as_printed: "nhiều Công đoàn cơ" prints no number, but value is 16; read the article again and mend value or as_printed.',
        ],
    ),
    (
        "a thousand as a decimal",
        [claim(value="1.234", as_printed="1.234 đoàn viên xx")],
        [
            'claims.csv:5: as_printed: "1.234 đoàn viên xx" prints 1234, but value is 1.234; read the article again and mend value or as_printed.',
        ],
    ),
    (
        "turned digits",
        [claim("a003-l08-3", value="60.42", as_printed="60,24%", char_end="1440", numeral="")],
        [
            'claims.csv:15: as_printed: "60,24%" prints 60.24, but value is 60.42; read the article again and mend value or as_printed.',
        ],
    ),
    (
        "more than, said to be exact",
        [claim("a003-l09-2", qualifier="exact")],
        [
            'claims.csv:18: qualifier: "exact" is not what "hơn 700 lượt cán bộ công đoàn cơ sở" says; write more_than, or print the word that says exact.',
        ],
    ),
    (
        "more than, said to be at least",
        [claim("a003-l09-2", qualifier="at_least")],
        [
            'claims.csv:18: qualifier: "at_least" is not what "hơn 700 lượt cán bộ công đoàn cơ sở" says; write more_than, or print the word that says at_least.',
        ],
    ),
    (
        "nearly, without the word",
        [claim(qualifier="nearly")],
        [
            'claims.csv:5: qualifier: "nearly" is not what "16 Công đoàn cơ sở" says; write exact, or print the word that says nearly.',
        ],
    ),
    *(
        (
            f"{printed}, said to be exact",
            [claim(as_printed=printed, char_end=str(2000 + len(printed)))],
            [
                f'claims.csv:5: qualifier: "exact" is not what "{seen(printed)}" says; write {said}, or print the word that says exact.'
            ],
        )
        for said, several in HEDGED.items()
        for printed in several
    ),
    *(
        (
            f"{printed}, which is unclear",
            [claim(as_printed=printed, char_end=str(2000 + len(printed)))],
            [
                f'claims.csv:5: as_printed: "{printed}" hedges the number with "{hedge}", which no qualifier says; find words in the article that say one thing, or pass the figure over.'
            ],
        )
        for printed, hedge in UNCLEAR.items()
    ),
    *(
        (
            f"{printed}, said to be {value}",
            [claim(as_printed=printed, value=value, char_end=str(2000 + len(printed)))],
            [f'claims.csv:5: as_printed: "{printed}" prints {problem}.'],
        )
        for printed, value, problem in MISREAD
    ),
    *(
        (
            f"{printed}, of which one end is said to be all",
            [claim(as_printed=printed, value=value, numeral=told, char_end=str(2000 + len(printed)))],
            [f'claims.csv:5: as_printed: "{printed}" prints {told}, {WHOLE}.'],
        )
        for printed, value, told in [
            ("10 hoặc 15 bản", "10", "10"),
            ("mười hai bản", "2", "hai"),
            ("mười hai bản", "10", "mười"),
            ("hai trăm ba mươi bản", "200", "hai"),
        ]
    ),
    *(
        (
            f"{printed}, of which one end is {wrong}",
            [claim(as_printed=printed, value=value, numeral=told, qualifier=wrong, char_end=str(2000 + len(printed)))],
            [
                f'claims.csv:5: qualifier: "{wrong}" is not what "{printed}" says; write {said}, or print the word that says {wrong}.'
            ],
        )
        for printed, value, told, wrong, said in [
            ("10 đến 15 bản", "15", "15", "exact", "at_most"),
            ("10-15 bản", "10", "10", "exact", "at_least"),
            ("10 nghìn đến 16 nghìn", "16000", "16", "at_least", "at_most"),
            ("60% đến 70%", "60", "60%", "about", "at_least"),
            ("ba đến năm bản", "3", "ba", "exact", "at_least"),
        ]
    ),
    (
        "one end of a range alone",
        [claim(as_printed="10-15 bản", value="10", numeral="10", qualifier="at_least", char_end="2009")],
        [
            'claims.csv:5: numeral: "10" is one end of a range whose other end is no claim; add a claim that differs from this one in numeral, value and qualifier only.',
        ],
    ),
    (
        "a range of two periods",
        [
            *range_of("10-15 bản", ("10", "10"), ("15", "15")),
            claim("x15", time_period="2023-Q1", period_end="2023-03-31"),
        ],
        [
            'claims.csv:31: numeral: "15" is one end of a range whose other end is no claim; add a claim that differs from this one in numeral, value and qualifier only.',
            'claims.csv:5: numeral: "10" is one end of a range whose other end is no claim; add a claim that differs from this one in numeral, value and qualifier only.',
        ][::-1],
    ),
    (
        "a range that goes down",
        range_of("15-10 bản", ("15", "15"), ("10", "10")),
        [
            'claims.csv:5: value: "15" begins a range that ends with 10; read the article again; a range goes up.',
        ],
    ),
    (
        "a range that is hedged",
        range_of("khoảng 10-15 bản", ("10", "10"), ("15", "15")),
        [
            'claims.csv:5: as_printed: "khoảng 10-15 bản" hedges the number with "khoảng", which no qualifier says; find words in the article that say one thing, or pass the figure over.',
        ],
    ),
    (
        "a range and a number for one thing",
        [
            *range_of("10-15 bản", ("10", "10"), ("15", "15")),
            copy_row("claims", "a001-l08-2", claim_id="z", unit_id="004"),
        ],
        [
            'claims.csv:32: rank: "normal" leaves a001-l08-1, z side by side for one unit, indicator, period and kind; make one of them preferred, or the others deprecated, with the reason in rank_reason.',
        ],
    ),
    (
        "estimated for a period",
        [claim(as_printed="Ước 6 tháng thành lập 16", char_end="2024", numeral="16")],
        [
            'claims.csv:5: qualifier: "exact" is not what "Ước 6 tháng thành lập 16" says; write about, or print the word that says exact.'
        ],
    ),
    (
        "a numeral that is not printed",
        [claim(as_printed="quý 1: 16 công đoàn", char_end="2019", numeral="6")],
        ['claims.csv:5: numeral: "6" is not a numeral of "quý 1: 16 công đoàn"; copy it from there.'],
    ),
    (
        "a numeral told where there is one",
        [claim(numeral="16")],
        ['claims.csv:5: numeral: "16" is the only numeral of as_printed; leave numeral empty.'],
    ),
    (
        "six of six, said to be of five",
        [claim("a001-l07-1", out_of="5")],
        [
            'claims.csv:3: out_of: "5" is not the whole that "6/6 quận" prints; write the number behind the stroke, and nothing where there is none.',
        ],
    ),
    (
        "six of six, said to be of none",
        [claim("a001-l07-1", out_of="")],
        [
            'claims.csv:3: out_of: "" is not the whole that "6/6 quận" prints; write the number behind the stroke, and nothing where there is none.',
        ],
    ),
    (
        "the whole of a result, said to be its number",
        [claim(as_printed="16/13 bản", char_end="2009", value="13")],
        [
            'claims.csv:5: as_printed: "16/13 bản" prints 16, but value is 13; read the article again and mend value or as_printed.',
            'claims.csv:5: out_of: "" is not the whole that "16/13 bản" prints; write the number behind the stroke, and nothing where there is none.',
        ],
    ),
    (
        "the whole of a result as a target that has a whole",
        [copy_row("claims", CLAIM, **THIRTEEN | {"out_of": "13"})],
        [
            'claims.csv:31: out_of: "13" is not the whole that "16/13 bản" prints; write the number behind the stroke, and nothing where there is none.',
        ],
    ),
    (
        "the number of a result, told to be its whole",
        [copy_row("claims", CLAIM, **THIRTEEN | {"value": "16", "numeral": "16"})],
        [
            f'claims.csv:31: as_printed: "16/13 bản" prints 16, {WHOLE}.',
        ],
    ),
    (
        "a whole that is not printed",
        [claim(out_of="20")],
        [
            'claims.csv:5: out_of: "20" is not the whole that "16 Công đoàn cơ sở" prints; write the number behind the stroke, and nothing where there is none.',
        ],
    ),
    (
        "a span that is too long",
        [claim(char_end="2019")],
        [
            'claims.csv:5: char_end: "2019" leaves 19 code points for the 18 of as_printed; let `python -m etl locate` count them.',
        ],
    ),
    (
        "one reader",
        [claim(checked_by="reader-1")],
        [
            'claims.csv:5: checked_by: "reader-1" entered the claim and cannot check it; let another reader check it.',
        ],
    ),
    (
        "checked before entered",
        [claim(checked_on="2026-11-20")],
        [
            'claims.csv:5: checked_on: "2026-11-20" is before the claim was entered; check the two days.',
        ],
    ),
    (
        "a person's name",
        [claim(entered_by="Lan")],
        [
            'claims.csv:5: entered_by: "Lan" is not the name of a role; write reader-1, reader-2, …; no person\'s name.',
        ],
    ),
    (
        "two for one thing",
        [copy_row("claims", CLAIM, claim_id="x")],
        [
            'claims.csv:31: rank: "normal" leaves a001-l08-1, x side by side for one unit, indicator, period and kind; make one of them preferred, or the others deprecated, with the reason in rank_reason.',
        ],
    ),
    (
        "two preferred",
        [
            claim(rank="preferred", rank_reason="r"),
            copy_row("claims", CLAIM, claim_id="x", rank="preferred", rank_reason="r"),
            translated("r"),
        ],
        [
            'claims.csv:31: rank: "preferred" leaves a001-l08-1, x side by side for one unit, indicator, period and kind; make one of them preferred, or the others deprecated, with the reason in rank_reason.',
        ],
    ),
    (
        "preferred without a reason",
        [claim(rank="preferred")],
        [
            'claims.csv:5: rank_reason: "" is empty for a claim that is preferred; say why.',
        ],
    ),
    (
        "another share than actual / target",
        [copy_row("claims", "a003-l08-1", **TARGET | {"value": "3", "as_printed": "3 bản"})],
        [
            'claims.csv:15: value: "50" differs from 1 / 3 = 33.33 % beyond rounding; read the article again; where it really prints this, keep it and say so in share_note.',
        ],
    ),
    (
        "not provisional",
        [swap("articles", "2023-06-01,2023-07-31", "2023-06-01,2023-06-20"), claim(obs_status="A")],
        [
            'claims.csv:5: obs_status: "A" is not provisional, though the article was out by 2023-06-20 and the period ended on 2023-06-30; write P.',
        ],
    ),
    (
        "another file name",
        [cell("articles", ARTICLE, "file_name", "x.txt")],
        [
            'articles.csv:3: file_name: "x.txt" is not article_id with .txt; name the file as it was received.',
        ],
    ),
    (
        "a printed day that is a range",
        [cell("articles", "002_86fd6a719d6b2547", "published_to", "2021-02-27")],
        [
            'articles.csv:4: published_to: "2021-02-27" makes a printed day a range of days; repeat published_from, or call the day inferred.',
        ],
    ),
    (
        "an event of no kind",
        [cell("articles", ARTICLE, "event_kind", "")],
        [
            'articles.csv:3: event_kind: "" is empty in an event that is described; fill event_from, event_to, event_kind and event_reason, or leave all four empty.',
        ],
    ),
    (
        "an event of no day",
        [cell("articles", ARTICLE, "event_from", "")],
        [
            'articles.csv:3: event_from: "" is empty in an event that is described; fill event_from, event_to, event_kind and event_reason, or leave all four empty.',
        ],
    ),
    (
        "a life that ends before it begins",
        [cell("units", "273", "valid_from", "2030-01-01")],
        ['units.csv:22: valid_to: "2025-06-30" is before the unit began (2030-01-01); mend the day.'],
    ),
    (
        "a federation in no cluster",
        [cell("units", "004", "cluster_id", "")],
        [
            'units.csv:5: cluster_id: "" is empty for a federation; name the emulation cluster of each federation, and of nothing else.',
        ],
    ),
    (
        "a cluster in a cluster",
        [cell("units", "C1", "cluster_id", "C2")],
        [
            'units.csv:32: cluster_id: "C2" is given for a cluster; name the emulation cluster of each federation, and of nothing else.',
        ],
    ),
    (
        "a federation in a federation",
        [cell("units", "004", "cluster_id", "003")],
        [
            'units.csv:5: cluster_id: "003" is not a cluster of this file; write the unit_id of a cluster.',
        ],
    ),
    (
        "membership of no evidence",
        [cell("units", "004", "cluster_evidence", "")],
        [
            'units.csv:5: cluster_evidence: "" does not say where the membership of the cluster was seen, or how surely; fill cluster_evidence and cluster_evidence_kind.',
        ],
    ),
    (
        "two on one tile",
        [cell("units", "004", "tile_col", "6")],
        [
            'units.csv:5: tile_col: "6" puts Long Biên on a tile that is taken or unknown; give every federation a row and a column of its own.',
        ],
    ),
    (
        "no tile",
        [cell("units", "004", "tile_row", "")],
        [
            'units.csv:5: tile_row: "" puts Long Biên on a tile that is taken or unknown; give every federation a row and a column of its own.',
        ],
    ),
    (
        "a figure that its list does not cover",
        [swap("coverage", "unions_formed,2023-S1,_T,004", "unions_formed,2023-S1,_T,003")],
        [
            'claims.csv:5: unit_id: "004" has a figure in a list that does not cover it (coverage.csv); add the unit to the list\'s rows in coverage.csv.',
        ],
    ),
    (
        "a list open and closed",
        [swap("coverage", "unions_formed,2023-S1,_T,004,open", "unions_formed,2023-S1,_T,004,closed")],
        [
            'coverage.csv:14: list_kind: "closed" differs from the first row of the same list; a list is open or closed as a whole.',
        ],
    ),
    (
        "a cluster in a list",
        [swap("coverage", "unions_formed,2023-S1,_T,002", "unions_formed,2023-S1,_T,C1")],
        [
            'coverage.csv:13: unit_id: "C1" is not a federation; name the federations one by one.',
        ],
    ),
    (
        "a numeral passed over on two lines",
        [cell("passed_over", PASSED_OVER, "line_to", "3")],
        [
            'passed_over.csv:4: as_printed: "14/8/2023" is given for 2 lines; name its one line, or leave as_printed empty to pass over the whole lines.',
        ],
    ),
    (
        "a correction of no column",
        [corrected({"column_name": "figure"})],
        [
            'corrections.csv:2: column_name: "figure" is not a column of claims.csv; name the column as its header does.',
        ],
    ),
    (
        "a correction that changes nothing",
        [corrected({"before": "16"})],
        [
            'corrections.csv:2: after: "16" is what was there before; write what changed, or remove the row.',
        ],
    ),
    (
        "a correction that the claim does not follow",
        [corrected({"after": "17"})],
        [
            'corrections.csv:2: after: "17" is not what claims.csv says now: "16"; correct the claim too, or add a row for the newer correction.',
        ],
    ),
    (
        "an old correction that the claim follows, and a newer one that it does not",
        [corrected({"before": "16", "after": "15", "corrected_on": "2026-11-23"}, {})],
        [
            'corrections.csv:2: after: "15" is not what claims.csv says now: "16"; correct the claim too, or add a row for the newer correction.',
        ],
    ),
    (
        "two corrections of one day, the second not followed",
        [corrected({}, {"before": "16", "after": "17"})],
        [
            'corrections.csv:3: after: "17" is not what claims.csv says now: "16"; correct the claim too, or add a row for the newer correction.',
        ],
    ),
    (
        "a correction to nothing, where there is something",
        [corrected({"column_name": "as_printed", "after": ""})],
        [
            'corrections.csv:2: after: "" is not what claims.csv says now: "16 Công đoàn cơ sở"; correct the claim too, or add a row for the newer correction.',
        ],
    ),
    (
        "a correction confirmed by whoever made it",
        [corrected({"confirmed_by": "reader-2"})],
        [
            'corrections.csv:2: confirmed_by: "reader-2" made the correction and cannot confirm it; let another reader confirm it.',
        ],
    ),
    (
        "a correction confirmed by a person",
        [corrected({"confirmed_by": "Lan"})],
        [
            'corrections.csv:2: confirmed_by: "Lan" is not the name of a role; write reader-1, reader-2, …; no person\'s name.',
        ],
    ),
    (
        "a difference of no column",
        [read_twice(column_name="figure")],
        [
            'differences.csv:2: column_name: "figure" is not a column of claims.csv; name the column as its header does, or write kind.',
        ],
    ),
    (
        "a difference of an article that was read once",
        [read_twice(article_id="002_86fd6a719d6b2547", claim_id="")],
        [
            'differences.csv:2: article_id: "002_86fd6a719d6b2547" was not read twice (comparisons.csv); add the comparison, or remove the row.',
        ],
    ),
    (
        "a difference about a claim of another article",
        [read_twice(claim_id="a002-l12-1")],
        [
            'differences.csv:2: claim_id: "a002-l12-1" is a claim of another article (002_86fd6a719d6b2547); name the claim that came of it, or the article that it is from.',
        ],
    ),
    (
        "two readings by one reader",
        [read_twice({"second_reader": "reader-1"})],
        [
            'comparisons.csv:2: first_reader: "reader-1" breaks the rule first_reader != second_reader; correct it.',
        ],
    ),
    (
        "a reading by somebody who is no reader",
        [read_twice({"second_reader": "reader-9"})],
        [
            'comparisons.csv:2: second_reader: "reader-9" is not in readers.csv; correct it, or add the row to readers.csv.',
        ],
    ),
    (
        "a person among the readers",
        [copy_row("readers", "reader-1", reader_id="Lan")],
        [
            "readers.csv:4: reader_id: \"Lan\" breaks the rule regexp_full_match(reader_id, 'reader-[1-9][0-9]*'); correct it.",
        ],
    ),
    (
        "settled on a day to come",
        [read_twice({"settled_on": "2062-11-21"})],
        [f'comparisons.csv:2: settled_on: "2062-11-21" lies outside 2000-01-01 to {TODAY}; mend the day.'],
    ),
    (
        "corrected by a person",
        [corrected({"corrected_by": "Lan"})],
        [
            'corrections.csv:2: corrected_by: "Lan" is not the name of a role; write reader-1, reader-2, …; no person\'s name.',
        ],
    ),
]

VALID: list[tuple[str, list[Edit]]] = [
    ("the seeds as they are", []),
    ("thousands", [claim(value="1234", as_printed="1.234 đoàn viên xx")]),
    ("decimals", [claim("a003-l08-3", value="60.24", as_printed="60,24%", char_end="1440", numeral="")]),
    (
        "decimals that no double holds",
        [claim("a003-l08-3", value="72.49", as_printed="72,49%", char_end="1440", numeral="")],
    ),
    *((f"{said}, in all its words", printed_too(*several, qualifier=said)) for said, several in HEDGED.items()),
    ("more than", [claim("a003-l09-2", value="1700", as_printed="trên 1.700 lượt", char_end="1662")]),
    ("at least, behind the number", [claim(qualifier="at_least", as_printed="16 bản trở lên", char_end="2014")]),
    ("about", [claim(qualifier="about", as_printed="Khoảng 16 công đoà")]),
    ("nearly", [claim(qualifier="nearly", as_printed="gần 16 công đoàn x", char_end="2018")]),
    ("at most", [claim(qualifier="at_most", as_printed="tối đa 16 công đoà")]),
    ("less than", [claim(qualifier="less_than", as_printed="dưới 16 công đoàn x", char_end="2019")]),
    ("thousands in words", [claim(value="12000", as_printed="12 nghìn đoàn viên")]),
    ("decimal thousands in words", printed_too("1,2 nghìn công đoàn", "1,2 ngàn đoàn viên", value="1200")),
    ("hedged", printed_too("trên 1,2 nghìn đoàn viên", "hơn 1,2 nghìn", value="1200", qualifier="more_than")),
    ("hedged on both sides of the scale", printed_too("1,2 nghìn bản trở lên", value="1200", qualifier="at_least")),
    (
        "tens and hundreds in words",
        [*printed_too("3 chục bản", value="30"), claim(value="200", as_printed="2 trăm công đoàn x")],
    ),
    ("millions in words", [claim(value="10000000", as_printed="10 triệu đoàn viên")]),
    ("thousands of thousands of millions", printed_too("1,2 nghìn tỷ bản", value="1200000000000")),
    (
        "one number for each of several units, a claim for each at the same place",
        [
            claim(as_printed="mỗi đơn vị đều ký 16"),
            claim(char_end="2020"),
            copy_row("claims", CLAIM, claim_id="of-another", unit_id="002"),
        ],
    ),
    *(
        (f"a range: {words}", range_of(words, (low, low_value), (high, high_value)))
        for words, low, low_value, high, high_value in [
            ("từ 10 đến 15 công đoàn", "10", "10", "15", "15"),
            ("10-15 bản", "10", "10", "15", "15"),
            ("10 – 15 bản", "10", "10", "15", "15"),
            ("1.200 tới 1.500 đoàn viên", "1.200", "1200", "1.500", "1500"),
            ("10 nghìn đến 16 nghìn", "10", "10000", "16", "16000"),
            ("10-16 nghìn đoàn viên", "10", "10000", "16", "16000"),
            ("900 đến 1 nghìn đoàn viên", "900", "900", "1", "1000"),
            ("ba đến năm bản", "ba", "3", "năm", "5"),
            ("mười đến mười lăm bản", "mười", "10", "mười lăm", "15"),
        ]
    ),
    (
        "a range preferred to a number",
        [
            *range_of("10-15 bản", ("10", "10"), ("15", "15")),
            *(claim(key, rank="preferred", rank_reason="r") for key in (CLAIM, "x15")),
            copy_row("claims", "a001-l08-2", claim_id="z", unit_id="004"),
        ],
    ),
    ("from a number to a year", printed_too("16 đến năm sau", value="16", numeral="")[1:]),
    ("in words", printed_too("mười hai công đoàn cơ sở", "Mười hai công đoàn", "thành lập mười hai", value="12")),
    ("in words, hedged", printed_too("hơn mười hai nghìn đoàn viên", value="12000", qualifier="more_than")),
    ("in words, hedged behind", printed_too("hai chục công đoàn trở lên", value="20", qualifier="at_least")),
    (
        "in words, one of several",
        printed_too("quý 1: ba bản", "ba bản trong năm qua", "bốn và ba bản", value="3", numeral="ba"),
    ),
    ("a nought before", [claim(value="5", as_printed="05 công đoàn", char_end="2012")]),
    (
        "one of two numerals, told",
        [claim(value="10", as_printed="quý 1: hơn 10 bản", char_end="2017", numeral="10", qualifier="more_than")],
    ),
    *(
        (f"{printed}: no hedge", [claim(as_printed=printed, char_end=str(2000 + len(printed)))])
        for printed in [
            "16 đơn vị loại khá trở lên",
            "16 bản (khoảng một nửa mới)",
            "16 bản thỏa ước",
            "ký thỏa ước: 16 bản",
            "Thỏa ước 16 bản",
            "cấp trên 16 đơn vị",
            "tiến độ 16 bản",
            "xếp loại trung bình 16 đơn vị",
        ]
    ),
    (
        "a target of a later period",
        [claim("a002-l12-1", time_period="2024", period_start="2024-01-01", period_end="2024-12-31")],
    ),
    ("invisible letters that the article prints", [claim(as_printed="16\u00a0Công  đoàn\u200b xxx")]),
    (
        "none, said in words",
        printed_too(
            "không thành lập công đoàn nào",
            "chưa thành lập được công đoàn cơ sở",
            "Không phát sinh",
            "chưa có bản nào",
            "không có một bản nào",
            "chưa ký được một bản",
            "không",
            "-",
            "–",
            value="0",
        ),
    ),
    ("zero, said by the article", [claim(value="0", as_printed="0 Công đoàn cơ sở", char_end="2017")]),
    ("five of six", [claim("a001-l07-1", value="5", as_printed="5/6 quận")]),
    (
        "a result above the target that it is printed against, and the target",
        [
            claim(as_printed="16/13 bản", char_end="2009", out_of="13"),
            copy_row("claims", CLAIM, **THIRTEEN),
        ],
    ),
    (
        "the same hedged, and with its share",
        [
            claim(
                as_printed="hơn 16/13 (123,08%)", char_end="2019", numeral="16/13", out_of="13", qualifier="more_than"
            ),
            copy_row(
                "claims",
                CLAIM,
                **THIRTEEN | {"as_printed": "hơn 16/13 (123,08%)", "char_end": "2019", "qualifier": "exact"},
            ),
        ],
    ),
    (
        "a target that is reached as printed",
        [
            claim(as_printed="16/16 bản", char_end="2009", out_of="16"),
            copy_row("claims", CLAIM, **THIRTEEN | {"as_printed": "16/16 bản", "value": "16", "numeral": "16"}),
        ],
    ),
    ("nine months", [claim("a003-l09-1", time_period="2020-01-01/P9M", period_end="2020-09-30")]),
    ("a quarter", [claim("a003-l09-1", time_period="2020-Q1", period_end="2020-03-31")]),
    *(
        (f"{what}: {code}", [claim("a003-l09-1", time_period=code, period_start=first, period_end=last)])
        for what, code, first, last in [
            ("a month", "2020-05", "2020-05-01", "2020-05-31"),
            ("a month of a leap year", "2020-02", "2020-02-01", "2020-02-29"),
            ("what happened on a day", "2020-05-12", "2020-05-12", "2020-05-12"),
            ("from new year to a day", "2020-01-01/P162D", "2020-01-01", "2020-06-10"),
            ("from new year to a day of no leap year", "2019-01-01/P161D", "2019-01-01", "2019-06-10"),
            ("from one day to another", "2020-03-15/P20D", "2020-03-15", "2020-04-03"),
            ("from one month to another", "2019-09-01/P8M", "2019-09-01", "2020-04-30"),
            ("a term", "2015-01-01/P5Y", "2015-01-01", "2019-12-31"),
            ("a term from a month on", "2013-04-01/P5Y", "2013-04-01", "2018-03-31"),
        ]
    ),
    (
        "a share of a month, which is none of the yearly target",
        [
            copy_row("claims", "a003-l08-1", **TARGET | {"value": "3", "as_printed": "3 bản"}),
            *(
                claim(key, time_period="2020-05", period_start="2020-05-01", period_end="2020-05-31")
                for key in ("a003-l08-1", "a003-l08-3")
            ),
        ],
    ),
    ("a share that agrees", [copy_row("claims", "a003-l08-1", **TARGET)]),
    (
        "a share that disagrees and says so",
        [
            copy_row("claims", "a003-l08-1", **TARGET | {"value": "3", "as_printed": "3 bản"}),
            claim("a003-l08-3", share_note="Bài in như vậy."),
            translated("Bài in như vậy."),
        ],
    ),
    (
        "two for one thing, ranked",
        [
            copy_row("claims", CLAIM, claim_id="x", rank="preferred", rank_reason="In rõ hơn."),
            translated("In rõ hơn."),
        ],
    ),
    ("the columns in another order", [swap("sectors", "name_vi,name_en\n", "name_en,name_vi\n")]),
    ("quotes inside a value", [claim(note='Bài in "nhiều, …"'), translated('Bài in "nhiều, …"')]),
    ("nothing corrected", [content("corrections", CORRECTIONS_HEADER)]),
    ("a correction", [corrected({})]),
    (
        "an article without a list of units",
        [content("coverage", b"article_id,indicator_id,time_period,sector,unit_id,list_kind,line,reason\n")],
    ),
    ("two readings that differed", [read_twice()]),
    ("a figure that one reader alone had", [read_twice(column_name="kind", claim_id="", second_said="passed")]),
    ("a correction of a correction", [corrected({}, {"before": "14", "after": "15", "corrected_on": "2026-11-21"})]),
    ("a correction of a share", [corrected({"claim_id": "a003-l08-3", "before": "60.5", "after": "50"})]),
    ("a correction of a word", [corrected({"column_name": "obs_status", "before": "A", "after": "P"})]),
    ("a correction of a day", [corrected({"column_name": "checked_on", "before": "", "after": "2026-11-21"})]),
    ("a correction to nothing", [corrected({"column_name": "rank_reason", "before": "x", "after": ""})]),
    (
        "no line end at the end",
        [lambda seeds: os.truncate(seeds.file("units"), seeds.file("units").stat().st_size - 1)],
    ),
]


@pytest.mark.parametrize(
    ("edits", "sentences"),
    [pytest.param(edits, sentences, id=name) for name, edits, sentences in FILES + VALUES + SCHEMA + RULES],
)
def test_each_fault_is_one_sentence(seeds: Seeds, edits: list[Edit], sentences: list[str]) -> None:
    for edit in edits:
        edit(seeds)
    assert faults(seeds) == sentences


@pytest.mark.parametrize(
    ("edits", "sentences"),
    [
        (
            [claim(note="Số in mờ.")],
            ['claims.csv:5: note: "Số in mờ." has no English yet; add it to translations.csv.'],
        ),
        (
            [
                claim("a001-l08-2", note="Số in mờ."),
                claim(note="Số in mờ."),
                cell("passed_over", PASSED_OVER, "reason", "Số in mờ."),
            ],
            ['claims.csv:5: note: "Số in mờ." has no English yet; add it to translations.csv.'],
        ),
        (
            [cell("articles", ARTICLE, "event_reason", "Rõ."), cell("passed_over", PASSED_OVER, "reason", "Mờ.")],
            [
                'articles.csv:3: event_reason: "Rõ." has no English yet; add it to translations.csv.',
                'passed_over.csv:4: reason: "Mờ." has no English yet; add it to translations.csv.',
            ],
        ),
    ],
    ids=["a note", "one sentence at three places", "two sentences"],
)
def test_a_sentence_without_english_is_to_do_and_stops_nothing(
    seeds: Seeds, edits: list[Edit], sentences: list[str]
) -> None:
    for edit in edits:
        edit(seeds)
    assert [str(one) for one in check(seeds.path).to_do] == sentences


@pytest.mark.parametrize("edits", [pytest.param(edits, id=name) for name, edits in VALID])
def test_what_is_right_passes(seeds: Seeds, edits: list[Edit]) -> None:
    for edit in edits:
        edit(seeds)
    assert faults(seeds) == []


ONES = ["", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def spoken(n: int) -> str:
    """A number below a million in words, as it is usually written."""
    if n >= 1000:
        rest = n % 1000
        nought = "không trăm " + "linh " * (rest < 10) if 0 < rest < 100 else ""
        return f"{spoken(n // 1000)} nghìn {nought}{spoken(rest)}".strip()
    if n >= 100:
        linh = "linh " if 0 < n % 100 < 10 else ""
        return f"{ONES[n // 100]} trăm {linh}{spoken(n % 100)}".strip()
    if n < 10:
        return ONES[n]
    last = {1: "mốt", 4: "tư", 5: "lăm"}.get(n % 10, ONES[n % 10]) if n > 20 else {5: "lăm"}.get(n % 10, ONES[n % 10])
    return f"{ONES[n // 10]} mươi {last}".strip() if n >= 20 else f"mười {last}".strip()


def test_every_number_is_read_in_words(seeds: Seeds) -> None:
    rows = seeds.file("claims").read_text(encoding="utf-8").splitlines()
    claim = next(row for row in rows if row.startswith(CLAIM))
    several = {*range(1, 1000), *range(1000, 1_000_000, 7919), *range(1000, 2100, 37), 100_000, 999_999}
    for number in several:
        words = f"{spoken(number)} bản"
        more = claim.replace(CLAIM, f"x{number}", 1).replace("actual,,16,", f"actual,,{number},")
        more = more.replace(
            "16 Công đoàn cơ sở,,8,2000,2018,normal,,", f"{words},,8,2000,{2000 + len(words)},deprecated,r,"
        )
        rows.append(more)
    seeds.file("claims").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert faults(seeds) == []


def test_every_rule_has_a_case() -> None:
    """A new statement of rules.sql cannot come without one: some of its words stand in a sentence above."""
    said = "\n".join(sentence for *_, sentences in RULES for sentence in sentences)
    rules = (ETL / "rules.sql").read_text(encoding="utf-8").split("-- Against the articles themselves")[0]
    unsaid = [
        rule
        for rule in rules.split("insert into faults")[1:]
        if not any(len(words) > 12 and words in said for words in re.split(r"'|{.*?}", rule))
    ]
    assert unsaid == []


def test_every_fault_is_named_in_one_run_and_nothing_changes(
    seeds: Seeds, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    warehouse = tmp_path / "warehouse.duckdb"
    arguments = ["--seeds", str(seeds.path), "--warehouse", str(warehouse)]
    assert main(arguments) == 0
    published = warehouse.read_bytes()
    capsys.readouterr()

    remove("sectors")(seeds)
    claim(value="17", period_end="2023-06-31", checked_by="reader-1")(seeds)
    claim("a003-l08-1", unit_id="999")(seeds)
    cell("units", "004", "tile_col", "6")(seeds)
    swap("coverage", "_T,001", "_T", 1)(seeds)
    swap("indicators", ",flow,3", '",flow,3')(seeds)
    swap("articles", "\n", "\r\n", 99)(seeds)

    assert main(arguments) == 1
    assert capsys.readouterr().err.splitlines() == [
        "articles.csv:1: has a Windows line end; save the file with line ends LF.",
        'units.csv:5: tile_col: "6" puts Long Biên on a tile that is taken or unknown; give every federation a row and a column of its own.',
        "sectors.csv: is missing; restore it, or create it with the header sector,name_vi,name_en.",
        "indicators.csv:4: has a double quote without a partner; remove or close it, and keep each row on one line.",
        'claims.csv:5: as_printed: "16 Công đoàn cơ sở" prints 16, but value is 17; read the article again and mend value or as_printed.',
        'claims.csv:5: checked_by: "reader-1" entered the claim and cannot check it; let another reader check it.',
        'claims.csv:5: period_end: "2023-06-31" is not a day of the calendar; write it as 2023-06-30.',
        'claims.csv:13: unit_id: "999" is not in units.csv; correct it, or add the row to units.csv.',
        "coverage.csv:2: has 7 values under a header of 8; give every column one value, and put a value with a comma inside in double quotes.",
        "9 faults; nothing was published.",
    ]
    assert warehouse.read_bytes() == published
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "seeds", "warehouse.duckdb", "warehouse.duckdb.builds", "warehouse.duckdb.lock",
    ]  # fmt: skip
