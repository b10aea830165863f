"""A page of the site as a page of a pack: its links, and nothing else, are made anew."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from html.parser import HTMLParser

from app.pack.links import Inside, Kept, Online, Target
from app.pack.names import PackError

#: The class of what only the site has; the style sheet says so behind it.
ONLINE = "online"

# What loads a file or sends a form must lead into the pack.
_LOADING = {"link": "href", "script": "src", "img": "src", "form": "action"}

_SHAPE = re.compile(r'<symbol id="([^"]+)".*?</symbol>\n?', re.DOTALL)

_Attributes = Sequence[tuple[str, str | None]]


def with_used_shapes(html: str) -> str:
    """The page without the shapes of icons that it doesn't draw.

    >>> with_used_shapes('<symbol id="a"></symbol><symbol id="b"></symbol><use href="#b"/>')
    '<symbol id="b"></symbol><use href="#b"/>'
    """
    return _SHAPE.sub(lambda shape: shape[0] if f'href="#{shape[1]}"' in html else "", html)


def rewritten(html: str, target: Callable[[str], Target]) -> str:
    """The page with links as ``target`` says.

    Raises:
        PackError: the page loads a file or sends a form that is not in the pack.
    """
    rewriter = _Rewriter(target)
    rewriter.feed(html)
    rewriter.close()
    return "".join(rewriter.parts)


class _Rewriter(HTMLParser):
    """Copies a page as it is written, but for the tags with links."""

    def __init__(self, target: Callable[[str], Target]) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._target = target
        self._link_is = "a"  # what the open link has become

    def handle_starttag(self, tag: str, attributes: _Attributes) -> None:
        text = self.get_starttag_text() or ""
        if tag == "a":
            text = self._link(text, attributes)
        elif tag in _LOADING:
            text = self._loading(tag, text, attributes)
        self.parts.append(text)

    def handle_startendtag(self, _tag: str, _attributes: _Attributes) -> None:
        self.parts.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self.parts.append(f"</{self._link_is if tag == 'a' else tag}>")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_entityref(self, name: str) -> None:
        self.parts.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.parts.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.parts.append(f"<!{decl}>")

    def _link(self, text: str, attributes: _Attributes) -> str:
        """The start of a link, or of what stands for a link that leads nowhere."""
        found = dict(attributes)
        self._link_is = "a"
        match self._target(found.get("href") or ""):
            case Kept():
                return text
            case Inside(address):
                return _tag("a", _with(attributes, "href", address))
            case Online(address) if address:
                own = [("class", ONLINE), ("href", address), ("rel", "noopener")]
                left = {name for name, _value in own}
                return _tag("a", [*own, *(pair for pair in attributes if pair[0] not in left)])
            case where:
                self._link_is = "span"
                look = [("class", ONLINE)] if isinstance(where, Online) else []
                return _tag("span", [*look, *(pair for pair in attributes if pair[0] == "id")])

    def _loading(self, tag: str, text: str, attributes: _Attributes) -> str:
        name = _LOADING[tag]
        address = dict(attributes).get(name)
        if address is None:
            return text
        match self._target(address):
            case Inside(inside):
                return _tag(tag, _with(attributes, name, inside))
            case Kept() if tag == "link" and ("rel", "canonical") in attributes:
                return text
            case _:
                raise PackError(f"<{tag} {name}={address}> tidak ada di dalam salinan.")


def _with(attributes: _Attributes, name: str, value: str) -> _Attributes:
    """The attributes with another value for one of them."""
    return [(key, value if key == name else old) for key, old in attributes]


def _tag(tag: str, attributes: _Attributes) -> str:
    texts = (name if value is None else f'{name}="{escape(value)}"' for name, value in attributes)
    return f"<{' '.join([tag, *texts])}>"
