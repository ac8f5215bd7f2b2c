"""Evidence on the full screen: paths, several at once, the register, addresses, numbers, records."""

import json
from pathlib import Path

import pytest

from tests.cli.walk.conftest import Play

AT_COURT = ("A2-01", "enter")


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    """Return a folder with evidence."""
    folder = tmp_path / "材料"
    folder.mkdir()
    for name in ("出庭通知书 一.pdf", "出庭通知书 二.pdf", "照片.jpg"):
        (folder / name).write_bytes(name.encode())
    (folder / "空.pdf").touch()
    return folder


def entries(play_folder: Path) -> list[dict[str, object]]:
    lines = (play_folder / "history.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def test_file_is_taken_and_saved(play: Play, papers: Path) -> None:
    played = play("e", str(papers / "照片.jpg"), "enter", "enter")

    assert (played.folder / "evidence" / "照片.jpg").exists()
    assert [piece["serves"] for piece in played.pieces] == [["A1-01:minutes"]]
    assert "■ A1-01:minutes" in played.screen


def test_tab_completes_a_chinese_name(play: Play, papers: Path) -> None:
    played = play("e", f"{papers}/照", "tab", "enter", "enter")

    assert (played.folder / "evidence" / "照片.jpg").exists()


def test_tab_completes_what_several_names_have_in_common(play: Play, papers: Path) -> None:
    assert f"{papers.name}/出庭通知书 " in play("e", f"{papers}/出", "tab", size=(200, 32)).screen


def test_paths_are_listed_while_one_types_and_picked_with_the_arrows(play: Play, papers: Path) -> None:
    played = play("e", f"{papers}/出", "down", "down", "enter", "enter")

    assert (played.folder / "evidence" / "出庭通知书 二.pdf").exists()
    assert not (played.folder / "evidence" / "出庭通知书 一.pdf").exists()


def test_folder_is_gone_into(play: Play, papers: Path) -> None:
    played = play("e", f"{papers.parent}/材", "down", "enter", "照", "tab", "enter", "enter")

    assert (played.folder / "evidence" / "照片.jpg").exists()


def test_several_pieces_are_one_change(play: Play, papers: Path) -> None:
    played = play(
        *AT_COURT, "e",
        str(papers / "出庭通知书 一.pdf"), "enter",
        str(papers / "出庭通知书 二.pdf"), "enter", "ctrl+s", "2",
    )  # fmt: skip

    assert len(entries(played.folder)) == 2
    assert [piece["serves"] for piece in played.pieces] == [["A2-01:notices"]] * 2


def test_files_dropped_at_once_are_taken_all(play: Play, papers: Path) -> None:
    dropped = f"'{papers}/出庭通知书 一.pdf' '{papers}/出庭通知书 二.pdf'"

    played = play(*AT_COURT, "e", dropped, "enter", "enter", "1")

    assert len(list((played.folder / "evidence").iterdir())) == 2


def test_piece_taken_by_mistake_is_dropped_before_it_is_saved(play: Play, papers: Path) -> None:
    played = play("e", str(papers / "照片.jpg"), "enter", "ctrl+d", "ctrl+s")

    assert "还没有收下材料" in played.screen
    assert "evidence" not in played.saved


def test_registered_piece_is_found_by_a_word_and_used_again(play: Play, papers: Path) -> None:
    play("e", str(papers / "照片.jpg"), "enter", "enter")

    played = play(*AT_COURT, "e", "照片", "down", "enter", "enter", "2")

    assert [piece["serves"] for piece in played.pieces] == [["A1-01:minutes", "A2-01:notices"]]
    assert len(list((played.folder / "evidence").iterdir())) == 1


def test_registered_piece_for_its_own_row_is_refused(play: Play, papers: Path) -> None:
    play("home", "e", str(papers / "照片.jpg"), "enter", "enter")

    played = play("home", "e", "照片", "down", "enter", "enter")

    assert "e0002 就是这份材料，已用于 A1-01:minutes" in played.screen


@pytest.mark.parametrize(
    ("item", "typed", "kind"),
    [("A1-02", "https://www.cixi.gov.cn/a.html", "link"), ("A2-01", "慈政发〔2020〕21号", "number")],
)
def test_what_is_plain_is_not_asked_for(play: Play, item: str, typed: str, kind: str) -> None:
    assert f'kind = "{kind}"' in play(item, "enter", "e", typed, "enter", "enter").saved


def test_what_is_not_plain_is_asked_for(play: Play) -> None:
    played = play("e", "台账第3行", "enter", "2", "enter")

    assert 'kind = "record"\nname = "台账第3行"' in played.saved


def test_kind_left_open_takes_nothing(play: Play) -> None:
    played = play("e", "台账第3行", "enter", "escape", "ctrl+s")

    assert "还没有收下材料" in played.screen


@pytest.mark.parametrize(
    ("typed", "why"),
    [("/没有/这个.pdf", "这个文件；请核对路径"), ("A1-02", "不是佐证材料"), ("a1-02", "不是佐证材料")],
)
def test_what_is_no_evidence_is_refused_and_stays_in_the_line(play: Play, typed: str, why: str) -> None:
    played = play("e", typed, "enter")

    assert why in played.screen
    assert f"│ {typed}" in played.screen


def test_empty_file_is_refused_at_once(play: Play, papers: Path) -> None:
    assert "空" in play("e", str(papers / "空.pdf"), "enter", size=(200, 32)).screen


def test_row_is_asked_for_where_several_take_the_piece(play: Play, papers: Path) -> None:
    played = play(*AT_COURT, "e", str(papers / "照片.jpg"), "enter", "enter", "3")

    assert [piece["serves"] for piece in played.pieces] == [["A2-01:photos"]]


def test_row_left_open_saves_nothing_and_keeps_what_was_taken(play: Play, papers: Path) -> None:
    played = play(*AT_COURT, "e", str(papers / "照片.jpg"), "enter", "enter", "escape")

    assert "evidence" not in played.saved
    assert "+ " in played.screen


def test_proof_of_not_applicable_goes_to_its_own_row(play: Play) -> None:
    play(*AT_COURT, "0", "没有案件", "enter")

    played = play(*AT_COURT, "e", "慈法函〔2020〕3号", "enter", "enter")

    assert [piece["serves"] for piece in played.pieces] == [["A2-01:na"]]


@pytest.mark.parametrize("keys", [["escape"], ["enter"]])
def test_form_is_left_without_a_piece(play: Play, keys: list[str]) -> None:
    assert "evidence" not in play("e", *keys).saved


def test_item_that_asks_for_no_evidence_says_so(play: Play) -> None:
    assert "B-01 不需要佐证材料" in play("B-01", "enter", "e").message


def test_many_pieces_leave_room_for_the_line_and_the_keys(play: Play, papers: Path) -> None:
    for number in range(25):
        (papers / f"现场照片{number:02d}.jpg").write_bytes(b"%d" % number)

    played = play("e", f"{papers}/现场照片*.jpg", "enter", size=(80, 24))

    assert "+ 前面还有 21 件" in played.screen
    assert "路径、网址" in played.screen
    assert "Esc 返回" in played.screen


def test_lines_pasted_at_once_are_paths_of_their_own(play: Play, papers: Path) -> None:
    lines = f"{papers}/出庭通知书 一.pdf\n{papers}/出庭通知书 二.pdf\n"

    played = play(*AT_COURT, "e", lines, "enter", "enter", "1")

    assert len(list((played.folder / "evidence").iterdir())) == 2


def test_long_folder_leaves_room_for_the_name(play: Play, papers: Path) -> None:
    deep = papers / ("很长的文件夹名" * 6)
    deep.mkdir()
    (deep / "第一份.pdf").touch()

    assert "第一份.pdf" in play("e", f"{deep}/", size=(80, 24)).screen


def test_taken_pieces_are_thrown_away_only_by_a_second_escape(play: Play, papers: Path) -> None:
    first = play("e", str(papers / "照片.jpg"), "enter", "escape")
    second = play("e", str(papers / "照片.jpg"), "enter", "escape", "escape")

    assert "再按 Esc 放弃" in first.screen
    assert "照片.jpg" not in second.screen


def test_words_that_are_called_a_file_are_refused_at_once(play: Play) -> None:
    assert "没有 台账3 这个文件" in play("e", "台账3", "enter", "1").screen


def test_escape_waits_until_all_is_saved(play: Play, papers: Path) -> None:
    played = play("e", str(papers / "照片.jpg"), "enter", "enter", "escape", "u", at_once=True)

    assert "evidence" not in played.saved
    assert "照片.jpg" in played.message
