"""Entry point of the dashboard: checks access and runs the chosen page."""

from pages.ui.navigation import hide_file_list

hide_file_list()  # before the imports of the pages, which take seconds on a first visit

from pages.ui.app_shell import open_dashboard  # noqa: E402

open_dashboard()
