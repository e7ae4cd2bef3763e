"""Against the articles themselves, where they are at hand: set ARTICLES_DIR to their folder."""

from __future__ import annotations

import csv
import hashlib
import os
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from etl.__main__ import main
from etl.build import Refused, check
from tests.etl.conftest import REAL_SEEDS, Seeds

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
ARTICLES = os.environ.get("ARTICLES_DIR", "")
LONGEST = 59  # characters of an article that may stand together in the repository; a claim's as_printed has up to 60

ARTICLE = "000_2a432c31bea8f745"
OVERLOOKED = (
    'articles.csv:3: file_name: "001_161702fb8bb32444.txt" prints "{}" on line {}, neither a claim nor passed over; '
    "enter it in claims.csv, or say in passed_over.csv why not."
)

with_articles = pytest.mark.skipif(not ARTICLES, reason="ARTICLES_DIR is not set: the articles are not at hand")


@pytest.fixture
def articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the articles, and ARTICLES_DIR set to it."""
    path = tmp_path / "articles"
    shutil.copytree(ARTICLES, path, copy_function=shutil.copyfile)
    path.chmod(0o755)
    monkeypatch.setenv("ARTICLES_DIR", str(path))
    return path


def faults(seeds: Path) -> list[str]:
    try:
        check(seeds)
    except Refused as refusal:
        return [str(fault) for fault in refusal.faults]
    return []


@with_articles
def test_every_claim_stands_in_its_article(articles: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert articles.is_dir()
    assert main(["check"]) == 0
    assert "every passage found again in the articles" in capsys.readouterr().out


@with_articles
@pytest.mark.parametrize(
    ("values", "problem", "others"),
    [
        ({"char_start": "2001", "char_end": "2019"}, "is not at 2001–2019 of the article", []),
        ({"line": "9"}, "stands on line 8 of the article, not 9", [OVERLOOKED.format("16", 8)]),
    ],
)
def test_a_claim_that_is_not_there_is_refused(
    articles: Path, seeds: Seeds, values: dict[str, str], problem: str, others: list[str]
) -> None:
    assert articles.is_dir()
    for column, value in values.items():
        seeds.cell("claims", "a001-l08-1", column, value)
    place = 'claims.csv:5: as_printed: "16 Công đoàn cơ sở"'
    assert faults(seeds.path) == [*others, f"{place} {problem}; let `python -m etl locate` find the place."]


@with_articles
def test_a_figure_that_no_claim_enters_is_refused(articles: Path, seeds: Seeds) -> None:
    assert articles.is_dir()
    for claim in ("a001-l08-1", "a001-l08-3"):
        seeds.drop_row("claims", claim)
    assert faults(seeds.path) == [OVERLOOKED.format('15", "16', 8)]


@with_articles
def test_a_numeral_that_is_not_passed_over_is_refused(articles: Path, seeds: Seeds) -> None:
    assert articles.is_dir()
    seeds.cell("passed_over", "a000-p03", "as_printed", "14/8/2024")
    article = OVERLOOKED.replace("articles.csv:3", "articles.csv:2").replace("001_161702fb8bb32444", ARTICLE)
    assert faults(seeds.path) == [
        article.format("14/8/2023", 2),
        (
            'passed_over.csv:4: as_printed: "14/8/2024" does not stand on line 2 of the article; '
            "copy it from the article, or mend the line."
        ),
    ]


@with_articles
def test_a_piece_of_a_longer_numeral_accounts_for_nothing(articles: Path, seeds: Seeds) -> None:
    assert articles.is_dir()
    seeds.drop_row("claims", "a001-l08-1")
    for digit in "16":
        piece = {"article_id": "001_161702fb8bb32444", "line": "8", "line_to": "8", "as_printed": digit}
        seeds.copy_row("passed_over", "a000-p03", passed_over_id=digit, **piece)
    assert faults(seeds.path) == [OVERLOOKED.format("16", 8)]


@with_articles
def test_lines_behind_the_end_of_an_article_are_refused(articles: Path, seeds: Seeds) -> None:
    last = (articles / f"{ARTICLE}.txt").read_text(encoding="utf-8").count("\n") + 1
    seeds.copy_row("passed_over", "a000-p03", passed_over_id="x", as_printed="", line=str(last), line_to=str(last + 1))
    seeds.copy_row("passed_over", "a000-p03", passed_over_id="y", line=str(last + 1), line_to=str(last + 1))
    problem = f"is behind the last line of the article ({last}); mend the line."
    count = seeds.file("passed_over").read_text(encoding="utf-8").count("\n")
    assert faults(seeds.path) == [
        f'passed_over.csv:{line}: line_to: "{last + 1}" {problem}' for line in (count - 1, count)
    ]


@with_articles
def test_lines_passed_over_whole_hold_no_figure(articles: Path, seeds: Seeds) -> None:
    assert articles.is_dir()
    seeds.drop_row("claims", "a001-l08-1")
    whole = {"article_id": "001_161702fb8bb32444", "line": "8", "line_to": "9", "as_printed": ""}
    seeds.copy_row("passed_over", "a000-p03", passed_over_id="x", **whole)
    assert faults(seeds.path) == []


@with_articles
def test_nothing_is_overlooked_where_not_every_claim_can_be_read(articles: Path, seeds: Seeds) -> None:
    assert articles.is_dir()
    seeds.swap("claims", b",16 C", b',16" C')
    assert [fault.split(":")[0] for fault in faults(seeds.path)] == ["claims.csv"]


@with_articles
def test_a_changed_article_is_refused(articles: Path) -> None:
    article = articles / "002_86fd6a719d6b2547.txt"
    before = hashlib.sha256(article.read_bytes()).hexdigest()
    article.write_bytes(article.read_bytes() + b"\n")
    after = hashlib.sha256(article.read_bytes()).hexdigest()
    remedy = "find the file as it was received; if it really changed, read it again"
    assert faults(REAL_SEEDS) == [
        f'articles.csv:4: sha256: "{before}" is not the hash of {article.name} ({after}); {remedy}.'
    ]


@with_articles
def test_a_missing_article_is_refused(articles: Path) -> None:
    article = articles / "002_86fd6a719d6b2547.txt"
    article.unlink()
    remedy = "put the file there, or unset ARTICLES_DIR"
    assert faults(REAL_SEEDS) == [f'articles.csv:4: file_name: "{article.name}" is not in ARTICLES_DIR; {remedy}.']
    summary = check(REAL_SEEDS, may_lack=[article.name])
    assert summary.claims - summary.passages_checked == 1  # the one claim of it
    with pytest.raises(Refused):
        check(REAL_SEEDS, may_lack=["000_2a432c31bea8f745.txt"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a", "2", "16 bản"], (0, "char_start 11, char_end 17\n", "")),
        (["a", "2", "9 bản"], (1, "", '"9 bản" stands 0 times on line 2 of a.txt; copy it from the article\n')),
        (
            ["a", "2", "bản"],
            (1, "", '"bản" stands 2 times on line 2 of a.txt; take in more words, up to 60 characters\n'),
        ),
        (["a", "3", "x"], (1, "", "a.txt has 2 lines, no line 3; check the line\n")),
        (["b", "1", "x"], (1, "", "b.txt is not in {folder}; check the article's id\n")),
    ],
)
def test_locate_counts_code_points(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    said: tuple[int, str, str],
) -> None:
    (tmp_path / "a.txt").write_text("Đống Đa\nký 16 bản và 4 bản", encoding="utf-8")
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path))
    code = main(["locate", *arguments])
    streams = capsys.readouterr()
    assert (code, streams.out, streams.err) == (said[0], said[1], said[2].format(folder=tmp_path))


def test_locate_needs_the_articles(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["locate", "a", "1", "x"]) == 1
    assert capsys.readouterr().err == "ARTICLES_DIR is not set; set it to the folder of the articles\n"


@with_articles
def test_no_sentence_of_an_article_is_in_the_repository() -> None:
    """The text belongs to its publisher; positions, figures with their nouns and titles are all that is kept."""
    with (REAL_SEEDS / "articles.csv").open(encoding="utf-8") as file:
        titles = [row["title"] for row in csv.DictReader(file)]
    runs = {
        line[start : start + LONGEST + 1]
        for article in Path(ARTICLES).glob("*.txt")
        for line in article.read_text(encoding="utf-8").split("\n")
        for start in range(len(line) - LONGEST)
    }
    runs = {run for run in runs if not any(run in title for title in titles)}
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    copied = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if not path.is_file() or b"\0" in (content := path.read_bytes()):
            continue
        for number, line in enumerate(content.decode().split("\n"), start=1):
            copied += [
                f"{name}:{number}" for start in range(len(line) - LONGEST) if line[start : start + LONGEST + 1] in runs
            ]
    assert sorted(set(copied)) == []


@with_articles
@pytest.mark.parametrize(
    ("values", "problem"),
    [
        (
            {
                "as_printed": "700 lượt cán bộ công đoàn cơ sở",
                "char_start": "1651",
                "char_end": "1682",
                "qualifier": "exact",
            },
            '"700 lượt cán bộ công đoàn cơ sở" leaves out "hơn", which stands beside it in the article',
        ),
        (
            {"as_printed": "00 lượt", "char_start": "1652", "char_end": "1659", "qualifier": "exact", "value": "0"},
            '"00 lượt" is cut out of a longer numeral, or is one end of a range',
        ),
    ],
)
def test_what_stands_beside_the_words_belongs_to_them(
    articles: Path, seeds: Seeds, values: dict[str, str], problem: str
) -> None:
    assert articles.is_dir()
    for column, value in values.items():
        seeds.cell("claims", "a003-l09-2", column, value)
    remedy = "take in the words that belong to the number, and mend the row."
    assert f"claims.csv:18: as_printed: {problem}; {remedy}" in faults(seeds.path)


@pytest.fixture
def typed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seeds: Seeds) -> Callable[[bytes], Path]:
    """Write a made-up article under the name of a real one, and leave of the seeds what is about it."""

    def write(content: bytes) -> Path:
        folder = tmp_path / "typed"
        folder.mkdir()
        (folder / "001_161702fb8bb32444.txt").write_bytes(content)
        monkeypatch.setenv("ARTICLES_DIR", str(folder))
        for name, key in (("articles", "article_id"), ("claims", "article_id"), ("coverage", "article_id")):
            keep_only(seeds.file(name), **{key: "001_161702fb8bb32444"})
        keep_only(seeds.file("claims"), claim_id="a001-l08-1")
        keep_only(seeds.file("coverage"), indicator_id="unions_formed")
        keep_only(seeds.file("passed_over"), passed_over_id="a000-p03")
        for column, value in (("article_id", "001_161702fb8bb32444"), ("line", "1"), ("line_to", "1")):
            seeds.cell("passed_over", "a000-p03", column, value)
        seeds.cell("articles", "001_161702fb8bb32444", "sha256", hashlib.sha256(content).hexdigest())
        return folder

    return write


def keep_only(path: Path, **values: str) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(row for row in rows if all(row[column] == value for column, value in values.items()))


def as_windows_types(text: str) -> str:
    """A vowel with its circumflex or horn, then the tone as a mark of its own."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    letters = []
    for letter in text:
        marks = unicodedata.normalize("NFD", letter)
        tone = "".join(mark for mark in marks if mark in tones)
        letters.append(unicodedata.normalize("NFC", "".join(mark for mark in marks if mark not in tones)) + tone)
    return "".join(letters)


