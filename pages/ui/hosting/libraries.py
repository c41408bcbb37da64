"""Access list of a shared server: which e-mail addresses may sign in for which library.

Only the administrator writes the file.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path

from libcollab_metrics.errors import LibCollabError
from libcollab_metrics.store import workspace_home

#: Environment variable with the path of the list.
LIBRARIES = "LIBCOLLAB_LIBRARIES"
#: A library's name is also a folder name: lowercase letters, digits and hyphens.
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
#: ASCII only, so that a letter that looks like or folds to another one cannot grant access.
_ADDRESS = re.compile(r"[!-?A-~]+@[!-?A-~]+")


def read_libraries(environment: Mapping[str, str]) -> Mapping[str, str]:
    """Read the list of libraries and their e-mail addresses.

    The file is TOML with one line per library: `san-isidro = ["head@example.org", "desk@example.org"]`.

    Parameters
    ----------
    environment : mapping of str to str
        Environment, as `os.environ`.

    Returns
    -------
    mapping of str to str
        Library by e-mail address in lowercase.

    Raises
    ------
    LibCollabError
        If the list is not named, not readable, malformed, empty, or has one address under two libraries; the
        message quotes no address.
    """
    path = environment.get(LIBRARIES, "")
    if not path:
        raise LibCollabError(f"{LIBRARIES} does not name the list of who may sign in for which library.")
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError):
        raise LibCollabError(f"The list of libraries that {LIBRARIES} names cannot be read.") from None
    except tomllib.TOMLDecodeError:
        raise LibCollabError(
            'The list of libraries is not well formed: a line is name = ["address"].'
        ) from None
    return _library_by_address(content)


def _library_by_address(addresses_by_library: Mapping[str, object]) -> Mapping[str, str]:
    libraries: dict[str, str] = {}
    for name, addresses in addresses_by_library.items():
        if not _NAME.fullmatch(name):
            raise LibCollabError(
                "The list of libraries has a name that is not 1 to 40 small letters, digits and hyphens."
            )
        if not isinstance(addresses, list) or not addresses:
            raise LibCollabError(f"The list of libraries gives {name} no list of e-mail addresses.")
        for address in addresses:
            plain = normalize_address(address)
            if not plain:
                raise LibCollabError(
                    f"The list of libraries has something for {name} that is no e-mail address."
                )
            if libraries.setdefault(plain, name) != name:
                raise LibCollabError(
                    f"The list of libraries has one address under {name} and under another one."
                )
    if not libraries:
        raise LibCollabError("The list of libraries is empty.")
    return libraries


def normalize_address(address: object) -> str:
    """Return an e-mail address in lowercase; "" for any other value."""
    text = address.strip() if isinstance(address, str) else ""
    return text.lower() if _ADDRESS.fullmatch(text) else ""


def find_library(person: Mapping[str, object], libraries: Mapping[str, str]) -> str:
    """Return the library of a visitor.

    Parameters
    ----------
    person : mapping
        Claims of the identity provider. `email_verified` must be true if present; a provider that never sends
        it is trusted, because the administrator chose it.
    libraries : mapping of str to str
        Result of `read_libraries`.

    Returns
    -------
    str
        Library, "" for a visitor who is not signed in, not listed, or whose address is not verified.
    """
    if person.get("is_logged_in") is not True or person.get("email_verified", True) not in (True, "true"):
        return ""
    return libraries.get(normalize_address(person.get("email")), "")


def create_library_folder(library: str, environment: Mapping[str, str]) -> Path:
    """Return a library's own folder, created with access for the current user only.

    Parameters
    ----------
    library : str
        Name of the library.
    environment : mapping of str to str
        Environment, as `os.environ`.

    Returns
    -------
    Path
        Existing folder.

    Raises
    ------
    LibCollabError
        If the name is not valid, or the folder cannot be created.
    """
    if not _NAME.fullmatch(library):
        raise LibCollabError("Please sign in again: this window belongs to no library.")
    folder = workspace_home(environment) / "libraries" / library
    try:
        for path in (folder.parent, folder):
            path.mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise LibCollabError(
            f"Your library's folder could not be made on the server ({os.strerror(error.errno or 0)}). "
            "Please tell whoever looks after it."
        ) from None
    return folder
