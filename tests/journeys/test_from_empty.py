"""From an empty instance to news that one of ten does not want any more: without the admin."""

import re
import shutil

import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.demo_server import manage, prepare_empty, running_demo
from tests.journeys.organising import follow, save, start_at, translate
from tests.journeys.prepared import prepared_demo
from tests.journeys.visitor import assert_well_made

pytestmark = pytest.mark.browser

OFFICE = "office@example.org"
PASSWORD = "Zehn-Stimmen-im-Quartier"
CAMPAIGN = {
    "de": ("Sichere Wege", "Alle Kinder kommen sicher zur Schule.", "Wir **zählen** die Wege."),
    "en": ("Safe ways", "All children get to school safely.", "We **count** the ways."),
    "tr": ("Güvenli yollar", "Bütün çocuklar okula güvenle gider.", "Yolları **sayıyoruz**."),
    "ar": ("طرق آمنة", "يصل جميع الأطفال إلى المدرسة بأمان.", "نحن **نعدّ** الطرق."),
}
# The field of each question, its answer, and the question that follows.
PETITION = (
    ("name", "Rat der Stadt", "demand"),
    ("demand", "Ein **Zebrastreifen** vor jeder Schule.", "summary"),
    ("summary", "Vor jeder Schule ein Zebrastreifen.", "reasons"),
    ("reasons", "Weil Kinder klein sind und Autos schnell.", "goal"),
    ("goal", "50", "dates"),
    ("closes_on", "", "instrument"),
)
PETITION_IN_TURKISH = {
    "title": "Her okulun önüne yaya geçidi",
    "demand": "Her okulun önünde bir **yaya geçidi**.",
    "summary": "Her okulun önüne bir yaya geçidi.",
    "reasons": "Çünkü çocuklar küçük, arabalar hızlı.",
}
UPDATE = {
    "de": ("Der Rat hört uns", "Am Montag sprechen wir **im Rat**."),
    "tr": ("Meclis bizi dinliyor", "Pazartesi **mecliste** konuşuyoruz."),
}
# What the name of the link becomes in the figures.
SOURCE = "stand-am-nordmarkt"
SIGNER = "ayse@example.org"
# What makes the count by source wait for a minute, which nobody has to sit through here.
AN_HOUR_LATER = """
from datetime import timedelta
from django.db.models import F
from petitions.models import SignatureScan
SignatureScan.objects.update(scanned_at=F("scanned_at") - timedelta(hours=1))
"""
OTHERS = [f"person-{number}@example.org" for number in range(9)]


@pytest.fixture(scope="module")
def house(run_folder, tmp_path_factory):
    """The folder and the address of an instance with nothing in it."""
    folder = tmp_path_factory.mktemp("empty") / "var"
    # All but the static files: they are the demo's, and compressing them takes longest.
    demo = prepared_demo(run_folder)
    shutil.copytree(demo / "static", folder / "static")
    shutil.copy2(demo / "static.stamp", folder)
    prepare_empty(folder)
    with running_demo(folder) as address:
        yield folder, address


@pytest.fixture(scope="module")
def site(house):
    return house[1]


def test_from_an_empty_instance_to_news_that_somebody_ends(visitor, house):
    office = visitor("de", width=1280)
    move_in(office, house)
    campaign = publish_campaign(office)
    petition = publish_petition(office, campaign)
    short = make_link(office, petition)

    signer = visitor("tr")
    sign_by_link(signer, short, petition)
    for address in OTHERS:
        steps.sign_by_program(signer, petition, address, referrer_data={"source": SOURCE})
    for address in OTHERS:
        steps.confirm_by_program(signer, address)
    look_at_figures(office, petition, "main .number strong", 30)
    manage(*house, "shell", "-c", AN_HOUR_LATER)

    mail_update(office, campaign)
    unsubscribe(signer)
    office.page.reload()
    expect(figure(office, "Abgemeldet")).to_have_text("1")
    expect(figure(office, "Versandt")).to_have_text("10")
    # The job looks every twenty seconds whether it is time to count.
    look_at_figures(office, petition, f".shares tr:has-text('{SOURCE}') td:nth-of-type(1)", 60)


def move_in(office, house) -> None:
    """The first person gets in by the link of the command, and makes the organisation."""
    told = manage(*house, "make_administrator", OFFICE)
    link = re.search(r"https?://\S+", told)
    assert link, told
    office.open(link[0])
    page = office.page
    for field in page.locator("main [type=password]").all():
        field.fill(PASSWORD)
    page.locator("main form button.button--primary").click()
    page.wait_for_url("**/de/organise/")
    assert_well_made(office)

    follow(office, "/organise/organisations/new/")
    page.locator("[name=name]").fill("Büro für Beteiligung")
    page.locator("[name=summary]").fill("Wir tragen Stimmen aus dem Quartier weiter.")
    save(office, "**/organise/organisations/*/")


def publish_campaign(office) -> str:
    """A campaign in four languages, each of them public; its slug."""
    page = office.page
    title, summary, story = CAMPAIGN["de"]
    # Whoever begins with the petition is led to what it needs.
    start_at(office, "/organise/petitions/", "/organise/petitions/new/")
    follow(office, "/organise/campaigns/new/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=summary]").fill(summary)
    save(office, "**/organise/campaigns/sichere-wege/")
    slug = "sichere-wege"
    follow(office, f"/{slug}/text/")
    page.locator("[name=story]").fill(story)
    save(office, f"**/organise/campaigns/{slug}/")
    steps.press(office, f"/{slug}/publish/")
    page.locator("main a[href$='/archive/']").wait_for()
    for language in ("en", "tr", "ar"):
        words = dict(zip(("title", "summary", "story"), CAMPAIGN[language], strict=True))
        translate(office, "campaign", language, words)
    for language, (title, _summary, story) in CAMPAIGN.items():
        office.open(f"/{language}/campaigns/{slug}/")
        expect(page.locator("h1")).to_have_text(title)
        assert re.search(r"\*\*(.+)\*\*", story)[1] in page.locator("main").inner_text()
    return slug


