# A cell without a value says which kind of name is missing.
def f():
    def g():
        return x
    try:
        print(g.__closure__[0].cell_contents)
    except ValueError as error:
        print(error)
    try:
        g()
    except NameError as error:
        print(type(error).__name__, error)
    try:
        x
    except UnboundLocalError as error:
        print(error)
    x = 1
    print(g())
f()
