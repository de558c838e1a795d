# A closure shares the variable, not its value.
functions = [lambda: i for i in range(3)]
print([f() for f in functions])
functions = [lambda i=i: i for i in range(3)]
print([f() for f in functions])
def make():
    functions = []
    for i in range(3):
        def f(): return i
        functions.append(f)
    return functions
print([f() for f in make()])
def pair():
    value = 0
    def set_(x):
        nonlocal value
        value = x
    return set_, lambda: value
set_, get = pair()
set_(5)
print(get(), get.__closure__[0].cell_contents, set_.__closure__[0] is get.__closure__[0])
print(get.__code__.co_freevars, pair.__code__.co_cellvars)
get.__closure__[0].cell_contents = 9
print(get())
def argument(x):
    def inner(): return x
    x = x + 1
    return inner
print(argument(1)())
