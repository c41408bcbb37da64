"""One library's data for notebooks and the command line: read files, evaluate metrics, write documents."""

from __future__ import annotations

import os
import secrets
import stat
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from libcollab_metrics.document_kinds import AUDIENCE_ALIASES, DOCUMENT_AUDIENCES, DOCUMENT_FORMATS
from libcollab_metrics.errors import LibCollabError, UnreadableFileError, unknown_name_error
from libcollab_metrics.event_log import log_import, log_refused_file
from libcollab_metrics.ingest import (
    Limits,
    Reader,
    build_blank_template,
    check_answers,
    check_upload,
    collect_shared_answers,
    load_limits,
    read_file,
    redact_import,
)
from libcollab_metrics.json_input import parse_json
from libcollab_metrics.localization import language as find_language
from libcollab_metrics.metrics import (
    CATALOG,
    Comparison,
    Evaluation,
    Evaluator,
    check_criteria,
    check_scope,
    compare,
    evaluate,
    find_metric,
    programs_by_partner,
)
from libcollab_metrics.metrics.definition import NUMBER_FIELDS
from libcollab_metrics.model import (
    Dataset,
    Import,
    Issue,
    Scope,
    Setting,
    Settings,
    Workspace,
    find_earlier_version,
)
from libcollab_metrics.model.scope import check_day

if TYPE_CHECKING:
    from libcollab_metrics.protection import Numbers
    from libcollab_metrics.reports import Published

MB = 1 << 20
#: Maximum size in bytes of a file of answers or settings.
MAX_JSON = 10 * MB

#: Columns of `Results.to_pandas` after the numbers.
QUALIFIER_COLUMNS = ("certainty", "estimated", "small", "reason")

#: Name of a file, or its content as a mapping.
JsonSource = str | os.PathLike[str] | Mapping[str, Any] | None


def read(
    *paths: str | os.PathLike[str],
    answers: JsonSource = None,
    settings: JsonSource = None,
    on_file: Callable[[int, str], None] | None = None,
) -> Library:
    """Read spreadsheets of one library, in order; names of people become keyed codes while a file is read.

    Parameters
    ----------
    *paths : str or path
        Files: XLSX, XLS, XLSB, ODS or CSV.
    answers : mapping or path, optional
        Answers to the questions about the sheets, as an object or a JSON file.
    settings : mapping or path, optional
        Settings of the library, as an object or a JSON file.
    on_file : callable, optional
        Called with the number (from 1) and the name of each file before it is read.

    Returns
    -------
    Library
        The data of all files together.

    Raises
    ------
    UnreadableFileError
        If a file cannot be opened or read; the message says what to do.
    LibCollabError
        If an answer or a setting is invalid.
    """
    given_answers, given_settings = load_json(answers, "answers"), load_json(settings, "settings")
    check_answers(given_answers)
    Settings().with_values(given_settings)  # validate before a long read
    limits, key, workspace, imports = load_limits(os.environ), secrets.token_bytes(32), Workspace(), []
    with Reader() as reader:
        for number, path in enumerate(map(str, paths), 1):
            if on_file:
                on_file(number, Path(path).name)
            imported = _read_sheet_file(reader, path, key, given_answers, limits)
            imported = _resolve_version(imported, workspace, key, given_answers.get("version_of"))
            imports.append(imported)
            workspace = workspace.append(redact_import(imported))
    workspace = workspace.append(*collect_shared_answers(given_answers))
    if given_settings:
        workspace = workspace.append(Setting(given_settings))
    return Library(workspace, tuple(imports))


