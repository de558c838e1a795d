#!/bin/sh
# Trees, positions and mistakes equal CPython's, for some files and broken copies of them.
# tests/syntax/compare_trees without arguments compares the whole standard library.
set -eu
cd "$(dirname "$0")/../.."
library=/usr/lib/python3.11
tests/syntax/compare_trees --mutants 3 "$library"/ast.py "$library"/dataclasses.py \
    "$library"/typing.py "$library"/asyncio/tasks.py "$library"/test/test_grammar.py \
    "$library"/test/test_fstring.py "$library"/test/test_patma.py "$library"/test/test_syntax.py
