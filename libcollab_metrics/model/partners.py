"""What is recorded about one partner's side, line by line; each fact has a code that a sheet carries out and back."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from libcollab_metrics.errors import LibCollabError, did_you_mean
from libcollab_metrics.localization import language
from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.names import fold, name_after_joins, tidy
from libcollab_metrics.model.readings import Reply
from libcollab_metrics.model.schema import ALIGNMENT_ITEMS, DECISIONS, SCHEMA, STAGES, Field

if TYPE_CHECKING:
    from libcollab_metrics.model.dataset import Dataset
    from libcollab_metrics.model.operations import Answer, Edit, Import, Operation

#: The tables a partner is asked about, by the letter that begins the codes of their lines.
LETTERS: Mapping[str, str] = MappingProxyType({"P": "programs", "L": "ledger", "D": "deliveries"})
#: The facts a partner can correct; none of them is a name or free text.
CHECKED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "programs": ("start", "end"),
        "ledger": ("date", "kind", "quantity", "value", "status"),
        "deliveries": (*STAGES, "dispatched_on", "received_on"),
    }
)
#: What stands for any other in what a partner reads.
_ANOTHER = "another party"
#: Facts that are asked for only where something is recorded.
_ONLY_IF_RECORDED = ("quantity", *STAGES[:4], "dispatched_on")
#: Parties every partner may see named; any other than the partner itself is "another party".
_OURS: Mapping[str, str] = MappingProxyType({"project": "the project", "library": "the library"})
_LETTERS_OF_CODE = 8  # 40 bits: of a thousand lines two are alike with a chance of one in two million


@dataclass(frozen=True)
class Fact:
    """One recorded cell: its code ("LK7QM2XKA-value"), what it is, and what is recorded in words ("" for nothing)."""

    ref: str
    label: str
    recorded: str


@dataclass(frozen=True)
class Line:
    """One thing recorded about a partner: the table it stands in, its code, its title, and its facts."""

    table: str
    ref: str
    title: str
    facts: tuple[Fact, ...]


def lines_about(dataset: Dataset, partner: str) -> tuple[Line, ...]:
    """Return what is recorded about a partner: programs together, ledger lines from or to it, lots of those programs.

    No head count, person, note, rating or other party's name is in it: a lot that names another party is that party's
    and left out, and in any other text as typed "another party" takes the name's place.

    Raises
    ------
    LibCollabError : there is no such partner; the text names the nearest.
    """
    known = partner_names(dataset)
    if fold(partner) not in {fold(name) for name in known}:
        raise did_you_mean("partner", partner, known)
    tables, currency = dataset.tables, dataset.settings.currency
    shared = _shared(dataset, partner)
    veil = _veil(dataset, partner)
    ledger, lots = tables["ledger"], tables["deliveries"]
    chosen = {
        "programs": tables["programs"]["program_id"].isin(shared),
        "ledger": _is(ledger["from_party"], partner) | _is(ledger["to_party"], partner),
        "deliveries": lots["program_id"].isin(shared) & ~_names_another(lots, veil),
    }
    names = {key: veil(name) for key, name in program_names(dataset).items()}
    return tuple(
        _line(table, code, _veiled(row, veil), names, currency, partner)
        for table, rows in chosen.items()
        for code, row in coded_rows(table, tables[table]).items()
        if rows.get(row["place"], False)
    )


def _veil(dataset: Dataset, partner: str) -> Callable[[str], str]:
    """Return what puts "another party" for every other party's name in a text, whole words in any case.

    The partner's own name stays, whatever shorter name is within it, and so do those everybody knows.
    """
    ledger = dataset.tables["ledger"]
    named = [*partner_names(dataset), *ledger["from_party"].dropna(), *ledger["to_party"].dropna()]
    known = {fold(partner), *_OURS}
    spelled = sorted({tidy(str(name)) for name in (partner, *named)}, key=len, reverse=True)
    names = re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, filter(None, spelled))) + r")(?!\w)", re.IGNORECASE)
    return lambda text: names.sub(lambda found: found[0] if fold(found[0]) in known else _ANOTHER, tidy(text))


def _names_another(lots: pd.DataFrame, veil: Callable[[str], str]) -> pd.Series:
    """Which lots name another party, in what they are called or where they go."""
    called = lots["lot"].astype("string").fillna("") + "\n" + lots["site"].astype("string").fillna("")
    return called.map(lambda text: veil(text) != tidy(text)).astype(bool)


def _veiled(row: Mapping[str, Any], veil: Callable[[str], str]) -> dict[str, Any]:
    """A row with the texts that stand on a partner's sheet as typed: the name of a program, the unit of a quantity."""
    return {k: veil(v) if k in ("name", "unit") and isinstance(v, str) else v for k, v in row.items()}