class Results(Evaluation):
    """Values of metrics for one selection on one day, as an `Evaluation` that converts to a data frame."""

    def to_pandas(self) -> pd.DataFrame:
        """Return one row per value.

        Returns
        -------
        pandas.DataFrame
            Columns ``metric``, ``label``, ``unit``, one per grouping field, ``value``, ``numerator``,
            ``denominator``, ``n``, ``coverage``, ``low`` and ``high`` (bounds that the records allow),
            ``ci_low`` and ``ci_high`` (95 % confidence interval; all Float64; missing is NA, never 0),
            ``certainty``, ``estimated``, ``small`` and ``reason`` (code of the reason for a missing value).
            Shares are fractions.
        """
        rows = [
            {"metric": value.metric, "label": about.label, "unit": about.unit}
            | dict(value.group)
            | {name: getattr(value, name) for name in (*NUMBER_FIELDS, *QUALIFIER_COLUMNS)}
            for value in self.values
            for about in [find_metric(value.metric)]
        ]
        groups = dict.fromkeys(name for value in self.values for name, _ in value.group)
        columns = ["metric", "label", "unit", *groups, *NUMBER_FIELDS, *QUALIFIER_COLUMNS]
        frame = pd.DataFrame(rows, columns=columns)
        texts = dict.fromkeys(("metric", "label", "unit", *groups, "certainty", "reason"), "string")
        flags = dict.fromkeys(("estimated", "small"), "boolean")
        return frame.astype(dict.fromkeys(NUMBER_FIELDS, "Float64") | texts | flags)


