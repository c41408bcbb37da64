"""Review of uploaded files: summary, questions, the sheet as it was read, its columns, and its notes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import list_answers, merge_answers, redact_people, remove_answer
from libcollab_metrics.model import Answer, ColumnMapping, Import, SheetReading, column_letters
from pages.ui import html_tables, session
from pages.ui.buttons import draw_button
from pages.ui.markdown import escape_markdown
from pages.ui.page import error_boundary
from pages.ui.partners import draw_proposals_preview
from pages.ui.progress import WorkProgress
from pages.ui.translation import _, format_number, later, plural
from pages.ui.upload.answers_form import (
    describe_answer,
    draw_headings_form,
    field_label,
    reason_label,
)
from pages.ui.upload.notes import draw_notes
from pages.ui.upload.questions import (
    draw_questions,
    propose_likely_answers,
    restart_questions,
)
from pages.ui.upload.summary import (
    ReadFile,
    describe_file,
    draw_all_files,
    draw_file_summary,
    draw_remove_button,
)

#: Option that withdraws all answers.
ALL_ANSWERS = later("all of them")
#: As many sheets are chosen with a switch; of more, one is picked from a list.
MAX_TABS = 6


def draw_reviews() -> None:
    """Draw the pending files: a summary of all, then one; an error in one does not affect the others."""
    overview = st.container()
    read: dict[str, ReadFile] = {}
    for sha256 in list(session.pending_uploads()):
        with error_boundary():
            if session.is_cancelled(sha256):
                _draw_cancelled(sha256)
                continue
            read[sha256] = describe_file(sha256, _read_file(sha256))
    pending = {sha256: name for sha256, (name, _) in session.pending_uploads().items()}
    if not pending:
        return
    if len(pending) > 1:
        with overview:
            draw_all_files(list(read.values()))
        shown = st.selectbox(
            _("File to check"), list(pending), format_func=pending.__getitem__, key="file-shown"
        )
    else:
        (shown,) = pending
    with error_boundary():
        if shown in read:
            _draw_review(read[shown], is_only=len(pending) == 1)
        else:
            draw_remove_button(shown)


def _read_file(sha256: str) -> Import:
    """Read a pending file with its answers, those of sheets with the same headings, and the likely ones."""
    answers = session.review(sha256).setdefault("answers", {})
    name = session.pending_uploads()[sha256][0]
    progress = WorkProgress(
        _("Opening “{name}” …", name=name),
        name,
        key=f"cancel-{sha256}",
        on_cancel=partial(session.cancel_reading, sha256),
    )
    imported = session.read_pending(sha256, answers, progress)
    remembered = session.find_remembered_answers(imported)
    if remembered and not answers:
        answers = merge_answers(answers, {"sheets": remembered})
        imported = session.read_pending(sha256, answers, progress)
    likely = propose_likely_answers(sha256, imported, answers)
    if likely != answers:
        answers = likely
        imported = session.read_pending(sha256, answers, progress)
    session.review(sha256)["answers"] = answers
    progress.clear()
    return imported


def _draw_cancelled(sha256: str) -> None:
    """Say that a file was not read, and offer to read it; nothing of it was added, and its answers stay."""
    name = session.pending_uploads()[sha256][0]
    st.info(escape_markdown(_("Reading “{name}” was cancelled. Nothing was added.", name=name)))
    st.button(
        _("Read it"),
        key=f"resume-{sha256}",
        icon=":material/play_circle:",
        on_click=session.resume_reading,
        args=(sha256,),
    )


def _draw_review(file: ReadFile, *, is_only: bool) -> None:
    sha256, imported = file.sha256, file.imported
    answers = session.review(sha256)["answers"]
    draw_file_summary(file, is_only=is_only)
    _draw_remembered_answers(sha256, imported, session.find_remembered_answers(imported), answers)
    changed = draw_questions(sha256, imported, answers)
    if changed is not None:
        session.review(sha256)["answers"] = changed
        st.rerun()
    draw_proposals_preview(imported)
    _draw_sheets(sha256, imported)
    draw_notes(sha256, imported)
    _draw_answers(sha256, answers)


def _draw_remembered_answers(
    sha256: str, imported: Import, remembered: Mapping[str, Any], current_answers: Mapping[str, Any]
) -> None:
    """Show the answers reused from a sheet with the same headings, and offer to discard them."""
    now = current_answers.get("sheets", {})
    unchanged = {
        sheet: {key: value for key, value in own.items() if now.get(sheet, {}).get(key) == value}
        for sheet, own in remembered.items()
    }
    descriptions = [": ".join(describe_answer(answer)) for answer in list_answers({"sheets": unchanged})]
    if not descriptions:
        return
    st.info(
        escape_markdown(
            _(
                "Your answers from last time are used again, because the headings are the same. {answers}.",
                answers="; ".join(descriptions),
            )
        )
    )
    if draw_button(_("Ask me again"), key=f"forget-{sha256}", icon=":material/undo:"):
        for sheet in imported.reading.sheets:
            if unchanged.get(sheet.name):
                session.append(Answer(sheet.fingerprint, {}))
        _set_answers(sha256, {"sheets": {}})


def _set_answers(sha256: str, answers: Mapping[str, Any]) -> None:
    """Read the file again with other answers than those its questions show."""
    session.review(sha256)["answers"] = dict(answers)
    restart_questions(sha256)
    st.rerun()


def _draw_answers(sha256: str, current_answers: Mapping[str, Any]) -> None:
    """Draw the answers so far, a way to withdraw them, and the same for the command line."""
    answers = list_answers(current_answers)
    if not answers:
        return
    with st.expander(_("Your answers ({count})", count=len(answers)), icon=":material/checklist:"):
        rows = [(*describe_answer(answer), ", ".join(answer.sheets) or _("all")) for answer in answers]
        st.html(
            html_tables.render_table(_("Your answers"), (_("About"), _("Your answer"), _("Sheets")), rows)
        )
        answers_by_text = {": ".join(describe_answer(answer)): answer for answer in answers}
        chosen = st.selectbox(
            _("Withdraw"),
            [ALL_ANSWERS, *answers_by_text],
            key=f"back-{sha256}",
            format_func={**{text: text for text in answers_by_text}, ALL_ANSWERS: _(ALL_ANSWERS)}.__getitem__,
        )
        if draw_button(_("Withdraw and ask me again"), key=f"again-{sha256}"):
            less = (
                {"sheets": {}}
                if chosen == ALL_ANSWERS
                else remove_answer(current_answers, answers_by_text[chosen])
            )
            _set_answers(sha256, less)
        st.caption(_("For the command line (--answers), without names of people:"))
        st.code(json.dumps(redact_people(current_answers), ensure_ascii=False, indent=1), language="json")


def _draw_sheets(sha256: str, imported: Import) -> None:
    """Draw one sheet at a time; a sheet may contain several tables."""
    sheets = imported.reading.sheets
    st.header(_("Your sheet, as we read it"), anchor=False)
    index = 0 if len(sheets) == 1 else _choose_sheet(sha256, sheets)
    _draw_sheet(f"{sha256[:8]}-{index}", sha256, sheets[index], imported)
    if len(sheets) > MAX_TABS:
        rows = [(_sheet_label(sheet, sheets), *_sheet_facts(sheet)) for sheet in sheets]
        with st.expander(_("All sheets of this file ({count})", count=len(sheets)), icon=":material/tab:"):
            st.html(html_tables.render_table(_("All sheets"), (_("Sheet"), _("What it is"), _("Rows")), rows))


def _choose_sheet(sha256: str, sheets: Sequence[SheetReading]) -> int:
    names = [_sheet_label(sheet, sheets) for sheet in sheets]
    first = next((index for index, sheet in enumerate(sheets) if sheet.preview), 0)
    if len(sheets) <= MAX_TABS:
        return (
            st.segmented_control(
                _("Sheet"),
                range(len(sheets)),
                default=first,
                required=True,
                key=f"shown-{sha256}",
                format_func=lambda index: escape_markdown(names[index]),
                label_visibility="collapsed",
            )
            or 0
        )
    chosen: int = st.selectbox(
        _("Sheet"), range(len(sheets)), index=first, key=f"shown-{sha256}", format_func=names.__getitem__
    )
    return chosen


def _sheet_label(sheet: SheetReading, sheets: Sequence[SheetReading]) -> str:
    """Return the sheet's name, with the first cell of its table if it contains several."""
    several = [other_sheet.name for other_sheet in sheets].count(sheet.name) > 1
    return f"{sheet.name} · {_('table at {cell}', cell=sheet.first_cell)}" if several else sheet.name


