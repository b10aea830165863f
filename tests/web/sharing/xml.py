"""XML that the site answers with."""

from __future__ import annotations

from xml.etree import ElementTree as ET


def parse(data: bytes) -> ET.Element:
    """The root of a document; an error if it is not well formed."""
    return ET.fromstring(data)  # noqa: S314 - an answer of our own site


def text(element: ET.Element, path: str) -> str:
    """The text of the first element at a path; an error if there is none, or it is empty."""
    found = element.findtext(path)
    assert found
    return found
