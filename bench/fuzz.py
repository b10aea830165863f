"""``python -m bench.fuzz``: every address of the site, asked with texts that programs stumble over.

The addresses are those of Flask's map, the parameters those that a page was seen to ask for. No
answer may be a 500, and none but a file may take longer than a second. See docs/security.md.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

import click
from flask import Flask, Response, request
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from app.settings import Settings
from app.web.application import create_app
from bench.naughty import naughty_texts

#: The longest time that a page may take, in seconds; a Word file or a table may take longer.
LONGEST = 1.0

# A valid value for each variable part of an address; any other is taken for a slug.
_PARTS: Mapping[str, Sequence[str]] = {
    "code": ("35.07",),
    "dataset": ("kasus", "cases"),
    "filename": ("style.css",),
    "number": ("1",),
    "pack": ("x.zip",),
    "step": ("3",),
    "name": ("izin",),
    "slug": ("putik-sari", "mengelola-sampah", "badan-narkotika-nasional"),
}

# Parameters with which most addresses have something to show.
_PLAIN = (("s", "putik-sari"), ("s", "jarik-ma-siti"), ("q", "sampah"), ("judul", "Temu Replikasi"))

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Attempt:
    """A request: its kind, path, parameters, and whether they are sent as a form."""

    kind: str
    path: str
    pairs: Pairs
    form: bool = False


@dataclass
class Findings:
    """What a run found."""

    statuses: Counter[int] = field(default_factory=Counter)
    errors: list[Attempt] = field(default_factory=list)
    slow: list[tuple[float, Attempt]] = field(default_factory=list)


def _paths(rule: Rule, text: str | None = None) -> list[str]:
    """The addresses of a rule: with valid variable parts, or with a text in their place."""
    fixed = re.split(r"<[^>]+>", rule.rule)
    if len(fixed) == 1:
        return fixed
    [name] = re.findall(r"<(?:\w+:)?(\w+)>", rule.rule)
    values = _PARTS.get(name, _PARTS["slug"]) if text is None else (text,)
    return [quote(value, safe="", errors="surrogatepass").join(fixed) for value in values]


class Fuzzer:
    """Asks a site in this process, and takes note of its answers."""

    def __init__(self, app: Flask) -> None:
        self._client: FlaskClient = app.test_client()
        self._rules = sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule)
        self._asked: set[str] = set()
        app.after_request(self._note_names)
        self.findings = Findings()
        self.parameters = {rule.rule: self._parameters(rule) for rule in self._rules}

    def _note_names(self, response: Response) -> Response:
        for read in (request.args, request.form):
            self._asked |= getattr(read, "asked", set())
        return response

    def _parameters(self, rule: Rule) -> tuple[str, ...]:
        """The names that an address asks for, given what it can show something for."""
        self._asked = set()
        for attempt in self._sent(rule, "plain", _PLAIN):
            self._answer(attempt)
        return tuple(sorted(self._asked))

    def _sent(self, rule: Rule, kind: str, pairs: Pairs) -> Iterator[Attempt]:
        """A request to a rule by each of its methods."""
        for path in _paths(rule):
            yield Attempt(kind, path, pairs)
            if "POST" in (rule.methods or ()):
                yield Attempt(kind, path, pairs, form=True)

    def attempts(self, texts: Sequence[str]) -> Iterator[Attempt]:
        """Every request of a full run: each text in each parameter of each address.

        ``together`` gives all parameters a text at once, each its own; ``alone`` leaves the others
        valid, ``name`` makes the text a name, and ``path`` makes it a part of the address.
        """
        for rule in self._rules:
            names = self.parameters[rule.rule]
            for n, text in enumerate(texts):
                others = ((name, texts[(n + m) % len(texts)]) for m, name in enumerate(names))
                yield from self._sent(rule, "together", tuple(others))
                yield from self._sent(rule, "name", (*_PLAIN, (text, "x")))
                for name in names:
                    kept = tuple(pair for pair in _PLAIN if pair[0] != name)
                    yield from self._sent(rule, "alone", (*kept, (name, text)))
                if "<" in rule.rule:
                    for path in _paths(rule, text):
                        yield Attempt("path", path, _PLAIN)

    def run(self, attempts: Iterator[Attempt]) -> None:
        """Make requests, and take note of what went wrong."""
        for attempt in attempts:
            status, seconds, is_file = self._answer(attempt)
            self.findings.statuses[status] += 1
            # 503 is an answer of the site: an advanced query took too long.
            if status >= 500 and status != 503:
                self.findings.errors.append(attempt)
            if seconds > LONGEST and not is_file:
                # The machine may have been busy: the best of three counts.
                again = min(self._answer(attempt)[1] for _ in range(2))
                if again > LONGEST:
                    self.findings.slow.append((again, attempt))

    def _answer(self, attempt: Attempt) -> tuple[int, float, bool]:
        """The status, the seconds it took, and whether it is a file."""
        encoded = urlencode(attempt.pairs, errors="surrogatepass")
        started = time.perf_counter()
        if attempt.form:
            kind = "application/x-www-form-urlencoded"
            answer = self._client.post(attempt.path, data=encoded, content_type=kind)
        else:
            answer = self._client.get(f"{attempt.path}?{encoded}")
        with answer:
            is_file = "attachment" in answer.headers.get("Content-Disposition", "")
            return answer.status_code, time.perf_counter() - started, is_file


def sample(attempts: Iterator[Attempt], share: float, seed: int) -> Iterator[Attempt]:
    """A random share of requests, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  # chooses tests, guards nothing
    return (attempt for attempt in attempts if chance.random() < share)


def _show(findings: Findings) -> None:
    total = sum(findings.statuses.values())
    by_status = ", ".join(f"{status}: {n}" for status, n in sorted(findings.statuses.items()))
    click.echo(f"{total} requests ({by_status})")
    for attempt in findings.errors[:50]:
        click.echo(f"500: {attempt!r:.500}")
    for seconds, attempt in findings.slow[:50]:
        click.echo(f"{seconds:.1f} s: {attempt!r:.500}")
    click.echo(f"{len(findings.errors)} errors, {len(findings.slow)} slow pages")


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--share", default=1.0, show_default=True, help="Share of all requests to make.")
@click.option("--seed", default=1, show_default=True, help="Chooses the share.")
@click.option("--kind", type=click.Choice(["together", "alone", "name", "path"]))
@click.option("--index", type=click.Path(path_type=Path), help="The index to search.")
def main(share: float, seed: int, kind: str | None, index: Path | None) -> None:
    """Ask every address with every text; exit code 1 if an answer was a 500 or too slow."""
    settings = Settings(index=index) if index else Settings()
    fuzzer = Fuzzer(create_app(settings))
    texts = naughty_texts()
    names = sum(map(len, fuzzer.parameters.values()))
    click.echo(f"{len(texts)} texts, {len(fuzzer.parameters)} addresses, {names} parameters")
    attempts = fuzzer.attempts(texts)
    if kind:
        attempts = (attempt for attempt in attempts if attempt.kind == kind)
    fuzzer.run(sample(attempts, share, seed))
    _show(fuzzer.findings)
    sys.exit(1 if fuzzer.findings.errors or fuzzer.findings.slow else 0)


if __name__ == "__main__":
    main()
