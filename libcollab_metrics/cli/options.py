"""Parsing of command line inputs: files, answers, settings, selection and release ledger."""

from __future__ import annotations

import os
import secrets
import stat
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.event_log import log_import, log_refused_file
from libcollab_metrics.json_input import parse_json

if TYPE_CHECKING:
    from libcollab_metrics.ingest import Limits, Reader
    from libcollab_metrics.model import Import, Scope, Workspace
    from libcollab_metrics.reports import Left

MB = 1 << 20
#: Maximum size in bytes of answers or settings, and of a release ledger.
MAX_JSON, MAX_LEDGER = 10 * MB, 100 * MB


def load_workspace(
    files: tuple[str, ...], answers_file: str | None, settings_file: str | None
) -> tuple[list[Import], Workspace]:
    """Read all files into one workspace, in order; a file that cannot be read stops the command."""
    from libcollab_metrics.ingest import (
        Reader,
        check_answers,
        collect_shared_answers,
        load_limits,
        redact_import,
    )
    from libcollab_metrics.model import Setting, Settings, Workspace

    answers, settings = (
        _read_json_object(answers_file, "answers"),
        _read_json_object(settings_file, "settings"),
    )
    check_answers(answers)
    Settings().with_values(settings)  # validate before a long read
    limits = load_limits(os.environ)
    key, workspace, imports = secrets.token_bytes(32), Workspace(), []
    with Reader() as reader:
        for number, path in enumerate(files, 1):
            if sys.stderr.isatty():
                click.echo(f"Reading {number} of {len(files)}: {Path(path).name}", err=True)
            imported = _read_sheet_file(reader, path, key, answers, limits)
            imports.append(imported)
            workspace = workspace.append(redact_import(imported))
    workspace = workspace.append(*collect_shared_answers(answers))
    return imports, workspace.append(Setting(settings)) if settings else workspace


def _read_sheet_file(
    reader: Reader, path: str, key: bytes, answers: Mapping[str, Any], limits: Limits
) -> Import:
    """Read one file and log the event."""
    from libcollab_metrics.ingest import check_upload, read_file

    name = Path(path).name
    data, begun = _read_bytes(path, partial(check_upload, name=name, limits=limits)), time.perf_counter()
    try:
        imported = read_file(reader, name, data, key, answers, limits=limits)
    except LibCollabError as refusal:
        log_refused_file(refusal, data, time.perf_counter() - begun, "")
        raise
    log_import(imported, data, time.perf_counter() - begun, "")
    return imported


def parse_scope(where: tuple[str, ...], start: datetime | None, end: datetime | None) -> Scope:
    """Build the selected scope: fields with the values to include, and an inclusive date range."""
    from libcollab_metrics.model import Scope

    values_by_field: dict[str, list[str]] = {}
    for part in where:
        field, mark, value = part.partition("=")
        if not mark:
            raise LibCollabError(f'--where takes FIELD=VALUE; "{part}" has no "=".')
        values_by_field.setdefault(field, []).append(value)
    pairs = tuple((field, tuple(values)) for field, values in values_by_field.items())
    return Scope(pairs, start.date() if start else None, end.date() if end else None)


def parse_as_of(as_of: datetime | None) -> date:
    """Return the reference date of the figures; the current date is only taken here."""
    from libcollab_metrics.model.scope import check_day

    return check_day(as_of.date()) if as_of else datetime.now(UTC).astimezone().date()


def load_release_ledger(ledger_file: str | None) -> tuple[Left, ...]:
    """Load the releases listed in the ledger file; empty if the file does not exist."""
    from libcollab_metrics.reports import read_release_ledger

    if not ledger_file or not Path(ledger_file).exists():
        return ()
    return read_release_ledger(
        _read_bytes(ledger_file, _size_check(MAX_LEDGER, ledger_file, "The list of what left"))
    )


def _read_json_object(path: str | None, content: str) -> Mapping[str, Any]:
    if path is None:
        return {}
    try:
        value = parse_json(_read_bytes(path, _size_check(MAX_JSON, path, f"The {content}")))
    except ValueError as error:
        raise LibCollabError(
            f"{Path(path).name} is not valid JSON, so the {content} could not be read."
        ) from error
    if not isinstance(value, dict):
        raise LibCollabError(f"{Path(path).name} must hold one JSON object with the {content}.")
    return value


def _read_bytes(path: str, check_size: Callable[[int], None]) -> bytes:
    """Read a file after checking its size.

    Raises
    ------
    UnreadableFileError
        If it cannot be opened, is not a regular file (a folder, a device, a pipe), or `check_size` refuses
        it.
    """
    name = Path(path).name
    try:
        status = os.stat(path)  # checked first, because opening a pipe waits for its other end
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableFileError(f"{name} is a folder or a device, not a file. Give the path of a file.")
        check_size(status.st_size)
        with open(path, "rb") as file:
            data = file.read(status.st_size + 1)
    except OSError as error:
        raise UnreadableFileError(
            f"{name} could not be opened. Check that it is there and that you may read it."
        ) from error
    if len(data) > status.st_size:
        raise UnreadableFileError(
            f"{name} was written to while it was read. Close it in other programs and try again."
        )
    return data


def _size_check(max_bytes: int, path: str, content: str) -> Callable[[int], None]:
    """Build a check of a size in bytes; `content` describes the content ("The answers")."""

    def check(size: int) -> None:
        if size > max_bytes:
            raise UnreadableFileError(
                f"{Path(path).name} is {-(-size // MB):,} MB large. {content} may take up to"
                f" {max_bytes // MB:,} MB."
            )

    return check
