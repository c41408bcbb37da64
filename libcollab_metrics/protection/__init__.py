"""What may leave the library: evaluations go in, and come out with every number hidden that tells of too few people.

`protect` is the only maker of a `PublicEvaluation`, and documents and files accept nothing else. `policy` says what
each figure counts and when a number is too small, `suppress` which further cells must go so that no total gives a
hidden one back, `public` puts both together. `parties` says who is named: partners on record, and
nobody else who gave or received.
"""

from __future__ import annotations

from libcollab_metrics.protection.parties import unnamed_givers, with_partners_named
from libcollab_metrics.protection.public import PublicEvaluation, protect

__all__ = ["PublicEvaluation", "protect", "unnamed_givers", "with_partners_named"]
