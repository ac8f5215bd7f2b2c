"""The full screen: every key, where it leads and what it shows."""

import re
import shutil
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.events import Paste
from textual.pilot import Pilot

from lawcheck.cli.walk import page
from lawcheck.cli.walk.keys_help import help_lines, screen_keys
from lawcheck.domain.answering import Change
from lawcheck.domain.assessment import Status
from lawcheck.domain.walk_filter import Filter, Only
from lawcheck.domain.walk_keys import KEYS, STATUSES, half
from lawcheck.errors import IntegrityError
from lawcheck.i18n import using
from tests.cli.walk.conftest import LOOK, Others, Play

STATUSES_BY_KEYS = {"1１": "done", "2２": "partial", "3３": "not_done"}


def test_desk_shows_head_tree_item_and_keys(play: Play) -> None:
    screen = play().screen

    for expected in (
        "甲街道办事处，2020年度",
        "距公开年度报告还有 31 天",
        "已答 0/4",
        "自评 0 │ 已佐证 0 │ 复核 —（满分 20）",
        "底线核查 3 条未过",
        "距优秀差 18 分",
        "A1 制度",
        ">○   A1-01 学法制度",
        "领导班子定期学法",
        "法定（法律、法规或者规章有规定）",
        "□ A1-01:minutes 学法记录",
        "□ 填报完成情况",
        "1 已完成",
    ):
        assert expected in screen


def test_desk_speaks_english(play: Play) -> None:
    screen = play(lang="en").screen

    for expected in ("31 days left: publish the report", "18 points to excellent", "1 done", "a statute"):
        assert expected in screen


def test_desk_says_three_lines_to_somebody_new_until_a_key_is_pressed(play: Play) -> None:
    played = play("down")

    assert "随时按 q 退出" not in played.screen


def test_desk_hints_only_the_first_time(play: Play) -> None:
    first = play().screen
    play("q")

    assert "随时按 q 退出" in first
    assert "随时按 q 退出" not in play().screen


def test_desk_tells_where_somebody_stopped(play: Play) -> None:
    play("]", "q")

    played = play()

    assert played.here == "A2-01"
    assert "上次填到 A2-01" in played.message


@pytest.mark.parametrize(
    ("keys", "here"),
    [
        (["down"], "A1-02"),
        (["enter"], "A1-02"),
        (["s"], "A1-02"),
        (["ｓ"], "A1-02"),
        (["down", "up"], "A1-01"),
        (["down", "b"], "A1-01"),
        (["end"], "V-01"),
        (["end", "home"], "A1-01"),
        (["]"], "A2-01"),
        (["】"], "A2-01"),
        (["right", "right"], "B-01"),
        (["end", "left"], "B-01"),
        (["end", "left", "【"], "A2-01"),
        (["1", "home", "n"], "A1-02"),
        (["1", "p"], "A1-01"),
    ],
)
def test_desk_moves(play: Play, keys: list[str], here: str) -> None:
    assert play(*keys).here == here


@pytest.mark.parametrize(
    ("keys", "why"), [("b", "前面没有"), ("[", "第一部分"), ("p", "足够佐证"), ("r", "恢复")]
)
def test_desk_says_why_a_key_does_nothing(play: Play, keys: str, why: str) -> None:
    played = play(keys)

    assert why in played.message


@pytest.mark.parametrize(
    ("key", "status"),
    [
        ("1", "done"),
        ("１", "done"),
        ("2", "partial"),
        ("２", "partial"),
        ("3", "not_done"),
        ("３", "not_done"),
    ],
)
def test_desk_saves_a_status_and_goes_on(play: Play, key: str, status: str) -> None:
    played = play(key)

    assert f'[answers.A1-01]\nstatus = "{status}"' in played.saved
    assert played.here == "A1-02"
    assert "√ 已保存：A1-01" in played.message


def test_desk_draws_the_new_score_and_the_changed_line(play: Play) -> None:
    screen = play("1").screen

    assert "自评 3 │ 已佐证 0" in screen
    assert "●完 A1-01 学法制度" in screen
    assert re.search(r"A1 制度 +1/2", screen)


def test_desk_tells_that_proof_is_missing(play: Play) -> None:
    assert "佐证还不足" in play("1").message


def test_desk_refuses_not_applicable_where_it_is_not_allowed(play: Play) -> None:
    played = play("0")

    assert "A1-01" in played.message
    assert "answers" not in played.saved


