"""State of one visitor's session and cache of its figures; the only code that accesses it."""

from __future__ import annotations

from pages.ui.session.backup import (
    forget_file,
    forget_person,
    look_into,
    open_saved,
    put_key_back,
    rows_of_person,
    work_to_save,
)
from pages.ui.session.cache import (
    change_plan,
    figures,
    forget_plan_changes,
    joins,
    looked_up,
    names,
    near_to_names,
    own_names,
    plan_changes,
    plan_ground,
    plan_round,
)
from pages.ui.session.documents import ledger, list_as_sent, material, named, notes_at_hand, order, page_one, sent
from pages.ui.session.errors import clicked, failed_downloads, handed_out, unforeseen
from pages.ui.session.messages import draft, known, point_out, pointed_out, refuse, refused, tell, told
from pages.ui.session.presses import forget_presses, note_press, take_press
from pages.ui.session.uploads import confirm, hold, marked_workbook, read_pending, remembered_answers
from pages.ui.session.visitor import enter, is_shared, leave, library
from pages.ui.session.workspaces import (
    answers,
    append,
    dataset,
    dismiss,
    files,
    forget,
    go_on_without_keeping,
    is_sample,
    kept,
    key,
    open_again,
    own_dataset,
    pending,
    reader,
    redo,
    sample,
    set_aside,
    set_settings,
    start_empty,
    store,
    today,
    token,
    trouble,
    undo,
    workspace,
)

__all__ = [
    "answers", "append", "change_plan", "clicked", "confirm", "dataset", "dismiss", "draft", "enter",
    "failed_downloads", "figures", "files", "forget", "forget_file", "forget_person", "forget_plan_changes",
    "forget_presses", "go_on_without_keeping", "handed_out", "hold", "is_sample", "is_shared", "joins", "kept",
    "key", "known", "leave", "ledger", "library", "list_as_sent", "look_into", "looked_up", "marked_workbook",
    "material", "named", "names", "near_to_names", "note_press", "notes_at_hand", "open_again", "open_saved",
    "order", "own_dataset", "own_names", "page_one", "pending", "plan_changes", "plan_ground", "plan_round",
    "point_out", "pointed_out", "put_key_back", "read_pending", "reader", "redo", "refuse", "refused",
    "remembered_answers", "rows_of_person", "sample", "sent", "set_aside", "set_settings", "start_empty",
    "store", "take_press", "tell", "today", "token", "told", "trouble", "undo", "unforeseen", "work_to_save",
    "workspace",
]  # fmt: skip
