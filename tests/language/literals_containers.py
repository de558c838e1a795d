# Displays of lists, tuples, sets and dicts.
print([], (), {}, [1,], (1,), {1,}, {1: 2,}, (1), ((1, 2), [3]), [[]], {"a": {"b": [1]}})
print([*[], *"ab"], (*(), 1), {*"a", *"a"}, {**{}, "a": 1, "a": 2})
print({1: "int", 1.0: "float", True: "bool"})
print([1, 2,
       3], (1,
            2))
t = 1, 2
print(t, *t, sep="-")
def f(): return 1, *[2, 3]
print(f())
for i in 1, *[2]: print(i, end=" ")
print({"b": 1, "a": 2}, list({"b": 1, "a": 2}))
