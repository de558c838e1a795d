# What memoryviews hold, and what is left when they are released; hostile values and keys.
import gc
import sys
import weakref


def attempt(function, *arguments, **keywords):
    try:
        print("   ", ascii(function(*arguments, **keywords))[:120].split(" at 0x")[0])
    except Exception as error:
        print(f"    {type(error).__name__}: {error}")


def set_item(view, key, value):
    view[key] = value


data = bytearray(b"hello")
view = memoryview(data)
part = view[1:]
other = memoryview(part)
print(sys.getrefcount(data), [type(held) for held in gc.get_referents(view)],
      gc.get_referents(view)[0] is gc.get_referents(part)[0])
attempt(data.append, 1)
view.release()
attempt(data.append, 1)
for function in (lambda: view.obj, lambda: view[0], lambda: len(view), view.tobytes, view.tolist,
                 lambda: hash(view), lambda: view == view, lambda: view == part, view.cast,
                 lambda: part == view, lambda: view == 3, view.release, lambda: repr(view),
                 lambda: memoryview(view), lambda: view.cast("B")):
    attempt(function)
part.release()
attempt(data.append, 1)
other.release()
attempt(data.append, 1)
print(data, sys.getrefcount(data))

with memoryview(data) as view:
    attempt(view.__enter__)
attempt(view.__enter__)
attempt(view.__exit__, 1, 2, 3)
view = memoryview(data)
iterator = iter(view)
print(next(iterator), sys.getsizeof(iterator))
view.release()
attempt(next, iterator)
view = memoryview(data)
iterator = iter(view)
print(list(iterator))
attempt(next, iterator)
gone = weakref.ref(view)
del view, iterator
print(gone())


class Releases:
    def __index__(self):
        view.release()
        return 1


for function in (lambda: view[Releases()], lambda: set_item(view, 0, Releases()),
                 lambda: set_item(view, Releases(), 1), lambda: view[Releases():],
                 lambda: set_item(view, slice(Releases(), None), b"llo\1\1")):
    view = memoryview(data)
    attempt(function)
print(data)

attempt(type, "Sub", (memoryview,), {})
attempt(memoryview(b"").__reduce_ex__, 2)
data = bytearray(10)
view = memoryview(data)
view[2:5] = b"abc"
view[5:8] = view[2:5]
view[0:4] = view[2:6]
print(data)
view[::3] = b"wxyz"
print(data)
for value in b"a", "ab", memoryview(b"abcd").cast("h"), view.cast("B", [2, 5]), 3:
    attempt(set_item, view, slice(1, 3), value)
