"""Facts on a partner's sheet: which are listed, hidden or correctable; decisions on the partnership.

Each recorded fact has a code that is written on the partner's sheet and read back from its reply.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.localization import Language, language
from libcollab_metrics.messages import Message, join_messages
from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.names import casefold_name, clean_spaces
from libcollab_metrics.model.schema import DECISIONS, SCHEMA, STAGES, Field

if TYPE_CHECKING:
    from libcollab_metrics.model.dataset import Dataset
    from libcollab_metrics.model.operations import Edit

#: Tables on a partner's sheet, by the first letter of the codes of their lines.
TABLE_LETTERS: Mapping[str, str] = MappingProxyType({"P": "programs", "L": "ledger", "D": "deliveries"})
#: Fields a partner can correct; none of them is a name or free text.
CORRECTABLE_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "programs": ("start", "end"),
        "ledger": ("date", "kind", "quantity", "value", "status"),
        "deliveries": (*STAGES, "dispatched_on", "received_on"),
    }
)
#: Replacement for the names of other parties on a partner's sheet.
_OTHER_PARTY = "another party"
#: Fields listed only where a value is recorded.
_OPTIONAL_FACTS = ("quantity", *STAGES[:4], "dispatched_on")
#: Parties every partner may see by name; other parties are shown as "another party".
_OWN_PARTIES: Mapping[str, str] = MappingProxyType(
    {"project": Message("the project"), "library": Message("the library")}
)
_CODE_LENGTH = 8  # 40 bits: among a thousand lines the chance of a collision is one in two million


@dataclass(frozen=True)
class Fact:
    """One recorded cell.

    Attributes
    ----------
    ref : str
        Code of the fact ("LK7QM2XKA-value").
    label : str
        Label of the field, with its unit.
    recorded : str
        Recorded value as text; empty where nothing is recorded.
    """

    ref: str
    label: str
    recorded: str


@dataclass(frozen=True)
class Line:
    """One record about a partner: a program, a ledger line or a lot.

    Attributes
    ----------
    table : str
        Table of the record.
    ref : str
        Code of the line.
    title : str
        Title of the line.
    facts : tuple of Fact
        Facts the partner can correct.
    """

    table: str
    ref: str
    title: str
    facts: tuple[Fact, ...]


def list_partner_lines(dataset: Dataset, partner: str) -> tuple[Line, ...]:
    """List a partner's programs, its ledger lines, and the lots of those programs.

    SECURITY: the lines contain no head count, person, note, rating or name of another party. A lot that names
    another party is excluded; in other typed text the name is replaced by "another party".

    Parameters
    ----------
    dataset : Dataset
        Dataset to read.
    partner : str
        Name of the partner; case and spaces are ignored.

    Returns
    -------
    tuple of Line
        Programs first, then ledger lines, then lots.

    Raises
    ------
    LibCollabError
        If the partner does not exist; the message suggests the nearest name.
    """
    known = partner_names(dataset)
    if casefold_name(partner) not in {casefold_name(name) for name in known}:
        raise unknown_name_error("partner", partner, known)
    tables, currency = dataset.tables, dataset.settings.currency
    shared = _shared_program_ids(dataset, partner)
    veil = _party_redactor(dataset, partner)
    ledger, lots = tables["ledger"], tables["deliveries"]
    chosen = {
        "programs": tables["programs"]["program_id"].isin(shared),
        "ledger": _is_partner(ledger["from_party"], partner) | _is_partner(ledger["to_party"], partner),
        "deliveries": lots["program_id"].isin(shared) & ~_has_other_party(lots, veil),
    }
    names = {key: veil(name) for key, name in program_names(dataset).items()}
    return tuple(
        _create_line(table, code, _redact_row(row, veil), names, currency, partner)
        for table, rows in chosen.items()
        for code, row in rows_by_code(table, tables[table]).items()
        if rows.get(row["place"], False)
    )


def _party_redactor(dataset: Dataset, partner: str) -> Callable[[str], str]:
    """Return a function that replaces the names of other parties in a text by "another party".

    Whole words are replaced, in any case. The partner's own name stays, even if it contains another party's
    name, and so do the project and the library.
    """
    ledger = dataset.tables["ledger"]
    named = [*partner_names(dataset), *ledger["from_party"].dropna(), *ledger["to_party"].dropna()]
    known = {casefold_name(partner), *_OWN_PARTIES}
    spelled = sorted({clean_spaces(str(name)) for name in (partner, *named)}, key=len, reverse=True)
    names = re.compile(
        r"(?<!\w)(?:" + "|".join(map(re.escape, filter(None, spelled))) + r")(?!\w)", re.IGNORECASE
    )
    return lambda text: names.sub(
        lambda match: match[0] if casefold_name(match[0]) in known else _OTHER_PARTY, clean_spaces(text)
    )


def _has_other_party(lots: pd.DataFrame, redact: Callable[[str], str]) -> pd.Series:
    """Flag lots that name another party in their title or destination."""
    called = lots["lot"].astype("string").fillna("") + "\n" + lots["site"].astype("string").fillna("")
    return called.map(lambda text: redact(text) != clean_spaces(text)).astype(bool)


def _redact_row(row: Mapping[str, Any], redact: Callable[[str], str]) -> dict[str, Any]:
    """Return a row with other parties hidden in its typed text: program name and unit."""
    return {k: redact(v) if k in ("name", "unit") and isinstance(v, str) else v for k, v in row.items()}


def partner_names(dataset: Dataset) -> tuple[str, ...]:
    """Return the names of all partners, without duplicates.

    Parameters
    ----------
    dataset : Dataset
        Dataset to read.

    Returns
    -------
    tuple of str
        Names that are described, listed by a program, or rated in the perspectives, in their first spelling.
    """
    spelled: dict[str, str] = {}
    for table, column in (
        ("partners", "name"),
        ("program_partners", "partner"),
        ("perspectives", "partner_id"),
    ):
        for name in dataset.read_table(table)[column].dropna():
            spelled.setdefault(casefold_name(name), str(name))
    return tuple(spelled.values())


def partner_programs(dataset: Dataset, partner: str) -> tuple[str, ...]:
    """Return the printed names of a partner's programs.

    Parameters
    ----------
    dataset : Dataset
        Dataset to read.
    partner : str
        Name of the partner; case and spaces are ignored.

    Returns
    -------
    tuple of str
    """
    shared = _shared_program_ids(dataset, partner)
    return tuple(name for key, name in program_names(dataset).items() if key in shared)


def _shared_program_ids(dataset: Dataset, partner: str) -> set[str]:
    pairs = dataset.read_table("program_partners")
    return {str(key) for key in pairs.loc[_is_partner(pairs["partner"], partner), "program_id"]}


def program_names(dataset: Dataset) -> dict[str, str]:
    """Return program id → printed name."""
    programs = dataset.read_table("programs")
    return {str(key): str(name) for key, name in zip(programs["program_id"], programs["name"], strict=True)}


def rows_by_code(table: str, frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by code, each with its `place` (index) in the frame.

    The code of a program is derived from its name, that of other rows from their address.
    """
    letter = next(letter for letter, own in TABLE_LETTERS.items() if own == table)
    keys: list[tuple[str, ...]]
    if table == "programs":
        keys = [(str(key),) for key in frame["program_id"]]
    else:
        keys = list(zip(*(frame[name].astype(str) for name in ("import_id", "row", "part")), strict=True))
    rows = frame.assign(place=frame.index).to_dict("records")
    return {
        _line_code(letter, key): dict(map(_string_keyed, row.items()))
        for key, row in zip(keys, rows, strict=True)
    }