TYPED = "Ngày 14/8/2023\nLĐLĐ quận Đống Đa thành lập 16 Công đoàn cơ sở mới"


@pytest.mark.parametrize(
    "spelled",
    [
        TYPED,
        unicodedata.normalize("NFD", TYPED),
        as_windows_types(TYPED),
        TYPED.replace("Đ", "Ð").replace("đ", "ð"),
        TYPED.replace(" ", "\u00a0"),
    ],
    ids=["composed", "decomposed", "as Windows types", "with eth", "with hard blanks"],
)
def test_words_are_found_however_the_article_spells_its_letters(
    typed: Callable[[bytes], Path], seeds: Seeds, capsys: pytest.CaptureFixture[str], spelled: str
) -> None:
    typed(spelled.encode())
    assert main(["locate", "001_161702fb8bb32444", "2", "16 Công đoàn cơ sở"]) == 0
    start = TYPED.index("16 Công")
    assert capsys.readouterr().out == f"char_start {start}, char_end {start + 18}\n"
    values = {"line": "2", "char_start": str(start), "char_end": str(start + 18)}
    for column, value in values.items():
        seeds.cell("claims", "a001-l08-1", column, value)
    assert faults(seeds.path) == []


CUT = "is cut out of a longer numeral, or is one end of a range"
BESIDE = 'leaves out "{}", which stands beside it in the article'


