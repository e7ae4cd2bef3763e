"""How the data as a whole are cited, for programs that keep references: BibTeX and CSL-JSON, of one set of words.

Each build is cited under a key and an address of its own: who cites two of them keeps both, and finds each again.
"""

from __future__ import annotations

from typing import Any

from dashboard import links, provenance, queries, wording
from dashboard.exports import open_words
from dashboard.messages import language
from dashboard.selection import to_stay

KEY = "hanoi-union-indicators"


def csl() -> list[dict[str, Any]]:
    """Return the citation as CSL-JSON has it. No author is named: the project names none."""
    built = wording.in_hanoi(queries.build()["built_at"])
    address, version = links.to("data/", to_stay()), str(queries.build()["seeds_sha256"])[:8]
    found = {
        "id": f"{KEY}-{version}",
        "type": "dataset",
        "title": open_words.title(),
        "issued": {"date-parts": [[built.year, built.month, built.day]]},
        "version": version,
        "language": language.get(),
        "note": provenance.standing(queries.build()),
    }
    return [found | ({"URL": address} if address else {})]


def bibtex() -> str:
    """Return the same as BibTeX."""
    (cited,) = csl()
    year, month, day = cited["issued"]["date-parts"][0]
    fields = {
        "title": f"{{{cited['title']}}}",
        "year": str(year),
        "date": f"{year}-{month:02}-{day:02}",
        "version": cited["version"],
        "note": cited["note"],
        "url": cited.get("URL", ""),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return f"@misc{{{cited['id']},\n" + ",\n".join(lines) + "\n}\n"
