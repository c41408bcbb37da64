"""The command: the same numbers as the dashboard, for scripts, schedules and checks."""

from __future__ import annotations

import json
import os
import secrets
import sys
import time
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from libcollab_metrics.errors import HeldBack, LibCollabError, UnreadableFile
from libcollab_metrics.logbook import note, note_import, note_refused_file, open_logbook
from libcollab_metrics.mishaps import record

if TYPE_CHECKING:
    from libcollab_metrics.ingest import Reader
    from libcollab_metrics.metrics import Evaluation, Value
    from libcollab_metrics.model import Dataset, Import, Scope, Workspace
    from libcollab_metrics.reports import Left

FORMATS = (".pdf", ".pptx", ".xlsx", ".html", ".csv", ".docx")
AUDIENCES = ("planning", "sponsor", "board", "school", "official")
UNREADABLE, WRONG_USE, HELD_BACK, FAILURE = 1, 2, 3, 70
FAILED = "Something went wrong in this program. Please tell us this line; it quotes nothing of your sheets: {mishap}."

Command = Callable[..., Any]


def _file_options(command: Command) -> Command:
    command = click.option("--settings", "settings_file", type=click.Path(dir_okay=False), help="Settings, JSON.")(
        command
    )
    command = click.option("--answers", "answers_file", type=click.Path(dir_okay=False), help="Answers, JSON.")(command)
    return click.argument("files", nargs=-1, required=True, type=click.Path(dir_okay=False))(command)


def _scope_options(command: Command) -> Command:
    day = click.DateTime(["%Y-%m-%d"])
    command = click.option("--as-of", type=day, help="The day the figures are true for (default: today).")(command)
    command = click.option("--to", "end", type=day, help="Last day, inclusive.")(command)
    command = click.option("--from", "start", type=day, help="First day, inclusive.")(command)
    return click.option("--where", multiple=True, metavar="FIELD=VALUE", help="Keep rows with this value; may repeat.")(
        command
    )


@click.group(help=__doc__)
def main() -> None:
    """Read sheets, compute metrics, write reports, make the blank template."""


@main.command()
@_file_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def read(files: tuple[str, ...], answers_file: str | None, settings_file: str | None, as_json: bool) -> None:
    """Show how sheets are read: layout, headings, questions, issues."""
    from libcollab_metrics.printing import reading_json, reading_text

    imports, workspace = _load(files, answers_file, settings_file)
    dataset = _dataset(workspace)
    click.echo(_json(reading_json(imports, dataset)) if as_json else reading_text(imports, dataset))


@main.command()
@_file_options
@click.option("--by", default="", help="Group by this field.")
@_scope_options
@click.option("--metric", "wanted", multiple=True, metavar="ID", help="Only this metric; may repeat.")
@click.option("--release", is_flag=True, help="Only what may leave the library: small numbers hidden.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def metrics(
    files: tuple[str, ...],
    answers_file: str | None,
    settings_file: str | None,
    by: str,
    where: tuple[str, ...],
    start: datetime | None,
    end: datetime | None,
    as_of: datetime | None,
    wanted: tuple[str, ...],
    release: bool,
    as_json: bool,
) -> None:
    """Print every metric of the catalog, or those named."""
    from libcollab_metrics.metrics import CATALOG, check_scope, evaluate
    from libcollab_metrics.printing import evaluation_json, evaluation_text

    _, workspace = _load(files, answers_file, settings_file)
    dataset = _dataset(workspace)
    scope = _scope(where, start, end)
    check_scope(dataset, scope)
    found = evaluate(dataset, metrics=wanted or CATALOG, scope=scope, by=by, as_of=_day(as_of))
    values = _released(dataset, scope, by, found) if release else found.values
    click.echo(_json(evaluation_json(values)) if as_json else evaluation_text(values, found.currency))


