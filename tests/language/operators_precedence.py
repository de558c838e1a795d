# How tightly operators bind.
for text in r"""
-2 ** 2
2 ** -1
2 ** 3 ** 2
-2 ** -2
not 1 == 2
not not 1
1 + 2 * 3
(1 + 2) * 3
10 - 3 - 2
2 * 3 % 4
7 // 2 * 2
-7 // 2
~1 + 1
-~1
1 << 2 + 1
1 | 2 & 3
1 ^ 3 & 2
5 & 3 == 3
1 < 2 == True
1 or 0 and 0
not 0 and 1
1 if 0 else 2 if 0 else 3
(lambda x: x + 1)(2) * 2
[1, 2][0] + 1
-[1, 2][1]
2 + 3 .real
1 .bit_length()
1 in [1] == True
(1 in [1]) == True
3 > 2 > 1
1 == 1 in [1]
"a" "b" * 2
"a" + "b" * 2
5 - -3
5 --3
+-+1
3 if True else 4 + 1
{1} | {2} & {3}
await_ if 0 else 1
2 @ 3
not 1 + 1
not (1) + 1
1 is not None
1 not in [2]
not 1 in [2]
1 <2
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
