# complex: arithmetic, text, construction, errors.
for text in r"""
1j
1 + 2j
complex(1, -2)
-1j
complex()
complex(2)
complex("1+2j")
complex(" -3j ")
complex("(1-1j)")
complex("nan")
complex("inf-infj")
complex("1e3j")
(1 + 2j) * (3 - 1j)
(1 + 2j) / (3 - 1j)
(1 + 2j) + 1
1.5 - 2j
-(1 + 2j)
+(1j)
abs(3 + 4j)
(1 + 2j) ** 2
(1j) ** 2
2 ** 1j
(1 + 1j) ** 0
(1 + 1j) ** -1
0j ** 0
1j / 0
0j ** -1
1j // 2
1j % 2
divmod(1j, 2)
1j < 2
int(1j)
complex("x")
complex("1 + 2j")
complex("1", 2)
complex(1, "2")
complex([])
(1 + 2j).real
(1 + 2j).imag
(1 + 2j).conjugate()
hash(1 + 2j)
hash(1 + 0j)
1 + 0j == 1
1j == 1j
1j != 2
bool(0j)
bool(1j)
repr(complex(-0.0, 1))
repr(complex(0, -0.0))
repr(complex(float("nan"), float("inf")))
str(1e20 + 1j)
repr(-1 - 0j)
format(1 + 2j)
format(1 + 2j, ".2f")
format(1 + 2j, ">15")
format(1.5j, "g")
f"{1 + 2j:+.1e}"
format(1j, "d")
format(1j, "05")
complex(real=1, imag=2)
complex(1j, 1j)
complex(True)
3j.__class__.__name__
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
