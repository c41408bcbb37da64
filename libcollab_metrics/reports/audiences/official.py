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
from libcollab_metrics.reports.audiences.sections import Audience, Blocks, build_section, issues_section, quotes_section
from libcollab_metrics.reports.document import Grid, Text
from libcollab_metrics.reports.report_data import ReportData

MARGINS = ("age", "format")
OFFICIAL_METRICS = ("sessions_held", "attendance_total", "attendance_coverage", "imls_grid")
#: Class of the total line of a form.
TOTAL = "total"


def _form_section(material: ReportData, language: Language) -> Blocks:
    """Build the section of the two margins, whether they balance, and recorded presentations."""
    tables = [
        _grid(f"table-margin-{m}", figures.official_margin(material.whole, m, language), language) for m in MARGINS
    ]
    said = [figures.official_balance(material.whole, language), figures.official_recorded(material.whole, language)]
    if not any(table.rows for table in tables):
        return build_section("section-form", (Text(language.say("no-sessions")),), language)
    return build_section("section-form", (*tables, *(Text(text) for text in said if text)), language)


def _grid(title: str, table: ChartTable, language: Language, note: str = "") -> Grid:
    return Grid(language.say(title), table.headings, table.rows, table.numeric, note)


def _months_section(material: ReportData, language: Language) -> Blocks:
    """Build the section of the margins by month, with the whole period last.

    The first table has sessions, the second attendance.
    """
    tables = [month_table(material, count, language) for count in ("sessions", "visits")]
    return build_section("section-form-months", tuple(table for table in tables if table.rows), language)


def month_table(material: ReportData, count: str, language: Language) -> Grid:
    """Build a table of months × classes of both margins, with the period as last row.

    Unclassified sessions have a column only where there are any. `count` is "sessions" or "visits". Every
    cell is the evaluation of its month; nothing is summed here.
    """
    monthly = _values_by_cell(material.official, count)
    whole = _values_by_cell(material.whole, count)
    columns = [key for key in whole if key[1:] != ("age", TOTAL)]
    months = list(dict.fromkeys(month for month, *_ in monthly))
    rows = [
        (_month(month, language), *(_cell(monthly.get((month, *key[1:])), language) for key in columns))
        for month in months
    ]
    if rows:
        rows.append((language.say("whole-period"), *(_cell(whole[key], language) for key in columns)))
    headings = (language.say("category-month"), *(_column(of, language) for _, _, of in columns))
    numeric = tuple(range(1, len(headings)))
    return Grid(
        language.say(f"table-months-{count}"), headings, tuple(rows), numeric, language.say("table-months-signs")
    )


def _values_by_cell(evaluation: PublicEvaluation, count: str) -> dict[tuple[str | None, str, str], Value]:
    """Return values by (month, margin, class), in the order of the form."""
    found = {}
    for value in evaluation.of("imls_grid"):
        groups = value.groups
        if groups.get("count") == count and groups.get("margin") in MARGINS:
            found[(groups.get("month"), groups["margin"] or "", groups["class"] or "")] = value
    return found


def _month(label: str | None, language: Language) -> str:
    return language.say("no-date") if label is None else language.month(label)


def _column(of: str, language: Language) -> str:
    key = f"short-class-{of}"
    return language.messages.get(key, language.messages.get(f"class-{of}", of))


def _cell(value: Value | None, language: Language) -> str:
    """Format a cell; an absent "unclassified" line of a month is 0, not unknown."""
    return "0" if value is None else sections.short_value_text(value, find_metric(value.metric), language, "")


def _contributions_section(material: ReportData, language: Language) -> Blocks:
    """Build the section of contributions, to the selected schools or else to the project."""
    receivers = receiving_schools(material)
    table = figures.contribution_table(find_contributions(material), language, material.whole.currency)
    key = "contributions-to-school" if receivers else "contributions-to-project"
    note = language.say(key, schools=language.listing(receivers))
    if not table.rows:
        return build_section("section-contributions", (Text(language.say("contributions-none")), Text(note)), language)
    grid = _grid("table-contributions", table, language, language.say("contributions-note"))
    return build_section("section-contributions", (Text(note), grid), language)


def receiving_schools(material: ReportData) -> tuple[str, ...]:
    """Return the schools that the scope filters by as partners; empty where there are none."""
    chosen = {
        casefold_name(name) for field, names in material.whole.scope.where if field == "partner" for name in names
    }
    return tuple(sorted(name for name in material.schools if casefold_name(name) in chosen))


def find_contributions(material: ReportData) -> tuple[LedgerLine, ...]:
    """Return the lines of the donations form.

    They are contributions to the selected schools; without schools, contributions to the project by other
    parties than the library and the project.
    """
    schools = {casefold_name(name) for name in receiving_schools(material)}
    if schools:
        return tuple(line for line in material.lines if line.taker and casefold_name(line.taker) in schools)
    own = (LIBRARY, PROJECT)
    return tuple(line for line in material.lines if line.taker == PROJECT and line.giver not in own)


def _select_evaluations(material: ReportData) -> tuple[PublicEvaluation, ...]:
    """Return the official counts and the metrics of their completeness."""
    return (material.whole.only(lambda value: value.metric in OFFICIAL_METRICS), material.months, material.official)


OFFICIAL = Audience(
    (_form_section, _months_section, _contributions_section, quotes_section, issues_section),
    OFFICIAL_METRICS,
    concerning=_select_evaluations,
)
