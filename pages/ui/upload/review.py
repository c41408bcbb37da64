"""Review of uploaded files: rows used, questions, sheet preview, issues and confirmation."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import (
    Asked,
    given_answers,
    make_answers,
    merge_answers,
    questions_of,
    rejected_workbook,
    without_answer,
    without_people,
)
from libcollab_metrics.model import Answer, Import, Issue, Mapped, SheetReading, column_letters, in_use_as
from pages.ui import html_tables, session
from pages.ui.buttons import button
from pages.ui.display import SEVERITIES
from pages.ui.page import border, escaped, queue_place
from pages.ui.partners import proposals_preview
from pages.ui.upload.answers_form import answer_in_words, field_in_words, headings_form, questions_form, reason_in_words

# Issues of a file, and downloads in which they are marked.

#: Heading of each issue group: its effect on the figures.
GROUPS: Mapping[str, str] = {
    "left-out": "Left out: not in any figure until it is mended",
    "assumption": "Assumed: used, and you can change it",
    "note": "Good to know: no figure depends on it",
}


def departures(found: Import) -> None:
    """Draw all issues of a file, grouped by their effect on the figures, one line per kind."""
    st.subheader("What departed from what was typed")
    if not found.issues:
        st.text("Nothing: every cell was used as it was typed.")
    several = len(found.reading.sheets) > 1
    for severity, group in GROUPS.items():
        rows = [_departure(issue, several) for issue in found.issues if issue.severity == severity]
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
                st.html(html_tables.plain_table(SEVERITIES[severity], heads, sorted(rows)))


def _departure(issue: Issue, several: bool) -> tuple[str, ...]:
    cells = ", ".join(issue.cells[:6]) + (" …" if len(issue.cells) > 6 else "")
    where = " · ".join(part for part in (issue.heading, cells) if part)
    told = issue.message or issue.kind.why
    return issue.kind.title, *[issue.sheet][:several], where, f"{issue.count:,}", issue.value, told, issue.kind.advice


def give_back(sha256: str, found: Import) -> None:
    """Offer downloads for correction: the rejected rows, and the user's workbook with comments."""
    with st.container(horizontal=True):
        data = rejected_workbook(found.reading)
        if data is not None:
            st.download_button(
                "Download the rows that could not be used",
                session.handed_out(lambda: data, "rows-to-mend", format="xlsx"),
                f"rows-to-mend-{session.token()}.xlsx",
                key=f"rejected-{sha256}",
                help="Mend them in Excel and upload the file again; the Error column is not read.",
                on_click="ignore",
            )
        marked = button(
            "Mark the problems in my own workbook",
            key=f"mark-{sha256}",
            help="Your file as it is, with each problem cell coloured and a comment that says what to do.",
        )
    if marked:
        _own_workbook(sha256, found)


def _own_workbook(sha256: str, found: Import) -> None:
    """Create the user's workbook with comments and offer it for download."""
    place = queue_place()
    with st.spinner("Marking …", show_time=True):
        given = session.marked_workbook(sha256, found, place)
    if given is None:
        st.text("Nothing in this file departs from what was typed.")
        return
    for remark in given.remarks:
        st.text(remark)
    st.download_button(
        "Download my workbook with the problems marked",
        session.handed_out(lambda: given.data, "marked-workbook", format="xlsx"),
        f"{session.token()}-{given.name}",
        key=f"marked-{sha256}",
        on_click="ignore",
    )


#: Message about a partner's sheet while only the sample is loaded: there is nothing to compare it with.
NEEDS_OWN = (
    "What a partner says is compared with your own records, and there are none yet: use your own sheets first. "
    "This file waits here meanwhile."
)
#: Option that withdraws all answers.
ALL = "all of them"


def review_all() -> None:
    """Draw every pending file; an error in one does not affect the others."""
    st.html(html_tables.STYLE)
    for sha256 in list(session.pending()):
        name = session.pending()[sha256][0]
        st.header(escaped(f"How I read “{name}”"))
        with border():
            _review(sha256)
        if button("Take this file off the list", key=f"drop-{sha256}"):
            session.dismiss(sha256)
            st.rerun()


