"""Board report: order of its sections, key figures, columns by program, and number of issues listed."""

from __future__ import annotations

from libcollab_metrics import figures
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric, format_formula
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.sections import (
    ABOUT_OUTCOMES,
    ABOUT_SUCCESS,
    MAX_SUMMARY_ROWS,
    OPEN_STATUSES,
    Audience,
    Blocks,
    attendance_charts,
    build_section,
    chart_blocks,
    criteria_section,
    end_with_period,
    gaps_section,
    issues_section,
    key_figures_section,
    outcomes_section,
    program_table_blocks,
    quotes_section,
    sessions_held_text,
    trend_text,
    unnamed_parties_note,
)
from libcollab_metrics.reports.document import Grid, Text
from libcollab_metrics.reports.report_data import ReportData

KEY_FIGURES = (
    "attendance_total",
    "participants_unique",
    "session_delivery_rate",
    "cost_cash",
    "cost_per_attendance",
)
PROGRAM_FIGURES = (
    "sessions_held",
    "attendance_total",
    "attendance_per_session",
    "participants_unique",
    "cost_cash",
    "cost_per_attendance",
)
#: Kinds of import issues listed in the board report; the workbook has all.
MAX_ISSUE_ROWS = 6
#: Cost levels, and the non-cash parts listed after them.
LEVELS = ("cost_cash", "cost_library", "cost_full")
COST_COMPONENTS = ("in_kind_value", "volunteer_value", "leverage_ratio")


def _board_criteria_section(report_data: ReportData, language: Language) -> Blocks:
    return criteria_section(report_data, language, MAX_SUMMARY_ROWS)


def _reach_section(report_data: ReportData, language: Language) -> Blocks:
    blocks = (
        *sessions_held_text(report_data, language),
        *program_table_blocks(report_data, PROGRAM_FIGURES, language),
    )
    return build_section("section-happened", blocks, language)


def _cost_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of the costs at each level, their parts, and the shares of the funding."""
    clarity = figures.fund_clarity(report_data.programs, language, report_data.value("fund_clarity"))
    summary: Blocks = (Text(end_with_period(clarity.title)),) if not clarity.is_empty else ()
    shares = chart_blocks([figures.fund_shares(report_data.whole, language)], language)
    named = unnamed_parties_note(report_data, ("fund_share",), language)
    table = _cost_level_table(report_data, language)
    return build_section(
        "section-borne", (*([table] if table.rows else []), *summary, *shares, *named), language
    )


def _cost_level_table(report_data: ReportData, language: Language) -> Grid:
    """Build a table of the cost levels, never mixed, and of what the full cost values."""
    names = [name for name in (*LEVELS, *COST_COMPONENTS) if _is_reported(_single_value(report_data, name))]
    # If all cells were dashes, the list of gaps would be more informative.
    counted = any(_has_number(_single_value(report_data, name)) for name in names)
    rows = tuple(_cost_level_row(report_data, name, language) for name in names) if counted else ()
    headings = tuple(language.message(f"cost-{name}") for name in ("level", "amount", "part"))
    return Grid(language.message("table-levels"), headings, rows, (1,), language.message("table-levels-note"))


def _single_value(report_data: ReportData, name: str) -> Value | None:
    """Return the single value of a metric over the whole scope."""
    values = report_data.whole.values_for(name)
    return values[0] if len(values) == 1 else None


def _has_number(value: Value | None) -> bool:
    """Return whether a value has a number or the two ends of a range."""
    return value is not None and not (value.value is None and value.low is None and value.high is None)


def _is_reported(value: Value | None) -> bool:
    """Return whether a metric has a number, or a reason relevant to a board."""
    unknown = ("no-cost", "no-sessions", "not-by-this", "sheet-not-read")
    return value is not None and value.reason not in unknown


def _cost_level_row(report_data: ReportData, name: str, language: Language) -> tuple[str, ...]:
    metric, value = find_metric(name), _single_value(report_data, name)
    assert value is not None
    made_of = format_formula(metric, language)
    if value.reason is not None:
        return figures.metric_name(metric, language), "–", f"{made_of}. {language.reason(value)}"
    amount = language.format_value_with_estimate(value, metric, report_data.whole.currency)
    return figures.metric_name(metric, language), amount, made_of


def _partners(report_data: ReportData, language: Language) -> Blocks:
    table = figures.partners_table(report_data.whole, language)
    note = language.message("table-partners-note")
    grid = Grid(language.message("table-partners"), table.headings, table.rows, table.numeric, note)
    named = unnamed_parties_note(report_data, figures.PARTNER_TABLE_METRICS, language)
    return build_section(
        "section-partners",
        (sections.limit_rows(grid, MAX_SUMMARY_ROWS, language), *named) if table.rows else (),
        language,
    )


def _open_lines_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of open ledger lines: pledged but not received, or unclear.

    A plan cannot rely on this money.
    """
    lines = [line for line in report_data.lines if line.status in OPEN_STATUSES]
    table = figures.ledger_table(lines, language, report_data.whole.currency)
    grid = Grid(language.message("table-open"), table.headings, table.rows, table.numeric)
    return build_section(
        "section-open",
        (sections.limit_rows(grid, MAX_SUMMARY_ROWS, language),) if table.rows else (),
        language,
    )


def _outlook_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section that a plan can rely on: attendance over time and its coverage."""
    drawn = attendance_charts(report_data, language)
    return build_section(
        "section-ahead", (*trend_text(report_data, language), *drawn) if drawn else (), language
    )


def _short_issues_section(report_data: ReportData, language: Language) -> Blocks:
    return issues_section(report_data, language, MAX_ISSUE_ROWS)


AUDIENCE = Audience(
    (
        key_figures_section(*KEY_FIGURES),
        _board_criteria_section,
        _reach_section,
        _cost_section,
        _partners,
        _open_lines_section,
        _outlook_section,
        outcomes_section,
        quotes_section,
        gaps_section,
        _short_issues_section,
    ),
    (
        *KEY_FIGURES,
        *PROGRAM_FIGURES,
        "fund_share",
        "fund_clarity",
        "pledge_fulfilment",
        "benefit_delivery",
        *ABOUT_OUTCOMES,
        *ABOUT_SUCCESS,
    ),
)
