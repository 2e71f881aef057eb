"""Two people at the same moment: a save that waits for a move finds the page where it went."""

import threading

import pytest

from tests.wiki.naming.test_renaming import current
from tests.wiki.pages.conftest import Pages
from wiki.naming import service
from wiki.naming.checks import NewName
from wiki.pages.service import locked_page

BOTH = "# Lire\n\nUn.\n\nDeux.\n"


@pytest.mark.measured_on_both
def test_a_save_that_waits_for_a_move_is_kept(pages: Pages) -> None:
    page_id = pages.create(BOTH, by="curatrice")
    mover, nantes = pages.actor("curatrice"), pages.place_id("nantes")
    editor = pages.actor("curatrice")
    saved: list[str] = []
    thread = threading.Thread(
        target=lambda: saved.append(pages.edit(page_id, 1, BOTH.replace("Deux.", "Trois."), actor=editor))
    )
    with pages.write() as session:
        locked_page(session, page_id)
        thread.start()
        thread.join(0.3)
        new = NewName(page_id, "Observer", nantes, "observer")
        assert service.rename(session, mover, new) is not None
    thread.join()
    assert saved == ["merged"]
    assert current(pages, "nantes/observer") == "# Observer\n\nUn.\n\nTrois.\n"


def test_links_follow_while_somebody_writes(pages: Pages) -> None:
    page_id = pages.create(BOTH)
    other = pages.create("# Guide\n\nVoir [[Lire]].\n\nFin.\n")
    actor = pages.actor("referente")
    trappes = pages.place_id("trappes")
    with pages.write() as session:
        service.rename(session, actor, NewName(page_id, "Observer", trappes, ""))
    # The page is saved from a version that the job has not seen yet.
    pages.work()
    assert pages.edit(other, 1, "# Guide\n\nVoir [[Lire]].\n\nFin, enfin.\n") == "merged"
    assert current(pages, "trappes/guide") == "# Guide\n\nVoir [[Observer]].\n\nFin, enfin.\n"
