# An exception in a finaliser is reported and goes no further.
import sys
def hook(unraisable):
    print("unraisable:", type(unraisable.exc_value).__name__, unraisable.exc_value, unraisable.err_msg, unraisable.object.__qualname__)
sys.unraisablehook = hook
class C:
    def __del__(self): raise ValueError("from del")
C()
print("goes on")
c = C()
c = 1
print(c)
