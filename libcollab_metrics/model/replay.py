"""Replay operations into a dataset: order of steps, edited rows, one currency, spellings, partners."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache, cached_property
from itertools import groupby
from operator import itemgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from libcollab_metrics.errors import unknown_name_error
from libcollab_metrics.messages import Message, join_messages, join_with_and
from libcollab_metrics.model.addresses import TYPED, Columns, RowAddress, cell_reference
from libcollab_metrics.model.checks import check_tables
from libcollab_metrics.model.currencies import choose_currency, is_same_currency
from libcollab_metrics.model.dataset import (
    PROVENANCE,
    Dataset,
    Frames,
    cell_value,
    conform_frame,
    frame_from_rows,
    to_categorical,
)
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.name_matching import report_unknown_names
from libcollab_metrics.model.names import (
    NAME_FIELDS,
    SHARED_NAME_COLUMNS,
    active_renames,
    apply_renames,
    apply_renames_to_name,
    casefold_name,
    choose_spellings,
    clean_spaces,
    deduplicate_by_name,
)
from libcollab_metrics.model.payees import label_payees, payee_labels
from libcollab_metrics.model.registers import drop_repeated_visits
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.scope import period_labels
from libcollab_metrics.model.sessions import (
    ALL_SHEETS,
    attach_enrolments,
    match_sessions,
    pop_enrolment_lists,
    report_duplicates,
)
from libcollab_metrics.model.settings import Settings, apply_stored_settings, parse_settings_sheet
from libcollab_metrics.model.stacked_rows import stack_imports
from libcollab_metrics.model.summaries import report_summaries

if TYPE_CHECKING:
    from libcollab_metrics.model.operations import Edit, Import, Operation


# Rows typed, changed and removed in the dashboard, applied in order; overridden cells of a sheet are
# reported.

Flags = np.ndarray[tuple[int], np.dtype[np.bool_]]


def stack_rows(
    table: str, imports: Sequence[Import], edits: Sequence[Edit], columns: Columns
) -> tuple[pd.DataFrame, list[Issue]]:
    """Stack all rows of a table, imports first, and apply its edits.

    Each row gets its provenance; cells of a sheet that an edit overrides are reported.

    Parameters
    ----------
    table : str
        Name of the table.
    imports, edits : sequence
        Operations in order; the edits are those of this table.
    columns : Columns
        Column of each field on each sheet, so that an issue can name the cell.

    Returns
    -------
    tuple of (DataFrame, list of Issue)
    """
    if not edits and not any(len(op.tables[table]) for op in imports if table in op.tables):
        return _stack_no_rows(table).copy(), []
    read = stack_imports(table, imports)
    typed = _number_rows(row for edit in edits for row in edit.rows)
    if read is None:
        frame = frame_from_rows(table, typed)
    elif typed:
        frame = pd.concat([read, frame_from_rows(table, typed)], ignore_index=True)
    else:
        frame = read
    frame["part"] = _row_parts(frame)
    return (
        _TableEditor(table, frame, len(frame) - len(typed)).apply_edits(edits, columns)
        if edits
        else (frame, [])
    )


@cache
def _stack_no_rows(table: str) -> pd.DataFrame:
    """Return a table without rows, typed once: most tables are empty."""
    frame = frame_from_rows(table, ())
    frame["part"] = _row_parts(frame)
    return frame


def _number_rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [
        dict(row) | {"import_id": TYPED, "sheet": "", "row": number} for number, row in enumerate(rows, 1)
    ]


def _row_parts(frame: pd.DataFrame) -> pd.Series:
    """Return each row's index among the file's rows with its Excel row; NA without Excel row."""
    number = frame["row"].to_numpy("int64", na_value=0)
    address = pd.Series(pd.factorize(frame["import_id"])[0] * 2**32 + number)
    repeats = address.groupby(address).cumcount() if address.duplicated().any() else address * 0
    return repeats.astype("Int64").where(frame["row"].notna())


class _TableEditor:
    """State of one table while its edits are applied in order."""

    def __init__(self, table: str, frame: pd.DataFrame, imported_count: int) -> None:
        self.table, self.frame, self.imported_count = table, frame, imported_count
        self.original = frame.iloc[:imported_count].copy()
        self.present: Flags = np.arange(len(frame)) < imported_count
        self.overridden: dict[str, dict[int, None]] = {}

    def apply_edits(self, edits: Sequence[Edit], columns: Columns) -> tuple[pd.DataFrame, list[Issue]]:
        next_typed = self.imported_count
        for edit in edits:
            for row in edit.rows:
                self._add_row(next_typed, row)
                next_typed += 1
            for values, changes in groupby(edit.changed, key=itemgetter(1)):
                self._set_values([row for where, _ in changes for row in self._find_rows(where)], values)
            for where in edit.removed:
                self.present[self._find_rows(where)] = False
        return self.frame[self.present].reset_index(drop=True), [
            *self._report_overridden(columns),
            *self._report_removed(),
        ]

    def _add_row(self, row_index: int, row: Mapping[str, Any]) -> None:
        """Add a typed row, or update the existing rows of its name; exclude a row without any value.

        A row has no values where none of them may be stored, as in a redacted note.
        """
        namesakes = self._rows_of_same_name(row_index)
        facts = {name: value for name, value in row.items() if name != NAME_FIELDS.get(self.table)}
        self._set_values(namesakes, facts)
        self.present[row_index] = not namesakes and any(value is not None for value in row.values())

    def _rows_of_same_name(self, row_index: int) -> list[int]:
        """Return the rows with the same name as this one, in tables with one row per name."""
        name = (
            cell_value(self.frame, row_index, NAME_FIELDS[self.table]) if self.table in NAME_FIELDS else None
        )
        if name is None:
            return []
        same = self.frame[NAME_FIELDS[self.table]].map(casefold_name, na_action="ignore") == casefold_name(
            name
        )
        return np.flatnonzero(same.fillna(False).to_numpy(bool) & self.present).tolist()

    def _find_rows(self, row_address: RowAddress) -> list[int]:
        """Return the row at an address and those of the same name; empty if it no longer exists."""
        row_index = self._row_by_address.get(row_address)
        if row_index is None or not self.present[row_index]:
            return []
        return self._rows_of_same_name(row_index) or [row_index]

    @cached_property
    def _row_by_address(self) -> dict[RowAddress, int]:
        """Index of each row that has an address; edits never change the addresses."""
        columns = [
            self.frame[name].astype(object).where(self.frame[name].notna(), None) for name in PROVENANCE
        ]
        rows = (dict(zip(PROVENANCE, cells, strict=True)) for cells in zip(*columns, strict=True))
        return {
            address: index
            for index, row in enumerate(rows)
            if (address := RowAddress.from_row(row)) is not None
        }

    def _set_values(self, rows: Sequence[int], values: Mapping[str, Any]) -> None:
        if not rows:
            return
        all_values = {**self._implied_values(values), **values}
        known: Any = frame_from_rows(self.table, [all_values])
        for name in all_values:
            self.frame.loc[list(rows), name] = known.at[0, name]
            read = [row for row in rows if row < self.imported_count]
            self.overridden.setdefault(name, {}).update(dict.fromkeys(read))

    def _implied_values(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the fields a typed value resets unless the change sets them.

        The value is then exact, its date precise to the day, and its amount in the one currency.
        """
        fields = {field.name: field for field in SCHEMA[self.table].fields}
        for name in values:
            if name not in fields:
                raise unknown_name_error("field", name, fields)
        flags = {f"{name}_{end}" for name in values for end in ("is_estimate", "at_least")}
        more: dict[str, Any] = {"currency": None} if "value" in values else {}
        more |= {"date_precision": "day", "session_no": None} if values.get("date") is not None else {}
        return {name: False for name in flags if name in fields} | {
            n: v for n, v in more.items() if n in fields
        }

    def _report_overridden(self, columns: Columns) -> list[Issue]:
        """Create one issue per sheet and field for cells whose value differs from what was read."""
        issues = []
        for name, places in self.overridden.items():
            field = SCHEMA[self.table].field(name)
            cells_by_sheet: dict[str, list[tuple[str, str, str]]] = {}
            for row_index in places:
                read, typed = (
                    cell_value(self.original, row_index, name),
                    cell_value(self.frame, row_index, name),
                )
                if not field.is_derived and read != typed and self.present[row_index]:
                    texts = _format_value(read, field.kind), _format_value(typed, field.kind)
                    cells_by_sheet.setdefault(self._sheet_name(row_index), []).append(
                        (self._cell_reference(row_index, name, columns), *texts)
                    )
            issues += [_override_issue(sheet, field.label, cells) for sheet, cells in cells_by_sheet.items()]
        return issues

    def _report_removed(self) -> list[Issue]:
        removed: dict[str, list[str]] = {}
        for row_index in np.flatnonzero(~self.present[: self.imported_count]).tolist():
            removed.setdefault(self._sheet_name(row_index), []).append(
                self._cell_reference(row_index, "", {})
            )
        label = SCHEMA[self.table].label
        return [
            Issue(
                "removed-by-hand",
                sheet,
                cells[0],
                tuple(filter(None, cells)),
                Message(label),
                message=Message("taken out of {table} by hand.", table=Message(label)),
                count=len(cells),
            )
            for sheet, cells in removed.items()
        ]

    def _sheet_name(self, row_index: int) -> str:
        return cell_value(self.original, row_index, "sheet") or ""

    def _cell_reference(self, row_index: int, name: str, columns: Columns) -> str:
        row = cell_value(self.original, row_index, "row")
        key = (
            cell_value(self.original, row_index, "import_id") or "",
            self._sheet_name(row_index),
            f"{self.table}.{name}",
        )
        return "" if row is None else cell_reference(int(row), columns.get(key, 1))


