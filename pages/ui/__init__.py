"""User interface: the only code that depends on both Streamlit and the package."""
