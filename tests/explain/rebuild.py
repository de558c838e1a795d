#!/usr/bin/python3.11
"""Runs programs explained, and compares at each line the state that the events give with
what a walk of the heap finds: names, values, slots, sizes and counts.

    tests/explain/rebuild.py [-b BINARY] PROGRAM...
"""

import json
import subprocess
import sys

from states import State


def differences(state, walk):
    names = state.names()
    for frame, there in walk["frames"].items():
        here = names.get(frame, {})
        for name in sorted(set(here) | set(there)):
            if here.get(name) != there.get(name):
                yield f"frame {frame} {name}: events {here.get(name)}, heap {there.get(name)}"
    for frame in set(names) - set(walk["frames"]):
        yield f"frame {frame} lives only in the events"
    reached = state.reached()
    for address, thing in walk["objects"].items():
        here = reached.get(address)
        if here is None:
            yield f"{thing['type']} {address} is not reached by events"
            continue
        slots = [[slot[0], slot[1], state.id_of(slot[3])] for slot in here["slots"]]
        there = thing["slots"]
        if any(slot[0] == "element" for slot in there):
            slots, there = sorted(slots), sorted(there)
        if slots != there:
            yield f"{thing['type']} {address}: events {slots}, heap {there}"
        for field in ("type", "size", "scalar", "count"):
            if here[field] != thing.get(field):
                yield (f"{thing['type']} {address} {field}: events {here[field]}, "
                       f"heap {thing.get(field)}")


def check(binary, program):
    run = subprocess.run([binary, "explain", "--walk", program], capture_output=True, encoding="utf-8",
                         timeout=120)
    if run.returncode < 0:
        return [f"{program}: ended by signal {-run.returncode}"]
    state, line, found, lines = State(), None, [], 0
    for text in filter(None, run.stdout.split("\n")):
        row = json.loads(text)
        if "walk" not in row:
            state.take(row)
            line = row["line"]
            continue
        lines += 1
        found += [f"{program}:{line}: {what}" for what in differences(state, row["walk"])]
        if len(found) > 5:
            break
    if lines == 0:
        found.append(f"{program}: no lines were told; {run.stderr[-200:]}")
    return found


def main():
    arguments, binary = sys.argv[1:], "build/nametag"
    if arguments[:1] == ["-b"]:
        binary, arguments = arguments[1], arguments[2:]
    failed = 0
    for program in arguments:
        found = check(binary, program)
        failed += bool(found)
        for what in found[:6]:
            print(what)
    print(f"{len(arguments) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
