# format() of int, float and complex by many specifications, right and wrong ones.
state = 42

def word(bits):
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) & (2**64 - 1)
    return state >> (64 - bits)

def choose(options):
    return options[word(16) % len(options)]

def specification():
    text = ""
    if word(1):
        text += choose(["", "", "*", "0", " ", "é", "x", "<"]) + choose("<>=^")
    text += choose(["", "", "", "+", "-", " "]) + choose(["", "", "", "", "z"])
    text += choose(["", "", "", "#"]) + choose(["", "", "0"])
    text += choose(["", "", "5", "12", "30", "1"]) + choose(["", "", "", ",", "_"])
    text += choose(["", "", "", ".0", ".1", ".3", ".10", ".25"])
    return text + choose(["", "", "d", "b", "o", "x", "X", "n", "e", "E", "f", "F", "g", "G", "%",
                          "c", "s", "e", "f", "g", "dd"])

NUMBERS = [0, 1, -1, 65, 1234567, -1234567, 2**64, -10**30, 0.0, -0.0, 1.5, -2.5, 1234.5678, 1e16,
           123456789.0, 1e-7, -1e300, 5e-324, 0.0001, 99.995, float("inf"), float("-inf"),
           float("nan"), 0j, 1j, 1 + 2j, -1.5 - 0.0j, 1e20 - 1e-20j, complex(0, float("inf")), True]

checksum = 0
for i in range(3000):
    number, text = choose(NUMBERS), specification()
    try:
        result = format(number, text)
    except (ValueError, OverflowError) as error:
        result = f"{type(error).__name__}: {error}"
    for character in result:
        checksum = (checksum * 1000003 ^ ord(character)) & (2**61 - 1)
    if i % 50 == 0:
        print(f"{checksum:016x} {number!r:24} {text!r:16} {result!r}")
