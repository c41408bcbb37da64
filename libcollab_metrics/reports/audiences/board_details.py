"""Board report from page two on: figures by program, costs, partners and open lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from libcollab_metrics import figures
from libcollab_metrics.figures.story_charts import growth_columns, score_pairs
from libcollab_metrics.figures.text import metric_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric, select_cost_level
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.sections import (
    MAX_SUMMARY_ROWS,
    OPEN_STATUSES,
    Blocks,
    build_section,
    largest_groups,
    largest_note,
    quotes_section,
    unnamed_parties_note,
    without_empty_columns,
)
from libcollab_metrics.reports.claims import best_gain, figure_text
from libcollab_metrics.reports.document import ChartBlock, Grid, Text
from libcollab_metrics.reports.document_options import split_need
from libcollab_metrics.reports.photo import photo_block
from libcollab_metrics.reports.report_data import ReportData

PROGRAM_FIGURES = (
    "sessions_held",
    "attendance_total",
    "attendance_per_session",
    "participants_unique",
    "cost_cash",
    "cost_per_attendance",
)
#: Levels of cost, and the parts of the last one that are not cash.
LEVELS = ("cost_cash", "cost_library", "cost_full", "in_kind_value", "volunteer_value")
#: Metrics defined on the last page.
DETAILED_METRICS = (
    *PROGRAM_FIGURES,
    *LEVELS,
    "attendance_coverage",
    "session_delivery_rate",
    "staff_deployment",
    "reach_rate",
    "attendance_rate",
    "cash_balance",
    "fund_clarity",
    "pledge_fulfilment",
    "benefit_delivery",
    "mean_gain",
)


def _typed(report_data: ReportData, language: Language) -> Blocks:
    """Print the need, with its source, and the request as typed, one paragraph per line."""
    lines, source = split_need(report_data.options.need)
    cited = (language.message("definition-source", source=source),) if source else ()
    ask = (line.strip() for line in report_data.options.ask.splitlines() if line.strip())
    return (
        *build_section("section-need", tuple(map(Text, (*lines, *cited))), language),
        *build_section("section-ask", tuple(map(Text, ask)), language),
    )


def _programs(report_data: ReportData, language: Language) -> Blocks:
    """Build the table of the figures by program, with all programs together in the last row."""
    table = program_grid(report_data.programs, language)
    if len(table.rows) > 1:
        together = (language.message("row-together"), *_program_cells(report_data.whole, None, language))
        table = replace(table, rows=(*table.rows, together), bold_rows=(len(table.rows),))
    return (without_empty_columns(table),) if table.rows else ()


def program_grid(evaluation: PublicEvaluation, language: Language, max_rows: int = MAX_SUMMARY_ROWS) -> Grid:
    """Build the table of the figures by program.

    Parameters
    ----------
    evaluation : PublicEvaluation
        `PROGRAM_FIGURES` by program.
    language : Language
        Language of the text.
    max_rows : int
        Most rows; with more programs, the table has the largest and a note about it.

    Returns
    -------
    Grid
        Programs without any figure are left out.
    """
    names = list(
        dict.fromkeys(
            value.groups.get("program")
            for metric in PROGRAM_FIGURES
            for value in evaluation.values_for(metric)
        )
    )
    rows = tuple(
        (name or language.message("no-program"), *cells)
        for name in largest_groups(names, evaluation, max_rows)
        if set(cells := _program_cells(evaluation, name, language)) != {"–"}
    )
    headings = (
        language.message("program"),
        *(language.message(f"short-{metric}") for metric in PROGRAM_FIGURES),
    )
    notes = (
        largest_note(len(names), max_rows, language),
        language.message("board-programs-note"),
        _hidden_note(evaluation, language),
    )
    heading = language.message("board-programs")
    return Grid(heading, headings, rows, tuple(range(1, len(headings))), " ".join(filter(None, notes)))


def _hidden_note(evaluation: PublicEvaluation, language: Language) -> str:
    """Write why figures of the table are hidden; empty if none is."""
    hidden = [value.reason_values.get("k", "") for value in evaluation.values if value.is_hidden]
    return language.message("about-hidden", k=max(hidden, key=len)) if any(hidden) else ""


def _program_cells(evaluation: PublicEvaluation, program: str | None, language: Language) -> Sequence[str]:
    cells = []
    for metric in PROGRAM_FIGURES:
        values = [
            value
            for value in select_cost_level(evaluation.values_for(metric))
            if value.groups.get("program") == program
        ]
        cells.append(_cell(values[0], evaluation.currency, language) if len(values) == 1 else "–")
    return cells


def _cell(value: Value, currency: str, language: Language) -> str:
    if value.is_hidden:
        return language.message("cell-hidden")
    return figure_text(value, language, currency) or "–"


def _charts(report_data: ReportData, language: Language) -> Blocks:
    """Draw people at a session by month, and the scores before and after."""
    gain = best_gain(report_data)
    measure = (gain.value.groups.get("measure") or "") if gain is not None else ""
    charts = (
        growth_columns(report_data.months, report_data.change, language),
        score_pairs(report_data.whole, measure, language, months=report_data.test_months)
        if gain is not None
        else None,
    )
    return tuple(ChartBlock(chart) for chart in charts if chart is not None and not chart.is_empty)


def _costs(report_data: ReportData, language: Language) -> Blocks:
    """Build the table of the costs that are known, at each level, if there are any but cash."""
    rows = []
    for name in LEVELS:
        value = report_data.value(name)
        if value is not None and (text := figure_text(value, language, report_data.whole.currency)):
            rows.append((metric_name(find_metric(name), language), text))
    if len({amount for _, amount in rows}) < 2:
        return ()
    headings = (language.message("cost-level"), language.message("cost-amount"))
    note = language.message("board-costs-note")
    return (Grid(language.message("board-costs"), headings, tuple(rows), (1,), note),) if rows else ()


def _partners(report_data: ReportData, language: Language) -> Blocks:
    table = figures.partners_table(report_data.whole, language)
    if not table.rows:
        return ()
    note = language.message("table-partners-note")
    grid = Grid(language.message("board-partners"), table.headings, table.rows, table.numeric, note)
    named = unnamed_parties_note(report_data, figures.PARTNER_TABLE_METRICS, language)
    return (sections.limit_rows(grid, MAX_SUMMARY_ROWS, language), *named)


def _open_lines(report_data: ReportData, language: Language) -> Blocks:
    """List what was pledged and not received, and what is not clear: a plan cannot rely on it."""
    lines = [line for line in report_data.lines if line.status in OPEN_STATUSES]
    table = figures.ledger_table(lines, language, report_data.whole.currency)
    grid = Grid(language.message("board-open"), table.headings, table.rows, table.numeric)
    return (sections.limit_rows(grid, MAX_SUMMARY_ROWS, language),) if table.rows else ()


def _photo(report_data: ReportData, language: Language) -> Blocks:
    photo = photo_block(report_data.options.photo, "board", report_data.as_of, language)
    return (photo,) if photo else ()


#: Sections after page one, in reading order; without targets, page one has room for the first of them.
FIGURE_SECTIONS = (_typed, _programs, _charts)
FURTHER_SECTIONS = (_costs, _partners, _open_lines, quotes_section, _photo)
