"""The main story in a browser: report a pothole, keep the link, see it on the map and follow it."""

import re
from collections.abc import Callable
from io import BytesIO

from PIL import Image
from playwright.sync_api import Page, expect

from tests.deploy.product import Product

LONGITUDE, LATITUDE = 26.20712, 39.23398
"""The market of Kalloni, in the demonstration municipality."""

MAP_RESTS = """() => new Promise(done => {
  const wait = () => {
    const map = document.querySelector('[data-map]')?.map
    if (!map) setTimeout(wait, 50)
    else if (map.loaded()) done(true)
    else map.once('idle', () => done(true))
  }
  wait()
})"""

DRAWN = """reference => document.querySelector('[data-map]')?.map.queryRenderedFeatures()
  .some(({properties}) => properties.reference === reference)"""


def test_a_report_goes_in_and_is_followed(page: Page, product: Product, accessible: Callable[[], list[str]]) -> None:
    page.goto(f"{product.url}/")
    expect(page.get_by_text("Επίδειξη.")).to_be_visible()
    assert accessible() == []

    page.get_by_role("button", name="Αναφέρετε ένα πρόβλημα").click()
    send = page.get_by_role("button", name="Αποστολή")
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("Επιλέξτε κατηγορία.")
    assert accessible() == []

    choose_first_service(page)
    page.get_by_role("button", name="Πληκτρολόγηση συντεταγμένων").click()
    page.get_by_label("Γεωγρ. μήκος").fill(f"{LONGITUDE}")
    page.get_by_label("Γεωγρ. πλάτος").fill(f"{LATITUDE}")
    page.get_by_label("Γεωγρ. πλάτος").press("Tab")
    expect(page.get_by_text("Το σημείο ορίστηκε: 26,20712, 39,23398")).to_be_visible()
    answer_questions(page)
    page.get_by_label("Περιγραφή").fill("Μεγάλη λακκούβα μπροστά στην αγορά.")
    page.locator("input[type=file]").set_input_files(
        {"name": "pothole.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    )
    expect(page.get_by_role("img", name="Φωτογραφία 1")).to_be_visible()

    page.get_by_label("Ηλεκτρονική διεύθυνση").fill("δεν είναι διεύθυνση")
    send.click()
    expect(page.get_by_label("Ηλεκτρονική διεύθυνση")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Περιγραφή")).to_have_value("Μεγάλη λακκούβα μπροστά στην αγορά.")

    page.get_by_label("Ηλεκτρονική διεύθυνση").fill("maria@example.gr")
    send.click()
    reference = page.get_by_test_id("reference").inner_text()
    assert re.fullmatch(r"\d{4}-\d{6}", reference)
    expect(page.get_by_text("Φωτογραφία 1: στάλθηκε")).to_be_visible()
    assert accessible() == []
    page.evaluate(MAP_RESTS)
    page.wait_for_function(DRAWN, arg=reference)

    page.get_by_test_id("tracking").click()
    expect(page).to_have_url(re.compile(rf"/requests/{reference}#.+"))
    expect(page.get_by_role("heading", name=re.compile("Κατάσταση"))).to_be_visible()
    expect(page.get_by_text("Μεγάλη λακκούβα μπροστά στην αγορά.")).to_be_visible()
    assert accessible() == []


def test_without_the_key_only_what_is_public_shows(page: Page, product: Product) -> None:
    page.goto(f"{product.url}/")
    page.get_by_role("main").get_by_role("listitem").get_by_role("button").first.click()
    page.get_by_role("link", name=re.compile(r"Αίτημα \d{4}-\d{6}")).click()
    expect(page.get_by_role("alert")).to_contain_text("μόνο τα δημόσια στοιχεία")
    expect(page.get_by_role("heading", name="Περιγραφή")).to_have_count(0)

    page.goto(f"{page.url}#wrong")
    expect(page.get_by_role("alert")).to_contain_text("Το κλειδί του συνδέσμου δεν ταιριάζει")


def test_a_place_is_chosen_by_keyboard_and_the_language_changed(page: Page, product: Product) -> None:
    page.goto(f"{product.url}/")
    page.get_by_role("button", name="Αναφέρετε ένα πρόβλημα").click()
    page.get_by_label("Περιγραφή").fill("Κείμενο που μένει")
    page.evaluate(MAP_RESTS)
    page.locator("canvas").focus()
    page.keyboard.press("ArrowRight")
    page.evaluate(MAP_RESTS)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Το σημείο ορίστηκε")).to_be_visible()

    page.get_by_role("button", name="English").click()
    expect(page.get_by_text("Place chosen")).to_be_visible()
    expect(page.get_by_label("Description")).to_have_value("Κείμενο που μένει")
    page.reload()
    page.get_by_role("button", name="Report a problem").click()
    expect(page.get_by_label("Description")).to_have_value("Κείμενο που μένει")


def photo() -> bytes:
    """A JPEG as a camera makes it, small."""
    buffer = BytesIO()
    Image.effect_noise((320, 240), 64).convert("RGB").save(buffer, "JPEG")
    return buffer.getvalue()


def choose_first_service(page: Page) -> None:
    """The first service of the list, whatever the catalogue holds."""
    page.get_by_label("Κατηγορία").select_option(index=1)


def answer_questions(page: Page) -> None:
    """Every extra question of the chosen service, in whatever way it is asked."""
    for group in page.locator("[id^='answers.'][role=group]").all():
        group.get_by_role("radio").first.check()
    for select in page.locator("select[id^='answers.']").all():
        select.select_option(index=1)
    for field in page.locator("input[id^='answers.'], textarea[id^='answers.']").all():
        field.fill("1")
