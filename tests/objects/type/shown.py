# What types show of their members, signatures and sizes.
import sys
import types

print([type(member).__name__ for member in (complex.real, complex.imag, int.real,
       vars(types.ModuleType)['__dict__'], vars(types.SimpleNamespace)['__dict__'])])
for function in (set.add, dict.keys, bytes.lower, str.find, list.append, dict.get, int.bit_count):
    print(function.__qualname__, function.__text_signature__)
print([sys.getsizeof(thing) for thing in (int.real, complex.real, list[int], int | str)])
print([type_.__weakrefoffset__ for type_ in (types.FunctionType, types.MethodType,
       types.ModuleType, types.BuiltinFunctionType)], types.FunctionType.__dictoffset__)
namespace = types.SimpleNamespace(a=1)
print(vars(namespace), namespace.__dict__ is vars(namespace))
try:
    namespace.__dict__ = {}
except AttributeError as error:
    print(error)


def short(): yield
def longer(a, b): return [a, b, a + b]


for function in (short, longer, lambda: 0):
    print(sys.getsizeof(function.__code__))


class Loader:
    @staticmethod
    def module_repr(module):
        return '<made by hand>'


module = types.ModuleType('m')
module.__loader__ = Loader
print(module)
for make in (lambda: type('A\udcdc', (), {}), lambda: type('A', (), {'__doc__': '\udcdc'})):
    try:
        make()
    except UnicodeEncodeError as error:
        print(error)


class Bound:
    def method(self, other):
        return other


class Holder:
    taken = classmethod(Bound().method)


print(Holder.taken() is Holder, '__get__' in dir(types.MethodType))


class Raising:
    def raising(self):
        raise AttributeError('no')

    __eq__ = __hash__ = __iter__ = property(raising)


print(Raising() == Raising())
for use in (hash, iter):
    try:
        use(Raising())
    except TypeError as error:
        print(error)
