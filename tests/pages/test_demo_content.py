"""What the demo holds: complete in four languages, believable, and marked as invented."""

import re
from collections import Counter
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.test import TestCase, override_settings
from django.utils import timezone

from campaigns.models import ActionField, Campaign, Endorsement
from events.models import Event, EventHost, ProgrammeChange, ProgrammeEntry
from languages.models import Translated, Translation
from languages.services import SPOKEN
from pages.demo import content
from partners.models import Membership, Organisation
from petitions import services
from petitions.models import Petition, PetitionStep, Signature
from web.districts import districts
from web.search import search

LANGUAGES = {"de", "en", "tr", "ar"}
SIGNED = {
    "kommunales-wahlrecht": 640,
    "ausbildung-fuer-alle": 120,
    "beratung-ohne-barrieren": 80,
    "nachbarschaft-in-jedem-stadtbezirk": 0,
}


def words(text: Translation) -> set[str]:
    """The names of a text's fields that hold words."""
    own = {field.name for field in text._meta.fields} - {
        field.name for field in Translation._meta.fields
    }
    return {name for name in own if isinstance(value := getattr(text, name), str) and value}


def test_words_are_finished_and_lead_nowhere_real():
    for path in content.FOLDER.rglob("*.*"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"TODO|FIXME|XXX|lorem ipsum", text, re.I), path
        for address in re.findall(r"[\w.+-]+@[\w.-]+\w", text):
            assert address.endswith("@example.org"), path


def test_arabic_is_arabic_and_german_is_not():
    for folder in ("fields", "campaigns", "petitions"):
        for thing in content.tables(folder):
            for language, texts in content.texts_of(thing).items():
                for text in texts.values():
                    share = sum("\u0600" <= sign <= "\u06ff" for sign in text) / len(text)
                    assert (share > 0.5) == (language == "ar"), thing["slug"]


@pytest.mark.parametrize("slug", ["imprint", "privacy", "accessibility"])
def test_legal_pages_say_that_they_are_demo_texts(slug):
    first_lines = {
        language: texts["body"].splitlines()[0]
        for page, by_language in content.legal_pages()
        for language, texts in by_language.items()
        if page == slug
    }
    says = {"de": "Demo-Text", "en": "demo text", "tr": "demo metnidir", "ar": "نص تجريبي"}
    assert first_lines.keys() == LANGUAGES
    assert all(says[language] in line for language, line in first_lines.items())


