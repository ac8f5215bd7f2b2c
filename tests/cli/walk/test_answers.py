"""Answering on the full screen: statuses with figures and reasons, notes, vetoes."""

import asyncio
from pathlib import Path

import pytest
from textual.events import Key, Paste
from textual.pilot import Pilot

from lawcheck.domain.answering import Change
from lawcheck.domain.assessment import Status
from tests.cli.walk.conftest import LOOK, Others, Play, perform
from tests.conftest import Run

AT_REPORT = ("A1-02", "enter")
AT_COURT = ("A2-01", "enter")
AT_EVENTS = ("B-01", "enter")


def test_status_is_saved_while_its_figure_is_asked_for(play: Play) -> None:
    played = play(*AT_REPORT, "1")

    assert '[answers.A1-02]\nstatus = "done"' in played.saved
    assert "公开日期（须在 2021-04-01 前）" in played.screen
    assert played.here == "A1-02"


def test_figure_is_saved_and_the_walk_goes_on(play: Play) -> None:
    played = play(*AT_REPORT, "1", "2021年3月20日", "enter")

    assert "published_on = 2021-03-20" in played.saved
    assert played.here == "A2-01"


@pytest.mark.parametrize("key", ["ctrl+s", "f2"])
def test_figures_are_saved_from_any_line(play: Play, key: str) -> None:
    assert "suits = 3" in play(*AT_COURT, "m", "3", key).saved


def test_figure_that_cannot_be_read_is_kept_with_the_reason(play: Play) -> None:
    played = play(*AT_REPORT, "m", "明天", "enter")

    assert "“明天”不是日期" in played.screen
    assert "│ 明天" in played.screen
    assert "figures" not in played.saved


def test_reason_goes_when_the_figure_is_mended(play: Play) -> None:
    assert "不是日期" not in play(*AT_REPORT, "m", "明天", "enter", "backspace").screen


@pytest.mark.parametrize(
    ("typed", "saved"), [("10+", '"10+"'), ("~10", '"~10"'), ("１２", "12"), ("10余", '"10+"')]
)
def test_figure_may_be_a_bound_or_about(play: Play, typed: str, saved: str) -> None:
    assert f"suits = {saved}" in play(*AT_COURT, "m", typed, "ctrl+s").saved


def test_figures_are_gone_through_with_enter_and_arrows(play: Play) -> None:
    played = play(*AT_COURT, "m", "9", "enter", "2", "up", "backspace", "3", "down", "enter")

    assert "suits = 3\nappeared = 2" in played.saved


def test_first_key_in_a_figure_does_not_wipe_it(play: Play) -> None:
    play(*AT_COURT, "m", "1", "ctrl+s")

    assert "suits = 12" in play(*AT_COURT, "m", "up", "2", "ctrl+s").saved


def test_emptied_figure_is_taken_back(play: Play) -> None:
    play(*AT_COURT, "m", "1", "ctrl+s")

    assert "suits" not in play(*AT_COURT, "m", "up", "backspace", "ctrl+s").saved


def test_figures_left_with_escape_are_not_saved(play: Play) -> None:
    played = play(*AT_COURT, "m", "3", "escape")

    assert "figures" not in played.saved
    assert played.here == "A2-01"


def test_figures_propose_a_status_and_enter_takes_it(play: Play) -> None:
    played = play(*AT_EVENTS, "m", "3", "enter", "enter")

    assert any("按数据应为“推进中”" in screen for screen in played.screens)
    assert '[answers.B-01]\nstatus = "partial"' in played.saved


def test_proposed_status_is_overruled_only_with_a_reason_which_is_kept(play: Play) -> None:
    played = play(*AT_EVENTS, "m", "3", "enter", "1", "一场因防疫改在线上", "enter")

    assert 'status = "done"\nreason = "一场因防疫改在线上"' in played.saved
    assert "一场因防疫改在线上" in play(*AT_EVENTS).screen


def test_proposal_left_with_escape_answers_nothing(play: Play) -> None:
    played = play(*AT_EVENTS, "m", "3", "enter", "escape")

    assert "answers" not in played.saved
    assert "events = 3" in played.saved


