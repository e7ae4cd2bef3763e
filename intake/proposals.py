"""What a proposal is: one row of the file that two readers start from."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from intake.periods import Span
    from intake.texts import Line


class Proposal(NamedTuple):
    """A numeral and what it may be; `line` and its places count in the text as stored, from 1 and from 0.

    `indicator_id` is one of the seeds, or `other:WHAT` for what is not there: another count, or why it is passed over
    (`other:date`); `rule` then begins with "pass over". `time_period` and its days are "" where the text gives none.
    """

    line: int | str
    char_start: int | str
    char_end: int | str
    unit_id: str
    indicator_id: str
    time_period: str
    period_start: str
    period_end: str
    scenario: str
    value: str
    qualifier: str
    out_of: str
    as_printed: str
    rule: str


LONGEST = 60  # characters of printed words in a claim


def number(value: float | None) -> str:
    """Return a value as the seeds write it, "" for none."""
    return "" if value is None else f"{value:.4f}".rstrip("0").rstrip(".")


def passed_over(line: Line, start: int, end: int, value: float, reason: str) -> Proposal:
    """Return the row of a numeral that is no figure of ours."""
    return _row(line, (start, end), "", f"other:{reason}", None, "actual", value, "exact", None, f"pass over: {reason}")


def figure(
    line: Line, span: tuple[int, int], unit_id: str, indicator_id: str, period: Span, *,
    value: float, rule: str, scenario: str = "actual", qualifier: str = "exact", out_of: float | None = None,
) -> Proposal:  # fmt: skip
    """Return the row of a proposed figure."""
    return _row(line, span, unit_id, indicator_id, period, scenario, value, qualifier, out_of, rule)


def _row(
    line: Line, span: tuple[int, int], unit_id: str, indicator_id: str, period: Span | None, scenario: str,
    value: float, qualifier: str, out_of: float | None, rule: str,
) -> Proposal:  # fmt: skip
    start, end = span
    while end - start > LONGEST and " " in line.text[start:end]:
        end = line.text.rindex(" ", start, end)
    place = line.place(start, end)
    first, last = (period.first, period.last) if period and period.code else (None, None)
    return Proposal(
        line.number, *place, unit_id, indicator_id, period.code if period else "", str(first or ""), str(last or ""),
        scenario, number(value), qualifier, number(out_of), line.printed(start, end), rule,
    )  # fmt: skip
