"""Workspace storage on this computer: every step is written as it is made, with pseudonyms.

`Store` appends, undoes and redoes steps, each in one transaction; `home` returns the folder. The secret key
of the pseudonyms is in a file of its own, apart from the data. Never stored: names of people, payees and
files, and text typed outside the columns used for figures. Notes are stored only if the user asks for it.
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
