"""Length of titles on the screens."""

from __future__ import annotations

#: Words of a title at most: a longer one is not read at a glance.
MAX_TITLE_WORDS = 10


def fit_title(title: str, otherwise: str) -> str:
    """Return the title, or another one if it has more than `MAX_TITLE_WORDS` words.

    Parameters
    ----------
    title : str
        The finding, often with a name as typed.
    otherwise : str
        A shorter title.

    Returns
    -------
    str
        One of the two.

    Examples
    --------
    >>> fit_title("Story hour: more people in every month", "People per session")
    'Story hour: more people in every month'
    >>> fit_title("One two three four five six seven eight nine ten eleven", "Short")
    'Short'
    """
    return title if len(title.split()) <= MAX_TITLE_WORDS else otherwise
