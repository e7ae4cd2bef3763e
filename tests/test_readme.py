"""The README holds to the code: its places, its targets, its variables, its figures."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("target", sorted(set(re.findall(r"\bmake (\w+)", README)) - {"or"}))
def test_a_target_that_the_readme_names_exists(target):
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


@pytest.mark.parametrize(
    "place", sorted(set(re.findall(r"`((?:[\w.]+/)+[\w.]*)`", README) + re.findall(r"\]\((.+?)\)", README)))
)
def test_a_place_that_the_readme_names_exists(place):
    assert (ROOT / place).exists() or (ROOT / "dashboard" / place).exists()


@pytest.mark.parametrize("variable", re.findall(r"^\| `([A-Z_]+)` ", README, re.MULTILINE))
def test_a_variable_that_the_readme_names_is_read(variable):
    files = (path for name in ("dashboard", "etl", "intake") for path in (ROOT / name).rglob("*.py"))
    code = "".join(path.read_text(encoding="utf-8") for path in files)
    assert variable == "BROWSER_PATH" or f'"{variable}"' in code  # BROWSER_PATH is read by Kaleido


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
