# SPDX-License-Identifier: Apache-2.0
"""Mutations of a source file: each a small change that a test should notice, found in the syntax tree.

What Python or the type checker alone would notice is left out: annotations, assertions that narrow a type, options of a
struct such as `frozen`, blocks for the type checker.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import NamedTuple

TURNED = {
    "==": "!=",
    "!=": "==",
    "<": ">=",
    ">=": "<",
    ">": "<=",
    "<=": ">",
    "is": "is not",
    "is not": "is",
    "in": "not in",
    "not in": "in",
}
MOVED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
OPERATOR = re.compile(r"==|!=|<=|>=|<|>|\bis\s+not\b|\bnot\s+in\b|\bis\b|\bin\b")
ROWS_MIN = 3
"""A display of at least so many entries is a table, and each entry a row."""
UNTESTABLE_OPTIONS = {"frozen", "kw_only", "array_like", "omit_defaults", "strict", "slots"}


class Mutation(NamedTuple):
    """One change: the bytes from `start` to `end` of a file become `new`."""

    path: str
    line: int
    last_line: int
    kind: str
    start: int
    end: int
    new: str

    def applied(self, source: bytes) -> bytes:
        """The source with the change in it."""
        return source[: self.start] + self.new.encode() + source[self.end :]

    def lines(self, source: bytes) -> tuple[str, str]:
        """The line that it begins in, before and after."""
        before = source.decode().splitlines()[self.line - 1].strip()
        after = self.applied(source).decode().splitlines()
        return before, after[self.line - 1].strip() if self.line <= len(after) else ""


def mutations_of(path: str, source: bytes) -> list[Mutation]:
    """All mutations of a source file, in the order of their places."""
    return sorted({*_Finder(path, source).found()}, key=lambda one: (one.start, one.kind, one.new))


def is_python(source: bytes) -> bool:
    """Whether a mutated source can be compiled."""
    try:
        compile(source, "mutant", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


class _Finder:
    """Walks one syntax tree."""

    def __init__(self, path: str, source: bytes) -> None:
        self._path = path
        self._source = source
        self._starts = [0]
        for line in source.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def found(self) -> Iterator[Mutation]:
        yield from self._walk(ast.parse(self._source), in_function=False, in_branch=False)

    def _walk(self, node: ast.AST, in_function: bool, in_branch: bool) -> Iterator[Mutation]:
        if isinstance(node, ast.Assert | ast.JoinedStr) or _is_guard(node):
            return
        if not in_function and isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
            yield from self._rows(node.value)
        match node:
            case ast.Compare():
                yield from self._comparisons(node)
            case ast.BoolOp():
                yield from self._junctions(node)
            case ast.UnaryOp(op=ast.Not()):
                yield self._made("boolean", node, self._at(node), self._at(node.operand), "")
            case ast.Constant():
                yield from self._constant(node)
            case ast.stmt() if in_function and _may_go(node, in_branch):
                yield self._made("statement", node, self._at(node), self._end(node), "pass")
        for child in ast.iter_child_nodes(node):
            if child in _left_out(node):
                continue
            inside = in_function or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            yield from self._walk(child, inside, in_branch or isinstance(node, ast.If | ast.match_case))

    def _comparisons(self, node: ast.Compare) -> Iterator[Mutation]:
        for left, right in zip([node.left, *node.comparators], node.comparators, strict=False):
            gap_start = self._end(left)
            match = OPERATOR.search(self._source[gap_start : self._at(right)].decode())
            if match is None:
                continue
            start, end = gap_start + match.start(), gap_start + match.end()
            operator = " ".join(match[0].split())
            yield self._made("comparison", node, start, end, TURNED[operator])
            if operator in MOVED:
                yield self._made("boundary", node, start, end, MOVED[operator])

    def _junctions(self, node: ast.BoolOp) -> Iterator[Mutation]:
        word, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            gap_start = self._end(left)
            match = re.search(rf"\b{word}\b", self._source[gap_start : self._at(right)].decode())
            if match:
                yield self._made("boolean", node, gap_start + match.start(), gap_start + match.end(), other)

    def _constant(self, node: ast.Constant) -> Iterator[Mutation]:
        match node.value:
            case bool():
                yield self._made("boolean", node, self._at(node), self._end(node), str(not node.value))
            case int() | float():
                yield self._made("constant", node, self._at(node), self._end(node), repr(node.value + 1))

    def _rows(self, value: ast.expr) -> Iterator[Mutation]:
        for node in ast.walk(value):
            match node:
                case ast.Dict():
                    places = [
                        (self._at(key) if key else self._source.rindex(b"**", 0, self._at(each)), self._end(each), each)
                        for key, each in zip(node.keys, node.values, strict=True)
                    ]
                case ast.Set() | ast.List() | ast.Tuple():
                    places = [(self._at(each), self._end(each), each) for each in node.elts]
                case _:
                    continue
            if len(places) < ROWS_MIN:
                continue
            for place, (start, end, each) in enumerate(places):
                if place + 1 < len(places):
                    end = places[place + 1][0]
                else:
                    start = places[place - 1][1]
                yield self._made("row", each, start, end, "")

    def _made(self, kind: str, node: ast.AST, start: int, end: int, new: str) -> Mutation:
        line = next(number for number, first in enumerate(self._starts) if first > start)
        last = getattr(node, "end_lineno", None) or line
        return Mutation(self._path, line, max(line, last), kind, start, end, new)

    def _at(self, node: ast.AST) -> int:
        return self._starts[node.lineno - 1] + node.col_offset  # type: ignore[attr-defined, no-any-return]

    def _end(self, node: ast.AST) -> int:
        return self._starts[node.end_lineno - 1] + node.end_col_offset  # type: ignore[attr-defined, no-any-return]


def _is_guard(node: ast.AST) -> bool:
    """Whether it is for the type checker, or for starting the file as a program."""
    if not isinstance(node, ast.If):
        return False
    test = ast.unparse(node.test)
    return test == "TYPE_CHECKING" or test.startswith("__name__")


def _left_out(node: ast.AST) -> list[ast.AST]:
    """Children in which nothing is changed."""
    match node:
        case ast.ClassDef():
            return [one for one in node.keywords if one.arg in UNTESTABLE_OPTIONS] + node.decorator_list
        case ast.FunctionDef() | ast.AsyncFunctionDef():
            return [*node.decorator_list, *([node.returns] if node.returns else [])]
        case ast.arg(annotation=ast.expr() as annotation):
            return [annotation]
        case ast.AnnAssign():
            limits = any(isinstance(one, ast.Name) and one.id == "Meta" for one in ast.walk(node.annotation))
            return [] if limits else [node.annotation]
        case ast.Call():
            return [one for one in node.keywords if one.arg in UNTESTABLE_OPTIONS]
    return []


def _may_go(node: ast.stmt, in_branch: bool) -> bool:
    """Whether a statement can be dropped so that what is left still runs."""
    match node:
        case ast.Expr(value=ast.Constant()):
            return False  # a docstring
        case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Break() | ast.Continue():
            return True
        case ast.Assign():
            return any(isinstance(one, ast.Attribute | ast.Subscript) for one in node.targets)
        case ast.Return():
            return in_branch
    return False
