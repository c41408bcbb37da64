"""Record of a sent document, and which of its key figures differ from the current numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from libcollab_metrics.localization import Language, language
from libcollab_metrics.metrics import CORE, DEFINITIONS_VERSION, find_metric
from libcollab_metrics.metrics.definition import Metric, Value
from libcollab_metrics.model import Sent, SentFigure
from libcollab_metrics.reports.audiences import AUDIENCES
from libcollab_metrics.reports.render.text import printable
from libcollab_metrics.reports.report_data import ReportData

#: Maximum characters of a recipient's name.
MAX_NAME_LENGTH = 200


@dataclass(frozen=True)
class Change:
    """A key figure with a different value or status than in the document sent.

    Attributes
    ----------
    label : str
        Name of the metric.
    previous_text : str
        Text printed in the document; empty for a figure that was not printed.
    current_text : str
        Current text; the reason, where the number no longer exists.
    """

    label: str
    previous_text: str
    current_text: str


@dataclass(frozen=True)
class Comparison:
    """Result of comparing a sent document with the current numbers.

    Attributes
    ----------
    is_unchanged : bool
        True when every number in the document, key figure or not, is the same today.
    changes : tuple[Change, ...]
        Changed key figures.
    definitions : str, default ""
        Current version of the definitions, where the document used another; else empty.
    """

    is_unchanged: bool
    changes: tuple[Change, ...]
    definitions: str = ""


def build_sent_document(
    report_data: ReportData,
    *,
    recipient: str,
    audience: str,
    fmt: str,
    language: Language,
    day: date,
    is_sample: bool = False,
) -> Sent:
    """Build the record of a sent document, with its protected key figures as printed.

    Parameters
    ----------
    report_data : ReportData
        Report data of the document.
    recipient : str
        Recipient as typed; may be empty.
    audience : str
        Key of `AUDIENCES`.
    fmt : str
        Key of `FORMATS`.
    language : Language
        Language of the document.
    day : date
        Date of the document.
    is_sample : bool, default False
        True for the figures of the sample library.

    Returns
    -------
    Sent
        Record for the list of sent documents.
    """
    printed = tuple(
        SentFigure(value.metric, text, value.value)
        for value, text in _releasable_key_figures(audience, report_data, language)
    )
    scope, as_of = report_data.whole.scope, report_data.as_of
    return Sent(
        printable(recipient)[:MAX_NAME_LENGTH],
        audience,
        fmt,
        language.code,
        scope,
        as_of,
        day,
        DEFINITIONS_VERSION,
        report_data.fingerprint,
        printed,
        is_sample,
    )


def compare_with_sent(sent: Sent, report_data: ReportData) -> Comparison:
    """Compare a sent document with current report data of the same scope.

    A figure has changed when its number and its text differ, in the language of the document; different
    wording alone is not a change.

    Parameters
    ----------
    sent : Sent
        Record of the sent document.
    report_data : ReportData
        Report data of the same scope.

    Returns
    -------
    Comparison
        Changed key figures, and whether all other numbers are equal.

    Raises
    ------
    ValueError
        The report data has another scope.
    """
    if report_data.whole.scope != sent.scope:
        raise ValueError("The material is of another selection than the document was.")
    before = {printed.metric: printed for printed in sent.figures}
    changes = tuple(_find_changes(sent.audience, before, report_data, language(sent.language)))
    definitions = "" if sent.definitions == DEFINITIONS_VERSION else DEFINITIONS_VERSION
    same = report_data.fingerprint_on(sent.as_of) == sent.fingerprint
    return Comparison(same and not changes, changes, definitions)


def _key_figures(audience: str) -> tuple[Metric, ...]:
    """Return the core metrics this audience's document defines; none for a removed audience."""
    shown = AUDIENCES[audience].defined_metrics if audience in AUDIENCES else ()
    return tuple(metric for metric in CORE if metric.id in shown)


def _releasable_key_figures(
    audience: str, report_data: ReportData, text_language: Language
) -> Iterator[tuple[Value, str]]:
    """Yield the releasable key figures of the whole scope, with their text."""
    for metric in _key_figures(audience):
        value = report_data.value(metric.id)
        if value is not None and value.reason is None:
            yield value, text_language.format_value(value, metric, report_data.whole.currency)


def _find_changes(
    audience: str,
    printed_by_metric: Mapping[str, SentFigure],
    report_data: ReportData,
    text_language: Language,
) -> Iterator[Change]:
    now = {
        value.metric: (value, text)
        for value, text in _releasable_key_figures(audience, report_data, text_language)
    }
    for metric in _key_figures(audience):
        then, current = printed_by_metric.get(metric.id), now.get(metric.id)
        if then is None and current is not None:
            yield Change(metric.label, "", current[1])
        elif then is not None and current is None:
            yield Change(metric.label, then.text, _missing_reason(report_data, metric.id, text_language))
        elif then is not None and current is not None and _is_different(then, *current):
            yield Change(metric.label, then.text, current[1])


def _is_different(printed_figure: SentFigure, value: Value, text: str) -> bool:
    return text != printed_figure.text and (value.value is None or value.value != printed_figure.value)


def _missing_reason(report_data: ReportData, metric: str, text_language: Language) -> str:
    value = report_data.value(metric)
    return (
        text_language.message("not-known")
        if value is None
        else text_language.format_value_with_estimate(value, find_metric(metric))
    )
