"""The browser itself: it renders, a phone is narrow, scripts can be off, and faults are noticed."""

from playwright.sync_api import Page

HELLO = (
    "<meta name=viewport content='width=device-width'><h1>Bonjour</h1><script>document.title = 'ran'</script>"
)


def test_a_page_renders_and_runs_its_script(page: Page) -> None:
    page.set_content(HELLO)

    assert page.get_by_role("heading", name="Bonjour").is_visible()
    assert page.title() == "ran"


def test_a_phone_is_narrow(phone: Page) -> None:
    phone.set_content(HELLO)

    assert phone.evaluate("window.innerWidth") == 360


def test_scripts_do_not_run_without_javascript(plain_page: Page) -> None:
    plain_page.set_content(HELLO)

    assert plain_page.title() == ""


def test_an_error_in_a_script_is_noticed(page: Page, browser_faults: list[str]) -> None:
    with page.context.expect_event("weberror"):
        page.set_content("<script>throw new Error('broken')</script>")

    assert any("broken" in fault for fault in browser_faults)
    browser_faults.clear()


def test_a_request_to_another_machine_is_refused(page: Page, browser_faults: list[str]) -> None:
    with page.expect_event("requestfailed"):
        page.set_content("<img src='http://elsewhere.invalid/picture.png'>")

    assert browser_faults == ["request to another machine: http://elsewhere.invalid/picture.png"]
    browser_faults.clear()
