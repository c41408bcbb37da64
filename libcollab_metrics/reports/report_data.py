"""What a document is made from: every evaluation it needs, protected together, and what was declared and read."""

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
    CriterionVerdict,
    Evaluator,
    LedgerLine,
    at_level,
    exchanged_lines,
    programs_with,
    pulse,
    schools_of,
)
from libcollab_metrics.metrics.definition import Value
from libcollab_metrics.metrics.notes import Note
from libcollab_metrics.model import Dataset, Issue, Scope, Settings
from libcollab_metrics.planning import TREND_METRICS, Assumptions, Ground, assumptions_of, ground_of, plan_programs
from libcollab_metrics.protection import HiddenFigure, Numbers, PublicEvaluation, Told, audited, with_partners_named
from libcollab_metrics.reports.document import NO_LETTERHEAD, Letterhead
from libcollab_metrics.reports.queue import limit_concurrency
from libcollab_metrics.reports.render.office import prepare_logo

# What a library chose for a document: its letterhead, what it asks for and offers, the words it lets go.


@dataclass(frozen=True)
class Tier:
    """One size of a gift: what it is called, and its amount in the workspace currency."""

    name: str
    amount: float


@dataclass(frozen=True)
class Options:
    """The wishes for one document; everything is empty where nobody wished anything.

    `need` and `ask` are paragraphs as typed, `offers` what the sponsor gets in return, a line each; `notes` are
    those chosen among the notes that may leave, newest first.
    """

    letterhead: Letterhead = NO_LETTERHEAD
    need: str = ""
    ask: str = ""
    offers: tuple[str, ...] = ()
    tiers: tuple[Tier, ...] = ()
    notes: tuple[Note, ...] = ()


#: Nothing was wished.
NO_WISHES = Options()


def options_for(audience: str, dataset: Dataset, scope: Scope, as_of: date) -> Options:
    """Return what the settings wish for this audience's document; a note that may not leave (any more) stays."""
    wishes = dataset.settings.documents
    own: Mapping[str, Any] = wishes.get(audience) or {}
    chosen = frozenset(own.get("notes") or ())
    return Options(
        Letterhead(prepare_logo(base64.b64decode(wishes.get("logo") or "")), wishes.get("contact") or ""),
        own.get("need") or "",
        own.get("ask") or "",
        tuple(own.get("offers") or ()),
        tuple(Tier(tier["name"], tier["amount"]) for tier in own.get("tiers") or ()),
        tuple(note for note in notes_to_choose(dataset, scope, as_of) if note_id(note) in chosen) if chosen else (),
    )


def planned_for(audience: str, dataset: Dataset, scope: Scope, as_of: date) -> tuple[str, ...]:
    """Return the programs of which this audience's document says what money buys: none while no amounts are named."""
    tiers = (dataset.settings.documents.get(audience) or {}).get("tiers")
    return tuple(plan_programs(dataset, scope, as_of)) if tiers else ()


def notes_to_choose(dataset: Dataset, scope: Scope, as_of: date) -> tuple[Note, ...]:
    """Return the notes of a selection that somebody marked as fit to be shown to others, newest first."""
    notes = (note for month in pulse(dataset, scope=scope, as_of=as_of) for note in month.notes if note.may_leave)
    return tuple(sorted(notes, key=lambda note: (note.day or date.min, note.text), reverse=True))


def note_id(note: Note) -> str:
    """Return the short word a chosen note is remembered by: it changes with the note's day and words."""
    said = f"{note.day}|{note.tag}|{note.text}"
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# The fingerprint of a document's data: the same in every format, another whenever a number is another.

LETTERS = 12


def fingerprint_of(
    evaluations: Iterable[PublicEvaluation], beside: Iterable[object] = (), as_if_on: date | None = None
) -> str:
    """Return twelve letters that change whenever a number, its reason, the selection, the day or a definition does.

    `beside` is what else is printed of the data and is no figure: values that say all of themselves. With `as_if_on`
    the letters are those the same numbers would have had on that day: equal to an earlier document's where nothing but
    the day has moved.
    """
    said = [DEFINITIONS_VERSION]
    for evaluation in evaluations:
        said += [repr(evaluation.scope), (as_if_on or evaluation.as_of).isoformat(), evaluation.currency]
        said += [repr(value) for value in evaluation.values]
    said += [repr(value) for value in beside]
    return hashlib.sha256("\n".join(said).encode("utf-8", "surrogatepass")).hexdigest()[:LETTERS]


