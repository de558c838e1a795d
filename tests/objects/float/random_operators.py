# Operators and texts of floats, and of floats with ints: checksums as in int/.
import operator

state = 19700101

def word(bits):
    global state
    value = 0
    while bits > 0:
        state = (state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        take = min(bits, 32)
        value = value << take | state >> (64 - take)
        bits -= take
    return value

EDGES = [0.0, 1.0, 0.5, 2.5, 5e-324, 1.7976931348623157e308, 2.2250738585072014e-308, 2.0**53,
         2.0**63, 2.0**64, 1e16, 1e22, 1e23, 1e-5, 0.0001, float("inf"), float("nan")]

def number():
    kind = word(4)
    if kind < 4:
        value = EDGES[word(16) % len(EDGES)]
    elif kind < 8:
        value = word(20) / (1, 2, 8, 10, 1000, 64, 3, 7)[word(3)]
    elif kind < 10:
        value = float(f"{word(30)}e{word(16) % 600 - 300}")
    else:
        value = (1 + word(52) / 2**52) * 2.0**(word(11) % 2040 - 1020)
    return -value if word(1) else value

def integer():
    value = word((4, 20, 53, 54, 64, 70, 200, 1100)[word(3)]) + word(2)
    return -value if word(1) else value

def outcome(function, *arguments):
    try:
        return repr(function(*arguments))
    except (ZeroDivisionError, OverflowError, ValueError) as error:
        return f"{type(error).__name__}: {error}"

def add(checksum, text):
    for character in text:
        checksum = (checksum * 1000003 ^ ord(character)) & (2**61 - 1)
    return checksum

def run(name, function, count, arguments):
    checksum = 0
    for _ in range(count):
        checksum = add(checksum, outcome(function, *arguments()))
    print(f"{name:16} {checksum:016x}")

def mixed():
    left, right = number(), integer()
    if word(2) == 0:
        try:
            left, right = float(right), right + word(2) - 1   # nearly equal
        except OverflowError:
            pass
    return (left, right) if word(1) else (right, left)

for name in "add sub mul floordiv mod truediv eq ne lt le gt ge".split():
    run(name, getattr(operator, name), 120, lambda: (number(), number()))
    run(name + " int", getattr(operator, name), 120, mixed)
run("divmod", divmod, 120, lambda: (number(), number()))
run("pow whole", operator.pow, 120, lambda: (number(), float(word(5) - 16)))
run("pow half", operator.pow, 60, lambda: (abs(number()), 0.5))
for function in (repr, int, abs, operator.neg, float.hex, float.as_integer_ratio, float.is_integer,
                 float.__floor__, float.__ceil__, float.__trunc__):
    run(function.__name__, function, 120, lambda: (number(),))
run("hash", hash, 120, lambda: (lambda n: (n if n == n else 0.0,))(number()))
run("round", round, 150, lambda: (number(), word(6) - 32))
run("round half", round, 150, lambda: (float(f"{word(12)}.{word(9)}5"), word(2)))
run("round whole", round, 60, lambda: (number(),))
run("reads back", lambda n: float(repr(n)) == n or n != n, 200, lambda: (number(),))
run("hex back", lambda n: float.fromhex(n.hex()) == n or n != n, 120, lambda: (number(),))

def hexadecimal():
    digits = "".join("0123456789abcdef"[word(4)] for _ in range(word(4) + 1))
    return f"0x{digits}.{word(40):x}p{word(12) - 2100}"

run("fromhex", float.fromhex, 150, lambda: (hexadecimal(),))
run("float text", float, 150, lambda: (f"{word(64)}.{word(50)}e{word(10) - 512}",))
