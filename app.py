"""The dashboard: lets the visitor in and runs the chosen page."""

from pages.ui.app_shell import open_dashboard

open_dashboard()
