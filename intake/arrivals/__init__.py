"""Takes articles in: text out of files, the shelf that keeps both, what is the same, what is proposed about it."""

from intake.arrivals.shelf import AlmostSame, Arrival, Same, Shelf

__all__ = ["AlmostSame", "Arrival", "Same", "Shelf"]
