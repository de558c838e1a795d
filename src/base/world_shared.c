// The real world's semaphores that processes share.

#define _GNU_SOURCE

#include <errno.h>
#include <fcntl.h>
#include <semaphore.h>
#include <time.h>

#include "base/world_real.h"

enum { NANOSECONDS = 1000000000 };

static sem_t *semaphore(const WorldRequest *request) {
    return (sem_t *)(intptr_t)request->numbers[0];
}

int64_t real_semaphore_open(WorldRequest *request) {
    const int64_t *n = request->numbers;
    sem_t *opened = sem_open(request->texts[0], (int)n[0], (mode_t)n[1], (unsigned)n[2]);
    return opened == SEM_FAILED ? -(int64_t)errno : (int64_t)(intptr_t)opened;
}

// What a failed attempt and a wait that was too long give is one error.
static int64_t waited(int result) {
    if (result == 0) return 0;
    return errno == EAGAIN ? -ETIMEDOUT : -(int64_t)errno;
}

int64_t real_semaphore_wait(WorldRequest *request) {
    int64_t wait = request->numbers[1];
    struct timespec end;
    if (wait == 0) return waited(sem_trywait(semaphore(request)));
    if (wait < 0) return waited(sem_wait(semaphore(request)));
    if (clock_gettime(CLOCK_REALTIME, &end) != 0) return -errno;
    int64_t rest = end.tv_nsec + wait % NANOSECONDS;
    end.tv_sec += wait / NANOSECONDS + rest / NANOSECONDS;
    end.tv_nsec = rest % NANOSECONDS;
    return waited(sem_timedwait(semaphore(request), &end));
}

int64_t real_semaphore_value(WorldRequest *request) {
    int value = 0;
    if (sem_getvalue(semaphore(request), &value) != 0) return -errno;
    return value < 0 ? 0 : value;
}
