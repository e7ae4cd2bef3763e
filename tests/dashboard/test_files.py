"""Files as a reader gets them from a running dashboard, each opened by another program than the one that wrote it."""

import csv
import io
import json
import re
import urllib.error
import urllib.request
import zipfile
from urllib.parse import urlencode

import numpy as np
import pytest
from PIL import Image

from dashboard.captions import Caption
from dashboard.exports import table

PERIOD = "2023-S1"
VIEWS = ("by_unit", "by_period", "tile_map")


def get(server, path, **asked):
    return urllib.request.urlopen(f"{server}{path}?{urlencode(asked, doseq=True)}", timeout=60)


def text_of(svg: str) -> str:
    """The words of an SVG, in the order they are drawn."""
    return " ".join(re.findall(r">([^<>]+)<", svg))


@pytest.mark.parametrize("view", VIEWS)
def test_a_png_is_wide_enough_and_its_diacritics_are_drawn(server, view):
    answer = get(server, f"/files/unions_formed/{view}.png", period=PERIOD)
    assert answer.headers["Content-Type"] == "image/png"
    assert f"{view.replace('_', '-')}-2023-S1-20" in answer.headers["Content-Disposition"]
    picture = Image.open(io.BytesIO(answer.read())).convert("L")
    assert picture.width >= 1920
    dark = np.asarray(picture) < 128
    # The title's rows: letters with marks above and below reach farther than x-height; without glyphs for Vietnamese
    # all letters would be equal boxes.
    title = dark[40:110, 50:1500]
    heights = {int(column.nonzero()[0].max() - column.nonzero()[0].min()) for column in title.T if column.any()}
    assert len(heights) > 15


@pytest.mark.parametrize("view", VIEWS)
def test_an_svg_says_title_counted_coverage_source_and_build(server, view):
    words = text_of(get(server, f"/files/unions_formed/{view}.svg", period=PERIOD).read().decode())
    assert "Công đoàn cơ sở thành lập mới" in words
    assert "Nguồn: Lao động Thủ đô (suy ra)" in words
    assert "Phiên bản dữ liệu" in words
    assert "kiểm tra 21/11/2026" in words
    if view == "by_unit":
        assert "Hai Bà Trưng nhiều nhất trong 3 đơn vị được nêu số: 19 công đoàn cơ sở" in words
        assert "ít nhất 50 (3/6 đơn vị Cụm 1 · 3/30 toàn thành phố)" in words
        assert "24 đơn vị chưa có số liệu của kỳ này trong các bài đã đọc" in words


def test_a_filter_is_in_the_picture(server):
    svg = get(server, "/files/unions_formed/by_unit.svg", period=PERIOD, unit=["Ba Đình", "long bien"]).read().decode()
    assert "Ba Đình, Long Biên" in text_of(svg)
    assert "Hoàng Mai" not in text_of(svg)


def test_what_is_left_out_is_said_in_the_picture_with_every_reason(server):
    words = text_of(get(server, "/files/unions_formed/by_unit.svg", period="2020-S1").read().decode())
    left_out = "Ba Đình 15 tạm tính (6 tháng đầu năm 2023: khác năm, khác phạm vi; bài 001, dòng 8)"
    assert f"Không so sánh cùng: {left_out}" in words
    assert words.count("Nguồn: Lao động Thủ đô (suy ra)") == 2  # of the figure that is shown, and of those left out


def test_a_csv_opens_in_excel_and_every_figure_leads_to_its_article(server):
    data = get(server, "/files/unions_formed/by_unit.csv", period=PERIOD).read()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = {row["name"]: row for row in csv.DictReader(io.StringIO(data.decode("utf-8-sig")))}
    assert len(rows) == 30
    assert {name: row["value"] for name, row in rows.items() if row["value"]} == {
        "Ba Đình": "15", "Long Biên": "16", "Hai Bà Trưng": "19",
    }  # fmt: skip
    assert (rows["Hoàng Mai"]["state"], rows["Hoàng Mai"]["value"]) == ("omitted", "")
    assert (rows["Sóc Sơn"]["state"], rows["Sóc Sơn"]["value"]) == ("unpublished", "")
    found = rows["Long Biên"]
    assert (found["as_printed"], found["line"], found["entered_by"], found["checked_by"], found["unit_id"]) == (
        "16 Công đoàn cơ sở", "8", "reader-1", "reader-2", "004",
    )  # fmt: skip


