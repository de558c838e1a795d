# Signals that come while the main thread waits for a lock don't make it miss its turn.
import _signal
import _thread
import os
import time

lock = _thread.allocate_lock()
lock.acquire()
done = _thread.allocate_lock()
done.acquire()
came = 0


def handler(number, frame):
    global came
    came += 1


def send():
    for _ in range(10):
        time.sleep(0.02)
        os.kill(os.getpid(), _signal.SIGUSR1)
    done.release()


_signal.signal(_signal.SIGUSR1, handler)
_thread.start_new_thread(send, ())
begin = time.monotonic()
print(lock.acquire(timeout=0.1), time.monotonic() - begin >= 0.1)
print(done.acquire(), came > 0)
