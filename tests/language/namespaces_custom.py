# Globals, locals and builtins that are no plain dicts are asked through their __getitem__.
class Numbers(dict):
    def __missing__(self, key):
        return int(key.removeprefix('_'))


function = eval('lambda: ' + '+'.join(f'_{i}' for i in range(300)), Numbers())
print(function(), function())


class Told(dict):
    def __getitem__(self, key):
        print('get', key)
        return dict.__getitem__(self, key)

    def __setitem__(self, key, value):
        raise KeyError('frozen')


try:
    exec('x = 1', Told())
except KeyError as error:
    print(repr(error))
builtins = Told(vars(__import__('builtins')))
exec('''
def f():
    global y
    y = 3
    return len
print(f(), y)
class A: pass
print(A)
''', {'__builtins__': builtins, '__name__': 'told'})
for wrong in (123, {'print': print}, [1]):
    for text in ('x = 1\nprint(x)', 'class A: pass', 'missing'):
        try:
            exec(text, {'__builtins__': wrong})
        except Exception as error:
            print(type(error).__name__, error)

# A function whose globals name no builtins has those of the code that makes it.
space = {'type': type, '__builtins__': {'None': None}}
exec('def f(s): pass\ng = type(f)(f.__code__, {})', space)
print(space['f'].__builtins__ is space['__builtins__'], space['g'].__builtins__)
print('__builtins__' in space['g'].__globals__)


def f(**keywords): pass


for pair in (({1: 3}, {1: 5}), ({'a': 1}, {'a': 2})):
    try:
        f(**pair[0], **pair[1])
    except TypeError as error:
        print(error)
