"""Two of the national team decide at the same moment: one decision, and one clear answer to the other.

Both really wait for one another: on SQLite for the one place that writes, on PostgreSQL for the nomination's row.
"""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from scenarios.curation import rules
from scenarios.curation.models import CurationSettings
from scenarios.deliberation import deciding
from scenarios.deliberation.models import TAKEN, Decision
from scenarios.featuring.models import Feature
from tests.scenarios.curation.conftest import Exam
from wiki.errors import Conflict

pytestmark = pytest.mark.measured_on_both


def at_once(exam: Exam, *acts: Callable[..., object]) -> list[object]:
    """Do these in threads of their own, begun together; returns what each gave, or raised."""
    barrier, results = threading.Barrier(len(acts)), [object()] * len(acts)

    def run(place: int) -> None:
        barrier.wait(60)
        try:
            with exam.write() as session:
                results[place] = acts[place](session)
        except Conflict as conflict:
            results[place] = conflict

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return results


def test_two_decisions_at_the_same_moment_are_one(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made)
    seen = exam.nomination(made).serial
    actors = [exam.actor(by) for by in ("curatrice", "curateur")]
    wanted = [deciding.NewDecision(outcome, "Nos raisons.", seen) for outcome in ("retained", "declined")]

    results = at_once(
        exam,
        *(lambda session, at=at: deciding.propose(session, actors[at], made, wanted[at]) for at in range(2)),
    )

    first = next(one for one in results if isinstance(one, Decision))
    second = next(one for one in results if isinstance(one, deciding.Overtaken))
    assert second.decision is not None
    assert second.decision.id == first.id
    with exam.look() as session:
        assert session.scalar(select(func.count()).select_from(Decision)) == 1


def test_two_last_voices_at_the_same_moment_decide_once(exam: Exam) -> None:
    made = exam.proposed()
    exam.judged(made)
    proposed = exam.decide(made)
    actors = [exam.actor(by) for by in ("curateur", "relectrice")]

    results = at_once(
        exam,
        *(lambda session, at=at: deciding.speak(session, actors[at], proposed, True, "") for at in range(2)),
    )

    second = next(one for one in results if isinstance(one, deciding.Overtaken))
    assert second.decision is not None
    assert second.decision.state == TAKEN
    with exam.look() as session:
        assert len(session.scalars(select(Feature)).all()) == 1
        assert len(session.get_one(Decision, proposed).voices) == 2


def test_the_first_two_changes_of_the_rules_at_the_same_moment_are_one(exam: Exam) -> None:
    actors = [exam.actor(by) for by in ("curatrice", "curateur")]
    wanted = [rules.Rules(opinions, 2, 7, 30) for opinions in (4, 5)]

    results = at_once(
        exam, *(lambda session, at=at: rules.change(session, actors[at], wanted[at], 0) for at in range(2))
    )

    assert sum(isinstance(one, Conflict) for one in results) == 1
    with exam.look() as session:
        assert session.scalars(select(CurationSettings.turn)).all() == [1]
