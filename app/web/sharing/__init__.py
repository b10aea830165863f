"""What the site tells other programs of itself: sitemap, feeds, search box, pictures."""

from app.web.sharing import citations, feeds, pictures, search_box, sitemap
from app.web.sharing.blueprint import blueprint

__all__ = ["blueprint", "citations", "feeds", "pictures", "search_box", "sitemap"]
