"""Every sentence that the program can say stands in both languages, with the same fields."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import NamedTuple

import pytest

from lawcheck import errors
from lawcheck.domain.walk_filter import WORDS as FILTERS
from lawcheck.domain.walk_keys import KEYS, STATUSES
from lawcheck.errors import FileError, LawcheckError, UsageError
from lawcheck.formats import wording
from lawcheck.i18n import Language, choose, tr, using
from lawcheck.words_zh import WORDS

PACKAGE = Path(__file__).parents[1] / "lawcheck"

CHINESE = r"\u3400-\u9fff"
FOREIGN = re.compile(r"[\u2018-\u201f\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")

# What a reader may look for in figures, TOML and document numbers, and what `doctor` draws.
SIGNS = set("余多以上约万亿年月日第号汉字")
SIGNS |= set("０１２３４５６７８９．＋～％－＝：，、；。＃＂＇？！\u3000")
SIGNS |= set("“”„‘’「」『』【】〔〕［］｛｝（）《》〈〉／")
DOCUMENT_NUMBER = re.compile(r"[\u3400-\u9fff]+〔\d{4}〕\d+号")
# Words that people type, in either language.
TYPED = {*KEYS, *STATUSES, *FILTERS}


def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "_checklists" not in path.parts and not path.stem.endswith("_zh")
    }


TREES = trees()


class Spoken(NamedTuple):
    """A sentence where it is said; `text` is None where it is no literal."""

    module: str
    line: int
    text: str | None
    node: ast.expr


def mouths() -> dict[str, dict[str, int]]:
    """Return by module what takes a sentence, with the place of that argument: `tr`, errors, `problem` …"""
    found: dict[str, dict[str, int]] = {}
    for module, tree in TREES.items():
        name = f"lawcheck/{module}".removesuffix(".py").replace("/", ".")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                arguments = [one.arg for one in (*node.args.posonlyargs, *node.args.args)]
                if "template" in arguments:
                    found.setdefault(name, {})[node.name] = arguments.index("template")
    classes = (one for one in vars(errors).values() if isinstance(one, type))
    raised = {one.__name__: 0 for one in classes if issubclass(one, LawcheckError)}
    return {**found, "lawcheck.i18n": {"tr": 0}, "lawcheck.errors": raised}


MOUTHS = mouths()


def heard(module: str, tree: ast.Module) -> dict[str, int]:
    """Return the names by which `module` knows what takes a sentence."""
    names = dict(MOUTHS.get(f"lawcheck/{module}".removesuffix(".py").replace("/", "."), {}))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module in MOUTHS:
            taking = MOUTHS[node.module]
            names |= {one.asname or one.name: taking[one.name] for one in node.names if one.name in taking}
    return names


def text_of(node: ast.expr) -> str | None:
    """Return the text of a literal, None where it is no text or no literal."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def calls() -> Iterator[Spoken]:
    for module, tree in TREES.items():
        names = heard(module, tree)
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            place = names.get(node.func.id)
            if place is not None and place < len(node.args):
                first = node.args[place]
                yield Spoken(module, node.lineno, text_of(first), first)


def tables() -> Iterator[Spoken]:
    """Yield the sentences of module-level tables from a code to a sentence: `…SENTENCES = {…}`."""
    for module, tree in TREES.items():
        for node in tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            value = getattr(node, "value", None)
            named = any(isinstance(one, ast.Name) and one.id.endswith("SENTENCES") for one in targets)
            if named and isinstance(value, ast.Dict):
                yield from (Spoken(module, one.lineno, text_of(one), one) for one in value.values)


SAID = [*calls(), *tables()]
SPOKEN = {one.text: one for one in SAID if one.text is not None}


def fields(sentence: str) -> set[tuple[str, str, str]]:
    """Return the fields of a sentence with how they are shown."""
    return {
        (name, form or "", conversion or "")
        for _, name, form, conversion in Formatter().parse(sentence)
        if name is not None
    }


def test_every_sentence_has_its_chinese() -> None:
    missing = [f"{one.module}:{one.line}: {text}" for text, one in SPOKEN.items() if text not in WORDS]

    assert missing == []


def test_no_chinese_is_left_over() -> None:
    assert [sentence for sentence in WORDS if sentence not in SPOKEN] == []


def test_both_sides_have_the_same_fields() -> None:
    unlike = [english for english, chinese in WORDS.items() if fields(english) != fields(chinese)]

    assert unlike == []


def test_fields_have_names() -> None:
    assert [one for one in WORDS if any(not name.isidentifier() for name, _, _ in fields(one))] == []


def test_every_sentence_is_a_literal() -> None:
    """What is passed on instead is a sentence that was collected where it was first said."""
    others = {
        f"{one.module}:{one.line}: {ast.unparse(one.node)}"
        for one in SAID
        if one.text is None and not re.search(r"(\b|_)(template|SENTENCES)\b", ast.unparse(one.node))
    }

    assert others == set()


