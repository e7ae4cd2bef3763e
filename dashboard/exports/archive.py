"""Archives (ZIP), which the office files are too: the same files of the same build give the same bytes."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


def packed(files: Mapping[str, bytes], day: datetime) -> bytes:
    """Return files by their names as an archive; all of them bear one day, not that of writing."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name, day.timetuple()[:6])
            entry.create_system, entry.external_attr = 3, 0o644 << 16  # the same on every computer
            is_packed = name.endswith(".png") or name == "mimetype"  # by which OpenDocument is known, read as it is
            archive.writestr(entry, data, zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED)
    return written.getvalue()


def repacked(written: io.BytesIO, day: datetime) -> bytes:
    """Return an archive that a library wrote as `packed` would have."""
    with zipfile.ZipFile(written) as archive:
        return packed({name: archive.read(name) for name in archive.namelist()}, day)