def publish_petition(office, campaign: str) -> str:
    """A petition in German and Turkish, open for everybody; its slug."""
    page = office.page
    start_at(office, "/organise/campaigns/", f"/organise/campaigns/{campaign}/")
    follow(office, f"/organise/petitions/new/?campaign={campaign}")
    page.locator("[name=title]").fill("Zebrastreifen vor jeder Schule")
    save(office, "**/write/addressee/")
    for field, answer, then in PETITION:
        page.locator(f"[name={field}]").fill(answer)
        save(office, f"**/write/{then}/")
    page.locator("[name=instrument]").first.check()
    save(office, "**/check/")
    slug = re.search(r"/petitions/([\w-]+)/check/", page.url)[1]
    translate(office, "petition", "tr", PETITION_IN_TURKISH)
    start_at(
        office, "/organise/petitions/", f"/organise/petitions/{slug}/", "/check/", "/publish/"
    )
    save(office, f"**/organise/petitions/{slug}/")
    return slug


def make_link(office, petition: str) -> str:
    """The short address as the page shows it, beside the QR code that says the same."""
    page = office.page
    follow(office, f"/organise/links/petition/{petition}/")
    page.locator("[name=name]").fill("Stand am Nordmarkt")
    page.locator("main form:has([name=name]) button.button--primary").click()
    card = page.locator(".link-card")
    card.wait_for()
    assert_well_made(office)
    expect(card.locator(".link-card__qr svg")).to_be_visible()
    return card.locator("a[href*='/s/']").get_attribute("href")


def sign_by_link(signer, short: str, petition: str) -> None:
    """As somebody who scans the code on a poster: the page is in the phone's language."""
    page = signer.page
    signer.open(short)
    expect(page).to_have_url(re.compile(rf"/tr/petitions/{petition}/\?from={SOURCE}$"))
    expect(page.locator("h1")).to_have_text(PETITION_IN_TURKISH["title"])
    steps.fill_in(signer, SIGNER)
    steps.consent(signer)
    page.locator("#sign [name=consent_news]").check()
    steps.submit(signer)
    page.locator("#sign h1").wait_for()
    steps.open_newest_mail(signer, SIGNER)
    signer.open(steps.link_in_mail(signer, "/confirm/"))
    steps.press(signer, "/confirm/")
    page.wait_for_url("**/thanks/")


def look_at_figures(office, petition: str, where: str, seconds: int) -> None:
    """Wait until this number says that ten have signed."""
    start_at(office, "/organise/petitions/", f"/organise/petitions/{petition}/", "/figures/")
    number = office.page.locator(where)

    def is_ten() -> bool:
        office.page.reload()
        return number.all_inner_texts() == ["10"]

    steps.wait_until(is_ten, seconds, lambda: office.page.locator("main").inner_text())
    expect(office.page.locator("main figure.chart svg[role=img]").first).to_be_visible()
    assert_well_made(office)


def mail_update(office, campaign: str) -> None:
    """Written, translated, published, tried out on oneself, and sent to everybody."""
    page = office.page
    start_at(office, "/organise/campaigns/", f"/organise/campaigns/{campaign}/")
    follow(office, "/updates/", "/updates/new/")
    title, body = UPDATE["de"]
    page.locator("[name=title]").fill(title)
    page.locator("[name=body]").fill(body)
    page.locator("[name=happened_on]").fill("2026-09-14")
    save(office, re.compile(r"/updates/\d+/$"))
    there = page.url
    translate(office, "update", "tr", dict(zip(("title", "body"), UPDATE["tr"], strict=True)))
    office.open(there)
    steps.press(office, "/publish/")
    page.locator("main form[action$='/take-back/']").wait_for()

    page.locator("[name=language]").select_option("tr")
    steps.press(office, "/mail/test/")
    expect(page.locator("main [role=status]")).to_contain_text(OFFICE)
    # The first mail told of the new password.
    steps.open_newest_mail(office, OFFICE, number=2)
    expect(page.locator(".mail__text")).to_contain_text("mecliste")

    office.open(there)
    follow(office, "/mail/start/")
    assert_well_made(office)
    save(office, there)
    # The figures ask again by themselves.
    expect(figure(office, "Versandt")).to_have_text("10", timeout=60_000)
    assert_well_made(office)
    office.open("/mailbox/")
    letters = page.locator(".mail__list > li", has_text=title)
    expect(letters).to_have_count(len(OTHERS))
    office.open(there)


def unsubscribe(signer) -> None:
    """The letter is in the reader's language, and its link ends the news in one press."""
    page = signer.page
    steps.open_newest_mail(signer, SIGNER, number=2)
    expect(page.locator("h1")).to_have_text(UPDATE["tr"][0])
    signer.open(steps.link_in_mail(signer, "/tr/news/"))
    assert_well_made(signer)
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main form")).to_have_count(0)


def figure(office, name: str):
    """The number beside this word among a mailing's figures."""
    return office.page.locator("#news-figures dt", has_text=name).locator("+ dd")
