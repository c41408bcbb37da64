"""The strip at the foot of page one: what was counted, what "+" means, and where the method is described."""

from __future__ import annotations

from collections.abc import Iterable

from libcollab_metrics.localization import Language
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.reports.claims import attendance_claim, best_gain, delivered_books
from libcollab_metrics.reports.gifts import bills_sentence
from libcollab_metrics.reports.report_data import ReportData


def about_numbers(
    report_data: ReportData,
    language: Language,
    *,
    has_levels: bool = False,
    has_visits: bool = True,
    books: Value | None = None,
    names_bills: bool = False,
) -> str:
    """Write the strip about the numbers of page one.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.
    has_levels : bool, default False
        Whether the page says what amounts pay for.
    has_visits : bool, default True
        Whether the page may have a number of visits.
    books : Value or None, default None
        Number of books on the page; by default those delivered in the whole report.
    names_bills : bool, default False
        Whether to name the bills that are being settled, because nothing else on the page does.

    Returns
    -------
    str
        Sentences of one paragraph; how the numbers are counted comes last.
    """
    visits = attendance_claim(report_data) if has_visits else None
    delivered, gain = delivered_books(report_data), best_gain(report_data)
    if books is None and delivered is not None:
        books = delivered.value
    sentences = [*_floors(report_data, visits is not None, books, language)]
    if visits is not None:
        sentences.append(language.message("about-visits"))
    if gain is not None:
        sentences.append(language.message("about-scores", n=language.number(gain.value.n or 0)))
    if has_levels:
        sentences.append(language.message("about-levels"))
    sentences += hidden_note(report_data, language)
    if names_bills and report_data.accepted_unclear and report_data.unclear:
        currency = report_data.whole.currency
        sentences.append(bills_sentence("about", report_data.unclear, language, currency))
    return " ".join((*sentences, method_note(report_data, language)))


def method_note(report_data: ReportData, language: Language) -> str:
    """Write where the method is described."""
    method = report_data.options.method
    return language.message("about-method", address=method) if method else language.message("about-ask")


def about_board(report_data: ReportData, language: Language) -> str:
    """Write the strip of the board report, whose definitions are on its last page.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    language : Language
        Language of the text.

    Returns
    -------
    str
        Sentences of one paragraph.
    """
    visits = attendance_claim(report_data)
    sentences = [*_floors(report_data, visits is not None, None, language)]
    if visits is not None:
        sentences.append(language.message("about-visits"))
    if best_gain(report_data) is not None:
        sentences.append(language.message("about-change"))
    sentences += hidden_note(report_data, language)
    method = report_data.options.method
    sentences.append(
        language.message("about-method", address=method) if method else language.message("about-definitions")
    )
    return " ".join(sentences)


def hidden_note(report_data: ReportData, language: Language) -> tuple[str, ...]:
    """Write that results of small groups are left out, if a target is affected."""
    affected = any(not report_data.can_show_verdict(verdict) for verdict in report_data.verdicts)
    ks = [v.reason_values.get("k", "") for e in report_data.evaluations for v in e.values if v.is_hidden]
    return (language.message("about-hidden", k=max(ks, key=len)),) if affected and any(ks) else ()


def _floors(
    report_data: ReportData, has_visits: bool, books: Value | None, language: Language
) -> Iterable[str]:
    """Write what "+" means, with what was counted."""
    counted = []
    coverage = report_data.value("attendance_coverage")
    if has_visits and coverage is not None and coverage.value is not None and coverage.value < 1:
        known, held = (language.number(number or 0) for number in (coverage.numerator, coverage.denominator))
        counted.append(language.message("about-counted-sessions", known=known, held=held))
    if books is not None and books.coverage and books.n and books.coverage < 1:
        lots = language.number(round(books.n / books.coverage))
        counted.append(language.message("about-counted-books", known=language.number(books.n), lots=lots))
    if counted:
        yield language.message("about-plus", counted=language.join_names(tuple(counted)))