@dataclass(frozen=True)
class Library:
    """Data of one library, ready to be evaluated; immutable.

    Attributes
    ----------
    workspace : Workspace
        Everything that was read, answered and set.
    imports : tuple of Import
        How each file was read. Its previews and similar names quote the sheet, names of people included: for
        the person who has the sheet only.
    """

    workspace: Workspace = field(repr=False)
    imports: tuple[Import, ...] = field(default=(), repr=False)

    @cached_property
    def dataset(self) -> Dataset:
        """Tables of the library, with an issue for every criterion that names an unknown metric."""
        return check_criteria(self.workspace.dataset())

    @property
    def issues(self) -> tuple[Issue, ...]:
        """Everything that was not used as typed, with its sheet and cells."""
        return self.dataset.issues

    def evaluate(
        self,
        metrics: str | Iterable[str] = (),
        *,
        by: str = "",
        where: Mapping[str, str | Sequence[str]] | None = None,
        start: date | None = None,
        end: date | None = None,
        scope: Scope | None = None,
        as_of: date | None = None,
        release: bool = False,
    ) -> Results:
        """Compute metrics, for everything or for one selection.

        Parameters
        ----------
        metrics : str or iterable of str, default all of `CATALOG`
            Ids of metrics.
        by : str, default ""
            Field to group by, such as "program", "partner", "site" or "month"; ungrouped by default.
        where : mapping, optional
            Names to include by field, such as ``{"program": "Story hour"}``.
        start, end : date, optional
            First and last day to include.
        scope : Scope, optional
            A selection already built with `select`, instead of the three above.
        as_of : date, optional
            Day for which the values are valid; today by default.
        release : bool, default False
            Hide small groups, and second values that would reveal them, as documents do. Required for
            anything that leaves the library.

        Returns
        -------
        Results
            Values with their certainty, bounds and reasons; see `Results.to_pandas`.

        Raises
        ------
        LibCollabError
            If a metric, a field or a name does not exist.
        ValueError
            If both a scope and its parts are given.
        """
        wanted = (metrics,) if isinstance(metrics, str) else tuple(metrics)
        if scope is not None and (where or start or end):
            raise ValueError("Give a scope, or where, start and end.")
        scope = scope or self.select(where, start, end)
        evaluation = evaluate(
            self.dataset, metrics=wanted or CATALOG, scope=scope, by=by, as_of=reference_day(as_of)
        )
        return self.protect(evaluation)[0] if release else Results(**vars(evaluation))

    def compare(
        self,
        metrics: str | Iterable[str] = (),
        *,
        scope: Scope,
        by: str = "",
        as_of: date | None = None,
        against: str = "",
    ) -> Comparison:
        """Compute metrics of a period, next to those of the same dates a year earlier or of the days before.

        Parameters
        ----------
        metrics : str or iterable of str, default all of `CATALOG`
            Ids of metrics.
        scope : Scope
            Selection with a first and a last day, built with `select`.
        by : str, default ""
            Field to group by.
        as_of : date, optional
            Day for which the values are valid; today by default.
        against : str, default ""
            "last-year" or "previous"; by default the first of the two that is comparable.

        Returns
        -------
        Comparison
            For use in the library only: small groups are not hidden.

        Raises
        ------
        LibCollabError
            If a metric, a field, a name or the period does not exist.
        """
        wanted = (metrics,) if isinstance(metrics, str) else tuple(metrics)
        day = reference_day(as_of)
        return compare(
            self.dataset, metrics=wanted or CATALOG, scope=scope, by=by, as_of=day, against=against
        )

    def select(
        self,
        where: Mapping[str, str | Sequence[str]] | None = None,
        start: date | None = None,
        end: date | None = None,
    ) -> Scope:
        """Build a selection and check that its names exist.

        Parameters
        ----------
        where : mapping, optional
            Name or names to include, by field.
        start, end : date, optional
            First and last day to include.

        Returns
        -------
        Scope

        Raises
        ------
        LibCollabError
            If a field or a name does not exist.
        """
        pairs = tuple(
            (name, (values,) if isinstance(values, str) else tuple(values))
            for name, values in (where or {}).items()
        )
        scope = Scope(pairs, start, end)
        check_scope(self.dataset, scope)
        return scope

    def protect(self, evaluation: Evaluation, released: Sequence[Numbers] = ()) -> tuple[Results, Numbers]:
        """Hide small groups in an evaluation, and second values that would reveal them.

        Donors and recipients who are not on record as partners lose their names, as in documents. The whole
        catalog is protected together, both grouped and ungrouped, because readers may know both.

        Parameters
        ----------
        evaluation : Evaluation
            Result of `evaluate`.
        released : sequence of Numbers, optional
            Numbers released before, which readers may combine with these.

        Returns
        -------
        Results
            The values that may be released.
        Numbers
            The numbers that this release discloses.
        """
        from libcollab_metrics.protection import audit_release, replace_unnamed_parties

        dataset = replace_unnamed_parties(self.dataset)
        scope, by = evaluation.scope, evaluation.by
        evaluator = Evaluator(dataset, evaluation.as_of)
        groupings = [evaluator.evaluate(scope=scope, by=group) for group in dict.fromkeys((by, ""))]
        shared = programs_by_partner(dataset, scope=scope)
        audited = audit_release(groupings, evaluator, dataset.settings, shared, released)
        wanted = list(dict.fromkeys(value.metric for value in evaluation.values))
        by_metric = {metric: audited.evaluations[0].values_for(metric) for metric in wanted}
        values = tuple(value for metric in wanted for value in by_metric[metric])
        numbers = tuple(
            (disclosed, shown)
            for disclosed, shown in audited.numbers
            if disclosed.by == by and disclosed.metric in wanted
        )
        return Results(values, scope, by, evaluation.as_of, evaluation.currency), numbers

    def publish(
        self,
        audience: str,
        fmt: str,
        *,
        scope: Scope | None = None,
        as_of: date | None = None,
        language: str = "en",
        generated_at: datetime | None = None,
        accept_unclear: bool = False,
        filename: str = "",
        released: Sequence[Numbers] = (),
        recipient: str = "",
        paper: str = "",
    ) -> Published:
        """Build a document for an audience from protected numbers.

        Parameters
        ----------
        audience : str
            Key of `DOCUMENT_AUDIENCES`.
        fmt : str
            Key of `DOCUMENT_FORMATS`.
        scope : Scope, default everything
            Selection of rows; see `select`.
        as_of : date, optional
            Day for which the values are valid; today by default.
        language : str, default "en"
            Key of `LANGUAGES`.
        generated_at : datetime, optional
            Time printed on the document; now by default.
        accept_unclear : bool, default False
            Write a sponsor's document although the payer of some cash is unclear; the document then says so.
        filename : str, default ""
            Name of the file; empty to propose one.
        released : sequence of Numbers, optional
            Numbers released before, which readers may combine with these.
        recipient : str, optional
            Sponsor or partner that the document is addressed to. Without one, a sponsor's document covers all
            sponsors, and a partner's has a page for each partner.
        paper : {"", "a4", "letter"}
            Paper of the document; by default that of the settings or of the country.

        Returns
        -------
        Published
            The file, its companion files, and the record of the release.

        Raises
        ------
        ReleaseBlockedError
            If the payer of some cash is unclear and the audience is the sponsor.
        LibCollabError
            If the audience, the format or the language does not exist.
        """
        from libcollab_metrics.reports import (
            collect_report_data,
            programs_to_plan,
            publish,
            recipient_scope,
        )

        day = reference_day(as_of)
        scope = recipient_scope(self.dataset, audience, recipient, scope or Scope(), day)
        moment = generated_at or datetime.now(UTC).replace(microsecond=0, tzinfo=None)
        spoken = find_language(language)
        planned = programs_to_plan(audience, self.dataset, scope, day)
        dataset = self.dataset
        if paper:
            documents = {**dataset.settings.documents, "paper": paper}
            dataset = replace(dataset, settings=dataset.settings.with_values({"documents": documents}))
        return publish(
            dataset,
            audience=audience,
            fmt=fmt,
            scope=scope,
            as_of=day,
            generated_at=moment,
            language=spoken,
            accept_unclear=accept_unclear,
            filename=filename,
            report_data=collect_report_data(dataset, scope, day, moment, planned, released),
            recipient=recipient,
        )

    def report(
        self,
        path: str | os.PathLike[str],
        audience: str = "",
        *,
        where: Mapping[str, str | Sequence[str]] | None = None,
        start: date | None = None,
        end: date | None = None,
        as_of: date | None = None,
        language: str = "en",
        accept_unclear: bool = False,
        recipient: str = "",
    ) -> tuple[Path, ...]:
        """Write a document for an audience, in which small groups are hidden.

        Parameters
        ----------
        path : str or path
            File to write; its suffix is the format (`DOCUMENT_FORMATS`). An existing file is overwritten.
        audience : str, default the file's name without its suffix
            Key of `DOCUMENT_AUDIENCES`.
        where, start, end, as_of
            Selection and day; see `evaluate`.
        language : str, default "en"
            Key of `LANGUAGES`.
        accept_unclear : bool, default False
            Write a sponsor's document although the payer of some cash is unclear; the document then says so.
        recipient : str, optional
            Sponsor or partner that the document is addressed to; see `publish`.

        Returns
        -------
        tuple of Path
            The file and its companion files, all in the same folder.

        Raises
        ------
        ReleaseBlockedError
            If the payer of some cash is unclear and the audience is the sponsor.
        LibCollabError
            If the audience, the format, the language or a name does not exist, or the file cannot be written.
        """
        target = Path(path)
        made = self.publish(
            _find_audience(audience or target.stem),
            parse_format(target),
            scope=self.select(where, start, end),
            as_of=as_of,
            language=language,
            accept_unclear=accept_unclear,
            filename=target.name,
            recipient=recipient,
        )
        return write_published(made, target)


