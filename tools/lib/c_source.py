"""Enough C to lint it: text without comments, literals and directives, and its functions.

All blanking keeps every newline and every column, so that an offset in the
blanked text is an offset in the file.
"""

import bisect
import re

_TOKENS = re.compile(
    r"""//(?:[^\n\\]|\\.|\\\n)*            # line comment
      | /\*.*?\*/                          # block comment
      | "(?:[^"\\\n]|\\.|\\\n)*"           # string
      | '(?:[^'\\\n]|\\.)*'                # character
    """, re.VERBOSE | re.DOTALL)
_DIRECTIVE = re.compile(r"^[ \t]*#(?:[^\n\\]|\\.|\\\n)*", re.MULTILINE | re.DOTALL)
_LINKAGE = re.compile(r'extern\s*"\s*"\s*\{')
_NOT_NEWLINE = re.compile(r"[^\n]")
_CONTROL = {"if", "for", "while", "switch", "return", "sizeof", "do", "else", "defined"}


class Function:
    """A function definition: its name, and the offsets of its start, brace and end."""

    def __init__(self, name, start, brace, end):
        self.name, self.start, self.brace, self.end = name, start, brace, end


def _blank(text):
    return _NOT_NEWLINE.sub(" ", text)


def _hollow(literal):
    """A string or character literal without what is between its quotes."""
    return literal[0] + _blank(literal[1:-1]) + literal[-1]


class Source:
    """One C file in three readings: as written, without comments, and code alone."""

    def __init__(self, text):
        self.text = text
        self._starts = [0] + [match.end() for match in re.finditer("\n", text)]
        self.strings = []                   # (offset, content) of each string literal
        self.uncommented = _TOKENS.sub(self._without_comment, text)
        code = _DIRECTIVE.sub(lambda match: _blank(match.group()), self.uncommented)
        code = _TOKENS.sub(lambda match: _hollow(match.group()), code)
        self.code = _LINKAGE.sub(lambda match: _blank(match.group()), code)

    def _without_comment(self, match):
        """A comment blanked; a literal as it is, and noted if it is a string."""
        found = match.group()
        if found[0] == "/":
            return _blank(found)
        if found[0] == '"':
            self.strings.append((match.start(), found[1:-1]))
        return found

    def line(self, offset):
        """The line number, from 1, of an offset."""
        return bisect.bisect_right(self._starts, offset)

    def lines(self):
        return self.text.split("\n")

    def blocks(self):
        """(start, brace, end) of each outermost braced block with the text that leads to it."""
        depth, start, brace = 0, 0, 0
        for match in re.finditer(r"[{};]", self.code):
            kind = match.group()
            if kind == "{":
                if depth == 0:
                    brace = match.start()
                depth += 1
            elif kind == "}":
                if depth == 1:
                    yield start, brace, match.start()
                    start = match.end()
                depth = max(0, depth - 1)
            elif depth == 0:
                start = match.end()

    def functions(self):
        """The function definitions at file level."""
        for start, brace, end in self.blocks():
            head = self.code[start:brace]
            stripped = head.strip()
            if not stripped or "=" in stripped or not stripped.endswith(")"):
                if not re.search(r"\)\s*\w*\s*$", stripped):
                    continue
            name = re.search(r"\b([A-Za-z_]\w*)\s*\(", _without_attributes(stripped))
            if name is None or name.group(1) in _CONTROL:
                continue
            first = start + len(head) - len(head.lstrip())
            yield Function(name.group(1), first, brace, end)

    def declarations(self):
        """(offset, text) of each file-level statement that ends in a semicolon."""
        depth, start = 0, 0
        for match in re.finditer(r"[{};]", self.code):
            kind = match.group()
            if kind == "{":
                depth += 1
            elif kind == "}":
                depth = max(0, depth - 1)
                if depth == 0 and not re.match(r"\s*[\w\s*,\[\]]*;", self.code[match.end():][:200]):
                    start = match.end()
            elif depth == 0:
                text = self.code[start:match.start()]
                stripped = text.lstrip()
                if stripped:
                    yield start + len(text) - len(stripped), stripped
                start = match.end()


def _without_attributes(head):
    """A declaration's head without the attribute macros that take arguments."""
    head = re.sub(r"__attribute__\s*\(\((?:[^()]|\([^()]*\))*\)\)", "", head)
    return re.sub(r"\b[A-Z][A-Z0-9_]+\s*\([^()]*\)\s*(?=\w)", "", head)


def declared_function(statement):
    """The name that a declaration or head declares as a function, or None."""
    statement = _without_attributes(statement).strip()
    if statement.startswith(("typedef", "struct {", "enum", "union", "_Static_assert")):
        return None
    found = re.match(r"[\w\s*]*?\b([A-Za-z_]\w*)\s*\(", statement)
    if found is None or found.group(1) in _CONTROL or found.group(1).isupper():
        return None
    if re.match(r"\s*\*", statement[found.end():]):     # a pointer to a function
        return None
    return found.group(1)
