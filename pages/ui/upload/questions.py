"""Questions of a file under review: each with its likely answer chosen, and read again at every change."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import streamlit as st

from libcollab_metrics.ingest import (
    PendingQuestion,
    collect_questions,
    find_answer,
    make_answers,
    merge_answers,
    replace_answer,
)
from libcollab_metrics.model import Import
from pages.ui import session
from pages.ui.buttons import draw_button
from pages.ui.markdown import escape_markdown
from pages.ui.translation import _, later, plural

Choice = str | int | None

#: Maximum number of questions shown before the rest is collapsed.
MAX_QUESTIONS_SHOWN = 8
#: Maximum number of name pairs shown before the rest is collapsed, so that the questions fit on one screen.
MAX_PAIRS_SHOWN = 5
#: A switch shows at most this many options, with at most this many characters together.
MAX_SWITCH_OPTIONS, MAX_SWITCH_LENGTH = 3, 52
#: A question with at most this many characters is not split.
MAX_TITLE_LENGTH = 70
UNKNOWN = later("I don’t know")
TYPE_A_NAME = later("Choose or type a name")
TYPE_A_DAY = later("Choose or type a day")


@dataclass
class _Asked:
    """Questions of one file in the order in which they were first asked; answered ones stay in the list."""

    questions: dict[object, PendingQuestion] = field(default_factory=dict)
    #: Questions whose likely answer was proposed once; it is not proposed again after another choice.
    proposed: set[object] = field(default_factory=set)
    is_per_sheet: bool = False
    #: Part of the keys of the controls: those of a new round start from the answers again.
    round: int = 0


def restart_questions(sha256: str, *, per_sheet: bool = False) -> None:
    """Ask the questions of a file again, once for all sheets or for each."""
    earlier = _asked_so_far(sha256)
    session.review(sha256)["asked"] = _Asked(
        proposed=earlier.proposed, is_per_sheet=per_sheet, round=earlier.round + 1
    )


def propose_likely_answers(sha256: str, imported: Import, answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return the answers with those that are likely for questions asked for the first time.

    Parameters
    ----------
    sha256 : str
        Hash of the file.
    imported : Import
        The file as read with these answers.
    answers : mapping of str to Any
        Answers so far.

    Returns
    -------
    dict of str to Any
        The same answers if nothing is proposed.
    """
    asked = _asked_so_far(sha256)
    pending = _collect(asked, imported)
    new = [question for question in pending if question.id not in asked.proposed]
    asked.questions |= {question.id: question for question in pending}
    asked.proposed |= {question.id for question in new}
    likely = make_answers([(question, question.likely) for question in new], imported.reading)
    return merge_answers(answers, likely) if likely else dict(answers)


def count_questions(sha256: str) -> int:
    """Return how many questions a file has, with those that were answered."""
    return len(_asked_so_far(sha256).questions)


def _asked_so_far(sha256: str) -> _Asked:
    asked: _Asked = session.review(sha256).setdefault("asked", _Asked())
    return asked


def _collect(asked: _Asked, imported: Import) -> tuple[PendingQuestion, ...]:
    similar = session.find_near_names(imported)
    return collect_questions(imported.reading, similar, per_sheet=asked.is_per_sheet)


def draw_questions(sha256: str, imported: Import, answers: Mapping[str, Any]) -> dict[str, Any] | None:
    """Draw all questions of a file, and return the changed answers; None if nothing was changed."""
    asked = _asked_so_far(sha256)
    pending = {question.id: question for question in _collect(asked, imported)}
    asked.questions = {
        key: pending.get(key, question)
        for key, question in {**asked.questions, **pending}.items()
        if key in pending or find_answer(question, answers) is not None
    }
    questions = list(asked.questions.values())
    if not questions:
        return None
    count = len(questions)
    st.header(plural(count, "{count} question for you", "{count} questions for you"), anchor=False)
    st.caption(
        _(
            "The likely answer is chosen. Change it if it’s wrong, or skip what you can’t answer: we note it"
            " next to the figures."
        )
    )
    if asked.is_per_sheet or any(len(question.sheets) > 1 for question in questions):
        _draw_toggle(sha256, asked)
    with st.container(border=True, key=f"asked-{sha256[:8]}"):
        chosen = _draw_all(f"{sha256[:8]}-{asked.round}", questions, answers)
        chosen += _confirm_defaults(sha256[:8], _shown_first(questions), answers)
    changed = dict(answers)
    for question, choice in chosen:
        changed = replace_answer(question, choice, changed, imported.reading)
    return changed if chosen else None


