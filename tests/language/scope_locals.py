# locals() in a function is refreshed at each call; at module level it is globals().
print(locals() is globals())
def function(a, b=2):
    first = locals()
    print(first)
    c = 3
    print(first, locals() is first)
    print(first)
    first["a"] = 99
    print(a, locals()["a"])
    del b
    print(locals())
function(1)
def cells():
    x = 1
    def inner():
        return x, sorted(locals())
    return inner(), sorted(locals())
print(cells())
class C:
    y = 1
    print(sorted(k for k in locals() if not k.startswith("__")))
globals()["made"] = 5
print(made)
