# fork_exec(): children that run, that can't, and arguments that are refused.
import os

import _posixsubprocess

NAMES = ("argv paths closes kept folder env p2cread p2cwrite c2pread c2pwrite errread errwrite "
         "piperead pipewrite restore setsid pgid gid groups uid umask preexec vfork").split()
r, w = os.pipe()
os.set_blocking(r, False)
other = os.dup(r)
GOOD = dict(zip(NAMES, [[b"/bin/true"], [b"/bin/true"], True, (w,), None, None, -1, -1, -1, -1,
                        -1, -1, other, w, False, False, -1, None, None, None, -1, None, True]))


def told():
    try:
        return os.read(r, 100)
    except BlockingIOError:
        return b""


def run(*arguments):
    try:
        process = _posixsubprocess.fork_exec(*arguments)
        print("ended", os.waitpid(process, 0)[1], told())
    except Exception as error:
        print(type(error).__name__, error)


def vary(name, *values):
    for value in values:
        print(name, "function" if callable(value) else repr(value), end=" ")
        run(*{**GOOD, name: value}.values())


run()
run(*GOOD.values())
vary("argv", 5, ["a"], (), "abc", [5], [b"x\0"])
vary("paths", 5, [5], ["a"], [b"a\0"], [b"/nonexistent"], [b"/etc/passwd"],
     [b"/nonexistent", b"/etc/passwd", b"/x"], [b"/nonexistent", b"/bin/true"])
vary("closes", "a", False, 0)
vary("kept", 5, (5,), (5, 4), (-1,), ("a",), [w], (w, 2**40))
vary("folder", 5, "/nonexistent", b"/etc")
vary("env", 5, [5], [b"A=1"], [])
vary("p2cread", "a", 99)
vary("pipewrite", 0, 2)
vary("restore", "a", 1)
vary("setsid", "x", 1)
vary("pgid", "a", 99999, 0)
vary("gid", "a", -5)
vary("groups", "a", (1,), 5, [1.5], [-7])
vary("uid", "a", 2**40)
vary("umask", "a", 5)
vary("preexec", 5, lambda: print("in the child", flush=True), lambda: 1 / 0)
vary("vfork", False)

source, sink = os.pipe()
run(*{**GOOD, "argv": ["sh", "-c", "echo out; echo err >&2; pwd; echo $A"], "folder": "/usr",
      "paths": [b"/bin/sh"], "c2pwrite": sink, "errwrite": sink, "env": [b"A=B C"]}.values())
print(os.read(source, 100))
