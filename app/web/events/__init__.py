"""The event kit: cases, speakers, agenda and papers for a day of knowledge sharing.

Each module of views registers its views on the blueprint of this package.
"""

from app.web.events import participants_page, suggest, views
from app.web.events.blueprint import blueprint

__all__ = ["blueprint", "participants_page", "suggest", "views"]
