"""Proposes what the numerals of an article may be; two readers decide."""
