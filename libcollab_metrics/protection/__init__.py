"""Disclosure control: suppress numbers about too few people before anything is released.

`protect` is the only constructor of a `PublicEvaluation`, and documents and files accept nothing else.
Releases come from `audited`, which attacks the result of `protect` together with all earlier releases (a
`Left` each) until no suppressed number can be derived. `policy` defines what each metric counts and when a
number is too small, `suppression` which further cells must be suppressed, and `public` combines both.
`parties` decides who is named: only partners on record.
"""

from __future__ import annotations

from libcollab_metrics.protection.audit import Audited, audited
from libcollab_metrics.protection.members import Told
from libcollab_metrics.protection.parties import unnamed_givers, with_partners_named
from libcollab_metrics.protection.public import HiddenFigure, PublicEvaluation, protect
from libcollab_metrics.protection.releases import Left, Numbers, read_ledger, written_ledger

__all__ = [
    "Audited", "HiddenFigure", "Left", "Numbers", "PublicEvaluation", "Told", "audited", "protect", "read_ledger",
    "unnamed_givers", "with_partners_named", "written_ledger",
]  # fmt: skip
