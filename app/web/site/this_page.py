"""The address of the page that a request asks for, with other parameters."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from flask import request

#: A link on a page repeats at most so many characters of the page's own parameters.
LONGEST_REPEATED = 4_000


def parameters_except(*names: str) -> list[tuple[str, str]]:
    """The parameters of this request, in their order, without those of these names."""
    return [(name, value) for name, value in request.args.items(multi=True) if name not in names]


def asked_parameters_except(*names: str) -> list[tuple[str, str]]:
    """The parameters that this page has read, each pair once, for the links on it.

    A page has dozens of links to itself, for instance to add a case to the list. Parameters that
    it doesn't know, and repetitions, would make it many times as long as the address. Beyond
    :data:`LONGEST_REPEATED`, parameters are left out.
    """
    asked = getattr(request.args, "asked", None)
    left, pairs = LONGEST_REPEATED, []
    for name, value in dict.fromkeys(parameters_except(*names)):
        left -= len(name) + len(value) + 2
        if left < 0:
            break
        if asked is None or name in asked:
            pairs.append((name, value))
    return pairs


def this_page_url(parameters: list[tuple[str, str]]) -> str:
    """The address of this page, in its language, with other parameters."""
    return path_with(request.script_root, parameters)


def path_with(root: str, parameters: list[tuple[str, str]]) -> str:
    """The path of this page below a root, with parameters.

    The path starts with a single slash whatever was requested: ``//host`` would lead elsewhere.
    """
    path = f"{quote(root)}/{quote(request.path.lstrip('/'))}"
    return f"{path}?{urlencode(parameters)}" if parameters else path
