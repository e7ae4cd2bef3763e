"""Text from the seeds is shown as text on every page, whatever stands in it."""

import shutil

import duckdb
import pytest
from playwright.sync_api import expect

from tests.conftest import serve
from tests.dashboard.test_browser import open_page, settle
from tests.pages import PAGES

HOSTILE = (
    " <script>window.hit=1</script><img src=x onerror='window.hit=1'> [link](javascript:window.hit=1) **bold** `code` "
    "$x^2$ :red[red] :material/home: &lt;b&gt;"
)
SHORT = "<img src=x onerror=hit=1>[l](javascript:hit=1)**bold** `c`"  # as_printed holds 60 characters
# What other values refer to, and what the dashboard looks up by: everything else is text for the reader.
KEPT = {
    "unit_id", "cluster_id", "slug", "indicator_id", "family", "part_of", "topic", "sector", "unit_measure", "claim_id",
    "article_id", "time_period", "reported_period", "sha256", "file_name", "term_id", "passed_over_id", "entered_by",
    "checked_by",
}  # fmt: skip
TABLES = (
    "articles", "units", "unit_measures", "sectors", "topics", "indicators", "claims", "coverage", "passed_over",
    "glossary", "translations",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(built, tmp_path_factory):
    """The real warehouse with markup of every kind behind each text that a reader sees."""
    path = tmp_path_factory.mktemp("hostile") / "warehouse.duckdb"
    shutil.copy(built, path)
    with duckdb.connect(str(path)) as connection:
        columns = connection.execute(
            "select table_name, column_name from duckdb_columns() where data_type = 'VARCHAR'"
        ).fetchall()
        spoiled = [(table, column) for table, column in columns if table in TABLES and column not in KEPT]
        for table, column in spoiled:
            room = {"as_printed": SHORT, "short_vi": SHORT[:18], "short_en": SHORT[:18]}
            spoilt = "$short" if column in room else f"{column} || $hostile"
            given = {"short": room[column]} if column in room else {"hostile": HOSTILE}
            connection.execute(f"update {table} set {column} = {spoilt} where {column} is not null", given)
        connection.execute(  # a history, for the page of changes: what claims said, and why they were corrected
            """
            insert into changes by name
            select published_at, seeds_sha256, claim_id, 'corrected' as kind, article_id,
                map {'as_printed': $short} as before, map {'as_printed': as_printed} as after, $hostile as reason
            from claims, builds
            """,
            {"short": SHORT, "hostile": HOSTILE},
        )
        before = "published_at - interval 1 day, repeat('0', 64), schema_version, claims"
        connection.execute(f"insert into builds select {before} from builds")
        first = connection.execute("select name from units where unit_id = '001'").fetchone()
    assert len(spoiled) > 30
    assert first == ("Ba Đình" + HOSTILE,)
    with serve(path) as address:
        yield address


@pytest.mark.parametrize("name", PAGES)
def test_markup_in_the_seeds_is_shown_as_text(hostile, page, name):
    page.on("dialog", lambda _: pytest.fail("a script of the seeds ran"))
    open_page(page, f"{hostile}/{name.replace('overview', '')}?unit=001&claim=a001-l08-1")
    card = page.get_by_role("dialog")
    expect(card).to_contain_text(SHORT)
    expect(card).to_contain_text(HOSTILE.strip())
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    settle(page)
    text = page.get_by_test_id("stMain").inner_text()
    assert text.count("**bold** `code`") == text.count(":red[red]") == text.count("[link](javascript:window.hit=1)")
    assert ("**bold** `code`" in text) == (name != "intake")  # which shows articles, and none here
    assert page.evaluate(TRACES) == []


TRACES = """
() => [
  ...document.querySelectorAll('img[src="x"], a[href^="javascript"], .katex, [data-testid=stMain] strong b'),
  ...[...document.querySelectorAll('script:not([type="application/ld+json"])')].filter(
    script => script.textContent.includes('window.hit')),
  ...(window.hit ? ['hit'] : []),
].map(found => found.outerHTML || found)
"""
