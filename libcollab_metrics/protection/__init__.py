"""Disclosure control: suppress numbers about too few people before anything is released.

`protect` is the only constructor of a `PublicEvaluation`, and documents and files accept nothing else.
Releases come from `audit_release`, which attacks the result of `protect` together with all earlier releases
(a `Left` each) until no suppressed number can be derived. `policy` defines what each metric counts and when a
number is too small, `suppression` which further cells must be suppressed, and `public` combines both.
`parties` decides who is named: only partners on record.
"""

from __future__ import annotations

from libcollab_metrics.protection.audit import AuditedRelease, audit_release
from libcollab_metrics.protection.members import DisclosedNumber
from libcollab_metrics.protection.parties import count_unnamed_givers, replace_unnamed_parties
from libcollab_metrics.protection.public import HiddenFigure, PublicEvaluation, protect
from libcollab_metrics.protection.releases import Left, Numbers, read_release_ledger, write_release_ledger

__all__ = [
    "AuditedRelease",
    "DisclosedNumber",
    "HiddenFigure",
    "Left",
    "Numbers",
    "PublicEvaluation",
    "audit_release",
    "count_unnamed_givers",
    "protect",
    "read_release_ledger",
    "replace_unnamed_parties",
    "write_release_ledger",
]
