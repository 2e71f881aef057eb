"""Random stories of pages against a model of a few lines: nothing is lost, nobody sees more than they may."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as tell
from sqlalchemy import select

from wiki.errors import Forbidden, Invalid, NotFound
from wiki.pages import queries, service
from wiki.pages.models import AUDIENCES, Page, Revision

WRITERS = ("membre", "referente", "curatrice")
READERS = ("", "nina", *WRITERS, "admin")
PARAGRAPHS = 3


class Model:
    """A page as it should be."""

    def __init__(self, owner: str, audience: str, text: str) -> None:
        self.owner, self.audience, self.texts = owner, audience, [text]

    def is_seen_by(self, reader: str) -> bool:
        return {
            "public": True,
            "members": reader != "",
            "territory": reader in ("membre", "referente", "admin"),
            "draft": reader == self.owner,
        }[self.audience]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_stories(pages: Any) -> None:
    actors = {handle: pages.actor(handle) for handle in READERS}
    place_id = pages.place_id("trappes")

    class Story(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.models: dict[int, Model] = {}

        def pick(self, number: int) -> tuple[int, Model]:
            return list(self.models.items())[number % len(self.models)]

        @contextmanager
        def refused_unless(self, allowed: bool) -> Iterator[None]:
            if allowed:
                yield
            else:
                with pytest.raises((NotFound, Forbidden, Invalid)):
                    yield

        @rule(
            who=st.sampled_from(WRITERS),
            audience=st.sampled_from(AUDIENCES),
            number=st.integers(0, 99),
        )
        def create(self, who: str, audience: str, number: int) -> None:
            text = f"# Page {number}\n\n" + "\n".join(f"Paragraphe {n}.\n" for n in range(PARAGRAPHS))
            new = service.NewPage(place_id, "page", audience, text, same_title_meant=True)
            with pages.write() as session:
                self.models[service.create(session, actors[who], new).id] = Model(who, audience, text)

        @precondition(lambda self: self.models)
        @rule(
            which=st.integers(0, 9), who=st.sampled_from(WRITERS), back=st.integers(0, 3),
            paragraph=st.integers(0, PARAGRAPHS - 1), word=st.sampled_from(["eau", "sol", "vent"]),
        )  # fmt: skip
        def edit(self, which: int, who: str, back: int, paragraph: int, word: str) -> None:
            page_id, model = self.pick(which)
            base = max(1, len(model.texts) - back)
            lines = model.texts[base - 1].split("\n")
            lines[2 + 2 * paragraph] = f"Paragraphe {paragraph} : {word}, version {base}."
            change = service.Edit(page_id, base, "\n".join(lines))
            with self.refused_unless(model.is_seen_by(who)), pages.write() as session:
                try:
                    saved = service.edit(session, actors[who], change)
                except service.EditConflict:
                    assert base < len(model.texts)
                else:
                    self.note(model, saved, lines[2 + 2 * paragraph])

        def note(self, model: Model, saved: service.Saved, line: str) -> None:
            if saved.outcome == "unchanged":
                assert saved.number == len(model.texts)
            else:
                model.texts.append(saved.page.current.text)
                assert saved.number == len(model.texts)
                assert line in model.texts[-1]

        @precondition(lambda self: self.models)
        @rule(which=st.integers(0, 9), who=st.sampled_from(WRITERS), back=st.integers(0, 9))
        def restore(self, which: int, who: str, back: int) -> None:
            page_id, model = self.pick(which)
            number = max(1, len(model.texts) - back)
            with self.refused_unless(model.is_seen_by(who)), pages.write() as session:
                saved = service.restore(session, actors[who], page_id, number, None)
                if saved.outcome == "saved":
                    model.texts.append(model.texts[number - 1])

        @precondition(lambda self: self.models)
        @rule(
            which=st.integers(0, 9), who=st.sampled_from(WRITERS), audience=st.sampled_from(AUDIENCES)
        )  # fmt: skip
        def settle(self, which: int, who: str, audience: str) -> None:
            page_id, model = self.pick(which)
            may = model.is_seen_by(who) and (who in ("referente", "curatrice") or who == model.owner)
            may = may and (audience != "draft" or who == model.owner)
            with self.refused_unless(may), pages.write() as session:
                service.settle(session, actors[who], page_id, kind="page", audience=audience)
                model.audience = audience

        @invariant()
        def every_text_is_kept_and_numbered(self) -> None:
            with pages.look() as session:
                for page_id, model in self.models.items():
                    query = select(Revision.number, Revision.text).where(Revision.page_id == page_id)
                    kept = session.execute(query.order_by(Revision.number)).all()
                    assert kept == list(enumerate(model.texts, start=1))
                    assert session.get_one(Page, page_id).current.number == len(model.texts)

        @invariant()
        def everybody_sees_what_they_may(self) -> None:
            with pages.look() as session:
                for reader in READERS:
                    seen = set(session.scalars(select(Page.id).where(queries.visible_to(actors[reader]))))
                    seen &= self.models.keys()
                    assert seen == {key for key, model in self.models.items() if model.is_seen_by(reader)}

    bounded = settings(
        max_examples=8,
        stateful_step_count=12,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    tell(Story, settings=bounded)
