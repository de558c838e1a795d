# What a program leaves behind is seen at its end as when the whole machine is taken down.
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 1
failed=0

# same TEXT: the program ends in the same way when the end is checked, and leaves the same file.
same() {
    rm -f left
    "$NAMETAG" -c "$1" >short 2>&1
    echo "status $?" >>short
    cat left >>short 2>/dev/null
    rm -f left
    "$NAMETAG" -X verify -c "$1" >whole 2>&1
    echo "status $?" >>whole
    cat left >>whole 2>/dev/null
    cmp -s short whole || { echo "differs: $1"; diff short whole; failed=1; }
    [ "$2" = quiet ] || [ "$(wc -l <short)" -gt 1 ] || { echo "says nothing: $1"; failed=1; }
}

same 'pass' quiet
same 'x = list(range(10)); y = [x, open]; y.append(y)' quiet
same 'import sys; sys.exit(3)' quiet
same 'class A:
    def __del__(self, write=print): write("died")
a = A()'
same 'import os
class A:
    def __del__(self): os.write(1, b"died\n")
a = A(); a.own = a; b = [a]'
same 'class A:
    __slots__ = ()
    def __del__(self, write=print): write("died")
a = A()'
same 'class A: pass
def late(self, write=print): write("late")
a = A(); A.__del__ = late'
same 'import os
class A:
    def __del__(self): os.write(1, b"died\n")
os.own = A()'
same 'import os, sys
class A:
    def __del__(self): os.write(1, b"died\n")
sys.modules["other"] = A()'
same 'import weakref, os
class A: pass
a = A(); r = weakref.ref(a, lambda r: os.write(1, b"gone\n"))' quiet
same 'import weakref
class A: pass
a = A(); weakref.finalize(a, print, "finalised")'
same 'import os
def steps():
    try: yield
    finally: os.write(1, b"closed\n")
g = steps(); next(g)'
same 'async def task(): pass
t = task()' quiet
same 'f = open("left", "w"); f.write("kept\n")'
same 'f = open("left", "wb"); f.write(b"kept\n"); g = [f]; g.append(g)'
same 'import io
class Own(io.StringIO):
    def close(self, write=print): write("closed"); super().close()
f = Own()' quiet
same 'import io, os
f = io.BytesIO(); f2 = io.StringIO("x"); print(f2.read())'
same 'import sys; sys.stdout.close = lambda write=sys.stderr.write: write("closing\n")'
same 'import sys; sys.stdout = open("left", "w"); print("kept")'
same 'import sys; sys.stdout.write("no newline")' quiet
same 'import sys; print("out"); print("err", file=sys.stderr)'
same 'import gc, os; gc.callbacks.append(lambda phase, info: phase == "start" and os.write(1, b"gc\n"))'
same 'import gc; gc.set_debug(gc.DEBUG_STATS)' quiet
same 'import atexit; atexit.register(print, "at exit")'
same 'import threading; threading.Thread(target=print, args=("thread",)).start()'
same 'import sys; sys.addaudithook(lambda name, args: None); print(1)'
same 'raise ValueError("raised")'
same 'import sys
class A:
    def __del__(self, write=sys.stdout.write): write("died\n")
class B(A): pass
def f():
    local = B()
    raise ValueError(local)
f()'
same 'import os
class Sub(list):
    def __del__(self): os.write(1, b"died\n")
import collections
d = collections.deque([Sub()])'
exit $failed
