"""Folder of Parquet files with the tables of a dataset, for engines that read more than fits into memory.

::

    DIR/dataset.json                        settings, rows per table, open issues and questions
    DIR/TABLE/YEAR/0001.parquet             rows of one calendar year; "undated" where a day is unknown

Every file of a table has the same columns. Codes of people and sessions become running numbers of the folder.
Not written: free text, where a row was typed, names of files and sheets, and cells that issues quote.
"""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import pandas as pd

from libcollab_metrics.errors import LibCollabError, UnreadableFileError
from libcollab_metrics.json_input import parse_json
from libcollab_metrics.messages import Message
from libcollab_metrics.model import SCHEMA, Dataset, FileReading, Issue, Question, Settings, SheetReading
from libcollab_metrics.model.dataset import PROVENANCE
from libcollab_metrics.store.engines import open_parquet

if TYPE_CHECKING:
    import pyarrow as pa

DESCRIPTION = "dataset.json"
#: Version of the layout, in `DESCRIPTION`.
LAYOUT = 1
UNDATED = "undated"
#: Most rows of one file.
FILE_ROWS = 5_000_000
#: Columns of codes that become running numbers, and the numbers they share: a person is the same everywhere.
_NUMBERED = MappingProxyType({"person_key": "person", "respondent_key": "person", "session_id": "session"})
#: Tables that contain free text, or only what `DESCRIPTION` contains.
_NOT_WRITTEN = frozenset({"notes", "settings"})
#: Settings that no figure needs, or that are in the tables.
_SETTINGS_NOT_WRITTEN = frozenset({"documents", "plan", "programs", "criteria"})
#: Free text inside a setting, and what is written for it.
_FREE_TEXTS, _MASK = frozenset({"source", "author"}), "not exported"


def write_dataset(dataset: Dataset, folder: Path) -> int:
    """Write the tables of a dataset to a new folder that only its owner may read.

    Parameters
    ----------
    dataset : Dataset
        Tables as pandas frames, with codes for people and payees.
    folder : Path
        Folder to create, or an empty one.

    Returns
    -------
    int
        Number of rows written.

    Raises
    ------
    LibCollabError
        If the folder is not empty or cannot be written.
    """
    tables = {name: frame for name, frame in dataset.tables.items() if name not in _NOT_WRITTEN}
    numbers = _number_codes(tables.values())
    described = json.dumps(_describe(dataset, {name: len(frame) for name, frame in tables.items()}), indent=1)
    try:
        _make_private_folder(folder)
        for name, frame in tables.items():
            _write_table(folder / name, _select_columns(name, frame, numbers))
        # Written last: a folder without it is not opened.
        _create_private_file(folder / DESCRIPTION)
        (folder / DESCRIPTION).write_text(described, encoding="utf-8")
    except OSError as error:
        raise LibCollabError(
            f"The folder {folder.name} could not be written. Check its path and the free space of the disk."
        ) from error
    return sum(map(len, tables.values()))


def open_dataset(folder: Path, engine: str = "pandas", memory: str = "") -> Dataset:
    """Open a folder written by `write_dataset`.

    Parameters
    ----------
    folder : Path
    engine : str
        Key of `ENGINES`.
    memory : str, optional
        Memory that the engine may use, such as "2GB"; its own default if empty.

    Returns
    -------
    Dataset
        With the frames of the engine, and the issues and questions that limit the certainty of figures, by
        their kind only.

    Raises
    ------
    UnreadableFileError
        If it is not such a folder.
    LibCollabError
        If the engine is unknown or not installed.
    """
    try:
        described = parse_json((folder / DESCRIPTION).read_bytes())
        if described["layout"] != LAYOUT:
            raise UnreadableFileError(
                Message(
                    "The folder {folder} was written by another version of this program. Export it again.",
                    folder=folder.name,
                )
            )
        dataset = _from_description(described)
        filled = {
            name: sorted(folder.glob(f"{name}/*/*.parquet")) for name, n in described["tables"].items() if n
        }
    except (OSError, ValueError, AttributeError, KeyError, TypeError) as error:
        raise UnreadableFileError(
            Message(
                "{folder} is no folder of a dataset. Give one that export-dataset has written.",
                folder=folder.name,
            )
        ) from error
    for name, files in filled.items():
        _check_files(folder, name, files, described["tables"][name])
    tables = {**dataset.tables, **open_parquet(filled, engine, memory)}
    return replace(dataset, tables=tables, row_counts=described["tables"])


