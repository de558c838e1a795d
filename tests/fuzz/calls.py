"""Calls built-in functions, methods and operators with arguments drawn at random, and prints
what comes of each: calls.py SEED COUNT. Both implementations draw the same.

The arguments are of all built-in types, among them empty, huge, not a number, self-referential
and hostile ones, too few or too many, and keywords that most functions don't know.
"""

import builtins
import operator
import random
import re
import sys
import types

HUGE = 10 ** 30
NAN = float("nan")
KEYWORDS = ("x", "key", "default", "start", "sep", "encoding", "errors", "reverse", "base",
            "strict", "maxsplit", "fillchar", "keepends", "length", "byteorder", "signed")
# What asks the world, shows addresses, or compiles.
FUNCTIONS_LEFT_OUT = set(
    "input breakpoint help exit quit open exec eval compile __import__ copyright credits license "
    "print dir vars globals locals id hash memoryview __build_class__ __loader__ __spec__ object "
    "super type repr ascii".split())
FUNCTIONS = sorted(name for name, value in vars(builtins).items()
                   if name not in FUNCTIONS_LEFT_OUT and callable(value))
TYPES = (int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range,
         slice, bool, memoryview)
METHODS_LEFT_OUT = set(
    "__sizeof__ __hash__ __reduce__ __reduce_ex__ __dir__ __init_subclass__ __subclasshook__ "
    "__getstate__ __new__ __class__ __setattr__ __delattr__ __repr__ __str__ __alloc__ __doc__ "
    "__getattribute__".split())
OPERATORS = ("add sub mul truediv floordiv mod pow lshift rshift and_ or_ xor matmul eq ne lt le "
             "gt ge getitem contains iadd imul isub ior neg pos invert not_ index concat setitem "
             "delitem truth abs length_hint countOf").split()
# What takes long, or much room, when a number is huge.
SLOW = set("pow bytes bytearray range __mul__ __rmul__ __imul__ __pow__ __rpow__ __lshift__ "
           "__rlshift__ center ljust rjust zfill expandtabs to_bytes mul imul lshift".split())


class Index:
    def __index__(self):
        return 2


class Raises:
    def __eq__(self, other):
        raise KeyError("eq")

    def __hash__(self):
        return 5

    def __lt__(self, other):
        raise KeyError("lt")

    def __index__(self):
        raise KeyError("index")

    def __len__(self):
        raise KeyError("len")

    def __iter__(self):
        raise KeyError("iter")


class Sequence:
    def __len__(self):
        return 3

    def __getitem__(self, index):
        if index > 4:
            raise IndexError
        return index


class Text(str):
    pass


class Whole(int):
    pass


def make_pool():
    """Fresh objects, so that no call sees what another has done to them."""
    itself = [1]
    itself.append(itself)
    return [
        None, True, False, 0, 1, -1, 2, 3, 255, 256, -5, 2 ** 31, 2 ** 63, -2 ** 63 - 1, HUGE,
        Whole(7), 0.0, -0.0, 1.5, -2.25, NAN, float("inf"), 1e308, 5e-324, 1j,
        complex(NAN, -0.0), 2.5 + 3j, "", "a", "abc", "Straße", "ǆ", "\ud800", "😀x", " \t\n",
        "%s %d", "{} {x}", "12", "-0x1F", "1_000", "١٢", Text("abc"), "a,b,,c", b"", b"a", b"abc",
        b"\xff\x00", bytearray(b"xyz"), memoryview(b"view"), b"12", b"a,b,,c", (), (1,), (1, 2, 3),
        ("a", "b"), ((1, 2), (3, 4)), [], [1, 2, 3], ["b", "a"], [[1], [2]], itself, {}, {1: 2},
        {"a": 1, "b": [2]}, set(), {1, 2, 3}, frozenset({1, "a"}), range(0), range(5),
        range(10, 0, -3), slice(1, None, 2), slice(None), slice("a", 2.5), int, str, list, type,
        object, len, abs, ..., NotImplemented, Index(), Raises(), Sequence(), iter([1, 2, 3]),
        (x for x in (1, 2)), lambda x: x, lambda *a, **k: (a, sorted(k)), ValueError("v"), KeyError,
        Exception, types.SimpleNamespace(a=1), enumerate("ab"), zip("ab", "cd"), map(str, (1, 2)),
        list[int], int | str, property(), {}.keys(), {1: 2}.items(), "utf-8", "strict", "ignore",
        "d", ">10", "+.3e", ",", "#x", "c",
    ]


def show(value, depth=0):
    """A text without addresses and without the order of sets."""
    kind = type(value)
    if kind in (list, tuple) and depth < 4:
        return f"{kind.__name__}[{', '.join(show(item, depth + 1) for item in list(value)[:20])}]"
    if kind is dict and depth < 4:
        pairs = (f"{show(key, depth + 1)}: {show(item, depth + 1)}"
                 for key, item in list(value.items())[:20])
        return "{" + ", ".join(pairs) + "}"
    if kind in (set, frozenset):
        return kind.__name__ + str(sorted(show(item, depth + 1) for item in value))
    if kind in (int, Whole) and abs(value) >= 10 ** 60:
        return hex(value)[:40]
    if kind in (int, float, complex, str, bytes, bytearray, bool, range, slice, type(None), type,
                Whole, Text):
        return ascii(value)[:300]
    return f"<{kind.__name__}>"


def outcome(function, arguments, keywords):
    try:
        result = function(*arguments, **keywords)
        text = show(result)
        if hasattr(type(result), "__next__"):
            text += str([show(item) for _, item in zip(range(6), result)])
    except (RecursionError, MemoryError) as error:
        return type(error).__name__
    except Exception as error:
        text = f"{type(error).__name__}: {ascii(str(error))}"
    return re.sub(r"0x[0-9a-f]{8,}", "0x?", text)


def choose(source, values, arguments):
    """What to call: its name, the callable, and the object that may change."""
    draw = source.random()
    if draw < .35:
        name = source.choice(FUNCTIONS)
        return name, name, getattr(builtins, name), None
    if draw < .84:
        kind = source.choice(TYPES)
        own = [value for value in values if type(value) is kind]
        target = source.choice(own)
        name = source.choice([name for name in dir(kind) if name not in METHODS_LEFT_OUT])
        return name, f"{show(target)}.{name}", getattr(target, name), target
    name = source.choice(OPERATORS)
    return name, f"operator.{name}", getattr(operator, name), arguments[0] if arguments else None


def main(seed, count):
    source = random.Random(seed)
    for number in range(count):
        values = make_pool()
        length = source.choice((0, 1, 1, 1, 2, 2, 2, 3, 4))
        arguments = [source.choice(values) for _ in range(length)]
        keywords = {}
        if source.random() < .08:
            keywords[source.choice(KEYWORDS)] = source.choice(values)
        name, label, function, target = choose(source, values, arguments)
        is_huge = any(isinstance(value, int) and abs(value) > 10 ** 5 for value in arguments)
        if not callable(function) or (is_huge and name in SLOW):
            continue
        shown = [show(value) for value in arguments]
        shown += [f"{key}={show(value)}" for key, value in keywords.items()]
        text = outcome(function, arguments, keywords)
        print(number, f"{label}({', '.join(shown)})", text, "" if target is None else show(target))


main(int(sys.argv[1]), int(sys.argv[2]))
