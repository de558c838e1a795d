# The methods and attributes of int.
for text in r"""
(255).to_bytes(2, "big")
(255).to_bytes(2, "little")
(-1).to_bytes(2, "big", signed=True)
(5).to_bytes()
(0).to_bytes(0, "big")
(256).to_bytes(1, "big")
(-1).to_bytes(1, "big")
(1).to_bytes(-1, "big")
(1).to_bytes(1, "x")
(128).to_bytes(1, "big", signed=True)
(0).bit_length()
(1).bit_length()
(255).bit_length()
(-256).bit_length()
(0).bit_count()
(255).bit_count()
(-7).bit_count()
(5).conjugate()
(5).real
(5).imag
(5).numerator
(5).denominator
True.real
(6).as_integer_ratio()
(-2).as_integer_ratio()
True.as_integer_ratio()
(5).__index__()
(5).__int__()
(5).__float__()
(5).__bool__()
(5).__trunc__()
(5).__floor__()
(5).__ceil__()
(5).__round__()
round(15, -1)
round(25, -1)
round(-15, -1)
round(12345, -2)
round(5, 3)
round(7, -5)
round(10 ** 30 + 5, -1)
round(5, 1.5)
(5).is_integer()
(5).__getnewargs__()
(5).__sizeof__()
(2 ** 100).__sizeof__()
(0).__sizeof__()
(2 ** 30).__sizeof__()
type(5)
type(5).__name__
int.__doc__[:11]
isinstance(True, int)
bool.__mro__
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