def _string_keyed(pair: tuple[Hashable, Any]) -> tuple[str, Any]:
    return str(pair[0]), pair[1]


def _line_code(letter: str, key: Sequence[str]) -> str:
    digest = hashlib.sha256("\n".join((letter, *key)).encode()).digest()
    return letter + base64.b32encode(digest).decode()[:_CODE_LENGTH]


def split_ref(ref: str) -> tuple[str, str, str]:
    """Split a fact's code into table, line code and field; the field is empty for a whole line.

    Raises
    ------
    ValueError
        If the code is not one this module writes.

    Examples
    --------
    >>> split_ref("LK7QM2XKA-value"), split_ref("PABCDEFGH")
    (('ledger', 'LK7QM2XKA', 'value'), ('programs', 'PABCDEFGH', ''))
    """
    code, _, field = ref.partition("-")
    table = TABLE_LETTERS.get(code[:1], "")
    letters = set(code[1:]) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")
    if (
        not table
        or len(code) != _CODE_LENGTH + 1
        or not letters
        or field not in ("", *CORRECTABLE_FIELDS[table])
    ):
        raise ValueError(ref)
    return table, code, field


def canonical_text(value: Any) -> str:
    """Return a value's canonical text for comparison: ISO dates, whole numbers without a point.

    Examples
    --------
    >>> canonical_text(15000.0), canonical_text(date(2026, 3, 7)), canonical_text(None)
    ('15000', '2026-03-07', '')
    """
    if value is None or pd.isna(value):
        return ""
    if isinstance(value, date):
        return value.isoformat()[:10]
    return f"{value:.15g}" if isinstance(value, float | int) else str(value)


