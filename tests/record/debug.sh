#!/bin/sh
# The debugger in a terminal: its commands, forward and backward, its completion, Ctrl-C.
exec /usr/bin/python3.11 "$(dirname "$0")/debug"
