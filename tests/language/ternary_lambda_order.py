# The order in which operands are evaluated.
def say(x): print(x, end=" "); return x
say(1) if say(2) else say(3); print()
say(0) + say(1) * say(2); print()
[say(1), say(2)][say(0)]; print()
{say("k1"): say("v1"), say("k2"): say("v2")}; print()
(lambda a, b=say("default"): a)(say("arg")); print()
d = {}
d[say("key")] = say("value"); print()
say("f") and print; print(say("a"), say("b"))
say(1) < say(2) < say(3); print()
x, y = say("first"), say("second"); print()
def f(*a, **k): pass
f(say(1), *[say(2)], say(3), k=say(4), **{"l": say(5)}); print()
say([1, 2, 3])[say(0):say(2):say(1)]; print()
class C(say(object)): x = say("body")
print()
