"""Form to add, change or remove a single row: rows listed and their labels, search, fixed fields."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import TypedRowsResult, format_typed_value, read_row_change, read_typed_rows
from libcollab_metrics.metrics import CATALOG, parse_metric_name, uncounted_sessions
from libcollab_metrics.model import NAME_FIELDS, SCHEMA, TYPED, Dataset, Edit, Field, RowAddress
from pages.ui import session
from pages.ui.buttons import draw_button, draw_submit_button
from pages.ui.html_tables import render_table
from pages.ui.markdown import escape_markdown
from pages.ui.metric_texts import metric_label
from pages.ui.page import Page
from pages.ui.records.fields import LABEL_FIELDS, draw_field, option_label, store_rows
from pages.ui.translation import _, format_number, later, plural

# Rows recorded in a table, each with its origin.

#: Maximum number of rows listed, latest first; older ones are found by searching.
MAX_ROWS_LISTED = 200
#: Minimum number of rows for the search box.
MIN_ROWS_FOR_SEARCH = 8
METRICS = {metric.id: metric for metric in CATALOG}
#: Key, and name in the address, of the choice of sessions without a head count; the first of them is open.
ONLY_MISSING = "only-missing"


@dataclass(frozen=True)
class RecordedRow:
    """A recorded row.

    Attributes
    ----------
    address : RowAddress or None
        Address for edits, if it has one.
    values : mapping
        Values by field.
    texts : mapping of str to str
        Values as typed text by field.
    origin : str
        File, sheet and row, or that it was typed.
    """

    address: RowAddress | None
    values: Mapping[str, Any]
    texts: Mapping[str, str]
    origin: str

    def short_label(self, table: str) -> str:
        """Return a short label of the row."""
        parts = [self.texts[field] for field in LABEL_FIELDS[table] if self.texts[field]]
        return " · ".join([part if len(part) < 60 else part[:59] + "…" for part in parts])


def draw_recorded_rows(frame: Page, table: str) -> list[RecordedRow]:
    """Draw the rows of a table that match the search, latest first, and return them.

    A phone shows each row as a list of its fields instead of the grid.
    """
    total = len(frame.dataset.tables[table])
    if not total:
        return []
    match_count, chosen = _search_rows(frame.dataset, table)
    names = program_name_by_id(frame.dataset)
    rows = [_build_recorded_row(names, table, row) for row in chosen]
    st.caption(_count_text(match_count, total))
    lines = [_table_line(frame, table, row) for row in rows]
    filled = [name for name in lines[0] if any(line[name] for line in lines)] if lines else []
    shown = [{name: line[name] for name in filled} for line in lines]
    with st.container(key="wide-rows"):
        st.dataframe(shown, hide_index=True, height=_table_height(len(rows)))
    if shown:
        with st.container(key="phone-rows"), st.expander(_("Recorded rows"), icon=":material/list:"):
            cells = [list(line.values()) for line in shown]
            st.html(render_table(_(SCHEMA[table].label), filled, cells, is_tall=True))
    return rows


def _count_text(matching: int, total: int) -> str:
    """Return how many rows match a search, of how many, and how many of them are listed."""
    found = format_number(matching)
    if matching > MAX_ROWS_LISTED:
        found = _("the latest {shown} of {count}", shown=MAX_ROWS_LISTED, count=found)
    if matching == total:
        return plural(total, "{found} row", "{found} rows", found=found)
    return plural(total, "{found} found of {count} row", "{found} found of {count} rows", found=found)


def _table_height(rows: int) -> int:
    return min(rows, 8) * 35 + 38


def _search_rows(dataset: Dataset, table: str) -> tuple[int, list[dict[str, Any]]]:
    """Return the number of rows that match the search, and those to list, latest date first."""
    rows = dataset.tables[table]
    with st.container(horizontal=True, vertical_alignment="center", key=f"search-{table}"):
        words = ""
        if len(rows) >= MIN_ROWS_FOR_SEARCH:
            words = st.text_input(
                _("Find rows"),
                key=f"find-{table}",
                placeholder=_("Find rows"),
                icon=":material/search:",
                label_visibility="collapsed",
            )
        if table == "sessions":
            if ONLY_MISSING in st.query_params:  # a link outranks what was chosen before
                st.session_state[ONLY_MISSING] = st.query_params[ONLY_MISSING] == "true"
            uncounted = session.cached_lookup(uncounted_sessions, session.today())
            missing = rows["session_id"].astype(str).isin(uncounted)
            if missing.any() and st.checkbox(
                _("Only the {count} without a head count", count=format_number(missing.sum())),
                key=ONLY_MISSING,
                bind="query-params",
            ):
                rows = rows[missing]
    if words and words.strip():
        texts = rows.astype("string").fillna("").agg(" ".join, axis=1).str.casefold()
        rows = rows[[all(word in text for word in words.casefold().split()) for text in texts]]
    rows = rows.iloc[::-1]
    rows = rows.sort_values("date", ascending=False, kind="stable") if "date" in rows else rows
    shown = rows.head(MAX_ROWS_LISTED)
    return len(rows), shown.astype(object).where(shown.notna(), None).to_dict("records")


def _build_recorded_row(names: Mapping[str, str], table: str, row: dict[str, Any]) -> RecordedRow:
    texts = {field.name: format_typed_value(field, row) for field in SCHEMA[table].typed_fields}
    if "program_id" in texts:
        texts["program_id"] = names.get(texts["program_id"], texts["program_id"])
    if table == "criteria":
        texts["metric_id"] = _metric_label(texts["metric_id"])
    return RecordedRow(RowAddress.from_row(row), row, texts, _describe_origin(row))


def _metric_label(recorded: str) -> str:
    """Return a criterion's metric label with its part after a colon; an unknown one as recorded."""
    named, part = parse_metric_name(recorded, CATALOG)
    return f"{METRICS[named].label}{': ' if part else ''}{part}" if named in METRICS else recorded


