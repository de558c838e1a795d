# Abstract names, __subclasshook__, cycles, and what match takes for a sequence or a mapping.
import abc
import _abc
import collections.abc


class Base(abc.ABC):
    @abc.abstractmethod
    def one(self): ...

    @property
    @abc.abstractmethod
    def two(self): ...

    @classmethod
    @abc.abstractmethod
    def three(cls): ...

    @staticmethod
    @abc.abstractmethod
    def four(): ...


print(sorted(Base.__abstractmethods__), type(Base.__abstractmethods__))


class Half(Base):
    def one(self): ...
    two = 2


print(sorted(Half.__abstractmethods__))
try:
    Half()
except TypeError as error:
    print(error)


class Whole(Half):
    three = four = None


print(sorted(Whole.__abstractmethods__), Whole().two)

# A hook has the last word, if it says one.
answers = [True, False, NotImplemented]


class Hooked(abc.ABC):
    @classmethod
    def __subclasshook__(cls, other):
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


for kind in (int, str, list):
    print(kind, issubclass(kind, Hooked), [len(part) for part in _abc._get_dump(Hooked)[:3]])
print(issubclass(int, Hooked), issubclass(str, Hooked), issubclass(list, Hooked))
for answer in (1, None, "yes", ZeroDivisionError("hook"), TypeError("hook")):
    answers[:] = [answer]
    try:
        print(issubclass(dict, Hooked))
    except Exception as error:
        print(type(error).__name__, error)
print(answers)


class Liar(abc.ABC):
    @classmethod
    def __subclasses__(cls):
        return (cls,)


try:
    issubclass(int, Liar)
except TypeError as error:
    print(error)


class Up(abc.ABC):
    pass


class Down(Up):
    pass


print(Up.register(Up), Up.register(Down))
try:
    Down.register(Up)
except RuntimeError as error:
    print(error)


# __class__ may say something else than the type.
class Proxy:
    def __init__(self, said):
        self.said = said

    @property
    def __class__(self):
        return self.said


Up.register(Proxy)
print(isinstance(Proxy(int), Up), isinstance(Proxy(Down), Up), isinstance(Proxy(int), Hooked.__mro__[1]))
for said in (3, None):
    try:
        print(isinstance(Proxy(said), Up))
    except Exception as error:
        print(type(error).__name__, error)


def kind(value):
    match value:
        case [*_]:
            return "sequence"
        case {}:
            return "mapping"
    return "neither"


class Row:
    pass


class Table:
    pass


class LongRow(Row):
    pass


class Both(Row, Table):
    pass


print([kind(x()) for x in (Row, Table, LongRow, Both)])
collections.abc.Sequence.register(Row)
print([kind(x()) for x in (Row, Table, LongRow, Both)])
collections.abc.Mapping.register(Table)
print([kind(x()) for x in (Row, Table, LongRow, Both)])
collections.abc.MutableMapping.register(LongRow)
print([kind(x()) for x in (Row, Table, LongRow, Both)])


class Flagged(metaclass=abc.ABCMeta):
    __abc_tpflags__ = 1 << 6


print(kind(Flagged()), hasattr(Flagged, "__abc_tpflags__"))
try:
    class Twice(metaclass=abc.ABCMeta):
        __abc_tpflags__ = 1 << 5 | 1 << 6
except TypeError as error:
    print(error)


class Odd(metaclass=abc.ABCMeta):
    __abc_tpflags__ = "no number"


print(kind(Odd()), hasattr(Odd, "__abc_tpflags__"))
try:
    class Large(metaclass=abc.ABCMeta):
        __abc_tpflags__ = 1 << 80
except OverflowError as error:
    print(error)


# _abc_init takes what has __dict__ and __bases__.
class Stand:
    __bases__ = (Base, Half, 3)
    one = Base.__dict__["one"]
    two = None


stand = Stand()
stand.own = Base.__dict__["one"]
print(_abc._abc_init(stand), sorted(stand.__abstractmethods__), stand._abc_impl is not None)
for bases in (3, [Base], None):
    stand.__bases__ = bases
    try:
        _abc._abc_init(stand)
    except TypeError as error:
        print(error)


class Items(dict):
    def items(self):
        return given


class Dicts:
    __bases__ = ()
    __dict__ = Items()


for given in ([(1, 2, 3)], [3], 3, [("a", Base.__dict__["one"])], [([], Base.__dict__["one"])]):
    try:
        dicts = Dicts()
        print(_abc._abc_init(dicts))
    except Exception as error:
        print(type(error).__name__, error)


# Classes that come and go while they are asked about.
class Meta(abc.ABCMeta):
    def __subclasscheck__(cls, other):
        if cls is not Asked and len(made) < 20:
            made.append(type("New", (), {}))
            Asked.register(made[-1])
            del made[:1]
            made.append(None)
        return super().__subclasscheck__(other)


made = []


class Asked(metaclass=Meta):
    pass


for index in range(3):
    part = Meta("Part", (), {})
    Asked.register(part)
    del part
print(issubclass(float, Asked), len(made) > 0)