def test_status_against_the_figures_is_asked_for_before_it_is_saved(play: Play) -> None:
    play(*AT_EVENTS, "m", "3", "enter", "escape")

    asked = play(*AT_EVENTS, "1")
    taken = play(*AT_EVENTS, "1", "enter")

    assert "直接按 Enter 改为“推进中”" in asked.screen
    assert 'status = "partial"' in taken.saved


def test_status_against_the_figures_left_with_escape_changes_nothing(play: Play) -> None:
    play(*AT_EVENTS, "m", "3", "enter", "escape")

    assert "answers" not in play(*AT_EVENTS, "1", "escape").saved


def test_status_that_was_reasoned_is_not_asked_for_again(play: Play) -> None:
    play(*AT_EVENTS, "m", "3", "enter", "1", "有理由", "enter")
    played = play(*AT_EVENTS, "1")

    assert 'reason = "有理由"' in played.saved
    assert played.here == "V-01"


def test_status_typed_faster_than_it_is_saved_is_not_asked_for_again(play: Play) -> None:
    played = play("j", "B-01", "enter", "1", "enter", at_once=True)

    assert 'status = "done"' in played.saved
    assert "还没有" not in played.message
    assert played.here == "V-01"


def test_status_that_figures_contradict_after_it_is_settled_in_the_same_go(play: Play) -> None:
    played = play(*AT_EVENTS, "1", "3", "enter", "enter")

    assert 'status = "partial"' in played.saved
    assert played.here == "V-01"


def test_not_applicable_asks_for_its_reason(play: Play) -> None:
    played = play(*AT_COURT, "0", "本年度没有开庭案件", "enter")

    assert 'status = "not_applicable"\nreason = "本年度没有开庭案件"' in played.saved
    assert played.here == "B-01"


def test_not_applicable_without_a_reason_is_refused_in_the_dialog(play: Play) -> None:
    played = play(*AT_COURT, "0", "enter")

    assert "必须说明理由" in played.screen
    assert "answers" not in played.saved


def test_not_applicable_left_with_escape_changes_nothing(play: Play) -> None:
    assert "answers" not in play(*AT_COURT, "0", "没有", "escape").saved


def test_reason_is_forgotten_with_another_status(play: Play) -> None:
    play(*AT_COURT, "0", "没有", "enter")

    assert "reason" not in play(*AT_COURT, "3", "escape").saved


@pytest.mark.parametrize("key", ["ctrl+s", "f2"])
def test_note_has_several_lines(play: Play, key: str) -> None:
    played = play("c", "第一行，汉字", "enter", "第二行", key)

    assert 'note = """\n第一行，汉字\n第二行"""' in played.saved or "第一行，汉字\\n第二行" in played.saved
    assert "第二行" in played.screen


def test_note_is_written_on(play: Play) -> None:
    play("c", "上半", "ctrl+s")

    assert 'note = "上半下半"' in play("c", "下半", "ctrl+s").saved


def test_note_is_emptied(play: Play) -> None:
    play("c", "误", "ctrl+s")

    assert "note" not in play("c", "backspace", "ctrl+s").saved


def test_note_is_thrown_away_only_by_a_second_escape(play: Play) -> None:
    first, second = play("c", "草稿", "escape"), play("c", "草稿", "escape", "escape")

    assert "再按 Esc 放弃" in first.screen
    assert "草稿" not in second.screen
    assert "note" not in second.saved


def test_note_that_is_written_on_after_the_warning_is_warned_of_again(play: Play) -> None:
    played = play("c", "草稿", "escape", "再写", "escape")

    assert "草稿再写" in played.screen
    assert "再按 Esc 放弃" in played.screen


def test_note_that_was_not_changed_is_left_at_once(play: Play) -> None:
    assert "的备注" not in play("c", "escape").screen


@pytest.mark.parametrize("key", ["ctrl+q", "ctrl+c"])
def test_note_is_not_lost_to_a_key_that_leaves(play: Play, key: str) -> None:
    assert "草稿" in play("c", "草稿", key).screen


