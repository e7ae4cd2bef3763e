"""Who may import whom: the shape of the project, held over its syntax trees."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STANDARD = set(sys.stdlib_module_names)

# Every module of the dashboard in the order in which it can be read, with the libraries that it may import: each knows
# only those that stand above it. So there are no circles; what stands above the questions asks none, and what stands
# above the filters knows nothing of Streamlit. A module without a line fails.
ORDER = {
    # words
    "rows": "", "style": "", "messages": "babel", "markup": "markupsafe", "typeface": "PIL", "periods": "",
    "rounding": "", "wording": "babel",
    "signs": "", "figure": "", "provenance": "", "shares": "", "kept": "", "captions": "",
    # what is drawn, and how Plotly draws it
    "marks": "", "drawing": "", "canvas": "", "charts": "", "progress": "", "multiples": "",
    # questions
    "queries.replica": "etl", "queries.reading": "duckdb etl fsspec",
    "queries.columns": "", "queries.names": "", "queries.series": "",
    "queries.sources": "", "queries.history": "etl", "queries.open_tables": "etl", "queries.claims": "", "queries": "",
    # what is chosen, and what is said of it
    "notes": "", "limits": "", "selection": "", "links": "", "terms": "packaging", "citations": "", "columns": "",
    "changed": "", "readings": "", "tables": "", "views": "", "activities": "", "listings": "", "profiles": "",
    "profile_sections": "",
    "access": "etl streamlit", "login": "authlib httpx itsdangerous starlette",
    # files
    "exports": "", "exports.shelf": "",
    "exports.archive": "", "exports.letters": "", "exports.names": "", "exports.table": "",
    "exports.annex": "", "exports.handout": "", "exports.labels": "lxml",
    "exports.picture": "choreographer kaleido pypdf segno", "exports.gallery": "", "exports.typesetter": "typst",
    "exports.sheet": "segno", "exports.open_words": "", "exports.citation": "", "exports.described": "markupsafe",
    "exports.sdmx": "lxml", "exports.feed": "", "exports.open_data": "",
    "exports.workbook.cells": "xlsxwriter", "exports.workbook.chart": "lxml xlsxwriter",
    "exports.workbook.view_sheet": "xlsxwriter", "exports.workbook.annex_sheet": "xlsxwriter",
    "exports.workbook.listing": "", "exports.workbook": "",
    "exports.slides.deck": "pptx", "exports.slides.numbers": "pptx xlsxwriter", "exports.slides.chart": "pptx",
    "exports.slides.tables": "pptx",
    "exports.slides.view": "pptx", "exports.slides": "pptx segno",
    "exports.report.footnotes": "docx", "exports.report.official": "docx", "exports.report.writing": "",
    "exports.report.limits": "", "exports.report.results": "", "exports.report": "",
    "exports.ods": "babel markupsafe odfdo xlsxwriter", "exports.catalogue": "",
    "exports.files": "", "exports.__main__": "",
    # pages
    "filters": "streamlit", "desk": "intake streamlit", "screen_reader": "", "parts": "", "parts.anchors": "streamlit",
    "parts.choices": "streamlit", "parts.glossary": "streamlit", "parts.report": "streamlit",
    "parts.evidence": "streamlit", "parts.cards": "streamlit", "parts.strip": "",
    "parts.panel": "streamlit", "parts.source": "", "parts.downloads": "", "parts.lines": "markupsafe",
    "parts.list_table": "", "parts.show": "markupsafe plotly streamlit", "parts.foot": "streamlit",
    "parts.summary": "", "parts.form_lines": "", "parts.wanted": "",
    "parts.reading.choices": "intake", "parts.reading.acts": "intake", "parts.reading.words": "",
    "parts.reading": "intake streamlit", "parts.arrivals": "streamlit", "parts.metadata": "intake streamlit",
    "parts.settling": "intake streamlit", "parts.corrections": "intake streamlit",
    "screens": "", "screens.activities": "streamlit", "screens.changes": "streamlit", "screens.explore": "streamlit",
    "screens.gaps": "streamlit", "screens.glossary": "streamlit", "screens.indicator": "markupsafe streamlit",
    "screens.intake": "intake streamlit", "screens.nowhere": "streamlit",
    "screens.overview": "markupsafe streamlit", "screens.sources": "streamlit",
    "screens.targets": "markupsafe streamlit", "screens.unit_profile": "markupsafe streamlit",
    "frame": "markupsafe streamlit",
    # the server
    "policy": "streamlit", "door": "starlette streamlit",
    "data_routes": "starlette", "arriving": "intake starlette", "shell": "markupsafe starlette streamlit",
    "routes": "starlette",
}  # fmt: skip
OTHERS = {  # places outside the dashboard, with all that they may import
    "app.py": {"streamlit", "dashboard"},
    "pages/*.py": {"dashboard"},
    "etl/*.py": {"etl", "duckdb", "filelock", "obstore", "tqdm"},
    "intake/*.py": {"intake", "etl"},  # proposals need no library, and nothing of the pages
    "intake/arrivals/*.py": {"intake", "etl", "filelock", "lxml", "mammoth", "pdfminer", "pdfplumber", "tqdm"},
    "intake/desk/*.py": {"intake", "etl", "filelock", "psycopg"},
}


def named(path: Path) -> str:
    """The name of a module of the dashboard, that of a package where it is its beginning."""
    parts = path.relative_to(ROOT / "dashboard").with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {named(path): path for path in sorted(ROOT.glob("dashboard/**/*.py"))}


def imports(path: Path) -> set[str]:
    """Modules that a file imports at run time; those under TYPE_CHECKING are words, not ties."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                part = f"{node.module}.{alias.name}"
                found.add(part if part.removeprefix("dashboard.") in MODULES else str(node.module))
    return {name for name in found if name.split(".")[0] not in STANDARD}


