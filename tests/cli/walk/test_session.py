"""A workspace while somebody walks through it and others save, too."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from lawcheck.cli import settings
from lawcheck.cli.walk.session import Foreign, Given, Session
from lawcheck.domain import answering
from lawcheck.domain.answering import Change
from lawcheck.domain.assessment import Answer, Assessment, PieceState, Status
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.history import Change as Leaf
from lawcheck.domain.history import Entry
from lawcheck.domain.undoing import Trace
from lawcheck.domain.workspace import Workspace
from lawcheck.errors import LawcheckError, UsageError
from lawcheck.i18n import using
from lawcheck.storage.saving import change as save
from lawcheck.storage.workspace import open_workspace, read_entries
from tests.conftest import Run

DONE = Change(Status.DONE)
PARTIAL = Change(Status.PARTIAL)


@pytest.fixture
def root(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace in which 张三 answers."""
    monkeypatch.setattr(settings.current, "by", "张三")
    monkeypatch.setattr(settings.current, "today", date(2021, 1, 5))
    return folder


@pytest.fixture
def session(root: Path) -> Session:
    return Session(root)


def by_another(root: Path, id_: str, change: Change, who: str = "李四") -> None:
    """Save a change as another program does."""

    def edit(opened: Workspace) -> Assessment:
        return answering.answer(opened.checklist, opened.assessment, id_, change)

    save(root, edit, act="set", item=id_, who=who, at=datetime(2021, 1, 4, 9, 30, tzinfo=UTC))


def answers(root: Path) -> Mapping[str, Answer]:
    return open_workspace(root).assessment.answers


def newest(root: Path) -> Entry:
    return read_entries(root)[-1]


def paper(folder: Path, name: str) -> Given:
    """Return a new file that can be given as evidence."""
    path = folder / name
    path.write_bytes(name.encode())
    return Given(str(path), EvidenceKind.FILE)


def test_answer_is_saved_with_who_and_where(root: Path, session: Session) -> None:
    session.answer("A1-01", DONE)

    entry = newest(root)
    assert answers(root) == {"A1-01": Answer(status=Status.DONE)}
    assert (entry.seq, entry.act, entry.item, entry.who) == (2, "walk", "A1-01", "张三")


def test_answer_returns_what_it_changed(session: Session) -> None:
    made = session.answer("A2-01", Change(figures={"suits": "3"}))

    assert made == Trace("A2-01", (Leaf("figures.suits", None, "3"),), 2)


def test_answer_to_a_veto_states_its_figure(root: Path, session: Session) -> None:
    session.answer("V-01", Change(figures={"refused": "0"}))

    assert open_workspace(root).assessment.figures == {"refused": "0"}
    assert newest(root).item == "V-01"


def test_answer_brings_report_and_card_up_to_date(session: Session) -> None:
    session.answer("A1-01", DONE)

    assert session.card.items["A1-01"].status is Status.DONE
    assert session.card is session.report.card


def test_answer_that_is_not_allowed_changes_nothing(root: Path, session: Session) -> None:
    with pytest.raises(UsageError, match="cannot be not applicable"):
        session.answer("A1-01", Change(Status.NOT_APPLICABLE, reason="没有"))

    assert newest(root).act == "new"


def test_answer_to_what_somebody_else_answered_meanwhile_is_refused(root: Path, session: Session) -> None:
    by_another(root, "A1-01", PARTIAL)

    with pytest.raises(UsageError, match="A1-01 was changed meanwhile by somebody else"):
        session.answer("A1-01", DONE)

    assert answers(root) == {"A1-01": Answer(status=Status.PARTIAL)}
    assert newest(root).who == "李四"


def test_answer_to_what_somebody_else_stated_figures_of_meanwhile_is_refused(
    root: Path, session: Session
) -> None:
    by_another(root, "A2-01", Change(figures={"suits": "2"}))

    with pytest.raises(UsageError, match="A2-01 was changed meanwhile"):
        session.answer("A2-01", Change(figures={"suits": "3"}))

    assert open_workspace(root).assessment.figures == {"suits": "2"}


