from lawcheck.cli.walk.wrapping import wrap


def test_wrap_lets_no_line_begin_with_a_closing_sign_or_end_with_an_opening_one() -> None:
    lines = wrap("年度报告在次年四月一日之前公开，涉密内容除外（《条例》第二十四条）。" * 4, 20)

    assert all(line[0] not in "，。）》；：" and line[-1] not in "（《" for line in lines)


def test_wrap_counts_cells() -> None:
    assert wrap("汉字一二三四", 5) == ["汉字", "一二", "三四"]


def test_wrap_breaks_words_only_where_they_are_longer_than_a_line() -> None:
    assert wrap("one two abcdefghijkl", 8) == ["one two", "abcdefgh", "ijkl"]


def test_wrap_keeps_every_sign() -> None:
    text = "依据 Art. 3(3)：行政诉讼，https://www.cixi.gov.cn/art/2021/4/1/art_1229462659_3718156.html。"

    assert "".join(wrap(text, 24)).replace(" ", "") == text.replace(" ", "")
