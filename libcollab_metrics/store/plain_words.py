"""Which words of a sheet may be kept: those this program knows itself, and short numbers; a name is neither."""

from __future__ import annotations

import re
from functools import cache

from libcollab_metrics.model import ISSUE_KINDS, SCHEMA
from libcollab_metrics.model.names import plain

#: Words of sheets' names and of our own sentences that stand in no label; months and days in three languages.
_OTHERS = """
    january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec
    enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
    febrero marzo junio julio septiembre setiembre octubre noviembre diciembre
    monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun
    lunes martes miyerkules huwebes biyernes sabado linggo miercoles jueves viernes domingo
    sheet hoja tabelle table data log list roster attendance asistencia pagdalo register summary total totals monthly
    weekly daily form responses participants sessions session program programs activity activities event events
    statistics stats report budget costs expenses income ledger donors sponsors partners deliveries books scores survey
    feedback notes settings instructions template sign in out quarter semester term year month week day date fiscal
    school grade class section name names first last full surname given middle contact phone email address signature
    title location venue site time start end number count visits people adults children boys girls male female age
    language remarks comments about almost nearly around at least over more than up to approx approximately circa
    not recorded nobody came leave read known by hand exact alias near chosen among hidden empty holds typed
    stand stands heading headings row rows column columns cell cells kept detail person memory only
"""
#: Words of our own texts that are also given names.
_NAMES_TOO = {"mark", "will", "bill", "grace", "rose", "art", "sol", "mar", "hope", "joy", "angel", "rich", "dates"}
#: Longer runs of digits may be a telephone or a pupil's number; a day has eight.
_LONGEST_NUMBER = 8


@cache
def _known() -> frozenset[str]:
    texts = [_OTHERS]
    for kind in ISSUE_KINDS.values():
        texts += [kind.title, kind.why, kind.advice]
    for table in SCHEMA.values():
        texts += [table.name, table.label, table.meaning]
        for field in table.fields:
            texts += [field.name, field.label, field.meaning, *field.choices]
    return frozenset(_words(" ".join(texts))) - _NAMES_TOO


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", plain(text))


def may_be_kept(text: str) -> bool:
    """Return whether a text holds no word that this program does not know, and no long number.

    Examples
    --------
    >>> may_be_kept("March 2026"), may_be_kept("Date of the session"), may_be_kept("12.5 %")
    (True, True, True)
    >>> may_be_kept("Ana Cruz"), may_be_kept("0917 123 4567")
    (False, False)
    """
    numbers = (re.sub(r"\D", "", run) for run in re.findall(r"\d[\d\s./:,+-]*", text))
    short = all(len(number) <= _LONGEST_NUMBER for number in numbers)
    return short and all((len(word) == 1 and word.isascii()) or word in _known() for word in _words(text))


def kept_text(text: str) -> str:
    """Return the text if it may be kept, else nothing."""
    return text if may_be_kept(text) else ""
