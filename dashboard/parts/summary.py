"""The core indicators in the form of an annex: result, target, share reached, who has a figure, who has the highest."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard import links, markup, queries, signs, wording
from dashboard.columns import headings
from dashboard.figure import leaders
from dashboard.messages import t, tn
from dashboard.parts import foot, strip
from dashboard.parts import lines as written
from dashboard.queries import Series
from dashboard.rows import observed
from dashboard.selection import linked

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from dashboard.figure import Figure
    from dashboard.markup import Text
    from dashboard.rows import Row
    from dashboard.selection import Selection

PARTS = ("period", "result", "target", "reached", "coverage", "highest")
NONE = "–"  # where nothing can stand, which is not where nothing was found


@dataclass(frozen=True)
class Line:
    """A line of the table: a series with its units, or a core indicator (`series` None) that has none."""

    indicator: Row
    series: Series | None
    units: Sequence[Figure]
    total: Row | None

    @property
    def figures(self) -> list[Figure]:
        """Its figures."""
        return observed(self.units)


def lines(selection: Selection) -> list[Line]:
    """Return for each core indicator its newest series, and below it the newest under each restriction."""
    indicators = queries.indicators()
    return [_line(indicators[row["indicator_id"]], row, selection) for row in queries.newest()]


def _line(indicator: Row, row: Row, selection: Selection) -> Line:
    if row["time_period"] is None:
        return Line(indicator, None, (), None)
    series = Series(row["indicator_id"], row["time_period"], row["sector"])
    return Line(
        indicator,
        series,
        selection.among(queries.by_unit(series, selection.order)),
        queries.total(series, selection.unit_ids),
    )


def table(found: Sequence[Line], selection: Selection, cited: Mapping[str, str]) -> Markup:
    """Return the table of `lines`, and once what its signs mean; on a phone each line is a block."""
    names = [
        *headings("indicator", "period", "value", "full_target"), t("Reached"), t("Units with a figure"),
        t("Highest"),
    ]  # fmt: skip
    above = [None, *map(_about, found)]
    rows = [
        _row(line, names, selection, cited, is_further=line.series is not None and _about(line) == before)
        for before, line in zip(above, found, strict=False)
    ]
    head = markup.element("tr", *(markup.element("th", name, scope="col") for name in names))
    caption = markup.element("caption", t("Newest results of the core indicators"), class_="unseen")
    whole = markup.element(
        "table",
        caption,
        markup.element("thead", head),
        markup.element("tbody", *rows),
        class_="figures summary",
    )
    return whole + _legend()


def _about(line: Line) -> tuple[str, str]:
    """Return the indicator and the period of a line: a further one has both of the line above it."""
    return line.indicator["indicator_id"], line.series.time_period if line.series else ""


def _legend() -> Markup:
    """Return what the cells of the strips mean, and that lines are not added."""
    said = {
        "observed": t("with a figure"),
        "omitted": t("named without a figure"),
        "unpublished": t("not in the articles that were read (this does not mean zero)"),
    }
    signs_ = [
        markup.joined([markup.element("span", markup.element("i", class_=state), class_="strip"), " ", meaning])
        for state, meaning in said.items()
    ]
    return markup.paragraphs([markup.joined([*signs_, t("periods differ, lines are not added")], " · ")], "legend")


def _row(
    line: Line, names: Sequence[str], selection: Selection, cited: Mapping[str, str], *, is_further: bool
) -> Markup:
    sectors = queries.sectors()
    name = wording.name(line.indicator)
    if is_further and line.series:  # of the same period as the line above
        name = f"– {wording.within(wording.name(sectors[line.series.sector]))}"
    elif line.series:
        name = wording.restricted(name, line.series.sector, sectors)
    place = linked(line.indicator["indicator_id"], selection.address(line.series))
    head = markup.element(
        "th", markup.element("a", name, " ", markup.element("span", "→", aria_hidden="true"), href=place,
                             target="_self"), scope="row",
    )  # fmt: skip
    if line.series is None or line.total is None or not line.figures:
        period = wording.sentence(wording.period(line.series.time_period)) if line.series else NONE
        is_named = any(one.state == "omitted" for one in line.units)
        result = t("named without a figure") if is_named else t("not in the articles that were read")
        said = [period, result, NONE, NONE, strip.cells(line.units) if line.units else NONE, NONE]
    else:
        said = [
            wording.sentence(wording.period(line.series.time_period)),
            _result(line, line.total, place, cited),
            *_target(line, selection),
            markup.joined([strip.cells(line.units), f" {line.total['n_observed']}/{len(line.units)}"]),
            _highest(line, place, cited),
        ]
    cells = [
        markup.element("td", words, data_name=column, data_part=part, class_="none" if words == NONE else "")
        for column, part, words in zip(names[1:], PARTS, said, strict=True)
    ]
    return markup.element("tr", head, *cells, class_="further" if is_further else "")


def _result(line: Line, total: Row, place: str, cited: Mapping[str, str]) -> Markup:
    """Return the one figure with its unit, a link to its card; or the sum, a link to where its figures are."""
    figures = line.figures
    status = signs.status(figures)
    articles = {one.article_id for one in figures}
    mark = foot.mark(cited, figures[0]) if len(articles) == 1 else ""
    if len(figures) == 1:
        said: Text = links.to_claim(figures[0].claim_id, str(figures[0].amount))
        beside = figures[0].name
    else:
        said, beside = markup.element("a", str(wording.total(total)), href=place, target="_self", class_="sum"), ""
    return markup.joined([said, " ", mark, *(f" {one}" for one in (beside, status) if one)])


def _target(line: Line, selection: Selection) -> list[Text]:
    """Return the full-year target and the share reached of the figures that have them; nothing is averaged."""
    figures = line.figures
    known = [one for one in figures if one.share]
    if not known:
        return [t("not in the articles"), NONE]
    if len(known) > 1:
        place = linked("targets", selection.address())
        said = tn("{n} unit has one", "{n} units have one", n=len(known))
        return [markup.element("a", said, href=place, target="_self"), NONE]
    (one,) = known
    whose = f" {one.name}" if len(figures) > 1 else ""
    target: Text = t("not in the articles")
    if one.target is not None:
        target = markup.joined([written.target(one), whose])
    share = links.to_claim(one.claim_of("share_printed"), str(one.printed_share or one.recomputed_share))
    return [target, markup.joined([share, whose])]


def _highest(line: Line, place: str, cited: Mapping[str, str]) -> Text:
    """Return the unit with the highest of several figures; what the figures leave open is said."""
    if len(line.figures) == 1:
        return NONE
    first = leaders(line.figures)
    if not first:
        largest = max(line.figures, key=lambda one: one.value or 0)
        number = links.to_claim(largest.claim_id, str(largest.amount))
        return t("cannot be told") if largest.is_bound else markup.joined([t("at least"), " ", number])
    if len(first) > 2:  # noqa: PLR2004
        said = t("{n} units have {figure} each", n=len(first), figure=first[0].amount)
        return markup.element("a", said, href=place, target="_self")
    return markup.joined((foot.named(cited, one, str(one.amount)) for one in first), ", ")