def _check_files(folder: Path, table: str, files: Sequence[Path], rows: int) -> None:
    """Check that all rows of a table are there; only the ends of the files are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not files:
        raise UnreadableFileError(
            Message(
                "The folder {folder} is incomplete: the files of {table} are missing. Export it again.",
                folder=folder.name,
                table=table,
            )
        )
    try:
        found = sum(pq.read_metadata(path).num_rows for path in files)
    except (OSError, pa.ArrowException):
        found = -1
    if found != rows:
        raise UnreadableFileError(
            Message(
                "The folder {folder} is damaged: the files of {table} do not have all their rows."
                " Export it again.",
                folder=folder.name,
                table=table,
            )
        )


def _make_private_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    if any(folder.iterdir()):
        raise LibCollabError(f"The folder {folder.name} is not empty. Give the name of a new folder.")
    folder.chmod(0o700)


def _number_codes(frames: Iterable[pd.DataFrame]) -> dict[str, dict[str, str]]:
    """Return the running number of each code, in the order of the codes, which says nothing about people."""
    codes: dict[str, set[str]] = {kind: set() for kind in _NUMBERED.values()}
    for frame in frames:
        for column in _NUMBERED.keys() & set(frame.columns):
            codes[_NUMBERED[column]].update(map(str, frame[column].dropna().unique()))
    return {kind: {code: str(n) for n, code in enumerate(sorted(known), 1)} for kind, known in codes.items()}


def _select_columns(
    table: str, frame: pd.DataFrame, numbers: Mapping[str, Mapping[str, str]]
) -> pd.DataFrame:
    """Return the columns that are written: no free text and no provenance, with numbers for codes."""
    fields = SCHEMA[table].fields if table in SCHEMA else ()
    free = {field.name for field in fields if field.kind == "text"} - _NUMBERED.keys()
    dropped = [name for name in frame if name in free or name in PROVENANCE]
    chosen = frame.drop(columns=dropped)
    for column in _NUMBERED.keys() & set(chosen.columns):
        chosen[column] = chosen[column].astype("string").map(numbers[_NUMBERED[column]]).astype("string")
    return chosen


def _write_table(folder: Path, frame: pd.DataFrame) -> None:
    """Write one file per year; a large year is split."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata()
    table = table.cast(pa.schema([pa.field(field.name, _plain_type(field.type)) for field in table.schema]))
    years = frame["date"].dt.strftime("%Y").fillna(UNDATED) if "date" in frame else [UNDATED] * len(frame)
    folder.mkdir(mode=0o700)
    for year, rows in frame.groupby(years).indices.items():
        part = folder / str(year)
        part.mkdir(mode=0o700)
        for number, start in enumerate(range(0, len(rows), FILE_ROWS), 1):
            path = part / f"{number:04d}.parquet"
            _create_private_file(path)
            pq.write_table(table.take(rows[start : start + FILE_ROWS]), path, compression="zstd")


def _plain_type(kind: pa.DataType) -> pa.DataType:
    """Return the type that every engine reads: text for categories and columns without any value."""
    import pyarrow as pa

    return (
        pa.string()
        if pa.types.is_dictionary(kind) or pa.types.is_null(kind) or pa.types.is_large_string(kind)
        else kind
    )


def _create_private_file(path: Path) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def _describe(dataset: Dataset, rows: Mapping[str, int]) -> dict[str, Any]:
    """Return everything but the tables; a sheet is called by its number."""
    sheets = {sheet.name for reading in dataset.readings for sheet in reading.sheets}
    sheets |= {issue.sheet for issue in (*dataset.issues, *dataset.overlaps)} - {""}
    numbers = {name: f"sheet {n}" for n, name in enumerate(sorted(sheets), 1)} | {"": ""}
    settings, default = vars(dataset.settings), vars(Settings())
    return {
        "layout": LAYOUT,
        "version": secrets.token_hex(8),
        "tables": dict(rows),
        "settings": {
            name: _mask_texts(value)
            for name, value in settings.items()
            if name not in _SETTINGS_NOT_WRITTEN and value != default[name]
        },
        "sheets": [_describe_sheet(s, numbers) for reading in dataset.readings for s in reading.sheets],
        "issues": [_describe_issue(issue, numbers) for issue in dataset.issues],
        "overlaps": [_describe_issue(issue, numbers) for issue in dataset.overlaps],
    }


def _mask_texts(value: Any) -> Any:
    """Return a setting as plain JSON, without the free text in it."""
    if isinstance(value, Mapping):
        return {
            name: _MASK if name in _FREE_TEXTS and isinstance(part, str) and part else _mask_texts(part)
            for name, part in value.items()
        }
    return [_mask_texts(part) for part in value] if isinstance(value, list | tuple) else value


def _describe_issue(issue: Issue, numbers: Mapping[str, str]) -> dict[str, Any]:
    return {"code": issue.code, "sheet": numbers[issue.sheet], "count": issue.count}


def _describe_sheet(sheet: SheetReading, numbers: Mapping[str, str]) -> dict[str, Any]:
    prefix = f"sheets.{sheet.name}."
    keys = [question.id.removeprefix(prefix).partition(".")[0] for question in sheet.questions]
    return {"name": numbers[sheet.name], "layout": sheet.layout, "table": sheet.table, "questions": keys}


def _from_description(described: Mapping[str, Any]) -> Dataset:
    """Return a dataset with empty tables."""
    sheets = tuple(
        SheetReading(
            row["name"],
            row["layout"],
            row["table"],
            questions=tuple(Question(f"sheets.{row['name']}.{key}", "", (), "") for key in row["questions"]),
        )
        for row in described["sheets"]
    )
    issues, overlaps = (
        tuple(Issue(row["code"], row["sheet"], count=row["count"]) for row in described[part])
        for part in ("issues", "overlaps")
    )
    return Dataset(
        dict.fromkeys(described["tables"], pd.DataFrame()),
        Settings().with_values(described["settings"]),
        issues,
        overlaps,
        (FileReading("", sheets),),
        version=described["version"],
    )
