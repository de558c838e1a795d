// A small world of kinds for the tests of memory/: no types, no interpreter.

#ifndef TESTS_FAKES_H
#define TESTS_FAKES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "memory/cycles.h"
#include "memory/layout.h"

enum FakeKind {
    FAKE_NONE,
    FAKE_INT,    // a number
    FAKE_FLOAT,  // a number
    FAKE_TEXT,   // no slots, any length
    FAKE_ROW,    // collected, untracks: as a tuple
    FAKE_LIST,   // collected: slots in a buffer
    FAKE_WEAK,   // WeakReference
    FAKE_TYPE,   // what instances count
    FAKE_NODE,   // an instance: dict, weak references, finaliser, two slots
    FAKE_COUNT,
};

typedef struct FakeNumber {
    Object base;
    int64_t value;
} FakeNumber;

typedef struct FakeText {
    Object base;
    int64_t count;
    char data[];
} FakeText;

typedef struct FakeRow {
    Object base;
    int64_t count;
    Slot items[];
} FakeRow;

typedef struct FakeList {
    Object base;
    Slot *items;
    int64_t count, capacity;
} FakeList;

typedef struct FakeNode {
    Object base;
    Slot left, right;
    int64_t number;
} FakeNode;

typedef struct Fakes {
    Vm *vm;
    Object *type;            // of FAKE_NODE
    Slot roots[64];
    int64_t out_of_memory_count;
    bool has_finalizers;     // nodes have one
    int64_t finalized[64];   // their numbers, in order
    int finalized_count;
    Object *callbacks[64];   // references whose callback was called, in order
    int callback_count;
    int collections;
    void (*on_finalize)(struct Fakes *fakes, FakeNode *node);
    void (*on_callback)(struct Fakes *fakes, WeakReference *reference);
} Fakes;

// The machine of the running test: hooks find it here.
extern Fakes fakes;

// For cmocka's setup and teardown: teardown verifies the heap and, once the roots are
// emptied, that nothing is left.
int fakes_setup(void **state);
int fakes_teardown(void **state);

Object *fake_number(int64_t value);
FakeText *fake_text(int64_t count);
FakeRow *fake_row(int64_t count);         // empty, untracked
FakeList *fake_list(void);                // tracked
bool fake_list_add(FakeList *list, Object *item);   // shares
FakeNode *fake_node(int64_t number);      // tracked
WeakReference *fake_weak(Object *target, Object *callback);
void fake_root(int index, Object *object);  // takes

// A repeatable stream of numbers.
uint64_t fake_random(uint64_t *state);

#endif