def test_desk_does_not_know_a_chinese_sign_and_saves_nothing(play: Play) -> None:
    played = play("法")

    assert "没有“法”这个按键" in played.message
    assert "answers" not in played.saved


def test_desk_takes_a_digit_at_a_veto_for_its_figure(play: Play) -> None:
    played = play("end", "0", "enter")

    assert "refused = 0" in played.saved
    assert "已到最后一项" in played.message


def test_desk_undoes_and_redoes_without_limit(play: Play) -> None:
    play("1", "q")
    played = play("home", "3", "home", "2", "u", "u", "u", "u", "r", "r", "r", "r")

    assert '[answers.A1-01]\nstatus = "partial"' in played.saved
    assert "没有可恢复" in played.message
    assert "answers" not in play("u", "u", "u").saved


@pytest.mark.parametrize(("undo", "redo"), [("u", "r"), ("ctrl+z", "ctrl+y")])
def test_desk_returns_to_the_stop_of_what_is_undone(play: Play, undo: str, redo: str) -> None:
    played = play("1", "end", undo, "end", redo)

    assert played.here == "A1-01"
    assert 'status = "done"' in played.saved
    assert "A1-01 学法制度" in played.message


@pytest.mark.parametrize("key", ["?", "？", "h", "f1"])
def test_desk_shows_help(play: Play, key: str) -> None:
    played = play(key, "escape", size=(120, 50))

    for keys, meaning in (*help_lines(), *screen_keys()):
        assert half(keys.split()[0]) in half(played.screens[0])
        assert meaning
    assert "按键" not in played.screen.splitlines()[3]


def test_help_names_only_keys_that_the_machine_knows() -> None:
    named = {key for keys, _ in help_lines() for key in keys.split() if key not in ("A1-04", "Enter")}

    assert named <= {*KEYS, *STATUSES}


def test_help_names_every_key_of_one_letter_or_digit() -> None:
    named = " ".join(keys for keys, _ in help_lines()).split()
    known = [key for key in (*KEYS, *STATUSES) if len(key) == 1 and key.isascii()]

    assert [key for key in known if key not in named] == ["?", "h"]


def test_desk_explains_the_points(play: Play) -> None:
    assert "未作答，不得分" in play("x").screen


def test_desk_opens_no_evidence_where_there_is_none(play: Play) -> None:
    assert "A1-01 还没有佐证材料" in play("o").message


def test_desk_finds_a_command_by_a_word_of_either_language(play: Play) -> None:
    for word in ("备注", "note"):
        assert "A1-01 学法制度 的备注" in play(":", word, "enter").screen


@pytest.mark.parametrize("key", ["ctrl+p", "：", ":"])
def test_desk_lists_commands(play: Play, key: str) -> None:
    assert "登记佐证材料" in play(key).screen


def test_desk_changes_between_light_and_dark(play: Play) -> None:
    first, second = play().app.theme, play("ctrl+t").app.theme

    assert {first, second} == {"textual-dark", "textual-light"}


