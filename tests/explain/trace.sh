#!/bin/sh
# Python Tutor's trace: its steps are those that CPython's own tracing tells of the program, with
# the same names and values, and each reference leads into the heap.
set -u
: "${NAMETAG:=build/nametag}" "${ORACLE:=/usr/bin/python3.11}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0
cat >"$folder/check.py" <<'END'
import contextlib
import io
import json
import sys

program, traced = sys.argv[1:]
trace = json.load(open(traced, encoding="utf-8"))
source = open(program, encoding="utf-8").read()
assert trace["code"] == source
GIVEN = {"__name__", "__doc__", "__package__", "__loader__", "__spec__", "__builtins__",
         "__file__", "__cached__", "__annotations__"}
PLAIN = (int, float, str, bool, type(None))
wanted, out = [], io.StringIO()


def value(thing):
    return thing if type(thing) in PLAIN else "object"


def names(space):
    return {name: value(thing) for name, thing in space.items()
            if name not in ("__module__", "__qualname__")}


def step(frame, event, argument):
    if frame.f_code.co_filename != program:
        return None
    inner, stack = frame, []
    while inner is not None and inner.f_code.co_filename == program:
        if inner.f_code.co_name != "<module>":
            stack.append((inner.f_code.co_name, names(inner.f_locals)))
        inner = inner.f_back
    if event == "return" and stack:
        stack[0][1]["__return__"] = value(argument)
    if frame.f_code.co_name != "<module>" or event in ("line", "exception"):
        space = {name: thing for name, thing in frame.f_globals.items() if name not in GIVEN}
        wanted.append([{"line": "step_line"}.get(event, event), frame.f_lineno,
                       frame.f_code.co_name, names(space), stack[::-1], out.getvalue()])
    return step


space = {"__name__": "__main__"}
code = compile(source, program, "exec")
with contextlib.redirect_stdout(out):
    sys.settrace(step)
    try:
        exec(code, space)
    except Exception:
        pass
    sys.settrace(None)


def shown(encoded, heap):
    if not isinstance(encoded, list):
        return encoded
    if encoded[0] == "SPECIAL_FLOAT":
        return float(encoded[1])
    kind, number = encoded
    assert kind == "REF" and str(number) in heap, encoded
    return "object"


def walk(part, heap):
    if isinstance(part, list) and part and part[0] == "REF":
        assert str(part[1]) in heap, part
    elif isinstance(part, list):
        for item in part:
            walk(item, heap)


found = []
for point in trace["trace"][:-1]:
    heap = point["heap"]
    walk(list(heap.values()), heap)
    stack = [(frame["func_name"], {name: shown(item, heap)
                                   for name, item in frame["encoded_locals"].items()})
             for frame in point["stack_to_render"]]
    for frame in point["stack_to_render"]:
        assert sorted(frame["ordered_varnames"]) == sorted(frame["encoded_locals"])
    assert sorted(point["ordered_globals"]) == sorted(point["globals"])
    found.append([point["event"], point["line"], point["func_name"],
                  {name: shown(item, heap) for name, item in point["globals"].items()},
                  stack, point["stdout"]])
assert trace["trace"][-1]["event"] == "return"
for number, (here, there) in enumerate(zip(found, wanted)):
    if here != there:
        sys.exit(f"step {number}:\n  {here}, not\n  {there}")
if len(found) != len(wanted):
    sys.exit(f"{len(found)} steps, not {len(wanted)}")
END
for program in tests/explain/trace/*.py examples/notes/1-*.py examples/notes/2-*.py; do
    case $program in *2-7*) continue ;; esac   # copy.deepcopy runs the library's code
    "$NAMETAG" trace --format=pythontutor "$program" >"$folder/trace" 2>/dev/null
    "$ORACLE" "$folder/check.py" "$program" "$folder/trace" || {
        failed=1
        echo "$program: the trace is wrong"
    }
done
"$NAMETAG" trace --steps 3 tests/explain/trace/calls.py | "$ORACLE" -c '
import json, sys
steps = json.load(sys.stdin)["trace"]
assert [step["event"] for step in steps[2:]] == ["call", "instruction_limit_reached"]
' || failed=1
"$NAMETAG" trace --format gif x.py 2>&1 | grep -q "not a value of this option: gif" || failed=1
"$NAMETAG" trace 2>&1 | grep -q "a program is needed" || failed=1
exit $failed
