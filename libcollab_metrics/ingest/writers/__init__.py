"""Workbooks that people receive."""
