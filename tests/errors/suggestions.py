# A name close to a known one is suggested where the error is printed.
import sys
def attempt(f):
    try:
        f()
    except Exception:
        sys.excepthook(*sys.exc_info())
class Point:
    def __init__(self): self.horizontal = 1
def names():
    counter = 1
    return countre
attempt(lambda: Point().horizontl)
attempt(names)
attempt(lambda: [].appendd(1))
attempt(lambda: pritn("x"))
attempt(lambda: Point().completely_other)
print("done")
