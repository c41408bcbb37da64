"""Which blocks each audience's document has, in the order a reader needs them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from libcollab_metrics import figures
from libcollab_metrics.figures import Chart
from libcollab_metrics.metrics import DEFINITIONS_VERSION
from libcollab_metrics.reports import parts
from libcollab_metrics.reports.document import Block, Callout, ChartBlock, Document, Heading, Text
from libcollab_metrics.reports.material import Material
from libcollab_metrics.wording import Language

Blocks = tuple[Block, ...]
Section = Callable[[Material, Language], Blocks]

KEY_FIGURES = ("attendance_total", "participants_unique", "cost_cash", "cost_per_attendance", "cost_per_participant")
PLANNING_FIGURES = ("attendance_total", "attendance_per_session", "attendance_rate", "cost_per_attendance", "cost_cash")
#: Rows and bars that leave a sponsor's summary on two pages and a chart on less than one; the workbook has them all.
MOST_ROWS, MOST_BARS = 10, 8
#: The columns of the table of programs.
PROGRAM_FIGURES = (
    "sessions_held", "attendance_total", "attendance_coverage", "attendance_per_session", "participants_unique",
    "attendance_rate", "completion_rate", "cost_cash", "cost_per_attendance",
)  # fmt: skip
SPONSOR_PROGRAM_FIGURES = (
    "sessions_held", "attendance_total", "attendance_per_session", "participants_unique", "reach_rate", "cost_cash",
    "cost_per_attendance",
)  # fmt: skip


def compose(audience: str, material: Material, language: Language) -> Document:
    """Return the document for an audience of `AUDIENCES`."""
    sections, metrics = AUDIENCES[audience]
    blocks = tuple(block for section in sections for block in section(material, language))
    about = parts.definitions_of(metrics, language)
    return Document(
        title=language.say(f"{audience}-title"),
        subtitle=language.say(f"{audience}-subtitle"),
        scope=figures.scope_sentence(material.whole.scope, material.as_of, language),
        coverage=parts.coverage_sentence(material, language),
        issues=parts.issues_sentence(material, language),
        blocks=(*blocks, Heading(language.say("section-definitions")), about),
        footer=_footer(material.generated_at, language),
        language=language.code,
        generated_at=material.generated_at,
        evaluations=material.evaluations,
    )


def _footer(generated_at: datetime, language: Language) -> str:
    return language.say("footer", version=DEFINITIONS_VERSION, day=language.day(generated_at.date()))


def _charts(charts: Iterable[Chart], language: Language, half: bool = False) -> Blocks:
    """Charts that have a number; what the others lack is told among the gaps."""
    drawn = [figures.shortened(chart, MOST_BARS, language) for chart in charts if not chart.is_empty]
    return tuple(ChartBlock(chart, half and len(drawn) > 1) for chart in drawn)


def _section(title: str, blocks: Blocks, language: Language) -> Blocks:
    """A heading with what stands under it; nothing without anything under it."""
    return (Heading(language.say(title)), *blocks) if blocks else ()


def _happened(material: Material, language: Language) -> Blocks:
    """What took place and who was reached, on half a page."""
    said = language.say(
        "lead-happened",
        sessions=parts.sentence(material, "sessions_held", language),
        visits=parts.sentence(material, "attendance_total", language),
    )
    lead: Blocks = (Text(said),) if _has(material, "sessions_held", "attendance_total") else ()
    charts = _charts(
        [
            figures.attendance_over_time(material.months, language),
            figures.language_match_by_group(material.programs, language),
        ],
        language,
        half=True,
    )
    title = language.say("table-programs")
    table = parts.program_table(material.programs, SPONSOR_PROGRAM_FIGURES, title, language, MOST_ROWS)
    return _section("section-happened", (*lead, *charts, *([table] if table.rows else [])), language)


def _has(material: Material, *metrics: str) -> bool:
    values = [material.value(metric) for metric in metrics]
    return all(value is not None and value.value is not None for value in values)


def _borne(material: Material, language: Language) -> Blocks:
    """What it cost and who bears it; in a document made in spite of unclear money that is said first."""
    clarity = figures.fund_clarity(material.programs, language, material.value("fund_clarity"))
    said: Blocks = (Callout(language.say("unclear-title"), language.say("unclear-text", finding=clarity.title)),)
    if not material.accepted_unclear:
        said = (Text(_closed(clarity.title)),) if not clarity.is_empty else ()
    charts = _charts(
        [figures.cash_cost_by_group(material.programs, language), figures.give_and_take(material.whole, language)],
        language,
        half=True,
    )
    return _section("section-borne", (*said, *charts), language)


def _changed(material: Material, language: Language) -> Blocks:
    gain = figures.mean_gain(material.whole, language)
    charts = _charts([gain, figures.outcome_agreement(material.whole, language)], language, half=True)
    caution: Blocks = () if gain.is_empty else (Text(language.say("regression-to-the-mean")),)
    return _section("section-changed", (*caution, *charts), language)


def _promised_to_sponsor(material: Material, language: Language) -> Blocks:
    return _promised(material, language, MOST_ROWS)


def _promised(material: Material, language: Language, most: int = parts.ALL) -> Blocks:
    if material.judged_elsewhere:
        return _section("section-promised", (Text(language.say("criteria-elsewhere")),), language)
    table = parts.criteria_table(material, language.say("table-criteria"), language, most)
    if not table.rows:
        return ()
    rate = material.value("project_success_rate")
    if rate is None or rate.reason is not None:  # why it is missing stands among what is not known
        return _section("section-promised", (table,), language)
    success = figures.project_success(material.programs, language, rate)
    return _section("section-promised", (Text(_closed(success.title)), table), language)


def _closed(title: str) -> str:
    """A figure's title as a sentence; one that says why nothing is shown ends in a full stop already."""
    return title.rstrip(".") + "."


