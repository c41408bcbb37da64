"""Import attendance files in a worker process, where names are pseudonymized."""

from libcollab_metrics.ingest.answers import (
    Asked,
    Given,
    answers_to_keep,
    check_answers,
    for_all_files,
    given_answers,
    make_answers,
    merge_answers,
    questions_of,
    without_answer,
    without_people,
)
from libcollab_metrics.ingest.files.preflight import check_upload
from libcollab_metrics.ingest.files.xml_scan import OLDEST_EXPAT
from libcollab_metrics.ingest.importer import LAYOUTS
from libcollab_metrics.ingest.limits import Limits, limits_in, readers_in
from libcollab_metrics.ingest.typed_rows import (
    TYPED_TABLES,
    Known,
    Problem,
    Rejected,
    TypedReading,
    read_change,
    read_typed,
    typed_text,
)
from libcollab_metrics.ingest.values.people import code_of_person
from libcollab_metrics.ingest.worker.reader import Reader, confirmed, read_file
from libcollab_metrics.ingest.writers.annotated_copy import GivenBack, annotated_workbook, rejected_workbook
from libcollab_metrics.ingest.writers.partner_sheet import partner_sheet
from libcollab_metrics.ingest.writers.template import blank_template, sign_in_sheet

__all__ = [
    "LAYOUTS",
    "OLDEST_EXPAT",
    "TYPED_TABLES",
    "Asked",
    "Given",
    "GivenBack",
    "Known",
    "Limits",
    "Problem",
    "Reader",
    "Rejected",
    "TypedReading",
    "annotated_workbook",
    "answers_to_keep",
    "blank_template",
    "check_answers",
    "check_upload",
    "code_of_person",
    "confirmed",
    "for_all_files",
    "given_answers",
    "limits_in",
    "make_answers",
    "merge_answers",
    "partner_sheet",
    "questions_of",
    "read_change",
    "read_file",
    "read_typed",
    "readers_in",
    "rejected_workbook",
    "sign_in_sheet",
    "typed_text",
    "without_answer",
    "without_people",
]
