"""What the component of a reading says, in the reader's language."""

from __future__ import annotations

from typing import Any

from dashboard import columns, readings
from dashboard.desk import vietnamese
from dashboard.messages import t


def reading() -> dict[str, Any]:
    """Return what the component says."""
    return {
        "text": t("Text of the article"),
        "panel": t("Entry"),
        "progress": t("{n}/{all} numerals settled"),
        "saved": t("Saved"),
        "saving": t("Saving …"),
        "not_saved": t("Not saved yet; trying again"),
        "state_open": t("not settled"),
        "state_figure": t("entered as a figure"),
        "state_passed": t("passed over"),
        "state_fault": t("to be corrected"),
        "proposed_figure": t("proposed: a figure"),
        "proposed_passed": t("proposed: pass over"),
        "line": t("line {n}"),
        "because": t("by:"),
        "accept": t("Accept"),
        "save": t("Save"),
        "figure": columns.heading("figure"),
        "pass": t("Pass over"),
        "again": t("Again: {reason}"),
        "remove": t("Undo"),
        "another": t("Another figure here"),
        "previous": t("Previous"),
        "next": t("Next"),
        **readings.fields(),
        "use": columns.heading("scenario"),
        "note": t("Remark"),
        "reason": t("Reason to pass it over"),
        "other_unit": t("Not in the list: “{name}” …"),
        "other_indicator": t("Not in the list: “{name}” …"),
        "of_line": t("In this line, {n} numerals are proposed to be passed over:"),
        "accept_line": t("Pass all of these over"),
        "passage": t("Chosen: lines {first}–{last}"),
        "passage_open": t("{n} numerals in it are not settled."),
        "of_passage": t("In what is chosen, {n} numerals are proposed to be passed over:"),
        "accept_passage": t("Pass all of these over"),
        "run": t("Look at the {n} up to the next figure"),
        "alike": t("Look at the {n} of this sort together"),
        "group": t("{n} numerals of the same sort"),
        "leave": t("Leave out"),
        "cancel": t("Cancel"),
        "entered": t("Entered: {figures} figures, {passed} passed over"),
        "all_read": t("Every numeral is settled."),
        "finish": t("Finish this reading"),
        "help": t("Keys"),
        "month": t("month {m} of {y}"),
        "ask_units": t("A unit that is not in the list"),
        "ask_indicators": t("An indicator that is not in the list"),
        "ask_about": t(
            "It is published with the first figure that names it; the other reader sees it after finishing."
        ),
        "ask": t("Put it on the list"),
        "name": t("Name"),
        "name_vi": t("Name"),
        "type_vi": t("Kind of unit"),
        "unit_kind": t("Level"),
        "unit_measure": t("What is counted"),
        "topic": t("Topic"),
        "stock_flow": t("Over time"),
        "definition_vi": t("Definition"),
        "keys": [
            ["→ ←", t("next and previous numeral")],
            ["n", t("next one that is not settled")],
            ["↵", t("accept or save, and go on")],
            ["1–9", t("pass over for the reason with this number")],
            [",", t("all of this sort that are not settled, to pass over at once")],
            ["e", t("all up to the next figure that are proposed to be passed over")],
            ["b", t("another reason to pass it over")],
            [".", t("pass over for the reason given last")],
            ["s", t("enter as a figure")],
            ["1–9, 0", t("of a figure: change a field")],
            ["⇧↵", t("pass over all of the line that are proposed so")],
            ["⇧↓ ⇧End", t("choose whole lines, then a reason")],
            ["⇧→ ⇧←", t("a word more or less at the end of what is marked; with Ctrl at its beginning")],
            ["u", t("undo")],
            ["+", t("another figure at the same place")],
        ],
    }


def settling() -> dict[str, Any]:
    """Return what it says beside that where two readings are compared."""
    return {
        "panel": t("Difference"),
        "progress": t("{n}/{all} differences settled"),
        "state_differs": t("the readings differ"),
        "state_settled": t("settled"),
        "no_difference": t("The two readings agree in everything."),
        "first": t("First reading"),
        "second": t("Second reading"),
        "take": t("Take this"),
        "other": t("Something else"),
        "takes": t("Taken: {value}"),
        "because_of": t("Why"),
        "settled": t("Settled by {reader}: {value}. {reason}"),
        "nothing": t("left empty"),
        "kind_figure": t("a figure"),
        "kind_passed": t("passed over"),
        "kind_none": t("not entered"),
        "names": {"scenario": columns.scenarios()},
    }


def why() -> list[str]:
    """Return usual reasons to settle a difference; they are published with the figure, so they stay Vietnamese."""
    with vietnamese():
        return _why()


def _why() -> list[str]:
    return [
        t("Read again: so it stands in the article."),
        t("A slip in entering."),
        t("It follows from the sentence before."),
        t("It follows from the headline or the beginning."),
        t("The definition of the indicator says so."),
    ]


def amending() -> dict[str, Any]:
    """Return what it says where both readers had a figure alike, and one changes it."""
    return {
        "panel": t("Change a figure that both had alike"),
        "save": t("Change this figure"),
        "why": t("Why it was wrong"),
        "state_figure": t("read alike"),
    }


def correcting() -> dict[str, Any]:
    """Return what it says beside the words of a reading where a published figure is corrected."""
    return {
        "panel": t("Correction"),
        "save": t("Ask for this correction"),
        "why": t("Why it was wrong"),
        "state_figure": t("on the dashboard"),
    }
