"""The pages of regions and of central bodies: their cases, and what is near and alike.

Each module of views registers its views on the blueprint of this package.
"""

from app.web.regions import views
from app.web.regions.blueprint import blueprint

__all__ = ["blueprint", "views"]