def _draw_toggle(sha256: str, asked: _Asked) -> None:
    per_sheet = st.toggle(_("Answer separately for each sheet"), key=f"apart-{sha256}")
    if per_sheet != asked.is_per_sheet:
        restart_questions(sha256, per_sheet=per_sheet)
        st.rerun()


def _draw_all(
    name: str, questions: Sequence[PendingQuestion], answers: Mapping[str, Any]
) -> list[tuple[PendingQuestion, Choice]]:
    """Draw the first questions, and the others collapsed; return those whose answer was changed."""
    shown = _shown_first(questions)
    changed = _draw_list(shown, name, answers)
    rest = [question for question in questions if question not in shown]
    for title, is_pair in ((_("More questions"), False), (_("More names that may be the same"), True)):
        more = [question for question in rest if (question.confirmed_value is not None) == is_pair]
        if more:
            with st.expander(f"{title} ({len(more)})"):
                changed += _draw_list(more, name, answers)
    return changed


def _shown_first(questions: Sequence[PendingQuestion]) -> list[PendingQuestion]:
    """Return the questions that are not collapsed: pairs of names follow the others."""
    pairs = [question for question in questions if question.confirmed_value is not None]
    others = [question for question in questions if question.confirmed_value is None]
    places = max(0, min(MAX_PAIRS_SHOWN, MAX_QUESTIONS_SHOWN - len(others)))
    return [*others[:MAX_QUESTIONS_SHOWN], *pairs[:places]]


def _draw_list(
    questions: Sequence[PendingQuestion], name: str, answers: Mapping[str, Any]
) -> list[tuple[PendingQuestion, Choice]]:
    changed = []
    details: tuple[tuple[str, str], ...] = ()
    for question in (question.translate(_) for question in questions):
        given = find_answer(question, answers)
        # Details that the question above has shown already are not repeated.
        shown = question.details if question.details != details else ()
        details = question.details
        choice = _draw_question(question, f"ask-{name}-{'·'.join(map(str, question.id))}", given, shown)
        if not question.accepts(choice):
            st.error(_("That is not a day. Type it as 2026-03-07, or choose from the list."))
        elif choice != given and not (given is None and choice == question.default):
            changed.append((question, choice))
    return changed


def _draw_question(
    question: PendingQuestion, key: str, given: Choice, details: Sequence[tuple[str, str]]
) -> Choice:
    """Draw a question with its evidence and its control; return what is chosen now."""
    title, evidence = split_question(question.text)
    where = f" ({', '.join(question.sheets)})" if question.sheets else ""
    lines = [*([evidence] if evidence else []), *(f"{sheet}: {detail}" for sheet, detail in details)]
    with st.container(horizontal=True, vertical_alignment="center", key=f"row-{key}", gap="small"):
        below = "".join(f"<p>{escape(line)}</p>" for line in lines)
        sheets = f"<small>{escape(', '.join(question.sheets))}</small>" if question.sheets else ""
        st.html(
            f'<div class="lc-question"><h3>{escape(title)}</h3>{below}{sheets}</div>',
            width="stretch",
        )
        return _draw_control(question, f"{title}{where}", key, given)


