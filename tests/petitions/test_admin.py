"""The administration, the technicians' tool: petitions in four languages, and a door for few."""

import re
from datetime import UTC, datetime

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.models import Permission
from django.core.exceptions import ValidationError

from accounts.models import User
from partners import services as partners
from partners.models import Membership
from petitions import services
from petitions.models import Petition, Signature
from tests.accounts.test_pages import FORBIDDEN
from tests.factories import (
    AddresseeFactory,
    CampaignFactory,
    InstrumentFactory,
    SignatureFactory,
    details,
)
from tests.petitions.signing import sign
from tests.text_forms import text_forms

pytestmark = pytest.mark.django_db
PASSWORD = "vier-worte-in-einer-reihe"
LIST = "/admin/petitions/petition/"


def make_user(email: str, **fields) -> User:
    user = User.objects.create_user(email, PASSWORD, **fields)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


@pytest.fixture
def organisation(petition):
    return petition.initiator


@pytest.fixture
def technician(client) -> User:
    """A superuser, logged in by the platform's own login."""
    user = make_user("technik@example.net", is_staff=True, is_superuser=True)
    client.post("/de/accounts/login/", {"login": user.email, "password": PASSWORD})
    return user


def text(title: str) -> dict[str, str]:
    return {"title": title, "demand": "Wir fordern.", "summary": "Kurz"}


def choose(client, verb: str, *petitions: Petition, **more: str):
    """Choose these petitions in the list, and what to do."""
    chosen = [str(petition.pk) for petition in petitions]
    return client.post(LIST, {"action": verb, "_selected_action": chosen, **more}, follow=True)


def act(client, verb: str, *petitions: Petition, **more: str) -> list[str]:
    """Return what the page says when this was done."""
    page = choose(client, verb, *petitions, **more)
    return [str(message) for message in page.context["messages"]]


class TestDoor:
    @pytest.mark.parametrize("role", ["owner", "administrator", "staff"])
    def test_everybody_else_works_in_the_workspace(self, client, organisation, petition, role):
        user = make_user("amt@example.net", is_staff=role == "staff")
        if role == "owner":
            partners.appoint(organisation, user, Membership.Role.OWNER)
        User.objects.filter(pk=user.pk).update(site_role=role if role == "administrator" else "")
        user.user_permissions.add(Permission.objects.get(codename="view_signature"))
        client.force_login(user)
        for path in ("", "petitions/petition/", f"petitions/petition/{petition.pk}/change/"):
            assert client.get(f"/admin/{path}", follow=True).status_code == 403
        assert client.get("/admin/petitions/signature/", follow=True).status_code == 403
        assert "/admin/" not in client.get("/de/accounts/").text

    def test_technicians_enter(self, client, technician):
        assert client.get("/admin/").status_code == 200
        assert "/admin/" in client.get("/de/accounts/").text

    @pytest.mark.parametrize("path", ["petition/", "petition/add/", "petition/{}/change/"])
    def test_pages_keep_to_the_csp(self, client, technician, petition, path):
        page = client.get(f"/admin/petitions/{path.format(petition.pk)}")
        assert page.status_code == 200
        assert (found := FORBIDDEN.search(page.content.decode())) is None, found


class TestMaking:
    @pytest.fixture
    def wanted(self, organisation) -> dict[str, str]:
        return {
            "slug": "schule-fuer-alle",
            "campaign": str(CampaignFactory(lead=organisation).pk),
            "initiator": str(organisation.pk),
            "addressee": str(AddresseeFactory().pk),
            "instrument": str(InstrumentFactory().pk),
            "goal": "500",
        }

    def test_in_four_languages(self, client, technician, wanted):
        titles = {"de": "Schule", "en": "School", "tr": "Okul", "ar": "مدرسة"}
        texts = text_forms(**{code: text(title) for code, title in titles.items()})
        assert client.post(f"{LIST}add/", wanted | texts).status_code == 302
        made = Petition.objects.get(slug="schule-fuer-alle")
        assert made.state == "draft"
        assert dict(made.texts.values_list("language", "title")) == titles
        assert act(client, "publish", made)
        assert client.get("/ar/petitions/schule-fuer-alle/").status_code == 200

    def test_the_empty_page_has_a_form_for_each_language(self, client, technician):
        formset = client.get(f"{LIST}add/").context["inline_admin_formsets"][0].formset
        assert [form["language"].value() for form in formset] == ["de", "en", "tr", "ar"]

    def test_german_is_needed_the_others_are_not(self, client, technician, wanted):
        page = client.post(f"{LIST}add/", wanted | text_forms(en=text("School")))
        assert page.status_code == 200
        assert page.context["inline_admin_formsets"][0].formset.non_form_errors()
        client.post(f"{LIST}add/", wanted | text_forms(de=text("Schule")))
        assert Petition.objects.get(slug="schule-fuer-alle").texts.count() == 1


