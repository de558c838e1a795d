# tb_frame, tb_lineno, tb_next, and frames that lead back.
import sys
def inner():
    raise ValueError("v")
def outer():
    inner()
try:
    outer()
except ValueError as error:
    tb = error.__traceback__
    while tb:
        print(tb.tb_lineno, tb.tb_frame.f_code.co_name, tb.tb_frame.f_lineno)
        last, tb = tb, tb.tb_next
    frame = last.tb_frame
    while frame:
        print(frame.f_code.co_name, frame.f_locals is frame.f_globals, "error" in frame.f_locals)
        frame = frame.f_back
def where():
    f = sys._getframe()
    g = sys._getframe(1)
    return f.f_code.co_name, g.f_code.co_name, f.f_back is g, sorted(f.f_locals)
def caller(): return where()
print(caller())
try:
    sys._getframe(1000)
except ValueError as error:
    print(error)
try:
    raise KeyError("a").with_traceback(last)
except KeyError as error:
    count, tb = 0, error.__traceback__
    while tb: count, tb = count + 1, tb.tb_next
    print(count)
