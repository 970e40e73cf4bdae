"""Who comes in, what a refusal says, and what becomes of a text whose session has ended."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts import held_forms
from accounts.models import HeldForm
from partners import services
from partners.models import Membership
from tests.accounts.conftest import PASSWORD, log_in, make_account
from tests.partners.conftest import browser_of, member, person

EDIT = "/de/organise/organisations/verein/edit/"
HELD = "/de/organise/held/"
STORY = "Ein Name, an dem jemand lange gefeilt hat"
WRITTEN = {"name": STORY, "short_name": "", "kind": "migrant", "website": ""}


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("visitor", 302),
        ("stranger", 404),
        ("moderator", 404),
        ("viewer", 403),
        ("editor", 403),
        ("organiser", 200),
        ("owner", 200),
        ("administrator", 200),
        ("superuser", 200),
    ],
)
def test_each_gets_what_they_should(organisation, who, status):
    answer = browser_of(person(who, organisation)).get(EDIT)
    assert answer.status_code == status
    assert ("Verein" in answer.text) is (status == 200)


def test_a_refusal_says_whom_to_ask(organisation):
    client = browser_of(person("viewer", organisation))
    refused = client.get(EDIT)
    assert "Ihre Rolle reicht dafür nicht aus" in refused.text
    # And leads back to where there is something for them.
    assert refused.text.partition("<main")[2].count('href="/de/organise/"') >= 1
    assert "Your role does not include this" in client.get(EDIT.replace("/de/", "/en/")).text


def test_nobody_keeps_a_copy(as_owner):
    for path in ("/de/organise/", EDIT, HELD):
        assert "no-store" in as_owner.get(path)["Cache-Control"]


def test_somebody_removed_is_out_with_the_next_request(organisation):
    user = member(organisation, Membership.Role.ORGANISER)
    client = browser_of(user)
    assert client.get(EDIT).status_code == 200
    services.dismiss(user.memberships.get())
    assert client.get(EDIT).status_code == 404
    assert client.post(EDIT, WRITTEN).status_code == 404
    organisation.refresh_from_db()
    assert organisation.name == "Verein"


def test_a_closed_account_is_out_with_the_next_request(organisation):
    user = member(organisation, Membership.Role.ORGANISER)
    client = browser_of(user)
    user.is_active = False
    user.save()
    assert client.get(EDIT).status_code == 302


def test_after_the_login_one_is_where_one_wanted_to_go(client, organisation):
    user = make_account("mitglied@example.net")
    services.appoint(organisation, user, Membership.Role.ORGANISER)
    to_login = client.get(f"{EDIT}?from=mail")
    answer = client.post(to_login.url, {"login": user.email, "password": PASSWORD})
    assert answer.url == f"{EDIT}?from=mail"


class TestATextOutlivesItsSession:
    @pytest.fixture
    def writer(self, organisation):
        user = make_account("mitglied@example.net")
        services.appoint(organisation, user, Membership.Role.ORGANISER)
        return user

    def test_the_whole_way(self, client, organisation, writer):
        to_login = client.post(EDIT, WRITTEN)
        assert to_login.url.startswith("/de/accounts/login/?next=")
        # Nobody is to think that it is lost.
        kept = "Was Sie geschrieben haben, ist noch da"
        assert kept in client.get(to_login.url).text
        assert kept not in client.get("/de/accounts/login/").text
        assert client.get(HELD).status_code == 302
        password = {"login": writer.email, "password": PASSWORD}
        assert client.post(to_login.url, password).url == HELD
        page = client.get(HELD)
        assert STORY in page.text
        assert f'action="{EDIT}"' in page.text
        sent = client.post(EDIT, dict(hidden_fields(page)))
        assert sent.url == "/de/organise/organisations/verein/"
        organisation.refresh_from_db()
        assert (organisation.name, organisation.kind) == (STORY, "migrant")
        # What was sent is kept no longer, neither here nor in the browser.
        assert not HeldForm.objects.exists()
        assert not client.cookies[held_forms.COOKIE].value
        assert client.get(HELD).url == "/de/organise/"

    def test_what_the_form_refuses_stays(self, client, writer):
        client.post(EDIT, WRITTEN | {"website": "kein Link, aber lang"})
        log_in(client, writer)
        page = client.get(HELD)
        assert client.post(EDIT, dict(hidden_fields(page))).status_code == 422
        assert client.get(HELD).status_code == 200

    def test_another_form_does_not_throw_it_away(self, client, organisation, writer):
        client.post(EDIT, WRITTEN)
        log_in(client, writer)
        leave = f"/de/organise/organisations/verein/members/{writer.memberships.get().pk}/end/"
        member(organisation, Membership.Role.OWNER)
        assert client.post(leave).status_code == 302
        assert STORY in client.get(HELD).text

    def test_it_can_be_thrown_away(self, client, writer):
        client.post(EDIT, WRITTEN)
        log_in(client, writer)
        assert client.post(HELD).url == "/de/organise/"
        assert not HeldForm.objects.exists()

    def test_another_browser_sees_nothing(self, client, writer):
        client.post(EDIT, WRITTEN)
        other = Client()
        log_in(other, writer)
        assert other.get(HELD).url == "/de/organise/"
        other.cookies[held_forms.COOKIE] = "geraten"
        assert other.get(HELD).url == "/de/organise/"
        assert HeldForm.objects.count() == 1

    def test_the_query_of_the_address_comes_back(self, client, writer):
        client.post(f"{EDIT}?page=2", WRITTEN)
        log_in(client, writer)
        page = client.get(HELD)
        assert f'action="{EDIT}?page=2"' in page.text
        client.post(f"{EDIT}?page=2", dict(hidden_fields(page)))
        assert not HeldForm.objects.exists()

    def test_a_file_must_be_chosen_again(self, client, writer):
        picture = SimpleUploadedFile("bild.png", b"\x89PNG...", "image/png")
        client.post(EDIT, WRITTEN | {"picture": picture})
        assert HeldForm.objects.get().had_files
        log_in(client, writer)
        page = client.get(HELD)
        assert "Wählen Sie sie danach noch einmal aus" in page.text
        assert "PNG" not in page.text

    def test_what_is_too_long_is_said_and_not_kept(self, client, writer):
        answer = client.post(EDIT, WRITTEN | {"name": "x" * held_forms.LONGEST}, follow=True)
        assert not HeldForm.objects.exists()
        assert "zu viel" in answer.text

    def test_a_network_keeps_so_many(self, client, organisation, settings):
        settings.LIMITS = settings.LIMITS | {"held:network": "2/hour"}
        for _again in range(4):
            assert client.post(EDIT, WRITTEN).status_code == 302
        assert HeldForm.objects.count() == 2

    def test_a_button_without_words_is_not_kept(self, client, organisation):
        assert client.post(EDIT).url.endswith("?next=/de/organise/")
        assert not HeldForm.objects.exists()

    def test_a_login_in_another_tab_expires_the_form_and_loses_no_word(self, writer):
        client = Client(enforce_csrf_checks=True)
        client.force_login(writer)
        sent = client.post(EDIT, WRITTEN, headers={"Sec-Fetch-Site": "same-origin"}, follow=True)
        assert STORY in sent.text
        sent = client.post(EDIT, WRITTEN, headers={"Origin": "http://testserver"}, follow=True)
        assert STORY in sent.text

    @pytest.mark.parametrize(
        "headers",
        [
            {"Sec-Fetch-Site": "cross-site"},
            {"Sec-Fetch-Site": "same-site"},
            {"Origin": "https://boese.example"},
            {},
        ],
    )
    def test_a_foreign_page_puts_no_words_into_a_mouth(self, writer, headers):
        client = Client(enforce_csrf_checks=True)
        client.force_login(writer)
        assert client.post(EDIT, WRITTEN, headers=headers).status_code == 403
        assert not HeldForm.objects.exists()


class TestAPartOfAPage:
    """htmx asks for it from a page somebody is writing on: that page must stay."""

    PREVIEW = "/de/organise/preview/"
    HTMX = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}

    def test_without_a_session_it_says_so_in_its_place(self, client, organisation):
        part = client.post(self.PREVIEW, {"field": "x", "x": STORY}, headers=self.HTMX)
        assert part.status_code == 403
        assert "Ihre Anmeldung ist inzwischen abgelaufen" in part.text
        assert "<body" not in part.text
        assert "HX-Retarget" not in part
        assert not HeldForm.objects.exists()

    def test_after_a_login_in_another_tab_as_well(self, as_owner, owner):
        client = Client(enforce_csrf_checks=True)
        client.force_login(owner)
        part = client.post(self.PREVIEW, {"field": "x", "x": STORY}, headers=self.HTMX)
        assert part.status_code == 403
        assert "HX-Retarget" not in part


def hidden_fields(page):
    """What the held page's form would send."""
    import re
    from html import unescape

    form = page.text.partition(f'action="{EDIT}')[2].partition("</form>")[0]
    found = re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', form)
    return [(name, unescape(value)) for name, value in found if name != "csrfmiddlewaretoken"]
