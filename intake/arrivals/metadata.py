"""Proposes what an article says of itself: headline, publisher, dates, period; each with its kind and where from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from intake.refusals import Sentence


@dataclass(frozen=True)
class Proposed:
    """A value for columns of articles.csv: which (`title`, `publisher`, `published`, `reported_period`), and why.

    `value` is text as the seeds write it (days are ISO; `last` is published_to, else ""). `kind` says whether the file
    prints it or it was inferred; `reason` says where it is printed, or from what it was inferred.
    """

    column: str
    value: str
    kind: Literal["printed", "inferred"]
    reason: Sentence
    last: str = ""
