"""The only code that knows both Streamlit and the package: frame, session, filters, and how things are shown."""
