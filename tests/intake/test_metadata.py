"""What an article is proposed to say of itself, with its kind and where from."""

from __future__ import annotations

import csv
import os
from datetime import date
from pathlib import Path

import pytest

from intake.arrivals.metadata import propose

TODAY = date(2024, 5, 6)
ARTICLES = os.environ.get("ARTICLES_DIR", "")
SEEDS = Path(__file__).parents[2] / "seeds" / "articles.csv"


def proposed(text: str, column: str, **said: str) -> tuple[str, ...] | None:
    found = [one for one in propose(text, said, TODAY) if one.column == column]
    assert len(found) <= 1
    return (found[0].value, found[0].last, found[0].kind, str(found[0].reason)) if found else None


HEAD = "Công đoàn quận Tây Hồ: Nhiều kết quả nổi bật"


@pytest.mark.parametrize(
    ("text", "said", "value", "reason"),
    [
        (f"{HEAD}\nHết", {}, HEAD, "Printed in line 1."),
        (f"Công đoàn\n26/02/2021 16:09\n\n{HEAD}\nHết", {}, HEAD, "Printed in line 4."),
        (f"{HEAD}\nHết", {"og:title": "Tên", "h1": "Đầu đề"}, "Đầu đề", "Named by the page itself (h1)."),
        (f"{HEAD}\nHết", {"og:title": "Tên"}, "Tên", "Named by the page itself (og:title)."),
        ("Ngắn", {}, "Ngắn", "Printed in line 1."),
    ],
)
def test_a_headline(text, said, value, reason):
    assert proposed(text, "title", **said) == (value, "", "printed", reason)


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        (HEAD, {"og:site_name": "Báo Z"}, ("Báo Z", "printed", "Named by the page itself (og:site_name).")),
        (f"{HEAD}\nNguồn: Báo Xyz", {}, ("Xyz", "printed", "Printed in line 2.")),
        (f"{HEAD}\n(LĐTĐ) Sáng nay", {}, ("Lao động Thủ đô", "inferred", "Inferred from the sign (LĐTĐ) in line 2.")),
        (
            HEAD, {"canonical": "https://m.laodongthudo.vn/a-1.html"},
            ("Lao động Thủ đô", "inferred", "Inferred from the page's address, m.laodongthudo.vn."),
        ),
        (f"{HEAD}\n(UBND) Sáng nay", {"og:url": "https://notlaodongthudo.vn/"}, None),
        (f"{HEAD}\nNguồn :", {}, None),
    ],
)  # fmt: skip
def test_a_publisher(text, said, expected):
    found = proposed(text, "publisher", **said)
    assert (found and (found[0], *found[2:])) == expected


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        (HEAD, {"datePublished": "2023-07-03T09:00:00+07:00"},
         ("2023-07-03", "2023-07-03", "printed", "Named by the page itself (datePublished).")),
        (f"Thứ Hai, 03/07/2023 | 09:12\n{HEAD}", {}, ("2023-07-03", "2023-07-03", "printed", "Printed in line 1.")),
        (f"{HEAD}\nHà Nội, ngày 3 tháng 7 năm 2023", {}, ("2023-07-03", "2023-07-03", "printed", "Printed in line 2.")),
        (
            f"{HEAD}\nNgày 3/7/2023, quận kết nạp 120 đoàn viên; đến 31/12/2029 phải đạt 500.", {},
            ("2023-07-03", "2024-05-06", "inferred",
             "Not before the newest day that the text names (line 2), and not after it arrived."),
        ),
        (HEAD, {"datePublished": "2030-01-01"}, None),
        (HEAD, {"datePublished": "hôm nay"}, None),
    ],
)  # fmt: skip
def test_a_day_of_publication(text, said, expected):
    assert proposed(text, "published", **said) == expected


def test_a_period():
    assert proposed("Kết quả 9 tháng đầu năm 2023\nHết", "reported_period") == (
        "2023-01-01/P9M", "", "inferred", "Inferred from the headline.",
    )  # fmt: skip
    assert proposed(f"{HEAD}\nNăm 2023, quận", "reported_period") == (
        "2023", "", "inferred", "Inferred from the first period that the text names.",
    )  # fmt: skip
    assert proposed(HEAD, "reported_period") is None


@pytest.mark.skipif(not ARTICLES, reason="ARTICLES_DIR is not set: the articles are not at hand")
def test_what_is_proposed_of_the_articles_is_what_two_readers_found():
    with SEEDS.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        text = Path(ARTICLES, row["file_name"]).read_text(encoding="utf-8")
        assert (proposed(text, "title") or [""])[0] == row["title"]
        assert (proposed(text, "reported_period") or [""])[0] == row["reported_period"]
        assert (proposed(text, "publisher") or [row["publisher"]])[0] == row["publisher"]
        if found := proposed(text, "published"):
            assert (found[0], found[2]) == (row["published_from"], row["published_kind"])
