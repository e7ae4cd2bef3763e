"""Columns and rows that questions share."""

from __future__ import annotations

# Of an article: what names it in a caption.
ARTICLE = "title, publisher, publisher_kind, published_from, published_to, published_kind"
# Rows: the clusters by id, and the figures in use.
CLUSTERS = "(select unit_id as cluster_id, name as cluster_name, name_en as cluster_name_en from units)"
MEASURE = "measure_vi, measure_en, measure_en_one"
OBSERVED = "figures_of('in_use')"
SUBJECT = """claim_id, unit_id, unit_kind, name, unit_en, type_vi, type_en, indicator_id, name_vi, name_en,
    time_period, sector, scenario, target_kind"""