def _released(dataset: Dataset, scope: Scope, by: str, found: Evaluation) -> tuple[Value, ...]:
    """What may leave of an evaluation: protected beside the whole catalog, grouped and not, for both may be known."""
    from libcollab_metrics.metrics import Evaluator, programs_with
    from libcollab_metrics.protection import audited

    groupings = dict.fromkeys((by, ""))
    counted = Evaluator(dataset, found.as_of)
    beside = [counted.evaluate(scope=scope, by=group) for group in groupings]
    shared = programs_with(dataset, scope=scope, as_of=found.as_of)
    public = audited(beside, counted, dataset.settings, shared).evaluations[0]
    wanted = {value.metric for value in found.values}
    return tuple(value for value in public.values if value.metric in wanted)


@main.command()
@_file_options
@click.option("--for", "audience", required=True, type=click.Choice(AUDIENCES), help="Who it is for.")
@click.option(
    "--out", required=True, type=click.Path(dir_okay=False), help="Where to write it; the ending says the format."
)
@_scope_options
@click.option("--lang", default="en", help="Language of the document: en, fil or es.")
@click.option("--generated-at", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="Time printed on it.")
@click.option("--accept-unclear", is_flag=True, help="Write it although some money has no clear bearer.")
@click.option(
    "--ledger",
    "ledger_file",
    type=click.Path(dir_okay=False),
    help="A list of what left before: the document gives nothing away beside it, and is added to it.",
)
def report(
    files: tuple[str, ...],
    answers_file: str | None,
    settings_file: str | None,
    audience: str,
    out: str,
    where: tuple[str, ...],
    start: datetime | None,
    end: datetime | None,
    as_of: datetime | None,
    lang: str,
    generated_at: datetime | None,
    accept_unclear: bool,
    ledger_file: str | None,
) -> None:
    """Write a document a stakeholder keeps."""
    from libcollab_metrics.metrics import check_scope
    from libcollab_metrics.reports import Left, gather, planned_for, publish, written_ledger
    from libcollab_metrics.wording import language

    ending = Path(out).suffix.lower()
    if ending not in FORMATS:
        raise LibCollabError(f'"{out}" does not say a format. End it with {", ".join(FORMATS)}.')
    spoken = language(lang)  # before a long reading, which would be for nothing
    now = datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    _, workspace = _load(files, answers_file, settings_file)
    dataset, scope = _dataset(workspace), _scope(where, start, end)
    check_scope(dataset, scope)
    day, moment, earlier = _day(as_of), generated_at or now, _left_before(ledger_file)
    planned = planned_for(audience, dataset, scope, day)
    made = publish(
        dataset,
        audience=audience,
        fmt=ending[1:],
        scope=scope,
        as_of=day,
        generated_at=moment,
        language=spoken,
        accept_unclear=accept_unclear,
        filename=Path(out).name,
        material=gather(dataset, scope, day, moment, planned, [left.numbers for left in earlier]),
    )
    if ledger_file:
        _write(ledger_file, written_ledger([*earlier, Left(moment.date(), "", made.numbers)]))
    note("export", what="document", audience=audience, format=ending[1:], bytes=len(made.data),
         hidden=made.record.hidden)  # fmt: skip
    _write(out, made.data)
    for name, data in made.beside:
        more = Path(out).with_name(name)
        _write(str(more), data)
        click.echo(f"Beside it: {more.name}", err=True)


def _left_before(ledger_file: str | None) -> tuple[Left, ...]:
    """What left before, by the list kept in this file; nothing where there is none yet."""
    from libcollab_metrics.reports import read_ledger

    return read_ledger(_bytes(ledger_file)) if ledger_file and Path(ledger_file).exists() else ()


@main.command()
@click.argument("out", type=click.Path(dir_okay=False))
def template(out: str) -> None:
    """Write the blank workbook: a sheet for every table, read back without a question."""
    from libcollab_metrics.ingest import blank_template

    _write(out, blank_template())


