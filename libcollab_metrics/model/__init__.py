"""What things are: tables, issues, the workspace of operations and its fold, scopes and settings."""

from libcollab_metrics.model.addresses import TYPED, RowAddress, column_letters, position
from libcollab_metrics.model.after_typing import issues_raised, stood_already
from libcollab_metrics.model.content import content_of, in_use_as
from libcollab_metrics.model.dataset import Dataset
from libcollab_metrics.model.decisions import Decision, decisions_about, keep_decision, take_back
from libcollab_metrics.model.forgetting import PEOPLE, Forgotten, forgotten_in, without_file, without_person
from libcollab_metrics.model.issues import ISSUE_KINDS, Issue, IssueKind
from libcollab_metrics.model.joining import KINDS, decided_spellings, standing_joins, with_labels
from libcollab_metrics.model.namesakes import NAMED
from libcollab_metrics.model.overlaps import ALL_SHEETS, OVERLAP_QUESTION
from libcollab_metrics.model.partner_lines import lines_about, partner_names, programs_with
from libcollab_metrics.model.payee_coding import forgotten_with_codes, step_with_codes, steps_with_codes, with_codes
from libcollab_metrics.model.payees import payee_labels
from libcollab_metrics.model.periods import FIRST_DAY, LAST_DAY
from libcollab_metrics.model.proposals import (
    ACCEPTED,
    DECIDED,
    SEEN,
    TURNED_DOWN,
    Proposal,
    accept,
    decide,
    preview_of,
    proposals,
    waiting,
)
from libcollab_metrics.model.reading import FileReading, Mapped, Question, Reply, SheetReading
from libcollab_metrics.model.schema import DECISIONS, SCHEMA, SHEET_TABLES, Field
from libcollab_metrics.model.scope import PERIODS, SCOPE_FIELDS, Scope
from libcollab_metrics.model.sending import Printed, Sent
from libcollab_metrics.model.settings import Settings
from libcollab_metrics.model.suggestions import NearSpelling, names_in_use, near_spellings
from libcollab_metrics.model.workspace import Answer, Edit, Import, Merge, Operation, Setting, Step, Workspace

__all__ = [
    "ACCEPTED",
    "ALL_SHEETS",
    "DECIDED",
    "DECISIONS",
    "FIRST_DAY",
    "ISSUE_KINDS",
    "KINDS",
    "LAST_DAY",
    "NAMED",
    "OVERLAP_QUESTION",
    "PEOPLE",
    "PERIODS",
    "SCHEMA",
    "SCOPE_FIELDS",
    "SEEN",
    "SHEET_TABLES",
    "TURNED_DOWN",
    "TYPED",
    "Answer",
    "Dataset",
    "Decision",
    "Edit",
    "Field",
    "FileReading",
    "Forgotten",
    "Import",
    "Issue",
    "IssueKind",
    "Mapped",
    "Merge",
    "NearSpelling",
    "Operation",
    "Printed",
    "Proposal",
    "Question",
    "Reply",
    "RowAddress",
    "Scope",
    "Sent",
    "Setting",
    "Settings",
    "SheetReading",
    "Step",
    "Workspace",
    "accept",
    "column_letters",
    "content_of",
    "decide",
    "decided_spellings",
    "decisions_about",
    "forgotten_in",
    "forgotten_with_codes",
    "in_use_as",
    "issues_raised",
    "keep_decision",
    "lines_about",
    "names_in_use",
    "near_spellings",
    "partner_names",
    "payee_labels",
    "position",
    "preview_of",
    "programs_with",
    "proposals",
    "standing_joins",
    "step_with_codes",
    "steps_with_codes",
    "stood_already",
    "take_back",
    "waiting",
    "with_codes",
    "with_labels",
    "without_file",
    "without_person",
]
