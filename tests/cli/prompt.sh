#!/bin/sh
# The prompt on a terminal: editing, history, completion, blocks, signals, the end.
exec "$ORACLE" tests/cli/support/prompt.py
