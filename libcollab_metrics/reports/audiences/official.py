"""Official statistics: margins of the library survey, by month, and the donations form."""

from __future__ import annotations

from libcollab_metrics import figures
from libcollab_metrics.figures import ChartTable
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import LedgerLine, find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.sections import (
    Audience,
    Blocks,
    build_section,
    issues_section,
    quotes_section,
)
from libcollab_metrics.reports.document import Grid, Text
from libcollab_metrics.reports.report_data import ReportData

MARGINS = ("age", "format")
OFFICIAL_METRICS = ("sessions_held", "attendance_total", "attendance_coverage", "imls_grid")
#: Class of the total line of a form.
TOTAL = "total"


def _form_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of the two margins, whether they balance, and recorded presentations."""
    tables = [
        _grid(f"table-margin-{m}", figures.official_margin(report_data.whole, m, language), language)
        for m in MARGINS
    ]
    sentences = [
        figures.official_balance(report_data.whole, language),
        figures.official_recorded(report_data.whole, language),
    ]
    if not any(table.rows for table in tables):
        return build_section("section-form", (Text(language.message("no-sessions")),), language)
    return build_section("section-form", (*tables, *(Text(text) for text in sentences if text)), language)


def _grid(title: str, table: ChartTable, language: Language, note: str = "") -> Grid:
    return Grid(language.message(title), table.headings, table.rows, table.numeric, note)


def _months_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of the margins by month, with the whole period last.

    The first table has sessions, the second attendance.
    """
    tables = [month_table(report_data, count, language) for count in ("sessions", "visits")]
    return build_section("section-form-months", tuple(table for table in tables if table.rows), language)


def month_table(report_data: ReportData, count: str, language: Language) -> Grid:
    """Build a table of months × classes of both margins, with the period as last row.

    Unclassified sessions have a column only where there are any. `count` is "sessions" or "visits". Every
    cell is the evaluation of its month; nothing is summed here.
    """
    monthly = _values_by_cell(report_data.official, count)
    whole = _values_by_cell(report_data.whole, count)
    columns = [key for key in whole if key[1:] != ("age", TOTAL)]
    months = list(dict.fromkeys(month for month, *_ in monthly))
    rows = [
        (_month(month, language), *(_cell(monthly.get((month, *key[1:])), language) for key in columns))
        for month in months
    ]
    if rows:
        rows.append((language.message("whole-period"), *(_cell(whole[key], language) for key in columns)))
    headings = (language.message("category-month"), *(_column(of, language) for _, _, of in columns))
    numeric = tuple(range(1, len(headings)))
    return Grid(
        language.message(f"table-months-{count}"),
        headings,
        tuple(rows),
        numeric,
        language.message("table-months-signs"),
    )


def _values_by_cell(evaluation: PublicEvaluation, count: str) -> dict[tuple[str | None, str, str], Value]:
    """Return values by (month, margin, class), in the order of the form."""
    values = {}
    for value in evaluation.values_for("imls_grid"):
        groups = value.groups
        if groups.get("count") == count and groups.get("margin") in MARGINS:
            values[(groups.get("month"), groups["margin"] or "", groups["class"] or "")] = value
    return values


def _month(label: str | None, language: Language) -> str:
    return language.message("no-date") if label is None else language.month(label)


def _column(class_name: str, language: Language) -> str:
    key = f"short-class-{class_name}"
    return language.messages.get(key, language.messages.get(f"class-{class_name}", class_name))


def _cell(value: Value | None, language: Language) -> str:
    """Format a cell; an absent "unclassified" line of a month is 0, not unknown."""
    return "0" if value is None else sections.short_value_text(value, find_metric(value.metric), language, "")


def _contributions_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of contributions, to the selected schools or else to the project."""
    receivers = receiving_schools(report_data)
    table = figures.contribution_table(find_contributions(report_data), language, report_data.whole.currency)
    key = "contributions-to-school" if receivers else "contributions-to-project"
    note = language.message(key, schools=language.join_names(receivers))
    if not table.rows:
        return build_section(
            "section-contributions", (Text(language.message("contributions-none")), Text(note)), language
        )
    grid = _grid("table-contributions", table, language, language.message("contributions-note"))
    return build_section("section-contributions", (Text(note), grid), language)


def receiving_schools(report_data: ReportData) -> tuple[str, ...]:
    """Return the schools that the scope filters by as partners; empty where there are none."""
    chosen = {
        casefold_name(name)
        for field, names in report_data.whole.scope.where
        if field == "partner"
        for name in names
    }
    return tuple(sorted(name for name in report_data.schools if casefold_name(name) in chosen))


def find_contributions(report_data: ReportData) -> tuple[LedgerLine, ...]:
    """Return the lines of the donations form.

    They are contributions to the selected schools; without schools, contributions to the project by other
    parties than the library and the project.
    """
    schools = {casefold_name(name) for name in receiving_schools(report_data)}
    if schools:
        return tuple(
            line for line in report_data.lines if line.taker and casefold_name(line.taker) in schools
        )
    own = (LIBRARY, PROJECT)
    return tuple(line for line in report_data.lines if line.taker == PROJECT and line.giver not in own)


def _select_evaluations(report_data: ReportData) -> tuple[PublicEvaluation, ...]:
    """Return the official counts and the metrics of their completeness."""
    return (
        report_data.whole.filter_values(lambda value: value.metric in OFFICIAL_METRICS),
        report_data.months,
        report_data.official,
    )


AUDIENCE = Audience(
    (_form_section, _months_section, _contributions_section, quotes_section, issues_section),
    OFFICIAL_METRICS,
    select_evaluations=_select_evaluations,
)
