# The first iterable is evaluated at once, the rest when asked.
def say(x): print("say", x); return x
g = (x + y for x in say([1, 2]) for y in say([10]))
print("made")
print(list(g))
n = 3
g = (n for _ in range(2))
n = 5
print(list(g))
try:
    (x for x in 5)
except TypeError as error:
    print(error)
g = ((i, j) for i in range(2) for j in range(i))
print(list(g), list(g))
print(max(len(w) for w in ["a", "abc"]), ",".join(str(i) for i in range(3)), dict((i, i) for i in range(2)))
