# nonlocal rebinds the nearest enclosing function's name.
def counter():
    n = 0
    def up():
        nonlocal n
        n += 1
        return n
    def get():
        return n
    return up, get
up, get = counter()
print(up(), up(), get())
other, _ = counter()
print(other(), get())
def deep():
    x = 1
    def middle():
        def inner():
            nonlocal x
            x = 2
        inner()
        return x
    return middle(), x
print(deep())
def delete():
    x = 1
    def inner():
        nonlocal x
        del x
    inner()
    try:
        print(x)
    except NameError as error:
        print(type(error).__name__, error)
delete()
def later():
    def inner():
        return value
    try:
        inner()
    except NameError as error:
        print(error)
    value = 3
    return inner()
print(later())
