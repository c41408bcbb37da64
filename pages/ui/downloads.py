"""A file made on a click stays until its window has fetched it, however many others click meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle

from pages.ui.streamlit_internals import keep_download, silence_warnings_without_page

#: Files held at once in the whole process; the oldest goes first.
HELD = 20
_PLACES = cycle(range(HELD))
silence_warnings_without_page()


def held(make: Callable[[], bytes], name: str) -> Callable[[], bytes]:
    """Return what makes a download of this name, and holds the file.

    Streamlit throws a file made on a click away as soon as two pages were drawn, anybody's; on a busy server that is
    sooner than its window can fetch it. A file that is added under a place of its own is kept, and it is the same
    file as long as its name and bytes are the same.

    What can name people (rows to mend, the librarian's own workbook, saved work with notes) is not held: it would
    outlive its window in memory.
    """

    def made() -> bytes:
        data = make()
        keep_download(data, f"made-on-a-click-{next(_PLACES)}", name)
        return data

    return made
