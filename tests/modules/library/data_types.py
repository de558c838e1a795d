"""collections, enum, dataclasses, typing, types, abc, copy, pprint, reprlib in one small model."""
import abc, collections, copy, dataclasses, enum, pprint, reprlib, types, typing
from collections import ChainMap, Counter, OrderedDict, UserDict, UserList, UserString, defaultdict, deque, namedtuple

class Colour(enum.Enum):
    RED = 1
    GREEN = enum.auto()
    BLUE = enum.auto()
    CRIMSON = 1
class Access(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    BOTH = READ | WRITE
class Level(enum.IntEnum):
    LOW, HIGH = 1, 10
print(list(Colour), Colour(2), Colour['BLUE'], Colour.CRIMSON is Colour.RED, Colour.__members__)
print(Access.READ | Access.WRITE, Access.BOTH & ~Access.READ, Access(0), list(Access.BOTH), Level.HIGH > 5, f'{Level.LOW}')
for wrong in (lambda: Colour(9), lambda: Colour['NO'], lambda: setattr(Colour, 'RED', 5), lambda: Colour.RED < Colour.BLUE):
    try: print(wrong())
    except Exception as error: print(type(error).__name__, error)
@enum.unique
class Planet(str, enum.Enum):
    EARTH = 'earth'
    def shout(self): return self.value.upper()
print(Planet.EARTH.shout(), Planet.EARTH == 'earth', enum.StrEnum('S', 'a b').b)

@dataclasses.dataclass(order=True)
class Item:
    name: str
    price: float = 0.0
    tags: list = dataclasses.field(default_factory=list, compare=False, repr=False)
    kind: typing.ClassVar[str] = 'thing'
    def __post_init__(self): self.name = self.name.title()
@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    x: int
    y: int = 2
a, b = Item('tea', 3.5, ['hot']), Item('ale', 2)
print(a, sorted([a, b]), dataclasses.asdict(a), dataclasses.astuple(b), dataclasses.replace(a, price=9))
print([f.name for f in dataclasses.fields(Item)], Point(x=1), hash(Point(x=1)) == hash(Point(x=1)))
for wrong in (lambda: setattr(Point(x=1), 'x', 2), lambda: Point(1), lambda: Item(), lambda: Point(x=1).__dict__):
    try: print(wrong())
    except Exception as error: print(type(error).__name__, error)
print(dataclasses.make_dataclass('Made', [('q', int, 5)])())

class Shape(abc.ABC):
    @property
    @abc.abstractmethod
    def area(self): ...
    @classmethod
    def __subclasshook__(cls, other): return hasattr(other, 'area') or NotImplemented
class Square(Shape):
    area = property(lambda self: 4)
try: Shape()
except TypeError as error: print(error)
print(Square().area, isinstance(a, Shape), issubclass(Square, Shape), Shape.__abstractmethods__)

T = typing.TypeVar('T')
class Box(typing.Generic[T]):
    def __init__(self, value: T): self.value = value
class Named(typing.Protocol):
    name: str
class Movie(typing.TypedDict, total=False):
    title: str
print(Box[int], Box[int](3).value, typing.get_type_hints(Item), typing.Optional[int], typing.Union[int, str, None],
      typing.get_args(typing.Dict[str, typing.List[int]]), Movie(title='x'), Movie.__optional_keys__,
      typing.Callable[[int], str], typing.Literal['a', 1], typing.cast(int, 'x'), typing.NewType('Id', int)(5))

P = namedtuple('P', 'x y z', defaults=[0])
p = P(1, 2)
print(p, p._replace(x=5), p._asdict(), P._fields, P._make([7, 8, 9]), P._field_defaults)
count = Counter('abracadabra')
print(count, count.most_common(2), count - Counter('aaa'), count & Counter('abc'), sum(count.values()))
groups = defaultdict(list)
for word in 'one two three four five six'.split(): groups[len(word)].append(word)
print(groups, dict(groups))
ring = deque(range(5), maxlen=4); ring.rotate(1); ring.appendleft(9)
print(ring, OrderedDict(a=1, b=2) == OrderedDict(b=2, a=1), ChainMap({'a': 1}, {'a': 2, 'b': 3})['b'])
class Upper(UserDict):
    def __setitem__(self, key, value): super().__setitem__(key.upper(), value)
print(Upper(a=1), UserList([1, 2]) + [3], UserString('x') * 3)
deep = {'list': [1, [2, 3]], 'item': a}
shallow, whole = copy.copy(deep), copy.deepcopy(deep)
deep['list'][1].append(4)
print(shallow['list'], whole['list'], whole['item'] == a, whole['item'] is a)
pprint.pprint({'numbers': list(range(30)), 'text': 'word ' * 20, 'nest': {'a': [{'b': 'c' * 30}] * 3}}, width=60)
print(reprlib.repr(list(range(100))), types.SimpleNamespace(a=1, b='x'), types.MappingProxyType({'a': 1}))
print(types.new_class('N', (), {}, lambda ns: ns.update(z=1)).z, types.MethodType(lambda self: self * 2, 21)())
