# Operators on pairs of ints of many sizes: a checksum of the results for each operator.
# The numbers come from a small generator, so every run has the same.
import operator

state = 20231107

def word(bits):
    global state
    value = 0
    while bits > 0:
        state = (state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
        take = min(bits, 32)
        value = value << take | state >> (64 - take)
        bits -= take
    return value

EDGES = [0, 1, 2, 2**30, 2**31, 2**32, 2**53, 2**61 - 1, 2**62, 2**63 - 1, 2**63, 2**64 - 1,
         2**64, 10**18, 10**19, 2**127, 2**128 - 1, 2**128, 2**192 - 1]

def number():
    kind = word(4)
    if kind < 5:
        value = EDGES[word(16) % len(EDGES)] + word(2) - 1
    elif kind < 9:
        value = word(word(6) + 1)
    elif kind < 13:
        value = word(word(9) + 1)
    elif kind < 15:
        value = (1 << word(9) + 64) - 1 - (word(3) << word(5))   # long runs of ones
    else:
        value = word(64) << word(8)                              # long runs of zeros
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
    print(f"{name:12} {checksum:016x}")

def pair():
    return number(), number()

for name in "add sub mul floordiv mod truediv and_ or_ xor eq ne lt le gt ge".split():
    run(name, getattr(operator, name), 150, pair)
run("divmod", divmod, 150, pair)
run("near", operator.sub, 100, lambda: (lambda n: (n, n + word(2) - 1))(number()))
run("lshift", operator.lshift, 100, lambda: (number(), word(8) - 4))
run("rshift", operator.rshift, 150, lambda: (number(), word(8) - 4))
run("pow", operator.pow, 100, lambda: (word(7) - 64, word(6) - 4))
run("pow big", operator.pow, 40, lambda: (number(), word(2)))
run("pow mod", pow, 60, lambda: (number(), number() % 10**60, number()))
run("pow invert", pow, 60, lambda: (number(), -word(7), number()))
run("neg", operator.neg, 80, lambda: (number(),))
run("invert", operator.invert, 80, lambda: (number(),))
for function in (abs, hash, float, bin, oct, hex, str):
    run(function.__name__, function, 80, lambda: (number(),))
for name in "bit_length bit_count __sizeof__ as_integer_ratio".split():
    run(name, getattr(int, name), 60, lambda: (number(),))
run("round", round, 100, lambda: (number(), -word(5)))
run("to_bytes", int.to_bytes, 80, lambda: (number(), word(6), "little" if word(1) else "big"))

def signed(value, length):
    data = value.to_bytes(length, "little", signed=True)
    return data, int.from_bytes(data, "little", signed=True) == value

run("signed", signed, 80, lambda: (number(), word(6)))

def digits(base):
    letters = "0123456789abcdefghijklmnopqrstuvwxyz"
    return "".join(letters[word(16) % base] for _ in range(word(8) + 1))

run("int text", int, 120, lambda: (lambda base: (digits(base), base))(2 + word(16) % 35))
