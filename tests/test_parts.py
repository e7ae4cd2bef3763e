"""A figure is parts: nothing that shows one takes a sentence apart to find out what it is."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent / "dashboard"
APART = {"removeprefix", "removesuffix", "split", "rsplit", "partition", "rpartition"}
SEEKING = {"startswith", "endswith", "index", "find", "replace", "count"}
WORDS = {"t", "tn"}
COMPARED = "comparison with a message"
# Modules that take text apart, none of it words about a figure.
JUSTIFIED = {
    "access.py": "lists in variables of the environment and in headers",
    "activities.py": "names from the seeds: the words that two of them share",
    "canvas.py": "lines of labels, to measure and wrap them",
    "changed.py": "what the history says of a column, which is text",
    "data_routes.py": "addresses",
    "desk.py": "the name of a host",
    "door.py": "names of hosts, and addresses",
    "drawing.py": "the place of a number in a message",
    "exports/__main__.py": "addresses",
    "exports/described.py": "types of media",
    "exports/letters.py": "letters that have no shape",
    "exports/names.py": "names of files",
    "exports/open_data.py": "names of columns and files",
    "exports/open_words.py": "Markdown",
    "exports/picture.py": "what a browser says of itself",
    "exports/report/footnotes.py": "quotations, which are Vietnamese in any language",
    "exports/report/official.py": "names of the template's parts",
    "exports/sdmx.py": "names of SDMX's own components",
    "exports/slides/chart.py": "numbers of axes in XML",
    "exports/slides/deck.py": "words, to measure lines",
    "exports/workbook/cells.py": "names of sheets, and words to measure lines",
    "listings.py": "what a reader looks for",
    "login.py": "addresses",
    "notes.py": "the places of notes in messages",
    "parts/evidence.py": "the passage of an article",
    "parts/glossary.py": "words that the glossary explains",
    "parts/metadata.py": "days and titles as a reader types them",
    "parts/reading/__init__.py": "ids of an article and an entry",
    "parts/reading/acts.py": "ids of an article and an entry",
    "parts/reading/choices.py": "the bare text of an article, and the phrases of the lexicon",
    "parts/report.py": "addresses",
    "policy.py": "scripts in the page of Streamlit, and addresses",
    "queries/open_tables.py": "types of columns in SQL",
    "routes.py": "tags of files",
    "screens/activities.py": "quotations, which are Vietnamese in any language",
    "screens/nowhere.py": "addresses",
    "screens/unit_profile.py": "addresses",
    "shares.py": "SDMX periods",
    "shell.py": "addresses, and the HTML of Streamlit",
    "terms.py": "identifiers of licences",
    "typeface.py": "words, to measure lines",
    "wording.py": "SDMX periods, the places of numbers in messages, letters without diacritics",
}


def taken_apart(source: str) -> set[str]:
    """What of a module takes text apart, or compares with the words of a message."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names) if "re" in {alias.name for alias in names}:
                found.add("re")
            case ast.ImportFrom(module="re"):
                found.add("re")
            case ast.Attribute(attr=method) if method in APART:
                found.add(method)
            case ast.Compare(left=left, comparators=others) if any(map(says_words, (left, *others))):
                found.add(COMPARED)
            case ast.Call(func=ast.Attribute(attr=method), args=given) if method in SEEKING:
                if any(map(says_words, given)):
                    found.add(COMPARED)
    return found


def says_words(node: ast.expr) -> bool:
    """Whether an expression, or anything within it, is a message in the reader's language."""
    return any(
        isinstance(one, ast.Call) and isinstance(one.func, ast.Name) and one.func.id in WORDS for one in ast.walk(node)
    )


@pytest.mark.parametrize("path", sorted(ROOT.glob("**/*.py")), ids=lambda path: str(path.relative_to(ROOT)))
def test_nothing_is_parsed_back(path):
    found = taken_apart(path.read_text(encoding="utf-8"))
    if str(path.relative_to(ROOT)) in JUSTIFIED:
        assert COMPARED not in found
    else:
        assert found == set()


def test_every_exception_is_needed():
    sources = {name: (ROOT / name).read_text(encoding="utf-8") for name in JUSTIFIED if (ROOT / name).exists()}
    assert {name for name, source in sources.items() if taken_apart(source)} == JUSTIFIED.keys()


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("said = f'{figure} {status}'", set()),
        ("import re", {"re"}),
        ("from re import fullmatch", {"re"}),
        ("title.removeprefix(f'{name}: ')", {"removeprefix"}),
        ("before, number, after = said.partition(digits)", {"partition"}),
        ("lines = list(map(str.split, notes))", {"split"}),
        ("if note == t('Muted bar.'): pass", {COMPARED}),
        ("if f' ({t(word)})' in label: pass", {COMPARED}),
        ("label.endswith(t('provisional'))", {COMPARED}),
        ("label.replace(t('provisional'), '*')", {COMPARED}),
    ],
)
def test_it_bites(line, found):
    assert taken_apart(line) == found
