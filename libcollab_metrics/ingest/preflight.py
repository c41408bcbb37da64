"""What a workbook would cost to read, counted before any reader opens it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How large a file may be; sizes in bytes, counted while inflating and never taken from a header."""

    name: str
    upload: int
    inflated: int
    cells: int
    members: int = 2_000
    columns: int = 500
    sheets: int = 60
    strings: int = 1_000_000
    depth: int = 40


_MB = 1 << 20
LAPTOP = Limits("laptop", upload=100 * _MB, inflated=1024 * _MB, cells=16_000_000)
HOSTED = Limits("hosted", upload=25 * _MB, inflated=256 * _MB, cells=2_000_000)