class TestWays:
    def test_all_the_way(self, client, technician, petition):
        Petition.objects.update(state="draft")
        for verb, state in [
            ("publish", "open"),
            ("close", "closed"),
            ("hand_over", "handed_over"),
            ("answer", "answered"),
        ]:
            [sentence] = act(client, verb, petition, is_sure="yes")
            petition.refresh_from_db()
            assert petition.state == state, sentence
        assert [step.kind for step in petition.steps.all()] == ["handover", "response"]

    def test_handing_over_asks_once_and_says_what_follows(self, client, technician, petition):
        Petition.objects.update(confirmed_count=1234)
        page = choose(client, "hand_over", petition)
        html = page.content.decode()
        assert Petition.objects.get().state == "open"
        assert "1.234" in html
        assert "Das lässt sich nicht rückgängig machen." in html
        assert (found := FORBIDDEN.search(html)) is None, found
        # The buttons do it without a script.
        form = html[html.index('name="csrfmiddlewaretoken"') :]
        sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))
        assert client.post(LIST, sent).status_code == 302
        assert Petition.objects.get().state == "handed_over"

    def test_the_services_sentence_is_shown(self, client, technician, petition):
        Petition.objects.update(state="draft")
        petition.texts.filter(language="de").delete()
        with pytest.raises(ValidationError) as refused:
            services.publish(Petition.objects.get())
        [sentence] = act(client, "publish", petition)
        assert refused.value.messages[0] in sentence
        assert Petition.objects.get().state == "draft"

    def test_the_state_is_not_text_forms(self, client, technician, petition):
        data = {"state": "answered", "confirmed_count": "9", "goal": "20", **text_forms(petition)}
        names = ("campaign", "initiator", "addressee", "instrument")
        fields = {name: getattr(petition, f"{name}_id") for name in names}
        assert client.post(f"{LIST}{petition.pk}/change/", data | fields).status_code == 302
        petition.refresh_from_db()
        assert (petition.state, petition.confirmed_count, petition.goal) == ("open", 0, 20)

    def test_the_moment_it_closed_is_shown_and_no_field(self, client, technician, petition):
        act(client, "close", petition)
        Petition.objects.update(closed_at=datetime(2026, 3, 9, 12, 0, tzinfo=UTC))
        page = client.get(f"{LIST}{petition.pk}/change/").content.decode()
        assert "9. März 2026 13:00" in page
        assert 'name="closed_at' not in page


class TestWording:
    @pytest.fixture
    def save(self, client, technician, petition):
        def save(**texts):
            fields = {
                "campaign": petition.campaign_id,
                "initiator": petition.initiator_id,
                "addressee": petition.addressee_id,
                "instrument": petition.instrument_id,
                "goal": petition.goal,
                "slug": petition.slug,
            }
            data = fields | text_forms(petition, **texts)
            answer = client.post(f"{LIST}{petition.pk}/change/", data)
            assert answer.status_code == 302, answer.context["errors"]
            petition.refresh_from_db()

        return save

    def test_a_published_text_gets_a_successor(self, save, petition):
        sign("wahlrecht", details())
        save(tr={"title": "Yeni"})
        assert petition.published_version == 2
        assert petition.texts.get(version=2, language="tr").title == "Yeni"
        assert petition.texts.get(version=1, language="tr").title != "Yeni"
        assert Signature.objects.get().text.version == 1

    def test_saving_without_a_change_makes_none(self, save, petition):
        save()
        assert petition.published_version == 1
        assert petition.texts.count() == 4

    def test_a_drafts_german_text_leaves_the_others_stale(self, save, petition):
        Petition.objects.update(state="draft")
        save(de={"demand": "Etwas anderes."}, en={"demand": "Something else."})
        assert petition.published_version == 1
        assert dict(petition.texts.values_list("language", "status")) == {
            "de": "reviewed", "en": "reviewed", "tr": "stale", "ar": "stale"
        }  # fmt: skip

    def test_a_count_that_rises_meanwhile_is_kept(self, save, petition, monkeypatch):
        write = Petition.save

        def late(self, *args, **kwargs):
            Petition.objects.filter(pk=self.pk).update(confirmed_count=7)
            write(self, *args, **kwargs)

        monkeypatch.setattr(Petition, "save", late)
        save(de={"title": "Neu"})
        assert petition.confirmed_count == 7


class TestSignatures:
    PATH = "/admin/petitions/signature/"

    @pytest.fixture
    def signature(self, petition) -> Signature:
        return SignatureFactory(petition=petition, given_name="Ayşe", email="ayse@example.org")

    def test_they_are_shown_without_their_key(self, client, technician, signature):
        for path in (self.PATH, f"{self.PATH}{signature.pk}/change/"):
            page = client.get(path)
            assert page.status_code == 200
            assert "Ayşe" in page.content.decode()
            assert signature.person_key not in page.content.decode()

    def test_nobody_edits_them(self, client, signature):
        client.force_login(make_user("admin@example.net", is_staff=True, is_superuser=True))
        for path in ("add/", f"{signature.pk}/delete/"):
            assert client.get(self.PATH + path).status_code == 403
        answer = client.post(f"{self.PATH}{signature.pk}/change/", {"state": "invalidated"})
        assert answer.status_code == 403
        assert Signature.objects.get().state == "confirmed"
