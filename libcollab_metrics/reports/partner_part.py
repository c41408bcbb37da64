"""The part of one partner in a report: its values as totals, its ledger lines, its books and its visits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from libcollab_metrics.metrics import BookLot, LedgerLine
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import LIBRARY, PROJECT
from libcollab_metrics.reports.claims import DELIVERED_STAGES, Claim
from libcollab_metrics.reports.report_data import ReportData


def chosen_partners(report_data: ReportData) -> tuple[str, ...]:
    """Return the partners in the filter of the scope, or else all partners of its programs."""
    chosen = _filtered_partners(report_data)
    return tuple(name for name in report_data.links if not chosen or casefold_name(name) in chosen)


def _filtered_partners(report_data: ReportData) -> frozenset[str]:
    where = report_data.whole.scope.where
    return frozenset(casefold_name(name) for field, names in where if field == "partner" for name in names)


def part_of_partner(report_data: ReportData, partner: str) -> ReportData:
    """Return the report data as if it were about one partner only.

    Books are those of the lots that went to a site of the partner's name, else those of its programs. Months
    and changes are known only where the scope is filtered by this partner.

    Parameters
    ----------
    report_data : ReportData
        Protected report data.
    partner : str
        Printed name of the partner.

    Returns
    -------
    ReportData
        With the values of the partner as totals, its ledger lines and its lots.
    """
    is_filtered = _filtered_partners(report_data) == {casefold_name(partner)}
    programs = report_data.links.get(partner, ())
    lots = tuple(lot for lot in report_data.lots if _is_same(lot.site, partner))
    if not lots:
        lots = tuple(lot for lot in report_data.lots if lot.program in programs)
    return replace(
        report_data,
        whole=report_data.partners.filter_values(
            lambda value: _is_same(value.groups.get("partner"), partner)
        ),
        programs=report_data.programs.filter_values(lambda value: value.groups.get("program") in programs),
        months=report_data.months if is_filtered else report_data.months.filter_values(lambda _: False),
        change=report_data.change if is_filtered else None,
        verdicts=tuple(verdict for verdict in report_data.verdicts if verdict.program in programs),
        lines=tuple(
            line for line in (*report_data.lines, *report_data.lines_elsewhere) if involves(line, partner)
        ),
        in_transit=tuple(lot for lot in report_data.in_transit if _is_same(lot.site, partner)),
        lots=lots,
    )


def has_own_books(part: ReportData, partner: str) -> bool:
    """Return whether the books of the part went to the partner itself."""
    return any(_is_same(lot.site, partner) for lot in part.lots)


def involves(line: LedgerLine, partner: str) -> bool:
    """Return whether a line is between a partner and the library or the project."""
    return is_given(line, partner) or is_received(line, partner)


def is_given(line: LedgerLine, partner: str) -> bool:
    """Return whether a partner gave a line to the library or the project."""
    return _is_same(line.giver, partner) and line.taker in (LIBRARY, PROJECT)


def is_received(line: LedgerLine, partner: str) -> bool:
    """Return whether a partner received a line from the library or the project."""
    return _is_same(line.taker, partner) and line.giver in (LIBRARY, PROJECT)


def _is_same(name: str | None, partner: str) -> bool:
    return name is not None and casefold_name(name) == casefold_name(partner)


def books_of_partner(part: ReportData) -> Claim | None:
    """Return the books in readers' hands among those that reached a partner, else those received.

    Parameters
    ----------
    part : ReportData
        Result of `part_of_partner`.

    Returns
    -------
    Claim or None
        None if no book is known to have arrived.
    """
    for stage in DELIVERED_STAGES:
        books = count_books(part.lots, stage)
        if books is not None and books.value:
            return Claim("goods", 3, books, float(books.value))
    return None


def count_books(lots: Iterable[BookLot], stage: str) -> Value | None:
    """Add up the books of lots that have arrived at a stage; None if none was counted."""
    arrived = [lot for lot in lots if not lot.is_in_transit]
    counted = [lot for lot in arrived if lot.unit == "books" and stage in lot.counts]
    if not counted:
        return None
    books = sum(lot.counts[stage] for lot in counted)
    is_floor = len(counted) < len(arrived) or any(stage in lot.floors for lot in counted)
    return Value(
        "books_at_stage",
        (("stage", stage),),
        books,
        books,
        n=len(counted),
        coverage=len(counted) / len(arrived),
        low=books,
        high=None if is_floor else books,
        certainty="at_least" if is_floor else "exact",
        estimated=any(stage in lot.estimated for lot in counted),
    )
