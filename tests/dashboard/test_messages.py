"""Every word passes through the catalogue, and the catalogue knows every word."""

import ast
import re
from pathlib import Path

import duckdb
import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parent.parent.parent
SOURCES = sorted([*ROOT.glob("dashboard/**/*.py"), *ROOT.glob("pages/*.py"), ROOT / "app.py"])
CATALOGUES = sorted(ROOT.glob("dashboard/messages/*.po"))
# What Streamlit shows; the first argument is the reader's to read.
SHOWING = {
    "title", "header", "subheader", "caption", "info", "warning", "error", "success", "write", "text", "markdown",
    "button", "selectbox", "multiselect", "radio", "pills", "dialog", "toast", "expander", "metric",
}  # fmt: skip

SAME_IN_ANY_LANGUAGE = {"A–Z", "OBS_STATUS (SDMX)"}
NOT_SPOKEN = {
    # Plotly's own words, by which it looks up ours, and its places.
    "Download plot", "Download plot as a PNG", "Taking snapshot - this may take a few seconds", "Snapshot succeeded",
    "Sorry, there was a problem downloading your snapshot!", "event+select", "middle right",
    # Codes, tags, and the languages' own names.
    "chart-notes printed", "openid profile", "d MMM yyyy", "d mmm yyyy", "other version", "Tiếng Việt",
    '<span style="font-size:', '<br><span style="font-size:13px">',
    '<link rel="alternate" type="{}" title="{}" href="{}" />',
    '<html lang="{}">', '<meta property="{}" content="{}" />', '<meta name="description" content="{}" />',
    "<html [^>]*>",
}  # fmt: skip


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def messages() -> dict[str | tuple[str, ...], Path]:
    """Every message of the code, with a file that says it; one that counts is a singular and a plural."""
    found: dict[str | tuple[str, ...], Path] = {}
    for path in SOURCES:
        for call in calls(path):
            if isinstance(call.func, ast.Name) and call.func.id in ("t", "tn"):
                said = call.args if call.func.id == "tn" else call.args[:1]
                assert len(said) == (2 if call.func.id == "tn" else 1), f"{path.name}:{call.lineno}"
                texts = [message.value for message in said if isinstance(message, ast.Constant)]
                assert len(texts) == len(said), f"{path.name}:{call.lineno}: a message is not a constant"
                found[tuple(map(str, texts)) if call.func.id == "tn" else str(texts[0])] = path
    return found


def sentences() -> dict[str, Path]:
    """Every sentence that intake refuses or says something with, with a file that does; pages look it up."""
    return {
        str(call.args[0].value): path
        for path in sorted(ROOT.glob("intake/**/*.py"))
        for call in calls(path)
        if isinstance(call.func, ast.Name) and call.func.id in ("Refused", "say")
        if call.args and isinstance(call.args[0], ast.Constant)
    }


def refusals() -> set[str]:
    """Every sentence with which the desk answers a reader; it stands in English there, and pages look it up."""
    found = set()
    for path in ROOT.glob("intake/desk/*.py"):
        if path.stem == "command":  # the shell speaks English
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {
            id(node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        }
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings
            and node.value.endswith(".") and " " in node.value
        }  # fmt: skip
    return found


def comments(warehouse: Path) -> set[str]:
    """What the warehouse says of its tables and columns; `looked_up` finds it in the catalogue."""
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return {str(comment) for (comment,) in connection.execute("select comment from dictionary").fetchall()}


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_says_every_message_and_nothing_else(built, path):
    with path.open("rb") as file:
        said = {entry.id: entry.string for entry in read_po(file) if entry.id}
    assert set(said) == set(messages()) | comments(built) | set(sentences()) | refusals()
    assert [message for message, text in said.items() if not text] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_keeps_the_placeholders_of_its_message(path):
    with path.open("rb") as file:
        entries = [(entry.id, entry.string) for entry in read_po(file) if entry.id]
    fields = re.compile(r"{(\w+)}")
    assert [
        entry for entry in entries if set(fields.findall(str(entry[0]))) != set(fields.findall(str(entry[1])))
    ] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_is_one(path):
    with path.open("rb") as file:
        same = {entry.id for entry in read_po(file) if entry.id and entry.id == entry.string}
    assert same - SAME_IN_ANY_LANGUAGE == set()


def spoken_constants(path: Path) -> list[str]:
    """Constants of a file that hold two words or more and are no message, docstring, code or error."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    silent: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("t", "tn"):
            silent |= {id(inner) for inner in ast.walk(node)}
        is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        is_code = isinstance(node, ast.keyword) and node.arg in ("class_", "key")
        if is_docstring or is_code or isinstance(node, ast.Raise | ast.Assert):
            silent |= {id(inner) for inner in ast.walk(node)}
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in silent
        and re.search(r"[^\W\d_]{2,} [^\W\d_]{2,}", node.value)
    ]


@pytest.mark.parametrize(
    "path",
    # The queries speak SQL, the style CSS, markup HTML, labels XML, the screen reader’s help JavaScript and names.
    [
        path
        for path in SOURCES
        if path.parent.stem != "queries" and path.stem not in ("style", "markup", "labels", "screen_reader")
    ],
    ids=lambda path: path.relative_to(ROOT).as_posix(),
)
def test_no_sentence_stands_outside_the_catalogue(path):
    assert [text for text in spoken_constants(path) if text not in NOT_SPOKEN] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_for_the_reader_is_hard_coded(path):
    text = path.read_text(encoding="utf-8")
    bare = [
        call.lineno
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in SHOWING
        and ast.unparse(call.func.value) != "log"
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert bare == []
    docstrings = re.compile(r'""".*?"""|#[^\n]*', re.DOTALL)
    without_names = (
        docstrings.sub("", text).replace("Hà Nội", "").replace("LĐLĐ", "").replace('"đ"', "").replace('"Đ"', "")
    )
    assert re.findall(r"[ăâđêôơưĂÂĐÊÔƠƯà-ỹ]{2,}", without_names) == []


OF_OUR_OWN = {"What was published; empty where nothing was."}  # what this dashboard published
ABSENT = re.compile(
    r"\b(?:nothing|no \w+|not) (?:[\w ]+ )?published|been published|(?:no|one|two) published"
    r"|[Nn]o (?:other )?article|chưa có (?:số liệu |kết quả |chỉ tiêu )?(?:được )?công bố|đã công bố|chưa có bài"
    r"|[Nn]o unit has|chưa (?:có )?(?:đơn vị|nội dung) nào|[Ee]ach unit has|mỗi đơn vị chỉ"
    r"|[Ff]igures up to|[Ss]ố liệu đến|not re-checked|chưa được đối chiếu lại"
)
READ = re.compile(r"that were read|that was read|đã đọc")


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_nothing_claims_more_than_the_articles_that_were_read(path):
    """A figure that is missing here is missing in the articles read: what else was published nobody knows."""
    with path.open("rb") as file:
        entries = [entry for entry in read_po(file) if entry.id]
    said = {
        str(text): entry
        for entry in entries
        for texts in (entry.id, entry.string)
        for text in (texts if isinstance(texts, list | tuple) else [texts])
    }
    claiming = [text for text, entry in said.items() if ABSENT.search(text) and not READ.search(text)]
    assert [text for text in claiming if said[text].id not in OF_OUR_OWN and "sửa" not in text] == []


@pytest.mark.parametrize(
    "text",
    ["Nothing has been published yet.", "chưa có số liệu công bố", "No article prints a target.", "Số liệu đến {day}"],
)
def test_such_a_claim_would_be_found(text):
    assert ABSENT.search(text)
    assert not READ.search(text)
