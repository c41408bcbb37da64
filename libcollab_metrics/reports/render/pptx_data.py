"""Data of native PowerPoint charts, in a workbook without formulas, links and the time of its making."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from typing import Any

#: Texts of the workbook are strings, whatever they look like.
PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def plain_data(data_class: Any, writer_class: Any, created: datetime) -> Any:
    """Return empty chart data of a class of python-pptx, whose workbook has this time.

    Parameters
    ----------
    data_class, writer_class : type
        Class of the data, and of the writer of its workbook.
    created : datetime
        Time in the properties of the workbook.

    Returns
    -------
    Any
        Instance of a subclass of `data_class`.
    """
    data = _plain_class(data_class, writer_class)(number_format="General")
    data.created = created.replace(tzinfo=None)
    return data


@cache
def _plain_class(data_class: Any, writer_class: Any) -> type[Any]:
    from xlsxwriter import Workbook

    class PlainWriter(writer_class):  # type: ignore[misc]
        @contextmanager
        def _open_worksheet(self, xlsx_file: Any) -> Iterator[tuple[Any, Any]]:
            workbook = Workbook(xlsx_file, {"in_memory": True, **PLAIN_TEXT})
            workbook.set_properties({"author": "", "created": self._chart_data.created})
            yield workbook, workbook.add_worksheet()
            workbook.close()

    class PlainData(data_class):  # type: ignore[misc]
        @property
        def _workbook_writer(self) -> PlainWriter:
            return PlainWriter(self)

    return PlainData
