"""Templates as compiled Python, kept in a file from start to start.

To compile the templates of the commonest pages takes a worker 0.3 s of a processor, a quarter of
the time until its first page; to read them from the file takes some milliseconds. The file lies
beside Python's own compiled modules, under a name that changes with all code of the site, and with
the releases of Jinja and Python. Where it can't be written, templates are compiled each time.
"""

from __future__ import annotations

import importlib.util
import marshal
import os
import sys
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from jinja2 import BytecodeCache, Environment
from jinja2.bccache import Bucket

_PREFIX, _SUFFIX = "templates-", ".pyc"


class _Compiled(BytecodeCache):
    """Compiled templates by the key that Jinja gives each."""

    def __init__(self, known: dict[str, bytes]) -> None:
        self.known = known
        self.has_more = False

    def load_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja; the bucket compares the digest of the template's text."""
        if code := self.known.get(bucket.key):
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Called by Jinja when it has compiled a template."""
        self.known[bucket.key] = bucket.bytecode_to_string()
        self.has_more = True


def load(environment: Environment, names: Iterable[str], file: Path) -> None:
    """Load templates, compiled ones from a file; the file is written if it lacks some.

    Args:
        environment: loads them.
        names: the names of the templates.
        file: see :func:`file_for`.
    """
    compiled = _Compiled(_read(file))
    before = environment.bytecode_cache
    environment.bytecode_cache = compiled
    try:
        for name in names:
            environment.get_template(name)
    finally:
        environment.bytecode_cache = before
    if compiled.has_more and not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(file, compiled.known)


def file_for(code: str) -> Path:
    """The file for a state of the site's code, which is given as its digest."""
    folder = Path(importlib.util.cache_from_source(__file__)).parent
    tag = f"{code}-jinja-{version('jinja2')}-{sys.implementation.cache_tag}"
    return folder / f"{_PREFIX}{tag}{_SUFFIX}"


def _read(file: Path) -> dict[str, bytes]:
    try:
        known = marshal.loads(file.read_bytes())  # noqa: S302 - it is trusted as modules are
    except (OSError, EOFError, ValueError, TypeError):  # there is none, or it was cut short
        return {}
    return known if isinstance(known, dict) else {}


def _write(file: Path, known: dict[str, bytes]) -> None:
    """Write the file at once, and remove those of other states."""
    file.parent.mkdir(exist_ok=True)
    # The suffix keeps it out of the digest of the code, as it does Python's own.
    number, name = tempfile.mkstemp(_SUFFIX, _PREFIX, file.parent)
    try:
        with os.fdopen(number, "wb") as new:
            marshal.dump(known, new)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except OSError:
        Path(name).unlink()
        raise
    for other in file.parent.glob(f"{_PREFIX}*{_SUFFIX}"):
        if other != file:
            other.unlink(missing_ok=True)
