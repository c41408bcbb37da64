"""Everything that a package offers in `__all__` documents its parameters, result and errors (numpydoc)."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import libcollab_metrics
import pages.ui

SECTION = re.compile(r"^(Parameters|Returns|Yields|Raises|Attributes|Examples|Notes|See Also)\n-{3,}$", re.M)
#: Descriptors and classes made by a library document themselves.
OWN = ("libcollab_metrics", "pages")


def packages() -> Iterator[str]:
    for root in (libcollab_metrics, pages.ui):
        yield root.__name__
        for found in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            if found.ispkg:
                yield found.name


def public_functions() -> dict[str, Callable[..., Any]]:
    """Return the functions in any `__all__`, by their own module and name."""
    functions = {}
    for name in packages():
        module = importlib.import_module(name)
        for exported in getattr(module, "__all__", ()):
            value = inspect.unwrap(getattr(module, exported))
            if inspect.isfunction(value) and value.__module__.startswith(OWN):
                functions[f"{value.__module__}.{value.__qualname__}"] = value
    return functions


FUNCTIONS = public_functions()


def sections(function: Callable[..., Any]) -> dict[str, str]:
    """Split a docstring into its sections; the text before the first is under ""."""
    parts = SECTION.split(inspect.getdoc(function) or "")
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def documented_parameters(text: str) -> list[str]:
    entries = re.findall(r"^(\*{0,2}\w+(?:, \*{0,2}\w+)*)(?: : .+)?$", text, re.M)
    return [name.lstrip("*") for entry in entries for name in entry.split(", ")]


@pytest.mark.parametrize("name", sorted(FUNCTIONS))
def test_public_function_documents_parameters_and_result(name: str) -> None:
    function = FUNCTIONS[name]
    documented, signature = sections(function), inspect.signature(function)
    summary = documented[""].strip().splitlines()[0]
    assert summary.endswith("."), summary
    assert documented_parameters(documented.get("Parameters", "")) == [
        name for name in signature.parameters if name != "self"
    ]
    without_result = signature.return_annotation in ("None", "NoReturn", "Iterator[None]")
    assert without_result or {"Returns", "Yields"} & documented.keys()


def test_public_functions_are_found() -> None:
    assert len(FUNCTIONS) > 200
