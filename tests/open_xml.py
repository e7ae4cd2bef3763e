"""What Office asks of its files, by the rules of Microsoft's Open XML SDK."""

from __future__ import annotations

import tempfile
from pathlib import Path

from openxml_audit import FileFormat, OpenXmlValidator


def faults(data: bytes, kind: str) -> list[str]:
    """Return what Office could ask to repair in a file (`kind`: "xlsx", "pptx" or "docx"), each with its place."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"file.{kind}"
        path.write_bytes(data)
        found = OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(path)
    return [f"{fault.part_uri} {fault.path}: {fault.description}" for fault in found.errors]