def _review(sha256: str) -> None:
    given = session.answers().setdefault(sha256, {})
    place = queue_place()
    with st.spinner("Reading …", show_time=True):
        found = session.read_pending(sha256, given, place)
    remembered = session.remembered_answers(found)
    if remembered and not given:
        _answer(sha256, {"sheets": remembered})
    _from_last_time(sha256, found, remembered, given)
    _ask_all(sha256, found)
    _answered(sha256, given)
    proposals_preview(found)
    _sheets(sha256, found)
    departures(found)
    give_back(sha256, found)
    if session.is_sample() and found.reading.is_a_partners:
        st.info(NEEDS_OWN)
    elif any(sheet.rows_used for sheet in found.reading.sheets):
        if not _wanted(sha256, found):
            return
        if button("Use these sheets", type="primary", key=f"use-{sha256}"):
            session.confirm(sha256, found, given)
            st.rerun()
    else:
        st.warning("Nothing in this file can be counted yet. Answer the questions above, or match the headings.")


def _wanted(sha256: str, found: Import) -> bool:
    """Show that the file's rows are already in use, and return True if it should be used anyway."""
    name = in_use_as(found, session.workspace(), session.key())
    if not name:
        return True
    st.info(
        escaped(
            f"These rows are in use already, as “{name}”: it is the same sheet, saved again. Nothing was added. "
            "Take this file off the list, unless it tells of other sessions that look alike."
        )
    )
    return st.checkbox("These are other sessions: use this file as well", key=f"alike-{sha256}")


def _answer(sha256: str, more: Mapping[str, Any]) -> None:
    """Read the file again with additional answers."""
    session.answers()[sha256] = merge_answers(session.answers().get(sha256, {}), more)
    st.rerun()


def _from_last_time(sha256: str, found: Import, remembered: Mapping[str, Any], given: Mapping[str, Any]) -> None:
    """Show the answers reused from a sheet with the same headings, and offer to discard them."""
    now = given.get("sheets", {})
    kept = {
        sheet: {key: value for key, value in own.items() if now.get(sheet, {}).get(key) == value}
        for sheet, own in remembered.items()
    }
    said = [": ".join(answer_in_words(one)) for one in given_answers({"sheets": kept})]
    if not said:
        return
    st.info(escaped("Taken from last time, because the headings are the same. " + "; ".join(said) + "."))
    if button("Forget these answers and ask me again", key=f"forget-{sha256}"):
        for sheet in found.reading.sheets:
            if kept.get(sheet.name):
                session.append(Answer(sheet.fingerprint, {}))
        session.answers()[sha256] = {"sheets": {}}
        st.rerun()


def _questions(sha256: str, found: Import) -> tuple[Asked, ...]:
    joins = session.near_to_names(found)
    once = questions_of(found.reading, joins)
    if once:
        st.subheader("What only you can say")
        st.caption("Skip what you do not know: it stays as it is, and is told beside the figures.")
    if not any(len(asked.sheets) > 1 for asked in once):
        return once
    apart = st.toggle("Answer for each sheet apart", key=f"apart-{sha256}")
    return questions_of(found.reading, joins, apart=True) if apart else once


def _ask_all(sha256: str, found: Import) -> None:
    """Draw all questions of all sheets; skipping one leaves the assumption and its issue."""
    with st.container(key=f"asked-{sha256[:8]}"):
        asked = _questions(sha256, found)
        if not asked:
            return
        chosen = questions_form(asked, sha256[:8])
    if chosen is not None:
        more = make_answers(chosen, found.reading)
        if more:
            _answer(sha256, more)


def _answered(sha256: str, given: Mapping[str, Any]) -> None:
    """Draw the answers so far, a way to withdraw them, and the same for the command line."""
    answers = given_answers(given)
    if not answers:
        return
    with st.expander(f"Your answers so far ({len(answers)})"):
        rows = [(*answer_in_words(one), ", ".join(one.sheets) or "all") for one in answers]
        st.html(html_tables.plain_table("Your answers so far", ("About", "Your answer", "Sheets"), rows))
        said = {": ".join(answer_in_words(one)): one for one in answers}
        chosen = st.selectbox("Take back", [ALL, *said], key=f"back-{sha256}")
        if button("Take it back and ask me again", key=f"again-{sha256}"):
            less = {"sheets": {}} if chosen == ALL else without_answer(given, said[chosen])
            session.answers()[sha256] = less
            st.rerun()
        st.caption("The same answers for the command line (--answers); names of people are left out.")
        st.code(json.dumps(without_people(given), ensure_ascii=False, indent=1), language="json")


