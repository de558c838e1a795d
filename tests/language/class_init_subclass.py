# __init_subclass__, __class_getitem__, __set_name__, __mro_entries__.
class Base:
    registry = []
    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        Base.registry.append((cls.__name__, tag))
    def __class_getitem__(cls, item): return f"{cls.__name__}[{item!r}]"
class A(Base, tag="a"): pass
class B(A): pass
print(Base.registry, A[1, 2], B["x"])
try:
    class C(Base, other=1): pass
except TypeError as error:
    print(error)
class Entry:
    def __mro_entries__(self, bases): return (A,)
class D(Entry()): pass
print(D.__bases__, D.__orig_bases__[0].__class__.__name__, Base.registry[-1])
print(list[int], dict[str, int], list[int].__origin__, tuple[int, ...].__args__)
