"""The screens that pages are seen on, and what a page may not do on a narrow one."""

from playwright.sync_api import Page

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}

_WIDER = """() => {
    if (document.scrollingElement.scrollWidth <= innerWidth) return [];
    const wider = [...document.body.querySelectorAll("*")]
        .filter((element) => element.getBoundingClientRect().right > innerWidth + 1)
        .map((element) => `${element.tagName.toLowerCase()}.${element.className}`);
    return ["the page scrolls sideways", ...wider.slice(0, 5)];
}"""


def sticking_out(page: Page) -> list[str]:
    """Elements that make the page scroll sideways; none where it does not."""
    return list(page.evaluate(_WIDER))
