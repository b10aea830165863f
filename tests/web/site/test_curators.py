"""Links to the curators of the site."""

from __future__ import annotations

from app.web.site.curators import Curators


def test_nobody_is_reachable_without_settings():
    assert not Curators("", "").reachable
    assert Curators("a@b.go.id", "").reachable and Curators("", "https://b.go.id").reachable


def test_a_mail_link_keeps_signs_and_line_ends():
    link = Curators("a+b@c.go.id", "").mail_link("Ma'Siti & Co?", "satu\ndua")
    assert link == "mailto:a%2Bb@c.go.id?subject=Ma%27Siti%20%26%20Co%3F&body=satu%0D%0Adua"
