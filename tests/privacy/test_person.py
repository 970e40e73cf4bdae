"""One person, one address, one key."""

import re
from time import sleep

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.person import canonical_address, person_key, person_keys


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        # Everyone
        ("Ada@Example.org", "ada@example.org"),
        ("  ada@example.org \n", "ada@example.org"),
        ("\uff41\uff44\uff41\uff20example.org", "ada@example.org"),
        ("ada+news@example.org", "ada@example.org"),
        ("a.d.a@example.org", "a.d.a@example.org"),
        ("+ada@example.org", "+ada@example.org"),
        ("ada@bücher.example", "ada@xn--bcher-kva.example"),
        ("ada@BÜCHER.example", "ada@xn--bcher-kva.example"),
        ("ada@xn--bcher-kva.example", "ada@xn--bcher-kva.example"),
        ("jörg@example.org", "jörg@example.org"),
        ("Jo\u0308rg@example.org", "jörg@example.org"),
        # Gmail: dots and tags mean nothing, and googlemail.com is the same mailbox
        ("A.d.a+x@gmail.com", "ada@gmail.com"),
        ("ada@googlemail.com", "ada@gmail.com"),
        # Tags only
        ("ada.l+x@outlook.com", "ada.l@outlook.com"),
        ("ada+x@hotmail.de", "ada@hotmail.de"),
        ("ada+x@live.com", "ada@live.com"),
        ("ada+x@fastmail.com", "ada@fastmail.com"),
        ("ada+x@posteo.de", "ada@posteo.de"),
        ("ada+x@mailbox.org", "ada@mailbox.org"),
        # One mailbox under several domains
        ("ada+x@me.com", "ada@icloud.com"),
        ("ada@protonmail.com", "ada@proton.me"),
        ("ada+x@pm.me", "ada@proton.me"),
        # GMX and WEB.DE know no tags
        ("ada+x@gmx.de", "ada+x@gmx.de"),
        ("ada+x@web.de", "ada+x@web.de"),
        # Two mailboxes
        ("ada@hotmail.com", "ada@hotmail.com"),
        ("ada@posteo.net", "ada@posteo.net"),
    ],
)
def test_an_address_has_one_spelling(written, canonical):
    assert canonical_address(written) == canonical


@pytest.mark.parametrize(
    "written",
    [
        "",
        "ada",
        "@example.org",
        "ada@",
        "ada@@example.org",
        "ada@b@example.org",
        "ada@localhost",
        "ada@example.org.",
        "ada@-example.org",
        "ada@exam ple.org",
        "ada@.org",
        "ada lovelace@example.org",
        "ada\x00@example.org",
        "ada\u202e@example.org",
        '"ada l"@example.org',
        ".ada@example.org",
        "a..da@example.org",
        "...@gmail.com",
        "ada@[127.0.0.1]",
        "a" * 250 + "@example.org",
    ],
)
def test_what_is_no_address_is_refused_without_repeating_it(written):
    with pytest.raises(ValueError, match=r"^Not an e-mail address\.$") as refusal:
        canonical_address(written)
    assert refusal.value.__cause__ is None


names = st.text(
    st.characters(blacklist_categories=("C", "Z"), blacklist_characters='@"(),:;<>[]\\'),
    min_size=1,
    max_size=40,
)
domains = st.sampled_from(
    ["gmail.com", "googlemail.com", "gmx.de", "pm.me", "me.com", "example.org", "Bücher.example"]
)


@given(names, domains)
def test_the_canonical_spelling_of_a_canonical_address_is_itself(name, domain):
    try:
        canonical = canonical_address(f"{name}@{domain}")
    except ValueError:
        return
    assert canonical_address(canonical) == canonical


@given(st.text(max_size=80))
def test_anything_is_an_address_or_a_value_error(text):
    try:
        assert canonical_address(text).count("@") == 1
    except ValueError as refusal:
        assert str(refusal) == "Not an e-mail address."  # noqa: PT017


@given(
    st.from_regex(r"[a-z][a-z0-9]{0,20}", fullmatch=True),
    st.from_regex(r"[a-z0-9+._-]{0,9}", fullmatch=True),
)
def test_neither_case_nor_tag_nor_dot_makes_another_gmail_person(name, tag):
    same = {
        person_key(f"{name}@gmail.com"),
        person_key(f"{name.upper()}@GMAIL.com"),
        person_key(f"{'.'.join(name)}@googlemail.com"),
        person_key(f"{name}+{tag}@gmail.com"),
    }
    assert len(same) == 1


@given(st.just("ada"))
def test_an_example_that_waits_for_its_turn_is_no_fault(name):
    sleep(0.25)
    assert person_key(f"{name}@gmail.com")


def test_a_key_says_its_version_and_no_address(settings):
    settings.PERSON_KEYS = ["1:a secret"]
    key = person_key("ada@example.org")
    assert re.fullmatch(r"1:[0-9a-f]{64}", key)
    assert person_key("ADA+x@example.org") == key
    assert person_key("bob@example.org") != key


def test_another_secret_gives_another_key(settings):
    settings.PERSON_KEYS = ["1:a secret"]
    first = person_key("ada@example.org")
    settings.PERSON_KEYS = ["1:another secret"]
    assert person_key("ada@example.org") != first


def test_the_newest_version_is_used_and_the_older_ones_can_still_be_asked_for(settings):
    settings.PERSON_KEYS = ["1:old"]
    old = person_key("ada@example.org")
    settings.PERSON_KEYS = ["2:new", "1:old"]
    new = person_key("ada@example.org")
    assert new.startswith("2:")
    assert person_keys("ada@example.org") == (new, old)
