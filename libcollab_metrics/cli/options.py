"""Parsing of command line inputs: files, answers, settings, selection and release ledger."""

from __future__ import annotations

import re
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


def check_source(
    files: tuple[str, ...], json_file: str | None, data: str | None, engine: str | None, memory: str
) -> None:
    """Reject options that do not fit together: either files are read, or an exported folder is opened."""
    if not files and data is None:
        raise LibCollabError(
            "Give the files to read, or --data with a folder that export-dataset has written."
        )
    if data is not None and (files or json_file):
        raise LibCollabError(
            "--data opens sheets that were read before. Give it without files, --answers and --settings."
        )
    if data is None and (engine or memory):
        raise LibCollabError("--engine and --memory are for an exported folder. Give --data too.")
    if memory and engine != "duckdb":
        raise LibCollabError(
            "Only DuckDB takes a limit on memory. Add --engine duckdb, or leave --memory out."
        )
    if memory and not re.fullmatch(r"\d+ ?[KMGT]i?B", memory):
        raise LibCollabError(f'--memory takes a size such as 2GB, not "{memory}".')


def load_exported_library(data: str, engine: str | None, memory: str) -> Library:
    """Open an exported folder with an engine."""
    from libcollab_metrics.folders import open_folder

    return open_folder(Path(data), engine or "pandas", memory)


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
