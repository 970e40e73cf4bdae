"""Two organisations hold an event, a programme takes it, three people want its two places."""

from datetime import date, timedelta

import icalendar
import pytest
from playwright.sync_api import expect

from tests.journeys import steps
from tests.journeys.organising import save, start_at
from tests.journeys.steps import link_in_mail, log_in, open_newest_mail

pytestmark = pytest.mark.browser

TITLE = "Teestunde am Kanal"
SLUG = "teestunde-am-kanal"
PROGRAMME = "internationale-woche"
# Nobody keeps it, so nobody has to agree.
VENUE = "Wiese im Stadtgarten (Demo)"
GUESTS = ("Aylin Demo", "Bruno Demo", "Carla Demo")


def test_from_a_shared_event_to_the_last_place_and_the_door(visitor):
    office = visitor("de", width=1280)
    log_in(office)
    day = day_within(office)
    begin(office, day)
    union = visitor("de", width=1280)
    hold_it_together(office, union)
    into_the_programme(office)
    anyone = visitor("de", width=390)
    both_are_shown(anyone)
    registering(anyone)
    calendar_is_right(anyone, day)
    at_the_door(office)


def day_within(person) -> date:
    """The second day of the programme, which begins some weeks after the demo was loaded."""
    person.open(f"programmes/{PROGRAMME}/")
    first = (
        person.page.locator("main .eyebrow time[datetime]").first.get_attribute("datetime") or ""
    )
    return date.fromisoformat(first[:10]) + timedelta(days=1)


def begin(office, day: date) -> None:
    page = office.page
    start_at(office, "/organise/events/", "/organise/events/new/")
    page.locator("[name=lead]").select_option(label="Integrationsrat der Stadt Dortmund")
    page.locator("[name=title]").fill(TITLE)
    page.locator("[name=summary]").fill("Tee aus sechs Ländern, und wer ihn kocht, erzählt davon.")
    page.locator("[name=starts_at]").fill(f"{day}T09:00")
    page.locator("[name=ends_at]").fill(f"{day}T10:30")
    save(office, f"**/organise/events/{SLUG}/")
    change(office, "place")
    meadow = page.locator("[name=venue] option").filter(has_text=VENUE).get_attribute("value")
    page.locator("[name=venue]").select_option(meadow)
    saved(office)
    change(office, "people")
    for spoken in ("de", "tr"):
        page.locator(f"[name=spoken][value={spoken}]").check()
    saved(office)
    change(office, "entry")
    page.locator("[name=entry][value=registration]").check()
    page.locator("[name=capacity]").fill("2")
    saved(office)
    page.locator("main a[href$='/confirm/']").click()
    page.locator("main form button.button--primary").click()
    page.wait_for_url(f"**/organise/events/{SLUG}/")


def change(office, part: str) -> None:
    office.page.locator(f"main a[href$='/change/{part}/']").click()
    office.page.wait_for_url(f"**/change/{part}/")


def saved(office) -> None:
    save(office, f"**/organise/events/{SLUG}/")


def hold_it_together(office, union) -> None:
    """The union asks, the office says yes; before that nobody sees the union's name."""
    log_in(union, "partner@example.org")
    union.open(f"organise/events/{SLUG}/join/")
    union.page.locator("[name=role][value=co_host]").check()
    union.page.locator("[name=message]").fill("Wir bringen den Samowar mit.")
    save(union, "**/organise/events/parts/")
    union.open(f"events/{SLUG}/")
    expect(union.page.locator("#hosts ~ .faces")).not_to_contain_text("Gewerkschaftsbund")
    office.open(f"organise/events/{SLUG}/")
    expect(office.page.locator("main")).to_contain_text("Wir bringen den Samowar mit.")
    office.page.locator("main form[action$='/accept/'] button").click()
    expect(office.page.locator("main [role=status]")).to_be_visible()


