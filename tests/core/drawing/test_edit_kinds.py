"""Every kind of edit that the package makes is in the one list, and so has its words and its sentence in the record."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Optional

import pytest

from village_planner.core.drawing import edit_kinds as kinds
from village_planner.core.review.record import DRAWING, PLAN, _title, title_of

PACKAGE = Path(kinds.__file__).resolve().parents[2]
NOT_KEPT = {"", "change"}  # differences that are only looked at


@cache
def modules() -> dict[str, ast.Module]:
    """Those that may make an edit or hand one on: their text names an edit, or one of the kinds."""
    sources = {str(path): path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py")}
    names = re.compile(r"\b(Edit|edits|edit_kinds|apply_edit|commit|assign|session\.replace|stroke)\b")
    return {path: ast.parse(text) for path, text in sources.items() if names.search(text)}


@cache
def constants(path: str) -> dict[str, ast.expr]:
    """Names of a module that stand for one expression."""
    return {
        target.id: node.value
        for node in modules()[path].body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }


@dataclass(frozen=True)
class Function:
    """A function, or what stands outside all (no node), with the calls in it: name called, call."""

    path: str
    node: Optional[ast.FunctionDef]
    calls: tuple[tuple[str, ast.Call], ...]

    @property
    def parameters(self) -> list[str]:
        return [] if self.node is None else [argument.arg for argument in self.node.args.args]


@cache
def functions() -> list[Function]:
    return [
        Function(path, node, tuple(_calls(node or tree)))
        for path, tree in modules().items()
        for node in (None, *(node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)))
    ]


def _calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for call in ast.walk(tree):
        if isinstance(call, ast.Call):
            function = call.func
            if isinstance(function, ast.Name):
                yield function.id, call
            elif isinstance(function, ast.Attribute):
                of = function.value.id if isinstance(function.value, ast.Name) else ""
                reads = of in ("database", "db", "self") and function.attr == "edit"  # the history's `edit(id)`
                if not reads:
                    yield function.attr, call


def makers() -> dict[str, tuple[int, str]]:
    """Functions that make an edit -> place and name of the argument that says what kind; found by following it."""
    found = {"Edit": (0, "what"), "difference": (2, "what")}
    while True:
        more = {}
        for function in functions():
            if function.node is not None and function.node.name not in found:
                names = function.parameters
                for given in kinds_given(function, found):
                    if isinstance(given, ast.Name) and given.id in names:
                        more[function.node.name] = (names.index(given.id) - (names[0] == "self"), given.id)
        if not more:
            return found
        found.update(more)


def kinds_given(function: Function, known: dict[str, tuple[int, str]]) -> Iterator[ast.expr]:
    for name, call in function.calls:
        if name in known:
            place, keyword = known[name]
            named = [one.value for one in call.keywords if one.arg == keyword]
            yield from named or call.args[place : place + 1]


def texts(expression: ast.expr, path: str) -> Optional[set[str]]:
    """What an expression may be; None where that cannot be seen from here."""
    if isinstance(expression, ast.Constant):
        return {expression.value} if isinstance(expression.value, str) else set()
    if isinstance(expression, ast.IfExp):
        parts = [texts(one, path) for one in (expression.body, expression.orelse)]
        return None if None in parts else set().union(*parts)
    if isinstance(expression, ast.Subscript) and isinstance(expression.value, ast.Name):
        table = constants(path).get(expression.value.id)
        if isinstance(table, ast.Dict):
            parts = [texts(one, path) for one in table.values]
            return None if None in parts else set().union(*parts)
    if isinstance(expression, ast.Name) and expression.id in constants(path):
        return texts(constants(path)[expression.id], path)
    name = expression.id if isinstance(expression, ast.Name) else getattr(expression, "attr", "")
    value = getattr(kinds, name, None)
    return {value} if isinstance(value, str) else None


def made() -> tuple[set[str], list[str]]:
    """Kinds that the package makes, and places where the kind is an expression that cannot be followed."""
    found: set[str] = set()
    lost = []
    known = makers()
    for function in functions():
        for given in kinds_given(function, known):
            values = texts(given, function.path)
            if values is not None:
                found |= values
            elif function.node is None or (isinstance(given, ast.Name) and given.id in function.parameters):
                pass  # seen inside its function, or followed to where that is called
            elif isinstance(given, ast.Attribute) and given.attr == "what":
                pass  # of an edit that is there already
            elif ast.unparse(given) != "content.get('what', '')":  # read back
                lost.append(f"{Path(function.path).name}:{given.lineno} {ast.unparse(given)}")
        if function.node is not None and function.node.name in known:  # what the kind is where none is given
            defaults = function.node.args.defaults
            for name, default in zip(function.parameters[len(function.parameters) - len(defaults) :], defaults):
                if name == known[function.node.name][1]:
                    found |= texts(default, function.path) or set()
    return found, lost


def test_every_kind_that_is_made_has_words() -> None:
    found, lost = made()
    assert not lost
    assert {kinds.PAINT, kinds.FILL, kinds.SWAP_UNITS, kinds.PUSH_BOUNDARY, kinds.IMPORT_ASSIGNMENT} <= found
    assert found - NOT_KEPT == set(kinds.edit_kinds())


def test_every_kind_has_a_sentence_and_no_name_is_shown_raw() -> None:
    assert set(kinds.edit_kinds()) >= kinds.BY_HAND | kinds.COMPUTED
    for name, words in kinds.edit_kinds().items():
        assert _title(name)[1] == (PLAN if name == kinds.BRANCH_PLAN else DRAWING)
        assert title_of(name) == words.told
        assert str(title_of(f"undo {name}")) == f"Undone: {words.told}"
    assert len({str(words.told) for words in kinds.edit_kinds().values()}) == len(kinds.edit_kinds())


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ('A if x else "b"', {"paint", "b"}),
        ("WORDS[key]", {"paint", "c"}),
        ("edit_kinds.FILL", {"fill"}),
        ("f(x)", None),
    ],
)
def test_the_search_finds_what_it_is_for(code: str, expected: Optional[set[str]], monkeypatch: pytest.MonkeyPatch):
    tree = ast.parse('A = "paint"\nWORDS = {1: A, 2: "c"}')
    monkeypatch.setitem(modules(), "made up", tree)
    assert texts(ast.parse(code, mode="eval").body, "made up") == expected
