"""From operations to tables: rows appended, spellings joined, sessions recognised, links made, checks run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING

import pandas as pd

from libcollab_metrics.model.checks import check_tables
from libcollab_metrics.model.currencies import one_currency
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.editing import stack_rows
from libcollab_metrics.model.enrolment import seat_enrolled, take_enrolled
from libcollab_metrics.model.frames import categorical, cell, conform, frame_of
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.joining import SAME_NAMES, join_names, standing_joins
from libcollab_metrics.model.meetings import recognise_sessions
from libcollab_metrics.model.names import fold, preferred_spellings, tidy
from libcollab_metrics.model.namesakes import one_row_a_name
from libcollab_metrics.model.overlaps import ALL_SHEETS, notice_overlaps
from libcollab_metrics.model.payees import number_payees, payee_labels
from libcollab_metrics.model.periods import period_labels
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.settings import Settings, settings_from_rows, settings_kept
from libcollab_metrics.model.unknown_names import unknown_names

if TYPE_CHECKING:
    from libcollab_metrics.model.workspace import Import, Operation

Frames = dict[str, pd.DataFrame]

#: What a row of a sheet is known by, beside the program it names.
PLACE = ["import_id", "sheet", "row", "program_id"]
DATED = ("sessions", "ledger", "outcomes", "notes")


def fold_operations(operations: Sequence[Operation], version: str) -> Dataset:
    """Return the dataset that these operations make, in order, with every issue they raise."""
    from libcollab_metrics.model.workspace import Answer, Edit, Import, Setting

    imports = [op for op in operations if isinstance(op, Import)]
    columns = _columns(imports)
    frames: Frames = {}
    issues = [issue for op in operations if isinstance(op, Import | Edit) for issue in op.issues]
    for name in SCHEMA:
        edits = [op for op in operations if isinstance(op, Edit) and op.table == name]
        frames[name], typed_over = stack_rows(name, imports, edits, columns)
        issues += typed_over
    settings, found = settings_from_rows(frames["settings"])
    issues += found
    for op in operations:
        if isinstance(op, Setting):
            settings, found = settings_kept(settings, op.values)
            issues += found
    issues += one_currency(frames, settings, columns)
    frames = _overlay(frames, settings)
    _space_lists(frames["sessions"], "language")
    labels = payee_labels(operations)
    issues += join_names(frames, operations, labels)
    number_payees(frames, labels)
    issues += _join_spellings(frames)
    for name in ("partners", "sites"):
        frames[name], differing = one_row_a_name(name, frames[name])
        issues += differing
    issues += unknown_names(frames, settings, columns)
    issues += _name_programs(frames)
    enrolled = take_enrolled(frames)
    answers = {op.fingerprint: op.answers for op in operations if isinstance(op, Answer)}
    said = answers.get(ALL_SHEETS, {}).get("duplicates")
    overlaps = notice_overlaps(frames, drop=said == "drop")
    issues += overlaps
    issues += recognise_sessions(frames)
    issues += seat_enrolled(frames, enrolled, {op.sha256[:12]: op.reading.name.rsplit(".", 1)[0] for op in imports})
    issues += check_tables(frames, settings, columns)
    frames |= _links(frames)
    tables = {name: _finish(name, frame, settings) for name, frame in frames.items()}
    return Dataset(
        MappingProxyType(tables),
        settings,
        tuple(issues),
        () if said else tuple(overlaps),
        tuple(op.reading for op in imports),
        MappingProxyType(answers),
        version,
        standing_joins(operations),
    )


def _columns(imports: Sequence[Import]) -> dict[tuple[str, str, str], int]:
    """Where each field stands on each sheet, so that a check can name the cell."""
    return {
        (op.sha256[:12], sheet.name, mapped.field): mapped.column
        for op in imports
        for sheet in op.reading.sheets
        for mapped in reversed(sheet.mapping)
        if mapped.field
    }


def _overlay(frames: Frames, settings: Settings) -> Frames:
    """Put the programs and criteria of the settings over those of the sheets: what is given last wins."""
    programs = frames["programs"]
    for name, given in settings.programs.items():
        fields = {k: v for k, v in given.items() if k != "partners"}
        if "partners" in given:
            fields["partner_ids"] = "; ".join(given["partners"] or ())
        same = programs["name"].map(fold, na_action="ignore") == fold(name)
        if not same.fillna(False).any():
            programs = pd.concat([programs, frame_of("programs", [{"name": name, **fields}])], ignore_index=True)
            continue
        new = frame_of("programs", [fields])
        for key in fields:
            programs[key] = programs[key].mask(same.fillna(False), cell(new, 0, key))
    if settings.ledger_complete:
        programs["ledger_complete"] = programs["ledger_complete"].fillna(settings.ledger_complete)
    criteria = pd.concat([frames["criteria"], frame_of("criteria", settings.criteria)], ignore_index=True)
    return frames | {"programs": programs, "criteria": criteria}


def _space_lists(frame: pd.DataFrame, column: str) -> None:
    """Set the names of every list apart by a semicolon and one space: "Filipino ;Waray" is no third language."""
    frame[column] = frame[column].str.replace(r"\s*;\s*", "; ", regex=True)


def _join_spellings(frames: Frames) -> list[Issue]:
    """Give every name its preferred spelling, across sheets and files; case and spaces only."""
    issues = []
    for columns in SAME_NAMES:
        pairs = [tuple(column.split(".")) for column in columns]
        values = pd.concat([frames[table][name] for table, name in pairs]).value_counts(sort=False)
        chosen = {old: new for old, new in preferred_spellings(values.to_dict()).items() if old != new}
        for table, name in pairs if chosen else ():
            column = frames[table][name]
            changed = column[column.isin(list(chosen))]
            frames[table][name] = column.replace(chosen)
            visible = changed[[tidy(value) != chosen[value] for value in changed]]
            if len(visible):
                issues.append(_joined(table, name, frames[table], visible, chosen))
    return issues


def _joined(table: str, name: str, frame: pd.DataFrame, changed: pd.Series, chosen: Mapping[str, str]) -> Issue:
    first = changed.index[0]
    sheet = frame.loc[first, "sheet"]
    message = "; ".join(f'"{old}" read as "{chosen[old]}"' for old in dict.fromkeys(changed))
    return Issue(
        "spelling-joined", "" if pd.isna(sheet) else str(sheet), heading=SCHEMA[table].field(name).label,
        value=str(changed.iloc[0]), message=message + ".", count=len(changed),
    )  # fmt: skip


def _name_programs(frames: Frames) -> list[Issue]:
    """Replace every program label by its folded id, and give each id one row in `programs` with its name.

    Labels that differ from that name in more than blanks at their ends are told.
    """
    programs = frames["programs"]
    with_programs = {name: frame for name, frame in frames.items() if "program_id" in frame and name != "programs"}
    listed = {name: list(frame["program_id"].dropna().unique()) for name, frame in with_programs.items()}
    printed: dict[str, str] = {}
    for label in [*programs["name"].dropna(), *(label for labels in listed.values() for label in labels)]:
        printed.setdefault(fold(label), tidy(label))
    other = {label for labels in listed.values() for label in labels if tidy(label) != printed[fold(label)]}
    told = [frame.loc[frame["program_id"].isin(list(other)), PLACE] for frame in with_programs.values() if other]
    issues = _told_programs(pd.concat(told).drop_duplicates(), printed) if told else []
    for name, frame in with_programs.items():
        ids = frame["program_id"].map({label: fold(label) for label in listed[name]})
        frames[name]["program_id"] = ids.astype("string")
    programs, differing = one_row_a_name("programs", programs)
    issues += differing
    programs["program_id"] = programs["name"].map(fold).astype("string")
    missing = [key for key in printed if key not in set(programs["program_id"])]
    added = conform("programs", pd.DataFrame({"name": [printed[key] for key in missing]}))
    added["program_id"] = pd.array(missing, dtype="string")
    programs = pd.concat([programs, added], ignore_index=True)
    programs["name"] = programs["program_id"].map(printed).astype("string")
    frames["programs"] = programs
    return issues


def _told_programs(rows: pd.DataFrame, printed: Mapping[str, str]) -> list[Issue]:
    """One issue a sheet for the rows, each counted once, whose program is spelled in another way than it is printed."""
    label = SCHEMA["programs"].field("name").label
    issues = []
    for sheet, found in rows.groupby(rows["sheet"].fillna(""), sort=False):
        spelled = list(dict.fromkeys(found["program_id"]))
        message = "; ".join(f'"{old}" read as "{printed[fold(old)]}"' for old in spelled) + "."
        issues.append(
            Issue("spelling-joined", str(sheet), heading=label, value=spelled[0], message=message, count=len(found))
        )
    return issues


def _links(frames: Frames) -> Frames:
    """The many-valued cells as tables of their own: the partners of programs and sessions, a session's languages."""
    programs, sessions = frames["programs"], frames["sessions"]
    spelled = {fold(n): n for n in frames["partners"]["name"].dropna()}
    partners = _partners(_split(programs, "program_id", "partner_ids", r"[;\n]"), spelled)
    named = _partners(_split(sessions, "session_id", "partners", r"[;\n]"), spelled)
    languages = _split(sessions, "session_id", "language", r"[;,/&+]|\band\b|\by\b|\bat\b")
    return {
        "program_partners": pd.concat([partners, _of_programs(sessions, named)]).drop_duplicates(ignore_index=True),
        "session_partners": pd.concat([named, _inherited(sessions, partners)], ignore_index=True),
        "session_languages": languages.rename(columns={"partner": "language"}).drop_duplicates(ignore_index=True),
    }


