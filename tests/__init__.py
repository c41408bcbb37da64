"""The tests, one file beside each part of the package; `sheets` builds messy workbooks in code."""
