"""Tables of a sponsor's workbook and appendix: the gift, months, results and totals, of that sponsor only."""

from __future__ import annotations

from collections.abc import Iterable

from libcollab_metrics.figures import long_month, part_name, short_period
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import LedgerLine
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.reports.audiences.sections import without_empty_columns
from libcollab_metrics.reports.claims import MIN_READERS, figure_text, score_side, signed
from libcollab_metrics.reports.comparison import compared_cells
from libcollab_metrics.reports.document import Grid, Sheet
from libcollab_metrics.reports.gifts import find_gift, gift_money, gift_remark, part_amounts
from libcollab_metrics.reports.report_data import ReportData
from libcollab_metrics.reports.target_texts import target_rows

#: Metrics of a month and of a program, in the order of their columns; the last is money.
BY_MONTH = ("sessions_held", "attendance_total", "attendance_per_session")
BY_PROGRAM = (*BY_MONTH, "cost_cash")
#: Cell of a number that is not known.
UNKNOWN = "–"


def sheets(report_data: ReportData, language: Language) -> tuple[Sheet, ...]:
    """Build the sheets of the workbook after the summary; a sheet without a row is left out."""
    made = (
        ("gift", tuple(gift_tables(report_data, language))),
        ("months", (month_table(report_data, language), *comparison_tables(report_data, language))),
        ("results", (result_table(report_data, language),)),
        ("totals", (total_table(report_data, language),)),
    )
    return tuple(
        Sheet(language.message(f"sheet-{key}"), language.message(f"sheet-{key}-about"), filled)
        for key, tables in made
        if (filled := tuple(table for table in tables if table.rows))
    )


def gift_tables(report_data: ReportData, language: Language) -> Iterable[Grid]:
    """Yield the gift by purpose, and each line of the recipient."""
    gift = find_gift(report_data, report_data.options.recipient)
    headings = tuple(
        language.message(f"gift-column-{name}") for name in ("program", "received", "spent", "in-hand")
    )
    rows = tuple(
        (
            part.program or language.message("gift-any-purpose"),
            *(amount or UNKNOWN for amount in part_amounts(part, report_data, language)),
        )
        for part in gift.parts
    )
    remark = gift_remark(gift, report_data, language)
    yield Grid(language.message("table-gift"), headings, rows, (1, 2, 3), remark)
    recipient = report_data.options.recipient
    if recipient:
        yield _line_table(report_data, recipient, language)


def _line_table(report_data: ReportData, recipient: str, language: Language) -> Grid:
    """Build a table of what the recipient gave and what was done for it, oldest first."""
    names = ("day", "direction", "program", "kind", "status", "value")
    headings = tuple(language.message(f"gift-column-{name}") for name in names)
    own = [line for line in report_data.lines if _direction(line, recipient)]
    own.sort(key=lambda line: (line.day is None, line.day or report_data.as_of))
    rows = tuple(
        (
            language.day(line.day) if line.day else UNKNOWN,
            language.message(f"gift-{_direction(line, recipient)}"),
            line.program or language.message("no-program"),
            language.messages.get(f"kind-{line.kind}", UNKNOWN),
            language.messages.get(f"status-{line.status}", UNKNOWN),
            UNKNOWN
            if line.value is None
            else gift_money(line.value, line.at_least, language, report_data.whole.currency),
        )
        for line in own
    )
    return Grid(language.message("table-gift-lines"), headings, rows, (5,))


def _direction(line: LedgerLine, recipient: str) -> str:
    """Return "given" by the recipient, "done" for it, or nothing where it concerns others."""
    name = casefold_name(recipient)
    if casefold_name(line.giver or "") == name:
        return "given"
    return "done" if casefold_name(line.taker or "") == name else ""


def month_table(report_data: ReportData, language: Language) -> Grid:
    """Build a table of sessions and visits by month."""
    months = dict.fromkeys(
        str(value.groups["month"])
        for value in report_data.months.values_for("sessions_held")
        if value.groups.get("month")
    )
    first, last = report_data.recorded_months or ("", "")
    rows = tuple(
        (
            long_month(month, language),
            *(_cell(report_data.months.values_for(m), "month", month, language) for m in BY_MONTH),
        )
        for month in sorted(months)
        if first <= month <= last
    )
    headings = (language.message("category-month"), *(language.message(f"short-{m}") for m in BY_MONTH))
    return Grid(language.message("table-months"), headings, rows, (1, 2, 3))


