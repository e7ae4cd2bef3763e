"""The desk: two readers bring an article in without seeing each other's work, settle what differs, and publish."""

from intake.desk.desk import Desk
from intake.desk.entries import (
    Agreement,
    Correction,
    CoverageList,
    Difference,
    Draft,
    Entry,
    Mark,
    Problem,
    Publish,
    Reading,
    Reason,
    Vocabulary,
)
from intake.desk.refusals import Refused

__all__ = [
    "Agreement",
    "Correction",
    "CoverageList",
    "Desk",
    "Difference",
    "Draft",
    "Entry",
    "Mark",
    "Problem",
    "Publish",
    "Reading",
    "Reason",
    "Refused",
    "Vocabulary",
]
