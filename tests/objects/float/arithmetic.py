# Float arithmetic, remainders, powers, special values.
inf, nan = float("inf"), float("nan")
for text in r"""
0.1 + 0.2
1 - 0.9
0.1 * 3
1 / 3
7 // 2.0
-7 // 2.0
7.5 % 2
-7.5 % 2
7.5 % -2
1e308 * 10
-1e308 * 10
divmod(7.5, 2)
divmod(-7.5, 2)
divmod(7.5, -2)
divmod(0.0, -3)
-0.0 % 3
0.0 // -3
2.0 ** 0.5
2.0 ** -1
(-8.0) ** 3
0.0 ** 0
(-1.0) ** 0.5
2 ** 0.5
4 ** -0.5
inf ** 0
1.0 ** nan
nan ** 0
1.0 / 0
1.0 // 0
1.0 % 0
divmod(1.0, 0)
0.0 ** -1
2.0 ** 5000
inf - inf
inf * 0
inf / inf
inf // 1
1 // inf
-1 // inf
5 % inf
-5 % inf
nan == nan
nan != nan
nan < 1
-0.0
0.0 == -0.0
str(-0.0)
1 / inf
-1 / inf
abs(-0.0)
-(0.0)
+(-2.5)
abs(-2.5)
1.5 + 1
1 + 1.5
1.5 + True
10 ** 20 + 0.5
2 ** 1000 * 1.0
1.5 + "x"
10 ** 400 + 1.0
1.5 & 1
~1.5
1.5 << 1
round(2.5)
round(3.5)
round(-2.5)
round(2.675, 2)
round(1234.5678, -2)
round(0.5)
round(1.5)
round(1e300, 5)
round(5e-324, 400)
round(inf)
round(nan)
round(nan, 2)
round(inf, -5)
round(1.25, 1)
round(1.35, 1)
round(1e22, -22)
round(-0.4)
pow(2.0, 3)
pow(2.0, 3, None)
pow(2.0, 3, 5)
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
