r"""Attendance, reach, cost, success and partner figures from small libraries' sheets.

`read` reads sheets in a separate process, in which people's names become keyed codes; the library that it
returns computes metrics and writes documents. Nothing here needs the dashboard. Names are loaded when they
are first used, so that importing the package is quick.

Examples
--------
>>> import tempfile
>>> from datetime import date
>>> from pathlib import Path
>>> import libcollab_metrics as lc
>>> with tempfile.TemporaryDirectory() as folder:
...     log = Path(folder, "log.csv")
...     _ = log.write_text("Date,Title,Attendance\n2026-03-07,Story hour,18\n2026-03-14,Story hour,\n")
...     library = lc.read(log)
>>> results = library.evaluate(["attendance_total"], by="program", as_of=date(2026, 12, 31))
>>> results.to_pandas()[["program", "value", "certainty", "coverage"]].values.tolist()
[['Story hour', 18.0, 'at_least', 0.5]]
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from libcollab_metrics.document_kinds import DOCUMENT_AUDIENCES, DOCUMENT_FORMATS
    from libcollab_metrics.errors import LibCollabError, ReleaseBlockedError, UnreadableFileError
    from libcollab_metrics.library import Library, Results, read, write_template
    from libcollab_metrics.localization import LANGUAGES
    from libcollab_metrics.metrics import CATALOG, Value
    from libcollab_metrics.model import Scope

#: Module of each public name.
_MODULES = {
    "CATALOG": "metrics",
    "DOCUMENT_AUDIENCES": "document_kinds",
    "DOCUMENT_FORMATS": "document_kinds",
    "LANGUAGES": "localization",
    "LibCollabError": "errors",
    "Library": "library",
    "ReleaseBlockedError": "errors",
    "Results": "library",
    "Scope": "model",
    "UnreadableFileError": "errors",
    "Value": "metrics",
    "read": "library",
    "write_template": "library",
}

__all__ = [
    "CATALOG",
    "DOCUMENT_AUDIENCES",
    "DOCUMENT_FORMATS",
    "LANGUAGES",
    "LibCollabError",
    "Library",
    "ReleaseBlockedError",
    "Results",
    "Scope",
    "UnreadableFileError",
    "Value",
    "read",
    "write_template",
]


def __getattr__(name: str) -> Any:
    """Load a public name when it is first used."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names, loaded or not."""
    return sorted({*globals(), *__all__})
