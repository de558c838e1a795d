# What ends a thread is shown by _excepthook: to sys.stderr, or to the file that the thread took.
import _thread
import sys


class Lines:
    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        self.text += "<flush>"


class Worker:
    name = "worker"

    def __init__(self, stderr=None):
        self._stderr = stderr


def raised(exception):
    try:
        raise exception
    except BaseException as caught:
        return type(caught), caught, caught.__traceback__


def shown(*fields):
    lines, kept = Lines(), sys.stderr
    sys.stderr = lines
    try:
        _thread._excepthook(_thread._ExceptHookArgs(fields))
    finally:
        sys.stderr = kept
    print(lines.text)


shown(*raised(ValueError("wrong")), Worker())
shown(*raised(SystemExit(3)), Worker())
shown(KeyError, None, None, Worker())
shown(KeyError, KeyError("x"), raised(KeyError())[2], Worker())
sys.stderr.flush()

own, kept = Lines(), sys.stderr
sys.stderr = None
_thread._excepthook(_thread._ExceptHookArgs((*raised(ValueError("own")), Worker(own))))
_thread._excepthook(_thread._ExceptHookArgs((*raised(ValueError("nobody")), Worker())))
_thread._excepthook(_thread._ExceptHookArgs((*raised(ValueError("nobody")), None)))
del sys.stderr
_thread._excepthook(_thread._ExceptHookArgs((*raised(ValueError("again")), Worker(own))))
sys.stderr = kept
print(own.text)

for wrong in [(1, 2, 3, 4), None]:
    try:
        _thread._excepthook(wrong)
    except TypeError as error:
        print(error)
for wrong in [(), (1, 2, 3), 4]:
    try:
        _thread._ExceptHookArgs(wrong)
    except TypeError as error:
        print(error)
print(_thread._ExceptHookArgs, _thread._ExceptHookArgs.__match_args__)
print(_thread._ExceptHookArgs((KeyError, None, None, 4)))

for kind in _thread.LockType, _thread.RLock, _thread._local:
    try:
        kind.attribute = 1
    except TypeError as error:
        print(error)
    print(bool(kind.__flags__ & 1 << 8), bool(kind.__flags__ & 1 << 9), bool(kind.__flags__ & 1 << 10))
