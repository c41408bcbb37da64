"""Partners and programs that one table names and nobody described: told with the nearest name that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

import pandas as pd

from libcollab_metrics.model.addresses import TYPED, Columns, address
from libcollab_metrics.model.issues import Issue
from libcollab_metrics.model.names import fold, tidy
from libcollab_metrics.model.schema import LIBRARY, PROJECT, SCHEMA
from libcollab_metrics.model.settings import Settings

Frames = dict[str, pd.DataFrame]
#: Parties of a ledger that are no partner.
RESERVED = (PROJECT, LIBRARY)
#: Tables that know programs; every other only names them.
KNOWING = ("sessions", "participation")
NAMING = ("ledger", "deliveries", "criteria", "outcomes", "notes")
#: Who receives money may be any shop; only a name as close as this to a partner's is taken for one misspelled.
NEAR = 0.8


def unknown_names(frames: Frames, settings: Settings, columns: Columns) -> list[Issue]:
    """Return a note for each sheet and column that names a partner or program nobody described.

    Nothing is told while no partner, or no program, is described at all. Programs are still named as they were typed.
    """
    return [*_partners(frames, columns), *_programs(frames, settings, columns)]


def _partners(frames: Frames, columns: Columns) -> list[Issue]:
    known = _folded([frames["partners"]["name"]])
    if not known:
        return []
    ledger = frames["ledger"]
    places = [("perspectives", "partner_id", _unlike(frames["perspectives"]["partner_id"], known))]
    places += [("ledger", "from_party", _unlike(ledger["from_party"], {**known, **dict.fromkeys(RESERVED, "")}))]
    receivers = _unlike(ledger["to_party"], {**known, **dict.fromkeys(RESERVED, "")})
    places += [("ledger", "to_party", receivers[[bool(_near(name, known, NEAR)) for name in receivers]])]
    listed = frames["programs"]["partner_ids"].str.split(r"[;\n]", regex=True).explode().str.strip()
    places += [("programs", "partner_ids", _unlike(listed[listed != ""], known))]
    return [issue for table, name, found in places for issue in
            _told("partner-unknown", "partner", frames[table], table, name, found, known, columns)]  # fmt: skip


def _programs(frames: Frames, settings: Settings, columns: Columns) -> list[Issue]:
    programs = frames["programs"]
    written = programs.loc[programs["import_id"].notna(), "name"]  # without those of the settings
    sheets = _folded([*(frames[table]["program_id"] for table in KNOWING), written])
    known = sheets | {fold(name): tidy(name) for name in settings.programs if fold(name) not in sheets}
    if not known:
        return []
    told = [issue for table in NAMING for issue in
            _told("program-unknown", "program", frames[table], table, "program_id",
                  _unlike(frames[table]["program_id"], known), known, columns)]  # fmt: skip
    return [*told, *_of_settings(settings, sheets)]


def _of_settings(settings: Settings, sheets: Mapping[str, str]) -> list[Issue]:
    """A program the settings describe and no sheet names is perhaps misspelled there."""
    return [
        Issue("program-unknown", heading="Program", value=name,
              message=f'No sheet names the program "{name}" of the settings.' + _did_you_mean(name, sheets))
        for name in settings.programs if sheets and fold(name) not in sheets
    ]  # fmt: skip


def _folded(columns: Iterable[pd.Series]) -> dict[str, str]:
    """Folded name → the name as it first stands."""
    names: dict[str, str] = {}
    for column in columns:
        for name in column.dropna().unique():
            names.setdefault(fold(name), tidy(name))
    return names


def _unlike(names: pd.Series, known: Mapping[str, str]) -> pd.Series:
    """The cells whose name is not known; a list of names set apart by commas is left to the links of programs."""
    named = names.dropna()
    strange = [
        name for name in named.unique() if fold(name) not in known
        and not all(fold(part) in known for part in name.split(","))
    ]  # fmt: skip
    return named[named.isin(strange)]


def _near(name: str, known: Mapping[str, str], cutoff: float = 0.6) -> str:
    """The known name nearest to this one, or nothing."""
    near = get_close_matches(fold(name), list(known), n=1, cutoff=cutoff)
    return known[near[0]] if near else ""


def _told(
    code: str, kind: str, frame: pd.DataFrame, table: str, name: str, found: pd.Series, known: Mapping[str, str],
    columns: Columns,
) -> list[Issue]:  # fmt: skip
    """One issue a sheet, at the cells that bear the names."""
    if found.empty:
        return []
    field = SCHEMA[table].field(name)
    said = {text: _said(kind, text, known) for text in found.unique()}
    rows = frame.loc[found.index, ["import_id", "sheet", "row"]].assign(name=found.to_numpy())
    issues = []
    for sheet, group in rows.groupby(rows["sheet"].fillna(""), sort=False):
        cells = tuple(
            address(int(row), columns.get((str(source), str(sheet), f"{table}.{name}"), 1))
            for source, row in zip(group["import_id"], group["row"], strict=True)
            if not pd.isna(row) and source != TYPED
        )
        message = " ".join(said[text] for text in dict.fromkeys(group["name"]))
        first = str(group["name"].iloc[0])
        issues.append(
            Issue(code, str(sheet), cells[0] if cells else "", cells, field.label, first, message, len(group))
        )
    return issues


def _said(kind: str, text: str, known: Mapping[str, str]) -> str:
    return f'Nobody described a {kind} "{text}".' + _did_you_mean(text, known)


def _did_you_mean(text: str, known: Mapping[str, str]) -> str:
    near = _near(text, known)
    return f' Did you mean "{near}"?' if near else ""
