"""The event kit: cases, speakers, agenda and papers for a day of knowledge sharing.

Each module of views registers them on the one blueprint.
"""

from app.web.events import suggest, views
from app.web.events.blueprint import blueprint

__all__ = ["blueprint", "suggest", "views"]