#: What was in a blank cell.
NOTHING = Message("nothing")


def _format_value(value: Any, kind: str) -> str:
    """Format a value for an issue; free text may name a person, so it is not repeated."""
    if value is None:
        return NOTHING
    if kind == "text":
        return Message("other words")
    if isinstance(value, pd.Timestamp):
        return f'"{value.date().isoformat()}"'
    return f'"{value:g}"' if isinstance(value, float) else f'"{value}"'


def _override_issue(sheet: str, label: str, cells: Sequence[tuple[str, str, str]]) -> Issue:
    messages = tuple(
        Message("{read} was read, {typed} was typed instead.", read=read, typed=typed)
        for _, read, typed in cells
    )
    places = tuple(address for address, _, _ in cells if address)
    value = cells[0][1].strip('"')
    return Issue(
        "typed-over",
        sheet,
        cells[0][0],
        places,
        label,
        "" if value == NOTHING else value,
        messages[0],
        len(cells),
        messages if len(set(messages)) > 1 else (),
    )


# Single currency: amounts in another currency are excluded from every sum and reported.

#: Ledger fields that are amounts of money.
AMOUNT_FIELDS = ("value", "unit_value")


def enforce_single_currency(
    frames: dict[str, pd.DataFrame], settings: Settings, columns: Columns
) -> list[Issue]:
    """Set amounts in other currencies to NA, and report the sheets that have any.

    The currency is that of the settings, else the one most amounts are written in. An amount without a
    currency is assumed to be in it, as is one with a sign that it shares; nothing is converted.
    """
    ledger = frames["ledger"]
    priced = ledger[list(AMOUNT_FIELDS)].notna().any(axis=1)
    written = ledger["currency"].where(priced)
    named = written.value_counts()
    main_currency = settings.currency.upper() or choose_currency(list(map(str, named.index)))
    foreign = {sign for sign in named.index if not is_same_currency(str(sign), main_currency)}
    is_foreign = written.isin(foreign)
    if not main_currency or not is_foreign.any():
        return []
    for name in AMOUNT_FIELDS:
        ledger[name] = ledger[name].mask(is_foreign)
    return [
        _currency_issue(str(sheet), rows, main_currency, columns)
        for sheet, rows in ledger[is_foreign].groupby(ledger["sheet"].fillna(""), sort=False)
    ]


