# Sockets and scandir iterators that die open say so and are closed; each once.
import gc
import os
import warnings

import _socket


def tell(message, category, filename, line, file=None, text=None):
    text = str(message)
    print(category.__name__, text[:text.index(",")] if "fd" in text else text[:26])


warnings.simplefilter("always")
warnings.showwarning = tell
s = _socket.socket()
number = s.fileno()
del s
try:
    os.fstat(number)
except OSError as error:
    print(error)
s = _socket.socket()
s.close()
del s
s = _socket.socket()
os.close(s.detach())
del s


class Kept(_socket.socket):
    pass


kept = Kept()
kept.itself = kept
del kept
print(gc.collect() > 0)
entries = os.scandir("/")
next(entries)
del entries
entries = os.scandir("/")
list(entries)
del entries
