"""Two comparable periods as rows of a table: the earlier value, the later one, and the change."""

from __future__ import annotations

from libcollab_metrics.figures import format_money
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import Change, find_metric
from libcollab_metrics.reports.claims import figure_text
from libcollab_metrics.reports.report_data import ReportData


def compared_row(change: Change, report_data: ReportData, language: Language) -> tuple[str, ...]:
    """Return what is compared, both values and the change as texts; empty where a value is not known."""
    cells = compared_cells(change, report_data, language)
    program = change.now.groups.get("program") or ""
    is_average = change.now.metric == "attendance_per_session"
    key = f"compared-{change.now.metric}" + ("-all" if is_average and not program else "")
    return (language.message(key, program=program), *cells) if cells else ()


def compared_cells(change: Change, report_data: ReportData, language: Language) -> tuple[str, ...]:
    """Return the earlier value, the later one and the change as texts; empty where a value is not known."""
    now, earlier = change.now, change.earlier
    if now.value is None or earlier.value is None:
        return ()
    currency = report_data.whole.currency
    numbers = (figure_text(value, language, currency) for value in (earlier, now))
    return (*numbers, difference_text(change, language, currency))


def difference_text(change: Change, language: Language, currency: str) -> str:
    """Write a change with its sign: in percent of an average, in points of a share, else as a number."""
    if change.difference is None or not change.is_fair:
        return "–"
    unit, difference = find_metric(change.now.metric).unit, float(change.difference)
    sign = "+" if difference > 0 else "−" if difference < 0 else ""
    size = abs(difference)
    if unit == "share":
        return language.message("compared-points", points=sign + language.number(size * 100))
    if unit == "money":
        return sign + format_money(size, language, currency)
    if change.now.metric == "attendance_per_session" and change.relative is not None:
        return sign + language.share(abs(change.relative))
    return sign + language.number(size)
