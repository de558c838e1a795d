# Memoryviews of every shape: their properties, indexing and assigning with every kind of key.
import sys


def attempt(function, *arguments, **keywords):
    try:
        print("   ", ascii(function(*arguments, **keywords))[:120].split(" at 0x")[0])
    except Exception as error:
        print(f"    {type(error).__name__}: {error}")


def show(function):
    value = function()
    return (value.shape, value.strides, value.tobytes()) if type(value) is memoryview else value


def set_item(view, key, value):
    view[key] = value


def delete_item(view, key):
    del view[key]


whole = memoryview(bytearray(range(24)))
views = [whole, whole.cast("B", [2, 12]), whole.cast("B", [2, 3, 4]), whole.cast("q", [3]),
         memoryview(b"abcdefgh").cast("Q").cast("B").cast("q", [1]), memoryview(b"a").cast("B", []),
         whole[::2], whole[::-1], whole[5:2], whole[10:3:-2], whole.cast("B", [4, 6])[1:3],
         whole.cast("h")[::3], whole[0:0].cast("i"), memoryview(whole), whole.toreadonly(),
         whole[:0:2]]
keys = [0, 1, -1, 100, -100, (), (0,), (0, 1), (1, 2, 3), (0, 1, 2, 3), (-1, -1), (9, 9), ...,
        slice(None), slice(1, 3), (slice(1), slice(1)), (slice(1), 1), "a", 1.5, None, 2**70,
        slice("a")]
for view in views:
    print(sys.getsizeof(view), view.shape, view.strides, view.ndim, view.format, view.itemsize,
          view.nbytes, view.readonly, view.c_contiguous, view.f_contiguous, view.contiguous,
          view.suboffsets, len(view), view.tolist(), view.hex(), view.hex(":", 3), type(view.obj))
    print(view.tobytes(), view.tobytes("F"), view.tobytes("A"), view.tobytes(None))
    for key in keys:
        attempt(show, lambda: view[key])
        attempt(delete_item, view, key)
        for value in 1, "a", bytes(view.nbytes):
            attempt(set_item, view, key, value)
    for function in (list, bytes, bytearray, bool, iter, lambda x: x == x, lambda x: x != whole,
                     lambda x: x == x.tobytes(), lambda x: x < whole, lambda x: x == 3,
                     lambda x: 3 in x, lambda x: list(reversed(x)), lambda x: b"".join([x])):
        attempt(function, view)
