"""What things are: tables, issues, the workspace of operations and its fold, scopes and settings."""

from libcollab_metrics.model.addresses import TYPED, RowAddress, column_letters, position
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.issues import ISSUE_KINDS, Issue, IssueKind
from libcollab_metrics.model.joining import KINDS, decided_spellings, standing_joins
from libcollab_metrics.model.overlaps import ALL_SHEETS, OVERLAP_QUESTION
from libcollab_metrics.model.reading import FileReading, Mapped, Question, SheetReading
from libcollab_metrics.model.schema import SCHEMA
from libcollab_metrics.model.scope import PERIODS, SCOPE_FIELDS, Scope
from libcollab_metrics.model.settings import LATER as LATER_SETTINGS
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.model.suggestions import NearSpelling, names_in_use, near_spellings
from libcollab_metrics.model.workspace import Answer, Edit, Import, Merge, Operation, Setting, Step, Workspace

__all__ = [
    "ALL_SHEETS",
    "ISSUE_KINDS",
    "KINDS",
    "LATER_SETTINGS",
    "OVERLAP_QUESTION",
    "PERIODS",
    "SCHEMA",
    "SCOPE_FIELDS",
    "TYPED",
    "Answer",
    "Dataset",
    "Edit",
    "FileReading",
    "Import",
    "Issue",
    "IssueKind",
    "Mapped",
    "Merge",
    "NearSpelling",
    "Operation",
    "Question",
    "RowAddress",
    "Scope",
    "Setting",
    "Settings",
    "SheetReading",
    "Step",
    "Workspace",
    "column_letters",
    "decided_spellings",
    "names_in_use",
    "near_spellings",
    "position",
    "standing_joins",
]
