"""Sheets in further shapes that occur in the wild, with invented values and their true figures.

No figure is read back from a file: each is worked out from the lists the sheet is written from.
"""

from __future__ import annotations

from tests.support.shapes.counts import COUNTS
from tests.support.shapes.definition import Figure, Shape, WrongFigure
from tests.support.shapes.events import EVENTS
from tests.support.shapes.logs import LOGS
from tests.support.shapes.partnership import PARTNERSHIP
from tests.support.shapes.registers import REGISTERS

SHAPES: tuple[Shape, ...] = (*COUNTS, *LOGS, *EVENTS, *REGISTERS, *PARTNERSHIP)

__all__ = ["SHAPES", "Figure", "Shape", "WrongFigure"]