def _currency_issue(sheet: str, rows: pd.DataFrame, currency: str, columns: Columns) -> Issue:
    cells = tuple(
        cell_reference(int(row), columns.get((str(source), sheet, "ledger.value"), 1))
        for source, row in zip(rows["import_id"], rows["row"], strict=True)
        if not pd.isna(row) and source != TYPED
    )
    currencies = join_with_and(list(dict.fromkeys(rows["currency"].astype(str))))
    message = Message(
        "Amounts in {currencies} are left out of sums: everything else is counted in {currency}.",
        currencies=currencies,
        currency=currency,
    )
    return Issue(
        "currency-mixed",
        sheet,
        cells[0] if cells else "",
        cells,
        Message("Value"),
        currencies,
        message,
        len(rows),
    )


#: Columns that identify a row of a sheet, and the program it names.
ROW_KEY = ["import_id", "sheet", "row", "program_id"]
DATED_TABLES = ("sessions", "ledger", "outcomes", "notes")


def replay_operations(operations: Sequence[Operation], version: str) -> Dataset:
    """Replay operations in order and return the dataset with all issues they raise."""
    from libcollab_metrics.model.operations import Answer, Edit, Import, Setting

    imports = [op for op in operations if isinstance(op, Import)]
    columns = _columns_by_field(imports)
    frames: Frames = {}
    issues = [issue for op in operations if isinstance(op, Import | Edit) for issue in op.issues]
    for name in SCHEMA:
        edits = [op for op in operations if isinstance(op, Edit) and op.table == name]
        frames[name], typed_over = stack_rows(name, imports, edits, columns)
        issues += typed_over
    settings, new_issues = parse_settings_sheet(frames["settings"])
    issues += new_issues
    for op in operations:
        if isinstance(op, Setting):
            settings, new_issues = apply_stored_settings(settings, op.values)
            issues += new_issues
    issues += enforce_single_currency(frames, settings, columns)
    frames = _apply_settings(frames, settings)
    _normalize_lists(frames["sessions"], "language")
    labels = payee_labels(operations)
    issues += apply_renames(frames, operations, labels)
    settings = _rename_plans(settings, operations)
    label_payees(frames, labels)
    issues += _unify_spellings(frames)
    for name in ("partners", "sites"):
        frames[name], differing = deduplicate_by_name(name, frames[name])
        issues += differing
    issues += report_unknown_names(frames, settings, columns)
    issues += _assign_program_ids(frames)
    enrolled = pop_enrolment_lists(frames)
    answers = {op.fingerprint: op.answers for op in operations if isinstance(op, Answer)}
    decision = answers.get(ALL_SHEETS, {}).get("duplicates")
    issues += drop_repeated_visits(frames)
    overlaps = report_duplicates(frames, drop=decision == "drop")
    issues += overlaps
    issues += match_sessions(frames)
    requested = {(op.sha256[:12], s.name) for op in imports for s in op.reading.sheets if s.is_requested}
    summaries = report_summaries(frames, decision, requested)
    overlaps += summaries
    issues += summaries
    issues += attach_enrolments(
        frames, enrolled, {op.sha256[:12]: op.reading.name.rsplit(".", 1)[0] for op in imports}
    )
    issues += check_tables(frames, settings, columns)
    frames |= _build_link_tables(frames)
    tables = {name: _finish_table(name, frame, settings) for name, frame in frames.items()}
    return Dataset(
        MappingProxyType(tables),
        settings,
        tuple(issues),
        () if decision else tuple(overlaps),
        tuple(op.reading for op in imports),
        MappingProxyType(answers),
        version,
        active_renames(operations),
    )


