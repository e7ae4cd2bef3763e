"""How a percentage is rounded: never to what it is not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

DECIMALS = tuple(Decimal(1).scaleb(-places) for places in range(1, 9))
HUNDRED = Decimal(100)


def rounded(value: float) -> float:
    """Return a percentage with one decimal, half up; with more where one would read 0 or 100 for what is neither.

    >>> rounded(6.25), rounded(12.35), rounded(0.04), rounded(99.96), rounded(100), rounded(100.04)
    (6.3, 12.4, 0.04, 99.96, 100.0, 100.04)
    """
    exact = Decimal(str(float(value)))
    shown = [exact.quantize(places, ROUND_HALF_UP) for places in DECIMALS]
    return float(next((one for one in shown if one not in (0, HUNDRED) or one == exact), exact))
