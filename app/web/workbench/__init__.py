"""The workbench: from cases that were found to a plan that can be signed.

Each module registers its views on the one blueprint.
"""

from app.web.workbench import choose, compare, export, fit, plan
from app.web.workbench.blueprint import blueprint

__all__ = ["blueprint", "choose", "compare", "export", "fit", "plan"]
