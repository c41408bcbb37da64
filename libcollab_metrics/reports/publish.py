"""Publish documents, plans and figures: blocking of unclear funding, page 1 preview, release record."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import PurePath

from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES
from libcollab_metrics.errors import ReleaseBlockedError, unknown_name_error
from libcollab_metrics.figures import (
    Chart,
    ChartTable,
    assumptions_table,
    attendance_forecast,
    exceeded_limits,
    plan_conditions,
    plan_note,
    plan_table,
    scope_sentence,
    to_png,
    to_svg,
)
from libcollab_metrics.localization import Language
from libcollab_metrics.metrics import (
    DEFINITIONS_VERSION,
    Evaluator,
    programs_by_partner,
)
from libcollab_metrics.model import Dataset, Scope
from libcollab_metrics.planning import (
    Plan,
    PlanFigures,
    compute_assumptions,
    compute_plan,
    evaluate_plan_metrics,
)
from libcollab_metrics.protection import (
    AuditedRelease,
    Numbers,
    PublicEvaluation,
    audit_release,
    replace_unnamed_parties,
)
from libcollab_metrics.reports.audiences import AUDIENCES, compose, sections
from libcollab_metrics.reports.checklist import list_fixes
from libcollab_metrics.reports.collect import collect_report_data, programs_to_plan
from libcollab_metrics.reports.document import Block, Callout, ChartBlock, Document, Grid, Heading, Text
from libcollab_metrics.reports.fingerprint import compute_fingerprint
from libcollab_metrics.reports.gifts import (
    SPONSOR_DOCUMENTS,
    has_unclear_cash,
    unclear_cash_lines,
    write_blocked_message,
)
from libcollab_metrics.reports.queue import limit_concurrency
from libcollab_metrics.reports.render import FORMATS, render_companion_files
from libcollab_metrics.reports.render.office import ZIP_EPOCH
from libcollab_metrics.reports.render.to_csv import figure_csv
from libcollab_metrics.reports.render.to_pdf import first_page
from libcollab_metrics.reports.render.to_xlsx import to_xlsx
from libcollab_metrics.reports.report_data import ReportData, apply_document_options

# Published files and the record of their release.


@dataclass(frozen=True)
class Release:
    """Record of a released file.

    Attributes
    ----------
    audience : str
        Key of `AUDIENCES`, or "plan".
    fmt : str
        Key of `FORMATS`.
    scope : Scope
        Selection of rows.
    as_of : date
        Date of the evaluation.
    generated_at : datetime
        Time printed on the document.
    definitions : str
        Version of the metric definitions.
    dataset : str
        Version of the dataset.
    hidden : int
        Number of suppressed values.
    accepted_unclear : bool
        True when some cash had no known payer and the document was created anyway.
    sha256 : str
        Digest of the file.
    fingerprint : str, default ""
        Fingerprint of the protected numbers, printed on the document; empty for a plan.
    """

    audience: str
    fmt: str
    scope: Scope
    as_of: date
    generated_at: datetime
    definitions: str
    dataset: str
    hidden: int
    accepted_unclear: bool
    sha256: str
    fingerprint: str = ""


@dataclass(frozen=True)
class Published:
    """A finished file with the record of its release.

    Attributes
    ----------
    filename : str
        Proposed name of the file.
    data : bytes
        Content of the file.
    record : Release
        Record of the release.
    companion_files : tuple[tuple[str, bytes], ...], default ()
        Names and contents of the files that belong with it.
    numbers : Numbers, default ()
        Counts that the document discloses or hides, for the release ledger.
    fixes : tuple[str, ...], default ()
        What the librarian may want to fix first, one sentence each; not printed in the document.
    """

    filename: str
    data: bytes
    record: Release
    companion_files: tuple[tuple[str, bytes], ...] = ()
    numbers: Numbers = ()
    fixes: tuple[str, ...] = ()

    def to_single_file(self) -> tuple[str, bytes]:
        """Return name and content to download: the file itself, or a zip if it has companion files.

        Returns
        -------
        tuple[str, bytes]
            Name of the file and its content.
        """
        if not self.companion_files:
            return self.filename, self.data
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, data in ((self.filename, self.data), *self.companion_files):
                member = zipfile.ZipInfo(name, max(ZIP_EPOCH, self.record.generated_at.timetuple()[:6]))
                archive.writestr(member, data, zipfile.ZIP_DEFLATED)
        return f"{PurePath(self.filename).stem}.zip", buffer.getvalue()


FULL_SCOPE = Scope()
#: Metrics protected together with any other, because they count the same people.
COMPANION_METRICS = ("participants_unique",)


@limit_concurrency
def publish(
    dataset: Dataset,
    *,
    audience: str,
    fmt: str,
    scope: Scope = FULL_SCOPE,
    as_of: date,
    generated_at: datetime,
    language: Language,
    accept_unclear: bool = False,
    filename: str = "",
    report_data: ReportData | None = None,
    recipient: str = "",
) -> Published:
    """Create an audience's document from protected numbers; equal requests give equal bytes.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    audience : str
        Key of `AUDIENCES`; options of the document are in the setting `documents`.
    fmt : str
        Format of the audience; "csv" is every protected number as one tidy table, or the form for official
        statistics with months, contributions and data as companion files.
    scope : Scope, default EVERYTHING
        Selection of rows.
    as_of : date
        Date of the evaluation.
    generated_at : datetime
        Time printed on the document; without a time zone it is taken as UTC.
    language : Language
        Language of the text.
    accept_unclear : bool, default False
        Create the sponsor's document although the payer of some cash is unclear; the document then says so.
    filename : str, default ""
        Name of the file; empty to propose one.
    report_data : ReportData | None, default None
        Result of `collect_report_data` for the same dataset, scope, date and `programs_to_plan`, to avoid
        repeating the slow part.
    recipient : str, default ""
        Sponsor or partner that the document is addressed to; `scope` is then the result of `recipient_scope`.

    Returns
    -------
    Published
        The file, its companion files, and the record of the release.

    Raises
    ------
    ReleaseBlockedError
        The payer of some cash is unclear and the audience is the sponsor; the message lists the lines to
        clear.
    LibCollabError
        The audience or the format does not exist, or the audience has no such format.
    ValueError
        `report_data` has another scope, date or plan.
    """
    _check_name("audience", audience, AUDIENCES)
    _check_name("format", fmt, DOCUMENT_AUDIENCES[audience].formats)
    prepared = _prepare_report_data(
        dataset, audience, scope, as_of, generated_at, language, accept_unclear, report_data, recipient
    )
    document = compose(audience, prepared, language)
    data, name = FORMATS[fmt](document, language), filename or f"{audience}-summary-{as_of.isoformat()}.{fmt}"
    record = Release(
        audience,
        fmt,
        scope,
        as_of,
        prepared.generated_at,
        DEFINITIONS_VERSION,
        dataset.version,
        prepared.hidden,
        prepared.accepted_unclear,
        hashlib.sha256(data).hexdigest(),
        prepared.fingerprint,
    )
    return Published(
        name,
        data,
        record,
        render_companion_files(fmt, document, language, name),
        prepared.numbers,
        list_fixes(prepared, audience, language),
    )


@limit_concurrency
def preview_png(
    dataset: Dataset,
    *,
    audience: str,
    scope: Scope = FULL_SCOPE,
    as_of: date,
    generated_at: datetime,
    language: Language,
    accept_unclear: bool = False,
    report_data: ReportData | None = None,
    recipient: str = "",
) -> bytes:
    """Render the first page of the PDF that `publish` would create, as PNG.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    audience : str
        Key of `AUDIENCES`.
    scope : Scope, default EVERYTHING
        Selection of rows.
    as_of : date
        Date of the evaluation.
    generated_at : datetime
        Time printed on the document; without a time zone it is taken as UTC.
    language : Language
        Language of the text.
    accept_unclear : bool, default False
        Render the sponsor's document although the payer of some cash is unclear.
    report_data : ReportData | None, default None
        Result of `collect_report_data` for the same dataset, scope, date and `programs_to_plan`.
    recipient : str, default ""
        Sponsor or partner that the document is addressed to; `scope` is then the result of `recipient_scope`.

    Returns
    -------
    bytes
        PNG file.

    Raises
    ------
    ReleaseBlockedError
        The payer of some cash is unclear and the audience is the sponsor.
    LibCollabError
        The audience does not exist.
    ValueError
        `report_data` has another scope, date or plan.
    """
    prepared = _prepare_report_data(
        dataset, audience, scope, as_of, generated_at, language, accept_unclear, report_data, recipient
    )
    document = compose(audience, prepared, language)
    is_picture = DOCUMENT_AUDIENCES[audience].formats == ("png",)
    return (FORMATS["png"] if is_picture else first_page)(document, language)


def _prepare_report_data(
    dataset: Dataset,
    audience: str,
    scope: Scope,
    as_of: date,
    generated_at: datetime,
    language: Language,
    accept_unclear: bool,
    report_data: ReportData | None,
    recipient: str,
) -> ReportData:
    """Return the report data with document options, or raise `ReleaseBlockedError`."""
    _check_name("audience", audience, AUDIENCES)
    moment = generated_at if generated_at.tzinfo else generated_at.replace(tzinfo=UTC)
    planned = programs_to_plan(audience, dataset, scope, as_of)
    prepared = report_data or collect_report_data(dataset, scope, as_of, moment, planned)
    if (prepared.whole.scope, prepared.as_of, tuple(prepared.plans)) != (scope, as_of, planned):
        raise ValueError("The material at hand is of another selection, day or plan.")
    prepared = replace(apply_document_options(prepared, audience, dataset, recipient), generated_at=moment)
    if audience not in SPONSOR_DOCUMENTS or not has_unclear_cash(prepared):
        return prepared
    if not accept_unclear:
        raise ReleaseBlockedError(
            write_blocked_message(unclear_cash_lines(dataset, scope, as_of, language), language)
        )
    return replace(prepared, accepted_unclear=True)


def _check_name(kind: str, name: str, known_names: Iterable[str]) -> None:
    if name not in known_names:
        raise unknown_name_error(kind, name, known_names)


@limit_concurrency
def public_chart(
    dataset: Dataset,
    draw: Callable[[PublicEvaluation, Language], Chart],
    *,
    metrics: Iterable[str],
    by: str = "",
    scope: Scope = FULL_SCOPE,
    as_of: date,
    language: Language,
    earlier_releases: Sequence[Numbers] = (),
) -> Chart:
    """Redraw a figure of the screen from protected numbers, for release.

    The total and the groups are protected together, because a reader may know the total. The number of people
    is included, because many attendance marks may come from a few children. Only partners on record are
    named.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    draw : Callable[[PublicEvaluation, Language], Chart]
        Function that builds the chart from a public evaluation.
    metrics : Iterable[str]
        Ids of the metrics in the chart.
    by : str, default ""
        Grouping field; empty for the total.
    scope : Scope, default EVERYTHING
        Selection of rows.
    as_of : date
        Date of the evaluation.
    language : Language
        Language of the text.
    earlier_releases : Sequence[Numbers], default ()
        Numbers of all earlier releases; combined with them, the new numbers must not disclose anything.

    Returns
    -------
    Chart
        The chart with protected numbers.
    """
    return draw(_audit_chart(dataset, metrics, by, scope, as_of, earlier_releases).evaluations[-1], language)


@limit_concurrency
def numbers_in_chart(
    dataset: Dataset,
    *,
    metrics: Iterable[str],
    by: str = "",
    scope: Scope = FULL_SCOPE,
    as_of: date,
    earlier_releases: Sequence[Numbers] = (),
) -> Numbers:
    """Return the numbers that a `public_chart` discloses or hides, for the release ledger.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    metrics : Iterable[str]
        Ids of the metrics in the chart.
    by : str, default ""
        Grouping field; empty for the total.
    scope : Scope, default EVERYTHING
        Selection of rows.
    as_of : date
        Date of the evaluation.
    earlier_releases : Sequence[Numbers], default ()
        Numbers of all earlier releases.

    Returns
    -------
    Numbers
        Each number with whether it is shown.
    """
    drawn = set(metrics)
    numbers = _audit_chart(dataset, drawn, by, scope, as_of, earlier_releases).numbers
    return tuple((number, shown) for number, shown in numbers if number.by == by and number.metric in drawn)


def _audit_chart(
    dataset: Dataset,
    metrics: Iterable[str],
    by: str,
    scope: Scope,
    as_of: date,
    earlier_releases: Sequence[Numbers],
) -> AuditedRelease:
    """Evaluate and protect a figure's total and groups, together with the companion metrics."""
    dataset = replace_unnamed_parties(dataset)
    counted = Evaluator(dataset, as_of)
    wanted = list(dict.fromkeys((*metrics, *COMPANION_METRICS)))
    evaluations = [
        counted.evaluate(metrics=wanted, scope=scope, by=group) for group in dict.fromkeys(("", by))
    ]
    shared = programs_by_partner(dataset, scope=scope)
    return audit_release(evaluations, counted, dataset.settings, shared, earlier_releases)


