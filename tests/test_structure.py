"""Who may import whom: the shape of the project, held over its syntax trees."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STANDARD = set(sys.stdlib_module_names)


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
            found |= {
                f"{node.module}.{alias.name}" if node.module == "dashboard" else str(node.module)
                for alias in node.names
            }
    return {name for name in found if name.split(".")[0] not in STANDARD}


ALLOWED = {
    "app.py": {"streamlit", "dashboard"},
    "pages/*.py": {"dashboard"},
    "etl/*.py": {"etl", "duckdb", "filelock", "tqdm"},
    "dashboard/queries/reading.py": {"duckdb", "dashboard.figure", "dashboard.rows"},
    "dashboard/queries/[!r]*.py": {"dashboard.queries", "dashboard.figure", "dashboard.rows"},
    "dashboard/charts.py": {
        "dashboard.canvas", "dashboard.marks", "dashboard.messages", "dashboard.style", "dashboard.wording",
    },
    "dashboard/canvas.py": {
        "dashboard.marks", "dashboard.messages", "dashboard.style", "dashboard.typeface", "dashboard.wording",
    },
    "dashboard/marks.py": {"dashboard.messages"},
    "dashboard/drawing.py": {"dashboard.marks", "dashboard.messages", "dashboard.rows", "dashboard.wording"},
    "dashboard/captions.py": {
        "dashboard.provenance", "dashboard.messages", "dashboard.rows", "dashboard.shares", "dashboard.signs",
        "dashboard.wording",
    },
    "dashboard/provenance.py": {"dashboard.messages", "dashboard.signs", "dashboard.wording"},
    "dashboard/shares.py": {"dashboard.messages", "dashboard.signs", "dashboard.wording"},
    "dashboard/signs.py": {"dashboard.messages", "dashboard.wording"},
    "dashboard/wording.py": {"babel", "dashboard.messages"},
    "dashboard/style.py": set(),
}  # fmt: skip
CASES = [(path, allowed) for pattern, allowed in ALLOWED.items() for path in sorted(ROOT.glob(pattern))]


@pytest.mark.parametrize(("path", "allowed"), CASES, ids=lambda value: value.name if isinstance(value, Path) else "")
def test_a_file_imports_only_what_its_place_allows(path, allowed):
    assert {name for name in imports(path) if not any(f"{name}.".startswith(f"{root}.") for root in allowed)} == set()


def test_only_the_queries_of_the_dashboard_know_the_database():
    knowing = {path.name for path in ROOT.glob("dashboard/**/*.py") if "duckdb" in imports(path)}
    assert knowing == {"reading.py"}


def test_the_dashboard_and_the_etl_share_nothing_but_the_warehouse():
    assert [
        path.name for path in ROOT.glob("dashboard/**/*.py") if any(n.startswith("etl") for n in imports(path))
    ] == []


def test_files_are_made_without_streamlit():
    loaded = "import sys, dashboard.exports.__main__; sys.exit('streamlit' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", loaded], cwd=ROOT, check=False).returncode == 0