def _columns_by_field(imports: Sequence[Import]) -> dict[tuple[str, str, str], int]:
    """Return the column of each field on each sheet, so that a check can name the cell."""
    return {
        (op.sha256[:12], sheet.name, mapped.field): mapped.column
        for op in imports
        for sheet in op.reading.sheets
        for mapped in reversed(sheet.mapping)
        if mapped.field
    }


def _rename_plans(settings: Settings, operations: Sequence[Operation]) -> Settings:
    """Return the settings with the plan of each program under the name it has now.

    Of two programs that were merged, the plan under the name that remains is used.
    """
    plans: dict[str, Mapping[str, float]] = {}
    for name, plan in settings.plan.items():
        current = apply_renames_to_name(name, "programs.name", operations)
        if current == name or current not in settings.plan:
            plans[current] = plan
    return settings if plans == settings.plan else replace(settings, plan=MappingProxyType(plans))


def _apply_settings(frames: Frames, settings: Settings) -> Frames:
    """Override the programs and criteria of the sheets with those of the settings."""
    programs = frames["programs"]
    for name, entry in settings.programs.items():
        fields = {k: v for k, v in entry.items() if k != "partners"}
        if "partners" in entry:
            fields["partner_ids"] = "; ".join(entry["partners"] or ())
        same = programs["name"].map(casefold_name, na_action="ignore") == casefold_name(name)
        if not same.fillna(False).any():
            programs = pd.concat(
                [programs, frame_from_rows("programs", [{"name": name, **fields}])], ignore_index=True
            )
            continue
        new = frame_from_rows("programs", [fields])
        for key in fields:
            programs[key] = programs[key].mask(same.fillna(False), cell_value(new, 0, key))
    if settings.ledger_complete:
        programs["ledger_complete"] = programs["ledger_complete"].fillna(settings.ledger_complete)
    criteria = pd.concat(
        [frames["criteria"], frame_from_rows("criteria", settings.criteria)], ignore_index=True
    )
    return frames | {"programs": programs, "criteria": criteria}


