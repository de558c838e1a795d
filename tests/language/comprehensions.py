# Comprehensions: nested loops, conditions, own scope, order of evaluation.
print([x * y for x in range(3) for y in range(3) if x != y])
print({x: x ** 2 for x in range(4)}, {x % 3 for x in range(10)})
print([[j for j in range(i)] for i in range(4)])
print([x for x in range(20) if x % 2 if x % 3])
x = "outer"
print([x for x in range(2)], x)
print([(a, b) for a, *b in [(1, 2, 3), "xy"]])
def say(v): print(v, end=" "); return v
print({say("k"): say("v") for _ in [0]})
print([i if i % 2 else -i for i in range(5)])
print([f() for f in [lambda: i for i in range(3)]])
print([[y for y in (x, x + 1)] for x in (1, 2)])
data = [[1, 2], [3]]
print([v for row in data for v in row], sum(v for row in data for v in row))
print({**{k: 1 for k in "ab"}, "c": 2}, [*(c for c in "xy")])
class C:
    items = [1, 2]
    doubled = [i * 2 for i in items]
print(C.doubled)
