"""Workspace storage on this computer: every step is written as it is made, with pseudonyms.

`Store` appends, undoes and redoes steps, each in one transaction; `workspace_home` returns the folder. The
secret key of the pseudonyms is in a file of its own, apart from the data. Never stored: names of people,
payees and files, and text typed outside the columns used for figures. Notes are stored only if the user asks
for it.
"""

from libcollab_metrics.store.backup import (
    FILE_EXTENSION,
    OPEN_TASK,
    VERIFY_TASK,
    BackupSummary,
    OpenError,
    SavedWork,
    pack_from_memory,
    unpack_workspace,
)
from libcollab_metrics.store.database import DamagedWorkspace, NewerWorkspace, StorageError
from libcollab_metrics.store.dataset_folder import open_dataset, write_dataset
from libcollab_metrics.store.engines import ENGINES, report_lack_of_memory
from libcollab_metrics.store.keys import WrongPassphrase, describe_strength
from libcollab_metrics.store.log import Release, Snapshot
from libcollab_metrics.store.paths import workspace_home
from libcollab_metrics.store.redaction import redact_for_session
from libcollab_metrics.store.store import Store

__all__ = [
    "ENGINES",
    "FILE_EXTENSION",
    "OPEN_TASK",
    "VERIFY_TASK",
    "BackupSummary",
    "DamagedWorkspace",
    "NewerWorkspace",
    "OpenError",
    "Release",
    "SavedWork",
    "Snapshot",
    "StorageError",
    "Store",
    "WrongPassphrase",
    "describe_strength",
    "open_dataset",
    "pack_from_memory",
    "redact_for_session",
    "report_lack_of_memory",
    "unpack_workspace",
    "workspace_home",
    "write_dataset",
]
