# What a class registers, accepts and refuses, and when it forgets.
import _abc
import abc
import gc
import sys


class Shape(abc.ABC):
    pass


def names(which):
    return sorted(ref().__name__ for ref in _abc._get_dump(Shape)[which])


def show(*label):
    first = _abc._get_dump(Shape)[3] == _abc.get_cache_token()
    print(*label, names(0), names(1), names(2), first)


class Round:
    pass


class Flat(Round):
    pass


show("new")
print(isinstance(Round(), Shape), issubclass(Flat, Shape), isinstance(3, Shape))
show("asked")
token = _abc.get_cache_token()
print(Shape.register(Round) is Round, _abc.get_cache_token() - token)
show("registered")
print(issubclass(Flat, Shape), issubclass(Round, Shape), issubclass(int, Shape))
show("asked again")
print(isinstance(Flat(), Shape), isinstance(Round(), Shape))
show("instances")
print(Shape.register(Round) is Round, _abc.get_cache_token() - token)

# The callback of a member takes it out of its set when the class dies.
member = next(iter(_abc._get_dump(Shape)[0]))
print(member.__callback__.__name__, type(member.__callback__.__self__).__name__)
print(member.__callback__.__text_signature__, member.__callback__.__doc__)
del member, Round, Flat
gc.collect()
show("classes gone")


class Deep(Shape):
    pass


class Low:
    pass


Deep.register(Low)
print(issubclass(Low, Shape), issubclass(Low, Deep))
show("through a subclass")
_abc._reset_caches(Shape)
show("caches reset")
_abc._reset_registry(Deep)
print(issubclass(Low, Shape), issubclass(Low, Deep))

data = Shape._abc_impl
print(type(data), sys.getsizeof(data), gc.is_tracked(data), type(data).__basicsize__)
print(type(type(data)(1, x=2)))
for wrong in (lambda: type("Sub", (type(data),), {}), lambda: setattr(data, "x", 1),
              lambda: Shape.register(3), lambda: Shape.register(), lambda: issubclass(3, Shape),
              lambda: _abc._abc_register(3, Low), lambda: _abc._get_dump(int),
              lambda: _abc._abc_init(), lambda: _abc._abc_init(3)):
    try:
        print(wrong())
    except Exception as error:
        print(type(error).__name__, error)

Shape._abc_impl = 3
for wrong in (lambda: isinstance(3, Shape), lambda: issubclass(int, Shape),
              lambda: Shape.register(complex), lambda: _abc._reset_caches(Shape)):
    try:
        print(wrong())
    except TypeError as error:
        print(error)
for name in sorted(vars(_abc)):
    if callable(getattr(_abc, name)) and not name.startswith("__"):
        print(name, getattr(_abc, name).__text_signature__)
