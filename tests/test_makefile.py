"""`make run` works at its second call, whatever became of the environment that the first one left."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.skipif(not shutil.which("make"), reason="there is no make")


def run(checkout: Path) -> list[str]:
    """What `make run` prints, with stand-ins for the programs that it calls, and nothing to install."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "VIRTUAL_ENV"))}
    done = subprocess.run(
        ["make", "run", f"PYTHON={sys.executable}", "PORT=8600"],
        cwd=checkout,
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return done.stdout.splitlines()


def moved(checkout: Path) -> Path:
    return checkout.rename(checkout.with_name("moved"))


def without_pip(checkout: Path) -> Path:
    for package in checkout.glob(".venv/lib/python*/site-packages/pip"):
        shutil.rmtree(package)
    return checkout


def without_python(checkout: Path) -> Path:
    (checkout / ".venv/bin/python").unlink()
    (checkout / ".venv/bin/python").symlink_to("/nowhere/python")
    return checkout


def test_a_broken_or_moved_environment_is_mended(tmp_path):
    checkout = tmp_path / "checkout"
    checkout.mkdir()
    shutil.copy(ROOT / "Makefile", checkout)
    (checkout / "requirements.txt").touch()
    for program in ("etl", "streamlit"):
        (checkout / f"{program}.py").write_text(f"import sys; print('{program}', *sys.argv[1:])")
    said = [
        "etl",
        "Dashboard: http://127.0.0.1:8600",
        "streamlit run app.py --server.address 127.0.0.1 --server.port 8600",
    ]
    (checkout / ".venv").mkdir()  # all that a venv leaves that failed at once
    for spoil in (Path, moved, without_pip, without_python):
        checkout = spoil(checkout)
        assert sorted(run(checkout)) == sorted(said)
