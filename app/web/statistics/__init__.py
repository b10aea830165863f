"""The collection in numbers, and the regions that have no case yet.

Each module of views registers its views on the blueprint of this package.
"""

from app.web.statistics import overview, regions
from app.web.statistics.blueprint import blueprint

__all__ = ["blueprint", "overview", "regions"]
