"""What the visitor chose to see: period, comparison and filters, in the session and in the address.

The choice belongs to the session, so that it survives every page. It is also written to the address, so that
a reloaded page or a link shows the same figures. Values of an address that mean nothing are ignored, with a
message that never quotes them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import streamlit as st

from libcollab_metrics.metrics import AGAINST, PRESETS, field_values
from libcollab_metrics.model import FIRST_DAY, LAST_DAY, Dataset
from pages.ui.streamlit_internals import came_by_history
from pages.ui.translation import _, later, screen_language

#: Fields offered as filters, with their labels.
FILTER_FIELDS = (("program", later("Programs")), ("partner", later("Partners")), ("site", later("Sites")))
FIELDS = tuple(field for field, label in FILTER_FIELDS)
#: Period between two chosen days, and comparison with nothing.
OWN, NONE = "own", "none"
PERIODS, COMPARISONS = (*PRESETS, OWN), (*AGAINST, NONE)
#: Keys of the address, which are those of the widgets.
KEYS = (*FIELDS, "period", "from", "to", "compare")
#: Keys in the session state: the choice, what was last written to the address, the page and its language,
#: and what its widgets last showed.
CHOICE, WRITTEN, PAGE, SHOWN = "scope-choice", "scope-written", "scope-page", "scope-shown"

Query = dict[str, list[str]]
IGNORED = {
    "period": later("The address asks for a period that does not exist, so it is not used."),
    "compare": later("The address asks for a comparison that does not exist, so it is not used."),
    "from": later("The first day in the address is not a day, so it is not used."),
    "to": later("The last day in the address is not a day, so it is not used."),
    "order": later("The period ends before it starts, so it is not used."),
    "program": later("A program in the address is not in the data, so it is not used."),
    "partner": later("A partner in the address is not in the data, so it is not used."),
    "site": later("A site in the address is not in the data, so it is not used."),
}


@dataclass(frozen=True)
class Choice:
    """A choice of the visitor.

    Attributes
    ----------
    where : tuple of (str, tuple of str)
        Fields and their chosen names; a field without a choice is omitted.
    period : str, default ""
        One of `PERIODS`; empty for the usual one of each page.
    start, end : date or None
        Days of the period "own".
    against : str, default ""
        One of `COMPARISONS`; empty for the first that is possible.
    """

    where: tuple[tuple[str, tuple[str, ...]], ...] = ()
    period: str = ""
    start: date | None = None
    end: date | None = None
    against: str = ""

    @property
    def is_reversed(self) -> bool:
        """Whether the period ends before it starts."""
        return self.start is not None and self.end is not None and self.start > self.end


def filter_options(dataset: Dataset, field: str) -> tuple[str, ...]:
    """Return the names to choose from; empty if there are fewer than two."""
    options = tuple(field_values(dataset, field))
    return options if len(options) > 1 else ()


def current_choice(dataset: Dataset) -> Choice:
    """Return the current choice, also in a callback that runs before the widgets are drawn."""
    return _read_widgets(st.session_state.get(CHOICE) or Choice(), dataset)


def open_choice(dataset: Dataset, page: str) -> tuple[str, ...]:
    """Take over the choice of the address and store it; every page's first step.

    The address outranks the session where it says something new, as that of a link does, and always after
    Back. A bare address, as of a link of the sidebar, changes nothing.

    Parameters
    ----------
    dataset : Dataset
        Names that may be chosen.
    page : str
        Address of the page; the widgets of another page say nothing about this one.

    Returns
    -------
    tuple of str
        What the address says that was ignored.
    """
    drawn = page, screen_language().code
    if st.session_state.get(PAGE) != drawn:
        st.session_state[PAGE], st.session_state[SHOWN] = drawn, {}
    given = _read_address()
    problems: tuple[str, ...] = ()
    if came_by_history() or (given and given != st.session_state.get(WRITTEN)):
        choice, problems = parse_address(given, dataset)
    else:
        choice = current_choice(dataset)
    if choice.is_reversed and not problems:
        problems = (_(IGNORED["order"]),)
    store_choice(choice)
    return problems


def store_choice(choice: Choice) -> None:
    """Make this the choice of the session, and write it to the address."""
    st.session_state[CHOICE] = choice
    query = address_of(choice)
    present = _read_address()
    for key in present:
        if key not in query:
            del st.query_params[key]
    changed = {key: values for key, values in query.items() if present.get(key) != values}
    if changed:
        st.query_params.update(changed)
    st.session_state[WRITTEN] = query


def address_of(choice: Choice) -> Query:
    """Return the part of an address that means this choice.

    Examples
    --------
    >>> address_of(Choice((("program", ("Craft",)),), "own", date(2026, 1, 1)))
    {'program': ['Craft'], 'from': ['2026-01-01']}
    """
    query = {field: list(names) for field, names in choice.where}
    if choice.period and (choice.period != OWN or not (choice.start or choice.end)):
        query["period"] = [choice.period]
    days = (("from", choice.start), ("to", choice.end))
    query |= {key: [day.isoformat()] for key, day in days if day is not None}
    if choice.against:
        query["compare"] = [choice.against]
    return query


def parse_address(query: Mapping[str, Sequence[str]], dataset: Dataset) -> tuple[Choice, tuple[str, ...]]:
    """Read a choice from an address.

    Parameters
    ----------
    query : mapping of str to sequence of str
        Values by key; anything may be in them.
    dataset : Dataset
        Names that may be chosen.

    Returns
    -------
    tuple of (Choice, tuple of str)
        The valid part, and one sentence for each key that was ignored.
    """
    ignored, where = [], []
    for field in FIELDS:
        wanted, known = query.get(field, ()), filter_options(dataset, field)
        names = tuple(name for name in known if name in wanted)
        where += [(field, names)] if names else []
        ignored += [field] if set(wanted) - set(known) else []
    days = {key: _parse_day(query[key]) for key in ("from", "to") if query.get(key)}
    ignored += [key for key, day in days.items() if day is None]
    words = {
        key: _known(query.get(key, ()), words)
        for key, words in (("period", PERIODS), ("compare", COMPARISONS))
    }
    ignored += [key for key, word in words.items() if word == "" and query.get(key)]
    start, end = days.get("from"), days.get("to")
    choice = Choice(tuple(where), OWN if start or end else words["period"], start, end, words["compare"])
    if choice.is_reversed:
        ignored.append("order")
        choice = replace(choice, period="", start=None, end=None)
    return choice, tuple(_(IGNORED[key]) for key in ignored)


def _known(given: Sequence[str], words: Sequence[str]) -> str:
    return next((word for word in words if list(given) == [word]), "")


def _parse_day(given: Sequence[str]) -> date | None:
    try:
        day = date.fromisoformat(given[-1])
    except ValueError:
        return None
    return day if len(given) == 1 and FIRST_DAY <= day <= LAST_DAY else None


def _read_address() -> Query:
    return {key: st.query_params.get_all(key) for key in KEYS if key in st.query_params}


def _read_widgets(choice: Choice, dataset: Dataset) -> Choice:
    """Return the choice with what the widgets of this page say since they were last drawn."""
    state, shown = st.session_state, st.session_state.get(SHOWN, {})
    chosen = dict(choice.where)
    for field in FIELDS:
        names = state.get(field) if field in shown and field in state else chosen.get(field)
        chosen[field] = tuple(name for name in filter_options(dataset, field) if name in (names or ()))
    where = tuple((field, names) for field, names in chosen.items() if names)
    choice = replace(choice, where=where)
    changed = {key for key in shown if key in state and state[key] != shown[key]}
    if "compare" in changed and state["compare"] in COMPARISONS:
        choice = replace(choice, against=state["compare"])
    if changed & {"from", "to"}:
        start, end = (day if isinstance(day := state.get(key), date) else None for key in ("from", "to"))
        return replace(choice, period=OWN if start or end else "", start=start, end=end)
    if "period" in changed and state["period"] in PERIODS:
        start, end = (shown.get("from"), shown.get("to")) if state["period"] == OWN else (None, None)
        return replace(choice, period=state["period"], start=start, end=end)
    return choice
