"""What left the library: a document as it was sent, for whom, and the key figures printed on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from libcollab_metrics.model.scope import Scope


@dataclass(frozen=True)
class Printed:
    """One key figure as a reader has it before her: the metric's id, the text printed, and the number behind it.

    `value` is None where the text is a range; a figure that was hidden or unknown is not among the printed ones.
    """

    metric: str
    text: str
    value: float | None = None


@dataclass(frozen=True)
class Sent:
    """A document that left: an entry in the librarian's list, and no data, so no figure moves with it.

    `to` is whom it is for, as typed, empty where nobody was named; `audience`, `fmt` and `language` say which
    document it is; `scope` and `as_of` which rows and which day it stands on, `day` when it was made; `fingerprint`
    is the one printed on it, `definitions` the version of the definitions, and `of_sample` tells one made of the
    invented sample.
    """

    to: str
    audience: str
    fmt: str
    language: str
    scope: Scope
    as_of: date
    day: date
    definitions: str
    fingerprint: str
    figures: tuple[Printed, ...] = ()
    of_sample: bool = False