def _find_audience(name: str) -> str:
    name = AUDIENCE_ALIASES.get(name, name)
    if name not in DOCUMENT_AUDIENCES:
        raise unknown_name_error("audience", name, DOCUMENT_AUDIENCES)
    return name


def write_template(path: str | os.PathLike[str]) -> Path:
    """Write the blank workbook with a sheet for every table.

    Parameters
    ----------
    path : str or path
        File to write; an existing file is overwritten.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    LibCollabError
        If the file cannot be written.
    """
    return write_file(Path(path), build_blank_template())


def parse_format(path: str | os.PathLike[str]) -> str:
    """Return the format that a file's suffix stands for.

    Examples
    --------
    >>> parse_format("sponsor.PDF")
    'pdf'
    """
    fmt = Path(path).suffix.lower().removeprefix(".")
    if fmt not in DOCUMENT_FORMATS:
        endings = ", ".join(f".{name}" for name in DOCUMENT_FORMATS)
        raise LibCollabError(f'"{path}" does not say a format. End it with {endings}.')
    return fmt


def reference_day(as_of: date | None) -> date:
    """Return the day of the figures; the current date is only taken here."""
    return check_day(as_of) if as_of else datetime.now(UTC).astimezone().date()


def write_published(published: Published, path: Path) -> tuple[Path, ...]:
    """Write a document and its companion files, and return their paths."""
    companions = [(path.with_name(name), data) for name, data in published.companion_files]
    return tuple(write_file(target, data) for target, data in [(path, published.data), *companions])


