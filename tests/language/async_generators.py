# Asynchronous generators driven by hand: items, sent values, exceptions, ends.
import types

class Wait:
    def __init__(self, value): self.value = value
    def __await__(self): return (yield self.value)

def run(awaitable, answers=()):
    """Runs an awaitable to its end; gives what it waited for and its value."""
    answers, seen = list(answers), []
    iterator = awaitable.__await__()
    try:
        value = iterator.send(None)
        while True:
            seen.append(value)
            value = iterator.send(answers.pop(0) if answers else None)
    except StopIteration as stop:
        return seen, stop.value
    except BaseException as error:
        return seen, repr(error), repr(error.__context__), repr(error.__cause__)

async def numbers():
    a = await Wait("first")
    b = yield 1
    c = await Wait(("second", a, b))
    try:
        d = yield 2
        print("sent", d)
    except ValueError as error:
        print("caught", error)
        yield "after"
    finally:
        print("finally")

print("--- items")
g = numbers()
print(run(g.__anext__(), ["A"]), g.ag_running, g.ag_await)
print(run(g.asend("B"), ["C"]))
print(run(g.asend("D")))
print(run(g.__anext__()))
print(run(g.asend(1)), run(g.aclose()), run(g.athrow(KeyError)))

print("--- athrow")
g = numbers()
run(g.__anext__()); run(g.__anext__())
print(run(g.athrow(ValueError("x"))))
print(run(g.athrow(KeyError, "k")))
print(run(g.__anext__()))

print("--- aclose")
g = numbers()
run(g.__anext__()); run(g.__anext__())
print(run(g.aclose()))
print(run(g.aclose()), run(g.__anext__()))
g = numbers()
print(run(g.aclose()), run(g.__anext__()))
async def stubborn():
    try: yield 1
    except GeneratorExit: yield 2
g = stubborn()
run(g.__anext__())
print(run(g.aclose()))
async def waits():
    try: yield 1
    finally: print("got", await Wait("closing"))
g = waits(); run(g.__anext__())
print(run(g.aclose(), ["answer"]))
g = waits(); run(g.__anext__())
print(run(g.athrow(OSError, OSError(3), None), ["answer"]))

print("--- stops inside")
for stop in StopIteration, StopAsyncIteration, GeneratorExit:
    async def stops():
        yield 1
        raise stop("x")
    g = stops()
    print(run(g.__anext__()), run(g.__anext__()), run(g.__anext__()))

print("--- awaitables")
g = numbers()
a = g.__anext__()
print(a.send(None))
for other in g.__anext__(), g.asend(3), g.athrow(ValueError), g.aclose():
    try: other.send(None)
    except RuntimeError as error: print(error)
print(g.ag_running, type(g.ag_await))
try: a.send(None)
except StopIteration as s: print("value", s.value)
for f in (lambda: a.send(None), lambda: next(a), lambda: a.throw(ValueError)):
    try: f()
    except RuntimeError as error: print(error)
b = g.aclose()
print(b.close())
for f in (lambda: b.send(None), lambda: b.throw(ValueError)):
    try: f()
    except RuntimeError as error: print(error)
try: g.aclose().send(3)
except RuntimeError as error: print(error)
h = numbers()
try: h.asend(3).send(None)
except TypeError as error: print(error)
try: h.athrow().send(None)
except TypeError as error: print(error)
h = numbers()
try: h.athrow(1,2,3,4).send(None)
except TypeError as error: print(error)
h = numbers()
try: h.__anext__().throw(ZeroDivisionError, "zero")
except ZeroDivisionError as error: print(repr(error))
print(run(h.__anext__()))
h = numbers(); k = h.aclose()
try: k.throw(ZeroDivisionError, "zero")
except ZeroDivisionError as error: print(repr(error))
h = numbers(); k = h.aclose()
try: k.throw(GeneratorExit)
except StopIteration as error: print(repr(error))
h = numbers(); run(h.__anext__()); k = h.athrow(ValueError)
try: k.throw(ZeroDivisionError, "zero")
except ZeroDivisionError as error: print(repr(error))

print("--- async for, with, comprehensions")
async def count(n):
    for i in range(n):
        await Wait(i)
        yield i
class Manager:
    async def __aenter__(self):
        await Wait("enter"); return "value"
    async def __aexit__(self, *rest):
        print("exit", rest[:2]); return await Wait("exit")
async def main():
    async for i in count(2): print("item", i)
    else: print("else")
    async with Manager() as value: print(value)
    async with Manager(): 1/0
    print([i async for i in count(3) if i], {i async for i in count(2)}, {i: i async for i in count(2)})
    g = (i async for i in count(2))
    print(type(g).__name__, g.__qualname__, [x async for x in g])
    print([await Wait(x) for x in (1, 2)])
    print([[j async for j in count(2)] for i in range(2)])
    it = aiter(count(1))
    print(await anext(it), await anext(it, "default"))
    try: await anext(it)
    except StopAsyncIteration: print("stop")
    return "done"
print(run(main(), [None]*5 + [None, True] + [None]*60))

print("--- mistakes")
async def attempt(f):
    try: await f()
    except Exception as error:
        print(type(error).__name__, error, "|", repr(error.__cause__), repr(error.__context__))
async def f1():
    async for x in [1]: pass
async def f2():
    class A:
        def __aiter__(self): return 3
    async for x in A(): pass
async def f3():
    class A:
        def __aiter__(self): return self
        def __anext__(self): return 3
    async for x in A(): pass
async def f4(): await 3
async def f5():
    class A:
        def __await__(self): return 3
    await A()
async def f6():
    async def c(): pass
    class A:
        x = c()
        def __await__(self): return self.x
    try: await A()
    finally: A.x.close()
async def f7():
    async with 3: pass
async def f8():
    class A:
        async def __aenter__(self): pass
    async with A(): pass
async def f9():
    class A:
        def __aenter__(self): return 3
        def __aexit__(self, *a): return 4
    async with A(): pass
async def f10():
    class A:
        async def __aenter__(self): return 3
        def __aexit__(self, *a): return 4
    async with A(): pass
async def f11():
    class A:
        def __aiter__(self): raise KeyError
    async for x in A(): pass
async def f12():
    class A:
        def __aiter__(self): return self
        def __anext__(self): raise KeyError
    async for x in A(): pass
async def f13():
    class A:
        def __aiter__(self): return self
        def __anext__(self): return self
        def __await__(self): raise KeyError
    async for x in A(): pass
for f in f1,f2,f3,f4,f5,f6,f7,f8,f9,f10,f11,f12,f13: run(attempt(f))

print("--- types.coroutine")
@types.coroutine
def old():
    x = yield "old"
    return x
async def uses(): return await old()
print(run(uses(), ["new"]))