def test_nothing_is_told_past_the_words() -> None:
    """What goes straight to a reader holds no English of its own; `tr` has said it before."""
    told = {"emit", "say", "complain", "tell", "ask"}
    bare = [
        f"{module}:{node.lineno}: {ast.unparse(one)}"
        for module, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in told
        for argument in node.args
        for one in (argument.values if isinstance(argument, ast.JoinedStr) else [argument])
        if re.search(r"[A-Za-z]{2}", (text_of(one) or "").replace("lawcheck", ""))
    ]

    assert bare == []


def texts(tree: ast.Module) -> Iterator[str]:
    """Yield the texts of a module's literals that are no docstrings."""
    documents = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        text = text_of(node) if isinstance(node, ast.expr) else None
        if text is not None and id(node) not in documents:
            yield text


@pytest.mark.parametrize("module", TREES)
def test_chinese_stands_nowhere_else(module: str) -> None:
    strangers = [
        text
        for text in texts(TREES[module])
        if text not in TYPED and set(FOREIGN.findall(DOCUMENT_NUMBER.sub("", text))) - SIGNS
    ]

    assert strangers == []


def test_chinese_has_chinese_punctuation() -> None:
    touching = re.compile(rf"[{CHINESE}][,:;!?()'\"]|[,:;!?()'\"][{CHINESE}]|[{CHINESE}]\.(?!\w)")

    assert [chinese for chinese in WORDS.values() if touching.search(chinese)] == []


def test_chinese_quotes_and_brackets_are_paired() -> None:
    unpaired = [
        chinese
        for chinese in WORDS.values()
        if any(chinese.count(left) != chinese.count(right) for left, right in ("“”", "（）", "《》"))
    ]

    assert unpaired == []


def test_should_is_never_said_as_a_duty() -> None:
    """应当 is a duty in statutes; the plan only asks."""
    assert [chinese for chinese in WORDS.values() if "应当" in chinese] == []


def test_what_is_chinese_holds_chinese() -> None:
    """Only signs and fields may be the same in both languages."""
    plain = [english for english, chinese in WORDS.items() if english == chinese]

    assert [one for one in plain if re.search(r"[A-Za-z]", re.sub(r"\{[^{}]*\}", "", one))] == []


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "there is no item X-99; did you mean A-99?"), ("zh", "没有 X-99 这一项；是不是 A-99？")],
)
def test_an_error_is_said_in_the_chosen_language(language: Language, said: str) -> None:
    error = UsageError("there is no item {id}; did you mean {near}?", id="X-99", near="A-99")

    with using(language):
        assert wording.error(error) == said


def test_an_error_is_english_below() -> None:
    with using("zh"):
        assert (
            str(UsageError("the file is empty; restore it from a copy"))
            == "the file is empty; restore it from a copy"
        )


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "a.toml: the file is empty; restore it from a copy"), ("zh", "a.toml：文件是空的；请用备份恢复")],
)
def test_an_error_inside_an_error_is_said_in_the_same_language(language: Language, said: str) -> None:
    error = FileError(
        "{place}: {problem}", place="a.toml", problem=UsageError("the file is empty; restore it from a copy")
    )

    with using(language):
        assert wording.error(error) == said


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("claimed", "自评"),
        ("supported", "已佐证"),
        ("reviewed", "复核"),
        ("statutory", "法定"),
        ("party or joint rule", "党内法规·两办规定"),
        ("asked by the plan", "要点要求"),
        ("encouraged", "鼓励探索"),
        ("done", "已完成"),
        ("in progress", "推进中"),
        ("not done", "未完成"),
        ("not applicable", "不适用"),
        ("not answered", "未作答"),
        ("Gate", "底线核查"),
    ],
)
def test_the_words_of_the_trade(sentence: str, said: str) -> None:
    with using("zh"):
        assert tr(sentence) == said
    with using("en"):
        assert tr(sentence) == sentence


def test_every_sentence_can_be_filled() -> None:
    class Anything:
        def __format__(self, form: str) -> str:
            return format(7, form) if form else "7"

    for english in WORDS:
        filling = {name: Anything() for name, _, _ in fields(english)}
        for language in ("en", "zh"):
            with using(language):
                assert tr(english, **filling)


@pytest.mark.parametrize(
    ("asked", "environment", "chosen"),
    [
        ("en", {"LAWCHECK_LANG": "zh"}, "en"),
        (None, {"LAWCHECK_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "en_GB.UTF-8", "LANG": "zh_CN.UTF-8"}, "en"),
        (None, {"LC_ALL": "C", "LANG": "en_US.UTF-8"}, "en"),
        (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
    ],
)
def test_the_language_is_what_was_asked_then_the_environment(
    asked: str | None, environment: dict[str, str], chosen: str
) -> None:
    assert choose(asked, environment) == chosen
