from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lawcheck.domain.assessment import Answer, Assessment, Covers, Level, Piece, Serving, Status
from lawcheck.domain.checklist import EvidenceKind
from lawcheck.domain.history import (
    ROOT,
    Change,
    Entry,
    changes,
    check_chain,
    decode,
    encode,
    flatten,
    hash_of,
    last_of,
    pinned_checklist,
    rebuild,
    replay,
    to_table,
    until,
)
from lawcheck.domain.parse import Off, parse
from lawcheck.domain.quantities import plain
from lawcheck.domain.values import FORBIDDEN
from lawcheck.errors import IntegrityError

EMPTY = Assessment(format=1, unit="白沙路街道", checklist="small-2020")
PIECE = Piece(
    kind=EvidenceKind.FILE,
    name="常务会议纪要",
    target="evidence/常务会议纪要.pdf",
    serves=(Serving("A1-04", "minutes"), Serving("B-01", "na")),
    covers=Covers(date(2020, 3, 1), date(2020, 3, 31)),
    added=date(2020, 4, 2),
    sha256="ab" * 32,
    size=12,
)


def entry(seq: int, prev: str, made: tuple[Change, ...] = (), **more: object) -> bytes:
    said: dict[str, object] = {
        "seq": seq,
        "prev": prev,
        "at": "2020-12-01T10:03:00+08:00",
        "who": "张三",
        "act": "set",
        "item": None,
        "changes": made,
        "why": None,
        "before": f"sha256:{seq - 1:064x}",
        "after": f"sha256:{seq:064x}",
    }
    return encode(Entry(**(said | more)))  # type: ignore[arg-type]  # a table of fields


def chained(*steps: tuple[Change, ...]) -> bytes:
    lines: list[bytes] = []
    for seq, made in enumerate(steps, 1):
        lines.append(entry(seq, hash_of(lines[-1]) if lines else ROOT, made))
    return b"".join(lines)


FIVE = chained(*[(Change("unit", str(n) if n else None, str(n + 1)),) for n in range(5)])

texts = st.text(max_size=40).map(lambda text: FORBIDDEN.sub("", text).replace("\r", ""))
lines = texts.map(lambda text: text.replace("\n", " ").strip() or "x")
days = st.dates()
items = st.from_regex(r"[A-F][1-6]?-[0-9]{2}[a-c]?", fullmatch=True)
answers = st.builds(
    Answer,
    status=st.none() | st.sampled_from(Status),
    note=st.none() | texts,
    reason=st.none() | texts,
    owner=st.none() | lines,
    due=st.none() | days,
    confirmed=st.booleans(),
)
figures = (
    st.integers(-(10**12), 10**12).map(str)
    | st.fractions(max_denominator=1000).map(lambda f: plain(Fraction(round(f, 3))))
    | st.sampled_from(["10+", "~10", "007", "-0", "2020-02-30", "2020-02-28", "0001-01-01", "1e3"])
    | days.map(str)
    | lines
)
pieces = st.builds(
    Piece,
    kind=st.sampled_from(EvidenceKind),
    name=lines,
    target=lines,
    serves=st.lists(st.builds(Serving, items, st.just("minutes")), max_size=3).map(tuple),
    covers=st.none()
    | st.builds(
        lambda day, n: Covers(day, day + timedelta(n)),
        st.dates(max_value=date(9000, 1, 1)),
        st.integers(0, 400),
    ),
    level=st.sampled_from(Level),
    added=days,
    sha256=st.none() | st.just("0f" * 32),
    size=st.none() | st.integers(0, 10**12),
    note=st.none() | texts,
)
assessments = st.builds(
    Assessment,
    format=st.just(1),
    unit=lines,
    checklist=st.just("small-2020"),
    parameters=st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), figures, max_size=2),
    answers=st.dictionaries(items, answers.filter(lambda answer: answer != Answer()), max_size=4),
    figures=st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True), figures, max_size=4),
    evidence=st.dictionaries(st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True), pieces, max_size=3),
)


def test_flatten_tells_only_what_is_set() -> None:
    said = Assessment(
        format=1,
        unit="白沙路街道",
        checklist="small-2020",
        answers={"A1-04": Answer(status=Status.DONE), "B-01": Answer(due=date(2020, 5, 1), confirmed=False)},
        figures={"legal_aid": "10+"},
        evidence={"e-001": PIECE},
    )

    assert flatten(said) == {
        "format": 1,
        "unit": "白沙路街道",
        "checklist": "small-2020",
        "answers.A1-04.status": "done",
        "answers.B-01.due": "2020-05-01",
        "answers.B-01.confirmed": False,
        "figures.legal_aid": "10+",
        "evidence.e-001.kind": "file",
        "evidence.e-001.name": "常务会议纪要",
        "evidence.e-001.target": "evidence/常务会议纪要.pdf",
        "evidence.e-001.serves": ["A1-04:minutes", "B-01:na"],
        "evidence.e-001.covers": "2020-03-01..2020-03-31",
        "evidence.e-001.level": "internal",
        "evidence.e-001.added": "2020-04-02",
        "evidence.e-001.sha256": "ab" * 32,
        "evidence.e-001.size": 12,
    }


