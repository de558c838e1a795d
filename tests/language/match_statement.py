# match: literals, captures, sequences, mappings, classes, alternatives, guards.
class Point:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
RED = 1
class Color: RED = 7
def kind(v):
    match v:
        case 0 | 1: return "small"
        case -1 | 2.5 | 1+2j: return "number"
        case "text" | b"bytes": return "text"
        case None: return "none"
        case True: return "never: 1 matches first"
        case Color.RED: return "seven"
        case []: return "empty"
        case [x]: return f"one {x}"
        case [x, y] if x == y: return f"equal {x}"
        case (x, 5 | 6 as y): return f"pair {x} {y}"
        case [first, *rest, last] if len(rest) > 1: return f"{first} {rest} {last}"
        case [_, *_]: return "sequence"
        case {"a": a, **rest}: return f"a={a} {rest}"
        case {}: return "mapping"
        case Point(x=0): return "on y"
        case Point(x, y): return f"point {x} {y}"
        case int(n): return f"int {n}"
        case str() as s: return f"str {s}"
        case _: return "other"
for v in (0, True, -1, 2.5, 1+2j, "text", b"bytes", None, 7, [], [3], [4, 4], (1, 5), [1, 2, 3, 4], (1, 2, 3),
          {"a": 1, "b": 2}, {"c": 3}, Point(0, 1), Point(1, 2), 99, "hello", 3.5, range(3), {1}):
    print(kind(v))
match 5:
    case n if n > 10: print("big")
    case captured: print(captured, n)
match {"k": [1, {"z": 2}]}:
    case {"k": [a, {"z": b}]}: print(a, b)
try:
    match Point(1, 2):
        case Point(1, 2, 3): pass
except TypeError as error:
    print(error)
match = 1; case = 2; _ = 3
print(match, case, _)
