# Handlers of signals: set, called at the next tick, masked, waited for; timers.
import os
import time

import _signal as S
import _thread


def t(text):
    try:
        print(text, eval(text))
    except BaseException as error:
        print(text, type(error).__name__, error)


def h(number, frame):
    print("handler", number, type(frame).__name__)


def bad(number, frame):
    1 / 0


for text in (
    "S.alarm()", "S.alarm('a')", "S.alarm(2**40)", "S.default_int_handler()",
    "S.default_int_handler(1, 2)", "S.default_int_handler('a', 2)", "S.getitimer(9)",
    "S.getitimer(0)", "S.getitimer('a')", "S.getsignal(0)", "S.getsignal(65)", "S.getsignal(1)",
    "S.getsignal(2)", "S.getsignal(13)", "S.getsignal(32)", "S.pidfd_send_signal(1, 2, 3)",
    "S.pidfd_send_signal(0, 0)", "S.pthread_kill(1)", "S.pthread_kill('a', 1)",
    "S.pthread_sigmask(0, [])", "S.pthread_sigmask(9, [])", "S.pthread_sigmask(0, 1)",
    "S.pthread_sigmask(0, [0])", "S.raise_signal(0)", "S.raise_signal(99)",
    "S.raise_signal('a')", "S.set_wakeup_fd()", "S.set_wakeup_fd(-2)", "S.set_wakeup_fd(99)",
    "S.set_wakeup_fd('a')", "S.set_wakeup_fd(0, x=1)", "S.setitimer(9, 1)",
    "S.setitimer(0, -1)", "S.setitimer(0, 'a')", "S.setitimer(0, 0)", "S.siginterrupt(0, 1)",
    "S.siginterrupt(99, 1)", "S.siginterrupt(9, 1)", "S.siginterrupt(10, 'a')",
    "S.signal(0, 0)", "S.signal(9, 0)", "S.signal(10, 5)", "S.signal(10, 'a')",
    "S.signal(10, print)", "S.signal(10, True)", "S.signal(10, 0)", "S.signal(11, S.SIG_DFL)",
    "S.sigpending()", "S.sigtimedwait([10], 0)", "S.sigtimedwait([10], -1)",
    "S.sigtimedwait([10], 'a')", "S.sigwait([99])", "S.strsignal(0)", "S.strsignal(1)",
    "S.strsignal(64)", "S.strsignal(65)", "S.strsignal(32)", "S.strsignal(40)",
    "S.valid_signals()", "S.struct_siginfo(range(7))", "S.struct_siginfo(range(6))",
    "S.setitimer(0, 0.0, 5.5)", "S.setitimer(0, 1e30)", "S.setitimer(0, float('nan'))",
    "S.ItimerError", "S.SIG_DFL", "S.struct_siginfo", "S.getsignal(2) is S.default_int_handler",
):
    t(text)
r, w = os.pipe()
t("S.set_wakeup_fd(r)" if r == 3 else "print('the fd 3 must be in non-blocking mode')")
os.set_blocking(w, False)
t("S.set_wakeup_fd(w)")
t("S.signal(10, h)")
t("S.getsignal(10) is h")
t("S.raise_signal(10)")
os.kill(os.getpid(), 10)
print(os.read(r, 10))
S.pthread_sigmask(S.SIG_BLOCK, [10, 12])
t("S.pthread_sigmask(S.SIG_BLOCK, [])")
os.kill(os.getpid(), 10)
t("S.sigpending()")
t("S.sigwait([10])")
os.kill(os.getpid(), 12)
info = S.sigwaitinfo([12])
print(info.si_signo, info.si_code, info.si_pid == os.getpid(), info.si_uid == os.getuid())
t("S.sigtimedwait([12], 0.01)")
S.pthread_sigmask(S.SIG_UNBLOCK, [10, 12])
t("S.pthread_kill(_thread.get_ident(), 10)")
S.signal(10, bad)
S.signal(12, h)
t("S.raise_signal(10)")
t("S.set_wakeup_fd(-1) == w")
S.signal(14, h)
S.setitimer(0, 0.05)
S.pause()
S.setitimer(0, 0.02)
begin = time.monotonic()
time.sleep(0.1)
print(time.monotonic() - begin >= 0.1)
S.signal(14, bad)


def spin():
    n = 0
    while True:
        n += 1
        n -= 1


for wait in (spin, lambda: time.sleep(5), lambda: os.read(r, 5), S.pause):
    S.setitimer(0, 0.02)
    try:
        wait()
    except ZeroDivisionError as error:
        print(error, S.getitimer(0))


def thread(done):
    t("S.signal(10, h)")
    t("S.set_wakeup_fd(-1)")
    done.release()


lock = _thread.allocate_lock()
lock.acquire()
_thread.start_new_thread(thread, (lock,))
lock.acquire()
try:
    S.raise_signal(S.SIGINT)
except KeyboardInterrupt as error:
    print(repr(error))
print(S.signal(S.SIGINT, S.SIG_IGN), S.raise_signal(S.SIGINT))
