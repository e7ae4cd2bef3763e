"""What the readers of the articles noted in the seeds, in the language of who reads it here."""

from __future__ import annotations

from dashboard import queries
from dashboard.messages import current_language


def said(sentence: str) -> str:
    """Return a note or reason from the seeds; they are typed in Vietnamese, and the seeds hold their English."""
    if current_language().seeds == "vi":
        return sentence
    return queries.translations().get(sentence, sentence)
