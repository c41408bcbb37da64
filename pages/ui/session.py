"""What one visitor has open: the only reader and writer of the session, and the only cache of its figures."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections import Counter
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import streamlit as st

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.ingest import (
    GivenBack,
    Known,
    Reader,
    annotated_workbook,
    answers_to_keep,
    confirmed,
    for_all_files,
    read_file,
)
from libcollab_metrics.metrics import CATALOG, Evaluation, Metric, evaluate, with_criteria_checked
from libcollab_metrics.model import (
    Answer,
    Dataset,
    Edit,
    Import,
    Merge,
    NearSpelling,
    Operation,
    Scope,
    Setting,
    Step,
    Workspace,
    decided_spellings,
    names_in_use,
    near_spellings,
    standing_joins,
)
from libcollab_metrics.planning import (
    PLAN_METRICS,
    SERIES_METRICS,
    Assumptions,
    Ground,
    assumptions_of,
    program_scope,
)
from libcollab_metrics.store import Kept, Store, home

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "sample_library.xlsx"
#: Evaluations kept at once; the oldest goes first.
KEPT = 48
#: Set where several libraries share one server: nothing is kept on its disk.
HOSTED = "LIBCOLLAB_HOSTED"


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


def store() -> Store | None:
    """Where the visitor's work is kept; None on a shared server and in a window that keeps nothing."""
    hosted = os.environ.get(HOSTED, "").casefold() not in ("", "0", "no", "false")
    # A workspace without a head was not read from the disk, so it does not go there.
    only_here = "workspace" in st.session_state and "head" not in st.session_state
    return None if hosted or only_here else Store(home(os.environ))


def workspace() -> Workspace:
    """The visitor's own workspace, read again when another window has kept something; empty at first."""
    place = store()
    if place is not None:
        _reopen(place)
    return st.session_state.setdefault("workspace", Workspace())


def _reopen(place: Store) -> None:
    try:
        if st.session_state.get("head") != place.head():
            found = place.load()
            own: dict[str, Step] = st.session_state.setdefault("own_steps", {})
            st.session_state.update(workspace=found.as_read(own), head=found.head, kept=found)
    except LibCollabError as trouble:
        st.session_state["trouble"] = f"{trouble} What you do in this window is not kept."
        go_on_without_keeping()


def kept() -> Kept:
    """What the disk holds beside the steps: whether notes are kept, and what there is to tell."""
    return st.session_state.get("kept", Kept()) if store() is not None else Kept()


def trouble() -> str:
    """Why what is kept cannot be used; empty while it can."""
    return st.session_state.get("trouble", "")


def go_on_without_keeping() -> None:
    """Keep nothing of what is done in this window from now on; what it shows stays."""
    place = store()
    if place is not None and "head" in st.session_state:
        with suppress(LibCollabError):
            st.session_state["key"] = place.key()
    st.session_state.setdefault("workspace", Workspace())
    st.session_state.pop("head", None)


def open_again() -> None:
    """Read what is kept, as a new window does."""
    for name in ("workspace", "head", "kept", "trouble", "key"):
        st.session_state.pop(name, None)


def set_aside() -> None:
    """Give the file that cannot be read another name, and start with nothing."""
    Store(home(os.environ)).set_aside(today())
    open_again()


def append(*operations: Operation) -> None:
    """Append one step to the visitor's workspace; it is folded first, so that nothing is kept that cannot be opened."""
    new = workspace().append(*operations)
    st.session_state["dataset"] = with_criteria_checked(new.dataset())
    place = store()
    if place is None:
        st.session_state["workspace"] = new
    else:
        made = place.append(*operations, day=today())
        st.session_state.setdefault("own_steps", {})[made] = operations


def undo() -> None:
    """Take the last step back; a file taken back may be uploaded again."""
    last = workspace().steps[-1:]
    place = store()
    if place is None:
        st.session_state["workspace"] = workspace().undo()
    else:
        place.undo()
    for sha256 in _files(last):
        _handled().pop(sha256, None)


def redo() -> None:
    """Do the step taken back last again; its files are no longer waiting."""
    last = workspace().taken_back[-1:]
    place = store()
    if place is None:
        st.session_state["workspace"] = workspace().redo()
    else:
        place.redo()
    for sha256 in _files(last):
        _handled().setdefault(sha256, "")
        dismiss(sha256)


def _files(steps: Iterable[Step]) -> list[str]:
    return [operation.sha256 for step in steps for operation in step if isinstance(operation, Import)]


def forget() -> None:
    """Delete everything kept on this computer and everything this window holds."""
    place = store()
    if place is not None:
        place.forget()
    st.session_state.clear()


def is_sample() -> bool:
    """True while the visitor has put in no sheet and no row: the sample is shown, and said to be one."""
    return not any(isinstance(operation, Import | Edit) for operation in workspace().operations)


def dataset() -> Dataset:
    """The figures' ground: the visitor's own sheets, or the sample."""
    shown = sample() if is_sample() else workspace()
    if is_sample():
        for operation in workspace().operations:
            shown = shown.append(operation)
    kept = st.session_state.get("dataset")
    if kept is None or kept.version != shown.version:
        kept = st.session_state["dataset"] = with_criteria_checked(shown.dataset())
    return kept


def own_dataset() -> Dataset:
    """What the visitor has put in, which may be nothing; never the sample."""
    if not is_sample():
        return dataset()
    own = workspace()
    kept = st.session_state.get("own")
    if kept is None or kept.version != own.version:
        kept = st.session_state["own"] = own.dataset()
    return kept


def own_names() -> Mapping[str, Counter[str]]:
    """Every name in what the visitor has put in, by its kind."""
    return {} if is_sample() else names()