def program_name_by_id(dataset: Dataset) -> dict[str, str]:
    """Map program ids to names."""
    programs = dataset.tables["programs"]
    return dict(zip(programs["program_id"].astype(str), programs["name"].astype(str), strict=True))


def _describe_origin(row: Mapping[str, Any]) -> str:
    if row.get("import_id") is None:
        return _("named in another row")
    if row["import_id"] == TYPED:
        return _("typed")
    file = next(
        (name for sha, name in session.files().items() if sha.startswith(row["import_id"])), _("a sheet")
    )
    if row.get("row") is None:
        return f"{file}, “{row['sheet']}”"
    return _("{file}, “{sheet}”, row {row}", file=file, sheet=row["sheet"], row=row["row"])


def _table_line(frame: Page, table: str, row: RecordedRow) -> dict[str, str]:
    shown = dict(row.texts)
    if table == "criteria":
        shown |= _criterion_texts(frame, row)
    names = dict.fromkeys([*LABEL_FIELDS[table], *(name for name in shown if not name.endswith("_key"))])
    line = {}
    for name in names:
        field = SCHEMA[table].field(name)
        line[_(field.label)] = option_label(field, shown[name])
    return line | {_("Source"): row.origin}


def _criterion_texts(frame: Page, row: RecordedRow) -> dict[str, str]:
    """Return the metric of a criterion in the visitor's language, and its bounds in the metric's unit."""
    name, part = parse_metric_name(str(row.values["metric_id"]), CATALOG)
    if name not in METRICS:
        return {}
    about, currency = METRICS[name], frame.dataset.settings.currency
    bounds = {
        bound: frame.language.in_unit(row.values[bound], about.unit, currency)
        for bound in ("low", "ideal", "high")
        if row.values[bound] is not None
    }
    return {"metric_id": ": ".join(filter(None, (metric_label(about), part))), **bounds}


NEW_ROW_LABEL = later("New row")
#: Fewest fields besides the usual ones that are collapsed, less one.
MAX_OTHER_FIELDS = 2
#: Fields that identify a session with a roster; changing them would detach the roster.
SESSION_KEY_FIELDS = ("program_id", "date", "site", "start")


def draw_record_form(frame: Page, table: str, rows: Sequence[RecordedRow]) -> None:
    """Draw the row selector and its form; rows of the sample cannot be edited."""
    row = _choose_row(table, () if session.is_sample() else rows)
    key = _form_key(table, row)
    fixed = _fixed_fields(table, row)
    first, others = _split_fields(table)
    with st.form(key, border=False):
        typed = _draw_fields(table, row, first, key, fixed)
        if others:
            with st.expander(_("More fields"), icon=":material/more_horiz:"):
                typed |= _draw_fields(table, row, others, key, fixed)
        sent = draw_submit_button(
            _("Save row") if row is None else _("Save changes"), key=f"send-{key}", type="primary"
        )
    if sent:
        _submit_row(table, row, typed)
    removable = row is not None and row.address is not None and not _has_list(table, row)
    if (
        removable
        and draw_button(_("Delete row"), key=f"remove-{key}")
        and row is not None
        and row.address is not None
    ):
        session.append(Edit(table, (), removed=(row.address,)))
        session.add_message(_("{label}: row deleted.", label=_(SCHEMA[table].label)))
        st.rerun()


