# The methods of float.
for text in r"""
(1.5).is_integer()
(2.0).is_integer()
float("inf").is_integer()
(1.5).as_integer_ratio()
(0.1).as_integer_ratio()
(-2.0).as_integer_ratio()
(5e-324).as_integer_ratio()[0]
float("inf").as_integer_ratio()
float("nan").as_integer_ratio()
(1.5).real
(1.5).imag
(1.5).conjugate()
(1.5).__trunc__()
(-1.5).__floor__()
(-1.5).__ceil__()
(1.5).__bool__()
(1.5).__int__()
int(1e20)
int(-2.7)
int(1e300) % 1000
hash(1.5)
hash(0.1)
hash(float("inf"))
hash(-float("inf"))
hash(1e300)
hash(-0.0)
float.__name__
float.__doc__[:7]
(1.5).__getnewargs__()
(1.5).__sizeof__()
(1.5).__repr__()
(2.5).__round__()
(2.567).__round__(2)
1.5 == 3 / 2
1.5 < 2
1e400 == float("inf")
sorted([2.5, -1, 1e10, 0])
0.1 + 0.2 == 0.3
2.0 in [2]
{2.0: 1}[2]
sum([0.1] * 10)
sum([1, 2.5])
sum([])
max(1.5, 2)
min([2.5, 1])
(1.5).x
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
