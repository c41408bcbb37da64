"""Numbers below the headings of a table, and whether some columns add up to another."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from libcollab_metrics.ingest.values.columns import cell_text
from libcollab_metrics.ingest.values.numbers import parse_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from libcollab_metrics.ingest.files.cells import SheetCells
    from libcollab_metrics.ingest.tables.heading import Heading

#: Most rows whose numbers are read.
MAX_ROWS = 500
#: Largest difference from rounding of a sum.
ROUNDING = 0.011


def read_amounts(heading: Heading, cells: SheetCells, header: int) -> NDArray[np.float64]:
    """Return the numbers in the first `MAX_ROWS` rows below a heading; not a number for other cells."""
    column = cells.columns[heading.column - cells.first_column]
    codes = column.codes[header + 1 : header + 1 + MAX_ROWS]
    used = np.unique(codes).tolist()
    values = {code: parse_number(cell_text(column.cells[code]), is_count=False).value for code in used}
    return np.array(
        [np.nan if values[code] is None else values[code] for code in codes.tolist()], dtype=np.float64
    )


def add_up(
    parts: NDArray[np.float64], totals: NDArray[np.float64], *, fewest: int = 1, share: float = 1.0
) -> bool:
    """Return whether several columns add up to another.

    Parameters
    ----------
    parts : ndarray of float, shape (k, n)
        Numbers of the columns by row; not a number for other cells.
    totals : ndarray of float, shape (n,)
        Numbers of the column that may be their sum.
    fewest : int
        Fewest rows with a total above or below zero and any part.
    share : float
        Share of these rows whose total must be the sum of the parts.

    Examples
    --------
    >>> add_up(np.array([[1.0, 2.0], [3.0, np.nan]]), np.array([4.0, 2.0]), fewest=2)
    True
    >>> add_up(np.array([[1.0, 2.0], [3.0, 5.0]]), np.array([4.0, 2.0]))
    False
    """
    known = np.isfinite(totals) & (totals != 0) & np.isfinite(parts).any(axis=0)
    equal = np.isclose(np.nansum(parts[:, known], axis=0), totals[known], atol=ROUNDING)
    return bool(known.sum() >= fewest and equal.sum() >= share * known.sum())
