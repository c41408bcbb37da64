"""Review of uploaded files: rows used, questions, sheet preview, issues and confirmation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import (
    PendingQuestion,
    build_rejected_workbook,
    collect_questions,
    list_answers,
    make_answers,
    merge_answers,
    redact_people,
    remove_answer,
)
from libcollab_metrics.model import (
    Answer,
    ColumnMapping,
    Import,
    Issue,
    SheetReading,
    column_letters,
)
from pages.ui import html_tables, session
from pages.ui.buttons import draw_button
from pages.ui.display import SEVERITIES
from pages.ui.markdown import escape_markdown
from pages.ui.page import error_boundary, reserve_queue_line
from pages.ui.partners import draw_proposals_preview
from pages.ui.upload.answers_form import (
    describe_answer,
    draw_headings_form,
    draw_questions_form,
    field_label,
    reason_label,
)
from pages.ui.upload.summary import (
    ReadFile,
    describe_file,
    draw_all_files,
    draw_file_summary,
    draw_remove_button,
)

# Issues of a file, and downloads in which they are marked.

#: Heading of each issue group: its effect on the figures.
GROUP_HEADINGS: Mapping[str, str] = {
    "left-out": "Left out: not in any figure until it is mended",
    "assumption": "Assumed: used, and you can change it",
    "note": "Good to know: no figure depends on it",
}


def draw_issues(imported: Import) -> None:
    """Draw all issues of a file, grouped by their effect on the figures, one line per kind."""
    st.subheader("What departed from what was typed")
    if not imported.issues:
        st.text("Nothing: every cell was used as it was typed.")
    several = len(imported.reading.sheets) > 1
    for severity, group in GROUP_HEADINGS.items():
        found = [issue for issue in imported.issues if issue.severity == severity]
        rows = [_issue_row(group, several) for group in _group_columns(found)]
        if rows:
            with st.expander(f"{group} ({len(rows)})", expanded=severity != "note"):
                heads = (
                    "What was found",
                    *["Sheet"][:several],
                    "Where",
                    "How often",
                    "As typed",
                    "Read as",
                    "What to do",
                )
                st.html(html_tables.render_table(SEVERITIES[severity], heads, sorted(rows)))


#: Kinds of issues about whole columns: those of one sheet are one row.
COLUMN_KINDS = frozenset({"column-not-used", "column-assumed", "personal-column-discarded"})
#: Most columns named in a row.
MAX_COLUMNS_NAMED = 8


def _group_columns(issues: Sequence[Issue]) -> list[list[Issue]]:
    """Group the issues about whole columns by kind and sheet; every other issue is alone."""
    groups: dict[object, list[Issue]] = {}
    for issue in issues:
        key: object = (issue.code, issue.sheet) if issue.code in COLUMN_KINDS else id(issue)
        groups.setdefault(key, []).append(issue)
    return list(groups.values())


def _issue_row(issues: Sequence[Issue], several: bool) -> tuple[str, ...]:
    """Return one row of the table of issues, of one issue or of those about several columns."""
    first = issues[0]
    if len(issues) == 1:
        cells = ", ".join(first.cells[:6]) + (" …" if len(first.cells) > 6 else "")
        where = " · ".join(part for part in (first.heading, cells) if part)
        value, message = first.value, first.message or first.kind.why
    else:
        named = [issue.heading or issue.cell for issue in issues[:MAX_COLUMNS_NAMED]]
        where = "; ".join(named) + (" …" if len(issues) > MAX_COLUMNS_NAMED else "")
        value, message = "", first.kind.why
    count = f"{sum(issue.count for issue in issues):,}"
    return (first.kind.title, *[first.sheet][:several], where, count, value, message, first.kind.advice)


def draw_downloads(sha256: str, imported: Import) -> None:
    """Offer downloads for correction: the rejected rows, and the user's workbook with comments."""
    with st.container(horizontal=True):
        data = build_rejected_workbook(imported.reading)
        if data is not None:
            st.download_button(
                "Download the rows that could not be used",
                session.guard_download(lambda: data, "rows-to-mend", format="xlsx"),
                f"rows-to-mend-{session.token()}.xlsx",
                key=f"rejected-{sha256}",
                help="Mend them in Excel and upload the file again; the Error column is not read.",
                on_click="ignore",
            )
        marked = draw_button(
            "Mark the problems in my own workbook",
            key=f"mark-{sha256}",
            help="Your file as it is, with each problem cell coloured and a comment that says what to do.",
        )
    if marked:
        _draw_annotated_workbook(sha256, imported)


