"""Throw-away mailboxes are known, and guarded addresses are none."""

import pytest

from petitions.mail_domains import disposable_domain


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("a@mailinator.com", "mailinator.com"),
        ("a@eu.mailinator.com", "mailinator.com"),
        ("A@YOPMAIL.COM", "yopmail.com"),
        ("a@wegwerfmail.de", "wegwerfmail.de"),
        ("ayse@example.org", ""),
        ("ayse@notmailinator.com", ""),
        ("mailinator.com@example.org", ""),
        # Forwarding to one's own mailbox is no throwing away.
        ("k7x@mozmail.com", ""),
        ("k7x@duck.com", ""),
        ("k7x@privaterelay.appleid.com", ""),
        ("", ""),
    ],
)
def test_domains(address, domain):
    assert disposable_domain(address) == domain


def test_an_instance_adds_its_own(settings):
    settings.DISPOSABLE_DOMAINS = ["kurz.example"]
    assert disposable_domain("a@mx.kurz.example") == "kurz.example"
