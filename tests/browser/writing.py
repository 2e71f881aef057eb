"""Writing as a person does it in a browser: in the editor where scripts run, in a plain text area elsewhere."""

from playwright.sync_api import Page, expect

from tests.browser.serving import Site

EDITOR = ".cm-content"
STATE = ".editor-state"
"""The line that says where the text is."""

SUMMARY = ".prose.page-opening"
"""The summary on the page as it is read; features may show something between it and the rest."""

REST = ".prose:not(.page-opening)"
"""All that follows the summary."""


class Writer:
    """One person in front of an open form."""

    def __init__(self, page: Page, *, scripts: bool) -> None:
        self.page = page
        self._scripts = scripts

    @property
    def text(self) -> str:
        """The whole text as it would be sent."""
        return self.page.locator("textarea[name=text]").input_value()

    def replace_line(self, old: str, new: str) -> None:
        """Write `new` in place of the line that holds `old`."""
        if not self._scripts:
            lines = [new if old in line else line for line in self.text.splitlines()]
            self.page.fill("textarea[name=text]", "\n".join(lines))
            return
        # A third click takes the whole line, its end included.
        self.page.locator(f"{EDITOR} .cm-line", has_text=old).first.click(click_count=3)
        self.page.keyboard.insert_text(new)
        self.page.keyboard.press("Enter")
        expect(self.page.locator(EDITOR)).to_contain_text(new)

    def begin(self, lines: str) -> None:
        """Write lines before everything else."""
        if not self._scripts:
            self.page.fill("textarea[name=text]", f"{lines}\n{self.text}")
            return
        self.page.locator(EDITOR).click()
        self.page.keyboard.press("Control+Home")
        self.page.keyboard.insert_text(f"{lines}\n")
        expect(self.page.locator(EDITOR)).to_contain_text(lines.splitlines()[-1])

    def append(self, paragraph: str) -> None:
        """Write a paragraph at the end."""
        if not self._scripts:
            self.page.fill("textarea[name=text]", f"{self.text}\n\n{paragraph}\n")
            return
        self.page.locator(EDITOR).click()
        self.page.keyboard.press("Control+End")
        # One line more than needed: the first may end a list.
        self.page.keyboard.type("\n\n\n")
        self.page.keyboard.insert_text(paragraph)
        expect(self.page.locator(EDITOR)).to_contain_text(paragraph)

    def save(self, summary: str = "") -> None:
        """Save, from the keyboard where scripts run."""
        if summary:
            self.page.fill("input[name=summary]", summary)
        with self.page.expect_navigation():
            self.ask_to_save()

    def ask_to_save(self) -> None:
        """Do what saves, though something may be asked first."""
        if self._scripts:
            self.page.keyboard.press("Control+s")
        else:
            self.page.click("form.write-form button.btn-primary")


def sign_in_again(site: Site, page: Page, handle: str) -> None:
    """Fill in the dialog that a writer is shown."""
    dialog = page.locator("dialog[data-sign-in]")
    expect(dialog).to_be_visible()
    email, password = site.email_and_password(handle)
    dialog.get_by_label("Adresse e-mail").fill(email)
    dialog.get_by_label("Mot de passe").fill(password)
    dialog.get_by_role("button", name="Se connecter et continuer").click()
    expect(dialog).to_be_hidden()


def wait_until_kept(page: Page) -> None:
    """Wait for the editor to say that the wiki has the text as a draft."""
    expect(page.locator(f"{STATE}[data-state=kept]")).to_contain_text("Brouillon enregistré à")
