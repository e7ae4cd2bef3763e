"""Every word passes through the catalogue, and the catalogue knows every word."""

import ast
import re
from pathlib import Path

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


def calls(path: Path) -> list[ast.Call]:
    return [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]


def messages() -> dict[str, Path]:
    """Every message of the code, with a file that says it."""
    found = {}
    for path in SOURCES:
        for call in calls(path):
            if isinstance(call.func, ast.Name) and call.func.id == "t":
                message = call.args[0]
                assert isinstance(message, ast.Constant), f"{path.name}:{call.lineno}: a message is not a constant"
                assert isinstance(message.value, str)
                found[message.value] = path
    return found


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_catalogue_says_every_message_and_nothing_else(path):
    with path.open("rb") as file:
        said = {entry.id: entry.string for entry in read_po(file) if entry.id}
    assert set(said) == set(messages())
    assert [message for message, text in said.items() if not text] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_a_translation_keeps_the_placeholders_of_its_message(path):
    with path.open("rb") as file:
        entries = [(entry.id, entry.string) for entry in read_po(file) if entry.id]
    fields = re.compile(r"{(\w+)}")
    assert [
        entry for entry in entries if set(fields.findall(str(entry[0]))) != set(fields.findall(str(entry[1])))
    ] == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_word_for_the_reader_is_hard_coded(path):
    text = path.read_text(encoding="utf-8")
    bare = [
        call.lineno
        for call in calls(path)
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in SHOWING
        and call.args
        and isinstance(call.args[0], ast.Constant)
    ]
    assert bare == []
    docstrings = re.compile(r'""".*?"""|#[^\n]*', re.DOTALL)
    without_names = (
        docstrings.sub("", text).replace("Hà Nội", "").replace("LĐLĐ", "").replace('"đ"', "").replace('"Đ"', "")
    )
    assert re.findall(r"[ăâđêôơưĂÂĐÊÔƠƯà-ỹ]{2,}", without_names) == []
