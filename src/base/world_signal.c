// The real world's signals.
//
// Signals are process-wide by nature, so what came is kept in one word here.

#define _GNU_SOURCE

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/time.h>

#include "base/world_real.h"

enum { NANOSECONDS = 1000000000, SIGNAL_LAST = 64 };

static volatile uint64_t signals_came;  // bit n: signal n; bit 0: the last

static void signal_came(int number) {
    __atomic_or_fetch(&signals_came, UINT64_C(1) << (number & 63), __ATOMIC_RELAXED);
}

static int64_t signal_state(const struct sigaction *action) {
    if (action->sa_handler == SIG_IGN) return WORLD_SIGNAL_IGNORED;
    if (action->sa_handler == SIG_DFL) return WORLD_SIGNAL_DEFAULT;
    return action->sa_handler == signal_came ? WORLD_SIGNAL_WATCHED : WORLD_SIGNAL_FOREIGN;
}

int64_t real_watch_signal(WorldRequest *request) {
    struct sigaction action = {0}, former;
    int64_t wanted = request->numbers[1];
    action.sa_handler = wanted == WORLD_SIGNAL_WATCHED   ? signal_came
                        : wanted == WORLD_SIGNAL_IGNORED ? SIG_IGN
                                                         : SIG_DFL;
    // wanted below 0 only asks for the state.
    const struct sigaction *given = wanted < 0 ? NULL : &action;
    if (sigaction((int)request->numbers[0], given, &former) != 0) return -errno;
    return signal_state(&former);
}

int64_t real_signal_interrupts(WorldRequest *request) {
    int number = (int)request->numbers[0];
    struct sigaction action;
    if (sigaction(number, NULL, &action) != 0) return -errno;
    action.sa_flags = request->numbers[1] != 0 ? action.sa_flags & ~SA_RESTART
                                               : action.sa_flags | SA_RESTART;
    return world_real_result(sigaction(number, &action, NULL));
}

int64_t real_take_signals(WorldRequest *request) {
    (void)request;
    if (LIKELY(signals_came == 0)) return 0;
    return (int64_t)__atomic_exchange_n(&signals_came, 0, __ATOMIC_RELAXED);
}

// --- sets ---

sigset_t world_real_signals(uint64_t bits) {
    sigset_t set;
    sigemptyset(&set);
    for (int i = 1; i <= SIGNAL_LAST; i++)
        if ((bits >> (i - 1) & 1) != 0) (void)sigaddset(&set, i);
    return set;
}

static int64_t bits_of(const sigset_t *set) {
    uint64_t bits = 0;
    for (int i = 1; i <= SIGNAL_LAST; i++)
        if (sigismember(set, i) == 1) bits |= UINT64_C(1) << (i - 1);
    return (int64_t)bits;
}

int64_t real_mask_signals(WorldRequest *request) {
    const int64_t *n = request->numbers;
    sigset_t set = world_real_signals((uint64_t)n[1]), former;
    int error = pthread_sigmask((int)n[0], n[2] != 0 ? &set : NULL, &former);
    if (error != 0) return -error;
    int64_t bits = bits_of(&former);
    return world_real_fill(request, 0, &bits, sizeof(bits));
}

int64_t real_pending_signals(WorldRequest *request) {
    sigset_t set;
    int result = sigpending(&set);
    int64_t bits = result == 0 ? bits_of(&set) : 0;
    return world_real_fill(request, result, &bits, sizeof(bits));
}

// --- waiting ---

static struct timespec duration(int64_t nanoseconds) {
    return (struct timespec){nanoseconds / NANOSECONDS, nanoseconds % NANOSECONDS};
}

int64_t real_await_signal(WorldRequest *request) {
    const int64_t *n = request->numbers;
    sigset_t set = world_real_signals((uint64_t)n[0]);
    struct timespec time = duration(n[1]);
    siginfo_t info = {0};
    int number = n[1] < 0 ? sigwaitinfo(&set, &info) : sigtimedwait(&set, &info, &time);
    if (number < 0) return -errno;
    int64_t numbers[7] = {info.si_signo, info.si_code, info.si_errno, info.si_pid, info.si_uid,
                          info.si_status, info.si_band};
    (void)world_real_answer(request, numbers, sizeof(numbers));
    return number;
}

// Signals are held back until it is known that none came before.
int64_t world_real_wait(struct pollfd *files, size_t count, int64_t nanoseconds) {
    if (nanoseconds == 0) return world_real_result(poll(files, count, 0));
    struct timespec time = duration(nanoseconds);
    sigset_t all, former;
    sigfillset(&all);
    (void)pthread_sigmask(SIG_SETMASK, &all, &former);
    int64_t result = -EINTR;
    if (signals_came == 0)
        result = world_real_result(ppoll(files, count, nanoseconds < 0 ? NULL : &time, &former));
    (void)pthread_sigmask(SIG_SETMASK, &former, NULL);
    return result;
}

// --- timers ---

static struct timeval timer_value(int64_t nanoseconds) {
    return (struct timeval){nanoseconds / NANOSECONDS, nanoseconds % NANOSECONDS / 1000};
}

static int64_t timer_nanoseconds(struct timeval value) {
    return (int64_t)value.tv_sec * NANOSECONDS + (int64_t)value.tv_usec * 1000;
}

int64_t real_timer(WorldRequest *request) {
    const int64_t *n = request->numbers;
    struct itimerval former, timer = {.it_value = timer_value(n[1]),
                                      .it_interval = timer_value(n[2])};
    int which = (int)n[0];
    int result = n[3] != 0 ? setitimer((__itimer_which_t)which, &timer, &former)
                           : getitimer((__itimer_which_t)which, &former);
    int64_t numbers[2] = {timer_nanoseconds(former.it_value),
                          timer_nanoseconds(former.it_interval)};
    return world_real_fill(request, result, numbers, sizeof(numbers));
}