def write_file(path: Path, data: bytes) -> Path:
    """Write a file and return its path, or raise `LibCollabError`."""
    try:
        path.write_bytes(data)
    except OSError as error:
        raise LibCollabError(
            f"{path.name} could not be written. Check the folder and that the file is not open."
        ) from error
    return path


# Reading files from the disk.


def _resolve_version(imported: Import, workspace: Workspace, key: bytes, answer: str | None) -> Import:
    """Replace the earlier file that a file repeats if the user said so; report it while that is open."""
    earlier = None if answer == "add" else find_earlier_version(imported, workspace, key)
    if earlier is None:
        return imported
    if answer == "replace":
        return replace(imported, replaces=earlier.sha256)
    message = (
        f"{earlier.same:,} rows are those of “{earlier.name}”, {earlier.added:,} are new and"
        f" {earlier.removed:,} no longer there: both files are counted"
    )
    issue = Issue("version-open", message=message, count=earlier.same)
    return replace(imported, issues=(*imported.issues, issue))


def _read_sheet_file(
    reader: Reader, path: str, key: bytes, answers: Mapping[str, Any], limits: Limits
) -> Import:
    """Read one file and log the event."""
    name = Path(path).name
    data, begun = read_bytes(path, partial(check_upload, name=name, limits=limits)), time.perf_counter()
    try:
        imported = read_file(reader, name, data, key, answers, limits=limits)
    except LibCollabError as refusal:
        log_refused_file(refusal, data, time.perf_counter() - begun, "")
        raise
    log_import(imported, data, time.perf_counter() - begun, "")
    return imported


def load_json(source: JsonSource, content: str) -> Mapping[str, Any]:
    """Return a JSON object given as a mapping or a file name; empty for None.

    `content` names the content in messages ("answers").
    """
    if source is None or isinstance(source, Mapping):
        return source or {}
    path = str(source)
    try:
        value = parse_json(read_bytes(path, size_check(MAX_JSON, path, f"The {content}")))
    except ValueError as error:
        raise LibCollabError(
            f"{Path(path).name} is not valid JSON, so the {content} could not be read."
        ) from error
    if not isinstance(value, dict):
        raise LibCollabError(f"{Path(path).name} must hold one JSON object with the {content}.")
    return value


def read_bytes(path: str, check_size: Callable[[int], None]) -> bytes:
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


def size_check(max_bytes: int, path: str, content: str) -> Callable[[int], None]:
    """Build a check of a size in bytes; `content` describes the content ("The answers")."""

    def check(size: int) -> None:
        if size > max_bytes:
            raise UnreadableFileError(
                f"{Path(path).name} is {-(-size // MB):,} MB large. {content} may take up to"
                f" {max_bytes // MB:,} MB."
            )

    return check