def _draw_annotated_workbook(sha256: str, imported: Import) -> None:
    """Create the user's workbook with comments and offer it for download."""
    queue_line = reserve_queue_line()
    with st.spinner("Marking …", show_time=True):
        annotated = session.annotate_upload(sha256, imported, queue_line)
    if annotated is None:
        st.text("Nothing in this file departs from what was typed.")
        return
    for remark in annotated.remarks:
        st.text(remark)
    st.download_button(
        "Download my workbook with the problems marked",
        session.guard_download(lambda: annotated.data, "marked-workbook", format="xlsx"),
        f"{session.token()}-{annotated.name}",
        key=f"marked-{sha256}",
        on_click="ignore",
    )


#: Option that withdraws all answers.
ALL_ANSWERS = "all of them"


def draw_reviews() -> None:
    """Draw the pending files: a summary of all, then one; an error in one does not affect the others."""
    overview = st.container()
    read: dict[str, ReadFile] = {}
    for sha256 in list(session.pending_uploads()):
        with error_boundary():
            read[sha256] = describe_file(sha256, _read_file(sha256))
    pending = {sha256: name for sha256, (name, _) in session.pending_uploads().items()}
    if not pending:
        return
    if len(pending) > 1:
        with overview:
            draw_all_files(list(read.values()))
        shown = st.selectbox(
            "File shown below", list(pending), format_func=pending.__getitem__, key="file-shown"
        )
    else:
        (shown,) = pending
    st.header(escape_markdown(f"How I read “{pending[shown]}”"))
    with error_boundary():
        if shown in read:
            _draw_review(read[shown])
        else:
            draw_remove_button(shown)


def _read_file(sha256: str) -> Import:
    """Read a pending file with its answers, and with those given before for the same headings."""
    answers = session.review_answers().setdefault(sha256, {})
    queue_line = reserve_queue_line()
    with st.spinner("Reading …", show_time=True):
        imported = session.read_pending(sha256, answers, queue_line)
        remembered = session.find_remembered_answers(imported)
        if remembered and not answers:
            answers = merge_answers(answers, {"sheets": remembered})
            session.review_answers()[sha256] = answers
            imported = session.read_pending(sha256, answers, queue_line)
    return imported


def _draw_review(file: ReadFile) -> None:
    sha256, imported = file.sha256, file.imported
    answers = session.review_answers()[sha256]
    draw_file_summary(file)
    _draw_remembered_answers(sha256, imported, session.find_remembered_answers(imported), answers)
    _draw_all_questions(sha256, imported)
    _draw_answers(sha256, answers)
    draw_proposals_preview(imported)
    _draw_sheets(sha256, imported)
    draw_issues(imported)
    draw_downloads(sha256, imported)


def _add_answers(sha256: str, more: Mapping[str, Any]) -> None:
    """Read the file again with additional answers."""
    session.review_answers()[sha256] = merge_answers(session.review_answers().get(sha256, {}), more)
    st.rerun()


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
            "Taken from last time, because the headings are the same. " + "; ".join(descriptions) + "."
        )
    )
    if draw_button("Forget these answers and ask me again", key=f"forget-{sha256}"):
        for sheet in imported.reading.sheets:
            if unchanged.get(sheet.name):
                session.append(Answer(sheet.fingerprint, {}))
        session.review_answers()[sha256] = {"sheets": {}}
        st.rerun()


def _collect_questions(sha256: str, imported: Import) -> tuple[PendingQuestion, ...]:
    joins = session.find_near_names(imported)
    once = collect_questions(imported.reading, joins)
    if once:
        st.subheader("What only you can say")
        st.caption("Skip what you do not know: it stays as it is, and is told beside the figures.")
    if not any(len(asked.sheets) > 1 for asked in once):
        return once
    apart = st.toggle("Answer for each sheet apart", key=f"apart-{sha256}")
    return collect_questions(imported.reading, joins, per_sheet=True) if apart else once


def _draw_all_questions(sha256: str, imported: Import) -> None:
    """Draw all questions of all sheets; skipping one leaves the assumption and its issue."""
    with st.container(key=f"asked-{sha256[:8]}"):
        asked = _collect_questions(sha256, imported)
        if not asked:
            return
        chosen = draw_questions_form(asked, sha256[:8])
    if chosen is not None:
        more = make_answers(chosen, imported.reading)
        if more:
            _add_answers(sha256, more)