def _sheet_facts(sheet: SheetReading) -> tuple[str, str]:
    """Return what a sheet is, and how many of its rows count."""
    what = _("not recognized") if sheet.layout == "unknown" else _(sheet.layout.replace("_", " "))
    rows = _(sheet.saw)
    if sheet.rows_read:
        used, read = format_number(sheet.rows_used), format_number(sheet.rows_read)
        rows = _("{used} of {read} rows used", used=used, read=read)
    return what[:1].upper() + what[1:], rows


def _draw_sheet(key: str, sha256: str, sheet: SheetReading, imported: Import) -> None:
    if sheet.layout == "skipped":
        st.text(_("“{name}” was not read: {saw}.", name=sheet.name, saw=_(sheet.saw)))
        return
    if sheet.layout == "unknown":
        st.text(_("We don’t recognize this sheet. Found: {saw}.", saw=_(sheet.saw)))
    facts = " · ".join(part for part in _sheet_facts(sheet) if part)
    reasons = [_reason_text(*reason) for reason in sheet.reasons]
    if reasons:
        facts = _("{facts}. Not used: {reasons}", facts=facts, reasons="; ".join(reasons))
    st.caption(escape_markdown(facts))
    if sheet.preview:
        st.html(html_tables.render_legend(sheet) + html_tables.render_sheet(sheet))
        issues = [issue for issue in imported.issues if issue.sheet == sheet.name]
        if any(issue.count > len(issue.cells) > 0 for issue in issues):
            st.caption(_("Only the first cells of an issue are marked; the notes below count all of them."))
    if sheet.mapping:
        _draw_mapping(key, sha256, sheet)


