"""Programs of whole sheets: which program the rows of an added sheet count for, and how to change it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.model.addresses import RowAddress
from libcollab_metrics.model.names import clean_spaces
from libcollab_metrics.model.operations import Edit, Import
from libcollab_metrics.model.replay import stack_rows
from libcollab_metrics.model.workspace import Workspace

#: Tables whose rows belong to a program and come from sheets.
TABLES = ("sessions", "participation", "outcomes", "ledger", "deliveries", "notes")


@dataclass(frozen=True)
class SheetProgram:
    """A sheet whose rows count for one program, or for none yet.

    Attributes
    ----------
    import_id : str
        First 12 characters of the file's SHA-256.
    file, sheet : str
        Names of the file and of the sheet.
    program : str
        Name of the program; empty if none is named.
    rows : int
        Number of rows that belong to it.
    """

    import_id: str
    file: str
    sheet: str
    program: str
    rows: int


def list_sheet_programs(workspace: Workspace) -> list[SheetProgram]:
    """List the sheets of a workspace whose rows name at most one program.

    Parameters
    ----------
    workspace : Workspace

    Returns
    -------
    list of SheetProgram
        In the order in which the files were added. A sheet that names a program in each row is not listed.
    """
    files = {op.sha256[:12]: op.reading.name for op in workspace.operations if isinstance(op, Import)}
    frames = [frame[["import_id", "sheet", "program_id"]] for _, frame in _stack_tables(workspace)]
    if not frames:
        return []
    rows = pd.concat(frames, ignore_index=True)
    found = []
    for (import_id, sheet), own in rows.groupby(["import_id", "sheet"], sort=False):
        named = list(dict.fromkeys(own["program_id"].dropna().astype(str)))
        if import_id in files and len(named) <= 1:
            program = named[0] if named else ""
            found.append(SheetProgram(str(import_id), files[import_id], str(sheet), program, len(own)))
    order = list(files)
    return sorted(found, key=lambda entry: order.index(entry.import_id))


def change_sheet_program(workspace: Workspace, import_id: str, sheet: str, program: str) -> tuple[Edit, ...]:
    """Return the edits that count all rows of a sheet for a program.

    Parameters
    ----------
    workspace : Workspace
    import_id, sheet : str
        The sheet, as in `SheetProgram`.
    program : str
        Name of the program.

    Returns
    -------
    tuple of Edit
        One per table; append them as one step.

    Raises
    ------
    LibCollabError
        If the program has no name, or the workspace has no such sheet.
    """
    name = clean_spaces(program)
    if not name:
        raise LibCollabError("Give the program a name.")
    edits = []
    for table, frame in _stack_tables(workspace):
        own = frame[(frame["import_id"] == import_id) & (frame["sheet"] == sheet) & frame["row"].notna()]
        addresses = [
            RowAddress(import_id, sheet, int(row), int(part))
            for row, part in zip(own["row"], own["part"], strict=True)
        ]
        if addresses:
            edits.append(Edit(table, (), changed=tuple((one, {"program_id": name}) for one in addresses)))
    if not edits:
        raise LibCollabError("The sheet is not in use any more.")
    return tuple(edits)


def _stack_tables(workspace: Workspace) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield each table of rows that belong to a program, with all edits so far."""
    imports = [op for op in workspace.operations if isinstance(op, Import)]
    for table in TABLES:
        if any(len(op.tables.get(table, ())) for op in imports):
            edits = [op for op in workspace.operations if isinstance(op, Edit) and op.table == table]
            yield table, stack_rows(table, imports, edits, {})[0]
