# print: sep, end, file, flush.
import sys
print()
print(1, "a", None, [2])
print(1, 2, sep="-", end="!\n")
print(*range(3), sep="")
print("x", end="")
print("y", sep=None, end=None)
class File:
    def write(self, text): sys.stdout.write(f"<{text!r}>")
    def flush(self): sys.stdout.write("flush")
print(1, 2, file=File(), flush=True)
print()
for call in (dict(sep=1), dict(end=2), dict(other=3)):
    try:
        print("a", **call)
    except TypeError as error:
        print(error)
try:
    print(1, file=5)
except AttributeError as error:
    print(error)