#: What documents show of the whole selection, beside the core of the catalog; every document is made of the same
#: protected numbers, so that what one hides no other tells.
BESIDE_CORE = (
    "cost_library", "cost_full", "cost_per_session", "fund_share", "pledge_fulfilment", "leverage_ratio",
    "in_kind_value", "volunteer_value", "benefit_delivery", "partner_given", "partner_received", "partner_programs",
    "partner_sourced_share", "stage_yield", "imls_grid", "session_days", "paired_scores",
)  # fmt: skip
OVER_TIME = ("sessions_held", "attendance_total", *TREND_METRICS)
BY_SITE = ("attendance_total",)
BY_PARTNER = (
    "sessions_held", "session_delivery_rate", "attendance_total", "attendance_coverage", "participants_unique",
    "mean_gain",
)  # fmt: skip


@dataclass(frozen=True)
class ReportData:
    """The protected numbers of a selection, whole, by program, by month, by site and by partner.

    `declared` holds the metrics of the success criteria by program, and `verdicts` those of the programs selected. Both
    are empty in a selection of days, sites or anything but programs and partners, and `judged_elsewhere` says so: a
    criterion is judged over everything recorded, and that less the selection would tell of the rest. `rows` are rows
    read and rows left out; `official` holds the official counts by month, `lines` the ledger as partners may see it,
    `links` the programs of each partner, `schools` which partners are one, `options` what was wished for the document,
    and `plans` what is assumed of each program of which it says what money buys, made from the figures `beneath`.
    `numbers` are the counts in it that later documents are audited beside, and `gave_way` those hidden only because of
    earlier ones, each with the places of those in the list of what left, which had `audited_beside` entries then.
    `kept_back` are the figures that are hidden, with their numbers: for the library's own screen, and for no document.
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
    judged_elsewhere: bool = False
    accepted_unclear: bool = False
    options: Options = NO_WISHES
    plans: Mapping[str, Assumptions] = field(default_factory=lambda: MappingProxyType({}))
    beneath: tuple[PublicEvaluation, ...] = ()
    lines: tuple[LedgerLine, ...] = ()
    links: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: MappingProxyType({}))
    schools: frozenset[str] = frozenset()
    numbers: Numbers = ()
    kept_back: tuple[HiddenFigure, ...] = ()
    gave_way: tuple[tuple[Told, tuple[int, ...]], ...] = ()
    audited_beside: int = 0

    @property
    def hidden(self) -> int:
        """How many numbers are hidden in what leaves, so that small groups stay unknown."""
        return sum(1 for found in self.evaluations for value in found.values if value.is_hidden)

    @property
    def evaluations(self) -> tuple[PublicEvaluation, ...]:
        """Everything that leaves as data, in reading order."""
        return (
            self.whole, self.programs, self.months, self.sites, self.declared, self.official, self.partners,
        )  # fmt: skip

    @cached_property
    def fingerprint(self) -> str:
        """The fingerprint of everything the document is made of."""
        return fingerprint_of((*self.evaluations, *self.beneath), self._beside)

    def fingerprint_as_if_on(self, day: date) -> str:
        """The fingerprint the same numbers would have had on that day: a document's whose numbers all stand."""
        return fingerprint_of((*self.evaluations, *self.beneath), self._beside, as_if_on=day)

    @property
    def _beside(self) -> Iterator[object]:
        """What is printed beside the figures: ledger lines, verdicts, what is asked for, how the sheets were read."""
        yield from self.lines
        yield from ((v.program, v.metric, v.low, v.high, v.verdict) for v in self.verdicts if self.tells(v))
        yield from self.options.tiers
        yield self.rows
        yield from ((issue.code, issue.count) for issue in self.issues)

    def judged_on(self, verdict: CriterionVerdict) -> Value:
        """The figure a criterion was judged on, as it may leave."""
        shown = [v for v in self.declared.of(verdict.metric_id) if v.group == verdict.value.group]
        return shown[0] if len(shown) == 1 else Value(verdict.metric_id, reason="undecided")

    def tells(self, verdict: CriterionVerdict) -> bool:
        """Whether band and verdict may stand beside the figure that was judged: over a hidden one they bound it.

        The fingerprint, which anybody can make again, would say it as well as the words do.
        """
        return self.judged_on(verdict).reason == verdict.value.reason

    def value(self, metric: str) -> Value | None:
        """The one value over the whole selection, a cost at the cash level; None for a metric of several parts."""
        found = at_level(self.whole.of(metric))
        return found[0] if len(found) == 1 else None


