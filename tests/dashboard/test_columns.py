"""What the columns of figures are called is said once, and every column that is shown is a known one."""

import ast
from dataclasses import fields
from pathlib import Path

import pytest

from dashboard import columns, listings, rows
from dashboard.exports import table
from dashboard.exports.slides import numbers
from dashboard.exports.workbook import view_sheet
from dashboard.figure import Figure

ROOT = Path(columns.__file__).parent
TREES = {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in sorted(ROOT.glob("**/*.py"))}
REGISTRY = TREES.pop("columns.py")
ASKING = {"heading", "headings", "named", "read"}  # what `columns` is given codes by
# Words that are called like a column and are of no figure.
JUSTIFIED = {
    "exports/annex.py": "the form of the federations, which has words of its own",
    "exports/report/__init__.py": "tables of definitions and of articles",
    "parts/report.py": "a line of a letter",
    "parts/settling.py": "the kind of a list of units",
    "parts/source.py": "the kind of a list of units",
    "screen_reader.py": "an icon of Streamlit",
}


def calls(tree: ast.AST) -> list[tuple[str, ast.Call]]:
    return [(ast.unparse(node.func), node) for node in ast.walk(tree) if isinstance(node, ast.Call)]


def messages(tree: ast.AST) -> set[str]:
    """What a tree says by `t` itself."""
    return {ast.literal_eval(call.args[0]) for name, call in calls(tree) if name == "t"}


HEADINGS = set().union(*(messages(call.args[0]) for name, call in calls(REGISTRY) if name == "Column"))


def stated(tree: ast.AST) -> set[str]:
    """The headings that a module states itself; the label of a widget of Streamlit may be called like a column."""
    labels = {label for name, call in calls(tree) if name.startswith("st.") for label in call.args}
    said = (call.args[0] for name, call in calls(tree) if name == "t" and call not in labels)
    return HEADINGS & set(map(ast.literal_eval, said))


def asked(tree: ast.AST, asking: set[str]) -> set[str]:
    """The codes that a module calls functions of such names with."""
    codes = [code for name, call in calls(tree) if name.removeprefix("columns.") in asking for code in call.args]
    return {str(code.value) for code in codes if isinstance(code, ast.Constant)}


def test_the_registry_has_headings():
    assert {column.heading for column in columns.known().values()} > {"Đơn vị", "Thực hiện"}
    assert len(HEADINGS) > 50


@pytest.mark.parametrize("name", TREES)
def test_a_heading_is_stated_in_the_registry_alone(name):
    assert bool(stated(TREES[name])) == (name in JUSTIFIED)


def test_it_bites():
    assert stated(ast.parse("headings = [t('Unit'), t('A–Z')]")) == {"Unit"}
    assert stated(ast.parse("st.selectbox(t('Unit'), [t('Period')])")) == {"Period"}


def test_every_code_is_in_the_registry():
    lists = (
        *(listings.CODES, listings.SDMX, listings.WITH_VALUE, *listings.USUAL.values()),
        *(numbers.CODES, rows.CLAIMS, view_sheet.ALWAYS, view_sheet.READ),
    )
    codes = {code for one in lists for code in one} | asked(TREES["tables.py"], {"of"})
    codes = codes.union(*(asked(tree, {*ASKING, "tables.of"}) for tree in TREES.values()))
    assert codes - columns.known().keys() == set()
    assert len(codes) > 50


def test_every_column_is_shown_somewhere():
    words = {node.value for tree in TREES.values() for node in ast.walk(tree) if isinstance(node, ast.Constant)}
    assert columns.known().keys() - words == set()


def test_a_file_for_other_programs_has_columns_of_figures():
    assert {*table.SHOWN, *table.PROVENANCE} <= {field.name for field in fields(Figure)}