def test_answer_that_was_refused_shows_what_stands_and_can_be_given_again(
    root: Path, session: Session
) -> None:
    by_another(root, "A1-01", PARTIAL)
    with pytest.raises(UsageError):
        session.answer("A1-01", DONE)
    shown = session.card.items["A1-01"].status

    session.answer("A1-01", DONE)

    assert shown is Status.PARTIAL
    assert answers(root)["A1-01"].status is Status.DONE


def test_answer_stands_beside_what_others_changed_elsewhere(root: Path, session: Session) -> None:
    by_another(root, "A1-02", PARTIAL)

    session.answer("A1-01", DONE)

    assert answers(root) == {"A1-01": Answer(status=Status.DONE), "A1-02": Answer(status=Status.PARTIAL)}
    assert session.card.items["A1-02"].status is Status.PARTIAL


def test_foreign_grows_for_what_others_changed(root: Path, session: Session) -> None:
    before = session.foreign("A1-02").times, session.foreign("A1-01").times
    by_another(root, "A1-02", PARTIAL)

    session.refresh()

    assert session.foreign("A1-02").times > before[0]
    assert session.foreign("A1-01").times == before[1]


def test_foreign_grows_with_every_change_that_is_seen(root: Path, session: Session) -> None:
    by_another(root, "A1-02", PARTIAL)
    session.refresh()
    once = session.foreign("A1-02").times
    by_another(root, "A1-02", DONE)

    session.refresh()

    assert session.foreign("A1-02").times > once


def test_foreign_takes_a_figure_for_its_item(root: Path, session: Session) -> None:
    by_another(root, "A2-01", Change(figures={"suits": "2"}))

    session.refresh()

    assert session.foreign("A2-01").times > 0


def test_foreign_does_not_grow_with_own_saves(session: Session) -> None:
    made = session.answer("A1-01", DONE)
    session.redo(session.undo(made))

    session.refresh()

    assert session.foreign("A1-01").times == 0


def test_foreign_tells_others_from_oneself_where_both_saved(root: Path, session: Session) -> None:
    by_another(root, "A1-02", PARTIAL)

    session.answer("A1-01", DONE)

    assert session.foreign("A1-02").times > 0
    assert session.foreign("A1-01").times == 0


def test_foreign_grows_where_an_answer_was_refused(root: Path, session: Session) -> None:
    by_another(root, "A1-01", PARTIAL)

    with pytest.raises(UsageError):
        session.answer("A1-01", DONE)

    assert session.foreign("A1-01").times > 0


def test_refresh_tells_who_changed_what(root: Path, session: Session) -> None:
    by_another(root, "A1-02", PARTIAL)
    by_another(root, "V-01", Change(figures={"refused": "0"}), who="王五")
    by_another(root, "A1-02", DONE)

    theirs = session.refresh()

    assert theirs == Foreign(("李四", "王五"), frozenset({"A1-02", "V-01"}))
    assert session.card.items["A1-02"].status is Status.DONE


def test_refresh_tells_a_change_once(root: Path, session: Session) -> None:
    by_another(root, "A1-02", PARTIAL)
    session.refresh()

    assert session.refresh() == Foreign((), frozenset())


def test_session_is_stale_from_what_others_save_until_it_is_refreshed(root: Path, session: Session) -> None:
    before = session.is_stale()
    by_another(root, "A1-02", PARTIAL)
    between = session.is_stale()

    session.refresh()

    assert (before, between, session.is_stale()) == (False, True, False)


def test_session_is_not_stale_after_its_own_save(session: Session) -> None:
    session.answer("A1-01", DONE)

    assert not session.is_stale()


def test_session_is_stale_after_an_edit_by_hand(root: Path, session: Session) -> None:
    with (root / "assessment.toml").open("a", encoding="utf-8") as file:
        file.write('\n[answers.A1-02]\nstatus = "partial"\n')
    stale = session.is_stale()

    session.refresh()

    assert stale
    assert session.card.items["A1-02"].status is Status.PARTIAL


def test_news_tell_what_became_of_comments_once(root: Path, session: Session) -> None:
    with (root / "assessment.toml").open("a", encoding="utf-8") as file:
        file.write("# 备忘\n")
    with using("en"):
        session.answer("A1-01", DONE)

    (told,) = session.news()

    assert "comments" in told
    assert session.news() == []


