"""The workbench: from cases that were found to a plan that can be signed.

Each module of views registers its views on the blueprint of this package; the other modules
make the values that the views show.
"""

from app.web.workbench import (
    comparison_views,
    export_views,
    fit_check_views,
    letter_views,
    plan_views,
    shortlist_views,
)
from app.web.workbench.blueprint import blueprint

__all__ = [
    "blueprint",
    "comparison_views",
    "export_views",
    "fit_check_views",
    "letter_views",
    "plan_views",
    "shortlist_views",
]