def ours(path: Path) -> set[str]:
    """Modules of the dashboard that a file imports."""
    return {name.removeprefix("dashboard.") for name in imports(path) if name.startswith("dashboard.")}


def test_every_module_stands_in_the_order():
    assert [name for name in MODULES if name and name not in ORDER] == []
    assert [name for name in ORDER if name not in MODULES] == []


@pytest.mark.parametrize("name", [name for name in MODULES if name])
def test_a_module_imports_only_what_stands_above_it_and_its_libraries(name):
    order = list(ORDER)
    assert ours(MODULES[name]) <= set(order[: order.index(name)])
    libraries = {one.split(".")[0] for one in imports(MODULES[name])} - {"dashboard"}
    assert libraries <= set(ORDER[name].split())


def test_folders_form_no_circle():
    def place(name: str) -> str:
        folder, _, rest = name.partition(".")
        return folder if rest or (ROOT / "dashboard" / name).is_dir() else name

    ties: dict[str, set[str]] = {}
    for name, path in MODULES.items():
        ties.setdefault(place(name), set()).update({place(one) for one in ours(path)} - {place(name)})
    assert len(list(TopologicalSorter(ties).static_order())) == len(ties)


@pytest.mark.parametrize("pattern", OTHERS)
def test_what_is_outside_the_dashboard_imports_only_what_its_place_allows(pattern):
    for path in ROOT.glob(pattern):
        assert {name.split(".")[0] for name in imports(path)} <= OTHERS[pattern]


def test_only_the_questions_of_the_dashboard_know_the_database():
    assert [name for name, libraries in ORDER.items() if "duckdb" in libraries] == ["queries.reading"]


def test_no_module_is_too_long_to_hold_in_the_head():
    lines = {name: len(path.read_text(encoding="utf-8").splitlines()) for name, path in MODULES.items()}
    lines |= {path.name: len(path.read_text(encoding="utf-8").splitlines()) for path in ROOT.glob("intake/**/*.py")}
    assert {name for name, length in lines.items() if length > 350} == set()


def test_files_are_made_without_streamlit():
    loaded = "import sys, dashboard.exports.__main__; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, check=False).returncode == 0