def test_latest_names_the_last_change_of_each_item_and_figure(root: Path) -> None:
    by_another(root, "A2-01", Change(figures={"suits": "2"}))
    by_another(root, "A2-01", PARTIAL, who="王五")

    latest = Session(root).latest

    assert {subject: (one.seq, one.who) for subject, one in latest.items()} == {
        "suits": (2, "李四"),
        "A2-01": (3, "王五"),
    }


def test_latest_after_an_own_save_names_oneself_as_the_history_does(
    root: Path, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings.current, "why", "复核")

    session.answer("A2-01", Change(Status.PARTIAL, figures={"suits": "2"}))

    assert session.latest["suits"].why == "复核"
    assert session.latest == Session(root).latest


def test_latest_after_both_saved_names_each(root: Path, session: Session) -> None:
    by_another(root, "A1-02", PARTIAL)

    session.answer("A1-01", DONE)

    assert session.latest["A1-02"].who == "李四"
    assert session.latest["A1-01"].who == "张三"


def test_last_change_of_an_item_is_the_newest_of_answer_and_figures(root: Path) -> None:
    by_another(root, "A2-01", PARTIAL)
    by_another(root, "A2-01", Change(figures={"suits": "2"}), who="王五")

    last = Session(root).last_change("A2-01")

    assert last is not None
    assert last.who == "王五"


def test_last_change_of_what_nobody_changed_is_none(session: Session) -> None:
    assert session.last_change("A2-01") is None


def test_undo_and_redo_bring_back_what_stood_and_leave_a_sound_history(
    run: Run, root: Path, session: Session
) -> None:
    made = session.answer("A1-01", Change(Status.DONE, "备注"))
    answered = session.card.assessment

    back = session.undo(made)
    without = answers(root)
    again = session.redo(back)

    assert without == {}
    assert session.card.assessment == answered
    assert again.changes == made.changes
    assert [entry.act for entry in read_entries(root)] == ["new", "walk", "undo-2", "redo-3"]
    assert run("-C", root, "verify").code == 0


def test_undo_leaves_what_others_changed_elsewhere(root: Path, session: Session) -> None:
    made = session.answer("A1-01", DONE)
    by_another(root, "A1-02", PARTIAL)

    session.undo(made)

    assert answers(root) == {"A1-02": Answer(status=Status.PARTIAL)}


def test_undo_of_what_others_changed_again_is_refused_and_shows_what_stands(
    root: Path, session: Session
) -> None:
    made = session.answer("A1-01", DONE)
    by_another(root, "A1-01", PARTIAL)

    with pytest.raises(UsageError, match="A1-01 was changed again since"):
        session.undo(made)

    assert answers(root) == {"A1-01": Answer(status=Status.PARTIAL)}
    assert session.card.items["A1-01"].status is Status.PARTIAL


def test_trail_of_an_earlier_session_can_be_undone(root: Path, session: Session) -> None:
    session.answer("A1-01", DONE)
    session.answer("A1-02", DONE)

    later = Session(root)
    later.undo(later.trail[-1])

    assert answers(root) == {"A1-01": Answer(status=Status.DONE)}
    assert [one.id for one in Session(root).trail] == ["A1-01"]


def test_trail_of_a_fresh_workspace_is_empty(session: Session) -> None:
    assert session.trail == ()


def test_add_registers_several_pieces_as_one_change(root: Path, session: Session, tmp_path: Path) -> None:
    given = [
        paper(tmp_path, "学法一.pdf"),
        paper(tmp_path, "学法二.pdf"),
        Given("台账第3行", EvidenceKind.RECORD),
    ]

    session.add("A1-01", None, given)

    evidence = open_workspace(root).assessment.evidence
    assert {key: piece.name for key, piece in evidence.items()} == {
        "e0002": "学法一.pdf",
        "e0002-2": "学法二.pdf",
        "e0002-3": "台账第3行",
    }
    assert {str(row) for piece in evidence.values() for row in piece.serves} == {"A1-01:minutes"}
    assert (newest(root).seq, newest(root).act, newest(root).item) == (2, "evidence-add", "A1-01")


