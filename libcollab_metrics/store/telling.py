"""What the librarian should know of the files her work lies in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from libcollab_metrics.store.kept import Kept
from libcollab_metrics.store.keys import mark_of, not_whole, read_key, set_aside_not_whole
from libcollab_metrics.store.places import Places

KEY_LOST = (
    "The secret that turns names into codes is not here. Everything kept still counts, but sheets read "
    "from now on cannot recognise the people of earlier ones. "
)
PUT_BACK = "Put back {key} if you have a copy of it."
ASK_FOR_IT = "Please tell whoever looks after this server that {key} is missing."
KEY_NOT_WHOLE = (
    "The key file was damaged: a whole one holds exactly 32 bytes. It is kept unchanged as {file}; a new key is used "
    "in its place until the right one is put back."
)
BROUGHT_UP = (
    "What is kept was written by an earlier version of this program and is kept in the form of this one now. "
    "Every step and figure is the same; whoever was only paid is kept as a code. The file as it was is {file}, with "
    "those names; delete it once you have seen that all is well."
)
SYNCED = (
    "The folder {home} seems to be copied to other computers by {service} while it is written; that can damage "
    "what is kept. Set LIBCOLLAB_HOME to a folder that is not."
)
SYNCED_THERE = (
    "The folder your library's work lies in seems to be copied to other computers while it is written; that can "
    "damage what is kept. Please tell whoever looks after this server."
)


def with_what_to_tell(found: Kept, places: Places, kept_old: Path | None, tells_places: bool) -> Kept:
    """Return what was read with the sentences the librarian should see, after a damaged key file was set aside.

    They say where a file lies only if they are to tell places, and its name otherwise.
    """
    with suppress(OSError):  # said when the secret is needed
        set_aside_not_whole(places.key)
    key = _readable_key(places)
    lacks_key = found.has_people and (key is None or mark_of(key) != found.key_mark)
    sentences = _sentences(found, places, kept_old, tells_places, lacks_key)
    return replace(found, told=tuple(sentences), lacks_key=lacks_key)


def _sentences(
    found: Kept, places: Places, kept_old: Path | None, tells_places: bool, lacks_key: bool
) -> Iterator[str]:
    """A broken or lost secret, a file just brought up to this version, a folder that is copied."""
    broken = not_whole(places.key)
    if broken and (lacks_key or not found.has_people):
        yield KEY_NOT_WHOLE.format(file=broken[0] if tells_places else broken[0].name)
    if lacks_key:
        yield KEY_LOST + (PUT_BACK.format(key=places.key) if tells_places else ASK_FOR_IT.format(key=places.key.name))
    if kept_old:
        yield BROUGHT_UP.format(file=kept_old if tells_places else kept_old.name)
    if places.synced_by:
        yield SYNCED.format(home=places.home, service=places.synced_by) if tells_places else SYNCED_THERE


def _readable_key(places: Places) -> bytes | None:
    """The secret; None also when its file cannot be read now, which is said when it is needed."""
    try:
        return read_key(places.key)
    except OSError:
        return None
