"""Compute the same numbers as the dashboard, for scripts, schedules and checks."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from libcollab_metrics.cli.options import (
    check_source,
    load_exported_library,
    load_library,
    load_release_ledger,
    parse_scope,
)
from libcollab_metrics.crash_reports import install_log_redaction, record_crash
from libcollab_metrics.document_kinds import AUDIENCE_ALIASES, DOCUMENT_AUDIENCES
from libcollab_metrics.errors import LibCollabError, ReleaseBlockedError, UnreadableFileError
from libcollab_metrics.event_log import log_event, open_event_log
from libcollab_metrics.localization import LANGUAGES

if TYPE_CHECKING:
    from libcollab_metrics.metrics import Evaluation
    from libcollab_metrics.reports import Left, Numbers

ENGINES = ("pandas", "polars", "duckdb", "spark")
UNREADABLE, WRONG_USE, RELEASE_BLOCKED = 1, 2, 3
FAILED = (
    "Something went wrong in this program. Please tell us this line; it quotes nothing of your sheets:"
    " {mishap}."
)

Command = Callable[..., Any]


def _file_options(command: Command, *, are_required: bool = True) -> Command:
    command = click.option(
        "--settings", "settings_file", type=click.Path(dir_okay=False), help="Settings, JSON."
    )(command)
    command = click.option(
        "--answers", "answers_file", type=click.Path(dir_okay=False), help="Answers, JSON."
    )(command)
    return click.argument("files", nargs=-1, required=are_required, type=click.Path(dir_okay=False))(command)


def _folder_options(command: Command) -> Command:
    command = click.option(
        "--memory", default="", metavar="SIZE", help="Memory that DuckDB may use, such as 2GB."
    )(command)
    command = click.option(
        "--engine",
        type=click.Choice(ENGINES),
        help="Engine that counts the folder (default: pandas).",
    )(command)
    return click.option(
        "--data", type=click.Path(file_okay=False), help="A folder of export-dataset, instead of files."
    )(command)


def _scope_options(command: Command) -> Command:
    day = click.DateTime(["%Y-%m-%d"])
    command = click.option("--as-of", type=day, help="The day the figures are true for (default: today).")(
        command
    )
    command = click.option("--to", "end", type=day, help="Last day, inclusive.")(command)
    command = click.option("--from", "start", type=day, help="First day, inclusive.")(command)
    return click.option(
        "--where", multiple=True, metavar="FIELD=VALUE", help="Keep rows with this value; may repeat."
    )(command)


def _ledger_option(command: Command) -> Command:
    return click.option(
        "--ledger",
        "ledger_file",
        type=click.Path(dir_okay=False),
        help="A list of the numbers released before: this release is checked together with them and added.",
    )(command)


@click.group(help=__doc__)
def main() -> None:
    """Read sheets, compute metrics, write reports, make the blank template."""


@main.command()
@_file_options
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def read(files: tuple[str, ...], answers_file: str | None, settings_file: str | None, as_json: bool) -> None:
    """Show how sheets are read: layout, headings, questions, issues."""
    from libcollab_metrics.cli.output import describe_reading_json, describe_reading_text, to_json

    library = load_library(files, answers_file, settings_file)
    if as_json:
        click.echo(to_json(describe_reading_json(library.imports, library.dataset)))
    else:
        click.echo(describe_reading_text(library.imports, library.dataset))


@main.command()
@partial(_file_options, are_required=False)
@_folder_options
@click.option("--by", default="", help="Group by this field.")
@_scope_options
@click.option("--metric", "wanted", multiple=True, metavar="ID", help="Only this metric; may repeat.")
@click.option(
    "--against",
    type=click.Choice(["last-year", "previous"]),
    help="Show each value next to that of an earlier period; needs --from and --to.",
)
@click.option("--release", is_flag=True, help="Only what may leave the library: small numbers hidden.")
@_ledger_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.option("--with-issues", is_flag=True, help="With --json: also list what was left out and assumed.")
def metrics(
    files: tuple[str, ...],
    answers_file: str | None,
    settings_file: str | None,
    data: str | None,
    engine: str | None,
    memory: str,
    by: str,
    where: tuple[str, ...],
    start: datetime | None,
    end: datetime | None,
    as_of: datetime | None,
    wanted: tuple[str, ...],
    against: str | None,
    release: bool,
    ledger_file: str | None,
    as_json: bool,
    with_issues: bool,
) -> None:
    """Print every metric of the catalog, or those named."""
    from libcollab_metrics.cli.output import (
        describe_evaluation_json,
        describe_evaluation_text,
        describe_issue,
        summarize_issues,
        to_json,
    )

    if against and release:
        raise LibCollabError("--against shows small groups. Leave out --release, or --against.")
    if with_issues and (release or not as_json):
        raise LibCollabError("--with-issues quotes cells. Give --json with it, and leave --release out.")
    if against and not (start and end):
        raise LibCollabError("--against compares periods. Give --from and --to too.")
    if ledger_file and not release:
        raise LibCollabError(
            "--ledger lists what may leave the library. Give --release too, or leave --ledger out."
        )
    check_source(files, answers_file or settings_file, data, engine, memory)
    earlier = load_release_ledger(ledger_file)
    library = (
        load_library(files, answers_file, settings_file)
        if data is None
        else load_exported_library(data, engine, memory)
    )
    scope, day = parse_scope(library, where, start, end), as_of and as_of.date()
    comparison = library.compare(wanted, by=by, scope=scope, as_of=day, against=against) if against else None
    evaluation: Evaluation = (
        comparison.evaluation if comparison else library.evaluate(wanted, by=by, scope=scope, as_of=day)
    )
    if release:
        evaluation, numbers = library.protect(evaluation, [left.numbers for left in earlier])
        _append_to_ledger(ledger_file, earlier, numbers, datetime.now(UTC).date())
    if as_json:
        listed = describe_evaluation_json(evaluation.values, comparison)
        issues = [describe_issue(issue) for issue in library.dataset.issues]
        click.echo(to_json({"metrics": listed, "issues": issues} if with_issues else listed))
    else:
        click.echo(summarize_issues(library.dataset.issues))
        click.echo(describe_evaluation_text(evaluation.values, evaluation.currency, comparison))


def _append_to_ledger(ledger_file: str | None, earlier: Sequence[Left], numbers: Numbers, day: date) -> None:
    """Add released numbers to the ledger before the output is available, if there is a ledger."""
    from libcollab_metrics.reports import Left, write_release_ledger

    if ledger_file:
        _write(ledger_file, write_release_ledger([*earlier, Left(day, "", numbers)]))


@main.command()
@_file_options
@click.option(
    "--for",
    "audience",
    required=True,
    type=click.Choice([*DOCUMENT_AUDIENCES, *AUDIENCE_ALIASES]),
    help="Who it is for; partner and school are the same.",
)
@click.option("--recipient", default="", help="Sponsor or partner that it is addressed to.")
@click.option("--paper", type=click.Choice(["a4", "letter"]), help="Paper; by default that of the country.")
@click.option(
    "--out",
    required=True,
    type=click.Path(dir_okay=False),
    help="Where to write it; the ending says the format.",
)
@_scope_options
@click.option("--lang", default="en", help=f"Language of the document: {' or '.join(LANGUAGES)}.")
@click.option(
    "--generated-at", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="Time printed on it."
)
@click.option("--accept-unclear", is_flag=True, help="Write it although a bill has no payer yet.")
@_ledger_option
def report(
    files: tuple[str, ...],
    answers_file: str | None,
    settings_file: str | None,
    audience: str,
    recipient: str,
    paper: str | None,
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
    """Write a document for stakeholders."""
    from libcollab_metrics.library import parse_format
    from libcollab_metrics.localization import language

    fmt = parse_format(out)
    language(lang)  # fail on a bad language before a long read
    moment = generated_at or datetime.now(UTC).replace(microsecond=0, tzinfo=None)
    library = load_library(files, answers_file, settings_file)
    scope, earlier = parse_scope(library, where, start, end), load_release_ledger(ledger_file)
    audience = AUDIENCE_ALIASES.get(audience, audience)
    published = library.publish(
        audience,
        fmt,
        scope=scope,
        as_of=as_of and as_of.date(),
        language=lang,
        generated_at=moment,
        accept_unclear=accept_unclear,
        filename=Path(out).name,
        released=[left.numbers for left in earlier],
        recipient=recipient,
        paper=paper or "",
    )
    for sentence in published.fixes:
        click.echo(sentence, err=True)
    _append_to_ledger(ledger_file, earlier, published.numbers, moment.date())
    log_event(
        "export",
        what="document",
        audience=audience,
        format=fmt,
        bytes=len(published.data),
        hidden=published.record.hidden,
    )
    _write(out, published.data)
    for name, data in published.companion_files:
        companion = Path(out).with_name(name)
        _write(str(companion), data)
        click.echo(f"With it: {companion.name}", err=True)


@main.command()
@_file_options
@click.option("--out", required=True, type=click.Path(file_okay=False), help="Folder to create.")
def export_dataset(
    files: tuple[str, ...], answers_file: str | None, settings_file: str | None, out: str
) -> None:
    """Write the tables as Parquet files, for large evaluations: working data, not a release."""
    from libcollab_metrics import folders

    rows = folders.export_dataset(load_library(files, answers_file, settings_file), Path(out))
    click.echo(
        f"{Path(out).name}: {rows:,} rows. It has a row for every person: do not pass it on.", err=True
    )


@main.command()
@click.argument("out", type=click.Path(dir_okay=False))
def template(out: str) -> None:
    """Write the blank workbook: a sheet for every table, read back without a question."""
    from libcollab_metrics.ingest import build_blank_template

    _write(out, build_blank_template())


def _write(out: str, data: bytes) -> None:
    from libcollab_metrics.library import write_file

    path = write_file(Path(out), data)
    click.echo(f"{path.name}: {len(data):,} bytes", err=True)


def run() -> None:
    """Run the command; turn expected and unexpected errors into a message and an exit status."""
    install_log_redaction()
    open_event_log(os.environ)
    try:
        main(standalone_mode=False)
    except (click.ClickException, click.Abort) as error:
        if isinstance(error, click.ClickException):
            error.show()
        sys.exit(WRONG_USE)
    except LibCollabError as error:
        blocked = RELEASE_BLOCKED if isinstance(error, ReleaseBlockedError) else WRONG_USE
        _exit_with_error(str(error), UNREADABLE if isinstance(error, UnreadableFileError) else blocked)
    except Exception as error:  # noqa: BLE001 - the border: its text could quote a cell
        _exit_with_error(FAILED.format(mishap=record_crash(error)), UNREADABLE)


def _exit_with_error(sentence: str, status: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)
