"""Receipt and packing list of a book drive: what was given, and a list of the lots to count and sign."""

from __future__ import annotations

from collections.abc import Iterable

from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import OTHER_PARTY, BookLot, LedgerLine
from libcollab_metrics.protection import PublicEvaluation
from libcollab_metrics.reports.audiences.sections import Audience, Blocks
from libcollab_metrics.reports.document import Grid, Heading, Text
from libcollab_metrics.reports.gifts import gift_money, is_from, is_outside
from libcollab_metrics.reports.given import gift_items
from libcollab_metrics.reports.report_data import ReportData

#: Stages of a lot on the receipt.
RECEIPT_STAGES = ("pledged", "collected", "received")
#: Stages of which one makes a lot part of the packing list.
SENT_STAGES = ("shipped", "received")


def _receipt(report_data: ReportData, language: Language) -> Blocks:
    """Build the receipt: the gifts, the books by lot, and the signatures."""
    donor = report_data.options.recipient
    lines = given_lines(report_data)
    if not lines and not report_data.lots:
        return (Text(language.message("receipt-nothing")),)
    programs = tuple(dict.fromkeys(line.program for line in lines if line.program))
    names = language.join_names(programs)
    thanks = language.message("receipt-thanks" if names else "receipt-thanks-plain", programs=names)
    return (
        Heading(donor or language.message("receipt-all")),
        Heading(language.message("receipt-heading"), 2),
        Text(thanks),
        *_gifts_table(lines, bool(donor), report_data, language),
        *_books_table(report_data.lots, language),
        _signatures(donor, report_data, language),
    )


def given_lines(report_data: ReportData) -> tuple[LedgerLine, ...]:
    """Return what the library and its programs received from the donor, or from anybody, by day."""
    donor = report_data.options.recipient
    return tuple(
        line
        for line in report_data.lines
        if line.status == "received"
        and is_outside(line)
        and is_from(line, donor)
        and (line.kind != "cash" or line.value != 0)
    )


def _gifts_table(
    lines: tuple[LedgerLine, ...], has_donor: bool, report_data: ReportData, language: Language
) -> tuple[Grid, ...]:
    """Build the table of gifts, with the sum of several gifts in cash."""
    if not lines:
        return ()
    currency = report_data.whole.currency
    columns = ("day", *(() if has_donor else ("from",)), "what", "for", "value")
    rows = []
    for line in lines:
        ((what, value),) = gift_items((line,), language, currency)
        if line.kind == "cash" and line.value is not None:
            what = language.message("kind-cash")
            value = gift_money(line.value, line.at_least, language, currency)
        giver = language.message("party-somebody-else") if line.giver == OTHER_PARTY else line.giver or ""
        day = "" if line.day is None else language.day(line.day)
        rows.append((day, *(() if has_donor else (giver,)), what, line.program, value or "–"))
    gifts = [line for line in lines if line.kind == "cash"]
    cash = [line.value for line in gifts if line.value is not None]
    is_floor = len(cash) < len(gifts) or any(line.at_least for line in gifts)
    total = language.message("receipt-cash", value=gift_money(sum(cash), is_floor, language, currency))
    headings = tuple(language.message(f"receipt-{name}") for name in columns)
    note = total if len(cash) > 1 else ""
    title = language.message("receipt-given")
    return (Grid(title, headings, tuple(rows), (len(columns) - 1,), note),)


def _books_table(lots: tuple[BookLot, ...], language: Language) -> tuple[Grid, ...]:
    """Build the table of books by lot: pledged, collected and received."""
    counted = [lot for lot in lots if any(stage in lot.counts for stage in RECEIPT_STAGES)]
    if not counted:
        return ()
    columns = ("receipt-lot", "packing-to", *(f"receipt-{stage}" for stage in RECEIPT_STAGES))
    rows = tuple(
        (lot.name, lot.site or "–", *(_count(lot, stage, language) or "–" for stage in RECEIPT_STAGES))
        for lot in counted
    )
    headings = tuple(language.message(name) for name in columns)
    return (
        Grid(language.message("receipt-books"), headings, rows, (2, 3, 4), language.message("receipt-signs")),
    )


def _count(lot: BookLot, stage: str, language: Language) -> str:
    """Format the number of a stage: "290", "≈ 60", "8 boxes"; empty where it was not counted."""
    if stage not in lot.counts:
        return ""
    number = language.number(lot.counts[stage])
    if stage in lot.floors:
        number += "+"
    elif stage in lot.estimated:
        number = f"≈ {number}"
    return language.message("receipt-boxes", count=number) if lot.unit == "boxes" else number


def _signatures(donor: str, report_data: ReportData, language: Language) -> Grid:
    library = report_data.options.letterhead.library or language.message("receipt-library")
    headings = tuple(language.message(f"receipt-{name}") for name in ("by", "name", "signature", "day"))
    rows = tuple((party, "", "", "") for party in (library, donor or language.message("receipt-donor")))
    return Grid(language.message("receipt-signatures"), headings, rows, is_form=True)


def _packing_list(report_data: ReportData, language: Language) -> Blocks:
    """Build the list of the lots that were sent, to count and sign on arrival."""
    sent = [lot for lot in report_data.lots if is_sent(lot)]
    if not sent:
        return ()
    columns = (
        *("receipt-lot", "packing-to", "packing-language", "packing-sent", "receipt-shipped"),
        *("receipt-received", "packing-counted-by", "receipt-signature"),
    )
    rows = tuple(
        (
            lot.name,
            lot.site or "–",
            lot.language or "–",
            "–" if lot.sent_on is None else language.day(lot.sent_on),
            _count(lot, "shipped", language) or "–",
            _count(lot, "received", language),
            "",
            "",
        )
        for lot in sent
    )
    headings = tuple(language.message(name) for name in columns)
    return (
        Heading(
            language.join_names(_sites(sent), most=3) or language.message("packing-to"), has_page_break=True
        ),
        Heading(language.message("packing-heading"), 2),
        Text(language.message("packing-note")),
        Grid("", headings, rows, (4, 5), language.message("receipt-signs"), is_form=True),
    )


def is_sent(lot: BookLot) -> bool:
    """Return whether a lot is in transit or was delivered."""
    return lot.sent_on is not None or any(lot.counts.get(stage) for stage in SENT_STAGES)


def _sites(lots: Iterable[BookLot]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lot.site for lot in lots if lot.site))


def _book_totals(report_data: ReportData) -> tuple[PublicEvaluation, ...]:
    """Return only the books of all lots together: a receipt has no other figures."""
    return (report_data.whole.filter_values(lambda value: value.metric == "books_at_stage"),)


AUDIENCE = Audience(
    (_receipt, _packing_list),
    (),
    select_evaluations=_book_totals,
    is_letter=True,
    has_definitions=False,
)
