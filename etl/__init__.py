"""Proves the seeds against the rules and publishes them as a DuckDB warehouse. Never imports `dashboard`."""