def format_value(
    field: Field, value: Any, words: Language, is_estimate: bool = False, is_lower_bound: bool = False
) -> str:
    """Format a value for display: "7 March 2026", "about 15,000", "in kind"; "" where unknown."""
    if value is None or pd.isna(value):
        return ""
    if field.kind == "date":
        return words.day(value)
    if field.kind == "choice":
        return Message(str(value).replace("_", " "))
    decimals = max(0, -int(Decimal(f"{value:.15g}").normalize().as_tuple().exponent))
    text = words.money(value) if field.kind == "money" else words.number(value, decimals)
    if is_lower_bound:
        return Message("at least {value}", value=text)
    return Message("about {value}", value=text) if is_estimate else text


def format_recorded(field: Field, row: Mapping[str, Any], words: Language) -> str:
    """Format the value of a field in a row, with its estimate and lower-bound flags."""
    flags = (row.get(f"{field.name}_{end}") is True for end in ("is_estimate", "at_least"))
    return format_value(field, row[field.name], words, *flags)


def line_title(table: str, row: Mapping[str, Any], names: Mapping[str, str], viewer: str = "") -> str:
    """Return the title of a line; `viewer` is the partner for whom other parties are hidden."""
    if table == "programs":
        return str(row["name"])
    program = names.get(str(row["program_id"]), Message("no program"))
    if table == "deliveries":
        lot = str(row["lot"])
        if not pd.isna(row["site"]):
            lot = Message("{lot} to {site}", lot=lot, site=str(row["site"]))
        return join_messages(" · ", (lot, program))
    parties = [_party_name(row[name], viewer) for name in ("from_party", "to_party")]
    return join_messages(" · ", (join_messages(" → ", parties), program))


def _party_name(name: Any, viewer: str) -> str:
    if pd.isna(name):
        return Message("not recorded")
    if casefold_name(name) in _OWN_PARTIES:
        return _OWN_PARTIES[casefold_name(name)]
    return str(name) if not viewer or casefold_name(name) == casefold_name(viewer) else _OTHER_PARTY


