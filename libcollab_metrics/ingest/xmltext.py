"""XML as it may be read and written here: by a parser that old tricks do not stop, in letters that it may hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers import expat

from libcollab_metrics.errors import UnreadableFile

if TYPE_CHECKING:
    from pyexpat import XMLParserType

#: The reader of XML inside Python; from here on entities cannot swell (CVE-2013-0340).
OLDEST_EXPAT = (2, 4, 1)
#: Names of the encodings in which the parts of a workbook are written, in capitals.
UTF8 = ("UTF-8", "UTF8", "US-ASCII", "ASCII")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def new_parser() -> XMLParserType:
    """Return a parser for one part of a file; every part of every file passes through one.

    Raises
    ------
    UnreadableFile : the parser inside Python is older than OLDEST_EXPAT, so a small file could fill the memory.
    """
    if expat.version_info < OLDEST_EXPAT:
        here, oldest = (".".join(map(str, version)) for version in (expat.version_info, OLDEST_EXPAT))
        raise UnreadableFile(
            f"No workbook is opened on this computer: its Python reads XML with expat {here}, which a harmful file "
            f"can stop, and {oldest} or later is needed. Install a newer Python, or save each sheet as CSV and choose "
            "that."
        )
    return expat.ParserCreate()


def sound(text: str) -> str:
    """Return text with a space for every letter that no XML may hold.

    >>> sound("bell" + chr(7) + "half" + chr(0xFFFE))
    'bell half '
    """
    return _FORBIDDEN.sub(" ", text)
