# displayhook, excepthook, unraisablehook, breakpointhook and audit hooks.
import sys


class Text:
    """A file that keeps what is written to it."""

    def __init__(self):
        self.parts = []

    def write(self, text):
        self.parts.append(text)

    def flush(self):
        self.parts.append("<flush>")


def attempt(function, *arguments):
    try:
        print(repr(function(*arguments)))
    except BaseException as error:
        print(type(error).__name__, error)


import builtins
sys.displayhook(None)
print(hasattr(builtins, "_"))
sys.displayhook([1, 2])
print(builtins._)
out, sys.stdout = sys.stdout, None
try:
    sys.displayhook(3)
except RuntimeError as error:
    sys.stdout = out
    print(error)
sys.stdout = text = Text()
sys.displayhook("text")
sys.stdout = out
print(text.parts)

errors, sys.stderr = sys.stderr, Text()
try:
    raise ValueError("first")
except ValueError as error:
    sys.excepthook(type(error), error, error.__traceback__)
sys.excepthook(None, 3, None)


class Broken:
    def __del__(self):
        raise KeyError("in del")


Broken()
print("".join(sys.stderr.parts).replace(__file__, "FILE").split(" at 0x")[0])
sys.stderr = errors

seen = []
sys.unraisablehook = lambda given: seen.append((given.exc_type, str(given.exc_value),
                                                given.err_msg, type(given)))
Broken()
print(seen)
sys.unraisablehook = sys.__unraisablehook__
attempt(sys.unraisablehook, 3)

sys.breakpointhook = lambda *arguments, **keywords: (arguments, keywords)
print(breakpoint(1, b=2))
del sys.breakpointhook
attempt(breakpoint)
sys.breakpointhook = sys.__breakpointhook__

events = []


def hook(event, arguments):
    if event.startswith("mine"):
        events.append((event, arguments))
    if event == "mine.bad":
        raise RuntimeError("refused")


sys.addaudithook(hook)
sys.audit("mine.one", 1, 2)
attempt(sys.audit, "mine.bad")
attempt(sys.audit)
attempt(sys.audit, 3)
print(events)
