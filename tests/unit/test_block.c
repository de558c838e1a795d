#include "fakes.h"

#include <string.h>

#include "base/poison.h"
#include "memory/block.h"

typedef struct Piece {
    unsigned char *room;
    size_t bytes;
    unsigned char fill;
} Piece;

typedef struct Fixture {
    Region region;
    Blocks blocks;
} Fixture;

static int setup(void **state) {
    static Fixture fixture;
    size_t bytes[ZONE_COUNT] = {0};
    bytes[ZONE_LARGE] = 8 << 20;
    assert_true(region_reserve(&fixture.region, bytes));
    blocks_start(&fixture.blocks, &fixture.region.zones[ZONE_LARGE]);
    *state = &fixture;
    return 0;
}

static int teardown(void **state) {
    Fixture *fixture = *state;
    assert_int_equal(blocks_verify(&fixture->blocks), 0);
    region_release(&fixture->region);
    return 0;
}

static void blocks_are_joined(void **state) {
    Fixture *fixture = *state;
    Blocks *blocks = &fixture->blocks;
    char *first = blocks_take(blocks, 1000, BLOCK_BUFFER);
    char *second = blocks_take(blocks, 2000, BLOCK_BUFFER);
    char *third = blocks_take(blocks, 3000, BLOCK_BUFFER);
    blocks_give(blocks, first);
    assert_int_equal(blocks_verify(blocks), 0);
    blocks_give(blocks, second);
    assert_int_equal(blocks_verify(blocks), 0);
    // The room of both, joined, is what the next one gets.
    assert_ptr_equal(blocks_take(blocks, 2900, BLOCK_BUFFER), first);
    blocks_give(blocks, first);
    blocks_give(blocks, third);
    assert_null(blocks_first(blocks));
    assert_ptr_equal(blocks->zone->used, blocks->zone->start);
}

static void blocks_fit_in_place(void **state) {
    Fixture *fixture = *state;
    Blocks *blocks = &fixture->blocks;
    char *first = blocks_take(blocks, 1000, BLOCK_BUFFER);
    memset(first, 7, 1000);
    assert_true(blocks_fit(blocks, first, 100000));
    assert_int_equal(first[999], 7);
    char *second = blocks_take(blocks, 1000, BLOCK_BUFFER);
    assert_false(blocks_fit(blocks, first, 200000));
    assert_true(blocks_fit(blocks, first, 500));
    assert_true(blocks_fit(blocks, first, 90000));
    blocks_give(blocks, first);
    blocks_give(blocks, second);
}

static void zone_ends(void **state) {
    Fixture *fixture = *state;
    Blocks *blocks = &fixture->blocks;
    assert_null(blocks_take(blocks, (size_t)9 << 20, BLOCK_BUFFER));
    assert_null(blocks_take(blocks, SIZE_MAX, BLOCK_BUFFER));
    char *most = blocks_take(blocks, (8 << 20) - 16, BLOCK_BUFFER);
    assert_non_null(most);
    assert_null(blocks_take(blocks, 1, BLOCK_BUFFER));
    assert_false(blocks_fit(blocks, most, 8 << 20));
    blocks_give(blocks, most);
}

static void piece_check(const Piece *piece) {
    for (size_t i = 0; i < piece->bytes; i += 61)
        assert_int_equal(piece->room[i], piece->fill);
    if (piece->bytes > 0) assert_int_equal(piece->room[piece->bytes - 1], piece->fill);
}

static size_t random_size(uint64_t *random) {
    size_t most = (size_t)1 << (fake_random(random) % 17);
    return fake_random(random) % most + 1;
}

static void piece_change(Blocks *blocks, Piece *piece, uint64_t *random) {
    if (piece->room == NULL) {
        piece->bytes = random_size(random);
        piece->room = blocks_take(blocks, piece->bytes, BLOCK_BUFFER);
        if (piece->room == NULL) return;
        piece->fill = (unsigned char)fake_random(random);
        memset(piece->room, piece->fill, piece->bytes);
        return;
    }
    piece_check(piece);
    if (fake_random(random) % 3 == 0) {
        size_t bytes = random_size(random);
        if (!blocks_fit(blocks, piece->room, bytes)) return;
        if (bytes > piece->bytes)
            memset(piece->room + piece->bytes, piece->fill, bytes - piece->bytes);
        piece->bytes = bytes;
        piece_check(piece);
        return;
    }
    blocks_give(blocks, piece->room);
    piece->room = NULL;
}

// Random calls against a model: no room is given out twice, no byte changes.
static void random_calls_hold(void **state) {
    Fixture *fixture = *state;
    Blocks *blocks = &fixture->blocks;
    static Piece pieces[300];
    uint64_t random = 7;
    for (int round = 0; round < 100000; round++) {
        piece_change(blocks, &pieces[fake_random(&random) % 300], &random);
        if (round % 500 == 0) assert_int_equal(blocks_verify(blocks), 0);
    }
    for (int i = 0; i < 300; i++)
        if (pieces[i].room != NULL) blocks_give(blocks, pieces[i].room);
    assert_null(blocks_first(blocks));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(blocks_are_joined), TEST(blocks_fit_in_place), TEST(zone_ends),
        TEST(random_calls_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