def test_flatten_leaves_out_an_answer_that_says_nothing() -> None:
    said = Assessment(format=1, unit="u", checklist="c", answers={"A-01": Answer()})

    assert flatten(said) == {"format": 1, "unit": "u", "checklist": "c"}


@given(assessments)
def test_rebuild_undoes_flatten(said: Assessment) -> None:
    assert rebuild(flatten(said)) == said


@pytest.mark.parametrize(
    "flat",
    [
        {"format": 1, "unit": "u"},
        {"format": 1, "unit": "u", "checklist": "c", "score": 100},
        {"format": 1, "unit": "u", "checklist": "c", "unit.x": "y"},
        {"format": 1, "unit": "u", "checklist": "c", "answers.A-01.due": "tomorrow"},
    ],
    ids=["missing", "unknown", "no-table", "no-day"],
)
def test_rebuild_refuses_what_is_no_assessment(flat: dict[str, object]) -> None:
    with pytest.raises(Off):
        rebuild(flat)


@given(assessments)
def test_to_table_survives_the_writer_and_the_reader(said: Assessment) -> None:
    from decimal import Decimal

    import tomli
    import tomli_w

    text = tomli_w.dumps(to_table(said, (), ()), multiline_strings=True)

    assert parse(Assessment, tomli.loads(text, parse_float=Decimal)) == said


def test_to_table_follows_the_order_given() -> None:
    said = Assessment(
        format=1,
        unit="u",
        checklist="c",
        answers={name: Answer(note="x") for name in ("A-01", "A-02", "A-03")},
        figures={"a": "1", "b": "2"},
        evidence={"e-2": PIECE, "e-1": PIECE},
    )

    table = to_table(said, ("A-02", "A-01"), ("b", "a"))

    assert list(table["answers"]) == ["A-02", "A-01", "A-03"]
    assert list(table["figures"]) == ["b", "a"]
    assert list(table["evidence"]) == ["e-1", "e-2"]


@pytest.mark.parametrize(
    ("text", "written"),
    [("12", 12), ("0.05", "0.05"), ("10+", "10+"), ("2020-12-31", date(2020, 12, 31)), ("007", "007")],
)
def test_to_table_writes_a_figure_so_that_it_reads_back(text: str, written: object) -> None:
    said = Assessment(format=1, unit="u", checklist="c", figures={"x": text})

    assert to_table(said, (), ())["figures"]["x"] == written


@given(assessments, assessments)
def test_changes_lead_from_one_to_the_other(old: Assessment, new: Assessment) -> None:
    first, second = changes({}, flatten(old)), changes(flatten(old), flatten(new))

    assert replay(decode(chained(first, second))) == flatten(new)


def test_changes_are_sorted_by_path() -> None:
    assert changes({"b": "1", "c": "2"}, {"a": "1", "c": "3"}) == (
        Change("a", None, "1"),
        Change("b", "1", None),
        Change("c", "2", "3"),
    )


def test_replay_names_the_entry_that_contradicts_the_ones_before() -> None:
    data = chained((Change("unit", None, "甲"),), (Change("unit", "乙", "丙"),))

    with pytest.raises(IntegrityError, match=r"history\.jsonl:2: unit"):
        replay(decode(data))


def test_encode_ends_the_line_in_the_hash_of_all_before_it() -> None:
    line = entry(1, ROOT, (Change("unit", None, "白沙路"),), pins={"checklist": "c" * 64, "tool": "0"})

    assert line.endswith(b'"}\n')
    assert hash_of(line) == sha256(line[:-76]).hexdigest()
    assert line[:-76].endswith(b',"pins":{"checklist":"' + b"c" * 64 + b'","tool":"0"}')
    assert "白沙路".encode() in line


@given(who=lines, why=texts, path=texts)
def test_nothing_that_anybody_says_confuses_the_bytes(who: str, why: str, path: str) -> None:
    said = f'{why}","act":"x","item":,"pins":{{"checklist":"{"0" * 64}"\n,"before":null,"hash":"'
    line = entry(1, ROOT, (Change(path, None, said),), who=who + said, why=said, pins={"checklist": "a" * 64})

    chain = check_chain(line)

    assert chain.broken is None
    assert last_of(line, chain) == ("set", f"{0:064x}", f"{1:064x}")
    assert pinned_checklist(line) == "a" * 64
    assert decode(line)[0].why == said


def test_check_chain_tells_entries_head_and_the_last_line() -> None:
    chain = check_chain(FIVE)

    last = FIVE.rindex(b"\n", 0, -1) + 1
    assert chain == (5, hash_of(FIVE), last, len(FIVE), None)


