# Comparisons between ints, floats and others.
for text in r"""
1 < 2
2 <= 2
3 > 4
3 >= 4
1 == 1
1 != 1
1 == 1.0
1 < 1.5
2 ** 53 == 2.0 ** 53
2 ** 53 + 1 == float(2 ** 53 + 1)
2 ** 53 + 1 > float(2 ** 53)
1 == True
0 == False
1 == "1"
1 == None
1 != "1"
1 == 1 + 0j
1 == 1j
10 ** 400 == float("inf")
10 ** 400 < float("inf")
1 < float("nan")
1 == float("nan")
max(3, 1, 2)
min(3, 1, 2)
max([1, 2.0, 3])
max(1, 1.0)
max(1.0, 1)
min(True, 1)
sorted([3, -1, 2.5, True])
(5).__eq__("x")
(5).__lt__(6.0)
(5).__ge__(5)
1 < "1"
2 ** 100 < []
hash(1) == hash(1.0) == hash(True)
{1: "a", 1.0: "b", True: "c"}
""".strip().split("\n"):
    try:
        print(text, "->", repr(eval(text)))
    except Exception as error:
        print(text, "!!", type(error).__name__, error)
