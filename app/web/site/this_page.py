"""The address of the page that a request asks for, with other parameters."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import request


def parameters_except(*names: str) -> list[tuple[str, str]]:
    """The parameters of this request, in their order, without those of these names."""
    return [(name, value) for name, value in request.args.items(multi=True) if name not in names]


def this_page_url(parameters: list[tuple[str, str]]) -> str:
    """The address of this page, in its language, with other parameters."""
    return path_with(request.script_root, parameters)


def path_with(root: str, parameters: list[tuple[str, str]]) -> str:
    """The path of this page below a root, with parameters.

    The path starts with a single slash whatever was requested: ``//host`` would lead elsewhere.
    """
    path = f"{quote(root)}/{quote(request.path.lstrip('/'))}"
    return f"{path}?{urlencode(parameters)}" if parameters else path