def figure_svg(chart: Chart, language: Language) -> bytes:
    """Render a figure as SVG with title, caption and source.

    Parameters
    ----------
    chart : Chart
        Chart to render.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        SVG file.
    """
    return to_svg(chart, language, is_framed=True).encode()


def figure_png(chart: Chart, language: Language) -> bytes:
    """Render a figure as PNG with title, caption and source.

    Parameters
    ----------
    chart : Chart
        Chart to render.
    language : Language
        Language of the text.

    Returns
    -------
    bytes
        PNG file.
    """
    return to_png(chart, language)


__all__ = [
    "Published",
    "Release",
    "figure_csv",
    "figure_png",
    "figure_svg",
    "numbers_in_chart",
    "preview_png",
    "public_chart",
    "publish",
]


# Plan of the next term as a workbook, from protected numbers and typed assumptions.

#: Metrics the plan is based on, defined at its end.
PLAN_METRICS = ("sessions_held", "attendance_per_session", "attendance_total", "cost_per_session")


@limit_concurrency
def publish_plan(
    dataset: Dataset,
    programs: Sequence[str],
    typed_assumptions: Mapping[str, Mapping[str, float]],
    *,
    scope: Scope,
    as_of: date,
    generated_at: datetime,
    language: Language,
    earlier_releases: Sequence[Numbers] = (),
) -> Published:
    """Create the plan of some programs as a workbook; equal requests give equal bytes.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    programs : Sequence[str]
        Names of programs in the order of the plan.
    typed_assumptions : Mapping[str, Mapping[str, float]]
        Typed assumptions by program and name; all others are measured, forecast or entered.
    scope : Scope
        Selection of rows.
    as_of : date
        Date of the evaluation.
    generated_at : datetime
        Time printed on the document; without a time zone it is taken as UTC.
    language : Language
        Language of the text.
    earlier_releases : Sequence[Numbers], default ()
        Numbers of all earlier releases; combined with them, the new numbers must not disclose anything.

    Returns
    -------
    Published
        The workbook and the record of its release.
    """
    moment = generated_at if generated_at.tzinfo else generated_at.replace(tzinfo=UTC)
    counted = Evaluator(dataset, as_of)
    pairs = [evaluate_plan_metrics(counted, program, scope) for program in programs]
    evaluations = [evaluation for pair in pairs for evaluation in pair]
    safe = audit_release(evaluations, counted, dataset.settings, released=earlier_releases)
    public = safe.evaluations
    grounds = [PlanFigures(*row) for row in zip(programs, public[::2], public[1::2], strict=True)]
    plan = compute_plan(
        (g.program, compute_assumptions(g, dataset.settings, typed_assumptions.get(g.program, {})))
        for g in grounds
    )
    charts = [attendance_forecast(ground.monthly, language) for ground in grounds]
    document = replace(
        _document(plan, charts, public[1::2], scope, as_of, moment, dataset.settings.currency, language),
        departures=sections.issues_table(dataset.issues, language.message("table-issues"), language),
    )
    data = to_xlsx(document, language)
    hidden = sum(1 for evaluation in public for value in evaluation.values if value.is_hidden)
    record = Release(
        "plan",
        "xlsx",
        scope,
        as_of,
        moment,
        DEFINITIONS_VERSION,
        dataset.version,
        hidden,
        False,
        hashlib.sha256(data).hexdigest(),
    )
    return Published(f"plan-{as_of.isoformat()}.xlsx", data, record, numbers=safe.numbers)


