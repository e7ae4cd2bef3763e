"""Periods that SDMX says as a first day and a length: 2025-01-01/P161D."""

from __future__ import annotations

from datetime import date, timedelta


def days_of(code: str) -> tuple[date, date]:
    """Return the first and the last day.

    >>> [str(day) for day in days_of("2008-01-01/P5Y")], [str(day) for day in days_of("2019-09-01/P6M")]
    (['2008-01-01', '2012-12-31'], ['2019-09-01', '2020-02-29'])
    """
    first = date.fromisoformat(code[:10])
    n, of = int(code[12:-1]), code[-1]
    if of == "D":
        return first, first + timedelta(n - 1)
    years, month = divmod(first.month - 1 + n * (12 if of == "Y" else 1), 12)
    return first, first.replace(year=first.year + years, month=month + 1) - timedelta(1)
