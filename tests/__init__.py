"""Tests, in the same folders as the package; `support` holds what several of them share."""
