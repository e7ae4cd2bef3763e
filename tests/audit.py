"""Asks whether faults of the pinned libraries are known: `python tests/audit.py`; it says so where nobody answers."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
ASKED = "OSV_URL"  # of the collection of known faults, where it is not the public one
SECONDS = 180.0  # that the whole of it may take


def faults(requirements: Path, url: str = "") -> list[str] | None:
    """Return the known faults of what a file pins, a line for each; None without an answer."""
    command = [
        sys.executable, "-m", "pip_audit", "--vulnerability-service=osv", *([f"--osv-url={url}"] if url else []),
        "--disable-pip", "--no-deps", "--format=json", "--progress-spinner=off", "--timeout=5",
        f"--requirement={requirements}",
    ]  # fmt: skip
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS).stdout
        found = json.loads(said)["dependencies"]
    except (subprocess.TimeoutExpired, ValueError):
        return None
    return [
        f"{one['name']} {one['version']}: {fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version'}"
        for one in found
        for fault in one.get("vulns", [])
    ]


def main() -> int:
    """Print what is known; return 1 where a fault is."""
    found = faults(ROOT / "requirements-dev.txt", os.environ.get(ASKED, ""))
    if found is None:
        print("known faults of libraries: not checked, nobody answered")
        return 0
    print("known faults of libraries:", *(found or ["none"]), sep="\n  " if found else " ")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
