"""Renews the pictures of docs/ from those that the tests left in tests/output: `python -m tests.pictures`."""

from __future__ import annotations

import sys

from PIL import Image

from tests.conftest import OUTPUT, ROOT

PLACE = ROOT / "docs" / "screens"
FILES = ROOT / "docs" / "files"
INTAKE = ROOT / "docs" / "intake"
# Of each page: at a desk, in English, on a phone; at both with as many figures as there may be one day.
KEPT = ("1440-light-vi", "1024-dark-en", "390-light-vi", "1440-full", "390-full")
COLOURS = 128  # enough for a page; a sixth of the size


def main() -> int:
    """Copy the pictures with few colours; return 1 where the tests have not made them."""
    found = [path for kept in KEPT for path in sorted(OUTPUT.glob(f"*-{kept}.png"))]
    if not found or not (OUTPUT / "unions_formed.png").exists():
        print("there are no pictures in tests/output; run make test first", file=sys.stderr)
        return 1
    PLACE.mkdir(exist_ok=True)
    for old in PLACE.glob("*.png"):
        old.unlink()
    for path in found:
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(COLOURS).save(PLACE / path.name, optimize=True)
    with Image.open(OUTPUT / "unions_formed.png") as picture:
        picture.convert("RGB").save(ROOT / "docs" / "unions_formed.png", optimize=True)
    files = sorted((OUTPUT / "files").glob("*.png"))
    FILES.mkdir(exist_ok=True)
    for path in files:  # none where there is no LibreOffice: the old ones stay
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(COLOURS).save(FILES / path.name, optimize=True)
    INTAKE.mkdir(exist_ok=True)
    for path in sorted((OUTPUT / "intake").glob("*.png")):
        with Image.open(path) as picture:
            picture.convert("RGB").quantize(COLOURS).save(INTAKE / path.name, optimize=True)
    print(f"{len(found)} pictures in docs/screens, {len(files)} in docs/files")
    return 0


if __name__ == "__main__":
    sys.exit(main())
