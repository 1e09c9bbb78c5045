"""Elements by their local names: strict and transitional Office files differ in their namespaces only."""

from collections.abc import Iterator
from typing import Any


def local(element: Any) -> str:
    """Return an element's name without its namespace; "" for a comment or an instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def children(element: Any, name: str) -> Iterator[Any]:
    """Yield the children with a local name."""
    return (c for c in element if local(c) == name)


def child(element: Any, name: str) -> Any:
    """Return the first child with a local name; None for none, or for no element."""
    return next(children(element, name), None) if element is not None else None


def attribute(element: Any, name: str) -> str:
    """Return an attribute by its local name, or ""."""
    if element is None:
        return ""
    return next((str(v) for key, v in element.attrib.items() if key.rpartition("}")[2] == name), "")


def value(element: Any) -> str:
    """Return the attribute `val`, or ""."""
    return attribute(element, "val")


def is_on(element: Any) -> bool:
    """Say whether a switch (w:vanish) stands and is not turned off."""
    return element is not None and value(element) not in ("0", "false", "off")
