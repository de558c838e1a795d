#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "base/host.h"
#include "base/stack.h"

enum { STACK_BYTES = 64 << 10, STACK_COUNT = 8 };

typedef struct Worker {
    Stack stack;
    Stack *back;
    char *memory;
    int64_t steps;
    double product;
} Worker;

static int64_t deep_sum(int64_t depth) {
    volatile char room[64];
    memset((char *)room, 1, sizeof(room));
    return depth == 0 ? 0 : room[depth % 64] + deep_sum(depth - 1);
}

static void work(void *argument) {
    Worker *worker = argument;
    char local[100];
    double product = 1.0;
    for (int i = 0; i < 1000; i++) {
        memset(local, i, sizeof(local));
        product *= 1.0 + 1.0 / (double)(i + 1);
        worker->steps += deep_sum(i % 50 + 1) > 0 && local[99] == (char)i;
        stack_switch(&worker->stack, worker->back);
        assert_int_equal(local[50], (char)i);
    }
    worker->product = product;
    stack_switch_last(&worker->stack, worker->back);
}

// Values in registers and on each stack survive thousands of switches.
static void switches_keep_state(void **state) {
    (void)state;
    Stack host = {0};
    Worker workers[STACK_COUNT] = {0};
    for (int i = 0; i < STACK_COUNT; i++) {
        workers[i].back = &host;
        workers[i].memory = host_allocate(STACK_BYTES);
        assert_non_null(workers[i].memory);
        stack_start(&workers[i].stack, workers[i].memory, STACK_BYTES, work, &workers[i]);
    }
    double sum = 0;
    for (int round = 0; round <= 1000; round++) {
        for (int i = 0; i < STACK_COUNT; i++) stack_switch(&host, &workers[i].stack);
        sum += sqrt((double)round);
    }
    assert_true(fabs(sum - 21097.45) < 1.0);
    for (int i = 0; i < STACK_COUNT; i++) {
        assert_int_equal(workers[i].steps, 1000);
        assert_true(fabs(workers[i].product - 1001.0) < 1e-6);
        host_release(workers[i].memory);
    }
}

typedef struct Pair {
    Stack first, second, host;
    int64_t turns;
} Pair;

static void ping(void *argument) {
    Pair *pair = argument;
    for (;;) {
        pair->turns++;
        stack_switch(&pair->first, &pair->second);
    }
}

static void pong(void *argument) {
    Pair *pair = argument;
    while (pair->turns < 10000) stack_switch(&pair->second, &pair->first);
    stack_switch_last(&pair->second, &pair->host);
}

// Two stacks that never go back to the host in between.
static void stacks_switch_directly(void **state) {
    (void)state;
    Pair pair = {0};
    char *memory = host_allocate(2 * STACK_BYTES);
    assert_non_null(memory);
    stack_start(&pair.first, memory, STACK_BYTES, ping, &pair);
    stack_start(&pair.second, memory + STACK_BYTES, STACK_BYTES, pong, &pair);
    stack_switch(&pair.host, &pair.first);
    assert_int_equal(pair.turns, 10000);
    host_release(memory);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(switches_keep_state),
        cmocka_unit_test(stacks_switch_directly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
