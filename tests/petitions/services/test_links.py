"""Short links: what they are called, that there is one for each source, and their end."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from petitions import services
from petitions.models import SourceLink
from petitions.services import links
from privacy.models import AuditEntry
from tests.factories import CampaignFactory, PetitionFactory, SourceLinkFactory
from tests.petitions.at_once import at_once

pytestmark = pytest.mark.django_db


def test_a_link_knows_its_petition_and_its_campaign(petition):
    link = services.make_link(petition, name="  Plakat   am Markt ")
    assert (link.name, link.source) == ("Plakat am Markt", "plakat-am-markt")
    assert link.target == petition
    assert link.campaign == petition.campaign
    assert link.is_active


def test_a_campaign_has_links_of_its_own(petition):
    link = services.make_link(petition.campaign, name="Plakat")
    assert link.target == petition.campaign
    assert link.petition is None
    assert list(SourceLink.objects.leading_to(petition.campaign)) == [link]
    assert not SourceLink.objects.leading_to(petition).exists()


@pytest.mark.parametrize(
    ("name", "source"),
    [
        ("Bäckerei Öz, Münsterstraße", "baeckerei-oez-muensterstrasse"),
        ("Kadın İşçiler Derneği", "kadin-isciler-dernegi"),
        ("x" * 80, "x" * 40),
        ("a" * 39 + " b", "a" * 39),
    ],
)
def test_the_name_makes_the_source(petition, name, source):
    assert services.make_link(petition, name=name).source == source


def test_a_name_without_latin_letters_is_counted_under_its_code(petition):
    link = services.make_link(petition, name="ملصق في السوق")
    assert link.source == link.code


@pytest.mark.parametrize("source", ["two words", "süß", "a" * 41, "a&b=c", "<b>", "a/b"])
def test_what_is_no_word_is_refused(petition, source):
    with pytest.raises(ValidationError) as refusal:
        services.make_link(petition, name="Plakat", source=source)
    assert list(refusal.value.message_dict) == ["source"]
    assert not SourceLink.objects.exists()


@pytest.mark.parametrize("name", ["", "   ", "n" * 81])
def test_a_name_is_needed_and_ends(petition, name):
    with pytest.raises(ValidationError) as refusal:
        services.make_link(petition, name=name, source="plakat")
    assert list(refusal.value.message_dict) == ["name"]


@pytest.mark.parametrize("is_active", [True, False])
def test_one_link_for_each_source_of_a_target(petition, is_active):
    first = services.make_link(petition, name="Plakat")
    if not is_active:
        services.retire_link(first)
    with pytest.raises(ValidationError) as refusal:
        services.make_link(petition, name="Noch eines", source=" PLAKAT ")
    assert "„plakat“" in refusal.value.message_dict["source"][0]
    # The campaign's own page is another target, and so is another petition.
    for other in (petition.campaign, PetitionFactory(campaign=petition.campaign)):
        assert services.make_link(other, name="Plakat").source == "plakat"


@pytest.mark.parametrize("of_petition", [True, False])
def test_the_database_holds_that_too(petition, of_petition):
    target = {"petition": petition if of_petition else None, "campaign": petition.campaign}
    SourceLinkFactory(source="plakat", **target)
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceLinkFactory(source="plakat", **target)


def test_a_code_is_short_and_has_no_letter_that_looks_like_another(petition):
    codes = {services.make_link(petition, name=f"Plakat {n}").code for n in range(20)}
    assert len(codes) == 20
    assert {len(code) for code in codes} == {6}
    assert not set("".join(codes)) & set("0o1il2z5s8bgqrvaeu")


def test_a_code_that_is_taken_is_drawn_anew(petition, monkeypatch):
    codes = iter(["kxtkxt", "kxtkxt", "mrdmrd"])
    monkeypatch.setattr(links, "_new_code", lambda: next(codes))
    made = [services.make_link(petition, name=f"Plakat {n}").code for n in range(2)]
    assert made == ["kxtkxt", "mrdmrd"]


def test_retired_and_restored_once_each(petition):
    link = services.make_link(petition, name="Plakat")
    for verb, is_active in [(services.retire_link, False), (services.restore_link, True)]:
        for _ in range(2):
            verb(link)
            assert link.is_active is is_active
            assert SourceLink.objects.active().exists() is is_active
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", "subject_id")) == [
        (f"petitions.link_{deed}", str(link.pk)) for deed in ("made", "retired", "restored")
    ]


def test_what_a_refusal_leaves_is_nothing(petition):
    services.make_link(petition, name="Plakat")
    before = AuditEntry.objects.count()
    with pytest.raises(ValidationError):
        services.make_link(petition, name="Plakat")
    assert (SourceLink.objects.count(), AuditEntry.objects.count()) == (1, before)


def test_the_address_is_short_and_speaks_a_language_where_it_should(petition, settings):
    settings.SITE_URL = "https://mitstimme.example"
    link = SourceLinkFactory(petition=petition, code="kxtmrd")
    assert links.short_address(link) == "https://mitstimme.example/s/kxtmrd"
    assert links.short_address(link, "tr") == "https://mitstimme.example/s/kxtmrd/tr"
    assert links.spoken(links.short_address(link, "tr")) == "mitstimme.example/s/kxtmrd/tr"


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_make_one_link():
    campaign = CampaignFactory()
    made = at_once(8, lambda: services.make_link(campaign, name="Plakat").source)
    assert sorted(map(str, made)) == [str(ValidationError)] * 7 + ["plakat"]
    assert SourceLink.objects.count() == 1
    assert AuditEntry.objects.filter(verb="petitions.link_made").count() == 1