def _draw_answers(sha256: str, current_answers: Mapping[str, Any]) -> None:
    """Draw the answers so far, a way to withdraw them, and the same for the command line."""
    answers = list_answers(current_answers)
    if not answers:
        return
    with st.expander(f"Your answers so far ({len(answers)})"):
        rows = [(*describe_answer(answer), ", ".join(answer.sheets) or "all") for answer in answers]
        st.html(html_tables.render_table("Your answers so far", ("About", "Your answer", "Sheets"), rows))
        answers_by_text = {": ".join(describe_answer(answer)): answer for answer in answers}
        chosen = st.selectbox("Take back", [ALL_ANSWERS, *answers_by_text], key=f"back-{sha256}")
        if draw_button("Take it back and ask me again", key=f"again-{sha256}"):
            less = (
                {"sheets": {}}
                if chosen == ALL_ANSWERS
                else remove_answer(current_answers, answers_by_text[chosen])
            )
            session.review_answers()[sha256] = less
            st.rerun()
        st.caption("The same answers for the command line (--answers); names of people are left out.")
        st.code(json.dumps(redact_people(current_answers), ensure_ascii=False, indent=1), language="json")


def _draw_sheets(sha256: str, imported: Import) -> None:
    """Draw one table at a time with a list of all; a sheet may contain several."""
    sheets = imported.reading.sheets
    index = 0
    if len(sheets) > 1:
        names = [_sheet_label(sheet, sheets) for sheet in sheets]
        rows = [
            (name, _layout_label(sheet), _rows_used_text(sheet) or sheet.saw)
            for name, sheet in zip(names, sheets, strict=True)
        ]
        st.html(html_tables.render_table("The sheets of this file", ("Sheet", "What it is", "Rows"), rows))
        first = next((index for index, sheet in enumerate(sheets) if sheet.preview), 0)
        index = st.selectbox(
            "Sheet shown below",
            range(len(sheets)),
            index=first,
            key=f"shown-{sha256}",
            format_func=names.__getitem__,
        )
    shown = sheets[index]
    _draw_sheet(
        f"{sha256[:8]}-{index}",
        sha256,
        shown,
        [issue for issue in imported.issues if issue.sheet == shown.name],
    )


def _sheet_label(sheet: SheetReading, sheets: Sequence[SheetReading]) -> str:
    """Return the sheet's name, with the first cell of its table if it contains several."""
    several = [other_sheet.name for other_sheet in sheets].count(sheet.name) > 1
    return f"{sheet.name} · table at {sheet.first_cell}" if several else sheet.name


def _layout_label(sheet: SheetReading) -> str:
    return "not understood" if sheet.layout == "unknown" else sheet.layout.replace("_", " ")


def _rows_used_text(sheet: SheetReading) -> str:
    return f"{sheet.rows_used:,} of {sheet.rows_read:,} rows used" if sheet.rows_read else ""


def _draw_sheet(key: str, sha256: str, sheet: SheetReading, issues: Sequence[Issue]) -> None:
    if sheet.layout == "unknown":
        st.text(f"I could not tell what this sheet is, and here is what I saw: {sheet.saw}.")
    if sheet.layout == "skipped":
        st.text(f"“{sheet.name}” was not read: {sheet.saw}.")
        return
    st.subheader(escape_markdown(f"“{sheet.name}” as it was typed"))
    st.markdown(f"**{_rows_used_text(sheet) or 'no row used'}** · {escape_markdown(_layout_label(sheet))}")
    if sheet.reasons:
        st.text("Not used: " + " · ".join(_reason_text(*reason) for reason in sheet.reasons))
    if sheet.preview:
        st.html(html_tables.render_legend())
        st.html(html_tables.render_sheet(sheet))
        if any(issue.count > len(issue.cells) > 0 for issue in issues):
            st.caption(
                "Some things were met so often that only the first cells are marked; the tables below count"
                " all."
            )
    if sheet.mapping:
        st.subheader("Headings and what they fill")
        rows = [
            _mapping_row(list(columns))
            for _, columns in groupby(
                sheet.mapping, lambda column_mapping: (column_mapping.field, column_mapping.reason)
            )
        ]
        st.html(html_tables.render_table("Headings and what they fill", ("Heading", "Fills", "Why"), rows))
        with st.expander("Match headings by hand", expanded=sheet.layout == "unknown"):
            changed = draw_headings_form(sheet, key)
        if changed:
            _add_answers(sha256, {"sheets": {sheet.name: {"mapping": changed}}})


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
    return f"{reason} (row {where})" if count == 1 else f"{reason} ({count:,}: rows {where})"
