"""Reads Go cells as far as the grader must: not a parser, but a scanner that knows comments, strings and brackets."""

import re
from dataclasses import dataclass, field

# What must not be read as code.
OPAQUE = re.compile(r"//[^\n]*|/\*.*?\*/|`[^`]*`|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])+'", re.S)
KEYWORD = re.compile(r"^(func|import|type|var|const)\b", re.M)
MAIN = re.compile(r"^%(%|main\b).*$", re.M)
SPECIAL = re.compile(r"^[%!].*\n?", re.M)  # commands to the kernel
BESIDE = "//gdlab:student"  # a function of a locked cell that runs in the student's program


class CellError(ValueError):
    """A cell of the assignment that the grader cannot use. Its text names function and reason."""


@dataclass
class Function:
    name: str
    signature: str  # (x float64) float64
    beside: bool


@dataclass
class Cell:
    imports: list[str] = field(default_factory=list)  # whole declarations
    functions: list[tuple[Function, str]] = field(default_factory=list)  # with their source
    declarations: list[str] = field(default_factory=list)  # types, variables, constants, methods
    main: str = ""  # what stands behind %%


def masked(source: str) -> str:
    """The same text with comments and strings blanked, so that each position stays what it was."""
    return OPAQUE.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), source)


def read(source: str) -> Cell:
    """Takes a cell apart. Lines that are commands to the kernel are left out."""
    cell = Cell()
    mark = MAIN.search(masked(source))
    if mark:
        cell.main = SPECIAL.sub("", source[mark.end() :]).strip("\n")
        source = source[: mark.start()]
    source = SPECIAL.sub("", source)
    bare = masked(source)
    starts = [m.start() for m in KEYWORD.finditer(bare) if depth(bare[: m.start()]) == 0]
    begins = [with_comment(source, at) for at in starts]
    for start, begin, end in zip(starts, begins, [*begins, len(source)][1:], strict=True):
        text, code = source[begin:end].strip(), bare[start:end]
        if code.startswith("import"):
            cell.imports.append(source[start:end].strip())
            continue
        named = re.match(r"func\s+([^\W\d]\w*)\s*", code)
        if named:
            function = Function(named[1], signature(named[1], code[named.end() :]), BESIDE in source[begin:start])
            cell.functions.append((function, text))
        else:
            cell.declarations.append(text)
    return cell


def depth(bare: str) -> int:
    """How many brackets are open at the end."""
    return sum(bare.count(c) for c in "([{") - sum(bare.count(c) for c in ")]}")


def with_comment(source: str, at: int) -> int:
    """Where the comment lines directly above this position begin."""
    lines = source[:at].split("\n")[:-1]
    while lines and lines[-1].lstrip().startswith("//"):
        at -= len(lines.pop()) + 1
    return at


def signature(name: str, code: str) -> str:
    """The parameters and results at the beginning of `code`, up to the function's body."""
    if code.startswith("["):
        raise CellError(f"{name} has type parameters, and a check cannot call such a function; give it the types that are meant")
    level = 0
    for at, char in enumerate(code):
        if char in "([":
            level += 1
        elif char in ")]}":
            level -= 1
        elif char == "{":
            if level == 0 and not re.search(r"\b(interface|struct)\s*$", code[:at]):
                return " ".join(code[:at].split())
            level += 1
    raise CellError(f"{name} has no body")


def words(source: str) -> set[str]:
    """The identifiers of a piece of code."""
    return set(re.findall(r"[^\W\d]\w*", masked(source)))