def _unknown(material: Material, language: Language) -> Blocks:
    return _section("section-unknown", parts.unknown(material, language), language)


def _glance(material: Material, language: Language) -> Blocks:
    return parts.key_figures(material, KEY_FIGURES, language)


def _planning_glance(material: Material, language: Language) -> Blocks:
    return parts.key_figures(material, PLANNING_FIGURES, language)


def _by_program(material: Material, language: Language) -> Blocks:
    table = parts.program_table(material.programs, PROGRAM_FIGURES, language.say("table-programs"), language)
    if not table.rows:
        return ()
    charts = _charts(
        [
            figures.attendance_per_session(material.programs, language),
            figures.attendance_rate_by_group(material.programs, language),
        ],
        language,
        half=True,
    )
    return _section("section-programs", (table, *charts), language)


def _over_time(material: Material, language: Language) -> Blocks:
    charts = _charts(
        [
            figures.attendance_over_time(material.months, language),
            figures.coverage_over_time(material.months, language),
        ],
        language,
        half=True,
    )
    sites = _charts([figures.attendance_by_group(material.sites, language)], language)
    return _section("section-attendance", (*charts, *sites), language)


def _stayed(material: Material, language: Language) -> Blocks:
    charts = _charts(
        [
            figures.completion_by_group(material.programs, language),
            figures.language_match_by_group(material.programs, language),
        ],
        language,
        half=True,
    )
    return _section("section-stayed", charts, language)


def _spent(material: Material, language: Language) -> Blocks:
    charts = _charts(
        [
            figures.cash_cost_by_group(material.programs, language),
            figures.cost_per_attendance_by_group(material.programs, language),
            figures.fund_clarity(material.programs, language, material.value("fund_clarity")),
            figures.give_and_take(material.whole, language),
        ],
        language,
        half=True,
    )
    return _section("section-costs", charts, language)


def _books(material: Material, language: Language) -> Blocks:
    return _section("section-books", _charts([figures.book_funnel(material.whole, language)], language), language)


def _read(material: Material, language: Language) -> Blocks:
    table = parts.issues_table(material, language.say("table-issues"), language)
    return _section("section-read", (table,) if table else (), language)


_SPONSOR: tuple[Section, ...] = (_glance, _happened, _borne, _changed, _promised_to_sponsor, _unknown)
_PLANNING: tuple[Section, ...] = (
    _planning_glance, _by_program, _over_time, _stayed, _promised, _spent, _books, _changed, _unknown, _read,
)  # fmt: skip
_ABOUT_OUTCOMES = ("language_match_rate", "outcome_agreement", "mean_gain", "give_take_balance")
_ABOUT_SUCCESS = ("criteria_met_rate", "project_success_rate")

#: What each audience's document is made of, and which figures it defines at its end.
AUDIENCES: Mapping[str, tuple[tuple[Section, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "planning": (
            _PLANNING,
            (*PROGRAM_FIGURES, *PLANNING_FIGURES, *_ABOUT_OUTCOMES, *_ABOUT_SUCCESS, "fund_clarity", "books_at_stage"),
        ),
        "sponsor": (
            _SPONSOR,
            (*KEY_FIGURES, *SPONSOR_PROGRAM_FIGURES, "fund_clarity", *_ABOUT_OUTCOMES),
        ),
    }
)
