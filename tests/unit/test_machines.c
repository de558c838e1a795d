#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nametag.h"

static const NametagOptions options = {.abi = NAMETAG_ABI, .verifies = 1};
static const NametagOptions watched = {.abi = NAMETAG_ABI, .verifies = 1, .mode = NAMETAG_WATCHED};
static const NametagOptions recorded = {
    .abi = NAMETAG_ABI, .verifies = 1, .mode = NAMETAG_WATCHED, .records = 1};

static NametagMachine *start(const NametagOptions *how) {
    NametagMachine *machine = nametag_machine_new(how);
    assert_non_null(machine);
    return machine;
}

static int run(NametagMachine *machine, const char *text) {
    return nametag_run_text(machine, text, strlen(text), "<test>");
}

static void finish(NametagMachine *machine) {
    assert_int_equal(nametag_machine_finish(machine), 0);
}

// Each machine has names, modules, objects and exceptions of its own.
static void machines_take_turns(void **state) {
    (void)state;
    NametagMachine *one = start(&options), *two = start(&options);
    assert_int_equal(run(one, "import sys; sys.shared = seen = [1]"), 0);
    assert_int_equal(run(two, "import sys; seen = {}; assert not hasattr(sys, 'shared')"), 0);
    for (int i = 0; i < 50; i++) {
        assert_int_equal(run(one, "seen.append(sum(seen)); x = len(seen)"), 0);
        assert_int_equal(run(two, "seen[len(seen)] = len(str(seen)); y = len(seen)"), 0);
    }
    assert_int_equal(run(one, "sys.exit(x + ('y' in globals()))"), 51);
    assert_int_equal(run(two, "sys.exit(y + ('x' in globals()))"), 50);
    finish(two);
    assert_int_equal(run(one, "sys.exit(seen[-1] == 2 ** 49)"), 1);
    finish(one);
}

typedef struct Other {
    NametagMachine *machine;
    int64_t runs, wrong;
} Other;

// Called while the first machine is in the middle of its program.
static void run_other(void *context, const char *bytes, size_t size) {
    Other *other = context;
    (void)bytes, (void)size;
    other->runs++;
    if (run(other->machine, "seen.append(seen[-1] + 1)") != 0) other->wrong++;
}

// One runs lines between the lines of the other.
static void machines_interleave(void **state) {
    (void)state;
    NametagMachine *one = start(&watched);
    Other other = {.machine = start(&options)};
    assert_int_equal(run(other.machine, "seen = [0]"), 0);
    NametagLines lines = {.write = run_other, .context = &other};
    assert_int_equal(nametag_tell_lines(one, &lines), 0);
    assert_int_equal(run(one, "import sys\n"
                              "def count(n):\n"
                              "    yield n\n"
                              "    if n: yield from count(n - 1)\n"
                              "seen = sum(count(30))\n"
                              "sys.exit(seen == 465)\n"), 1);
    assert_true(other.runs > 60);
    assert_int_equal(other.wrong, 0);
    assert_int_equal(run(other.machine, "import sys; sys.exit(len(seen) > 60)"), 1);
    finish(one);
    finish(other.machine);
}

// A recorded machine is rewound while another one stands by.
static void one_machine_is_rewound(void **state) {
    (void)state;
    NametagMachine *one = start(&recorded), *two = start(&options);
    assert_int_equal(run(two, "kept = [str(i) for i in range(1000)]"), 0);
    assert_int_equal(nametag_check_rewind(two, 3, 1), -1);
    assert_int_equal(nametag_check_rewind(one, 30, 7), 0);
    assert_int_equal(run(one, "import posix, sys\n"
                              "began = posix.urandom(8)\n"
                              "seen = []\n"
                              "for i in range(200):\n"
                              "    seen.append({i: posix.urandom(9) + began})\n"
                              "    del seen[:i // 7 * (i % 3)]\n"
                              "sys.exit(9)\n"), 9);
    assert_int_equal(nametag_figure(one, "heap_faults"), 0);
    assert_int_equal(run(two, "import sys; sys.exit(len(''.join(kept)) == 2890)"), 1);
    finish(one);
    finish(two);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(machines_take_turns),
        cmocka_unit_test(machines_interleave),
        cmocka_unit_test(one_machine_is_rewound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