def test_a_csv_of_periods_has_bounds_and_states(server):
    data = get(server, "/files/unions_formed/by_period.csv").read().decode("utf-8-sig")
    assert [
        (row["name"], row["state"], row["value"], row["lower"], row["upper"])
        for row in csv.DictReader(io.StringIO(data))
    ] == [
        ("Ba Đình", "observed", "15", "15", "15"),
        ("Long Biên", "observed", "16", "16", "16"),
        ("Hai Bà Trưng", "observed", "19", "19", "19"),
        ("Ứng Hòa", "observed", "1", "1", "1"),
    ]


def test_text_of_a_csv_is_no_formula_to_excel_and_numbers_stay_numbers():
    texts = ["=1+1", "+1", "-1", "@cmd", "\t=1", "\r=1", "a\r=1", "...", "'=1", ""]
    caption = Caption("", "", (), ())
    rows = [{"name": text, "=value": value} for text, value in zip(texts, [-1.5, -16.0, *[None] * 8], strict=True)]
    data = table.as_csv(table.Content(caption, {"name": "=name", "=value": "value"}, rows))
    first, *found = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert first == ["'=name", "value"]
    assert [name for name, _ in found] == ["'=1+1", "'+1", "'-1", "'@cmd", "'\t=1", "'\r=1", "a\r=1", "...", "'=1", ""]
    assert [value for _, value in found] == ["-1.5", "-16", *[""] * 8]


NONE = "Các bài đã đọc chưa có số liệu trong phạm vi này"


@pytest.mark.parametrize("asked", [{"unit": "Ba Đình", "cluster": "Cụm 5"}, {"cluster": "cum-3"}])
def test_a_selection_without_data_gives_files_that_say_so(server, asked):
    svg = get(server, "/files/unions_formed/comparison.svg", **asked).read().decode()
    assert NONE in text_of(svg)
    table = get(server, "/files/unions_formed/by_unit.csv", **asked).read().decode("utf-8-sig")
    assert [row["value"] for row in csv.DictReader(io.StringIO(table)) if row["value"]] == []
    for file, part in (
        ("unions_formed/by_unit.xlsx", "xl/sharedStrings.xml"),
        ("selection/workbook.xlsx", "xl/sharedStrings.xml"),
        ("selection/slides.pptx", "ppt/slides/slide1.xml"),
        ("selection/report.docx", "word/document.xml"),
        ("selection/charts.zip", "Đọc trước.txt"),
    ):
        data = get(server, f"/files/{file}", **asked).read()
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert NONE.lower() in archive.read(part).decode().lower(), file


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("/files/unions_formed/by_unit.exe", 404, "Không có tệp này"),
        ("/files/unions_formed/everything.png", 404, "Không có tệp này"),
        ("/files/nothing/by_unit.csv", 404, "Không có tệp này"),
        ("/files/selection/workbook.pptx", 404, "Không có tệp này"),
        ("/files/workbook.xlsx", 404, "Không có tệp này"),
        ("/files/a/b/c.csv", 404, "Không có tệp này"),
        ("/files/selection/workbook.xlsx?unit=atlantis", 404, "Không rõ “atlantis”"),
        (
            "/files/unions_formed/by_unit.png?period=2099",
            404,
            "Ở đây không có số liệu của kỳ “2099”; các kỳ có số liệu: 2023-S1, 2020-S1.",
        ),
        ("/files/gaps/list.csv?period=2020-S1", 404, "“period” không phải là bộ lọc của tệp này"),
        (
            "/files/unions_formed_share/by_unit.png",
            404,
            "Trong các bài đã đọc, chưa bài nào nêu số liệu cho nội dung này",
        ),
        ("/files/unit_profile/profile.pdf", 404, "hãy nêu đơn vị trong địa chỉ"),
        ("/files/unit_profile/profile.pdf?cluster=cum-1", 404, "“cluster” không phải là bộ lọc của tệp này"),
    ],
)
def test_a_file_that_cannot_be_made_is_refused_in_plain_words(server, path, status, said):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(server + path, timeout=30)
    assert refused.value.code == status
    with refused.value as answer:
        assert said in answer.read().decode()


