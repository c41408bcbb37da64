"""Every view of the dashboard: each page, and each tab that a page draws only when it is open."""

from __future__ import annotations

from dataclasses import dataclass, field

from streamlit.testing.v1 import AppTest

from pages.ui.navigation import PAGES


@dataclass(frozen=True)
class View:
    """A page with the query that opens one of its tabs."""

    page: str
    query: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return "-".join([self.page, *self.query.values()])

    def open(self, app: AppTest) -> AppTest:
        """Open the view in a window that is open already, and return the window."""
        for key in list(app.query_params):
            del app.query_params[key]
        for key, value in self.query.items():
            app.query_params[key] = value
            if key in app.session_state:  # the tab that was open on this page outranks the address
                app.session_state[key] = value
        return app.switch_page(f"pages/{self.page}.py").run()


#: Settings, history, storage, backup and deletion.
SETTINGS = View("records", {"table": "Settings"})
TABS = (
    View("attendance", {"show": "Reach"}),
    View("attendance", {"show": "Notes"}),
    View("attendance", {"show": "Official counts"}),
    View("partners", {"show": "Book deliveries"}),
    SETTINGS,
    View("attendance", {"more": "true"}),
    View("outcomes", {"more": "true"}),
)
VIEWS = (*(View(page.name) for page in PAGES), *TABS)
