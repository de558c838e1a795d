"""Program tests: what is one, how it runs, and what it is compared with.

A program `x.py` is compared with `x.out` (standard output), `x.err` (standard
error, else empty) and `x.status` (else 0); or its output with the comments
`# expect: TEXT` in it, in order. `x.in` is its standard input. Comments at the
head of the file may say:

    # ids: normalised      addresses and long numbers are renamed in order of appearance
    # args: ONE TWO        arguments of the program
    # timeout: SECONDS     when the usual limit is too short
    # modes: plain stack   the only modes in which it makes sense
"""

import difflib
import os
import re
import subprocess

from project import ROOT, environment

TIMEOUT = 60
_HEADER = re.compile(r"#\s*(ids|args|timeout|modes):\s*(.*?)\s*$")
_EXPECT = re.compile(r"#\s?expect:(?: (.*))?$")
_ID = re.compile(r"0x[0-9a-fA-F]{5,16}\b|(?<![\w.])\d{7,20}(?![\w.])")


class Result:
    """What a run gave."""

    def __init__(self, out, err, status):
        self.out, self.err, self.status = out, err, status


class Program:
    """A program test, by the path of its .py file from the root."""

    def __init__(self, path):
        self.path = path
        self.base = path[:-len(".py")]
        self.text = self.beside("py") or ""
        self.header = {}
        for line in self.text.splitlines():
            if line and not line.startswith("#"):
                break
            found = _HEADER.match(line)
            if found:
                self.header[found.group(1)] = found.group(2)
        self.inline = [found.group(1) or "" for line in self.text.splitlines()
                       if (found := _EXPECT.search(line))]

    def beside(self, ending):
        """The text of the file of that ending with the program's name, or None."""
        try:
            path = os.path.join(ROOT, f"{self.base}.{ending}")
            with open(path, encoding="utf-8", newline="") as file:
                return file.read()
        except FileNotFoundError:
            return None

    def runs_in(self, mode):
        return mode in self.header.get("modes", mode).split()

    def expected(self):
        """The expected Result, or None when the program states nothing."""
        out, err = self.beside("out"), self.beside("err")
        if out is None and self.inline:
            out = "".join(line + "\n" for line in self.inline)
        if out is None and err is None:
            return None
        if not (out or err):
            return None
        return Result(out or "", err or "", self.expected_status())

    def expected_status(self):
        return int(self.beside("status") or 0)

    def run(self, command, patience=1):
        """Runs it by a command (a list) and gives the Result, normalised if it asks for it.

        `patience` times the usual limit is waited for its end.
        """
        arguments = self.header.get("args", "").split()
        limit = float(self.header.get("timeout", TIMEOUT)) * patience
        given = self.beside("in")
        try:
            done = subprocess.run([*command, self.path, *arguments], cwd=ROOT, timeout=limit,
                                  env=environment(), capture_output=True,
                                  input=(given or "").encode())
        except subprocess.TimeoutExpired as late:
            return Result(_text(late.stdout), _text(late.stderr), f"no end after {limit:g} s")
        except OSError as error:
            return Result("", str(error) + "\n", "not started")
        result = Result(_text(done.stdout), _text(done.stderr), done.returncode)
        # CPython shows the program's file by its full path.
        for stream in ("out", "err"):
            setattr(result, stream, getattr(result, stream).replace(ROOT + os.sep, ""))
        if self.header.get("ids") == "normalised":
            result.out, result.err = normalised(result.out), normalised(result.err)
        return result


def _text(data):
    return (data or b"").decode("utf-8", "backslashreplace")


def normalised(text):
    """The text with each address or long number as id1, id2, ... in order of appearance."""
    names = {}

    def name(match):
        return names.setdefault(int(match.group(), 0), f"id{len(names) + 1}")

    return _ID.sub(name, text)


def difference(expected, found, lines=12):
    """A short account of how two Results differ; empty when they do not."""
    parts = []
    streams = ("output", expected.out, found.out), ("errors", expected.err, found.err)
    for label, one, two in streams:
        if one != two:
            rows = list(difflib.unified_diff(one.splitlines(), two.splitlines(), "", "",
                                             n=1, lineterm=""))[2:]
            rows = rows or ["(they differ in how lines end)"]
            more = [f"... {len(rows) - lines} more lines"] if len(rows) > lines else []
            parts += [f"{label}: - expected, + found"] + rows[:lines] + more
    if expected.status != found.status:
        parts.append(f"status: expected {expected.status}, found {found.status}")
    return "\n".join("    " + line[:160] for line in parts)


FOLDERS = ("tests", "examples")
_NOT_PROGRAMS = re.compile(
    r"(^|/)(support|unit|tools|tidy|differences|fuzz|notes_data|page|conformance)/")


def find_programs(root=ROOT):
    """Paths of all program tests: every .py under tests/ and examples/ that is not support."""
    found = []
    for folder in FOLDERS:
        for where, _, names in os.walk(os.path.join(root, folder)):
            for name in names:
                path = os.path.relpath(os.path.join(where, name), root)
                below = path.partition("/")[2]
                if name.endswith(".py") and not (folder == "tests" and _NOT_PROGRAMS.search(below)):
                    found.append(path)
    return sorted(found)
