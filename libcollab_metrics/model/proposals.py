"""Corrections proposed by partners: their state compared with the records, and their acceptance.

A proposal takes effect when it is accepted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.localization import Language, language
from libcollab_metrics.messages import Message
from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.names import apply_renames_to_name, casefold_name
from libcollab_metrics.model.partners import (
    TABLE_LETTERS,
    canonical_text,
    fact_label,
    format_recorded,
    format_value,
    line_title,
    program_names,
    rows_by_code,
    split_ref,
)
from libcollab_metrics.model.readings import Reply
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, SCHEMA, Field

if TYPE_CHECKING:
    from libcollab_metrics.model.dataset import Dataset
    from libcollab_metrics.model.operations import Answer, Edit, Import, Operation

#: State of a proposal: record unchanged, changed since, or removed; already corrected; not a correction.
State = Literal["open", "changed", "gone", "same", "question"]
ACCEPTED, DECLINED, SEEN = "accepted", "turned down", "seen"
#: Prefix of the answer fingerprints that store decisions on proposals; the proposal's id follows.
DECISION_PREFIX = "proposal "
_NUMBER_KINDS = ("count", "number", "money")


@dataclass(frozen=True)
class Proposal:
    """Correction of one cell, or a question or remark, written by a partner on its sheet.

    Attributes
    ----------
    id : str
        Identifier, from the file's SHA-256 and the code of the fact.
    partner : str
        Name of the partner.
    state : {"open", "changed", "gone", "same", "question"}
        Relation of the proposal to the current record.
    title, label : str
        Title of the line and label of the fact.
    recorded, current, proposed : str
        Value on the sheet, value today, and proposed value, formatted for display.
    table, field : str
        Field to change; empty where none is named.
    value : Any
        Value that is written when the proposal is accepted.
    flags : tuple of (str, bool)
        Estimate and lower-bound flags written with the value.
    address : RowAddress or None
        Current row; None when it was removed, or for a program, which is identified by name.
    name : str
        Name of the program.
    decision : str
        Decision; empty while pending.
    """

    id: str
    partner: str
    state: State
    title: str
    label: str
    recorded: str
    current: str
    proposed: str
    table: str = ""
    field: str = ""
    value: Any = None
    flags: tuple[tuple[str, bool], ...] = ()
    address: RowAddress | None = None
    name: str = ""
    decision: str = ""

    @property
    def can_be_accepted(self) -> bool:
        """Whether there is a row to change and a value to write."""
        return self.state in ("open", "changed") and (self.address is not None or self.table == "programs")


def collect_proposals(
    operations: Iterable[Operation], dataset: Dataset, language_code: str = "en"
) -> tuple[Proposal, ...]:
    """Return all corrections and remarks from returned partner sheets, in order of arrival.

    Parameters
    ----------
    operations : iterable of Operation
        Operations in effect, including the decisions on proposals.
    dataset : Dataset
        Dataset the operations produce; each reply is compared with it.
    language_code : str, default "en"
        Language of dates and numbers.

    Returns
    -------
    tuple of Proposal
    """
    from libcollab_metrics.model.operations import Import

    listed = list(operations)
    replies = [
        (
            f"{op.sha256[:12]} {reply.ref}",
            replace(reply, partner=apply_renames_to_name(reply.partner, "partners.name", listed)),
        )
        for op in listed
        if isinstance(op, Import)
        for sheet in op.reading.sheets
        for reply in sheet.replies
    ]
    if not replies:
        return ()
    decided, records = _decisions_by_proposal(listed), _Records(dataset, language(language_code))
    return tuple(_create_proposal(name, reply, records, decided) for name, reply in replies)


def filter_pending(candidates: Iterable[Proposal], partner: str = "") -> tuple[Proposal, ...]:
    """Return the proposals without a decision.

    Parameters
    ----------
    candidates : iterable of Proposal
        Proposals to filter.
    partner : str
        Name of a partner to filter by; empty for all partners.

    Returns
    -------
    tuple of Proposal
    """
    return tuple(
        proposal
        for proposal in candidates
        if not proposal.decision
        and (not partner or casefold_name(proposal.partner) == casefold_name(partner))
    )


def preview_proposals(imported: Import, dataset: Dataset, language_code: str = "en") -> tuple[Proposal, ...]:
    """Return the proposals in a file that has not been imported yet.

    Parameters
    ----------
    imported : Import
        File as read.
    dataset : Dataset
        Dataset to compare the replies with.
    language_code : str, default "en"
        Language of dates and numbers.

    Returns
    -------
    tuple of Proposal
    """
    return collect_proposals([imported], dataset, language_code)


def accept_proposal(proposal: Proposal) -> tuple[Edit, Answer]:
    """Create the operations that apply a proposal and store its acceptance.

    Parameters
    ----------
    proposal : Proposal
        Proposal to accept.

    Returns
    -------
    tuple of (Edit, Answer)
        One step: the correction and the decision.

    Raises
    ------
    LibCollabError
        If no value is proposed, or its row no longer exists.
    """
    from libcollab_metrics.model.operations import Edit

    if not proposal.can_be_accepted:
        raise LibCollabError(
            Message(
                "Nothing can be changed: {line} is no longer in your records, or no value is proposed. Mark "
                "the line as seen, and type the correction yourself if it is right.",
                line=proposal.title,
            )
        )
    values = {proposal.field: proposal.value, **dict(proposal.flags)}
    if proposal.address is None:
        edit = Edit(proposal.table, ({"name": proposal.name, **values},))
    else:
        edit = Edit(proposal.table, (), changed=((proposal.address, values),))
    return edit, decide_proposal(proposal, ACCEPTED)


def decide_proposal(proposal: Proposal, decision: str) -> Answer:
    """Create the operation that stores a decision on a proposal.

    Parameters
    ----------
    proposal : Proposal
        Proposal that was decided on.
    decision : str
        `ACCEPTED`, `DECLINED` or `SEEN`.

    Returns
    -------
    Answer
    """
    from libcollab_metrics.model.operations import Answer

    return Answer(DECISION_PREFIX + proposal.id, {"decision": decision})


def _decisions_by_proposal(operations: Iterable[Operation]) -> dict[str, str]:
    from libcollab_metrics.model.operations import Answer

    return {
        op.fingerprint.removeprefix(DECISION_PREFIX): str(op.answers.get("decision", ""))
        for op in operations
        if isinstance(op, Answer) and op.fingerprint.startswith(DECISION_PREFIX)
    }


class _Records:
    """The rows replies may refer to, by code; each table is indexed once."""

    def __init__(self, dataset: Dataset, words: Language) -> None:
        self.words = words
        self.names = program_names(dataset)
        self.currency = dataset.settings.currency
        self._rows = {table: rows_by_code(table, dataset.tables[table]) for table in TABLE_LETTERS.values()}

    def row(self, table: str, code: str) -> Mapping[str, Any] | None:
        return self._rows[table].get(code)


def _create_proposal(name: str, reply: Reply, records: _Records, decisions: Mapping[str, str]) -> Proposal:
    decision = decisions.get(name, "")
    if reply.ref.startswith("S"):
        item = ALIGNMENT_ITEMS[int(reply.ref[1:]) - 1]
        return Proposal(
            name,
            reply.partner,
            "question",
            Message(item),
            Message("Comment"),
            "",
            "",
            reply.typed,
            decision=decision,
        )
    table, code, field_name = split_ref(reply.ref)
    row = records.row(table, code)
    if row is None:
        line_label = Message("a line of {table}", table=Message(SCHEMA[table].label))
        label, recorded = Message("The line"), reply.recorded
        if field_name:
            field = SCHEMA[table].field(field_name)
            label = Message(field.label)
            recorded = format_value(field, parse_canonical(field, reply.recorded), records.words)
        return Proposal(
            name,
            reply.partner,
            "gone",
            line_label,
            label,
            recorded,
            "",
            reply.typed or reply.value,
            table,
            field_name,
            decision=decision,
        )
    title = line_title(table, row, records.names)
    if not field_name:
        return Proposal(
            name,
            reply.partner,
            "question",
            title,
            Message("The line as a whole"),
            "",
            "",
            reply.typed,
            table,
            decision=decision,
        )
    field = SCHEMA[table].field(field_name)
    return Proposal(
        name,
        reply.partner,
        _proposal_state(reply, row[field_name]),
        title,
        fact_label(field, row, records.currency),
        format_value(field, parse_canonical(field, reply.recorded), records.words),
        format_recorded(field, row, records.words),
        format_value(
            field, parse_canonical(field, reply.value), records.words, reply.estimate, reply.at_least
        )
        or reply.typed,
        table,
        field_name,
        parse_canonical(field, reply.value),
        _reply_flags(table, field_name, reply),
        None if table == "programs" else RowAddress.from_row(row),
        str(row.get("name", "")),
        decision,
    )


def _proposal_state(reply: Reply, recorded: Any) -> State:
    if not reply.value:
        return "question"
    if canonical_text(recorded) == reply.value:
        return "same"
    return "open" if canonical_text(recorded) == reply.recorded else "changed"


def _reply_flags(table: str, name: str, reply: Reply) -> tuple[tuple[str, bool], ...]:
    """Return the estimate and lower-bound flags that the field has.

    The edit itself clears other flags.
    """
    known = {field.name for field in SCHEMA[table].fields}
    flags = ((f"{name}_is_estimate", reply.estimate), (f"{name}_at_least", reply.at_least))
    return tuple(flag for flag in flags if flag[0] in known)


def parse_canonical(field: Field, text: str) -> Any:
    """Parse a canonical text into a date, number or choice; None for an empty text."""
    if not text:
        return None
    if field.kind == "date":
        return datetime.fromisoformat(text)
    return float(text) if field.kind in _NUMBER_KINDS else text
