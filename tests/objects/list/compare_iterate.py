# Comparison, iteration while changing, and lists that hold themselves.
print([1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [] < [1], [2] > [1, 9], [1, "a"] == [1, "b"], [1] != (1,))
l = [1, 2, 3]
out = []
for x in l:
    out.append(x)
    if x < 3: l.append(x + 10)
print(out, l)
it = iter([1, 2])
print(next(it), it.__length_hint__(), list(it), list(it))
grow = [1]
it = iter(grow)
print(list(it)); grow.append(2); print(list(it))
me = [1]
me.append(me)
print(me, me[1] is me, len(me))
try:
    me == [1, me] and [me] == [[1, me]]
    print("equal by identity")
except RecursionError as error:
    print(error)
r = reversed([1, 2, 3])
print(next(r), list(r), type(r).__name__)
class Eq:
    def __eq__(self, other): print("eq"); return True
e = Eq()
print([e] == [e], e in [e], 5 in [Eq()], [1, 2].count(e))
try:
    [1] < ["a"]
except TypeError as error:
    print(error)
print([1, 2] * 2, 2 * [[]], [0] * 3 + [1])
