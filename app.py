"""The dashboard: lets the visitor in and runs the chosen page."""

from pages.ui.entrance import open_dashboard

open_dashboard()