def comparison_tables(report_data: ReportData, language: Language) -> tuple[Grid, ...]:
    """Build the table of two comparable periods, in total and by program; empty without one."""
    change = report_data.change
    if change is None:
        return ()
    names = (
        (*report_data.program_names, "") if len(report_data.program_names) > 1 else report_data.program_names
    )
    rows = [
        (program or language.message("row-together"), language.message(f"short-{metric}"), *cells)
        for program in names
        for metric in BY_MONTH
        if (found := change.find(metric, program)) and (cells := compared_cells(found, report_data, language))
    ]
    periods = (
        short_period(scope.start, scope.end, language) for scope in (change.earlier_scope, change.scope)
    )
    headings = (
        language.message("program"),
        language.message("compared-group"),
        *periods,
        language.message("compared-change"),
    )
    title = language.message(f"table-compared-{change.against}")
    return (Grid(title, headings, tuple(rows), (2, 3, 4)),) if rows else ()


def _cell(values: Iterable[Value], group: str, name: str, language: Language, currency: str = "") -> str:
    found = [value for value in values if value.groups.get(group) == name]
    return _text(found[0] if len(found) == 1 else None, language, currency)


def _text(value: Value | None, language: Language, currency: str = "") -> str:
    if value is None or value.value is None:
        return UNKNOWN
    return figure_text(value, language, currency)


def result_table(report_data: ReportData, language: Language) -> Grid:
    """Build a table of the averages of at least ten readers, before and after."""
    names = ("measure", "readers", "before", "after", "gain", "likely")
    headings = tuple(language.message(f"result-column-{name}") for name in names)
    rows = []
    for gain in report_data.whole.values_for("mean_gain"):
        measure = gain.groups.get("measure") or ""
        sides = [score_side(report_data, measure, side) for side in ("before", "after")]
        if not gain.group or gain.value is None or (gain.n or 0) < MIN_READERS:
            continue
        rows.append(
            (
                part_name(measure, language),
                language.number(gain.n or 0),
                *(UNKNOWN if side is None else language.number(side, 1) for side in sides),
                signed(gain.value, language),
                _likely(gain, language),
            )
        )
    return Grid(language.message("table-averages"), headings, tuple(rows), (1, 2, 3, 4))


def _likely(gain: Value, language: Language) -> str:
    if gain.ci_low is None or gain.ci_high is None:
        return UNKNOWN
    low, high = (signed(end, language) for end in (gain.ci_low, gain.ci_high))
    return language.message("range", low=low, high=high)


def total_table(report_data: ReportData, language: Language) -> Grid:
    """Build a table of the programs and their total; without money where it would reveal another giver's."""
    currency = report_data.whole.currency
    metrics = BY_PROGRAM if may_print_money(report_data) else BY_MONTH
    rows = [
        (
            program,
            *(_text(report_data.program_value(m, program), language, currency) for m in metrics),
        )
        for program in report_data.program_names
    ]
    if len(rows) > 1:
        together = (_text(report_data.value(metric), language, currency) for metric in metrics)
        rows.append((language.message("row-together"), *together))
    headings = (language.message("program"), *(language.message(f"short-{m}") for m in metrics))
    return without_empty_columns(Grid(language.message("table-programs"), headings, tuple(rows)))


def may_print_money(report_data: ReportData) -> bool:
    """Return whether sums of money reveal nothing about the only other giver."""
    return find_gift(report_data, report_data.options.recipient).may_print_share


def target_table(report_data: ReportData, language: Language) -> Grid:
    """Build a table of the targets, their results and verdicts; one with a hidden result is left out."""
    names = ("program", "name", "aim", "result", "status")
    headings = tuple(language.message(f"target-heading-{name}") for name in names)
    rows = tuple(
        (*cells, language.message(f"verdict-{target.verdict.replace(' ', '-')}"))
        for target, cells in target_rows(report_data, language)
    )
    return Grid(language.message("section-targets"), headings, rows, (2, 3))
