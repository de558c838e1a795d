#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/host.h"
#include "base/world.h"

static int setup(void **state) {
    *state = world_real_new();
    return *state == NULL;
}

static int teardown(void **state) {
    world_drop(*state);
    return 0;
}

static void files_keep_bytes(void **state) {
    World *world = *state;
    char path[] = "/tmp/test_world_XXXXXX";
    assert_int_equal(world_close(world, mkstemp(path)), 0);
    int64_t file = world_open(world, path, O_RDWR, 0);
    assert_true(file >= 0);
    assert_int_equal(world_write_all(world, (int)file, "a name", 6), 0);
    assert_int_equal(world_seek(world, (int)file, 2, SEEK_SET), 2);
    char bytes[16] = {0};
    assert_int_equal(world_read(world, (int)file, bytes, sizeof(bytes)), 4);
    assert_string_equal(bytes, "name");
    WorldStat stat;
    assert_int_equal(world_stat_file(world, (int)file, &stat), 0);
    assert_int_equal(stat.bytes, 6);
    assert_int_equal(world_close(world, (int)file), 0);
    WorldRequest remove = {.operation = WORLD_REMOVE, .numbers = {-1}, .texts = {path}};
    assert_int_equal(world_ask(world, &remove), 0);
    assert_int_equal(world_open(world, path, O_RDONLY, 0), -ENOENT);
}

static void clocks_advance(void **state) {
    World *world = *state;
    int64_t first = world_clock(world, WORLD_CLOCK_MONOTONIC);
    WorldRequest sleep = {.operation = WORLD_SLEEP, .numbers = {1000000}};
    assert_int_equal(world_ask(world, &sleep), 0);
    assert_true(world_clock(world, WORLD_CLOCK_MONOTONIC) - first >= 1000000);
    assert_true(world_clock(world, WORLD_CLOCK_REAL) > INT64_C(1600000000000000000));
}

static void variables_are_found(void **state) {
    World *world = *state;
    WorldRequest set = {
        .operation = WORLD_SET_VARIABLE, .texts = {"NAMETAG_TEST", "one slot"}};
    assert_int_equal(world_ask(world, &set), 0);
    char *value = world_variable(world, "NAMETAG_TEST");
    assert_string_equal(value, "one slot");
    host_release(value);
    set.texts[1] = NULL;
    assert_int_equal(world_ask(world, &set), 0);
    assert_null(world_variable(world, "NAMETAG_TEST"));
}

static void directories_are_listed(void **state) {
    World *world = *state;
    WorldRequest list = {.operation = WORLD_LIST, .texts = {"/"}};
    char *names;
    int64_t bytes = world_ask_all(world, &list, &names);
    assert_true(bytes > 0);
    bool has_tmp = false;
    for (int64_t at = 0; at < bytes;) {
        const WorldEntry *entry = (const WorldEntry *)(names + at);
        has_tmp |= strcmp(entry->name, "tmp") == 0;
        at += (int64_t)(sizeof(WorldEntry) + strlen(entry->name) + 1);
    }
    assert_true(has_tmp);
    host_release(names);
}

static void signals_are_kept(void **state) {
    World *world = *state;
    WorldRequest watch = {
        .operation = WORLD_WATCH_SIGNAL, .numbers = {SIGUSR1, WORLD_SIGNAL_WATCHED}};
    assert_int_equal(world_ask(world, &watch), WORLD_SIGNAL_DEFAULT);
    WorldRequest self = {.operation = WORLD_IDENTITY, .numbers = {WORLD_PROCESS}};
    WorldRequest kill = {.operation = WORLD_KILL, .numbers = {world_ask(world, &self), SIGUSR1}};
    assert_int_equal(world_ask(world, &kill), 0);
    WorldRequest take = {.operation = WORLD_TAKE_SIGNALS};
    assert_int_equal(world_ask(world, &take), INT64_C(1) << SIGUSR1);
    assert_int_equal(world_ask(world, &take), 0);
    watch.numbers[1] = WORLD_SIGNAL_DEFAULT;
    assert_int_equal(world_ask(world, &watch), WORLD_SIGNAL_WATCHED);
}

typedef struct Counting {
    World world;
    int64_t asked[WORLD_COUNT];
} Counting;

static int64_t counting_ask(World *world, WorldRequest *request) {
    ((Counting *)world)->asked[request->operation]++;
    return world_ask(world->inner, request);
}

// A world in front of another one sees every request and its answer.
static void worlds_are_wrapped(void **state) {
    Counting counting = {.world = {counting_ask, NULL, *state}};
    uint64_t words[2] = {0, 0};
    assert_int_equal(world_entropy(&counting.world, words, sizeof(words)), 0);
    assert_true(words[0] != 0 || words[1] != 0);
    assert_int_equal(counting.asked[WORLD_ENTROPY], 1);
    assert_string_equal(world_operation_name(WORLD_ENTROPY), "ENTROPY");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(files_keep_bytes), TEST(clocks_advance), TEST(variables_are_found),
        TEST(directories_are_listed), TEST(signals_are_kept), TEST(worlds_are_wrapped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
