// Telling what the memory is at each line that begins: how the loops are compared.
//
// A row names the line and gives two digests: one of the heap, and one of all lines that
// have begun so far. Long runs are sampled, so that a test of a loop of a million rounds
// ends: after a number of lines only some get a row, the same in every mode.

#include "api/machine.h"
#include "base/host.h"
#include "memory/verify.h"
#include "objects/str.h"
#include "runtime/observe.h"
#include "runtime/threads.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    ROWS_DENSE = 2000,     // so many lines are told one by one
    ROWS_APART = 101,      // from then on each of so many; a prime, so that loops are seen whole
    ROWS_SPARSE = 60000,   // and from here on
    ROWS_FAR_APART = 10007,
};

typedef struct MachineLines {
    Observer observer;
    NametagLines wish;
    NametagMachine *machine;   // borrows
    int64_t count;             // lines that have begun
    uint64_t order;            // hash of their numbers, in order
} MachineLines;

static bool is_told(int64_t count) {
    if (count <= ROWS_DENSE) return true;
    return count % (count <= ROWS_SPARSE ? ROWS_APART : ROWS_FAR_APART) == 0;
}

static void verify_line(Vm *vm, MachineLines *lines, int line) {
    // C code that waits for this line to end may hold references of its own.
    bool is_at_rest = lines->machine->runs_program && runtime_of(vm)->c_depth == 1 &&
                      threads_count(vm) == 1;
    int64_t faults = verify_report(vm, is_at_rest ? VERIFY_COUNTS_EXACT : VERIFY_COUNTS_AT_LEAST,
                                   machine_show_fault, lines->machine);
    char text[64];
    if (faults == 0) return;
    lines->machine->heap_faults += faults;
    int size = snprintf(text, sizeof text, "heap: … before line %d\n", line);
    (void)world_write_all(lines->machine->world, 2, text, (size_t)size);
}

// Every object and every pending operand: what differs between two modes, stands here.
static void dump_object(Vm *vm, Object *object, void *context) {
    const MachineLines *lines = context;
    char row[128];
    int size = snprintf(row, sizeof row, "  %" PRIx64 " %.60s %" PRIu32 " %" PRIx64 "\n",
                        object_address(vm, object), object_kind(vm, object)->layout->name,
                        object->count, object_digest(vm, object));
    lines->wish.write(lines->wish.context, row, (size_t)size);
}

static void dump_named(Vm *vm, const char *what, const Object *object,
                       const MachineLines *lines) {
    char row[64];
    int size = snprintf(row, sizeof row, "  %s %" PRIx64 "\n", what,
                        object == NULL ? 0 : object_address(vm, object));
    lines->wish.write(lines->wish.context, row, (size_t)size);
}

static void dump_pending(Vm *vm, Object *object, void *context) {
    dump_named(vm, "pending", object, context);
}

static void dump_binding(Vm *vm, const Object *object, void *context) {
    dump_named(vm, "binding", object, context);
}

static void line_begins(Vm *vm, void *context, Frame *frame, int line) {
    MachineLines *lines = context;
    char row[128];
    // Only the watched loops tell of a line that a jump back begins again.
    if ((frame->last_line & INT32_MAX) == line) return;
    lines->order = (lines->order ^ (uint64_t)line) * UINT64_C(0x100000001b3);
    if (!is_told(++lines->count)) return;
    if (lines->wish.verifies) verify_line(vm, lines, line);
    if (lines->wish.write == NULL) return;
    const Str *name = (const Str *)frame->code->name.object;
    Digest digest = heap_digest(vm);
    int size = snprintf(row, sizeof row,
                        "%" PRId64 " %.40s:%d %016" PRIx64 " %016" PRIx64 "%016" PRIx64 "\n",
                        lines->count, name->is_ascii ? (const char *)name->data : "?",
                        line, lines->order, digest.words[0], digest.words[1]);
    lines->wish.write(lines->wish.context, row, (size_t)size);
    if (lines->count != lines->wish.dumped) return;
    heap_each(vm, dump_object, lines);
    runtime_digest(vm, dump_binding, dump_pending, lines);
}

int nametag_tell_lines(NametagMachine *machine, const NametagLines *wish) {
    MachineLines *lines = host_allocate(sizeof(MachineLines));
    if (lines == NULL || machine->lines != NULL) {
        host_release(lines);
        return -1;
    }
    *lines = (MachineLines){.wish = *wish, .machine = machine};
    lines->observer = (Observer){.context = lines, .line = line_begins};
    machine->lines = lines;
    runtime_of(machine->vm)->lines_wanted = true;
    observe_start(machine->vm, &lines->observer);
    return 0;
}

void machine_lines_done(NametagMachine *machine) {
    host_release(machine->lines);
    machine->lines = NULL;
}
