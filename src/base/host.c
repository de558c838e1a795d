#include "base/host.h"

#include <stdlib.h>

// Process-wide on purpose: host memory has no machine that owns it.
static _Thread_local uint64_t failure_countdown;

static bool host_fails_now(void) {
    if (LIKELY(failure_countdown == 0)) return false;
    failure_countdown--;
    return failure_countdown == 0;
}

void *host_allocate(size_t bytes) {
    if (host_fails_now()) return NULL;
    return malloc(bytes ? bytes : 1);
}

void *host_resize(void *block, size_t bytes) {
    if (host_fails_now()) return NULL;
    return realloc(block, bytes ? bytes : 1);
}

void host_release(void *block) {
    free(block);
}

uint64_t host_plan_failure(uint64_t nth) {
    uint64_t left = failure_countdown;
    failure_countdown = nth;
    return left;
}