def fact_label(field: Field, row: Mapping[str, Any], currency: str) -> str:
    """Return the label of a fact with its unit: "Quantity (books)", "Value (PHP)"."""
    unit = row.get("unit") if field.name == "quantity" or field.name in STAGES else None
    unit = currency if field.kind == "money" else unit
    label = Message(field.label)
    return Message("{label} ({unit})", label=label, unit=unit) if isinstance(unit, str) and unit else label


def _create_line(
    table: str, code: str, row: Mapping[str, Any], names: Mapping[str, str], currency: str, partner: str
) -> Line:
    facts = []
    for name in CORRECTABLE_FIELDS[table]:
        field = SCHEMA[table].field(name)
        recorded = format_recorded(field, row, language("en"))
        if recorded or name not in _OPTIONAL_FACTS:
            facts.append(Fact(f"{code}-{name}", fact_label(field, row, currency), recorded))
    return Line(table, code, line_title(table, row, names, partner), tuple(facts))


def _is_partner(column: pd.Series, partner: str) -> pd.Series:
    return (
        column.astype("string")
        .map(casefold_name, na_action="ignore")
        .eq(casefold_name(partner))
        .fillna(False)
        .astype(bool)
    )


# Decisions on continuing a partnership: entered by people with a reason and a day, never computed.


@dataclass(frozen=True)
class Decision:
    """Decision about a partnership.

    Attributes
    ----------
    decision : str
        One of `DECISIONS`.
    day : date or None
        Day of the decision.
    reason : str
        Reason; empty if none is stored.
    program : str
        Printed name of the program; empty for the partnership as a whole.
    address : RowAddress or None
        Row that stores the decision.
    """

    decision: str
    day: date | None
    reason: str = ""
    program: str = ""
    address: RowAddress | None = None


def list_decisions(dataset: Dataset, partner: str) -> tuple[Decision, ...]:
    """Return all decisions about a partner, the latest first.

    Parameters
    ----------
    dataset : Dataset
        Dataset to read.
    partner : str
        Name of the partner; case and spaces are ignored.

    Returns
    -------
    tuple of Decision
        Sorted by day, latest first; on the same day, the one stored last first.
    """
    names = program_names(dataset)
    rows = [
        row
        for row in dataset.read_table("decisions").to_dict("records")
        if casefold_name(str(row["partner_id"])) == casefold_name(partner)
    ]
    decisions = [
        Decision(
            str(row["decision"]),
            None if pd.isna(row["date"]) else row["date"].date(),
            "" if pd.isna(row["reason"]) else str(row["reason"]),
            names.get(str(row["program_id"]), ""),
            RowAddress.from_row({str(name): value for name, value in row.items()}),
        )
        for row in reversed(rows)
    ]
    return tuple(sorted(decisions, key=lambda decision: decision.day or date.min, reverse=True))


def record_decision(partner: str, decision: str, reason: str, day: date, program: str = "") -> Edit:
    """Create the operation that stores a decision about a partner.

    Parameters
    ----------
    partner : str
        Name of the partner.
    decision : {"continue", "renegotiate", "stop"}
        The decision.
    reason : str
        Reason; may be empty.
    day : date
        Day of the decision.
    program : str
        Name of a program; empty for the partnership as a whole.

    Returns
    -------
    Edit

    Raises
    ------
    LibCollabError
        If the decision does not exist; the message lists the three.
    """
    from libcollab_metrics.model.operations import Edit

    if decision not in DECISIONS:
        raise unknown_name_error("decision", decision, DECISIONS)
    row = {"partner_id": partner, "decision": decision, "reason": reason.strip() or None, "date": day}
    return Edit("decisions", ({**row, **({"program_id": program} if program else {})},))


def withdraw_decision(decision: Decision) -> Edit:
    """Create the operation that removes a decision.

    Parameters
    ----------
    decision : Decision
        Decision to remove.

    Returns
    -------
    Edit
        Removes nothing if the decision has no address.
    """
    from libcollab_metrics.model.operations import Edit

    return Edit("decisions", (), removed=(decision.address,) if decision.address else ())
