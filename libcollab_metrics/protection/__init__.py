"""What may leave the library: evaluations go in, and come out with every number hidden that tells of too few people.

`protect` is the only maker of a `PublicEvaluation`, and documents and files accept nothing else; what leaves comes from
`audited`, which attacks what `protect` gives, beside everything that left before (a `Left` each), until nothing
hidden can be worked out. `policy` says what
each figure counts and when a number is too small, `suppress` which further cells must go so that no total gives a
hidden one back, `public` puts both together. `parties` says who is named: partners on record, and
nobody else who gave or received.
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
