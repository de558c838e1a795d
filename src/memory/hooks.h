// What the heap asks of the layers above it, and whom it tells of writes.

#ifndef MEMORY_HOOKS_H
#define MEMORY_HOOKS_H

#include "memory/object.h"

// What the heap asks of the runtime. None may be NULL but where said.
typedef struct Hooks {
    // Raises MemoryError (the instance is made beforehand).
    void (*out_of_memory)(Vm *vm);
    // True when the object's type has a finaliser (__del__, generators).
    bool (*has_finalizer)(Vm *vm, Object *object);
    // Runs the finaliser once, keeping a raised exception aside; may resurrect.
    void (*finalize)(Vm *vm, Object *object);
    // Calls a weak reference's callback; what it raises is reported as unraisable.
    void (*weak_callback)(Vm *vm, Object *reference, Object *callback);
    // gc.callbacks: phase "start" or "stop".
    void (*collecting)(Vm *vm, const char *phase, int generation, int64_t collected,
                       int64_t uncollectable);
    // Visits the slots that no object holds: registers, the raised exception,
    // singletons (owner NULL; handles are known to the heap). For heap_verify, digests
    // and holders.
    void (*visit_roots)(Vm *vm, SlotVisit *visit, void *context);
    // For digests, what no object holds: `binding` for each name of each frame in order
    // (NULL: unbound), `pending` for each reference that CPython would count but that is
    // an operand by name here. NULL: nothing.
    void (*digest)(Vm *vm, void (*binding)(Vm *vm, const Object *object, void *context),
                   void (*pending)(Vm *vm, Object *object, void *context), void *context);
    // False while an exception is on its way: allocations don't collect then. NULL: true.
    bool (*may_collect)(Vm *vm);
    // What the collector's debug flags ask for (gc.set_debug). NULL: nothing.
    // `message`: "collectable", "uncollectable"; object NULL: a line of statistics.
    void (*collector_note)(Vm *vm, const char *message, Object *object);
    // Appends to gc.garbage (gc.DEBUG_SAVEALL). NULL: nothing.
    void (*save_garbage)(Vm *vm, Object *object);
} Hooks;

typedef enum FreeCause { FREED_BY_COUNT, FREED_IN_CYCLE } FreeCause;

// Who watches the memory: every write passes here. Looking changes nothing:
// none of these may allocate in the object zones, count or run the program.
typedef struct Watch {
    void *context;
    void (*created)(Vm *vm, void *context, Object *object);
    void (*wrote)(Vm *vm, void *context, Object *owner, Slot *slot, Object *old, Object *new);
    // `count` slots from `slots` of owner were moved or exchanged as one operation.
    void (*moved)(Vm *vm, void *context, Object *owner, Slot *slots, int64_t count);
    // Bytes, digits or another part that is no slot changed (bytearray, deque order …).
    void (*changed)(Vm *vm, void *context, Object *owner);
    // Just before the cell is given back.
    void (*freed)(Vm *vm, void *context, Object *object, FreeCause cause);
} Watch;

#endif
