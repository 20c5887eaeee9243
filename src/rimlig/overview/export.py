"""The tables of an overview as an Excel workbook: the numbers at the head as the first sheet, and each chart as one."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from rimlig.core.spreadsheets import Column, Sheet, workbook
from rimlig.overview.board import BoardOverview, Fact
from rimlig.overview.charts import Chart, Line
from rimlig.overview.municipality import COLUMNS, MunicipalityOverview, headings

_WIDE, _NARROW = 44, 14


def workbook_of_board(shown: BoardOverview) -> bytes:
    """Return the workbook of a board's overview."""
    unit = shown.unit.name if shown.unit is not None else ""
    said: list[list[Any]] = [
        [_("Board"), shown.board.name],
        [_("Year"), shown.plan.year if shown.plan is not None else ""],
        [_("Period"), str(shown.period) if shown.period is not None else ""],
        [_("Unit"), unit],
    ]
    gaps = [[gap.label, gap.number.value] for gap in shown.gaps]
    return workbook([_head(said, [*_facts(shown.facts), *gaps]), *_charts(shown.charts.values())])


def workbook_of_municipality(shown: MunicipalityOverview) -> bytes:
    """Return the workbook of a municipality's overview, with the boards beside each other."""
    said: list[list[Any]] = [
        [_("Municipality"), shown.municipality.name],
        [_("Year"), shown.year],
        [_("Period"), str(shown.period) if shown.period is not None else ""],
    ]
    words = headings()
    columns = [Column(_("Board"), _WIDE), Column(_("Asked for"), _NARROW)]
    columns += [Column(words[key], _NARROW) for key in COLUMNS]
    rows = [
        [line.board.name, line.asked, *(line.numbers[key].value if key in line.numbers else "" for key in COLUMNS)]
        for line in shown.lines
    ]
    boards = Sheet(_("The boards"), columns, rows)
    return workbook([_head(said, _facts(shown.facts)), boards, *_charts(shown.charts.values())])


def _head(said: list[list[Any]], facts: list[list[Any]]) -> Sheet:
    columns = [Column(_("What"), _WIDE), Column(_("Number"), _NARROW), Column(_("Of"), _NARROW)]
    return Sheet(_("Overview"), columns, [*said, *facts])


def _facts(facts: Iterable[Fact]) -> list[list[Any]]:
    return [[fact.label, fact.number.value, *([fact.of] if fact.of is not None else [])] for fact in facts]


def _charts(charts: Iterable[Chart]) -> Iterator[Sheet]:
    for chart in charts:
        columns = [Column(chart.first, _WIDE), *(Column(series.word, _NARROW) for series in chart.series)]
        columns += [Column(heading, _NARROW) for heading in (chart.total, chart.extra) if heading]
        yield Sheet(chart.title, columns, [_row(chart, line) for line in chart.lines])


def _row(chart: Chart, line: Line) -> list[Any]:
    beside = [(chart.total, line.total.value), (chart.extra, line.extra.value)]
    return [line.label, *(number.value for number in line.numbers), *(value for heading, value in beside if heading)]