@pytest.mark.parametrize(
    ("environment", "theme"),
    [
        ({}, "textual-dark"),
        ({"COLORFGBG": "0;15"}, "textual-light"),
        ({"COLORFGBG": "15;0"}, "textual-dark"),
        ({"LAWCHECK_THEME": "light"}, "textual-light"),
        ({"LAWCHECK_THEME": "dark", "COLORFGBG": "0;15"}, "textual-dark"),
    ],
)
def test_desk_is_light_or_dark_as_it_is_told(
    play: Play, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], theme: str
) -> None:
    monkeypatch.delenv("COLORFGBG", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert play().app.theme == theme


@pytest.mark.parametrize("typed", ["open", "未答"])
def test_desk_filters_in_one_line(play: Play, typed: str) -> None:
    played = play("1", "f", typed, "enter")

    assert "学法制度" not in played.screen
    assert "A1-02" in played.screen
    assert play("f", typed, "enter", "up").here == "A1-02"


def test_desk_filters_by_section_and_by_office_at_once(play: Play) -> None:
    played = play("f", "@司法所 A1", "enter")

    assert played.here == "A1-01"
    assert "A1-02" not in played.screen


def test_desk_picks_a_filter_from_the_list(play: Play) -> None:
    played = play("f", "应诉", "enter")

    assert played.app.desk.walk.only == Filter(section="A2")


def test_desk_shows_all_again_on_escape(play: Play) -> None:
    played = play("f", "A2", "enter", "escape")

    assert "A1-01" in played.screen
    assert played.here == "A2-01"


def test_desk_says_which_word_is_no_filter(play: Play) -> None:
    assert "“卫生”不是状态" in play("f", "卫生", "enter").message


def test_desk_keeps_the_filter_of_the_command_line(play: Play) -> None:
    play("1", "q")

    assert "学法制度" not in play(only=Filter(Only.OPEN)).screen


@pytest.mark.parametrize("typed", ["出庭", "HEADS", "行政诉讼", "a2-01"])
def test_desk_finds_by_id_and_text(play: Play, typed: str) -> None:
    for key in "/、":
        assert play(key, typed, "enter").here == "A2-01"


def test_desk_jumps_to_the_one_under_the_bar(play: Play) -> None:
    assert play("j", "a1", "down", "enter").here == "A1-02"
    assert play("j", "a1", "down", "down", "up", "enter").here == "A1-01"


def test_desk_takes_the_letter_of_an_id_for_a_jump_and_no_digit_of_it_for_an_answer(play: Play) -> None:
    played = play("B-01", "enter")

    assert played.here == "B-01"
    assert "answers" not in played.saved


def test_desk_says_that_an_id_is_not_there(play: Play) -> None:
    assert "没有 z-99 这一项" in play("j", "Z-99", "enter").message


def test_desk_leaves_and_keeps_the_place(play: Play) -> None:
    played = play("down", "q")

    assert (played.folder / ".lawcheck" / "walk").read_text(encoding="utf-8") == "A1-02\n"
    assert played.app.return_code == 0


def test_desk_stays_where_the_last_answer_was_not_saved(play: Play, others: Others) -> None:
    played = play(others("A1-01", Change(Status.NOT_DONE)), "1q", at_once=True)

    assert played.app.return_code is None
    assert "A1-01 刚被别人改动" in played.message


def test_desk_scrolls_a_long_item(play: Play) -> None:
    played = play("space", "pageup", size=(80, 16))
    down, up = played.screens[0], played.screens[1]

    assert "学法制度（1/5）" not in down
    assert "学法制度（1/5）" in up


def test_desk_goes_where_the_mouse_clicks(play: Play) -> None:
    async def click(pilot: Pilot[None]) -> None:
        await pilot.click("#contents", offset=(8, 5))

    played = play(click)

    assert played.here == "A2-01"


@pytest.mark.parametrize("columns", [90, 120])
def test_desk_has_a_tree_where_there_is_room(play: Play, columns: int) -> None:
    screen = play(size=(columns, 24)).screen

    assert "B-01 普法活动" in screen
    assert "\n A1 制度\n" not in screen


@pytest.mark.parametrize("columns", [60, 80, 89])
def test_desk_says_in_a_line_where_it_is_where_there_is_no_room(play: Play, columns: int) -> None:
    screen = play(size=(columns, 24)).screen

    assert "B-01 普法活动" not in screen
    assert "\n A1 制度\n" in screen


def test_desk_breaks_all_lines_anew_when_the_window_changes(play: Play) -> None:
    async def narrow(pilot: Pilot[None]) -> None:
        await pilot.resize_terminal(60, 24)

    played = play(narrow, size=(120, 24))

    assert "B-01" not in played.screen
    assert all(cell_len(line) <= 60 for line in played.screen.splitlines())


def test_desk_notices_what_others_change_and_shows_it(play: Play, others: Others) -> None:
    played = play(others("A1-01", Change(Status.PARTIAL)), LOOK)

    assert "李四刚改动了：A1-01" in played.message
    assert "■推 A1-01" in played.screen
    assert "，李四" in played.screen


def test_desk_does_not_save_over_what_it_has_not_shown_yet(play: Play, others: Others) -> None:
    played = play(others("A1-01", Change(Status.NOT_DONE)), "1")

    assert 'status = "not_done"' in played.saved
    assert played.here == "A1-01"
    assert "A1-01 刚被别人改动" in played.message
    assert "×未 A1-01" in played.screen


def test_desk_saves_beside_what_others_change_elsewhere(play: Play, others: Others) -> None:
    played = play(others("B-01", Change(note="别人的")), "1")

    assert 'status = "done"' in played.saved
    assert "别人的" in played.saved


def test_form_is_not_saved_over_what_others_change_while_it_stands_open(play: Play, others: Others) -> None:
    first = play("B-01", "enter", "m", others("B-01", Change(figures={"events": "2"})), LOOK, "4", "enter")
    again = play("escape")

    assert "B-01 刚被李四改动" in first.screen
    assert "events = 2" in again.saved


def test_form_is_saved_when_it_is_asked_for_once_more(play: Play, others: Others) -> None:
    meanwhile = others("B-01", Change(figures={"events": "2"}))

    played = play("B-01", "enter", "m", meanwhile, LOOK, "4", "enter", "enter")

    assert "events = 4" in played.saved


def test_desk_ends_with_the_reason_where_the_history_is_broken(play: Play, folder: Path) -> None:
    async def spoil(_: Pilot[None]) -> None:
        history = folder / "history.jsonl"
        history.write_bytes(history.read_bytes().replace("甲街道".encode(), "乙街道".encode()))

    with pytest.raises(IntegrityError):
        play(spoil, LOOK)


def test_desk_hands_a_bug_on_instead_of_printing_it(play: Play) -> None:
    async def stumble(pilot: Pilot[None]) -> None:
        pilot.app.desk.call_later(lambda: 1 / 0)  # type: ignore[attr-defined]  # it is the walk's app

    with pytest.raises(ZeroDivisionError):
        play(stumble)


def test_desk_goes_on_while_somebody_writes_by_hand(play: Play, folder: Path) -> None:
    good = (folder / "assessment.toml").read_bytes()

    async def spoil(_: Pilot[None]) -> None:
        (folder / "assessment.toml").write_bytes(good + b"[answers.A1-01")

    async def mend(_: Pilot[None]) -> None:
        (folder / "assessment.toml").write_bytes(good)

    played = play(spoil, LOOK, mend, LOOK, "1")

    assert "assessment.toml" in played.screens[1]
    assert 'status = "done"' in played.saved


def test_keys_typed_at_once_go_where_they_were_meant_for(play: Play) -> None:
    played = play("/", "出庭", "enter", "1", "2", "enter", "2", "enter", "home", "3", at_once=True)

    assert "suits = 2\nappeared = 2" in played.saved
    assert '[answers.A1-01]\nstatus = "not_done"' in played.saved
    assert '[answers.A2-01]\nstatus = "done"' in played.saved


def test_keys_behind_the_one_that_leaves_do_nothing(play: Play) -> None:
    played = play("q1q?", at_once=True)

    assert "answers" not in played.saved
    assert played.app.return_code == 0


def test_desk_names_every_item_that_was_not_saved(play: Play, folder: Path) -> None:
    async def spoil(_: Pilot[None]) -> None:
        shutil.rmtree(folder / ".lawcheck")
        (folder / ".lawcheck").touch()

    played = play(spoil, "1", "B-01", "enter", "3", "escape", "down")

    assert "× 未保存：A1-01、B-01；" in played.message
    assert "answers" not in played.saved


def test_farewell_names_what_was_not_saved(play: Play) -> None:
    with using("zh"):
        assert page.farewell(play().app.desk.card, "B-01", ["A1-01", "B-01"]).startswith(
            "未保存：A1-01、B-01；"
        )


def test_desk_forgets_what_was_not_saved_when_it_is_answered_again(play: Play, others: Others) -> None:
    played = play(others("A1-01", Change(Status.NOT_DONE)), "1", "1", "down")

    assert 'status = "done"' in played.saved
    assert "未保存" not in played.message


def test_message_takes_three_lines_at_most(play: Play) -> None:
    note = "\n".join(f"第{number}行" for number in range(40))

    async def paste(pilot: Pilot[None]) -> None:
        pilot.app.post_message(Paste(note))

    played = play("c", paste, "ctrl+s", "u", size=(80, 24))

    assert len(played.message.splitlines()) <= 3
    assert "1 已完成" in played.screen


@pytest.mark.parametrize(("typed", "section"), [("A", "A"), ("b", "B"), ("A2", "A2")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_section_that_is_typed_is_the_filter(play: Play, lang: str, typed: str, section: str) -> None:
    assert play("f", typed, "enter", lang=lang).app.desk.walk.only == Filter(section=section)


def test_desk_says_that_nothing_is_called_so(play: Play) -> None:
    assert "没有这样的内容" in play("/", "没有的词").screen


def test_desk_says_what_decides_a_veto(play: Play) -> None:
    assert "V-01 是一票否决项" in play("end", "x").message


def test_mouse_on_the_heading_of_the_vetoes_leads_to_the_first(play: Play) -> None:
    async def click(pilot: Pilot[None]) -> None:
        await pilot.click("#contents", offset=(4, 8))

    assert play(click).here == "V-01"
