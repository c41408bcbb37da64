"""A column of numbers: counts, hours and money, with what each cell departed by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta

import numpy as np

from libcollab_metrics.ingest.cells import ErrorCell
from libcollab_metrics.ingest.columns import Column, Context, Said, as_text, tell, tell_errors
from libcollab_metrics.ingest.numbers import Read, currency_of, decimal_mark, read_number
from libcollab_metrics.ingest.values import Values
from libcollab_metrics.model.schema import Field

#: Number fields in which a percentage is a share: the band of a criterion.
SHARES = ("low", "ideal", "high")

_WORD = re.compile(r"[^\W\d_]{2}")


def read_numbers(field: Field, column: Column, context: Context, typed: Sequence[object] | None = None) -> Values:
    """Return what each cell says as a `Read`: a number or unknown, estimates and lower bounds marked.

    `typed` are the distinct cells as they were typed, where the column holds only a part of each ("2" of "2 boxes").
    """
    shown = column if typed is None else replace(column, distinct=list(typed))
    tell_errors(column, context)
    whole = field.kind == "count"
    decimal = decimal_mark(column.texts)
    reads = [_read(cell, field, decimal, context) for cell in column.distinct]
    if whole and context.zero_is_unknown:
        unknown = Read(None, "zero-may-mean-none", "0 read as no number recorded")
        reads = [unknown if read.value == 0 else read for read in reads]
    if whole:
        shown, reads = _without_words(shown, reads)
        reads = _without_fractions(column, _without_shares(column, reads))
    said: list[Said] = [(read.code, read.text) if read.code else None for read in reads]
    tell(shown, context, said)
    if field.kind == "money":
        reads = _one_currency(column, reads, context)
    return Values(column.codes, reads)


def written_currency(column: Column) -> Values:
    """Return the currency that stands beside each amount ("PHP"); unknown where none does."""
    return column.read(lambda cell: currency_of(as_text(cell)) or None)


def _without_shares(column: Column, reads: list[Read]) -> list[Read]:
    """Leave shares out of a column of counts: 0.83 is no count, nor is the 1 or the 0 of a column of shares."""
    values = np.array([np.nan if read.value is None else read.value for read in reads])
    often = np.bincount(column.codes, minlength=len(values))
    shares = (values > 0) & (values < 1)
    known = ~np.isnan(values)
    mostly = often[shares].sum() * 2 > often[known].sum()
    if shares.any() and (mostly or values[known].max() <= 1):
        shares = known
    return [
        Read(None, "percent-not-count", f'"{as_text(cell)}" is a share, not a count') if is_share else read
        for cell, read, is_share in zip(column.distinct, reads, shares.tolist(), strict=True)
    ]


def _without_words(column: Column, reads: list[Read]) -> tuple[Column, list[Read]]:
    """Repeat no words that stand where people are counted: they may be the names of those who came."""
    words = [
        isinstance(cell, str) and read.code == "number-unreadable" and _WORD.search(cell) is not None
        for cell, read in zip(column.distinct, reads, strict=True)
    ]
    unsaid = Read(None, "number-unreadable", "words stand where a number should")
    cells = [None if hidden else cell for cell, hidden in zip(column.distinct, words, strict=True)]
    return replace(column, distinct=cells), [unsaid if h else read for h, read in zip(words, reads, strict=True)]


def _without_fractions(column: Column, reads: list[Read]) -> list[Read]:
    """Leave fractions out of a column of counts: nobody knows who the half person was."""
    return [
        Read(None, "number-unreadable", f'"{as_text(cell)}" is not a whole number, so it is not used')
        if read.value is not None and read.value % 1
        else read
        for cell, read in zip(column.distinct, reads, strict=True)
    ]


def _read(cell: object, field: Field, decimal: str, context: Context) -> Read:
    if cell is None or isinstance(cell, ErrorCell):
        return Read(None)
    if isinstance(cell, date | time | timedelta):
        return Read(None, "number-unreadable", f"{as_text(cell)} is not a number")
    ranges, share, whole = context.answers.get("ranges", "low"), field.name in SHARES, field.kind == "count"
    if isinstance(cell, float):
        return read_number(as_text(cell), ".", whole=whole, ranges=ranges, share=share)
    found = read_number(str(cell), decimal, whole=whole, ranges=ranges, share=share)
    if found.value is not None and not context.from_csv and not found.code:
        return Read(found.value, "number-from-text", f'"{cell}" read as {found.value:.15g}')
    return found


def _one_currency(column: Column, reads: list[Read], context: Context) -> list[Read]:
    """Leave amounts in another currency than most of the column out: a sum would mix them."""
    named = [currency_of(cell) if isinstance(cell, str) else "" for cell in column.distinct]
    often = np.bincount(column.codes, minlength=len(named))
    counts: dict[str, int] = {}
    for currency, count in zip(named, often.tolist(), strict=True):
        if currency:
            counts[currency] = counts.get(currency, 0) + count
    if len(counts) < 2:
        return reads
    kept = max(counts, key=lambda currency: counts[currency])
    said: list[Said] = [
        ("currency-mixed", f'"{as_text(cell)}" is in {currency}, the column in {kept}: left out of sums')
        if currency and currency != kept
        else None
        for cell, currency in zip(column.distinct, named, strict=True)
    ]
    tell(column, context, said)
    return [Read(None, one[0]) if one else read for read, one in zip(reads, said, strict=True)]
