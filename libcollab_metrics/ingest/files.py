"""From the bytes of a file to an import the workspace can append; the reading itself happens elsewhere."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest.answers import check_answers
from libcollab_metrics.ingest.child import Reader
from libcollab_metrics.ingest.limits import LAPTOP, Limits
from libcollab_metrics.ingest.wire import from_words, to_pandas
from libcollab_metrics.model.operations import Import
from libcollab_metrics.turns import Told


def read_file(
    reader: Reader,
    name: str,
    data: bytes,
    key: bytes,
    answers: Mapping[str, Any] | None = None,
    *,
    limits: Limits = LAPTOP,
    queued: Told = lambda ahead: None,
) -> Import:
    """Read one file in the throw-away process and return it as an import, not yet appended to anything.

    Parameters
    ----------
    reader : keeps the reading process waiting.
    name, data : the file's name (shown only) and its bytes.
    key : the workspace's secret, 32 bytes; names become pseudonyms under it and stay in that process.
    answers : as in `--answers`.
    limits : how large the file may be (`limits_in` reads them from the environment).
    queued : called with the number of files that are read before this one (`Reader.run`).

    Returns
    -------
    Import : `reading` still holds the typed rows of the review screen; `confirmed` drops them.

    Raises
    ------
    UnreadableFile : the file cannot be read; the text says why and what to do.
    LibCollabError : an answer is not known.
    """
    check_answers(answers or {})
    words, tables = reader.run(
        {"name": name, "answers": dict(answers or {}), "limits": asdict(limits), "work": "import"},
        data,
        key,
        queued=queued,
    )
    if "refused" in words:
        raise LibCollabError(words["refused"])
    reading, issues = from_words(words)
    frames = {table: to_pandas(found) for table, found in tables.items()}
    return Import(frames, reading, issues, hashlib.sha256(data).hexdigest())


def confirmed(found: Import) -> Import:
    """Return the import as it may be kept: without any row as typed, and without what was told cell by cell."""
    issues = tuple(replace(issue, told=()) for issue in found.issues)
    return replace(found, reading=found.reading.without_rows(), issues=issues)