def _partners(pairs: pd.DataFrame, spelled: Mapping[str, str]) -> pd.DataFrame:
    """Return the pairs with every partner cut out of its list and spelled as on the list of partners, each once."""
    pairs = _without_commas(pairs, spelled)
    chosen = preferred_spellings(pairs["partner"])
    pairs["partner"] = pairs["partner"].map({name: spelled.get(fold(name), best) for name, best in chosen.items()})
    return pairs.astype("string").drop_duplicates(ignore_index=True)


def _of_programs(sessions: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    """Return the partners that sessions name as partners of their programs."""
    pairs = named.merge(sessions[["session_id", "program_id"]].dropna(), on="session_id")
    return pairs[["program_id", "partner"]].astype("string")


def _inherited(sessions: pd.DataFrame, partners: pd.DataFrame) -> pd.DataFrame:
    """Return the partners of the program for every session of a sheet without a column for partners."""
    without = sessions.loc[sessions["partners"].isna(), ["session_id", "program_id"]].dropna()
    return without.merge(partners, on="program_id")[["session_id", "partner"]].astype("string")


def _without_commas(partners: pd.DataFrame, known: Mapping[str, str]) -> pd.DataFrame:
    """Cut "School, Hope" where every part is a partner elsewhere; a comma may also belong to one name."""
    names = set(known) | {fold(name) for name in partners["partner"] if "," not in name}

    def parts(name: str) -> list[str]:
        cut = [part.strip() for part in name.split(",")]
        return cut if fold(name) not in known and all(fold(part) in names for part in cut) else [name]

    partners = partners.assign(partner=partners["partner"].map(parts)).explode("partner", ignore_index=True)
    return partners.astype("string")


def _split(frame: pd.DataFrame, key: str, column: str, pattern: str) -> pd.DataFrame:
    pairs = frame[[key, column]].dropna()
    pairs = pairs.assign(partner=pairs[column].str.split(pattern, regex=True)).explode("partner")
    pairs["partner"] = pairs["partner"].map(tidy, na_action="ignore").astype("string")
    return pairs[pairs["partner"].fillna("") != ""][[key, "partner"]].reset_index(drop=True)


def _finish(name: str, frame: pd.DataFrame, settings: Settings) -> pd.DataFrame:
    """Key columns as categoricals, and period labels where a row has a day."""
    if name in SCHEMA:
        frame = categorical(name, frame)
    else:
        frame = frame.astype("category")
    if name in DATED:
        labels = period_labels(frame["date"], settings.fiscal_year_start, settings.school_year_start)
        frame = pd.concat([frame, labels], axis=1)
    return frame