def partner_names(dataset: Dataset) -> tuple[str, ...]:
    """Return every partner that is described, named by a program, or was asked how it sees the partnership, once."""
    spelled: dict[str, str] = {}
    for table, column in (("partners", "name"), ("program_partners", "partner"), ("perspectives", "partner_id")):
        for name in dataset.tables[table][column].dropna():
            spelled.setdefault(fold(name), str(name))
    return tuple(spelled.values())


def programs_with(dataset: Dataset, partner: str) -> tuple[str, ...]:
    """Return the printed names of the programs that name a partner."""
    shared = _shared(dataset, partner)
    return tuple(name for key, name in program_names(dataset).items() if key in shared)


def _shared(dataset: Dataset, partner: str) -> set[str]:
    pairs = dataset.tables["program_partners"]
    return {str(key) for key in pairs.loc[_is(pairs["partner"], partner), "program_id"]}


def program_names(dataset: Dataset) -> dict[str, str]:
    """Return program id → its printed name."""
    programs = dataset.tables["programs"]
    return {str(key): str(name) for key, name in zip(programs["program_id"], programs["name"], strict=True)}


def coded_rows(table: str, frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by their codes, as mappings with their `place` in the frame.

    A program is known by its name, another row by its address.
    """
    letter = next(letter for letter, own in LETTERS.items() if own == table)
    keys: list[tuple[str, ...]]
    if table == "programs":
        keys = [(str(key),) for key in frame["program_id"]]
    else:
        keys = list(zip(*(frame[name].astype(str) for name in ("import_id", "row", "part")), strict=True))
    rows = frame.assign(place=frame.index).to_dict("records")
    return {_code(letter, key): dict(map(_named, row.items())) for key, row in zip(keys, rows, strict=True)}


def _named(pair: tuple[Hashable, Any]) -> tuple[str, Any]:
    return str(pair[0]), pair[1]


def _code(letter: str, key: Sequence[str]) -> str:
    digest = hashlib.sha256("\n".join((letter, *key)).encode()).digest()
    return letter + base64.b32encode(digest).decode()[:_LETTERS_OF_CODE]


def split_ref(ref: str) -> tuple[str, str, str]:
    """Return (table, code of the line, field) of a code; the field is empty for the line as a whole.

    Raises
    ------
    ValueError : it is none of ours.

    Examples
    --------
    >>> split_ref("LK7QM2XKA-value"), split_ref("PABCDEFGH")
    (('ledger', 'LK7QM2XKA', 'value'), ('programs', 'PABCDEFGH', ''))
    """
    code, _, field = ref.partition("-")
    table = LETTERS.get(code[:1], "")
    letters = set(code[1:]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    if not table or len(code) != _LETTERS_OF_CODE + 1 or not letters or field not in ("", *CHECKED[table]):
        raise ValueError(ref)
    return table, code, field


def plainest(value: Any) -> str:
    """Return a value as one text by which two of them are compared: days as ISO, whole numbers without a point.

    Examples
    --------
    >>> plainest(15000.0), plainest(date(2026, 3, 7)), plainest(None)
    ('15000', '2026-03-07', '')
    """
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return f"{value:.15g}" if isinstance(value, float | int) else str(value)


def in_words(field: Field, value: Any, estimate: bool = False, at_least: bool = False) -> str:
    """Return a value as a person reads it: "7 March 2026", "about 15,000", "in kind"; "" where nothing is recorded."""
    if value is None or pd.isna(value):
        return ""
    english = language("en")
    if field.kind == "date":
        return english.day(value)
    if field.kind == "choice":
        return str(value).replace("_", " ")
    text = english.money(value) if field.kind == "money" else f"{value:,.15g}"
    return f"at least {text}" if at_least else f"about {text}" if estimate else text


def recorded_in_words(field: Field, row: Mapping[str, Any]) -> str:
    """Return what a row says in a field, with its flags, in words."""
    flags = (row.get(f"{field.name}_{end}") is True for end in ("is_estimate", "at_least"))
    return in_words(field, row[field.name], *flags)


def title_of(table: str, row: Mapping[str, Any], names: Mapping[str, str], seen_by: str = "") -> str:
    """Return what a line is called; for the eyes of a partner, parties other than itself and us have no name."""
    if table == "programs":
        return str(row["name"])
    program = names.get(str(row["program_id"]), "no program")
    if table == "deliveries":
        site = "" if pd.isna(row["site"]) else f" to {row['site']}"
        return f"{row['lot']}{site} · {program}"
    giver, taker = (_party(row[name], seen_by) for name in ("from_party", "to_party"))
    return f"{giver} → {taker} · {program}"


def _party(name: Any, seen_by: str) -> str:
    if pd.isna(name):
        return "not recorded"
    if fold(name) in _OURS:
        return _OURS[fold(name)]
    return str(name) if not seen_by or fold(name) == fold(seen_by) else _ANOTHER


def label_of(field: Field, row: Mapping[str, Any], currency: str) -> str:
    """Return what a fact is called, with its unit: "Quantity (books)", "Value (PHP)"."""
    unit = row.get("unit") if field.name == "quantity" or field.name in STAGES else None
    unit = currency if field.kind == "money" else unit
    return f"{field.label} ({unit})" if isinstance(unit, str) and unit else field.label


def _line(table: str, code: str, row: Mapping[str, Any], names: Mapping[str, str], currency: str, partner: str) -> Line:
    facts = []
    for name in CHECKED[table]:
        field = SCHEMA[table].field(name)
        recorded = recorded_in_words(field, row)
        if recorded or name not in _ONLY_IF_RECORDED:
            facts.append(Fact(f"{code}-{name}", label_of(field, row, currency), recorded))
    return Line(table, code, title_of(table, row, names, partner), tuple(facts))


def _is(column: pd.Series, partner: str) -> pd.Series:
    return column.astype("string").map(fold, na_action="ignore").eq(fold(partner)).fillna(False).astype(bool)


# What partners propose to correct, seen beside what is recorded now; nothing is changed before somebody accepts it.

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
    from libcollab_metrics.model.operations import Import

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
    from libcollab_metrics.model.operations import Edit

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
    from libcollab_metrics.model.operations import Answer

    return Answer(DECIDED + proposal.id, {"decision": decision})


def _decisions(operations: Iterable[Operation]) -> dict[str, str]:
    from libcollab_metrics.model.operations import Answer

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


# Whether a partnership goes on: a decision of people, kept with its reason and its day, never worked out.


@dataclass(frozen=True)
class Decision:
    """One decision about a partner; `program` is empty when it is about all of them, `reason` when none was kept."""

    decision: str
    day: date | None
    reason: str = ""
    program: str = ""
    address: RowAddress | None = None


def decisions_about(dataset: Dataset, partner: str) -> tuple[Decision, ...]:
    """Return every decision about a partner, the latest day first; on one day the one kept last first."""
    names = program_names(dataset)
    rows = [
        row for row in dataset.tables["decisions"].to_dict("records") if fold(str(row["partner_id"])) == fold(partner)
    ]
    found = [
        Decision(
            str(row["decision"]),
            None if pd.isna(row["date"]) else row["date"].date(),
            "" if pd.isna(row["reason"]) else str(row["reason"]),
            names.get(str(row["program_id"]), ""),
            RowAddress.of({str(name): value for name, value in row.items()}),
        )
        for row in reversed(rows)
    ]
    return tuple(sorted(found, key=lambda one: one.day or date.min, reverse=True))


def keep_decision(partner: str, decision: str, reason: str, day: date, program: str = "") -> Edit:
    """Return the operation that keeps a decision: "continue", "renegotiate" or "stop", of one program or of all.

    Raises
    ------
    LibCollabError : there is no such decision; the text names the three.
    """
    from libcollab_metrics.model.operations import Edit

    if decision not in DECISIONS:
        raise did_you_mean("decision", decision, DECISIONS)
    row = {"partner_id": partner, "decision": decision, "reason": reason.strip() or None, "date": day}
    return Edit("decisions", ({**row, **({"program_id": program} if program else {})},))


def take_back(decision: Decision) -> Edit:
    """Return the operation that takes a decision out again."""
    from libcollab_metrics.model.operations import Edit

    return Edit("decisions", (), removed=(decision.address,) if decision.address else ())
