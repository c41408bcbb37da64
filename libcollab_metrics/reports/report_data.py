"""Report data: the protected numbers that a document is made of, with its options and fingerprint."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from types import MappingProxyType

from libcollab_metrics.metrics import (
    BookLot,
    Change,
    CriterionVerdict,
    LedgerLine,
    Lot,
    select_cost_level,
)
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.facts import Program
from libcollab_metrics.metrics.occasions import MonthPair
from libcollab_metrics.model import Dataset, Issue, Scope
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.planning import Assumptions
from libcollab_metrics.protection import DisclosedNumber, HiddenFigure, Numbers, PublicEvaluation
from libcollab_metrics.reports.document_options import NO_OPTIONS, DocumentOptions, load_document_options
from libcollab_metrics.reports.fingerprint import compute_fingerprint


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
        Changes in total and by program, from protected values.
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
class Season:
    """The six months after the last recorded one, and what was held in the same months a year earlier.

    Attributes
    ----------
    start, end : date
        First and last day of the months ahead.
    earlier : PublicEvaluation
        Sessions held, and their share of those planned, by program, a year earlier.
    """

    start: date
    end: date
    earlier: PublicEvaluation


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
    lines_elsewhere : tuple[LedgerLine, ...], default ()
        Lines of the partners that the scope is filtered by, for programs that are not theirs.
    unclear : tuple[LedgerLine, ...], default ()
        Cash lines without a known payer.
    in_transit : tuple[Lot, ...], default ()
        Lots of books that were sent and have not been confirmed.
    lots : tuple[BookLot, ...], default ()
        All lots of books, with what was counted at each stage.
    facts : tuple[Program, ...], default ()
        Programs on record.
    listed_sites : frozenset[str], default frozenset()
        Case-folded names of the sites on record.
    test_months : mapping of str to tuple of (NamedMonth, NamedMonth)
        Months of the tests before and after, by measure.
    change : PeriodChange or None, default None
        Change since a comparable period; None if there is none.
    season : Season or None, default None
        The months ahead, with the same months a year earlier; None without recorded months.
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
    lines_elsewhere: tuple[LedgerLine, ...] = ()
    unclear: tuple[LedgerLine, ...] = ()
    in_transit: tuple[Lot, ...] = ()
    lots: tuple[BookLot, ...] = ()
    facts: tuple[Program, ...] = ()
    listed_sites: frozenset[str] = frozenset()
    test_months: Mapping[str, MonthPair] = field(default_factory=lambda: MappingProxyType({}))
    change: PeriodChange | None = None
    season: Season | None = None
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

        Ledger lines, lots, verdicts that may be shown, donation amounts, row counts and issue counts.
        """
        yield from self.lines
        yield from ((lot.name, lot.site, sorted(lot.counts.items())) for lot in self.lots)
        yield from (
            (v.program, v.metric, v.low, v.high, v.verdict) for v in self.verdicts if self.can_show_verdict(v)
        )
        yield from self.options.tiers
        yield self.options.recipient
        yield from sorted((measure, str(pair)) for measure, pair in self.test_months.items())
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
    parties = [line.giver for line in report_data.lines if line.giver] + list(report_data.links)
    printed = next((name for name in parties if casefold_name(name) == casefold_name(recipient)), recipient)
    return replace(report_data, options=replace(options, recipient=printed))
