"""The ``pustaka`` command: serving the site, curating its content, measuring its search.

The commands stand in one module per subject; :mod:`app.cli.common` holds what they share.

Commands import the search engine, the builder of the index, the web application and the
server inside their functions: imported at the top of the modules, these would slow the start
of every command by 0.4 seconds (``./pustaka --help`` takes 0.2).
"""

from __future__ import annotations

from app.cli import interrupts

# isort: split
from typing import Any

import click

from app import __version__
from app.cli import (
    content,
    importing,
    inbox,
    output,
    pack,
    preflight,
    quality,
    screenshots,
    serving,
    translations,
    upgrading,
    upkeep,
    wheelhouse,
)
from app.cli.common import WIDTH
from app.settings import SettingsError


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


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": WIDTH},
)
@click.version_option(version=__version__, prog_name="pustaka")
def main() -> None:
    """Pustaka Inovasi: cari, nilai, dan tiru inovasi pelayanan publik.

    Mulai dengan: ./pustaka serve
    """


for _command in (
    serving.serve,
    serving.index,
    preflight.preflight,
    upgrading.upgrade,
    wheelhouse.wheelhouse,
    pack.pack,
    content.check,
    quality.search,
    content.new,
    importing.import_,
    inbox.inbox,
    content.stats,
    upkeep.upkeep,
    upkeep.links,
    upkeep.needs,
    quality.evaluate,
    quality.test,
    translations.translations,
    screenshots.screenshots,
):
    main.add_command(_command)

interrupts.imported()