def _normalize_lists(frame: pd.DataFrame, column: str) -> None:
    """Separate listed names by a semicolon and one space.

    Otherwise "Filipino ;Waray" would not match "Filipino; Waray".
    """
    frame[column] = frame[column].str.replace(r"\s*;\s*", "; ", regex=True)


def _unify_spellings(frames: Frames) -> list[Issue]:
    """Apply the preferred spelling to every name across sheets and files; case and spaces only."""
    issues = []
    for columns in SHARED_NAME_COLUMNS:
        pairs = [tuple(column.split(".")) for column in columns]
        values = pd.concat([frames[table][name] for table, name in pairs]).value_counts(sort=False)
        chosen = {old: new for old, new in choose_spellings(values.to_dict()).items() if old != new}
        for table, name in pairs if chosen else ():
            column = frames[table][name]
            changed = column[column.isin(list(chosen))]
            frames[table][name] = column.replace(chosen)
            visible = changed[[clean_spaces(value) != chosen[value] for value in changed]]
            if len(visible):
                issues.append(_spelling_issue(table, name, frames[table], visible, chosen))
    return issues


def _spelling_issue(
    table: str, name: str, frame: pd.DataFrame, changed: pd.Series, chosen: Mapping[str, str]
) -> Issue:
    first = changed.index[0]
    sheet = frame.loc[first, "sheet"]
    spellings = {old: chosen[old] for old in dict.fromkeys(changed)}
    return Issue(
        "spelling-joined",
        "" if pd.isna(sheet) else str(sheet),
        heading=Message(SCHEMA[table].field(name).label),
        value=str(changed.iloc[0]),
        message=_spellings_message(spellings),
        count=len(changed),
    )


