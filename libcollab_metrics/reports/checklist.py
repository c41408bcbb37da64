"""What the librarian may want to fix before a document is made; nothing of it is printed in the document."""

from __future__ import annotations

from collections.abc import Iterator

from libcollab_metrics.figures import format_money, part_name
from libcollab_metrics.figures.text import metric_name
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import CORE, find_metric, select_cost_level
from libcollab_metrics.reports.asks import amounts_beyond, plan_next_year
from libcollab_metrics.reports.audiences.card import best_count
from libcollab_metrics.reports.claims import MIN_READERS
from libcollab_metrics.reports.gifts import SPONSOR_DOCUMENTS, bills_amount, find_gift
from libcollab_metrics.reports.photo import PHOTO_DOCUMENTS
from libcollab_metrics.reports.report_data import ReportData

#: Readers that may be missing for a gain to be listed as nearly printable.
NEARLY = 2
#: Reason of a value that the scope does not request; reasons of missing figures listed, and figures of each.
NOT_ASKED, MAX_GAPS, MAX_NAMES = "not-by-this", 3, 4


def list_fixes(report_data: ReportData, audience: str, language: Language) -> tuple[str, ...]:
    """List what to fix before making a document, the most important first.

    Parameters
    ----------
    report_data : ReportData
        Report data with the options of the document.
    audience : str
        Key of `AUDIENCES`.
    language : Language
        Language of the text.

    Returns
    -------
    tuple of str
        One sentence each, without names of persons; empty if nothing is missing.
    """
    checks = [_letterhead(report_data, language)]
    if audience in SPONSOR_DOCUMENTS:
        checks = [
            _bills(report_data, language),
            _gift(report_data, language),
            _amounts(report_data, language),
            *checks,
        ]
    if audience == "board":
        checks.append(_gaps(report_data, language))
        if not report_data.verdicts:
            checks.insert(0, iter((language.message("fix-targets"),)))
    if audience == "card" and best_count(report_data) is None:
        checks.insert(0, iter((language.message("fix-count"),)))
    if audience == "school" and not report_data.links:
        checks.insert(0, iter((language.message("fix-partners"),)))
    if audience in PHOTO_DOCUMENTS:
        checks.append(_photo(report_data, audience, language))
    return tuple(sentence for check in (*checks, _scores(report_data, language)) for sentence in check)


def _bills(report_data: ReportData, language: Language) -> Iterator[str]:
    if count := len(report_data.unclear):
        amount = bills_amount(report_data.unclear, language, report_data.whole.currency)
        named = language.plural(count, "fix-bills", count=language.number(count), amount=amount)
        yield named if amount else language.message("fix-bills-unpriced")


def _gift(report_data: ReportData, language: Language) -> Iterator[str]:
    recipient = report_data.options.recipient
    if not find_gift(report_data, recipient).amount:
        yield language.message("fix-gift", name=recipient) if recipient else language.message("fix-gifts")


def _amounts(report_data: ReportData, language: Language) -> Iterator[str]:
    """List typed amounts beyond what was ever measured, and a cost per session that is not known."""
    plan, currency = plan_next_year(report_data), report_data.whole.currency
    if plan is None:
        yield language.message("fix-cost")
        return
    if plan.request is None or plan.is_floor:
        yield language.message("fix-request")
    for tier in amounts_beyond(plan, report_data.options.tiers):
        yield language.message(
            "fix-amount",
            amount=format_money(tier.amount, language, currency),
            cost=format_money(plan.cost, language, currency),
        )


def _letterhead(report_data: ReportData, language: Language) -> Iterator[str]:
    letterhead = report_data.options.letterhead
    if not letterhead.library and not letterhead.logo:
        yield language.message("fix-library")
    if not letterhead.contact:
        yield language.message("fix-contact")


def _photo(report_data: ReportData, audience: str, language: Language) -> Iterator[str]:
    photo = report_data.options.photo
    if photo is not None and (gap := photo.gap(audience, report_data.as_of)):
        until = language.day(photo.until) if photo.until else ""
        yield language.message(f"fix-photo-{gap}", until=until)


def _gaps(report_data: ReportData, language: Language) -> Iterator[str]:
    """List the figures that are not known, by reason, and the rows that could not be counted."""
    values = select_cost_level(report_data.whole.values)
    wanted = {metric.id for metric in CORE} - {value.metric for value in values if value.reason is None}
    reasons: dict[str, list[str]] = {}
    for value in values:
        if value.metric in wanted and value.reason not in (None, NOT_ASKED) and not value.is_hidden:
            reasons.setdefault(language.reason(value), []).append(
                metric_name(find_metric(value.metric), language)
            )
    for reason, names in list(reasons.items())[:MAX_GAPS]:
        listed = language.join_names(tuple(dict.fromkeys(names)), most=MAX_NAMES)
        yield language.message("fix-gap", figures=listed, reason=reason)
    read, left = report_data.rows
    if left:
        yield language.message("fix-rows", left=language.number(left), read=language.number(read))


def _scores(report_data: ReportData, language: Language) -> Iterator[str]:
    """List measures with almost enough readers."""
    for value in report_data.whole.values_for("mean_gain"):
        if value.n is not None and MIN_READERS - NEARLY <= value.n < MIN_READERS:
            measure = part_name(value.groups.get("measure") or "", language)
            yield language.message(
                "fix-scores", measure=measure, n=language.number(value.n), least=language.number(MIN_READERS)
            )
