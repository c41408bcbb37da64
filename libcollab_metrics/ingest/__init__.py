"""Import attendance files in a worker process, where names are pseudonymized."""

from libcollab_metrics.ingest.answers import (
    NAME_ANSWERS,
    PendingQuestion,
    StoredAnswer,
    check_answers,
    collect_questions,
    collect_shared_answers,
    find_answer,
    list_answers,
    make_answers,
    merge_answers,
    redact_people,
    remove_answer,
    replace_answer,
    storable_answers,
)
from libcollab_metrics.ingest.files.preflight import check_upload
from libcollab_metrics.ingest.files.xml_scan import OLDEST_EXPAT
from libcollab_metrics.ingest.layouts import LAYOUTS
from libcollab_metrics.ingest.limits import Limits, load_limits, load_reader_count
from libcollab_metrics.ingest.question_kinds import answer_label
from libcollab_metrics.ingest.tables.mapping import list_fields
from libcollab_metrics.ingest.typed_rows import (
    TYPED_TABLES,
    CellProblem,
    RejectedRow,
    TypedRowsResult,
    TypingContext,
    format_typed_value,
    read_row_change,
    read_typed_rows,
)
from libcollab_metrics.ingest.values.people import pseudonymize_name
from libcollab_metrics.ingest.worker.reader import Reader, read_file, redact_import
from libcollab_metrics.ingest.writers.annotated_copy import (
    WorkbookDownload,
    build_annotated_workbook,
    build_rejected_workbook,
)
from libcollab_metrics.ingest.writers.partner_sheet import build_partner_sheet
from libcollab_metrics.ingest.writers.template import build_blank_template, build_sign_in_sheet

__all__ = [
    "LAYOUTS",
    "NAME_ANSWERS",
    "OLDEST_EXPAT",
    "TYPED_TABLES",
    "CellProblem",
    "Limits",
    "PendingQuestion",
    "Reader",
    "RejectedRow",
    "StoredAnswer",
    "TypedRowsResult",
    "TypingContext",
    "WorkbookDownload",
    "answer_label",
    "build_annotated_workbook",
    "build_blank_template",
    "build_partner_sheet",
    "build_rejected_workbook",
    "build_sign_in_sheet",
    "check_answers",
    "check_upload",
    "collect_questions",
    "collect_shared_answers",
    "find_answer",
    "format_typed_value",
    "list_answers",
    "list_fields",
    "load_limits",
    "load_reader_count",
    "make_answers",
    "merge_answers",
    "pseudonymize_name",
    "read_file",
    "read_row_change",
    "read_typed_rows",
    "redact_import",
    "redact_people",
    "remove_answer",
    "replace_answer",
    "storable_answers",
]
