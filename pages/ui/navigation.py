"""The pages: their sections, titles and icons in reading order, and the addresses they had before.

This module imports nothing slow, because `app.py` calls it before everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

import streamlit as st

from pages.ui.translation import _, later


@dataclass(frozen=True)
class PageInfo:
    """A page of the dashboard.

    Attributes
    ----------
    name : str
        Address of the page, and name of its file in `pages/`.
    title : str
        Title in the navigation, in English.
    icon : str
        Name of a Material symbol.
    section : str, default ""
        Section of the navigation, in English; pages of one section follow each other.
    shows_figures : bool, default True
        Whether the page shows figures, which the filters narrow.
    """

    name: str
    title: str
    icon: str
    section: str = ""
    shows_figures: bool = True

    @property
    def path(self) -> str:
        """File of the page, relative to `app.py`."""
        return f"pages/{self.name}.py"

    @property
    def shows_results(self) -> bool:
        """Whether the page shows results of a period, compared with an earlier one."""
        return self.shows_figures and self.section in ("", RESULTS)


#: Icon of the browser's tab.
PAGE_ICON = str(Path(__file__).resolve().parent / "assets" / "mark.svg")
#: Heading of the last section: a space, because a section needs a name and this one shows none.
NO_HEADING = " "
#: Names of the sections.
DATA, RESULTS, ACT = later("Data"), later("Results"), later("Act")
#: Pages in reading order; the first one opens at the address without a name.
PAGES = (
    PageInfo("overview", later("Overview"), "space_dashboard"),
    PageInfo("add", later("Add data"), "upload_file", DATA, shows_figures=False),
    PageInfo("records", later("Records"), "table_rows", DATA, shows_figures=False),
    PageInfo("quality", later("Data quality"), "fact_check", DATA, shows_figures=False),
    PageInfo("attendance", later("Attendance & reach"), "groups", RESULTS),
    PageInfo("outcomes", later("Outcomes"), "flag", RESULTS),
    PageInfo("costs", later("Costs & funding"), "payments", RESULTS),
    PageInfo("partners", later("Partners"), "handshake", RESULTS),
    PageInfo("planning", later("Planning"), "event_upcoming", ACT),
    PageInfo("reports", later("Reports"), "description", ACT),
    PageInfo("help", later("Help & definitions"), "help", NO_HEADING, shows_figures=False),
)

#: Former addresses: the page each one opens now, and what it adds to the query.
FORMER_ADDRESSES: Mapping[str, tuple[str, Mapping[str, str]]] = MappingProxyType(
    {
        "home": ("overview", {}),
        "data": ("add", {}),
        "reach": ("attendance", {"show": "Reach"}),
        "cost": ("costs", {}),
        "success": ("outcomes", {}),
        "deliveries": ("partners", {"show": "Book deliveries"}),
        "share": ("reports", {}),
        "methods": ("help", {}),
    }
)


def find_page(name: str) -> PageInfo:
    """Return the page with this address."""
    return next(page for page in PAGES if page.name == name)


def select_page(*, listed: bool) -> Callable[[], None]:
    """Return the function that runs the chosen page.

    Parameters
    ----------
    listed : bool
        Whether the sidebar lists the pages.

    Returns
    -------
    callable
        Runs the page.
    """
    # Before the pages: otherwise the browser fetches the symbol of the page as its icon, from the internet.
    st.set_page_config(page_icon=PAGE_ICON)
    sections: dict[str, list[st.Page]] = {}
    for page in PAGES:
        icon, is_first = f":material/{page.icon}:", page is PAGES[0]
        address = "" if is_first else page.name
        entry = st.Page(page.path, title=_(page.title), icon=icon, url_path=address, default=is_first)
        sections.setdefault(_(page.section) if page.section.strip() else page.section, []).append(entry)
    sections[""] += [
        st.Page(f"pages/{name}.py", title=name, visibility="hidden") for name in FORMER_ADDRESSES
    ]
    # The first page has the address without a name; this one gives it the address with its name as well.
    own_name = PAGES[0].name
    sections[""].append(st.Page(_open_first_page, title=own_name, url_path=own_name, visibility="hidden"))
    return st.navigation(sections, position="sidebar" if listed else "hidden", expanded=True).run


def _open_first_page() -> None:
    switch_page(PAGES[0].name, {})


@cache
def hide_file_list() -> None:
    """Hide the list of files that Streamlit shows until the first `st.navigation` of the process."""
    select_page(listed=False)


def switch_page(name: str, added: Mapping[str, str]) -> None:
    """Open a page with the query of the current one.

    Parameters
    ----------
    name : str
        Address of the page.
    added : mapping of str to str
        Added to the query where it has no such key.
    """
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    new = {key: [value] for key, value in added.items() if key not in query}
    st.switch_page(find_page(name).path, query_params={**query, **new})
