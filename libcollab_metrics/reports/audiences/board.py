"""Board report: criteria and results, reach, costs, and each partner's contributions."""

from __future__ import annotations

from libcollab_metrics import figures
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import find_metric, formula_text
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.reports.audiences import sections
from libcollab_metrics.reports.audiences.sections import (
    ABOUT_OUTCOMES,
    ABOUT_SUCCESS,
    MOST_ROWS,
    OPEN,
    Audience,
    Blocks,
    by_program,
    changed,
    charts,
    closed,
    glance,
    held,
    how_read,
    only_partners,
    over_time,
    promised,
    section,
    told,
    unknown,
    went_on,
)
from libcollab_metrics.reports.audiences.sponsor import asked, needed
from libcollab_metrics.reports.document import Grid, Text
from libcollab_metrics.reports.report_data import ReportData

KEY_FIGURES = ("attendance_total", "participants_unique", "session_delivery_rate", "cost_cash", "cost_per_attendance")
PROGRAM_FIGURES = (
    "sessions_held", "attendance_total", "attendance_per_session", "participants_unique", "cost_cash",
    "cost_per_attendance",
)  # fmt: skip
#: Kinds of import issues listed in the board report; the workbook has all.
FEW_ROWS = 6
#: Cost levels, and the non-cash parts listed after them.
LEVELS = ("cost_cash", "cost_library", "cost_full")
BESIDE = ("in_kind_value", "volunteer_value", "leverage_ratio")


def _promised_to_board(material: ReportData, language: Language) -> Blocks:
    return promised(material, language, MOST_ROWS)


def _reached(material: ReportData, language: Language) -> Blocks:
    found = (*held(material, language), *by_program(material, PROGRAM_FIGURES, language))
    return section("section-happened", found, language)


def _borne(material: ReportData, language: Language) -> Blocks:
    """Build the section of the costs at each level, their parts, and the shares of the funding."""
    clarity = figures.fund_clarity(material.programs, language, material.value("fund_clarity"))
    said: Blocks = (Text(closed(clarity.title)),) if not clarity.is_empty else ()
    shares = charts([figures.fund_shares(material.whole, language)], language)
    named = only_partners(material, ("fund_share",), language)
    table = _levels(material, language)
    return section("section-borne", (*([table] if table.rows else []), *said, *shares, *named), language)


def _levels(material: ReportData, language: Language) -> Grid:
    """Build a table of the cost levels, never mixed, and of what the full cost values."""
    names = [name for name in (*LEVELS, *BESIDE) if _is_said(_alone(material, name))]
    # If all cells were dashes, the list of gaps would be more informative.
    counted = any(_has_number(_alone(material, name)) for name in names)
    rows = tuple(_level(material, name, language) for name in names) if counted else ()
    headings = tuple(language.say(f"cost-{name}") for name in ("level", "amount", "part"))
    return Grid(language.say("table-levels"), headings, rows, (1,), language.say("table-levels-note"))


def _alone(material: ReportData, name: str) -> Value | None:
    """Return the single value of a metric over the whole scope."""
    found = material.whole.of(name)
    return found[0] if len(found) == 1 else None


def _has_number(value: Value | None) -> bool:
    """Return whether a value has a number or the two ends of a range."""
    return value is not None and not (value.value is None and value.low is None and value.high is None)


def _is_said(value: Value | None) -> bool:
    """Return whether a metric has a number, or a reason relevant to a board."""
    return value is not None and value.reason not in ("no-cost", "no-sessions", "not-by-this")


def _level(material: ReportData, name: str, language: Language) -> tuple[str, ...]:
    metric, value = find_metric(name), _alone(material, name)
    assert value is not None
    made_of = formula_text(metric, language)
    if value.reason is not None:
        return figures.metric_name(metric, language), "–", f"{made_of}. {language.reason(value)}"
    said = language.value_text(value, metric, material.whole.currency)
    return figures.metric_name(metric, language), said, made_of


def _partners(material: ReportData, language: Language) -> Blocks:
    table = figures.partners_table(material.whole, language)
    note = language.say("table-partners-note")
    grid = Grid(language.say("table-partners"), table.headings, table.rows, table.numeric, note)
    named = only_partners(material, figures.AT_A_GLANCE, language)
    return section(
        "section-partners", (sections.limit_rows(grid, MOST_ROWS, language), *named) if table.rows else (), language
    )


def _open(material: ReportData, language: Language) -> Blocks:
    """Build the section of open ledger lines: pledged but not received, or unclear.

    A plan cannot rely on this money.
    """
    lines = [line for line in material.lines if line.status in OPEN]
    table = figures.ledger_table(lines, language, material.whole.currency)
    grid = Grid(language.say("table-open"), table.headings, table.rows, table.numeric)
    return section("section-open", (sections.limit_rows(grid, MOST_ROWS, language),) if table.rows else (), language)


def _ahead(material: ReportData, language: Language) -> Blocks:
    """Build the section that a plan can rely on: attendance over time and its coverage."""
    drawn = over_time(material, language)
    return section("section-ahead", (*went_on(material, language), *drawn) if drawn else (), language)


def _few_kinds(material: ReportData, language: Language) -> Blocks:
    return how_read(material, language, FEW_ROWS)


BOARD = Audience(
    (
        glance(*KEY_FIGURES), needed, _promised_to_board, _reached, _borne, _partners, _open, _ahead, changed, told,
        asked, unknown, _few_kinds,
    ),
    (*KEY_FIGURES, *PROGRAM_FIGURES, "fund_share", "fund_clarity", "pledge_fulfilment",
     "benefit_delivery", *ABOUT_OUTCOMES, *ABOUT_SUCCESS),
)  # fmt: skip
