# Programs: coroutines by generators, a scheduler, pipelines, memoization.
def scheduler(tasks):
    queue = list(tasks)
    while queue:
        task = queue.pop(0)
        try:
            print(next(task), end=" ")
            queue.append(task)
        except StopIteration as stop:
            print(f"[{stop.value}]", end=" ")
    print()
def task(name, n):
    for i in range(n): yield f"{name}{i}"
    return name
scheduler([task("a", 3), task("b", 1), task("c", 2)])
def averager():
    total = count = 0
    average = None
    while True:
        total += yield average
        count += 1
        average = total / count
avg = averager(); next(avg)
print([avg.send(x) for x in (10, 20, 60)])
def pipeline(source, *stages):
    for stage in stages: source = stage(source)
    return source
print(list(pipeline(range(10), lambda s: (x * x for x in s), lambda s: (x for x in s if x % 2), lambda s: map(str, s))))
def memo(f):
    cache = {}
    def wrapper(*args):
        if args not in cache: cache[args] = f(*args)
        return cache[args]
    wrapper.cache = cache
    return wrapper
@memo
def ways(n, coins=(1, 2, 5, 10, 20, 50, 100, 200)):
    if n < 0 or not coins: return 0
    return 1 if n == 0 else ways(n - coins[-1], coins) + ways(n, coins[:-1])
print(ways(200), len(ways.cache) > 100)
class Signal:
    def __init__(self): self.handlers = []
    def __iadd__(self, handler): self.handlers.append(handler); return self
    def __call__(self, *args): return [h(*args) for h in self.handlers]
class Button: pass
b = Button(); b.clicked = Signal()
b.clicked += lambda x: x + 1
b.clicked += str
print(b.clicked(5))
