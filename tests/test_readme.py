"""The README holds to the code: its places, its targets, its variables, its figures."""

import re
import subprocess
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
    code = "".join(
        path.read_text(encoding="utf-8") for name in ("dashboard", "etl") for path in (ROOT / name).rglob("*.py")
    )
    assert variable == "BROWSER_PATH" or f'"{variable}"' in code  # BROWSER_PATH is read by Kaleido


def test_the_readme_counts_the_seeds_rightly():
    articles, figures = re.findall(r"\*\*(\w+) articles, (\d+) figures\.\*\*", README)[0]
    rows = {name: len((ROOT / "seeds" / f"{name}.csv").read_text().splitlines()) - 1 for name in ("articles", "claims")}
    assert ({"Five": 5}[articles], int(figures)) == (rows["articles"], rows["claims"])


def test_nothing_built_is_committed():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in files if name.startswith(("warehouse", ".venv", "tests/output"))] == []