def test_add_copies_the_files_in(root: Path, session: Session, tmp_path: Path) -> None:
    session.add("A2-01", "photos", [paper(tmp_path, "出庭.jpg")])

    assert (root / "evidence" / "出庭.jpg").read_bytes() == "出庭.jpg".encode()
    assert session.pieces == {"e0002": PieceState.PRESENT}


def test_add_without_a_row_fills_the_neediest(session: Session, tmp_path: Path) -> None:
    session.add("A2-01", None, [paper(tmp_path, "通知书.pdf"), paper(tmp_path, "出庭.jpg")])

    evidence = session.card.assessment.evidence
    assert [str(row) for piece in evidence.values() for row in piece.serves] == [
        "A2-01:notices",
        "A2-01:photos",
    ]


def test_add_of_a_registered_piece_has_it_serve_another_row(
    root: Path, session: Session, tmp_path: Path
) -> None:
    session.add("A1-01", None, [paper(tmp_path, "公报.pdf")])

    session.add("A1-02", "page", [Given("e0002", None)])

    ((key, piece),) = open_workspace(root).assessment.evidence.items()
    assert (key, [str(row) for row in piece.serves]) == ("e0002", ["A1-01:minutes", "A1-02:page"])


def test_add_can_be_undone_as_one_change(root: Path, session: Session, tmp_path: Path) -> None:
    made = session.add("A1-01", None, [paper(tmp_path, "学法一.pdf"), paper(tmp_path, "学法二.pdf")])

    session.undo(made)

    assert open_workspace(root).assessment.evidence == {}


def test_add_of_the_wrong_kind_leaves_nothing_behind(root: Path, session: Session, tmp_path: Path) -> None:
    given = [paper(tmp_path, "网页.pdf"), Given("台账第3行", EvidenceKind.RECORD)]

    with pytest.raises(UsageError, match="A1-02 has no evidence row that takes a record"):
        session.add("A1-02", None, given)

    assert list((root / "evidence").iterdir()) == []
    assert newest(root).act == "new"


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (Given("/nowhere/没有.pdf", EvidenceKind.FILE), "没有.pdf"),
        (Given("e0099", None), "there is no piece of evidence e0099"),
    ],
)
def test_add_of_what_is_not_there_is_refused(root: Path, session: Session, given: Given, why: str) -> None:
    with pytest.raises(LawcheckError, match=why):
        session.add("A1-01", None, [given])

    assert newest(root).act == "new"


def test_add_again_to_the_same_row_is_refused(root: Path, session: Session, tmp_path: Path) -> None:
    session.add("A1-01", None, [paper(tmp_path, "学法一.pdf")])

    with pytest.raises(UsageError, match="e0002 is that very piece and serves A1-01:minutes already"):
        session.add("A1-01", None, [paper(tmp_path, "学法一.pdf")])

    assert newest(root).seq == 2


def test_mark_is_where_the_next_session_goes_on(root: Path, session: Session) -> None:
    before = session.last_stop()

    session.mark("A2-01")

    assert (before, Session(root).last_stop()) == (None, "A2-01")


def test_save_that_changes_nothing_still_notices_what_others_saved(root: Path, session: Session) -> None:
    session.answer("A1-01", DONE)
    by_another(root, "A1-02", PARTIAL)

    session.answer("A1-01", DONE)

    assert session.foreign("A1-02").times == 1
    assert session.latest["A1-02"].who != session.latest["A1-01"].who


def test_edit_by_hand_is_somebody_elses_once(root: Path, session: Session) -> None:
    file = root / "assessment.toml"
    file.write_text(
        file.read_text(encoding="utf-8") + '\n[answers.A1-02]\nstatus = "done"\n', encoding="utf-8"
    )

    first, second = session.refresh(), session.refresh()

    assert first.items == {"A1-02"}
    assert second.items == frozenset()
    assert session.foreign("A1-02").times == 1


def test_add_leaves_nothing_behind_where_one_of_several_is_refused(session: Session, tmp_path: Path) -> None:
    good, empty = tmp_path / "好.pdf", tmp_path / "空.pdf"
    good.write_bytes(b"%PDF")
    empty.touch()

    with pytest.raises(UsageError):
        session.add(
            "A1-01", None, [Given(str(good), EvidenceKind.FILE), Given(str(empty), EvidenceKind.FILE)]
        )

    assert list((session.root / "evidence").iterdir()) == []