def test_check_chain_of_nothing_is_empty() -> None:
    assert check_chain(b"") == (0, ROOT, 0, 0, None)


def lines_of(data: bytes) -> list[bytes]:
    return data.splitlines(keepends=True)


PLAIN = lines_of(FIVE)
OTHER = entry(3, hash_of(PLAIN[1]), (Change("unit", "2", "9"),))


@pytest.mark.parametrize(
    ("data", "line", "code"),
    [
        (FIVE[:-1], 5, "torn"),
        (FIVE[:-30], 5, "torn"),
        (FIVE.replace(b"\n", b"\r\n"), 1, "crlf"),
        (b"\xef\xbb\xbf" + FIVE, 1, "bom"),
        (FIVE.replace(b'"4","5"', b'"4","6"'), 5, "hash"),
        (b"".join(PLAIN[1:]), 1, "prev"),
        (b"".join(PLAIN[:2] + PLAIN[3:]), 3, "prev"),
        (b"".join([*PLAIN[:2], PLAIN[3], PLAIN[2], PLAIN[4]]), 3, "prev"),
        (b"".join([*PLAIN[:3], PLAIN[2], *PLAIN[3:]]), 4, "repeated"),
        (b"".join([*PLAIN[:3], OTHER]), 4, "fork"),
        (b"".join(PLAIN[:3]) + entry(9, hash_of(PLAIN[2])), 4, "seq"),
        (b"".join(PLAIN[:3]) + b"<<<<<<< HEAD\n" + PLAIN[3], 4, "conflict"),
        (b"".join(PLAIN[:3]) + b"\n" + PLAIN[3], 4, "not-a-line"),
        (b"".join(PLAIN[:3]) + b'{"v":2,"new":"shape"}\n', 4, "newer"),
        (b"".join(PLAIN[:3]) + PLAIN[3][100:] + PLAIN[4], 4, "not-a-line"),
    ],
    ids=[
        "line-feed-lost",
        "half-a-line",
        "windows",
        "mark",
        "edited",
        "first-deleted",
        "one-deleted",
        "swapped",
        "repeated",
        "merged",
        "skipped",
        "conflict",
        "empty-line",
        "newer",
        "cut-in-front",
    ],
)
def test_check_chain_names_the_first_break(data: bytes, line: int, code: str) -> None:
    assert check_chain(data).broken == (line, code)


class Counting(bytes):
    """Bytes that count how many of them are copied out."""

    copied = 0

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        self.copied += len(found) if isinstance(key, slice) else 1
        return found


@pytest.mark.parametrize("last", [b"", OTHER], ids=["sound", "merged"])
def test_check_chain_copies_every_byte_once(last: bytes) -> None:
    data = Counting(chained(*[(Change("unit", None, str(n)),) for n in range(50)]) + last)

    assert check_chain(data).entries == 50
    assert data.copied <= len(data)


def test_check_chain_finds_every_single_bit() -> None:
    for place in range(len(FIVE)):
        for bit in range(8):
            spoiled = bytearray(FIVE)
            spoiled[place] ^= 1 << bit
            assert check_chain(bytes(spoiled)).broken, (place, bit)


@settings(max_examples=200)
@given(st.binary(max_size=300), st.integers(0, len(FIVE)))
def test_check_chain_takes_no_bytes_amiss(noise: bytes, place: int) -> None:
    chain = check_chain(FIVE[:place] + noise + FIVE[place:])

    assert chain.entries <= 5
    assert chain.broken or not noise


def test_pinned_checklist_is_the_newest() -> None:
    first = entry(1, ROOT, pins={"checklist": "a" * 64, "tool": "0"})
    second = entry(2, hash_of(first), pins={"checklist": "b" * 64, "tool": "0"})
    third = entry(3, hash_of(second))

    assert pinned_checklist(first + second + third) == "b" * 64
    assert pinned_checklist(FIVE) is None


def test_decode_refuses_a_forged_line_with_a_true_hash() -> None:
    body = b'{"v":1,"seq":1,"prev":"' + ROOT.encode() + b'","at":"x","nonsense":1'
    line = body + b',"hash":"' + sha256(body).hexdigest().encode() + b'"}\n'

    assert check_chain(line).broken is None
    with pytest.raises(IntegrityError, match=r"history\.jsonl:1"):
        decode(line)


@pytest.mark.parametrize(
    ("day", "left"),
    [(date(2020, 11, 30), 0), (date(2020, 12, 1), 1), (date(2020, 12, 4), 3), (date(2021, 1, 1), 4)],
)
def test_until_goes_by_the_order_of_entries_where_a_clock_was_wrong(day: date, left: int) -> None:
    days = ["2020-12-01", "2020-12-09", "2020-12-04", "2020-12-31"]
    found = [one._replace(at=f"{at}T10:03:00+08:00") for one, at in zip(decode(FIVE), days, strict=False)]

    assert len(until(found, day)) == left
