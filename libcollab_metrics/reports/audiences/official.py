"""Official statistics: margins of the library survey, by month, and the donations form."""

from __future__ import annotations

from libcollab_metrics import figures
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import LedgerLine, find_metric
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.audiences.sections import (
    Audience,
    Blocks,
    build_section,
)
from libcollab_metrics.reports.document import Grid, Heading, Text
from libcollab_metrics.reports.report_data import ReportData

MARGINS = ("age", "format")
OFFICIAL_METRICS = ("sessions_held", "attendance_total", "attendance_coverage", "imls_grid")
#: Most rows of a table by month that fit below the margins.
MAX_ROWS_BELOW = 8
#: Class of the total line of a form.
TOTAL = "total"


def _form_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of the two margins, and of recorded presentations where there are any."""
    tables = [margin_table(report_data.whole, margin, language) for margin in MARGINS]
    if not any(table.rows for table in tables):
        return build_section("section-form", (Text(language.message("no-sessions")),), language)
    recorded = figures.official_recorded(report_data.whole, language)
    remarks = (Text(recorded),) if recorded else ()
    return build_section("section-form", (*tables, *remarks), language)


def margin_table(evaluation: PublicEvaluation, margin: str, language: Language) -> Grid:
    """Build the table of one margin: a line for each class of the form, and the total.

    Parameters
    ----------
    evaluation : PublicEvaluation
        With `imls_grid`.
    margin : str
        "age" or "format".
    language : Language
        Language of the text.

    Returns
    -------
    Grid
        Sessions and attendance by class; the last margin explains the signs.
    """
    values = _values_by_cell(evaluation, "sessions"), _values_by_cell(evaluation, "visits")
    classes = [name for _, of, name in values[0] if of == margin]
    rows = tuple(
        (
            language.messages.get(f"class-{name}", name),
            *(_cell(counted.get((None, margin, name)), language) for counted in values),
        )
        for name in classes
    )
    headings = tuple(language.message(n) for n in (f"margin-{margin}", "margin-sessions", "margin-visits"))
    note = language.message("table-months-signs") if margin == MARGINS[-1] else ""
    return Grid(language.message(f"table-margin-{margin}"), headings, rows, (1, 2), note)


def _months_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of the margins by month, with the whole period last.

    The first table has sessions, the second attendance.
    """
    tables = [month_table(report_data, count, language) for count in ("sessions", "visits")]
    shown = tuple(table for table in tables if table.rows)
    starts_page = max(len(table.rows) for table in tables) > MAX_ROWS_BELOW
    heading = Heading(language.message("section-form-months"), has_page_break=starts_page)
    return (heading, *shown) if shown else ()


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
    note = language.message("table-months-signs") if count == "visits" else ""
    return Grid(language.message(f"table-months-{count}"), headings, tuple(rows), numeric, note)


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
    """Format a cell: "412+", "≈ 20", "–" where nothing is known; an absent line of a month is 0."""
    if value is None:
        return "0"
    if value.is_hidden:
        return language.message("cell-hidden")
    if value.certainty == "at_least" and not value.value:  # sessions of no class may belong here
        return "–"
    text = figures.format_figure(value, find_metric(value.metric), language).removeprefix("~") or "–"
    return f"≈ {text}" if value.estimated and value.certainty == "exact" else text


def _contributions_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of contributions, to the selected schools or else to the project."""
    receivers = receiving_schools(report_data)
    table = figures.contribution_table(find_contributions(report_data), language, report_data.whole.currency)
    if not table.rows:
        return ()
    title, remark = language.message("table-contributions"), language.message("contributions-note")
    grid = Grid(title, table.headings, table.rows, table.numeric, remark)
    schools = language.message("contributions-to-school", schools=language.join_names(receivers))
    return build_section("section-contributions", (Text(schools), grid) if receivers else (grid,), language)


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
    (_form_section, _months_section, _contributions_section),
    OFFICIAL_METRICS,
    select_evaluations=_select_evaluations,
    has_definitions=False,
)