@override_settings(DEMO=True)
class TestLoaded(TestCase):
    """Loaded once for all who only look."""

    @classmethod
    def setUpTestData(cls):
        call_command("load_demo", verbosity=0)

    def test_texts_are_complete_in_four_languages(self):
        for model in apps.get_models():
            if not issubclass(model, Translated):
                continue
            things = model.objects.prefetch_related("texts")
            if model is Endorsement:
                # Who is only asked has said nothing so far.
                things = things.exclude(state=Endorsement.State.INVITED)
            for thing in things:
                texts = {text.language: text for text in thing.texts.all()}
                assert set(texts) == LANGUAGES, thing
                filled = {language: words(text) for language, text in texts.items()}
                assert len({frozenset(names) for names in filled.values()}) == 1, thing
                assert filled["de"], thing

    def test_the_week_is_as_large_as_promised(self):
        shown = ProgrammeEntry.objects.shown()
        assert shown.count() >= 30
        assert set(shown.values_list("programme__slug", flat=True)) == {
            "internationale-woche",
            "muensterstrassenfest",
        }
        hosts = EventHost.objects.shown().filter(event__programme_entries__in=shown)
        assert hosts.exclude(role="venue").values("organisation").distinct().count() >= 12
        assert shown.values("event__venue").distinct().count() == 8
        spoken = shown.values_list("event__languages__language", flat=True)
        assert set(spoken) >= LANGUAGES
        kinds = set(ProgrammeChange.objects.values_list("kind", flat=True))
        assert kinds == set(ProgrammeChange.Kind)
        assert set(ProgrammeEntry.objects.values_list("state", flat=True)) == {
            "accepted",
            "handed_in",
            "returned",
        }
        assert shown.filter(event__capacity__gt=0).count() >= 3

    def test_everything_in_the_week_is_kept_where_it_was_agreed(self):
        """Else the demo would show places that nobody has given."""
        for event in Event.objects.with_faces():
            assert event.agreed_venue == event.venue, event
            assert event.is_demo
            assert event.starts_at > timezone.now() + timedelta(days=14), event

    def test_endorsements_are_marked_as_demo_statements(self):
        marks = {"de": "Demo-", "en": "Demo ", "tr": "Demo ", "ar": "تصريح تجريبي"}
        for endorsement in Endorsement.objects.all():
            for text in endorsement.texts.all():
                assert text.statement.startswith(marks[text.language])

    def test_only_what_is_invented_is_marked_as_verified_or_has_a_logo(self):
        invented = {one["slug"] for one in content.table("associations")["associations"]}
        assert len(invented) == 12
        marked = Organisation.objects.exclude(verified_at=None, logo=None)
        assert set(marked.values_list("slug", flat=True)) == invented

    def test_associations_say_in_their_first_words_that_they_are_none(self):
        marks = {"de": "Demo-", "en": "Demo ", "tr": "Demo ", "ar": ("جمعية تجريبية", "مجموعة")}
        for found in content.table("associations")["associations"]:
            for language, texts in content.texts_of(found).items():
                assert texts["summary"].startswith(marks[language]), found["slug"]

    def test_associations_can_be_found_by_all_that_one_can_choose(self):
        associations = Organisation.objects.filter(district__in=districts())
        assert associations.count() == 12
        assert associations.values("logo__source_digest").distinct().count() == 12
        for one in associations:
            assert one.fields_of_work.exists()
            assert {each.language for each in one.languages.all()} <= SPOKEN.keys()
            assert one.contact.email.endswith("@example.org")

    def test_accepted_statements_are_dated_and_signed(self):
        for endorsement in Endorsement.objects.accepted():
            assert endorsement.signed_on == endorsement.decided_on <= timezone.localdate()
            assert endorsement.signings.count() == 1

    def test_a_partner_sees_what_came_through_its_links(self):
        services.scan()
        links = services.links_of_partner(Organisation.objects.get(slug="dgb"))
        told = {one.link.petition.slug: one.confirmed for one in links}
        assert told.keys() == {"kommunales-wahlrecht", "ausbildung-fuer-alle"}
        assert told["kommunales-wahlrecht"] >= 5

    def test_an_invitation_and_a_question_wait(self):
        waiting = Endorsement.objects.live().exclude(state=Endorsement.State.ACCEPTED)
        assert set(waiting.values_list("state", "organisation__slug")) == {
            ("invited", "dgb"),
            ("requested", "quartiersmanagement"),
        }

    def test_there_is_all_the_flyer_tells_of(self):
        assert ActionField.objects.count() == 12
        assert Organisation.objects.count() == 11 + 12
        assert Campaign.objects.running().count() == 4
        assert dict(Petition.objects.values_list("slug", "state")) == {
            "kommunales-wahlrecht": "open",
            "ausbildung-fuer-alle": "answered",
            "beratung-ohne-barrieren": "open",
            "nachbarschaft-in-jedem-stadtbezirk": "draft",
        }

    def test_icons_are_in_the_sprite(self):
        sprite = (settings.BASE_DIR / "static/icons/sprite.svg").read_text()
        for icon in ActionField.objects.values_list("icon", flat=True):
            assert f'id="{icon}"' in sprite

    def test_counts_agree_with_the_signatures(self):
        for petition in Petition.objects.all():
            confirmed = petition.signatures.confirmed().filter(is_demo=True)
            days = Counter(timezone.localdate(one.confirmed_at) for one in confirmed)
            assert petition.confirmed_count == confirmed.count() == SIGNED[petition.slug]
            assert dict(petition.days.values_list("day", "confirmed")) == days

    def test_signatures_lie_within_the_petition_and_the_last_sixty_days(self):
        for signature in Signature.objects.select_related("petition", "text"):
            petition = signature.petition
            decided_at = signature.confirmed_at or signature.withdrawn_at or signature.signed_at
            assert timezone.now() - timedelta(days=61) < signature.signed_at
            assert petition.opens_at <= signature.signed_at <= decided_at
            assert decided_at < (petition.closes_at or timezone.now())
            assert (signature.confirmed_at is None) == (signature.state != "confirmed")
            assert signature.text.language == signature.language
            assert signature.text.petition_id == petition.pk

    def test_signatories_are_invented_and_from_all_of_dortmund(self):
        petition = Signature.objects.filter(petition__slug="kommunales-wahlrecht")
        signatures = petition.confirmed()
        assert {urlsplit(f"//{one.email}").hostname for one in signatures} == {"example.org"}
        assert len({(one.given_name, one.family_name) for one in signatures}) > 600
        assert len({one.postcode for one in signatures}) == 27
        assert signatures.values("district").distinct().count() == 12
        assert 0.2 < signatures.shown_by_name().count() / 640 < 0.3
        assert set(signatures.values_list("language", flat=True)) == LANGUAGES

    def test_all_twelve_districts_had_signed_when_the_milestone_says_so(self):
        petition = Petition.objects.get(slug="kommunales-wahlrecht")
        first = petition.signatures.confirmed().order_by("confirmed_at")[:500]
        assert len({signature.district for signature in first}) == 12

    def test_steps_come_in_a_believable_order(self):
        steps = PetitionStep.objects.filter(petition__slug="ausbildung-fuer-alle")
        assert list(steps.values_list("slug", flat=True)) == [
            "start",
            "ziel",
            "handover",
            "response",
        ]

    def test_logins_act_for_their_organisations(self):
        members = Membership.objects.values_list("user__email", "organisation__slug", "role")
        assert set(members) == {
            ("organiser@example.org", "integrationsrat-dortmund", "owner"),
            ("partner@example.org", "dgb", "owner"),
            ("partner@example.org", "integrationsrat-dortmund", "editor"),
        }

    def test_the_demo_can_be_found(self):
        assert search("Wahlrecht", "de")
        assert search("oy hakkı", "tr")