@pytest.mark.parametrize(
    ("line", "words", "value", "qualifier", "problem"),
    [
        ("LĐLĐ quận thành lập mười hai công đoàn", "mười hai công đoàn", "12", "exact", None),
        ("LĐLĐ quận thành lập Mười hai\u00a0công đoàn", "Mười hai công đoàn", "12", "exact", None),
        ("LĐLĐ quận thành lập mười hai công đoàn", "hai công đoàn", "2", "exact", CUT),
        ("LĐLĐ quận thành lập hai mươi lăm công đoàn", "hai mươi", "20", "exact", CUT),
        ("LĐLĐ quận thành lập hơn mười hai công đoàn", "mười hai công đoàn", "12", "exact", BESIDE.format("hơn")),
        ("LĐLĐ quận thành lập vài ba công đoàn", "ba công đoàn", "3", "exact", CUT),
        ("Trong năm, ba công đoàn được thành lập", "ba công đoàn", "3", "exact", None),
        ("Ký 1,2 nghìn bản trở lên", "1,2 nghìn bản", "1200", "exact", BESIDE.format("trở lên")),
        ("LĐLĐ quận chưa thành lập công đoàn nào", "chưa thành lập công đoàn nào", "0", "exact", None),
        ("LĐLĐ quận hầu như không thành lập mới", "không thành lập mới", "0", "exact", BESIDE.format("hầu như")),
        ("Quốc Oai\t–\t16", "–", "0", "exact", None),
        ("Từ 10 – 15 công đoàn", "–", "0", "exact", CUT),
        ("Từ 10 – 15 công đoàn", "10", "10", "exact", CUT),
        ("Từ 10 – 15 công đoàn", "15 công đoàn", "15", "exact", CUT),
        ("Từ ba đến năm công đoàn", "ba", "3", "exact", CUT),
        ("Thành lập 16/13 công đoàn", "13 công đoàn", "13", "exact", CUT),
    ],
)
def test_what_is_said_in_other_ways_is_proven_in_the_article_too(
    typed: Callable[[bytes], Path], seeds: Seeds, line: str, words: str, value: str, qualifier: str, problem: str | None
) -> None:
    text = f"Ngày 14/8/2023\n{line}"
    typed(text.encode())
    start = text.replace("\u00a0", " ").index(words)
    place = {"line": "2", "char_start": str(start), "char_end": str(start + len(words))}
    said = {"as_printed": words, "value": value, "qualifier": qualifier, **place}
    for column, content in said.items():
        seeds.cell("claims", "a001-l08-1", column, content)
    found = [fault for fault in faults(seeds.path) if fault.startswith("claims.csv:2: as_printed")]
    remedy = "take in the words that belong to the number, and mend the row."
    assert found == ([f'claims.csv:2: as_printed: "{words}" {problem}; {remedy}'] if problem else [])