def split_question(text: str) -> tuple[str, str]:
    """Split the text of a question into the question itself and its evidence; a short one stays whole.

    Examples
    --------
    >>> split_question("Is “Brgy. Hall” the same site as “Brgy hall”? 1 row and 2 rows. They differ in dots.")
    ('Is “Brgy. Hall” the same site as “Brgy hall”?', '1 row and 2 rows. They differ in dots.')
    >>> split_question("Who is the partner behind the mark?")
    ('Who is the partner behind the mark?', '')
    """
    if len(text) <= MAX_TITLE_LENGTH:
        return text, ""
    # Sentences end outside of quotes only.
    sentences = [part.strip() for part in re.findall(r"(?:“[^”]*”|\"[^\"]*\"|.)+?(?:[.?!](?=\s|$)|$)", text)]
    asking = next((part for part in sentences if part.endswith("?")), "")
    if not asking:
        return text, ""
    return asking, " ".join(part for part in sentences if part != asking)


def _draw_control(question: PendingQuestion, label: str, key: str, given: Choice) -> Choice:
    label = escape_markdown(label)
    if question.is_number:
        return _draw_number(question, label, key, given)
    if question.is_text:
        text = st.text_input(
            label,
            value=str(given or ""),
            key=key,
            max_chars=120,
            placeholder=question.default or _(UNKNOWN),
            label_visibility="collapsed",
            width=260,
        )
        return text.strip() or None
    options = {value: _(text)[:1].upper() + _(text)[1:] for value, text in question.options}
    chosen = given if given is not None else question.default if question.default in options else None
    values = list(options) if chosen is None or chosen in options else [*options, str(chosen)]
    if question.is_open:
        return st.selectbox(
            label,
            values,
            index=None if chosen is None else values.index(str(chosen)),
            key=key,
            placeholder=_(TYPE_A_DAY if question.key == "session_day" else TYPE_A_NAME),
            accept_new_options=True,
            label_visibility="collapsed",
            width=300,
            format_func=lambda value: options.get(value, value),
        )
    if question.may_have_several:
        return _draw_several(question, options, key, given)
    if len(values) <= MAX_SWITCH_OPTIONS and sum(map(len, options.values())) <= MAX_SWITCH_LENGTH:
        return st.segmented_control(
            label,
            values,
            default=chosen,
            key=key,
            format_func=lambda value: escape_markdown(options[value]),
            required=chosen is not None,
            label_visibility="collapsed",
            width="content",
        )
    return st.selectbox(
        label,
        values,
        index=None if chosen is None else values.index(str(chosen)),
        key=key,
        placeholder=_(UNKNOWN),
        label_visibility="collapsed",
        width=260,
        format_func=lambda value: options.get(value, value),
    )


def _draw_several(question: PendingQuestion, options: Mapping[str, str], key: str, given: Choice) -> Choice:
    """Draw a box to tick for each of several options; return those that are ticked as one answer."""
    given_values = question.split_choice(given)
    with st.container(width=420, gap="xxsmall"):
        chosen = [
            value
            for place, value in enumerate(options)
            if st.checkbox(escape_markdown(options[value]), value=value in given_values, key=f"{key}·{place}")
        ]
    return question.join_choices(chosen)


def _draw_number(question: PendingQuestion, label: str, key: str, given: Choice) -> int | None:
    bounds = {"year": (1990, 2100), "fiscal_year_start": (1, 12)}
    low, high = bounds.get(question.key, (0 if question.key == "header_row" else 1, 999))
    number = st.number_input(
        label,
        min_value=low,
        max_value=high,
        value=int(given) if given is not None else None,
        step=1,
        key=key,
        placeholder=question.default or _(UNKNOWN),
        label_visibility="collapsed",
        width=160,
    )
    return None if number is None else int(number)


def _confirm_defaults(
    name: str, questions: Sequence[PendingQuestion], answers: Mapping[str, Any]
) -> list[tuple[PendingQuestion, Choice]]:
    """Offer to confirm the visible answers that were only assumed; return them once confirmed."""
    assumed = [
        question
        for question in questions
        if question.confirmed_value is None
        and question.default in dict(question.options)
        and find_answer(question, answers) is None
    ]
    if not assumed or not draw_button(
        _("Confirm these answers"),
        key=f"confirm-{name}",
        icon=":material/done_all:",
        type="tertiary",
        help=_("Until then, the chosen answers are noted as assumptions."),
    ):
        return []
    return [(question, question.default) for question in assumed]