class Plans(Mapping[str, Assumptions]):
    """What is assumed of each program, worked out when it is asked for: a table that is cut asks for few of many."""

    def __init__(self, grounds: Mapping[str, Ground], settings: Settings) -> None:
        self._grounds, self._settings = grounds, settings
        self._known: dict[str, Assumptions] = {}

    def __getitem__(self, program: str) -> Assumptions:
        if program not in self._known:
            self._known[program] = assumptions_of(self._grounds[program], self._settings, {})
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
    planned: Sequence[str] = (),
    released: Sequence[Numbers] = (),
) -> ReportData:
    """Evaluate everything a document shows, and hide what may not leave, in all of it together.

    Who is no partner on record is renamed before anything is counted.

    `planned` names the programs of which the document says what money buys, `released` the numbers of everything that
    left before, beside which the new ones must give nothing away.
    """
    dataset = with_partners_named(dataset)
    everything = [metric.id for metric in CORE]
    counted = Evaluator(dataset, as_of)
    judged = counted.judge_criteria()
    verdicts = judged if _holds_everything(scope) else ()
    known = {metric.id for metric in CATALOG}
    declared = sorted({v.metric_id for v in verdicts} & known)
    asked: tuple[tuple[list[str], Scope, str], ...] = (
        ([*everything, *BESIDE_CORE], scope, ""),
        (everything, scope, "program"),
        (list(OVER_TIME), scope, "month"),
        (list(BY_SITE), scope, "site"),
        (declared, scope, "program"),
        (["imls_grid"], scope, "month"),
        (list(BY_PARTNER), scope, "partner"),
    )
    links = programs_with(dataset, scope=scope, as_of=as_of)
    found = [counted.evaluate(metrics=ids, scope=kept, by=by) for ids, kept, by in asked]
    found += [evaluation for program in planned for evaluation in ground_of(counted, program, scope)]
    safe = audited(found, counted, dataset.settings, links, released)
    whole, programs, months, sites, told, official, partners, *beneath = safe.evaluations
    return ReportData(
        whole, programs, months, sites, told, official, partners, _selected(verdicts, programs), dataset.issues,
        _rows(dataset), as_of, generated_at, judged_elsewhere=len(verdicts) < len(judged),
        plans=_plans(planned, beneath, dataset.settings), beneath=tuple(beneath),
        lines=exchanged_lines(counted, scope),
        links=links, schools=schools_of(dataset), numbers=safe.numbers, kept_back=safe.kept_back,
        gave_way=safe.gave_way, audited_beside=len(released),
    )  # fmt: skip


def with_document_options(material: ReportData, audience: str, dataset: Dataset) -> ReportData:
    """Return the material of this audience's own document: what was wished for it is part of its fingerprint too."""
    return replace(material, options=options_for(audience, dataset, material.whole.scope, material.as_of))


def _plans(
    programs: Sequence[str], beneath: Sequence[PublicEvaluation], settings: Settings
) -> Mapping[str, Assumptions]:
    """What is assumed of each program, from its protected figures as a whole and by month."""
    grounds = [Ground(*row) for row in zip(programs, beneath[::2], beneath[1::2], strict=True)]
    return Plans({ground.program: ground for ground in grounds}, settings)


def _holds_everything(scope: Scope) -> bool:
    """True where a selection holds all that is recorded of its programs, which is what a criterion is judged over."""
    return not (scope.start or scope.end or {name for name, _ in scope.where} - {"program", "partner"})


def _selected(verdicts: tuple[CriterionVerdict, ...], programs: PublicEvaluation) -> tuple[CriterionVerdict, ...]:
    """The verdicts on programs that the selection names."""
    kept = {value.groups.get("program") for value in programs.values}
    return tuple(v for v in verdicts if not programs.scope.where or v.program in kept)


def _rows(dataset: Dataset) -> tuple[int, int]:
    sheets = list(_sheets(dataset))
    return sum(read for read, _ in sheets), sum(left for _, left in sheets)


def _sheets(dataset: Dataset) -> Iterator[tuple[int, int]]:
    for reading in dataset.readings:
        for sheet in reading.sheets:
            yield sheet.rows_read, sheet.rows_left_out
