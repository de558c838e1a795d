#!/bin/sh
# Recordings that were cut, changed, stopped or not finished give a clear message, and never
# another run than the one that was.
exec /usr/bin/python3.11 "$(dirname "$0")/faults"