def _spellings_message(spellings: Mapping[str, str]) -> Message:
    parts = [Message('"{old}" read as "{new}"', old=old, new=new) for old, new in spellings.items()]
    return Message("{spellings}.", spellings=join_messages("; ", parts))


def _assign_program_ids(frames: Frames) -> list[Issue]:
    """Replace program labels by ids (case-folded names), and give each id one row in `programs`.

    Labels that differ from the printed name in more than surrounding spaces are reported.
    """
    programs = frames["programs"]
    with_programs = {
        name: frame
        for name, frame in frames.items()
        if "program_id" in frame and name != "programs" and not frame.empty
    }
    listed = {name: list(frame["program_id"].dropna().unique()) for name, frame in with_programs.items()}
    printed: dict[str, str] = {}
    for label in [*programs["name"].dropna(), *(label for labels in listed.values() for label in labels)]:
        printed.setdefault(casefold_name(label), clean_spaces(label))
    variants = {
        label
        for labels in listed.values()
        for label in labels
        if clean_spaces(label) != printed[casefold_name(label)]
    }
    row_keys = [
        frame.loc[frame["program_id"].isin(list(variants)), ROW_KEY]
        for frame in with_programs.values()
        if variants
    ]
    issues = _report_program_spellings(pd.concat(row_keys).drop_duplicates(), printed) if row_keys else []
    for name, frame in with_programs.items() if printed else ():
        ids = frame["program_id"].map({label: casefold_name(label) for label in listed[name]})
        frames[name]["program_id"] = ids.astype("string")
    programs, differing = deduplicate_by_name("programs", programs)
    issues += differing
    programs["program_id"] = programs["name"].map(casefold_name).astype("string")
    missing = [key for key in printed if key not in set(programs["program_id"])]
    added = conform_frame("programs", pd.DataFrame({"name": [printed[key] for key in missing]}))
    added["program_id"] = pd.array(missing, dtype="string")
    programs = pd.concat([programs, added], ignore_index=True)
    programs["name"] = programs["program_id"].map(printed).astype("string")
    frames["programs"] = programs
    return issues


def _report_program_spellings(rows: pd.DataFrame, printed: Mapping[str, str]) -> list[Issue]:
    """Create one issue per sheet for rows whose program differs from its printed name.

    A row that fills several tables counts once.
    """
    label = Message(SCHEMA["programs"].field("name").label)
    issues = []
    for sheet, sheet_rows in rows.groupby(rows["sheet"].fillna(""), sort=False):
        spelled = list(dict.fromkeys(sheet_rows["program_id"]))
        issues.append(
            Issue(
                "spelling-joined",
                str(sheet),
                heading=label,
                value=spelled[0],
                message=_spellings_message({old: printed[casefold_name(old)] for old in spelled}),
                count=len(sheet_rows),
            )
        )
    return issues


def _build_link_tables(frames: Frames) -> Frames:
    """Build link tables from multi-value cells: partners of programs and sessions, languages."""
    programs, sessions = frames["programs"], frames["sessions"]
    listed = (programs["partner_ids"], sessions["partners"], sessions["language"])
    if not any(column.notna().any() for column in listed):
        return {name: table.copy() for name, table in _empty_link_tables().items()}
    spelled = {casefold_name(n): n for n in frames["partners"]["name"].dropna()}
    return _link_tables(programs, sessions, spelled)


@cache
def _empty_link_tables() -> Frames:
    ids = pd.Series(dtype="string")
    programs = conform_frame("programs", pd.DataFrame()).assign(program_id=ids)
    sessions = conform_frame("sessions", pd.DataFrame()).assign(session_id=ids)
    return _link_tables(programs, sessions, {})


