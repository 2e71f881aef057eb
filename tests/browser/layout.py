"""What a page may not do on a narrow screen."""

from playwright.sync_api import Page

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
