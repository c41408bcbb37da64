"""Report data: which metrics a document evaluates in total and by group; its options and fingerprint."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType
from typing import Any

from libcollab_metrics.metrics import (
    CATALOG,
    CORE,
    DEFINITIONS_VERSION,
    Change,
    CriterionVerdict,
    Evaluation,
    Evaluator,
    LedgerLine,
    Lot,
    collect_period_notes,
    compare,
    find_schools,
    latest_recorded_scope,
    list_exchanged_lines,
    list_unclear_lines,
    lots_in_transit,
    pair_changes,
    programs_by_partner,
    select_cost_level,
)
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.facts import Program, read_facts
from libcollab_metrics.metrics.notes import Note
from libcollab_metrics.model import Dataset, Issue, Scope, Settings
from libcollab_metrics.planning import (
    TREND_METRICS,
    Assumptions,
    PlanFigures,
    compute_assumptions,
    current_programs,
    evaluate_plan_metrics,
)
from libcollab_metrics.protection import (
    DisclosedNumber,
    HiddenFigure,
    Numbers,
    PublicEvaluation,
    audit_release,
    replace_unnamed_parties,
)
from libcollab_metrics.reports.brand import DEFAULT_BRAND, Brand, choose_brand
from libcollab_metrics.reports.document import NO_LETTERHEAD, Letterhead
from libcollab_metrics.reports.queue import limit_concurrency
from libcollab_metrics.reports.render.office import prepare_logo

# Document options from the settings: letterhead, request, offers, chosen notes.


@dataclass(frozen=True)
class Tier:
    """A donation amount: its name, and the amount in the workspace currency."""

    name: str
    amount: float


@dataclass(frozen=True)
class DocumentOptions:
    """Options of one document; each is empty where nothing was entered.

    `need` and `ask` are paragraphs as typed, `offers` the benefits to the sponsor, one per line; `notes` are
    those chosen among the notes cleared for release, newest first. `headline` replaces the title, `reply_by`
    is the day of the answer, `method` the address of the description of the method, `recipient` the sponsor
    or partner it is addressed to.
    """

    letterhead: Letterhead = NO_LETTERHEAD
    need: str = ""
    ask: str = ""
    offers: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    notes: tuple[Note, ...] = ()
    headline: str = ""
    reply_by: date | None = None
    method: str = ""
    recipient: str = ""
    brand: Brand = DEFAULT_BRAND


#: Options of a document without settings.
NO_OPTIONS = DocumentOptions()


def load_document_options(audience: str, dataset: Dataset, scope: Scope, as_of: date) -> DocumentOptions:
    """Return the options of this audience's document from the settings.

    A chosen note that has since lost its clearance for release is dropped.
    """
    options = dataset.settings.documents
    own: Mapping[str, Any] = options.get(audience) or {}
    chosen = frozenset(own.get("notes") or ())
    logo = prepare_logo(base64.b64decode(options.get("logo") or ""))
    return DocumentOptions(
        Letterhead(logo, options.get("contact") or "", dataset.settings.library),
        own.get("need") or "",
        own.get("ask") or "",
        tuple(own.get("offers") or ()),
        tuple(Tier(tier["name"], tier["amount"]) for tier in own.get("tiers") or ()),
        tuple(note for note in releasable_notes(dataset, scope, as_of) if note_id(note) in chosen)
        if chosen
        else (),
        own.get("headline") or "",
        date.fromisoformat(own["reply_by"]) if own.get("reply_by") else None,
        options.get("method") or "",
        brand=choose_brand(
            options.get("accent") or "",
            logo,
            options.get("paper") or "",
            options.get("country") or "",
            dataset.settings.currency,
        ),
    )


def programs_to_plan(audience: str, dataset: Dataset, scope: Scope, as_of: date) -> tuple[str, ...]:
    """Return the programs for which this audience's document shows what a donation buys.

    Parameters
    ----------
    audience : str
        Key of `AUDIENCES`.
    dataset : Dataset
        Recorded data.
    scope : Scope
        Selection of rows.
    as_of : date
        Date of the evaluation.

    Returns
    -------
    tuple[str, ...]
        Names of programs; empty where no donation amounts are set.
    """
    tiers = (dataset.settings.documents.get(audience) or {}).get("tiers")
    return tuple(current_programs(dataset, scope, as_of)) if tiers else ()


def releasable_notes(dataset: Dataset, scope: Scope, as_of: date) -> tuple[Note, ...]:
    """Return the notes of a scope that are marked as cleared for release, newest first.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    scope : Scope
        Selection of rows.
    as_of : date
        Date of the evaluation.

    Returns
    -------
    tuple[Note, ...]
        Notes that may appear in a document.
    """
    notes = (
        note
        for month in collect_period_notes(dataset, scope=scope, as_of=as_of)
        for note in month.notes
        if note.may_leave
    )
    return tuple(sorted(notes, key=lambda note: (note.day or date.min, note.text), reverse=True))


def note_id(note: Note) -> str:
    """Return the id of a chosen note.

    The id depends on the note's date, tag and text: after an edit, the note must be chosen again.

    Parameters
    ----------
    note : Note
        Note to identify.

    Returns
    -------
    str
        Sixteen hexadecimal digits.
    """
    content = f"{note.day}|{note.tag}|{note.text}"
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# Fingerprint of a document's data: equal in all formats, different whenever a number differs.

FINGERPRINT_LENGTH = 12


def compute_fingerprint(
    evaluations: Iterable[PublicEvaluation],
    extra_values: Iterable[object] = (),
    as_of_override: date | None = None,
) -> str:
    """Return twelve hexadecimal digits that depend on numbers, scope, date and definitions.

    `extra_values` is other printed data, by its representation. `as_of_override` replaces the date, to find
    whether an earlier document differs only by its date.
    """
    parts = [DEFINITIONS_VERSION]
    for evaluation in evaluations:
        parts += [
            repr(evaluation.scope),
            (as_of_override or evaluation.as_of).isoformat(),
            evaluation.currency,
        ]
        parts += [repr(value) for value in evaluation.values]
    parts += [repr(value) for value in extra_values]
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:FINGERPRINT_LENGTH]


#: Metrics of the whole scope in addition to the core of the catalog. All documents use the same protected
#: numbers, so that none discloses what another hides.
EXTRA_METRICS = (
    "cost_library",
    "cost_full",
    "cost_per_session",
    "fund_share",
    "pledge_fulfilment",
    "leverage_ratio",
    "in_kind_value",
    "volunteer_value",
    "benefit_delivery",
    "partner_given",
    "partner_received",
    "partner_programs",
    "partner_sourced_share",
    "stage_yield",
    "imls_grid",
    "session_days",
    "paired_scores",
    "cash_balance",
    "book_language_match",
)
#: Metrics by program in addition to the core.
EXTRA_BY_PROGRAM = ("cash_balance", "cost_per_session", "book_language_match", "session_days")
#: Metrics of two comparable periods, in total and by program.
COMPARED = (
    "sessions_held",
    "attendance_total",
    "attendance_coverage",
    "attendance_per_session",
    "session_delivery_rate",
    "cost_cash",
)
OVER_TIME = ("sessions_held", "attendance_total", *TREND_METRICS)
BY_SITE = ("attendance_total",)
BY_PARTNER = (
    "sessions_held",
    "session_delivery_rate",
    "attendance_total",
    "attendance_coverage",
    "participants_unique",
    "mean_gain",
)


@dataclass(frozen=True)
class PeriodChange:
    """Two comparable periods: their first and last days, and how each metric changed.

    Attributes
    ----------
    scope, earlier_scope : Scope
        Selections of the two periods.
    against : str
        "last-year" or "previous".
    whole, programs : tuple of Change
        Changes of `COMPARED` in total and by program, from protected values.
    """

    scope: Scope
    earlier_scope: Scope
    against: str
    whole: tuple[Change, ...]
    programs: tuple[Change, ...]

    def find(self, metric: str, program: str = "") -> Change | None:
        """Return the change of a metric, of one program or in total; None if it is not known."""
        changes = self.programs if program else self.whole
        return next(
            (
                change
                for change in changes
                if change.now.metric == metric and (change.now.groups.get("program") or "") == program
            ),
            None,
        )


@dataclass(frozen=True)
class ReportData:
    """Protected numbers of a scope: total, by program, month, site and partner.

    Criteria are judged on all recorded data of a program. In a scope limited by date, site or another field,
    `declared` and `verdicts` are therefore empty: the difference from the scope would disclose numbers about
    the remaining rows.

    Attributes
    ----------
    whole : PublicEvaluation
        Evaluation of the whole scope.
    programs : PublicEvaluation
        Evaluation by program.
    months : PublicEvaluation
        Evaluation by month.
    sites : PublicEvaluation
        Evaluation by site.
    declared : PublicEvaluation
        Metrics of the success criteria, by program.
    official : PublicEvaluation
        Official counts, by month.
    partners : PublicEvaluation
        Evaluation by partner.
    verdicts : tuple[CriterionVerdict, ...]
        Verdicts on the criteria of the selected programs.
    issues : tuple[Issue, ...]
        Import issues.
    rows : tuple[int, int]
        Number of rows read and of rows excluded.
    as_of : date
        Date of the evaluation.
    generated_at : datetime
        Time printed on the document.
    is_judged_elsewhere : bool, default False
        True when criteria exist but are not judged in this scope.
    accepted_unclear : bool, default False
        True when the payer of some cash is unclear and the document is created anyway.
    options : Options
        Options of the document.
    plans : Mapping[str, Assumptions]
        Assumptions by program, for what a donation buys.
    plan_evaluations : tuple[PublicEvaluation, ...], default ()
        Evaluations that `plans` is computed from.
    lines : tuple[LedgerLine, ...], default ()
        Ledger lines as partners may see them.
    unclear : tuple[LedgerLine, ...], default ()
        Cash lines without a known payer.
    in_transit : tuple[Lot, ...], default ()
        Lots of books that were sent and have not been confirmed.
    facts : tuple[Program, ...], default ()
        Programs on record.
    change : PeriodChange or None, default None
        Change since a comparable period; None if there is none.
    links : Mapping[str, tuple[str, ...]]
        Programs of each partner.
    schools : frozenset[str]
        Partners that are schools.
    numbers : Numbers, default ()
        Counts disclosed or hidden, which later releases are audited against.
    hidden_figures : tuple[HiddenFigure, ...], default ()
        Hidden figures with their numbers, for the library's own screen and never for a document.
    suppressed_for_history : tuple[tuple[Told, tuple[int, ...]], ...], default ()
        Numbers hidden only because of earlier releases, each with the positions of those in the release
        ledger.
    earlier_release_count : int, default 0
        Number of entries in the release ledger at the time of the audit.
    """

    whole: PublicEvaluation
    programs: PublicEvaluation
    months: PublicEvaluation
    sites: PublicEvaluation
    declared: PublicEvaluation
    official: PublicEvaluation
    partners: PublicEvaluation
    verdicts: tuple[CriterionVerdict, ...]
    issues: tuple[Issue, ...]
    rows: tuple[int, int]
    as_of: date
    generated_at: datetime
    is_judged_elsewhere: bool = False
    accepted_unclear: bool = False
    options: DocumentOptions = NO_OPTIONS
    plans: Mapping[str, Assumptions] = field(default_factory=lambda: MappingProxyType({}))
    plan_evaluations: tuple[PublicEvaluation, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    unclear: tuple[LedgerLine, ...] = ()
    in_transit: tuple[Lot, ...] = ()
    facts: tuple[Program, ...] = ()
    change: PeriodChange | None = None
    links: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    schools: frozenset[str] = frozenset()
    numbers: Numbers = ()
    hidden_figures: tuple[HiddenFigure, ...] = ()
    suppressed_for_history: tuple[tuple[DisclosedNumber, tuple[int, ...]], ...] = ()
    earlier_release_count: int = 0

    @property
    def hidden(self) -> int:
        """Number of values suppressed to protect small groups."""
        return sum(1 for evaluation in self.evaluations for value in evaluation.values if value.is_hidden)

    @property
    def evaluations(self) -> tuple[PublicEvaluation, ...]:
        """All evaluations that are released as data, in reading order."""
        return (
            self.whole,
            self.programs,
            self.months,
            self.sites,
            self.declared,
            self.official,
            self.partners,
        )

    @cached_property
    def fingerprint(self) -> str:
        """Fingerprint of everything the document is made of."""
        return compute_fingerprint((*self.evaluations, *self.plan_evaluations), self._fingerprint_extras)

    def fingerprint_on(self, day: date) -> str:
        """Compute the fingerprint the same numbers would have on another date.

        Parameters
        ----------
        day : date
            Date to use instead of `as_of`.

        Returns
        -------
        str
            Twelve hexadecimal digits.
        """
        return compute_fingerprint(
            (*self.evaluations, *self.plan_evaluations), self._fingerprint_extras, as_of_override=day
        )

    @property
    def _fingerprint_extras(self) -> Iterator[object]:
        """Printed data that is not a figure.

        Ledger lines, verdicts that may be shown, donation amounts, row counts and issue counts.
        """
        yield from self.lines
        yield from (
            (v.program, v.metric, v.low, v.high, v.verdict) for v in self.verdicts if self.can_show_verdict(v)
        )
        yield from self.options.tiers
        yield self.options.recipient
        yield self.rows
        yield from ((issue.code, issue.count) for issue in self.issues)

    def judged_value(self, verdict: CriterionVerdict) -> Value:
        """Return the protected value that a criterion was judged on.

        Parameters
        ----------
        verdict : CriterionVerdict
            Verdict on the criterion.

        Returns
        -------
        Value
            The value; without a number and with reason "undecided" where there is not exactly one.
        """
        shown = [v for v in self.declared.values_for(verdict.metric_id) if v.group == verdict.value.group]
        return shown[0] if len(shown) == 1 else Value(verdict.metric_id, reason="undecided")

    def can_show_verdict(self, verdict: CriterionVerdict) -> bool:
        """Return whether band and verdict may be shown: next to a hidden value they would bound it.

        The same applies to the fingerprint, which anyone can recompute.

        Parameters
        ----------
        verdict : CriterionVerdict
            Verdict on the criterion.

        Returns
        -------
        bool
            True when the protected value has the same reason as the value that was judged.
        """
        return self.judged_value(verdict).reason == verdict.value.reason

    def value(self, metric: str) -> Value | None:
        """Return the single value of the whole scope, costs at the cash level.

        Parameters
        ----------
        metric : str
            Id of the metric.

        Returns
        -------
        Value | None
            The value; None for a metric with several parts or without a value.
        """
        values = select_cost_level(self.whole.values_for(metric))
        return values[0] if len(values) == 1 else None

    def program_value(self, metric: str, program: str, **parts: str) -> Value | None:
        """Return the value of one program, of the named parts; costs at the cash level.

        Parameters
        ----------
        metric : str
            Id of the metric.
        program : str
            Printed name of the program.
        **parts : str
            Other parts of the group, such as `stage="in_hands"`.

        Returns
        -------
        Value or None
            None without exactly one value.
        """
        wanted = {"program": program, **parts}
        found = [
            value
            for value in select_cost_level(self.programs.values_for(metric))
            if all(value.groups.get(name) == part for name, part in wanted.items())
        ]
        return found[0] if len(found) == 1 else None

    @cached_property
    def recorded_months(self) -> tuple[str, ...]:
        """First and last month with a recorded session, as "2025-01"; empty without one."""
        months = sorted(
            str(value.groups["month"])
            for value in self.months.values_for("sessions_held")
            if value.groups.get("month") and (value.value or value.is_hidden)
        )
        return (months[0], months[-1]) if months else ()

    @cached_property
    def program_names(self) -> tuple[str, ...]:
        """Programs with a session or a delivery in the scope, in the order of the evaluation."""
        counted = (*self.programs.values_for("sessions_held"), *self.programs.values_for("books_at_stage"))
        held = [value.groups.get("program") for value in counted if value.value or value.is_hidden]
        return tuple(dict.fromkeys(name for name in held if name))

    def fact(self, program: str) -> Program:
        """Return what is recorded about a program, by its printed name."""
        return next((fact for fact in self.facts if fact.name == program), Program("", program))


class LazyAssumptions(Mapping[str, Assumptions]):
    """Assumptions by program, computed on first access: a shortened table needs only some."""

    def __init__(self, grounds: Mapping[str, PlanFigures], settings: Settings) -> None:
        self._grounds, self._settings = grounds, settings
        self._known: dict[str, Assumptions] = {}

    def __getitem__(self, program: str) -> Assumptions:
        if program not in self._known:
            self._known[program] = compute_assumptions(self._grounds[program], self._settings, {})
        return self._known[program]

    def __iter__(self) -> Iterator[str]:
        return iter(self._grounds)

    def __len__(self) -> int:
        return len(self._grounds)


@limit_concurrency
def collect_report_data(
    dataset: Dataset,
    scope: Scope,
    as_of: date,
    generated_at: datetime,
    planned_programs: Sequence[str] = (),
    earlier_releases: Sequence[Numbers] = (),
) -> ReportData:
    """Evaluate everything a document shows, and protect all of it together.

    Parties that are not partners on record are replaced by `OTHER_PARTY` before anything is counted.

    Parameters
    ----------
    dataset : Dataset
        Recorded data.
    scope : Scope
        Selection of rows.
    as_of : date
        Date of the evaluation.
    generated_at : datetime
        Time printed on the document.
    planned_programs : Sequence[str], default ()
        Programs for which the document shows what a donation buys.
    earlier_releases : Sequence[Numbers], default ()
        Numbers of all earlier releases; combined with them, the new numbers must not disclose anything.

    Returns
    -------
    ReportData
        Protected report data, without document options.
    """
    dataset = replace_unnamed_parties(dataset)
    everything = [metric.id for metric in CORE]
    counted = Evaluator(dataset, as_of)
    judged = counted.judge_criteria()
    verdicts = judged if _is_complete_scope(scope) else ()
    known = {metric.id for metric in CATALOG}
    declared = sorted({v.metric_id for v in verdicts} & known)
    asked: tuple[tuple[list[str], Scope, str], ...] = (
        ([*everything, *EXTRA_METRICS], scope, ""),
        ([*everything, *EXTRA_BY_PROGRAM], scope, "program"),
        (list(OVER_TIME), scope, "month"),
        (list(BY_SITE), scope, "site"),
        (declared, scope, "program"),
        (["imls_grid"], scope, "month"),
        (list(BY_PARTNER), scope, "partner"),
    )
    links = programs_by_partner(dataset, scope=scope)
    evaluations = [counted.evaluate(metrics=ids, scope=selection, by=by) for ids, selection, by in asked]
    periods = _comparable_scopes(dataset, scope, as_of, evaluations[2])
    compared = [
        counted.evaluate(metrics=COMPARED, scope=period, by=by)
        for period in periods[:2]
        for by in ("", "program")
    ]
    evaluations += compared
    evaluations += [
        evaluation
        for program in planned_programs
        for evaluation in evaluate_plan_metrics(counted, program, scope)
    ]
    safe = audit_release(evaluations, counted, dataset.settings, links, earlier_releases)
    whole, programs, months, sites, outcomes, official, partners, *beneath = safe.evaluations
    protected, beneath = beneath[: len(compared)], beneath[len(compared) :]
    return ReportData(
        whole,
        programs,
        months,
        sites,
        outcomes,
        official,
        partners,
        _selected_verdicts(verdicts, programs),
        dataset.issues,
        _count_rows(dataset),
        as_of,
        generated_at,
        is_judged_elsewhere=len(verdicts) < len(judged),
        plans=_build_assumptions(planned_programs, beneath, dataset.settings),
        plan_evaluations=tuple(beneath),
        lines=list_exchanged_lines(counted, scope),
        unclear=list_unclear_lines(dataset, scope=scope, as_of=as_of),
        in_transit=lots_in_transit(dataset, scope, as_of=as_of),
        facts=tuple(read_facts(dataset).programs.values()),
        change=_pair_periods(periods, protected),
        links=links,
        schools=find_schools(dataset),
        numbers=safe.numbers,
        hidden_figures=safe.hidden_figures,
        suppressed_for_history=safe.suppressed_for_history,
        earlier_release_count=len(earlier_releases),
    )


def _comparable_scopes(
    dataset: Dataset, scope: Scope, as_of: date, monthly: Evaluation
) -> tuple[Scope, Scope, str] | tuple[()]:
    """Return the selection of the latest recorded months, of a comparable earlier period, and its name."""
    recent = scope if scope.start and scope.end else latest_recorded_scope(monthly)
    if recent is None:
        return ()
    found = compare(dataset, metrics=("sessions_held",), scope=recent, as_of=as_of)
    return () if found.reason or found.scope is None else (recent, found.scope, found.against)


def _pair_periods(
    periods: tuple[Scope, Scope, str] | tuple[()], protected: Sequence[PublicEvaluation]
) -> PeriodChange | None:
    if not periods:
        return None
    whole, programs, earlier_whole, earlier_programs = (evaluation.values for evaluation in protected)
    return PeriodChange(
        *periods, pair_changes(whole, earlier_whole), pair_changes(programs, earlier_programs)
    )


def apply_document_options(
    report_data: ReportData, audience: str, dataset: Dataset, recipient: str = ""
) -> ReportData:
    """Return the report data with the options of an audience's document.

    The options are part of the fingerprint.

    Parameters
    ----------
    report_data : ReportData
        Report data to extend.
    audience : str
        Key of `AUDIENCES`.
    dataset : Dataset
        Recorded data with its settings.
    recipient : str, default ""
        Sponsor or partner that the document is addressed to.

    Returns
    -------
    ReportData
        Copy with `options`.
    """
    options = load_document_options(audience, dataset, report_data.whole.scope, report_data.as_of)
    return replace(report_data, options=replace(options, recipient=recipient))


def _build_assumptions(
    programs: Sequence[str], plan_evaluations: Sequence[PublicEvaluation], settings: Settings
) -> Mapping[str, Assumptions]:
    """Return the assumptions by program, from its protected totals and months."""
    grounds = [
        PlanFigures(*row) for row in zip(programs, plan_evaluations[::2], plan_evaluations[1::2], strict=True)
    ]
    return LazyAssumptions({ground.program: ground for ground in grounds}, settings)


def _is_complete_scope(scope: Scope) -> bool:
    """Return whether a scope has all records of its programs, as criteria require."""
    return not (scope.start or scope.end or {name for name, _ in scope.where} - {"program", "partner"})


def _selected_verdicts(
    verdicts: tuple[CriterionVerdict, ...], programs: PublicEvaluation
) -> tuple[CriterionVerdict, ...]:
    """Return the verdicts on the programs in the scope."""
    shown = {value.groups.get("program") for value in programs.values}
    return tuple(v for v in verdicts if not programs.scope.where or v.program in shown)


def _count_rows(dataset: Dataset) -> tuple[int, int]:
    sheets = list(_sheet_row_counts(dataset))
    return sum(read for read, _ in sheets), sum(left for _, left in sheets)


def _sheet_row_counts(dataset: Dataset) -> Iterator[tuple[int, int]]:
    for reading in dataset.readings:
        for sheet in reading.sheets:
            yield sheet.rows_read, sheet.rows_left_out
