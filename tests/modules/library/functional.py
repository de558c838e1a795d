"""functools, itertools, contextlib, heapq, bisect, weakref, gc, operator, graphlib, contextvars."""
import bisect, contextlib, contextvars, functools, gc, graphlib, heapq, io, itertools, operator, sys, weakref

@functools.lru_cache(maxsize=3)
def square(n): print('computing', n); return n * n
print([square(n) for n in (1, 2, 1, 3, 4, 1)], square.cache_info(), square.__wrapped__(7))
@functools.singledispatch
def describe(x): return 'object'
@describe.register
def _(x: int): return 'int'
@describe.register(list)
def _(x): return 'list of ' + ', '.join(map(describe, x))
print(describe(1.5), describe([1, 'a', [2]]), describe.dispatch(bool) is describe.dispatch(int))
class Temperature:
    def __init__(self, c): self.c = c
    @functools.cached_property
    def f(self): print('once'); return self.c * 9 / 5 + 32
    add = functools.partialmethod(lambda self, n, m: self.c + n + m, 10)
t = Temperature(20); print(t.f, t.f, t.add(1), functools.reduce(operator.mul, range(1, 6)), functools.partial(int, base=2)('101'))
@functools.total_ordering
class Version:
    def __init__(self, *parts): self.parts = parts
    def __eq__(self, other): return self.parts == other.parts
    def __lt__(self, other): return self.parts < other.parts
print(Version(1, 2) >= Version(1, 1), sorted([3, 1, 2], key=functools.cmp_to_key(lambda a, b: b - a)))
@functools.wraps(square)
def wrapper(): pass
print(wrapper.__name__, wrapper.__wrapped__ is square)

print(list(itertools.chain.from_iterable([[1], [2, 3]])), list(itertools.islice(itertools.count(5, 2), 4)), list(itertools.accumulate([1, 2, 3], operator.mul)),
      [(k, list(g)) for k, g in itertools.groupby('aabbbc')], list(itertools.product('ab', repeat=2)), list(itertools.permutations('abc', 2))[:4],
      list(itertools.combinations(range(4), 2)), list(itertools.zip_longest('ab', 'c', fillvalue='-')), list(itertools.pairwise('abcd')),
      list(itertools.takewhile(lambda x: x < 3, [1, 2, 3, 1])), list(itertools.starmap(pow, [(2, 3), (3, 2)])), list(itertools.compress('abcd', [1, 0, 1])))
first, second = itertools.tee(iter(range(3))); print(list(first), list(second), list(itertools.filterfalse(None, [0, 1, ''])))

@contextlib.contextmanager
def tag(name):
    print('<%s>' % name)
    try: yield name.upper()
    except ValueError as error: print('caught', error)
    finally: print('</%s>' % name)
with tag('a') as a, tag('b'): print(a); raise ValueError('inside')
with contextlib.ExitStack() as stack:
    stack.callback(print, 'last'); stack.enter_context(tag('s')); stack.push(lambda *exc: print('push', exc[0]))
out = io.StringIO()
with contextlib.redirect_stdout(out), contextlib.suppress(KeyError): print('hidden'); {}['x']
print(repr(out.getvalue()), contextlib.nullcontext(5).__enter__())
with contextlib.closing(io.StringIO('x')) as file: print(file.read())
print(file.closed)
class Decorator(contextlib.ContextDecorator):
    def __enter__(self): print('in'); return self
    def __exit__(self, *exc): print('out')
@Decorator()
def decorated(): print('body')
decorated()

heap = [5, 1, 8, 3]; heapq.heapify(heap); heapq.heappush(heap, 2)
print([heapq.heappop(heap) for _ in range(3)], heapq.nlargest(2, [4, 9, 1]), heapq.nsmallest(2, 'hello', key=ord), list(heapq.merge([1, 4], [2, 3], key=lambda x: x)), heapq.heapreplace(heap, 0))
grades = [60, 70, 80]; bisect.insort(grades, 75)
print(bisect.bisect(grades, 75), bisect.bisect_left(grades, 75), grades, bisect.bisect([1, 2, 3], -2, key=lambda x: -x))

class Node:
    def __init__(self, name): self.name = name
    def __repr__(self): return self.name
n = Node('n'); r = weakref.ref(n, lambda ref: print('gone')); d = weakref.WeakValueDictionary(n=n); s = weakref.WeakSet([n])
weakref.finalize(n, print, 'finalized', 'n')
print(r() is n, list(d.items()), len(s), weakref.getweakrefcount(n)); del n; print(r(), len(d), len(s))
a, b = Node('a'), Node('b'); a.other, b.other = b, a; w = weakref.ref(a); del a, b; print(w() is not None, gc.collect() > 0, w())
print(list(graphlib.TopologicalSorter({'d': {'b', 'c'}, 'b': {'a'}, 'c': {'a'}}).static_order())[0::3])
v = contextvars.ContextVar('v', default=0); token = v.set(5); c = contextvars.copy_context(); v.reset(token); print(v.get(), c[v], c.run(lambda: v.set(7) and v.get()))
