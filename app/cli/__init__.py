"""The ``pustaka`` command: serving the site, curating its content, measuring its search.

The commands stand in one module per subject; :mod:`app.cli.common` holds what they share.

A module is imported when one of its commands is asked for: those that hand in, check and draw would
take 2 MB of each worker of the site. Commands import the search engine, the builder of the index,
the web application and the server inside their functions: imported at the top of the modules, these
would slow the start of every command by 0.4 seconds.
"""

from __future__ import annotations

from app.cli import interrupts

# isort: split
import importlib
from collections import UserDict
from typing import Any

import click

from app import __version__
from app.cli import output
from app.cli.common import WIDTH
from app.settings import SettingsError


class _LazyCommands(UserDict[str, Any]):
    """Name → command, or where it is: ``module:function``, until it is first asked for."""

    def __getitem__(self, name: str) -> click.Command:
        known: click.Command | str = super().__getitem__(name)
        if not isinstance(known, str):
            return known
        module, _, function = known.partition(":")
        command: click.Command = getattr(importlib.import_module(f"app.cli.{module}"), function)
        self[name] = command
        interrupts.imported()
        return command


class _Commands(click.Group):
    """A group that lists its commands in the order of their registration, not by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; a setting with an unusable value counts as wrong use (exit code 2)."""
        output.make_safe()
        try:
            return super().invoke(ctx)
        except SettingsError as exc:
            raise click.UsageError(str(exc)) from None
        except OSError as exc:
            if not output.is_full(exc):
                raise
            raise click.ClickException(f"Keluaran tidak bisa ditulis ({exc.strerror}).") from None


_COMMANDS = _LazyCommands(
    {
        "serve": "serving:serve",
        "index": "serving:index",
        "preflight": "preflight:preflight",
        "upgrade": "upgrading:upgrade",
        "wheelhouse": "wheelhouse:wheelhouse",
        "pack": "pack:pack",
        "check": "content:check",
        "search": "quality:search",
        "new": "content:new",
        "import": "importing:import_",
        "inbox": "inbox:inbox",
        "stats": "content:stats",
        "upkeep": "upkeep:upkeep",
        "links": "upkeep:links",
        "needs": "upkeep:needs",
        "eval": "quality:evaluate",
        "test": "quality:test",
        "translations": "translations:translations",
        "screenshots": "screenshots:screenshots",
    }
)


@click.group(
    cls=_Commands,
    commands=_COMMANDS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDTH},
)
@click.version_option(version=__version__, prog_name="pustaka")
def main() -> None:
    """Pustaka Inovasi: cari, nilai, dan tiru inovasi pelayanan publik.

    Mulai dengan: ./pustaka serve
    """