def _sheets(sha256: str, found: Import) -> None:
    """Draw one table at a time with a list of all; a sheet may contain several."""
    sheets = found.reading.sheets
    place = 0
    if len(sheets) > 1:
        names = [_name(sheet, sheets) for sheet in sheets]
        rows = [(name, _layout(sheet), _used(sheet) or sheet.saw) for name, sheet in zip(names, sheets, strict=True)]
        st.html(html_tables.plain_table("The sheets of this file", ("Sheet", "What it is", "Rows"), rows))
        first = next((place for place, sheet in enumerate(sheets) if sheet.preview), 0)
        place = st.selectbox(
            "Sheet shown below",
            range(len(sheets)),
            index=first,
            key=f"shown-{sha256}",
            format_func=names.__getitem__,
        )
    shown = sheets[place]
    _sheet(f"{sha256[:8]}-{place}", sha256, shown, [issue for issue in found.issues if issue.sheet == shown.name])


def _name(sheet: SheetReading, sheets: Sequence[SheetReading]) -> str:
    """Return the sheet's name, with the first cell of its table if it contains several."""
    several = [other.name for other in sheets].count(sheet.name) > 1
    return f"{sheet.name} · table at {sheet.first_cell}" if several else sheet.name


def _layout(sheet: SheetReading) -> str:
    return "not understood" if sheet.layout == "unknown" else sheet.layout.replace("_", " ")


def _used(sheet: SheetReading) -> str:
    return f"{sheet.rows_used:,} of {sheet.rows_read:,} rows used" if sheet.rows_read else ""


def _sheet(key: str, sha256: str, sheet: SheetReading, issues: Sequence[Issue]) -> None:
    if sheet.layout == "unknown":
        st.text(f"I could not tell what this sheet is, and here is what I saw: {sheet.saw}.")
    if sheet.layout == "skipped":
        st.text(f"“{sheet.name}” was not read: {sheet.saw}.")
        return
    st.subheader(escaped(f"“{sheet.name}” as it was typed"))
    st.markdown(f"**{_used(sheet) or 'no row used'}** · {escaped(_layout(sheet))}")
    if sheet.reasons:
        st.text("Not used: " + " · ".join(_reason(*reason) for reason in sheet.reasons))
    if sheet.preview:
        st.html(html_tables.legend())
        st.html(html_tables.sheet_picture(sheet))
        if any(issue.count > len(issue.cells) > 0 for issue in issues):
            st.caption(
                "Some things were met so often that only the first cells are marked; the tables below count all."
            )
    if sheet.mapping:
        st.subheader("Headings and what they fill")
        rows = [_headings(list(alike)) for _, alike in groupby(sheet.mapping, lambda one: (one.field, one.reason))]
        st.html(html_tables.plain_table("Headings and what they fill", ("Heading", "Fills", "Why"), rows))
        with st.expander("Match headings by hand", expanded=sheet.layout == "unknown"):
            changed = headings_form(sheet, key)
        if changed:
            _answer(sha256, {"sheets": {sheet.name: {"mapping": changed}}})


def _headings(alike: Sequence[Mapped]) -> tuple[str, str, str]:
    """Describe a heading, merging neighbors with the same field and reason (days of a roster)."""
    first, last = alike[0], alike[-1]
    letters, name = column_letters(first.column), first.heading
    if len(alike) > 1:
        letters, name = f"{letters}–{column_letters(last.column)}", f"{name} … {last.heading} ({len(alike)})"
    return f"{letters}: {name}", field_in_words(first.field), reason_in_words(first.reason)


def _reason(reason: str, count: int, rows: Sequence[int]) -> str:
    """Describe unused rows: "no date (row 57)", "a total of other rows (5: rows 9, 17, …)"."""
    more = ", …" if count > len(rows) else ""
    where = ", ".join(f"{row}" for row in rows) + more
    return f"{reason} (row {where})" if count == 1 else f"{reason} ({count:,}: rows {where})"