def _load(
    files: tuple[str, ...], answers_file: str | None, settings_file: str | None
) -> tuple[list[Import], Workspace]:
    """Read all files into one workspace, in the order given; one that cannot be read stops the command."""
    from libcollab_metrics.ingest import Reader, check_answers, confirmed, for_all_files
    from libcollab_metrics.model import Setting, Settings, Workspace

    answers, settings = _object(answers_file, "answers"), _object(settings_file, "settings")
    check_answers(answers)
    Settings().updated(settings)  # before a file is read: a long reading for nothing helps nobody
    key, workspace, imports = secrets.token_bytes(32), Workspace(), []
    with Reader() as reader:
        for number, path in enumerate(files, 1):
            if sys.stderr.isatty():
                click.echo(f"Reading {number} of {len(files)}: {Path(path).name}", err=True)
            found = _read(reader, path, key, answers)
            imports.append(found)
            workspace = workspace.append(confirmed(found))
    workspace = workspace.append(*for_all_files(answers))
    return imports, workspace.append(Setting(settings)) if settings else workspace


def _read(reader: Reader, path: str, key: bytes, answers: Mapping[str, Any]) -> Import:
    """Read one file and write it down."""
    from libcollab_metrics.ingest import read_file

    data, begun = _bytes(path), time.perf_counter()
    try:
        found = read_file(reader, Path(path).name, data, key, answers)
    except LibCollabError as refusal:
        note_refused_file(refusal, data, time.perf_counter() - begun, "")
        raise
    note_import(found, data, time.perf_counter() - begun, "")
    return found


def _dataset(workspace: Workspace) -> Dataset:
    """What was read, with an issue for every criterion that names no figure."""
    from libcollab_metrics.metrics import with_criteria_checked

    return with_criteria_checked(workspace.dataset())


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise UnreadableFile(
            f"{Path(path).name} could not be opened. Check that it is there and that you may read it."
        ) from error


def _object(path: str | None, what: str) -> Mapping[str, Any]:
    if path is None:
        return {}
    try:
        value = json.loads(_bytes(path).decode("utf-8-sig"))
    except ValueError as error:
        raise LibCollabError(f"{Path(path).name} is not valid JSON, so the {what} could not be read.") from error
    if not isinstance(value, dict):
        raise LibCollabError(f"{Path(path).name} must hold one JSON object with the {what}.")
    return value


def _scope(where: tuple[str, ...], start: datetime | None, end: datetime | None) -> Scope:
    from libcollab_metrics.model import Scope

    kept: dict[str, list[str]] = {}
    for part in where:
        field, mark, value = part.partition("=")
        if not mark:
            raise LibCollabError(f'--where takes FIELD=VALUE; "{part}" has no "=".')
        kept.setdefault(field, []).append(value)
    pairs = tuple((field, tuple(values)) for field, values in kept.items())
    return Scope(pairs, start.date() if start else None, end.date() if end else None)


def _day(as_of: datetime | None) -> date:
    """The day figures are true for; today is taken once, here."""
    return as_of.date() if as_of else datetime.now(UTC).astimezone().date()


def _write(out: str, data: bytes) -> None:
    try:
        Path(out).write_bytes(data)
    except OSError as error:
        raise LibCollabError(
            f"{Path(out).name} could not be written. Check the folder and that the file is not open."
        ) from error
    click.echo(f"{Path(out).name}: {len(data):,} bytes", err=True)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def run() -> None:
    """Run the command and turn what it refuses, and what nobody foresaw, into one sentence and an exit status."""
    open_logbook(os.environ)
    try:
        main(standalone_mode=False)
    except (click.ClickException, click.Abort) as error:
        if isinstance(error, click.ClickException):
            error.show()
        sys.exit(WRONG_USE)
    except LibCollabError as error:
        held_back = HELD_BACK if isinstance(error, HeldBack) else WRONG_USE
        _refuse(str(error), UNREADABLE if isinstance(error, UnreadableFile) else held_back)
    except Exception as error:  # noqa: BLE001 - the border: its text could quote a cell
        _refuse(FAILED.format(mishap=record(error)), FAILURE)


def _refuse(sentence: str, status: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)


if __name__ == "__main__":
    run()