def test_note_is_pasted_with_its_lines(play: Play) -> None:
    async def paste(pilot: Pilot[None]) -> None:
        pilot.app.post_message(Paste("一\n二"))

    played = play("c", paste, "ctrl+s")

    assert "一" in played.saved
    assert "二" in played.saved


def test_paste_into_the_walk_itself_answers_nothing(play: Play) -> None:
    async def paste(pilot: Pilot[None]) -> None:
        pilot.app.post_message(Paste("1231"))

    assert "answers" not in play(paste).saved


def test_veto_takes_no_note(play: Play) -> None:
    assert "V-01 不能写备注" in play("end", "c").message


def test_veto_has_no_status(play: Play) -> None:
    played = play("end", ":", "填报：已完成", "enter")

    assert "answers" not in played.saved
    assert "refused" not in played.saved


def test_veto_keeps_the_number_that_opened_its_form(play: Play) -> None:
    assert "refused = 12" in play("end", "1", "2", "enter").saved


def test_item_without_figures_says_so(play: Play) -> None:
    assert "A1-01 没有数据要填" in play("m").message


def test_parts_of_a_periodic_figure_are_asked_for_one_by_one_each_with_its_name(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LAWCHECK_USER", "张三")
    text = Path(__file__).with_name("small.toml").read_text(encoding="utf-8")
    monthly = tmp_path / "monthly.toml"
    monthly.write_text(text.replace('name = "events"', 'name = "events"\nevery = "month"'), encoding="utf-8")
    run("new", monthly, tmp_path / "ws", "--unit", "甲街道办事处")

    keys = [key for month in range(1, 13) for key in (str(month), "enter")]
    played = asyncio.run(perform(tmp_path / "ws", [*AT_EVENTS, "m", *keys], size=(80, 24)))

    assert "events_12 = 12" in played.saved
    asked = played.screens[2:26:2]
    assert [f"普法活动 {month:02d}（场）" in screen for month, screen in enumerate(asked, 1)] == [True] * 12


def test_reason_is_not_saved_over_what_others_answer_meanwhile(play: Play, others: Others) -> None:
    meanwhile = others("A2-01", Change(Status.DONE))

    played = play(*AT_COURT, "0", meanwhile, LOOK, "没有", "enter")

    assert "A2-01 刚被李四改动" in played.screen
    assert 'status = "done"' in played.saved


def test_reason_is_saved_when_it_is_given_once_more(play: Play, others: Others) -> None:
    played = play(*AT_COURT, "0", others("A2-01", Change(Status.DONE)), LOOK, "没有", "enter", "enter")

    assert 'status = "not_applicable"' in played.saved


@pytest.mark.parametrize(("typed", "saved"), [("~10", '"~10"'), ("约３", '"~3"'), ("10+", '"10+"')])
def test_veto_keeps_every_sign_of_its_figure(play: Play, typed: str, saved: str) -> None:
    assert f"refused = {saved}" in play("end", typed, "enter", at_once=True).saved


def test_end_is_told_together_with_what_was_saved(play: Play) -> None:
    play("end", "0", "enter", "q")

    played = play("f", "B", "enter", "m", "5", "enter", "1")

    assert "√ 已保存：B-01" in played.message
    assert "已到最后一项" in played.message


def test_text_pasted_while_one_types_stands_where_it_was_pasted(play: Play) -> None:
    async def type_and_paste(pilot: Pilot[None]) -> None:
        for event in (Key("a", "a"), Key("b", "b"), Paste("粘贴"), Key("c", "c")):
            pilot.app.post_message(event)

    assert 'note = "ab粘贴c"' in play("c", type_and_paste, "ctrl+s").saved


def test_text_pasted_right_behind_a_key_goes_into_its_dialog(play: Play) -> None:
    async def press_and_paste(pilot: Pilot[None]) -> None:
        for event in (Key("c", "c"), Paste("粘贴")):
            pilot.app.post_message(event)

    assert 'note = "粘贴"' in play(press_and_paste, "ctrl+s").saved
