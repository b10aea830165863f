"""The event kit: cases, speakers, agenda and papers for a day of knowledge sharing."""

from app.web.events.views import blueprint

__all__ = ["blueprint"]
