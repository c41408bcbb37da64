"""Entry point of the dashboard: `streamlit run app.py`.

Streamlit imports this file once and serves `app`, which runs the file again, as a script, for every view.
"""

if __name__ == "__main__":
    from pages.ui.navigation import hide_file_list

    hide_file_list()  # before the imports of the pages, which take seconds on a first visit

    from pages.ui.app_shell import open_dashboard

    open_dashboard()
else:
    import streamlit as st

    from pages.ui.hosting.application import MIDDLEWARE, open_browser

    app = st.App("app.py", middleware=MIDDLEWARE, lifespan=open_browser)
