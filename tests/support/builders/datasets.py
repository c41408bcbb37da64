"""Build small datasets from short rows written by hand, and evaluate them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import pandas as pd

from libcollab_metrics.metrics import CATALOG, evaluate, select_cost_level
from libcollab_metrics.metrics.definition import EVERYTHING, Evaluation, Value
from libcollab_metrics.model.dataset import Dataset, conform_frame, to_categorical
from libcollab_metrics.model.names import casefold_name
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.scope import Scope, period_labels
from libcollab_metrics.model.settings import Settings

Row = Mapping[str, Any]
AS_OF = date(2026, 6, 30)
#: Finished frames of tables without rows, by name and columns.
_EMPTY_FRAMES: dict[tuple[str, ...], pd.DataFrame] = {}


def dataset(
    sessions: Sequence[Row] = (),
    people: Sequence[Row] = (),
    ledger: Sequence[Row] = (),
    outcomes: Sequence[Row] = (),
    deliveries: Sequence[Row] = (),
    programs: Sequence[Row] = (),
    partners: Sequence[Row] = (),
    criteria: Sequence[Row] = (),
    perspectives: Sequence[Row] = (),
    sites: Sequence[Row] = (),
    settings: Mapping[str, Any] = MappingProxyType({}),
) -> Dataset:
    """Return a dataset of short rows.

    Keys: `p` the program's printed name (default "Story hour"), `on` the date (default none). A session has
    `id` (default s0, s1, … in order) and is held by default, with one event and no list. A person has `at`
    (the session's id), `who` and `status` (default present). Programs have `name` and `partners`; programs
    that only other rows name are added. A perspective has `by` (a partner), `who`, `side` (default partner),
    `item` and `rating`.
    """
    tables = {
        "sessions": _sessions(sessions),
        "participation": _people(people, sessions),
        "ledger": _frame("ledger", [_dated_row(row) for row in ledger]),
        "outcomes": _frame(
            "outcomes", [_dated_row(row) | {"respondent_key": row.get("who")} for row in outcomes]
        ),
        "deliveries": _frame("deliveries", [{"unit": "books"} | _dated_row(row) for row in deliveries]),
        "criteria": _frame("criteria", [_dated_row(row) for row in criteria]),
        "partners": conform_frame("partners", pd.DataFrame(list(partners))),
        "perspectives": conform_frame(
            "perspectives", pd.DataFrame([_perspective_row(row) for row in perspectives])
        ),
        "sites": conform_frame("sites", pd.DataFrame([_site_row(row) for row in sites])),
    }
    program_names = [
        row.get("p", "Story hour")
        for rows in (sessions, ledger, outcomes, deliveries, criteria)
        for row in rows
    ]
    tables["programs"] = _programs(programs, [name for name in program_names if name is not None])
    links = [
        {"program_id": casefold_name(row["name"]), "partner": partner}
        for row in programs
        for partner in row.get("partners", ())
    ]
    languages = [
        {"session_id": row.get("id", f"s{n}"), "language": language.strip()}
        for n, row in enumerate(sessions)
        for language in (row.get("language") or "").split(";")
        if language.strip()
    ]
    finished = {
        name: _finished(name, frame) if len(frame) else _finished_empty(name, frame)
        for name, frame in tables.items()
    }
    finished["program_partners"] = pd.DataFrame(links, columns=["program_id", "partner"]).astype("category")
    finished["session_languages"] = pd.DataFrame(languages, columns=["session_id", "language"]).astype(
        "category"
    )
    return Dataset(MappingProxyType(finished), Settings().with_values(settings))


def values(
    data: Dataset,
    metric: str,
    *,
    by: str = "",
    where: Mapping[str, str] = MappingProxyType({}),
    start: date | None = None,
    end: date | None = None,
    as_of: date = AS_OF,
) -> tuple[Value, ...]:
    """Return every value of one metric."""
    scope = Scope(tuple((name, (value,)) for name, value in where.items()), start, end)
    return evaluate(data, metrics=[metric], by=by, scope=scope, as_of=as_of).values


def value(data: Dataset, metric: str, **options: Any) -> Value:
    """Return the only value of one metric; of a cost, the one at the cash level."""
    (only_value,) = select_cost_level(values(data, metric, **options))
    return only_value


def everything(
    data: Dataset,
    by: str = "",
    scope: Scope = EVERYTHING,
    as_of: date = AS_OF,
    metrics: Sequence[Any] = CATALOG,
) -> Evaluation:
    """Evaluate every metric of the catalog, or those given."""
    return evaluate(data, metrics=metrics, by=by, scope=scope, as_of=as_of)


def by_group(found: Sequence[Value], field: str) -> dict[str | None, Any]:
    """Return group → value; of a cost, the one at the cash level."""
    return {value.groups[field]: value.value for value in select_cost_level(found)}


def _dated_row(row: Row) -> dict[str, Any]:
    program = row.get("p", "Story hour")
    plain = {k: v for k, v in row.items() if k not in ("p", "on", "who", "id")}
    return {"program_id": program and casefold_name(program), "date": _day(row.get("on"))} | plain


def _site_row(row: Row) -> dict[str, Any]:
    """Return a site row; its languages may be a list."""
    languages = row.get("languages")
    return dict(row) | ({"languages": "; ".join(languages)} if isinstance(languages, (list, tuple)) else {})


def _perspective_row(row: Row) -> dict[str, Any]:
    names = {"by": "partner_id", "who": "respondent_key", "on": "date"}
    known = {"side": "partner"} | {names.get(key, key): value for key, value in row.items()}
    return known | {"date": _day(row.get("on"))}


def _day(text: str | None) -> pd.Timestamp | None:
    return None if text is None else pd.Timestamp(text)


def _sessions(rows: Sequence[Row]) -> pd.DataFrame:
    defaults = {
        "status": "held",
        "events": 1.0,
        "roster": "none",
        "attended_is_estimate": False,
        "attended_at_least": False,
        "date_precision": "day",
    }
    completed = [
        defaults | _dated_row(row) | {"session_id": row.get("id", f"s{n}")} for n, row in enumerate(rows)
    ]
    frame = _frame("sessions", completed)
    frame["session_id"] = pd.array([row["session_id"] for row in completed], dtype="string")
    return frame


def _people(rows: Sequence[Row], sessions: Sequence[Row]) -> pd.DataFrame:
    programs = {row.get("id", f"s{n}"): row.get("p", "Story hour") for n, row in enumerate(sessions)}
    completed = []
    for row in rows:
        plain = {k: v for k, v in row.items() if k not in ("at", "who", "tongue", "age")}
        known = {
            "status": "present",
            "source": "roster",
            "program_id": casefold_name(programs[row["at"]] or ""),
        }
        named = {
            "person_key": row.get("who"),
            "mother_tongue": row.get("tongue"),
            "age_group": row.get("age"),
        }
        completed.append(known | named | plain)
    frame = _frame("participation", completed)
    frame["session_id"] = pd.array([row["at"] for row in rows], dtype="string")
    return frame


def _programs(rows: Sequence[Row], names: Sequence[str]) -> pd.DataFrame:
    listed = {casefold_name(row["name"]): row for row in rows}
    for name in names:
        listed.setdefault(casefold_name(name), {"name": name})
    frame = _frame("programs", [{k: v for k, v in row.items() if k != "partners"} for row in listed.values()])
    frame["program_id"] = pd.array(list(listed), dtype="string")
    return frame


def _frame(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    known = {field.name for field in SCHEMA[table].fields}
    extra = {"session_id", "program_id", "date"}
    for row in rows:
        assert set(row) <= known | extra, f"no such column of {table}: {sorted(set(row) - known - extra)}"
    return conform_frame(table, pd.DataFrame([dict(row) for row in rows]))


def _finished_empty(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the finished frame of a table without rows; most tests leave most tables empty."""
    key = (name, *frame.columns)
    if key not in _EMPTY_FRAMES:
        _EMPTY_FRAMES[key] = _finished(name, frame)
    return _EMPTY_FRAMES[key].copy(deep=False)


def _finished(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    frame = to_categorical(name, frame)
    if "program_id" in frame:
        frame = frame.astype({"program_id": "category"})
    if name in ("sessions", "ledger", "outcomes"):
        frame = pd.concat([frame, period_labels(frame["date"], 1, 6)], axis=1)
    return frame
