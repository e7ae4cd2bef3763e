"""LibreOffice, which opens what the dashboard writes, and prints it: `python tests/office.py` installs it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import unicodedata
from pathlib import Path

SECONDS = 120  # the first start of a fresh profile is slow


def available() -> str | None:
    """Return the path of LibreOffice; None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def as_pdf(data: bytes, suffix: str, folder: Path, to: str = "pdf") -> Path:
    """Return a file (`suffix`: "xlsx", with or without the dot) as LibreOffice prints it, or saves it, in `folder`.

    Each run has a profile of its own: two that share one wait for each other or fail.
    """
    program = available()
    assert program, "LibreOffice is not installed"
    with tempfile.TemporaryDirectory(prefix="office-") as profile:
        given = Path(profile) / f"file.{suffix.removeprefix('.')}"
        given.write_bytes(data)
        command = [
            program,
            f"-env:UserInstallation={Path(profile).as_uri()}/profile",
            *("--headless", "--norestore", "--nolockcheck", "--convert-to", to),
            *("--outdir", str(folder), str(given)),
        ]
        process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
        )
        try:
            said, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # it is a script that starts the program proper
            process.communicate()
            message = f"LibreOffice did not end within {SECONDS} s"
            raise AssertionError(message) from None
    printed = folder / f"file.{to}"
    assert printed.is_file(), f"LibreOffice could not open the file: {said.strip()}"
    return printed


def pictures(printed: Path, *, dots: int = 80) -> list[Path]:
    """Return the pages of a PDF as pictures beside it, with so many dots an inch."""
    subprocess.run(["pdftoppm", "-r", str(dots), "-png", str(printed), str(printed.with_suffix(""))], check=True)
    return sorted(printed.parent.glob(f"{printed.stem}-*.png"))


def words(printed: Path, *, is_in_lines: bool = False) -> str:
    """Return the text of a PDF without blanks: letters of two fonts stand apart in it as if there were some.

    `is_in_lines`: what stands side by side on paper follows one another, not what stands in one column.
    """
    layout = ["-layout"] if is_in_lines else []
    command = ["pdftotext", *layout, str(printed), "-"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return "".join(unicodedata.normalize("NFC", said).split())


def install() -> None:
    """Install LibreOffice and what makes pictures of its pages, as Debian packages; for root on apt only."""
    if not (shutil.which("apt-get") and os.geteuid() == 0):
        sys.exit("install LibreOffice (Calc, Impress, Writer) and poppler-utils, and call again")
    packages = ["libreoffice-calc", "libreoffice-impress", "libreoffice-writer", "poppler-utils", "fonts-liberation"]
    subprocess.run(["apt-get", "update", "-qq"], check=True)
    subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages], check=True)


if __name__ == "__main__":
    if not (available() and shutil.which("pdftoppm")):
        install()
    print("LibreOffice:", available() or sys.exit("LibreOffice could not be installed"))
