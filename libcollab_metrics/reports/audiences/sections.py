"""The sections documents share, and what every section is made with."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from libcollab_metrics import figures
from libcollab_metrics.figures import Chart
from libcollab_metrics.metrics import SOMEBODY_ELSE, definition_text, find_metric
from libcollab_metrics.planning import trend_of
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports import parts
from libcollab_metrics.reports.document import Block, ChartBlock, Heading, Quote, Text
from libcollab_metrics.reports.material import Material
from libcollab_metrics.wording import Language

Blocks = tuple[Block, ...]
Section = Callable[[Material, Language], Blocks]

#: Rows and bars that leave a summary on two pages and a chart on less than one; the workbook has them all.
MOST_ROWS, MOST_BARS = 10, 8
#: What a ledger calls a line that is waited for, and one that nobody has cleared.
OPEN = frozenset({"pledged", "unclear"})
ABOUT_OUTCOMES = ("language_match_rate", "outcome_agreement", "mean_gain", "give_take_balance")
ABOUT_SUCCESS = ("criteria_met_rate", "project_success_rate")


@dataclass(frozen=True)
class Audience:
    """Whom a document is for: its sections in reading order, and the figures it defines at its end.

    `title` says its title where that is more than a fixed sentence, and `concerning` which of the evaluations go with
    it as data where not all of them concern the reader.
    """

    sections: tuple[Section, ...]
    defined: tuple[str, ...]
    title: Callable[[Material, Language], str] | None = None
    concerning: Callable[[Material], tuple[PublicEvaluation, ...]] | None = None


def charts(charts: Iterable[Chart], language: Language, half: bool = False) -> Blocks:
    """Charts that have a number; what the others lack is told among the gaps."""
    drawn = [figures.shortened(chart, MOST_BARS, language) for chart in charts if not chart.is_empty]
    return tuple(ChartBlock(chart, half and len(drawn) > 1, _meaning(chart, language)) for chart in drawn)


def _meaning(chart: Chart, language: Language) -> tuple[str, ...]:
    """What each figure drawn means and where its definition is from."""
    told = (find_metric(metric) for metric in chart.metrics)
    return tuple(f"{figures.metric_name(metric, language)}: {definition_text(metric, language)}" for metric in told)


def section(title: str, blocks: Blocks, language: Language) -> Blocks:
    """A heading with what stands under it; nothing without anything under it."""
    return (Heading(language.say(title)), *blocks) if blocks else ()


def has(material: Material, *metrics: str) -> bool:
    values = [material.value(metric) for metric in metrics]
    return all(value is not None and value.value is not None for value in values)


def closed(title: str) -> str:
    """A figure's title as a sentence; one that says why nothing is shown ends in a full stop already."""
    return title.rstrip(".") + "."


def only_partners(material: Material, metrics: Iterable[str], language: Language) -> Blocks:
    """That only partners are named, under figures by party in which others gave or received too."""
    values = (value for metric in metrics for value in material.whole.of(metric))
    others = any(value.groups.get("party") == SOMEBODY_ELSE for value in values)
    return (Text(language.say("parties-unnamed")),) if others else ()


def held(material: Material, language: Language) -> Blocks:
    """How often something was held, and with how many visits, in one sentence."""
    if not has(material, "sessions_held", "attendance_total"):
        return ()
    said = {
        name: parts.sentence(material, metric, language)
        for name, metric in (("sessions", "sessions_held"), ("visits", "attendance_total"))
    }
    return (Text(language.say("lead-happened", **said)),)


def by_program(material: Material, metrics: Sequence[str], language: Language, most: int = MOST_ROWS) -> Blocks:
    """The table of programs with these figures; nothing without a program."""
    table = parts.program_table(material.programs, metrics, language.say("table-programs"), language, most)
    return (table,) if table.rows else ()


def over_time(material: Material, language: Language) -> Blocks:
    """Attendance month by month, and how much of it has a number."""
    drawn = [
        figures.attendance_over_time(material.months, language),
        figures.coverage_over_time(material.months, language),
    ]
    return charts(drawn, language, half=True)


def went_on(material: Material, language: Language) -> Blocks:
    """How it went on: whether attendance rose or fell, and how many sessions were cancelled."""
    if not has(material, "attendance_per_session"):
        return ()
    delivery = material.value("session_delivery_rate")
    said = figures.trend_sentence(trend_of(material.months), language)
    cancelled = "" if delivery is None else figures.delivered(delivery, language)
    return (Text(f"{said} {cancelled}".strip()),)


def glance(*metrics: str) -> Section:
    """Return the section of key figures: the first four of these that have a number."""
    return lambda material, language: parts.key_figures(material, metrics, language)


def how_read(material: Material, language: Language, most: int = parts.ALL) -> Blocks:
    """How often each kind of departure from the sheets happened."""
    table = parts.issues_table(material.issues, language.say("table-issues"), language)
    return section("section-read", (parts.within(table, most, language),) if table else (), language)


def unknown(material: Material, language: Language) -> Blocks:
    return section("section-unknown", parts.unknown(material, language), language)


def changed(material: Material, language: Language) -> Blocks:
    gain = figures.before_and_after(material.whole, language)
    drawn = charts([gain, figures.outcome_agreement(material.whole, language)], language, half=True)
    caution: Blocks = () if gain.is_empty else (Text(language.say("regression-to-the-mean")),)
    return section("section-changed", (*caution, *drawn), language)


def promised(material: Material, language: Language, most: int = parts.ALL) -> Blocks:
    if material.judged_elsewhere:
        return section("section-promised", (Text(language.say("criteria-elsewhere")),), language)
    table = parts.criteria_table(material, language.say("table-criteria"), language, most)
    if not table.rows:
        return ()
    rate = material.value("project_success_rate")
    if rate is None or rate.reason is not None:  # why it is missing stands among what is not known
        return section("section-promised", (table,), language)
    success = figures.project_success(material.programs, language, rate)
    return section("section-promised", (Text(closed(success.title)), table), language)


def told(material: Material, language: Language) -> Blocks:
    """The notes and quotes chosen for this document, as somebody wrote them down."""
    quotes = tuple(Quote(note.text, _where(note.tag, note.day, language)) for note in material.options.notes)
    return section("section-told", quotes, language)


def _where(tag: str, day: date | None, language: Language) -> str:
    return ", ".join(filter(None, (tag, "" if day is None else language.day(day))))
