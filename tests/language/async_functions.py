# Coroutines without a loop: driven by send.
class Wait:
    def __init__(self, value): self.value = value
    def __await__(self):
        got = yield self.value
        return got
async def inner(x):
    got = await Wait(x)
    return got * 2
async def outer():
    a = await inner("a")
    b = await inner("b")
    return a + b
def run(coroutine, replies):
    try:
        value = coroutine.send(None)
        while True:
            print("waits for", value)
            value = coroutine.send(replies.pop(0))
    except StopIteration as stop:
        return stop.value
print(run(outer(), [1, 2]))
class Manager:
    async def __aenter__(self): print("aenter"); return 5
    async def __aexit__(self, *a): print("aexit", a[0]); return True
class Numbers:
    def __init__(self): self.n = 0
    def __aiter__(self): return self
    async def __anext__(self):
        self.n += 1
        if self.n > 3: raise StopAsyncIteration
        return self.n
async def agen():
    for i in range(3):
        await Wait(i)
        yield i
async def main():
    async with Manager() as m:
        print(m)
        raise ValueError
    async for n in Numbers(): print(n)
    print([n async for n in Numbers() if n != 2])
    print([n async for n in agen()])
    return "main"
print(run(main(), [None] * 10))
c = inner(1)
print(type(c).__name__, type(agen()).__name__)
c.close()
async def bad(): await 5
try:
    bad().send(None)
except TypeError as error:
    print(error)
try:
    for x in agen(): pass
except TypeError as error:
    print(error)
