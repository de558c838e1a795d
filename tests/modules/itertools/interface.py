# Each type of itertools: what its constructor takes, gives and refuses; its repr and copies.
import copy
import itertools
import sys


def attempt(function, *arguments, **keywords):
    try:
        result = function(*arguments, **keywords)
        return result if isinstance(result, (int, str, tuple, list)) else type(result).__name__
    except Exception as error:
        return f"{type(error).__name__}: {error}"


types = [value for name, value in sorted(vars(itertools).items())
         if isinstance(value, type) and not name.startswith("__")]
samples = [(), (1,), ("ab",), ("ab", 2), (2, "ab"), ("ab", "cd"), ("ab", 1, 2), ("ab", 1, 2, 3), ("ab", -1),
           ("ab", 0), ("ab", None), ("ab", None, None, None), ("ab", None, None, 0), ("ab", "x", "y"), (None, "ab"), (len, ["a"]),
           (len, 5), ("ab", 1.5), ("ab", 10**30), (5, 5), ("abc", 2, 3, 4, 5)]
for kind in types:
    print(kind.__name__, sys.getsizeof(kind) > 0, kind.__text_signature__)
    for sample in samples:
        print("   ", sample[:4], attempt(kind, *sample))
    for keywords in ({"x": 1}, {"iterable": "ab"}, {"object": 1}, {"times": 2}, {"start": 1}, {"step": 2}, {"r": 1},
                     {"iterable": "ab", "r": 1}, {"iterable": "ab", "key": None}, {"func": max}, {"fillvalue": 1},
                     {"repeat": 2}, {"function": None, "iterable": []}, {"data": [], "selectors": []}):
        print("   ", keywords, attempt(lambda: kind(**keywords)), attempt(lambda: kind("ab", **keywords)))

examples = {
    "accumulate": lambda: itertools.accumulate([1, 2, 3]),
    "accumulate initial": lambda: itertools.accumulate([1, 2, 3], max, initial=2),
    "chain": lambda: itertools.chain("ab", [1]),
    "chain.from_iterable": lambda: itertools.chain.from_iterable(["ab", "c"]),
    "combinations": lambda: itertools.combinations("abcd", 2),
    "combinations_with_replacement": lambda: itertools.combinations_with_replacement("abc", 2),
    "compress": lambda: itertools.compress("abcd", [1, 0, 1, 1]),
    "count": lambda: itertools.islice(itertools.count(3), 4),
    "cycle": lambda: itertools.islice(itertools.cycle("abc"), 7),
    "dropwhile": lambda: itertools.dropwhile(str.isalpha, "ab1c2"),
    "filterfalse": lambda: itertools.filterfalse(str.isalpha, "ab1c2"),
    "islice": lambda: itertools.islice("abcdefgh", 1, 7, 2),
    "pairwise": lambda: itertools.pairwise("abcd"),
    "permutations": lambda: itertools.permutations("abc", 2),
    "product": lambda: itertools.product("ab", [1, 2]),
    "product repeat": lambda: itertools.product([0, 1], repeat=3),
    "repeat": lambda: itertools.repeat("x", 3),
    "starmap": lambda: itertools.starmap(pow, [(2, 3), (3, 2)]),
    "takewhile": lambda: itertools.takewhile(str.isalpha, "ab1c2"),
    "tee": lambda: itertools.tee("abcd")[0],
    "zip_longest": lambda: itertools.zip_longest("abc", [1], fillvalue="-"),
}
for name, make in examples.items():
    print(name, list(make()), sys.getsizeof(make()), type(make()).__name__)
    for steps in range(5):
        iterator = make()
        for _ in range(steps):
            next(iterator, None)
        text = repr(iterator)
        try:
            twin, deep = copy.copy(iterator), copy.deepcopy(iterator)
            print("   ", steps, list(deep), list(twin), text if " at 0x" not in text else "")
        except TypeError as error:
            print("   ", steps, error)
    iterator = make()
    list(iterator)
    print("   ", list(iterator), next(iterator, "end"))
    print("   ", attempt(make().__setstate__, "x") if hasattr(make(), "__setstate__") else "no state")
