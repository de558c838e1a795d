# Locks: who has them, who waits, for how long, and what is refused.
import _thread

lock = _thread.allocate_lock()
print(lock.acquire(), lock.locked(), repr(lock)[:28])
print(lock.acquire(False), lock.acquire(blocking=True, timeout=0.01))
lock.release()
print(lock.locked(), repr(lock)[:30])
with lock as taken:
    print(taken, lock.locked())


def attempt(function, *arguments, **keywords):
    try:
        print(function(*arguments, **keywords))
    except Exception as error:
        print(type(error).__name__, error)


for each in _thread.allocate_lock(), _thread.RLock():
    attempt(each.release)
    attempt(each.acquire, False, 1)
    attempt(each.acquire, True, -2)
    attempt(each.acquire, True, float("nan"))
    attempt(each.acquire, True, 1e100)
    attempt(each.acquire, True, 10**30)
    attempt(each.acquire, True, None)
    attempt(each.acquire, "x")
    attempt(each.acquire, 1, 2, 3)
    attempt(each.acquire, wrong=1)
    attempt(each.acquire, blocking=False, timeout=-1)
    attempt(each.__exit__)
attempt(type(lock))

# Three threads wait for one lock; each release lets one in.
order = []
gate, ended = _thread.allocate_lock(), _thread.allocate_lock()
gate.acquire()
ended.acquire()


def visitor(name):
    with gate:
        order.append(name)
        if len(order) == 3:
            ended.release()


for name in "abc":
    _thread.start_new_thread(visitor, (name,))
print(gate.acquire(timeout=0.02), order)
gate.release()
ended.acquire()
print(sorted(order))

# A lock can be released by another thread.
_thread.start_new_thread(ended.release, ())
print(ended.acquire(timeout=5))

# An RLock counts for its owner alone.
rlock = _thread.RLock()
with rlock, rlock:
    print(rlock._is_owned(), repr(rlock)[:15])
    _thread.start_new_thread(
        lambda: (order.append((rlock._is_owned(), rlock.acquire(False),
                               rlock.acquire(timeout=0.001))), ended.release()), ())
    ended.acquire()
    print(order[-1])
    state = rlock._release_save()
    print(state[0], state[1] == _thread.get_ident(), rlock._is_owned())
    rlock._acquire_restore(state)
    print(rlock._is_owned())
attempt(rlock._acquire_restore, 3)
attempt(rlock._acquire_restore, (1,))
attempt(rlock._release_save)
