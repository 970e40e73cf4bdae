"""Loading the demo: repeatable, and never over real data."""

from datetime import timedelta
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from campaigns.models import Campaign, Delivery, Mailing
from pages.models import Instance
from partners.models import Membership, Organisation
from petitions.models import Petition, PetitionText, Signature
from pictures.models import Picture
from pictures.services import take
from privacy.models import AuditEntry, Consent
from tests.pictures.samples import about, photo

APPS = {"partners", "campaigns", "petitions", "events", "pages", "pictures", "web"}


@pytest.fixture
def demo(settings, db):
    settings.DEMO = True


@pytest.fixture
def loaded(demo):
    call_command("load_demo", verbosity=0)


def load(**options):
    said = StringIO()
    call_command("load_demo", stdout=said, **options)
    return said.getvalue()


def everything():
    """Every row that the demo is made of, as it is stored."""
    return {
        model: list(model.objects.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.app_label in APPS
    }


def test_refuses_outside_a_demo(db):
    with pytest.raises(CommandError, match="set DEMO=true"):
        load()
    assert not Instance.objects.exists()


@pytest.mark.parametrize(
    "make_real",
    [
        lambda: User.objects.create(email="someone@example.net"),
        lambda: Organisation.objects.create(slug="real", name="Real"),
        lambda: Instance.objects.create(legal_name="A real council"),
    ],
    ids=["user", "organisation", "instance"],
)
def test_refuses_a_database_with_real_data(demo, make_real):
    make_real()
    before = everything()
    with pytest.raises(CommandError, match="holds real data"):
        load()
    assert everything() == before


def test_refuses_to_take_over_an_address_that_is_not_its_own(loaded):
    Campaign.objects.filter(slug="ausbildung-fuer-alle").update(is_demo=False)
    Campaign.objects.filter(slug="dortmund-haelt-zusammen").update(position=77)
    with pytest.raises(CommandError, match="ausbildung-fuer-alle"):
        load(again=True)
    assert Campaign.objects.get(slug="dortmund-haelt-zusammen").position == 77


def test_a_first_load_says_so(demo):
    assert load() == "The demo is loaded.\n"
    assert Instance.objects.get().is_demo


def test_a_second_load_changes_nothing(loaded):
    before = everything()
    assert load() == "The demo is up to date.\n"
    assert everything() == before


def test_loading_again_changes_nothing_but_what_differs(loaded):
    before = everything()
    organisation = Organisation.objects.get(slug="dgb")
    organisation.texts.filter(language="tr").update(summary="?")
    Membership.objects.all().delete()
    assert load(again=True) == "The demo is loaded.\n"
    after = everything()
    assert len(after.pop(Membership)) == len(before.pop(Membership)) == 3
    assert after == before


def test_a_later_load_moves_no_date(loaded, time_machine):
    before = everything()
    time_machine.move_to(timezone.now() + timedelta(days=9))
    load(again=True)
    assert everything() == before


def test_what_people_did_in_the_demo_stays(loaded):
    signatures = Signature.objects.filter(petition__slug="kommunales-wahlrecht")
    there = signatures.count()
    signatures.confirmed().first().delete()
    User.objects.create(email="visitor@example.net")
    load(again=True)
    assert signatures.count() == there - 1


def test_a_picture_that_somebody_has_chosen_stays(loaded):
    chosen = take(photo(), about())
    Campaign.objects.filter(slug="ausbildung-fuer-alle").update(picture=chosen)
    load(again=True)
    assert Campaign.objects.get(slug="ausbildung-fuer-alle").picture == chosen


def test_a_picture_that_is_drawn_otherwise_by_now_is_drawn_anew(loaded):
    before = Campaign.objects.get(slug="ausbildung-fuer-alle").picture
    Picture.objects.filter(pk=before.pk).update(source_digest="of earlier lines")
    load(again=True)
    after = Campaign.objects.get(slug="ausbildung-fuer-alle").picture
    assert after != before
    assert after.is_demo


def test_news_that_were_sent_are_not_sent_again(loaded):
    before = list(Mailing.objects.values())
    letters = Delivery.objects.count()
    load(again=True)
    assert list(Mailing.objects.values()) == before
    assert Delivery.objects.count() == letters


def test_an_older_demo_whose_people_agreed_to_nothing_has_sent_nothing(loaded):
    Mailing.objects.all().delete()
    Consent.objects.all().delete()
    load(again=True)
    assert not Mailing.objects.exists()


def test_changed_petition_words_become_a_new_version(loaded):
    petition = Petition.objects.get(slug="kommunales-wahlrecht")
    old = petition.texts.get(language="en")
    PetitionText.objects.filter(pk=old.pk).update(demand="Other words.")
    load(again=True)
    petition.refresh_from_db()
    assert petition.published_version == 2
    assert petition.texts.filter(version=2).count() == 4
    assert Signature.objects.filter(text=old).exists()


def test_a_load_is_in_the_audit_trail_once(loaded):
    load()
    load(again=True)
    assert AuditEntry.objects.filter(verb="pages.demo_loaded").count() == 1
