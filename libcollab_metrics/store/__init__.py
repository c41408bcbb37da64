"""A workspace on this computer: every step kept as it is made, reopened at start, with codes instead of people.

`Store` appends, undoes and does again, each in one transaction; `home` says where. The secret that turns names into
codes lies in a file of its own, apart from the data. What is not kept at all: names of people and payees, names of
files, words typed on the sheets beside the figures' own columns, and notes unless the librarian asks for them.
"""

from libcollab_metrics.store.backup import (
    ENDING,
    OPENING,
    PROOF,
    CannotOpen,
    Contents,
    SavedWork,
    packed_from_memory,
    unpacked,
)
from libcollab_metrics.store.database import CannotKeep, DamagedWorkspace, NewerWorkspace
from libcollab_metrics.store.keys import WrongPassphrase, strength
from libcollab_metrics.store.log import Kept, Release
from libcollab_metrics.store.paths import home
from libcollab_metrics.store.redaction import as_used
from libcollab_metrics.store.store import Store

__all__ = [
    "ENDING", "OPENING", "PROOF", "CannotKeep", "CannotOpen", "Contents", "DamagedWorkspace", "Kept", "NewerWorkspace",
    "Release", "SavedWork", "Store", "WrongPassphrase", "as_used", "home", "packed_from_memory", "strength", "unpacked",
]  # fmt: skip
