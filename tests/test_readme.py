"""The README holds to the code: its places, its targets, its variables, its figures."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
CODE = "".join(
    path.read_text(encoding="utf-8") + "\n"
    for name in ("dashboard", "etl", "intake")
    for path in (ROOT / name).rglob("*.py")
)
NAMED = {
    name
    for cells in re.findall(r"^\| (`[A-Z_]+`(?:, `[A-Z_]+`)*) \|", README + OPERATIONS, re.MULTILINE)
    for name in re.findall("[A-Z_]+", cells)
}
# Read by libraries: Kaleido, the one of stores, that of PostgreSQL.
OF_OTHERS = {"BROWSER_PATH", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_ALLOW_HTTP", "PGPASSWORD"}


@pytest.mark.parametrize(
    "target", sorted(set(re.findall(r"\bmake ([\w-]+)", README) + re.findall("`make ([a-z-]+)`", OPERATIONS)) - {"or"})
)
def test_a_target_that_the_readme_names_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    "place", sorted(set(re.findall(r"`((?:[\w.]+/)+[\w.]*)`", README) + re.findall(r"\]\((.+?)\)", README)))
)
def test_a_place_that_the_readme_names_exists(place):
    place = place.partition("#")[0]
    assert (ROOT / place).exists() or (ROOT / "dashboard" / place).exists()


@pytest.mark.parametrize("variable", sorted(NAMED - OF_OTHERS))
def test_a_variable_that_is_described_is_read(variable):
    assert f'"{variable}"' in CODE


def test_every_variable_that_is_read_is_described():
    asked = set(re.findall(r'(?:environ(?:\.get\(|\[)|_set\(|_needed\(|_one_of\()"([A-Z_]+)"', CODE))
    constants = dict(re.findall(r'^([A-Z_]+) = "([A-Z_]+)"', CODE, re.MULTILINE))
    names = re.findall(r"(?:environ\.get|_set|_needed)\((?:\w+\.)?([A-Z_]+)[,)]", CODE)
    asked |= {constants.get(name, name) for name in names}
    assert asked - NAMED == {"FORWARDED_ALLOW_IPS"}  # of uvicorn: the line of PROXIES names it


@pytest.mark.parametrize("place", sorted(set(re.findall(r"\]\(([\w./-]+)\)", OPERATIONS))))
def test_a_place_that_the_operations_name_exists(place):
    assert (ROOT / "docs" / place).exists()


def test_the_readme_counts_the_seeds_rightly():
    articles, figures = re.findall(r"\*\*(\w+) articles, (\d+) figures\.\*\*", README)[0]
    rows = {name: len((ROOT / "seeds" / f"{name}.csv").read_text().splitlines()) - 1 for name in ("articles", "claims")}
    assert ({"Five": 5}[articles], int(figures)) == (rows["articles"], rows["claims"])


def test_nothing_built_is_committed():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in files if name.startswith(("warehouse", ".venv", "tests/output"))] == []


def test_a_clone_with_windows_line_ends_has_the_committed_ones(tmp_path):
    """Where Git for Windows would write CRLF; seeds are compared byte by byte."""
    command = ["git", "clone", "-q", "-c", "core.autocrlf=true", str(ROOT), str(tmp_path / "clone")]
    subprocess.run(command, check=True)
    files = subprocess.run(
        ["git", "ls-files", "--eol"], cwd=tmp_path / "clone", capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert [line for line in files if "w/crlf" in line or "w/mixed" in line] == []
    subprocess.run([sys.executable, "-m", "etl", "check"], cwd=tmp_path / "clone", check=True)