def _draw_mapping(key: str, sha256: str, sheet: SheetReading) -> None:
    """Draw which column fills which field, collapsed, with a form to change it."""
    with st.expander(
        _("What columns mean"), expanded=sheet.layout == "unknown", icon=":material/view_column:"
    ):
        rows = [
            _mapping_row(list(columns))
            for _, columns in groupby(
                sheet.mapping, lambda column_mapping: (column_mapping.field, column_mapping.reason)
            )
        ]
        st.html(html_tables.render_table(_("What columns mean"), (_("Column"), _("Read as"), _("Why")), rows))
        if st.toggle(
            _("Change what columns mean"), value=sheet.layout == "unknown", key=f"match-by-hand-{key}"
        ):
            changed = draw_headings_form(sheet, key)
            if changed:
                more = {"sheets": {sheet.name: {"mapping": changed}}}
                _set_answers(sha256, merge_answers(session.review(sha256).get("answers", {}), more))


def _mapping_row(equal_mappings: Sequence[ColumnMapping]) -> tuple[str, str, str]:
    """Describe a heading, merging neighbors with the same field and reason (days of a roster)."""
    first, last = equal_mappings[0], equal_mappings[-1]
    letters, name = column_letters(first.column), first.heading
    if len(equal_mappings) > 1:
        letters, name = (
            f"{letters}–{column_letters(last.column)}",
            f"{name} … {last.heading} ({len(equal_mappings)})",
        )
    return f"{letters}: {name}", field_label(first.field), reason_label(first.reason)


def _reason_text(reason: str, count: int, rows: Sequence[int]) -> str:
    """Describe unused rows: "no date (row 57)", "a total of other rows (5: rows 9, 17, …)"."""
    more = ", …" if count > len(rows) else ""
    where = ", ".join(f"{row}" for row in rows) + more
    return plural(
        count, "{reason} (row {rows})", "{reason} ({count}: rows {rows})", reason=_(reason), rows=where
    )
