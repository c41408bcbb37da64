"""Parts shared by the audiences: the largest groups, import issues, definitions and quotes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from libcollab_metrics.figures import fund_clarity, metric_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import (
    CATALOG,
    OTHER_PARTY,
    format_definition,
)
from libcollab_metrics.model import Issue
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.document import (
    Block,
    ChartBlock,
    Columns,
    Definition,
    Definitions,
    Grid,
    Heading,
    Heroes,
    Lead,
    Photo,
    Points,
    Quote,
    Request,
    Sheet,
    StorySlide,
    Strip,
    TargetBars,
    Text,
)
from libcollab_metrics.reports.report_data import ReportData

Name = TypeVar("Name", bound=str | None)


def largest_groups(names: Sequence[Name], evaluation: PublicEvaluation, max_groups: int) -> Sequence[Name]:
    """Return the programs unchanged, or the largest `max_groups` of them.

    They are sorted by visits; programs without a number of visits to show follow, by sessions.
    """
    if len(names) <= max_groups:
        return names
    visits, sessions = (
        _shown_by_program(evaluation, metric) for metric in ("attendance_total", "sessions_held")
    )
    return sorted(
        names, key=lambda n: (-visits.get(n, -1.0), -sessions.get(n, -1.0), str(n or "").casefold())
    )[:max_groups]


def _shown_by_program(evaluation: PublicEvaluation, metric: str) -> dict[str | None, float]:
    return {v.groups.get("program"): v.value for v in evaluation.values_for(metric) if v.value is not None}


def largest_note(count: int, max_groups: int, language: Language) -> str:
    """Write that only the largest programs are shown; empty where all are."""
    shown, programs = language.number(max_groups), language.number(count)
    return language.message("table-largest", shown=shown, count=programs) if count > max_groups else ""


def limit_rows(table: Grid, max_rows: int, language: Language) -> Grid:
    """Limit a table to its first rows, with a note on the number of further rows."""
    note = " ".join(filter(None, (_further_rows_note(len(table.rows), max_rows, language), table.note)))
    return replace(table, rows=table.rows[:max_rows], note=note)


def _further_rows_note(count: int, max_rows: int, language: Language) -> str:
    more = count - max_rows
    return language.plural(more, "table-cut", count=language.number(more)) if more > 0 else ""


def unclear_money_note(report_data: ReportData, language: Language) -> str:
    """Write that the document was created although funding is unclear; empty otherwise."""
    if not report_data.accepted_unclear:
        return ""
    clarity = fund_clarity(report_data.programs, language, report_data.value("fund_clarity"))
    return language.message("unclear-text", finding=clarity.title)


def coverage_sentence(report_data: ReportData, language: Language) -> str:
    """Write how many of the sessions held have a number."""
    value = report_data.value("attendance_coverage")
    if value is None or value.value is None or value.numerator is None or value.denominator is None:
        return "" if value is None or value.reason is None else language.reason(value)
    known, held = language.number(value.numerator), language.number(value.denominator)
    return language.plural(
        value.denominator, "coverage-sentence", known=known, held=held, share=language.share(value.value)
    )


def issues_sentence(report_data: ReportData, language: Language) -> str:
    """Summarize the import: counts of excluded rows, assumptions and notes, never values."""
    read, left_out = report_data.rows
    counts: dict[str, int] = defaultdict(int)
    for issue in report_data.issues:
        counts[issue.severity] += issue.count
    parts = [language.message("issues-rows", left=language.number(left_out), read=language.number(read))]
    for severity in ("assumption", "note"):
        if count := counts[severity]:
            parts.append(language.plural(count, f"issues-{severity}", count=language.number(count)))
    return ", ".join(parts) + "."


def issues_table(issues: Iterable[Issue], title: str, language: Language) -> Grid | None:
    """Build a table of issue counts by kind, most severe first."""
    counts: dict[tuple[int, str, str], int] = defaultdict(int)
    for issue in issues:
        weight = ("left-out", "assumption", "note").index(issue.severity)
        counts[
            (
                weight,
                language.translate(issue.kind.title, "issue"),
                language.message(f"severity-{issue.severity}"),
            )
        ] += issue.count
    rows = tuple(
        (title_, severity, language.number(n)) for (_, title_, severity), n in sorted(counts.items())
    )
    headings = (
        language.message("issue-kind"),
        language.message("issue-weight"),
        language.message("issue-count"),
    )
    return Grid(title, headings, rows, (2,)) if rows else None


def without_empty_columns(table: Grid) -> Grid:
    """Leave out the columns of figures of which no row has one, after the first."""
    used = [n for n in range(len(table.headings)) if any(row[n] != "–" for row in table.rows)]
    headings, *rows = (tuple(row[n] for n in used) for row in (table.headings, *table.rows))
    return replace(table, headings=headings, rows=tuple(rows), numeric=tuple(range(1, len(used))))


def definitions_of(metrics: Iterable[str], language: Language) -> Definitions:
    """Return the definitions of the named metrics, in catalog order."""
    wanted = set(metrics)
    selected = (metric for metric in CATALOG if metric.id in wanted)
    return Definitions(
        tuple(Definition(metric_name(m, language), format_definition(m, language)) for m in selected)
    )


def known_metrics(metrics: Iterable[str], report_data: ReportData) -> tuple[str, ...]:
    """Return the metrics with a number in the report; all if none has one."""
    wanted = tuple(metrics)
    counted = {
        value.metric
        for evaluation in (*report_data.evaluations, *report_data.plan_evaluations)
        for value in evaluation.values
        if value.value is not None or value.is_hidden
    }
    return tuple(metric for metric in wanted if metric in counted) or wanted


Blocks = tuple[Block, ...]
#: Points by which the only chart of a page is higher; if there are columns of text too; and next to tables.
EXTRA_HEIGHT, EXTRA_HEIGHT_WITH_COLUMNS, LESS_HEIGHT = 150, 50, -70
#: Blocks next to which a chart can be higher.
LIGHT_BLOCKS = (Heading, Text, Lead, Heroes, Strip, Points, Photo)


def fit_only_chart(blocks: Blocks) -> Blocks:
    """Make the only chart of page one higher if no table and no request share the page.

    Next to them, it is lower if the document has no second page, so that the definitions fit page one.
    """
    breaks = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and _starts_page(block)]
    page = blocks[: breaks[0]] if breaks else blocks
    charts = [number for number, block in enumerate(page) if isinstance(block, ChartBlock)]
    others = [block for block in page if not isinstance(block, ChartBlock)]
    chart = blocks[charts[0]] if len(charts) == 1 else None
    if not isinstance(chart, ChartBlock) or chart.chart.kind != "columns":
        return blocks
    if all(_is_light(block) for block in others):
        has_columns = any(isinstance(block, Columns) for block in others)
        more = EXTRA_HEIGHT_WITH_COLUMNS if has_columns else EXTRA_HEIGHT
    else:
        more = 0 if breaks or any(isinstance(b, Request | TargetBars) for b in others) else LESS_HEIGHT
    return (*blocks[: charts[0]], replace(chart, extra_height=more), *blocks[charts[0] + 1 :])


def _starts_page(heading: Heading) -> bool:
    return heading.has_page_break and not heading.may_share_page


def _is_light(block: Block) -> bool:
    if isinstance(block, Columns):
        return all(isinstance(inner, Points) for column in block.columns for inner in column)
    return isinstance(block, LIGHT_BLOCKS)


Section = Callable[[ReportData, Language], Blocks]

#: Most rows of a table; the workbook has all.
MAX_SUMMARY_ROWS = 10
#: Ledger statuses of a line still expected, and of one not yet cleared.
OPEN_STATUSES = frozenset({"pledged", "unclear"})


@dataclass(frozen=True)
class Audience:
    """Definition of an audience's document: sections in reading order, and metrics to define.

    `title` builds the title where it is not a fixed message, `addressee` the line at the top right and
    `about` the strip at the foot of page one. `select_evaluations` selects the evaluations released as data,
    where not all of them concern the reader. `story` and `sheets` build the slides and the sheets of a
    document that has its own. With `has_definitions`, they are the last section; without, and on
    `is_one_page`, they are in the properties of the file. `is_letter` is a letter, or several.
    """

    sections: tuple[Section, ...]
    defined_metrics: tuple[str, ...]
    title: Callable[[ReportData, Language], str] | None = None
    select_evaluations: Callable[[ReportData], tuple[PublicEvaluation, ...]] | None = None
    addressee: Callable[[ReportData, Language], str] | None = None
    about: Callable[[ReportData, Language], str] | None = None
    story: Callable[[ReportData, Language], tuple[StorySlide, ...]] | None = None
    sheets: Callable[[ReportData, Language], tuple[Sheet, ...]] | None = None
    is_one_page: bool = False
    is_letter: bool = False
    has_definitions: bool = True


def build_section(title: str, blocks: Blocks, language: Language) -> Blocks:
    """Build a heading with its blocks; empty where it has no blocks."""
    return (Heading(language.message(title)), *blocks) if blocks else ()


def unnamed_parties_note(report_data: ReportData, metrics: Iterable[str], language: Language) -> Blocks:
    """Return a note that only partners are named, where other parties gave or received."""
    values = (value for metric in metrics for value in report_data.whole.values_for(metric))
    others = any(value.groups.get("party") == OTHER_PARTY for value in values)
    return (Text(language.message("parties-unnamed")),) if others else ()


def quotes_section(report_data: ReportData, language: Language) -> Blocks:
    """Build the section of notes and quotes chosen for this document, as typed."""
    quotes = tuple(
        Quote(note.text, _quote_source(note.tag, note.day, language)) for note in report_data.options.notes
    )
    return build_section("section-quotes", quotes, language)


def _quote_source(tag: str, day: date | None, language: Language) -> str:
    return ", ".join(filter(None, (tag, "" if day is None else language.day(day))))
