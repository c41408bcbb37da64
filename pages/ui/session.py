"""What one visitor has open: the only reader and writer of the session, and the only cache of its figures."""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import Reader, answers_to_keep, confirmed, read_file
from libcollab_metrics.metrics import CATALOG, Evaluation, evaluate
from libcollab_metrics.model import (
    Answer,
    Dataset,
    Import,
    Merge,
    NearSpelling,
    Operation,
    Scope,
    Setting,
    Workspace,
    decided_spellings,
    names_in_use,
    near_spellings,
    standing_joins,
)

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample_library.xlsx"
#: Evaluations kept at once; the oldest goes first.
KEPT = 48


@st.cache_resource(show_spinner=False)
def reader() -> Reader:
    """The reader all sessions share; it keeps one spare process waiting and holds no data."""
    shared = Reader()
    shared.start_spare()
    return shared


@st.cache_resource(show_spinner="Opening the sample library …")
def sample() -> Workspace:
    """The invented sample, read once; its names are invented and its key is thrown away."""
    found = read_file(reader(), SAMPLE.name, SAMPLE.read_bytes(), secrets.token_bytes(32))
    return Workspace().append(confirmed(found))


def workspace() -> Workspace:
    """The visitor's own workspace; empty at first."""
    return st.session_state.setdefault("workspace", Workspace())


def append(operation: Operation) -> None:
    """Append one operation to the visitor's workspace."""
    st.session_state["workspace"] = workspace().append(operation)


def undo() -> None:
    """Take the last operation back; a file taken back may be uploaded again."""
    last = workspace().operations[-1:]
    st.session_state["workspace"] = workspace().undo()
    for operation in last:
        if isinstance(operation, Import):
            st.session_state.get("handled", set()).discard(operation.sha256)


def is_sample() -> bool:
    """True while the visitor has put nothing in: the sample is shown, and said to be one."""
    return not any(isinstance(operation, Import) for operation in workspace().operations)


def dataset() -> Dataset:
    """The figures' ground: the visitor's own sheets, or the sample."""
    shown = sample() if is_sample() else workspace()
    if is_sample():
        for operation in workspace().operations:
            shown = shown.append(operation)
    kept = st.session_state.get("dataset")
    if kept is None or kept.version != shown.version:
        kept = st.session_state["dataset"] = shown.dataset()
    return kept


def key() -> bytes:
    """The visitor's secret for pseudonyms; it lives as long as the session."""
    return st.session_state.setdefault("key", secrets.token_bytes(32))


def today() -> date:
    """The day figures are true for, taken once a session."""
    return st.session_state.setdefault("today", date.today())


def token() -> str:
    """A word that makes a download's name unique, so that no two visitors' files can be taken for one."""
    return secrets.token_hex(4)


def figures(scope: Scope, by: str = "", metrics: Iterable[str] | None = None) -> Evaluation:
    """The values of a selection, counted once for this session and version of the data."""
    wanted = tuple(metrics) if metrics is not None else None
    ground = dataset()
    name = (ground.version, scope, by, wanted, today())
    kept: dict[Any, Evaluation] = st.session_state.setdefault("figures", {})
    if name not in kept:
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)))
        kept[name] = evaluate(ground, metrics=wanted or CATALOG, scope=scope, by=by, as_of=today())
    return kept[name]


def names() -> dict[str, Counter[str]]:
    """Every name in use by its kind, with its rows; counted once for a version of the data."""
    ground = dataset()
    kept = st.session_state.get("names")
    if kept is None or kept[0] != ground.version:
        kept = st.session_state["names"] = (ground.version, names_in_use(ground.tables))
    return kept[1]


def near_to_names(found: Import | None = None) -> tuple[NearSpelling, ...]:
    """Spellings that may be one name: among those in use, or of a file not yet used beside them."""
    ground = dataset()
    name = "in use" if found is None else found.sha256
    state = (ground.version, found.issues if found else ())
    kept: dict[str, Any] = st.session_state.setdefault("near", {})
    if kept.get(name, ("",))[0] != state:
        new = names() if found is None else names_in_use(found.tables)
        known = {} if is_sample() or found is None else names()
        kept[name] = (state, near_spellings(new, known, decided_spellings(workspace().operations)))
    return kept[name][1]


def joins() -> tuple[Merge, ...]:
    """The joins of names that hold."""
    return standing_joins(workspace().operations)


def pending() -> dict[str, tuple[str, bytes]]:
    """Files uploaded and not yet confirmed: sha256 → name and bytes, in memory only."""
    return st.session_state.setdefault("pending", {})


def hold(name: str, data: bytes) -> None:
    """Keep an uploaded file in memory until it is confirmed; one already used or waiting is not held twice."""
    sha256 = hashlib.sha256(data).hexdigest()
    handled: set[str] = st.session_state.setdefault("handled", set())
    if sha256 not in handled:
        handled.add(sha256)
        pending()[sha256] = (name, data)


def history() -> list[str]:
    """What the visitor did so far, one line an operation."""
    return [_said(operation) for operation in workspace().operations]


def _said(operation: Operation) -> str:
    if isinstance(operation, Import):
        used = sum(sheet.rows_used for sheet in operation.reading.sheets)
        return f"Read “{operation.reading.name}”: {used} rows used"
    if isinstance(operation, Setting):
        return "Set " + ", ".join(name.replace("_", " ") for name in operation.values)
    if isinstance(operation, Merge):
        if operation.old == operation.new:
            return f"Kept “{operation.old}” apart"
        return f"Read “{operation.old}” as “{operation.new}” in every row"
    if isinstance(operation, Answer) and not operation.answers:
        return "Forgot the answers for sheets with these headings"
    return "Kept the answers for sheets with these headings" if isinstance(operation, Answer) else "Changed a row"


def remembered_answers(found: Import) -> dict[str, Any]:
    """Answers confirmed earlier for sheets with the same headings, by sheet."""
    known = workspace().dataset().answers if workspace().operations else {}
    return {sheet.name: dict(known[sheet.fingerprint]) for sheet in found.reading.sheets if sheet.fingerprint in known}


def answers() -> dict[str, Any]:
    """The answers given on the review screen so far."""
    return st.session_state.setdefault("answers", {})


def read_pending(sha256: str, given: Mapping[str, Any]) -> Import:
    """Read a waiting file under the answers given; kept until they change."""
    name, data = pending()[sha256]
    kept = st.session_state.setdefault("read", {})
    asked = repr(sorted(given.items(), key=str))
    if kept.get(sha256, ("",))[0] != asked:
        kept[sha256] = (asked, read_file(reader(), name, data, key(), given))
    return kept[sha256][1]


def confirm(sha256: str, found: Import, given: Mapping[str, Any]) -> None:
    """Append what was read, and remember the answers for the next sheet with these headings."""
    append(confirmed(found))
    for sheet in found.reading.sheets:
        kept = answers_to_keep(given, sheet.name)
        if sheet.fingerprint and kept:
            append(Answer(sheet.fingerprint, kept))
    dismiss(sha256)


def dismiss(sha256: str) -> None:
    """Forget a waiting file and everything read from it."""
    pending().pop(sha256, None)
    st.session_state.get("read", {}).pop(sha256, None)
    answers().pop(sha256, None)


def set_settings(values: Mapping[str, Any]) -> None:
    """Append settings typed on a page."""
    append(Setting(values))
