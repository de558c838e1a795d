# Threads: they take turns, end, fail and keep their own data.
import _thread
import gc
import weakref

seen = []


def run(*calls):
    """Each call (a function and its arguments) in a thread; waits for all."""
    locks = []

    def call(function, arguments, ended):
        try:
            function(*arguments)
        finally:
            ended.release()

    for function, *arguments in calls:
        ended = _thread.allocate_lock()
        ended.acquire()
        locks.append(ended)
        _thread.start_new_thread(call, (function, arguments), {"ended": ended})
    for ended in locks:
        ended.acquire()
    while _thread._count():
        pass


def count_up(name, steps):
    for i in range(steps):
        if i % 10000 == 0:
            seen.append((name, i))


run(*[(count_up, name, 50000) for name in "abc"])
print(len(seen), sorted(seen)[:3])

# Recursion, exceptions and generators are each thread's own.
def depth(n):
    return 0 if n == 0 else 1 + depth(n - 1)


def numbers():
    try:
        raise KeyError("handled")
    except KeyError as error:
        for i in range(20000):
            yield i
            try:
                raise
            except KeyError as again:
                assert again is error


results = []


def work(n):
    results.append((n, depth(300 + n), sum(numbers())))


run(*[(work, n) for n in range(4)])
print(sorted(results))


# What a thread was given is dropped with it; SystemExit ends it silently.
class Thing:
    pass


thing = Thing()
gone = weakref.ref(thing)
run((lambda box: (box.clear(), _thread.exit()), [thing]))
del thing
print(gone())

# Data of each thread's own.
local = _thread._local()
local.value = "main"


class Initialised(_thread._local):
    kind = "class attribute"

    def __init__(self, value, *, more=0):
        seen.append(("init", value, more))
        self.value = value


own = Initialised(1, more=2)
own.value = "changed"


def look():
    results.append(hasattr(local, "value"))
    local.value = Thing()
    results.append(weakref.ref(local.value))
    results.append((own.value, own.kind, own.__dict__))


results.clear()
seen.clear()
run((look,))
print(results[0], results[1](), results[2], seen)
print(local.value, local.__dict__, own.value)
del local.value
try:
    local.value
except AttributeError as error:
    print(error)
for wrong in lambda: _thread._local(1), lambda: setattr(local, "__dict__", {}):
    try:
        wrong()
    except (TypeError, AttributeError) as error:
        print(type(error).__name__, error)

# A cycle through it is collected.
own.itself = own
gone = weakref.ref(own)
del own
gc.collect()
print(gone())


# The sentinel is released at a thread's end.
def with_sentinel():
    global sentinel
    sentinel = _thread._set_sentinel()
    sentinel.acquire()


run((with_sentinel,))
print(sentinel.acquire(timeout=5))

for arguments in (), (1, ()), (print, []), (print, (), ()), (print, (), {}, 4):
    try:
        _thread.start_new_thread(*arguments)
    except TypeError as error:
        print(error)
print(_thread.stack_size(), _thread.stack_size(1 << 20), _thread.stack_size(0))
for size in 1, -1, "a":
    try:
        _thread.stack_size(size)
    except (ValueError, TypeError) as error:
        print(error)
try:
    _thread.interrupt_main()
    for i in range(100000):
        pass
except KeyboardInterrupt:
    print("interrupted")
