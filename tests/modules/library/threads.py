"""threading and queue: locks, conditions, events, barriers, semaphores, timers, local data, queues of all kinds."""
import queue, threading, time

lock, total = threading.Lock(), 0
def add(n):
    global total
    for _ in range(n):
        with lock: total += 1
threads = [threading.Thread(target=add, args=(500,), name=f'w{i}') for i in range(4)]
for t in threads: t.start()
for t in threads: t.join()
print(total, [t.is_alive() for t in threads], threads[0].name, threading.main_thread() is threading.current_thread())
jobs, done = queue.Queue(maxsize=2), []
def worker():
    while (job := jobs.get()) is not None: done.append(job * job); jobs.task_done()
    jobs.task_done()
pool = [threading.Thread(target=worker, daemon=True) for _ in range(3)]
for t in pool: t.start()
for i in range(10): jobs.put(i)
for _ in pool: jobs.put(None)
jobs.join(); print(sorted(done), jobs.empty(), jobs.qsize())
heap = queue.PriorityQueue(); [heap.put(x) for x in ((2, 'b'), (1, 'a'), (3, 'c'))]; print([heap.get()[1] for _ in range(3)])
stack = queue.LifoQueue(); [stack.put(x) for x in 'abc']; print(stack.get(), stack.get_nowait())
for wrong in (lambda: heap.get(timeout=0.01), lambda: heap.get_nowait(), lambda: [jobs.put(i, block=False) for i in range(3)]):
    try: wrong()
    except (queue.Empty, queue.Full) as error: print(type(error).__name__)
condition, items = threading.Condition(), []
def consume():
    with condition: condition.wait_for(lambda: items, timeout=5); print('got', items.pop())
t = threading.Thread(target=consume); t.start()
with condition: items.append('x'); condition.notify()
t.join()
event, barrier, order = threading.Event(), threading.Barrier(3), []
def meet(): event.wait(); order.append(barrier.wait())
threads = [threading.Thread(target=meet) for _ in range(3)]
for t in threads: t.start()
print(event.is_set()); event.set(); [t.join() for t in threads]; print(sorted(order), event.wait(0))
local = threading.local(); local.x = 1; seen = []
t = threading.Thread(target=lambda: seen.append(hasattr(local, 'x'))); t.start(); t.join(); print(seen, local.x)
semaphore = threading.BoundedSemaphore(2); print(semaphore.acquire(), semaphore.acquire(), semaphore.acquire(blocking=False)); semaphore.release(2)
try: semaphore.release()
except ValueError as error: print(error)
rlock = threading.RLock()
with rlock, rlock: print(rlock.acquire(blocking=False)); rlock.release()
try: rlock.release()
except RuntimeError as error: print(error)
timer = threading.Timer(0.02, print, ['timer']); timer.start(); timer.join(); cancelled = threading.Timer(5, print, ['never']); cancelled.start(); cancelled.cancel(); cancelled.join()
problems = []; threading.excepthook = lambda args: problems.append((args.exc_type.__name__, args.thread.name)); t = threading.Thread(target=lambda: 1 / 0, name='bad'); t.start(); t.join(); print(problems)
print(lock.acquire(timeout=1), lock.acquire(timeout=0.01), lock.locked()); lock.release(); print(threading.active_count() >= 1, [t for t in threading.enumerate()][0].name)