def _document(
    plan: Plan,
    charts: Sequence[Chart],
    monthly: Sequence[PublicEvaluation],
    scope: Scope,
    as_of: date,
    moment: datetime,
    currency: str,
    language: Language,
) -> Document:
    table = _grid("table-plan", plan_table(plan, language, currency), language, plan_note(plan, language))
    blocks: list[Block] = [Heading(language.message("section-plan")), table]
    if broken := exceeded_limits(plan.totals, language, currency):
        blocks.append(Callout(language.message("limits-broken"), "\n".join(broken)))
    blocks.append(Heading(language.message("section-must-be-true"), 2))
    blocks += [
        _conditions_text(row.program, plan_conditions(row, language, currency), language) for row in plan.rows
    ]
    blocks.append(Heading(language.message("section-assumptions")))
    blocks.append(_grid("table-assumptions", assumptions_table(plan, language, currency), language))
    blocks.append(Heading(language.message("section-forecasts")))
    blocks += [ChartBlock(chart) for chart in charts]
    blocks += [
        Heading(language.message("section-definitions")),
        sections.definitions_of(PLAN_METRICS, language),
    ]
    return Document(
        title=language.message("plan-title"),
        subtitle=language.message("plan-subtitle"),
        scope=scope_sentence(scope, as_of, language),
        coverage="",
        issues="",
        blocks=tuple(blocks),
        footer=language.message(
            "footer",
            version=DEFINITIONS_VERSION,
            day=language.day(moment.date()),
            fingerprint=compute_fingerprint(monthly),
        ),
        fingerprint=compute_fingerprint(monthly),
        audience="plan",
        language=language.code,
        generated_at=moment,
        evaluations=tuple(monthly),
    )


def _grid(title: str, table: ChartTable, language: Language, note: str = "") -> Grid:
    return Grid(language.message(title), table.headings, table.rows, table.numeric, note)


def _conditions_text(program: str, text: str, language: Language) -> Text:
    return Text(language.message("plan-program", program=program, text=text))
