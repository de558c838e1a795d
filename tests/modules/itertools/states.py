# __reduce__ and __setstate__ of itertools, with states that fit and states that don't.
import itertools


def attempt(function, *arguments):
    try:
        return function(*arguments)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


makers = {
    "accumulate": lambda: itertools.accumulate([1, 2, 3]),
    "chain": lambda: itertools.chain("ab", [1]),
    "combinations": lambda: itertools.combinations("abc", 2),
    "combinations_with_replacement": lambda: itertools.combinations_with_replacement("abc", 2),
    "cycle": lambda: itertools.cycle("abc"),
    "dropwhile": lambda: itertools.dropwhile(bool, [1, 0, 2]),
    "groupby": lambda: itertools.groupby("aab"),
    "islice": lambda: itertools.islice("abcdef", 1, 6, 2),
    "permutations": lambda: itertools.permutations("abc", 2),
    "product": lambda: itertools.product("ab", "cd"),
    "takewhile": lambda: itertools.takewhile(bool, [1, 0, 2]),
    "tee": lambda: itertools.tee("abc")[0],
    "zip_longest": lambda: itertools.zip_longest("ab", "c"),
    "repeat": lambda: itertools.repeat(1, 2),
    "count": lambda: itertools.count(),
}
states = [0, 1, None, "x", (), (0,), (1, 0), (0, 1), (0, 0), (5, 5), (-1, -1), (0, 1, 2), ("a", "b"), ([], 1), ([1], 0), (iter("q"), 1),
          ((0, 1), (2, 1)), ((0, 1, 2), (3, 2)), ((9, -9, 1), (9, -9)), (iter("qr"),), (iter("qr"), iter("st")),
          ((0, 0), (1, 1)), ([iter("")], 2), ("abc", 1.5), (10**30, 1)]
for name, make in makers.items():
    iterator = make()
    for steps in range(4):
        reduced = iterator.__reduce__()
        print(name, steps, len(reduced), reduced[0], [type(part).__name__ for part in reduced[1:]],
              reduced[2] if len(reduced) > 2 and "object" not in repr(reduced[2]) else "")
        next(iterator, None)
    if not hasattr(iterator, "__setstate__"):
        continue
    for state in states:
        iterator = make()
        next(iterator)
        answer = attempt(iterator.__setstate__, state)
        rest = attempt(lambda: list(itertools.islice(iterator, 5)))
        print("   ", repr(state)[:30].split(" at ")[0], answer, rest if "object at" not in str(rest) else len(rest))