def into_the_programme(office) -> None:
    """Handed in by its lead, accepted by the programme's editors."""
    page = office.page
    office.open(f"organise/programmes/{PROGRAMME}/hand-in/")
    page.locator("[name=event]").select_option(label=TITLE)
    page.locator("main form button.button--primary").click()
    page.wait_for_url("**/organise/programmes/**")
    office.open(f"organise/programmes/{PROGRAMME}/")
    page.get_by_role("link", name=TITLE).first.click()
    page.locator("main form[action$='/accept/'] button").click()
    expect(page.locator("main [role=status]")).to_be_visible()


def both_are_shown(anyone) -> None:
    anyone.open(f"events/{SLUG}/")
    hosts = anyone.page.locator("#hosts ~ .faces")
    expect(hosts).to_contain_text("Integrationsrat der Stadt Dortmund")
    expect(hosts).to_contain_text("Deutscher Gewerkschaftsbund")
    expect(hosts.locator(".face")).to_have_count(2)
    steps.wait_until(
        lambda: is_in_programme(anyone), 20, lambda: "the programme does not show the event"
    )


def is_in_programme(anyone) -> bool:
    anyone.open(f"programmes/{PROGRAMME}/")
    return TITLE in anyone.page.locator("main").inner_text()


def registering(anyone) -> None:
    """Two get the places, the third waits; the first cancels, and the third takes the offer."""
    for name in GUESTS:
        register(anyone, name)
        open_newest_mail(anyone, address_of(name))
        anyone.page.goto(link_in_mail(anyone, "/confirm/"))
        steps.press(anyone, "/confirm/")
        steps.wait_until(
            lambda name=name: has_word(anyone, name, 2), 30, lambda: "no mail after confirming"
        )
    open_newest_mail(anyone, address_of(GUESTS[2]), number=2)
    expect(anyone.page.locator(".mail__text")).to_contain_text("Warteliste")

    open_newest_mail(anyone, address_of(GUESTS[0]), number=2)
    anyone.page.goto(link_in_mail(anyone, "/cancel/"))
    steps.press(anyone, "/cancel/")

    open_newest_mail(anyone, address_of(GUESTS[2]), number=3, seconds=60)
    anyone.page.goto(link_in_mail(anyone, "/offer/"))
    anyone.page.locator("main button[value=accept]").click()
    open_newest_mail(anyone, address_of(GUESTS[2]), number=4)
    expect(anyone.page.locator(".mail__text")).to_contain_text(TITLE)


def register(anyone, name: str) -> None:
    page = anyone.page
    anyone.open(f"events/{SLUG}/")
    page.locator("#register [name=name]").fill(name)
    page.locator("#register [name=email]").fill(address_of(name))
    page.locator("#register form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("Postfach")


def address_of(name: str) -> str:
    return f"{name.split()[0].lower()}@example.org"


def has_word(anyone, name: str, number: int) -> bool:
    anyone.open("/mailbox/")
    cards = anyone.page.locator(".mail__list > li").filter(has_text=address_of(name))
    return cards.count() >= number


def calendar_is_right(anyone, day: date) -> None:
    answer = anyone.page.request.get(f"/de/events/{SLUG}/event.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.body())
    [event] = calendar.walk("VEVENT")
    assert str(event["SUMMARY"]) == TITLE
    assert str(event["STATUS"]) == "CONFIRMED"
    starts = event["DTSTART"].dt
    assert (starts.date(), starts.hour) == (day, 9)
    assert event["DTSTART"].params["TZID"] == "Europe/Berlin"
    assert "@" in str(event["UID"])
    assert calendar.walk("VTIMEZONE")


def at_the_door(office) -> None:
    """Whoever is there is marked, and the number tells."""
    office.open(f"organise/events/{SLUG}/check-in/")
    rows = office.page.locator("[data-row]")
    expect(rows).to_have_count(2)
    row = rows.filter(has_text=GUESTS[2])
    row.locator("form[data-press] button").click()
    expect(row.locator("[data-here]")).to_be_visible()
    expect(row.locator("[data-waits]")).to_be_hidden()
    office.open(f"organise/events/{SLUG}/check-in/")
    expect(row.locator("[data-here-number]")).to_have_text("1")