def _split_fields(table: str) -> tuple[list[Field], list[Field]]:
    """Return the fields that are always visible, and the collapsed ones, which are rarely known."""
    fields = SCHEMA[table].typed_fields
    names = {*LABEL_FIELDS[table], *(field.name for field in fields if field.is_required)}
    first = [field for field in fields if field.name in names]
    others = [field for field in fields if field.name not in names]
    return (first, others) if len(others) > MAX_OTHER_FIELDS else (list(fields), [])


def _draw_fields(
    table: str, row: RecordedRow | None, fields: Sequence[Field], key: str, fixed: Sequence[str]
) -> dict[str, str]:
    with st.grid(3, min_column_width=230):
        return {
            field.name: draw_field(field, _current_text(table, row, field.name), key, field.name in fixed)
            for field in fields
        }


def _form_key(table: str, row: RecordedRow | None) -> str:
    """Return the form's widget key, which changes with each new row and each recorded change.

    Nothing else changes the key: otherwise text being typed would be discarded when grid rows are stored.
    """
    if row is None:
        return f"form-{table}-{NEW_ROW_LABEL}-{session.draft(table).get('forms', 0)}"
    recorded = hashlib.sha256(repr(sorted(row.texts.items())).encode()).hexdigest()[:8]
    return f"form-{table}-{row.address}-{row.short_label(table)}-{recorded}"


def _choose_row(table: str, rows: Sequence[RecordedRow]) -> RecordedRow | None:
    names = [NEW_ROW_LABEL, *(f"{number}. {row.short_label(table)}" for number, row in enumerate(rows, 1))]
    if not rows:
        return None
    is_missing = bool(st.session_state.get(ONLY_MISSING)) and rows[0].values.get("attended") is None
    chosen = st.selectbox(
        _("Row"),
        names,
        index=int(is_missing),
        format_func={**dict(zip(names, names, strict=True)), NEW_ROW_LABEL: _(NEW_ROW_LABEL)}.get,
        key=f"which-{table}-{len(session.workspace().steps)}-{is_missing}",
        help=_("A new row, or one to change or delete."),
    )
    index = names.index(chosen) if chosen in names else 0
    return rows[index - 1] if index else None


def _current_text(table: str, row: RecordedRow | None, name: str) -> str:
    if row is not None:
        return row.texts[name]
    return session.today().isoformat() if name == "declared_on" else ""


def _has_list(table: str, row: RecordedRow) -> bool:
    return table == "sessions" and row.values.get("roster") not in (None, "none")


def _fixed_fields(table: str, row: RecordedRow | None) -> tuple[str, ...]:
    """Return the fields that cannot be changed: a named row's key, or a roster's session key."""
    if row is None:
        return ()
    if table in NAME_FIELDS:
        return (NAME_FIELDS[table],)
    return SESSION_KEY_FIELDS if _has_list(table, row) else ()


def _submit_row(table: str, row: RecordedRow | None, typed: Mapping[str, str]) -> None:
    if row is None:
        result = read_typed_rows(table, [typed], session.typing_context())
        edit = Edit(table, result.accepted, issues=result.issues)
    else:
        changed = {name: text for name, text in typed.items() if text != row.texts[name]}
        if not changed:
            st.info(_("Nothing was changed."))
            return
        result = read_row_change(table, changed, row.values, session.typing_context())
        edit = _build_edit(table, row, result)
    if result.rejected:
        for problem in result.rejected[0].problems:
            st.error(escape_markdown(_(problem.message)))
    elif not result.accepted:
        st.error(_("Nothing is filled in."))
    else:
        store_rows(edit, result, is_new=row is None)
        if row is None:
            draft = session.draft(table)
            draft["forms"] = draft.get("forms", 0) + 1
        st.rerun()


def _build_edit(table: str, row: RecordedRow, typed_reading: TypedRowsResult) -> Edit:
    """Build the edit of a row; a row without an address is typed again with its key fields."""
    if row.address is not None and table not in NAME_FIELDS:
        changes = tuple((row.address, values) for values in typed_reading.accepted)
        return Edit(table, (), changes, issues=typed_reading.issues)
    names: Sequence[str] = (NAME_FIELDS[table],) if table in NAME_FIELDS else SESSION_KEY_FIELDS
    known: dict[str, Any] = {name: row.values[name] for name in names}
    if "program_id" in known:
        known["program_id"] = row.texts["program_id"]
    return Edit(
        table, tuple({**known, **values} for values in typed_reading.accepted), issues=typed_reading.issues
    )
