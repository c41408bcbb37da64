"""What partners propose to correct, seen beside what is recorded now; nothing is changed before somebody accepts it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.joining import name_after_joins
from libcollab_metrics.model.names import fold
from libcollab_metrics.model.partner_lines import (
    LETTERS,
    coded_rows,
    in_words,
    label_of,
    plainest,
    program_names,
    recorded_in_words,
    split_ref,
    title_of,
)
from libcollab_metrics.model.reading import Reply
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, SCHEMA, Field

if TYPE_CHECKING:
    from libcollab_metrics.model.dataset import Dataset
    from libcollab_metrics.model.workspace import Answer, Edit, Import, Operation

#: How a proposal stands: as recorded when the sheet was made, changed since, gone, the same by now, or no correction.
State = Literal["open", "changed", "gone", "same", "question"]
ACCEPTED, TURNED_DOWN, SEEN = "accepted", "turned down", "seen"
#: The answers that decide proposals are kept under this, and the proposal's id.
DECIDED = "proposal "
_NUMBERS = ("count", "number", "money")


@dataclass(frozen=True)
class Proposal:
    """One thing a partner wrote on its sheet: a correction of one cell, or a question or remark without one.

    `address` is the row as it stands now; None when it is gone, or is a program known by its name alone. `recorded`
    is what the sheet said, `now` what is recorded today, `proposed` what it should be, all three in words; `value` is
    what accepting writes into `field`. `decision` is empty while nobody has decided.
    """

    id: str
    partner: str
    state: State
    title: str
    label: str
    recorded: str
    now: str
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
        """True where there is a row to change and a value to write."""
        return self.state in ("open", "changed") and (self.address is not None or self.table == "programs")


def proposals(operations: Iterable[Operation], dataset: Dataset) -> tuple[Proposal, ...]:
    """Return everything partners proposed or asked on the sheets they sent back, in the order it came.

    Parameters
    ----------
    operations : those that hold; what was decided stands among them.
    dataset : their fold, with which each reply is compared.
    """
    from libcollab_metrics.model.workspace import Import

    listed = list(operations)
    replies = [
        (
            f"{op.sha256[:12]} {reply.ref}",
            replace(reply, partner=name_after_joins(reply.partner, "partners.name", listed)),
        )
        for op in listed
        if isinstance(op, Import)
        for sheet in op.reading.sheets
        for reply in sheet.replies
    ]
    if not replies:
        return ()
    decided, records = _decisions(listed), _Records(dataset)
    return tuple(_proposal(name, reply, records, decided) for name, reply in replies)


def waiting(found: Iterable[Proposal], partner: str = "") -> tuple[Proposal, ...]:
    """Return the proposals nobody has decided, of one partner or of all."""
    return tuple(one for one in found if not one.decision and (not partner or fold(one.partner) == fold(partner)))


def preview_of(found: Import, dataset: Dataset) -> tuple[Proposal, ...]:
    """Return what the sheets of a file not yet in use propose."""
    return proposals([found], dataset)


def accept(proposal: Proposal) -> tuple[Edit, Answer]:
    """Return the step that writes what is proposed and remembers that it was accepted.

    Raises
    ------
    LibCollabError : there is nothing to write, or no row to write it into.
    """
    from libcollab_metrics.model.workspace import Edit

    if not proposal.can_be_accepted:
        raise LibCollabError(
            f"Nothing can be changed: {proposal.title} is no longer in your records, or no value is proposed. "
            "Mark the line as seen, and type the correction yourself if it is right."
        )
    values = {proposal.field: proposal.value, **dict(proposal.flags)}
    if proposal.address is None:
        edit = Edit(proposal.table, ({"name": proposal.name, **values},))
    else:
        edit = Edit(proposal.table, (), changed=((proposal.address, values),))
    return edit, decide(proposal, ACCEPTED)


def decide(proposal: Proposal, decision: str) -> Answer:
    """Return the operation that remembers a decision: ACCEPTED, TURNED_DOWN or SEEN."""
    from libcollab_metrics.model.workspace import Answer

    return Answer(DECIDED + proposal.id, {"decision": decision})


def _decisions(operations: Iterable[Operation]) -> dict[str, str]:
    from libcollab_metrics.model.workspace import Answer

    return {
        op.fingerprint.removeprefix(DECIDED): str(op.answers.get("decision", ""))
        for op in operations
        if isinstance(op, Answer) and op.fingerprint.startswith(DECIDED)
    }


class _Records:
    """The rows a reply may speak of, by their codes; each table is looked at once."""

    def __init__(self, dataset: Dataset) -> None:
        self.names = program_names(dataset)
        self.currency = dataset.settings.currency
        self._rows = {table: coded_rows(table, dataset.tables[table]) for table in LETTERS.values()}

    def row(self, table: str, code: str) -> Mapping[str, Any] | None:
        return self._rows[table].get(code)


def _proposal(name: str, reply: Reply, records: _Records, decided: Mapping[str, str]) -> Proposal:
    decision = decided.get(name, "")
    if reply.ref.startswith("S"):
        item = ALIGNMENT_ITEMS[int(reply.ref[1:]) - 1]
        return Proposal(name, reply.partner, "question", item, "Comment", "", "", reply.typed, decision=decision)
    table, code, field_name = split_ref(reply.ref)
    row = records.row(table, code)
    if row is None:
        gone = f"a line of {SCHEMA[table].label}"
        label = SCHEMA[table].field(field_name).label if field_name else "The line"
        return Proposal(name, reply.partner, "gone", gone, label, reply.recorded, "", reply.typed or reply.value,
                        table, field_name, decision=decision)  # fmt: skip
    title = title_of(table, row, records.names)
    if not field_name:
        return Proposal(
            name, reply.partner, "question", title, "The line as a whole", "", "", reply.typed, table, decision=decision
        )
    field = SCHEMA[table].field(field_name)
    return Proposal(
        name, reply.partner, _state(reply, row[field_name]), title, label_of(field, row, records.currency),
        in_words(field, value_of(field, reply.recorded)), recorded_in_words(field, row),
        in_words(field, value_of(field, reply.value), reply.estimate, reply.at_least) or reply.typed,
        table, field_name, value_of(field, reply.value), _flags(table, field_name, reply),
        None if table == "programs" else RowAddress.of(row), str(row.get("name", "")), decision,
    )  # fmt: skip


def _state(reply: Reply, now: Any) -> State:
    if not reply.value:
        return "question"
    if plainest(now) == reply.value:
        return "same"
    return "open" if plainest(now) == reply.recorded else "changed"


def _flags(table: str, name: str, reply: Reply) -> tuple[tuple[str, bool], ...]:
    """The flags of a field that is written as an estimate or lower bound; the others are cleared by the edit itself."""
    known = {field.name for field in SCHEMA[table].fields}
    flags = ((f"{name}_is_estimate", reply.estimate), (f"{name}_at_least", reply.at_least))
    return tuple(flag for flag in flags if flag[0] in known)


def value_of(field: Field, text: str) -> Any:
    """Return a value from its plainest text: a day, a number or a choice; None for an empty text."""
    if not text:
        return None
    if field.kind == "date":
        return datetime.fromisoformat(text)
    return float(text) if field.kind in _NUMBERS else text