def _link_tables(programs: pd.DataFrame, sessions: pd.DataFrame, spelled: Mapping[str, str]) -> Frames:
    partners = _normalize_partners(_split_lists(programs, "program_id", "partner_ids", r"[;\n]"), spelled)
    named = _normalize_partners(_split_lists(sessions, "session_id", "partners", r"[;\n]"), spelled)
    languages = _split_lists(sessions, "session_id", "language", r"[;,/&+]|\band\b|\by\b|\bat\b")
    return {
        "program_partners": pd.concat([partners, _program_partners(sessions, named)]).drop_duplicates(
            ignore_index=True
        ),
        "session_partners": pd.concat([named, _inherit_partners(sessions, partners)], ignore_index=True),
        "session_languages": languages.rename(columns={"partner": "language"}).drop_duplicates(
            ignore_index=True
        ),
    }


def _normalize_partners(pairs: pd.DataFrame, spellings: Mapping[str, str]) -> pd.DataFrame:
    """Split listed partners, spell them as in the table of partners, and drop duplicates."""
    pairs = _split_at_commas(pairs, spellings)
    chosen = choose_spellings(pairs["partner"])
    pairs["partner"] = pairs["partner"].map(
        {name: spellings.get(casefold_name(name), best) for name, best in chosen.items()}
    )
    return pairs.astype("string").drop_duplicates(ignore_index=True)


def _program_partners(sessions: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Return the partners named by sessions as partners of their programs."""
    pairs = named.merge(sessions[["session_id", "program_id"]].dropna(), on="session_id")
    return pairs[["program_id", "partner"]].astype("string")


def _inherit_partners(sessions: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    """Return the program's partners for sessions of a sheet without a column of partners."""
    without = sessions.loc[sessions["partners"].isna(), ["session_id", "program_id"]].dropna()
    return without.merge(partners, on="program_id")[["session_id", "partner"]].astype("string")


def _split_at_commas(partners: pd.DataFrame, known: Mapping[str, str]) -> pd.DataFrame:
    """Split "School, Hope" if every part is a known partner; a name may contain a comma."""
    names = set(known) | {casefold_name(name) for name in partners["partner"] if "," not in name}

    def parts(name: str) -> list[str]:
        cut = [part.strip() for part in name.split(",")]
        return (
            cut
            if casefold_name(name) not in known and all(casefold_name(part) in names for part in cut)
            else [name]
        )

    partners = partners.assign(partner=partners["partner"].map(parts)).explode("partner", ignore_index=True)
    return partners.astype("string")


def _split_lists(frame: pd.DataFrame, key: str, column: str, pattern: str) -> pd.DataFrame:
    pairs = frame[[key, column]].dropna()
    pairs = pairs.assign(partner=pairs[column].str.split(pattern, regex=True)).explode("partner")
    pairs["partner"] = pairs["partner"].map(clean_spaces, na_action="ignore").astype("string")
    return pairs[pairs["partner"].fillna("") != ""][[key, "partner"]].reset_index(drop=True)


def _finish_table(name: str, frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Convert key columns to categoricals, and add period labels to dated tables."""
    if frame.empty:
        return _finish_empty_table(name, tuple(frame.dtypes.items())).copy()
    frame = to_categorical(name, frame) if name in SCHEMA else frame.astype("category")
    if name in DATED_TABLES:
        labels = period_labels(frame["date"], settings.fiscal_year_start, settings.school_year_start)
        frame = pd.concat([frame, labels], axis=1)
    return frame


@cache
def _finish_empty_table(name: str, dtypes: tuple[tuple[Hashable, Any], ...]) -> pd.DataFrame:
    """Finish a table without rows, once for each combination of column types: most tables are empty."""
    frame = pd.DataFrame({column: pd.Series([], dtype=dtype) for column, dtype in dtypes})
    frame = to_categorical(name, frame) if name in SCHEMA else frame.astype("category")
    if name in DATED_TABLES:
        frame = pd.concat([frame, period_labels(frame["date"], 1, 1)], axis=1)
    return frame