def files() -> Mapping[str, str]:
    """The files behind what is shown: sha256 → name."""
    return (sample() if is_sample() else workspace()).files


def known() -> Known:
    """What typed rows are read against."""
    names = {name: (metric.id, metric.unit) for metric in CATALOG for name in (metric.id, metric.label)}
    return Known(key(), own_dataset().settings.currency, names)


def draft(table: str) -> dict[str, Any]:
    """What is being typed for a table and not kept yet: `rows` as typed, `problems` by place, `round` of the grid.

    It outlives a page change and a refusal; it is in memory only.
    """
    drafts: dict[str, dict[str, Any]] = st.session_state.setdefault("drafts", {})
    return drafts.setdefault(table, {"rows": [], "problems": {}, "round": 0})


def tell(*sentences: str) -> None:
    """Say something at the next run of the page, once."""
    st.session_state.setdefault("sentences", []).extend(sentences)


def told() -> list[str]:
    """What was to be said; it is forgotten now."""
    return st.session_state.pop("sentences", [])


def key() -> bytes:
    """The secret for pseudonyms: kept apart from the data, or as long-lived as the window that keeps nothing."""
    place = store()
    return place.key() if place is not None else st.session_state.setdefault("key", secrets.token_bytes(32))


def today() -> date:
    """The day figures are true for, taken once a session."""
    return st.session_state.setdefault("today", date.today())


def token() -> str:
    """A word that makes a download's name unique, so that no two visitors' files can be taken for one."""
    return secrets.token_hex(4)


def figures(scope: Scope, by: str = "", metrics: Iterable[str | Metric] | None = None) -> Evaluation:
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


def plan_ground(scope: Scope, program: str) -> Assumptions:
    """What a plan of one program stands on, measured and forecast once for this version of the data."""
    ground = dataset()
    name = (ground.version, scope, program, today())
    kept: dict[Any, Assumptions] = st.session_state.setdefault("plan_grounds", {})
    if name not in kept:
        while len(kept) >= KEPT:
            kept.pop(next(iter(kept)))
        own = program_scope(scope, program)
        stands_on = Ground(program, figures(own, "", PLAN_METRICS), figures(own, "month", SERIES_METRICS))
        kept[name] = assumptions_of(stands_on, ground.settings, {})
    return kept[name]


def plan_changes(program: str) -> dict[str, float]:
    """What the visitor changed of a program's plan, by assumption; kept while the window is open."""
    changes: dict[str, dict[str, float]] = st.session_state.setdefault("plan", {})
    return changes.setdefault(program, {})


def forget_plan_changes(program: str) -> None:
    """Go back to what was measured of a program; its boxes are drawn anew."""
    plan_changes(program).clear()
    st.session_state["plan_round"] = plan_round() + 1


def plan_round() -> int:
    """How often a plan went back to what was measured; part of the names of its boxes."""
    return st.session_state.get("plan_round", 0)


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


def _handled() -> dict[str, str]:
    """Files dealt with in this window: sha256 → the upload that brought each."""
    return st.session_state.setdefault("handled", {})


def hold(name: str, data: bytes, upload: str) -> str:
    """Keep an uploaded file in memory until it is confirmed; return a kind refusal of one that is here already."""
    sha256 = hashlib.sha256(data).hexdigest()
    if sha256 in _handled():
        same = _handled()[sha256] == upload
        return "" if same else f"“{name}” is here already, byte for byte: it is read once, and nothing was added."
    if sha256 in workspace().files:
        return f"“{name}” is in use already, byte for byte: nothing was added. Undo its step to read it again."
    _handled()[sha256] = upload
    pending()[sha256] = (name, data)
    return ""


def remembered_answers(found: Import) -> dict[str, Any]:
    """Answers confirmed earlier for sheets with the same headings, by sheet."""
    known = {op.fingerprint: op.answers for op in workspace().operations if isinstance(op, Answer) and op.fingerprint}
    return {sheet.name: dict(known[sheet.fingerprint]) for sheet in found.reading.sheets if sheet.fingerprint in known}


def answers() -> dict[str, Any]:
    """The answers given on the review screen so far."""
    return st.session_state.setdefault("answers", {})


def read_pending(sha256: str, given: Mapping[str, Any]) -> Import:
    """Read a waiting file under the answers given; kept until they change."""
    name, data = pending()[sha256]
    kept = st.session_state.setdefault("read", {})
    secret = key()  # another window may have forgotten everything, and the secret with it
    asked = (secret, repr(sorted(given.items(), key=str)))
    if kept.get(sha256, ("",))[0] != asked:
        kept[sha256] = (asked, read_file(reader(), name, data, secret, given))
    return kept[sha256][1]


def marked_workbook(sha256: str, found: Import) -> GivenBack | None:
    """A waiting file as it was uploaded, with every problem cell coloured and commented; made in memory."""
    name, data = pending()[sha256]
    return annotated_workbook(reader(), name, data, found)


def confirm(sha256: str, found: Import, given: Mapping[str, Any]) -> None:
    """Append what was read and the answers for the next sheet with these headings, as one step."""
    kept = {sheet.fingerprint: answers_to_keep(given, sheet.name) for sheet in found.reading.sheets}
    answers = [Answer(headings, own) for headings, own in kept.items() if headings and own]
    append(confirmed(found), *answers, *for_all_files(given))
    dismiss(sha256)


def dismiss(sha256: str) -> None:
    """Forget a waiting file and everything read from it."""
    pending().pop(sha256, None)
    st.session_state.get("read", {}).pop(sha256, None)
    answers().pop(sha256, None)


def set_settings(values: Mapping[str, Any]) -> None:
    """Append settings typed on a page."""
    append(Setting(values))