def test_locate_finds_old_tone_marks_and_says_how_they_are_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("ký 16 bản Thoả ước", encoding="utf-8")
    monkeypatch.setenv("ARTICLES_DIR", str(tmp_path))
    assert main(["locate", "a", "1", "16 bản Thỏa ước"]) == 0
    assert capsys.readouterr().out == 'char_start 3, char_end 18, as_printed "16 bản Thoả ước"\n'


def test_a_stray_file_stops_nothing_and_a_named_one_is_one_sentence(
    typed: Callable[[bytes], Path], seeds: Seeds, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "001_161702fb8bb32444.txt"
    folder = typed(TYPED.encode("utf-16"))
    (folder / "stray.txt").write_bytes(b"\xff")
    assert main(["locate", "001_161702fb8bb32444", "2", "16"]) == 1
    assert capsys.readouterr().err == f"{name} is not UTF-8; find the file as it was received\n"
    remedy = "find the file as it was received, or save it as UTF-8 and read it again"
    assert faults(seeds.path) == [f'articles.csv:2: file_name: "{name}" is not UTF-8; {remedy}.']
    (folder / name).unlink()
    (folder / name).mkdir()
    assert main(["locate", "001_161702fb8bb32444", "2", "16"]) == 1
    assert capsys.readouterr().err == f"{name} cannot be read: Is a directory; let it be read\n"
    remedy = "let the file be read, or unset ARTICLES_DIR"
    assert faults(seeds.path) == [f'articles.csv:2: file_name: "{name}" cannot be read: Is a directory; {remedy}.']
