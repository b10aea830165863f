"""What visitors hand in reaches the inbox that the operator has set, and only that."""

from __future__ import annotations

import pytest

from app.contribution.inbox import Inbox
from app.settings import Settings
from app.web.application import create_app
from app.web.site.handing_in import hand_in, takes_proposals


@pytest.fixture
def inbox(tmp_path):
    return Inbox(tmp_path / "inbox")


@pytest.fixture
def site(content, real_index, inbox):
    return create_app(Settings(content=content, index=real_index, inbox=inbox.folder))


def test_the_same_text_about_the_same_case_has_one_number(site, inbox):
    with site.test_request_context():
        assert takes_proposals()
        first = hand_in("koreksi", "Sudah berhenti.", about="putik-sari")
        assert hand_in("koreksi", "Sudah berhenti.", about="putik-sari") == first
        assert hand_in("koreksi", "Sudah berhenti.", about="samisake") != first
        assert hand_in("koreksi", "Masih berjalan.", about="putik-sari") != first
    assert len(inbox.waiting().entries) == 3


def test_without_a_setting_nothing_is_written(app, inbox):
    with app.test_request_context():
        assert not takes_proposals()
        with pytest.raises(LookupError):
            hand_in("koreksi", "Sudah berhenti.")
    assert not inbox.folder.exists()


def test_pages_that_offer_to_send_have_another_tag(site, app):
    path = "/inovasi/putik-sari/koreksi"
    tags = [each.test_client().get(path).headers["ETag"] for each in (site, app)]
    assert tags[0] != tags[1]
