"""Parser for untrusted JSON with a limit on its nesting depth."""

from __future__ import annotations

import json
import re
from typing import Any

#: Maximum nesting of objects and lists. Answers, settings and release ledgers have fewer than ten levels.
MAX_DEPTH = 50
_STRINGS_AND_BRACKETS = re.compile(r'"(?:[^"\\]|\\.)*+"|[\[{]|[\]}]', re.DOTALL)


def parse_json(text: str | bytes) -> Any:
    """Parse a JSON document, refusing deep nesting.

    Parameters
    ----------
    text : str or bytes
        Document; bytes are UTF-8, with or without a byte order mark.

    Returns
    -------
    object
        Parsed value.

    Raises
    ------
    ValueError
        If it is not JSON, not UTF-8, or nests objects and lists more than 50 levels deep.

    Examples
    --------
    >>> parse_json('{"year": 2026}')
    {'year': 2026}
    >>> parse_json("[" * 100_000)
    Traceback (most recent call last):
    ValueError: nested too deep
    """
    decoded = text.decode("utf-8-sig") if isinstance(text, bytes) else text
    depth = 0
    for match in _STRINGS_AND_BRACKETS.finditer(decoded):
        mark = match.group()
        depth += (mark in "[{") - (mark in "]}")
        if depth > MAX_DEPTH:
            raise ValueError("nested too deep")
    return json.loads(decoded)