@pytest.mark.parametrize("file", ["unions_formed/by_unit.csv", "explore/claims.csv", "selection/workbook.xlsx"])
def test_what_others_hang_on_a_link_is_ignored_and_slips_are_not(server, file):
    trackers = {
        "fbclid": "x",
        "utm_source": "zalo",
        "utm_x": "",
        "gclid": ["a", "b"],
        "zarsrc": "30",
        "unit": "ba-dinh",
    }
    assert get(server, f"/files/{file}", **trackers).read() == get(server, f"/files/{file}", unit="ba-dinh").read()
    for slip in ("utm", "fbclids", "units", "x_utm_source", "UNIT"):
        with pytest.raises(urllib.error.HTTPError) as refused:
            get(server, f"/files/{file}", fbclid="x", **{slip: "x"})
        with refused.value as answer:
            assert f"“{slip}” không phải là bộ lọc của tệp này" in answer.read().decode()


def test_the_server_says_which_build_it_serves(server):
    said = json.load(get(server, "/health"))
    assert said["status"] == "ok"
    assert re.fullmatch("[0-9a-f]{64}", said["seeds_sha256"])


FILES = [
    ("unions_formed/by_unit.csv", {"period": PERIOD}),
    ("selection/workbook.xlsx", {"unit": ["ba-dinh", "long-bien"]}),
    ("unit_profile/profile.pdf", {"unit": ["ba-dinh"]}),
    ("unions_formed/by_unit.svg", {}),
]


def ask(server, path, method="GET", known="", **asked):
    headers = {"If-None-Match": known} if known else {}
    request = urllib.request.Request(
        f"{server}/files/{path}?{urlencode(asked, doseq=True)}", None, headers, method=method
    )
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as answer:
        return answer.code, answer.headers, answer.read()


@pytest.mark.parametrize(("path", "asked"), FILES)
def test_a_file_is_known_by_its_tag(server, path, asked):
    status, headers, data = ask(server, path, **asked)
    assert (status, headers["Cache-Control"], len(headers["X-Build"])) == (200, "no-cache", 64)
    tag = headers["ETag"]
    assert tag.startswith("W/") == path.endswith(".svg")
    for known in (tag, tag.removeprefix("W/"), f'"x", {tag}'):
        found = ask(server, path, known=known, **asked)
        assert (found[0], found[1]["ETag"], found[1]["X-Build"], found[2]) == (304, tag, headers["X-Build"], b"")
    head = ask(server, path, "HEAD", **asked)
    assert (head[0], head[1]["ETag"], head[1]["Content-Length"], head[2]) == (200, tag, str(len(data)), b"")
    assert ask(server, path, known='"x"', **asked)[::2] == (200, data)
    # What changes a file changes its tag; where a reader comes from does not.
    tags = [ask(server, path, "HEAD", **asked, **more)[1]["ETag"] for more in ({"fbclid": "x"}, {"lang": "en"})]
    assert [one == tag for one in tags] == [True, False]


def test_an_address_without_a_file_has_no_tag(server):
    for path, asked, status in (
        ("unions_formed/by_unit.csv", {"unit": "nowhere"}, 404),
        ("unions_formed/nothing.csv", {}, 404),
        ("unions_formed/by_unit.csv", {"period": "1990"}, 404),
    ):
        found = ask(server, path, known="*", **asked)
        assert (found[0], found[1]["ETag"]) == (status, None)
