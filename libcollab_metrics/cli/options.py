"""Parsing of command line inputs: files, answers, settings, selection and release ledger."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from libcollab_metrics.errors import LibCollabError

if TYPE_CHECKING:
    from libcollab_metrics.library import Library
    from libcollab_metrics.model import Scope
    from libcollab_metrics.reports import Left

#: Maximum size in bytes of a release ledger.
MAX_LEDGER = 100 << 20


def load_library(files: tuple[str, ...], answers_file: str | None, settings_file: str | None) -> Library:
    """Read all files in order; a file that cannot be read stops the command."""
    from libcollab_metrics.library import read

    def report_progress(number: int, name: str) -> None:
        if sys.stderr.isatty():
            click.echo(f"Reading {number} of {len(files)}: {name}", err=True)

    return read(*files, answers=answers_file, settings=settings_file, on_file=report_progress)


def parse_scope(
    library: Library, where: Sequence[str], start: datetime | None, end: datetime | None
) -> Scope:
    """Build the selected scope: fields with the values to include, and an inclusive date range."""
    values: dict[str, list[str]] = {}
    for part in where:
        field, mark, value = part.partition("=")
        if not mark:
            raise LibCollabError(f'--where takes FIELD=VALUE; "{part}" has no "=".')
        values.setdefault(field, []).append(value)
    return library.select(values, start.date() if start else None, end.date() if end else None)


def load_release_ledger(ledger_file: str | None) -> tuple[Left, ...]:
    """Load the releases listed in the ledger file; empty if the file does not exist."""
    from libcollab_metrics.library import read_bytes, size_check
    from libcollab_metrics.reports import read_release_ledger

    if not ledger_file or not Path(ledger_file).exists():
        return ()
    return read_release_ledger(
        read_bytes(ledger_file, size_check(MAX_LEDGER, ledger_file, "The list of what left"))
    )
