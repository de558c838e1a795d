# What a function carries.
def function(a, b=1):
    """The doc."""
    c = a
    return c
print(function.__name__, function.__qualname__, function.__doc__, function.__module__)
function.extra = 5
print(function.__dict__, function.extra)
code = function.__code__
print(code.co_argcount, code.co_varnames, code.co_nlocals, code.co_name, code.co_consts)
def outer():
    def inner(): pass
    class C:
        def method(self): pass
    return inner, C.method
for f in outer():
    print(f.__qualname__)
print((lambda: 0).__name__, callable(function), callable(5))
function.__name__ = "renamed"
print(function.__name__)
try:
    function.__name__ = 5
except TypeError as error:
    print(error)
print(type(function).__name__, function.__globals__ is globals(), function.__closure__)
