# and, or and not stop early and give an operand.
def say(x):
    print("say", x)
    return x
print(say(0) and say(1))
print(say(1) and say(2))
print(say(0) or say("") or say([]))
print(say(3) or say(4))
print(not say(0), not "x")
print(0 or "default", [] and 1, None or (), 1 and 2 or 3, 0 and 2 or 3)
a = b = None
print(a is None and b is None, a is not None or b)
