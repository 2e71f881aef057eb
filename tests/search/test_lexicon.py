"""Words and titles in a file: who is offered what, and that no state of the file ever disturbs a search."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import lexicon_file
from search.documents import Document
from search.errors import IndexBusy
from search.lexicon import Lexicon
from search.words import plainly, within_one_edit

PUBLIC = frozenset({"public"})
OPEN = Document("1", "Le jardin partagé", "Des jardins et des formations évaluées")
SECRET = Document("2", "Jardin secret", "Un jardin et un licenciement", audience="draft:7")


@pytest.fixture(params=["file", "memory"])
def lexicon(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Lexicon]:
    kept = Lexicon(tmp_path / "words" if request.param == "file" else ":memory:")
    yield kept
    kept.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "words"


def completed(lexicon: Lexicon, prefix: str, *audience: str) -> list[str]:
    return [word.text for word in lexicon.complete(prefix, frozenset(audience) or PUBLIC)]


def named(lexicon: Lexicon, text: str, *audience: str) -> list[str]:
    return [title.id for title in lexicon.titles(text, frozenset(audience) or PUBLIC)]


def test_words_are_completed_without_minding_accents_and_case(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN])
    assert completed(lexicon, "EVAL") == ["évaluées"]
    assert completed(lexicon, "évàl") == ["évaluées"]
    assert completed(lexicon, "e") == completed(lexicon, "zzz") == completed(lexicon, "4 x") == []


def test_the_most_frequent_come_first_one_form_each(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN, Document("3", "", "formations jarre"), Document("4", "", "formation jardin")])
    assert completed(lexicon, "form") == ["formations"]
    assert [(word.text, word.times) for word in lexicon.complete("jar", PUBLIC)] == [
        ("jardin", 2),
        ("jarre", 1),
    ]


def test_at_most_fifty_are_read(lexicon: Lexicon) -> None:
    words = " ".join(f"ja{chr(97 + a)}{chr(97 + b)}zi" for a in range(10) for b in range(10))
    lexicon.learn([Document("1", "", words)])
    assert len(lexicon.complete("ja", PUBLIC, 99)) == 50


def test_each_audience_has_its_own_words(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN, SECRET, Document("3", "", "licence", audience="territory:12")])
    assert completed(lexicon, "lic") == []
    assert completed(lexicon, "lic", "public", "draft:7") == ["licenciement"]
    assert completed(lexicon, "lic", "territory:*") == ["licence"]
    assert completed(lexicon, "lic", "draft:70", "territory:1") == []
    assert [word.times for word in lexicon.complete("jardin", frozenset({"public", "draft:7"}))] == [2]


def test_near_words_are_of_the_audience_too(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN, SECRET])
    assert [word.text for word in lexicon.near("licenciment", PUBLIC)] == []
    assert [word.text for word in lexicon.near("licenciment", frozenset({"draft:7"}))] == ["licenciement"]
    assert [word.text for word in lexicon.near("evaluees", PUBLIC)] == ["évaluées"]
    assert lexicon.near("ev", PUBLIC) == lexicon.near("x" * 41, PUBLIC) == lexicon.near("a b c", PUBLIC) == []


def test_a_change_at_any_place_is_near(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN])
    for typed in (
        "xormations",
        "ofrmations",
        "frmations",
        "formaxions",
        "formatoins",
        "formationss",
        "formation",
    ):
        assert [word.text for word in lexicon.near(typed, PUBLIC)] == ["formations"], typed


def test_known_documents_bring_words_and_count_nothing_twice(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN])
    lexicon.learn([replace(OPEN, body="jardins et potagers")], known={"1"})
    assert [word.times for word in lexicon.complete("jardins", PUBLIC)] == [1]
    assert completed(lexicon, "pota") == ["potagers"]


def test_the_last_of_two_documents_with_one_id_stays(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN, replace(OPEN, title="Le potager")])
    assert named(lexicon, "le jardin") == []
    assert named(lexicon, "le pot") == ["1"]


def test_titles_hold_a_word_for_all_that_was_typed(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN, Document("3", "Au cœur du jardin", ""), Document("4", "Jardin d'hiver", "")])
    assert named(lexicon, "jar") == ["4", "1", "3"]
    assert named(lexicon, "du jar") == ["3"]
    assert named(lexicon, "jar coeur") == ["3"]
    assert named(lexicon, "le jar") == ["1"]
    assert named(lexicon, "jardin hiv") == ["4"]
    assert named(lexicon, "le p") == named(lexicon, "ja") == []
    assert named(lexicon, "jar pa") == ["1"]
    assert named(lexicon, "le") == named(lexicon, "") == named(lexicon, "jardin xyz") == []


def test_titles_that_begin_as_typed_come_first(lexicon: Lexicon) -> None:
    lexicon.learn(
        [
            Document("1", "L'eau du jardin", ""),
            Document("2", "Jardin et eau", ""),
            Document("3", "Les eaux", ""),
        ]
    )
    assert named(lexicon, "eau") == ["3", "1", "2"]
    assert named(lexicon, "l'eau") == ["1", "3"]
    assert named(lexicon, "les eau") == ["3"]


def test_titles_are_held_to_all_that_was_typed(lexicon: Lexicon) -> None:
    lexicon.learn([Document("1", "Jardin partagé au cœur du quartier des Merisiers", "")])
    assert named(lexicon, "jardin partagé cœur quartier merisiers") == ["1"]
    assert named(lexicon, "jardin partagé cœur quartier merisiers du") == ["1"]
    assert named(lexicon, "jardin partagé cœur quartier merisiers xy") == []


def test_titles_follow_their_page(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN])
    lexicon.learn([replace(OPEN, title="Le potager")], known={"1"})
    assert named(lexicon, "jardin") == []
    assert named(lexicon, "potager") == ["1"]
    lexicon.learn([replace(OPEN, audience="draft:7")], known={"1"})
    assert named(lexicon, "jardin") == []
    assert named(lexicon, "jardin", "draft:7") == ["1"]
    lexicon.forget(["1", "unknown"])
    assert named(lexicon, "jardin", "draft:7") == []


def test_titles_without_a_word_are_taken_too(lexicon: Lexicon) -> None:
    lexicon.learn([Document("1", "…", "eau")])
    lexicon.forget(["1"])
    assert completed(lexicon, "ea") == ["eau"]


@given(
    st.lists(st.text("abécz", min_size=3, max_size=8), max_size=12), st.text("abecz", min_size=3, max_size=8)
)
def test_all_that_is_near_and_nothing_else(words: list[str], typed: str) -> None:
    lexicon = Lexicon(":memory:")
    lexicon.learn([Document("1", "", " ".join(words))])
    near = {word.text for word in lexicon.near(typed, PUBLIC, 99)}
    assert near == {word for word in words if word != typed and within_one_edit(plainly(word), typed)}
    lexicon.close()


def test_without_a_file_nothing_is_known_and_none_is_made(path: Path) -> None:
    lexicon = Lexicon(path)
    assert not lexicon.complete("jar", PUBLIC)
    assert not lexicon.near("jardin", PUBLIC)
    assert not lexicon.titles("jar", PUBLIC)
    assert not path.exists()


def test_the_file_is_for_its_owner_only(path: Path) -> None:
    lexicon = Lexicon(path)
    lexicon.learn([OPEN])
    files = [*path.parent.iterdir()]
    assert {file.name for file in files} == {"words", "words-wal", "words-shm"}
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    lexicon.close()


def _noise(path: Path) -> None:
    path.write_bytes(b"no database at all" * 400)


def _hole(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[100:] = b"\xff" * (len(content) - 100)
    path.write_bytes(content)


def _nothing(path: Path) -> None:
    path.write_bytes(b"")


def _other_layout(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


@pytest.mark.parametrize("damage", [_noise, _hole, _nothing, _other_layout])
def test_a_damaged_file_answers_nothing_and_is_begun_again(
    path: Path, damage: Callable[[Path], None]
) -> None:
    first = Lexicon(path)
    first.learn([OPEN])
    first.close()
    damage(path)
    lexicon = Lexicon(path)
    assert completed(lexicon, "jar") == named(lexicon, "jar") == []
    lexicon.learn([Document("9", "Un potager", "")])
    assert named(lexicon, "pot") == ["9"]
    assert path.stat().st_mode & 0o777 == 0o600
    lexicon.close()


def test_a_reader_moves_to_a_file_that_replaced_the_old_one(path: Path) -> None:
    reader, writer = Lexicon(path), Lexicon(path)
    writer.learn([OPEN])
    assert completed(reader, "jar") == ["jardin"]
    writer.close()
    path.unlink()
    assert completed(reader, "jar") == []
    writer.learn([Document("9", "", "jarre")])
    assert completed(reader, "jar") == ["jarre"]
    reader.close()
    writer.close()


def test_readers_never_wait_for_a_writer(path: Path) -> None:
    lexicon = Lexicon(path)
    lexicon.learn([OPEN])
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("DELETE FROM words")
        assert completed(lexicon, "jar") == ["jardin"]
        other.execute("ROLLBACK")
    lexicon.close()


def test_a_file_that_cannot_be_written_is_told_and_left_as_it_is(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lexicon_file, "_WAIT", 0.05)
    lexicon = Lexicon(path)
    lexicon.learn([OPEN])
    with sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(IndexBusy):
            Lexicon(path).learn([SECRET])
        other.execute("ROLLBACK")
    assert completed(lexicon, "jar") == ["jardin"]
    lexicon.close()


def test_a_batch_is_learned_whole_or_not_at_all(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN])
    with pytest.raises(UnicodeEncodeError):
        lexicon.learn([Document("5", "Un potager", "potager"), Document("6", "\ud800", "")])
    assert completed(lexicon, "pota") == []
    lexicon.learn([Document("5", "Un potager", "potager")])
    assert completed(lexicon, "pota") == ["potager"]


def test_threads_share_one(lexicon: Lexicon) -> None:
    lexicon.learn([OPEN])
    found: list[list[str]] = []
    threads = [Thread(target=lambda: found.append(completed(lexicon, "jar"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["jardin"]] * 8


def _completed_at(path: Path) -> list[str]:
    return completed(Lexicon(path), "jar")


def test_other_processes_read_what_one_writes(path: Path) -> None:
    lexicon = Lexicon(path)
    lexicon.learn([OPEN])
    with get_context("spawn").Pool(1) as pool:
        assert pool.apply(_completed_at, (path,)) == ["jardin"]
    lexicon.close()
