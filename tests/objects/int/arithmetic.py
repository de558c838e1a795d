# Arithmetic on ints, floor division and remainder with signs, errors.
for text in r"""
7 + 3
7 - 3
7 * 3
7 / 2
7 // 2
7 % 3
7 ** 3
-7 // 2
-7 % 3
7 // -2
7 % -3
-7 // -2
-7 % -3
divmod(7, 2)
divmod(-7, 2)
divmod(7, -2)
divmod(0, 5)
2 ** 0
0 ** 0
2 ** -1
(-2) ** 3
(-2) ** -1
1 // 0
1 % 0
1 / 0
divmod(1, 0)
0 ** -1
9223372036854775807 + 1
-9223372036854775808 - 1
9223372036854775807 * 9223372036854775807
4611686018427387904 * 2
-4611686018427387904 * 2
2 ** 63
2 ** 64
2 ** 100
-(2 ** 63)
-(-9223372036854775808)
abs(-9223372036854775808)
-9223372036854775808 // -1
-9223372036854775808 % -1
True + True
True * 5
-True
~True
True / 2
True ** 2
abs(-5)
+(-5)
-0
~0
~5
~-6
10 ** 18 // 10 ** 9
3 ** 40 % 10 ** 9
2 ** 62 + 2 ** 62
int.__add__(1, 2.0)
int.__add__(1, 2)
(5).__rsub__(7)
(2).__pow__(3, 5)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
