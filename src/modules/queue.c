// The module _queue: SimpleQueue, a queue without end between threads.
//
// Items wait in a list from `first` on; the places before it hold None, until more than half of
// the list is such. Who finds it empty stands in line; each item wakes the first one, who looks
// again: another thread may have been quicker.

#include "modules/argument.h"
#include "modules/error_class.h"
#include "modules/modules.h"
#include "modules/seconds.h"
#include "objects/arguments.h"
#include "objects/generic_alias.h"
#include "objects/list_parts.h"
#include "runtime/threads.h"

typedef struct QueueState {
    Type *queue;       // borrows
    Slot empty;        // the class Empty
} QueueState;

typedef struct Queue {
    Object base;
    Slot list;
    int64_t first;
    ThreadQueue waiting;
} Queue;

static void state_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((QueueState *)state)->empty, context);
}

static void state_drop(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((QueueState *)state)->empty);
}

static const StateDefinition state_definition = {
    .bytes = sizeof(QueueState), .visit = state_visit, .done = state_drop,
};

static Queue *queue_of(const Slot *arguments) {
    return (Queue *)arguments[0].object;
}

static List *list_of(const Queue *queue) {
    return (List *)queue->list.object;
}

static int64_t count_of(const Queue *queue) {
    return list_of(queue)->count - queue->first;
}

static const Field queue_fields[] = {FIELD(Queue, list), {0}};

static void queue_payload(Vm *vm, Object *object, Payload *add, void *context) {
    (void)vm;
    add(context, &((const Queue *)object)->first, sizeof(int64_t));
}

static Object *queue_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (!arguments_refuse_keywords(vm, "SimpleQueue", arguments)) return NULL;
    if (arguments->count != 0) return raise(vm, ERROR_TAKES_NO_POSITIONAL, "SimpleQueue");
    return type_new_filled(vm, type, 1, list_new(vm, 0));
}

static bool put(Vm *vm, Queue *queue, Object *item) {
    if (!list_add(vm, list_of(queue), item)) return false;
    threads_wake_one(vm, &queue->waiting);
    return true;
}

static Object *queue_method_put(Vm *vm, const Slot *arguments) {
    bool does_block;   // is read as CPython does, but putting never has to wait
    if (arguments[2].object != NULL && !argument_truth(vm, arguments[2].object, &does_block))
        return NULL;
    return put(vm, queue_of(arguments), arguments[1].object) ? none_new(vm) : NULL;
}

static Object *queue_method_put_nowait(Vm *vm, const Slot *arguments) {
    return put(vm, queue_of(arguments), arguments[1].object) ? none_new(vm) : NULL;
}

static Object *take(Vm *vm, Queue *queue) {
    List *list = list_of(queue);
    Object *item = slot_exchange_value(vm, &list->base, &list->items[queue->first],
                                       none_new(vm));
    queue->first++;
    if (queue->first <= count_of(queue)) return item;
    if (list_replace(vm, list, 0, queue->first, NULL)) {
        queue->first = 0;
        return item;
    }
    object_drop(vm, item);
    return NULL;
}

static Object *raise_empty(Vm *vm) {
    const QueueState *state = state_find(vm, &state_definition);
    return raise_plain(vm, (Type *)state->empty.object);
}

// The nanoseconds to wait; below 0: without end.
static bool read_patience(Vm *vm, Object *timeout, int64_t *patience) {
    *patience = -1;
    if (timeout == NULL || timeout == vm->objects->none) return true;
    if (!seconds_read(vm, timeout, SECONDS_UP, patience)) return false;
    if (*patience < 0) return raise_false(vm, ERROR_QUEUE_TIMEOUT);
    return true;
}

static Object *queue_method_get(Vm *vm, const Slot *arguments) {
    Queue *queue = queue_of(arguments);
    bool does_block = true;
    int64_t patience = 0;
    if (arguments[1].object != NULL && !argument_truth(vm, arguments[1].object, &does_block))
        return NULL;
    if (does_block && !read_patience(vm, arguments[2].object, &patience)) return NULL;
    if (count_of(queue) > 0) return take(vm, queue);
    if (patience == 0) return raise_empty(vm);
    int64_t deadline = thread_deadline(vm, patience);
    while (count_of(queue) == 0) {
        ThreadWake wake = thread_wait(vm, &queue->waiting, deadline);
        if (wake == THREAD_TIMED_OUT && count_of(queue) == 0) return raise_empty(vm);
        if (wake != THREAD_TIMED_OUT && wake != THREAD_WOKEN) return NULL;
    }
    return take(vm, queue);
}

static Object *queue_method_get_nowait(Vm *vm, const Slot *arguments) {
    Queue *queue = queue_of(arguments);
    return count_of(queue) > 0 ? take(vm, queue) : raise_empty(vm);
}

static Object *queue_method_empty(Vm *vm, const Slot *arguments) {
    return bool_new(vm, count_of(queue_of(arguments)) == 0);
}

static Object *queue_method_qsize(Vm *vm, const Slot *arguments) {
    return int_new(vm, count_of(queue_of(arguments)));
}

static const Method queue_methods[] = {
    METHOD(queue, empty, "(self, /)", "Is nothing in it now?"),
    {"get", queue_method_get, "(self, block=True, timeout=None)",
     "Take the oldest item out, waiting for one as long as `timeout` says; Empty is raised\n"
     "when there is none.", METHOD_KNOWS_CLASS},
    {"get_nowait", queue_method_get_nowait, "(self, /)",
     "Take the oldest item out; Empty is raised when there is none.", METHOD_KNOWS_CLASS},
    METHOD(queue, put, "(self, item, block=True, timeout=None)",
           "Put an item in. (It never waits: the other arguments mean nothing.)"),
    METHOD(queue, put_nowait, "(self, item)", "Put an item in."),
    METHOD(queue, qsize, "(self, /)", "How many items are in it now."),
    GENERIC_ALIAS_METHOD,
    {0},
};

static const TypeDefinition queue_definition = {
    .name = "_queue.SimpleQueue",
    .flags = TYPE_IS_HEAP | TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Queue),
    .python_bytes = 56,
    .layout = {.name = "_queue.SimpleQueue", .fields = queue_fields,
               .flags = LAYOUT_COLLECTED | LAYOUT_WEAK | LAYOUT_CLEARS_FIELDS,
               .payload = queue_payload},
    .behaviour = {.new = queue_new},
    .methods = queue_methods,
    .signature = "()",
    .doc = "A queue without end that threads pass items through.",
};

bool queue_module_start(Vm *vm, Module *module) {
    QueueState *state = state_load(vm, &state_definition);
    if (state == NULL) return false;
    state->queue = module_add_type(vm, module, &queue_definition);
    return state->queue != NULL &&
           error_class_add(vm, module, &state->empty, "_queue.Empty",
                           exception_type(vm, EXCEPTION_Exception),
                           "Raised by Queue.get(block=0)/get_nowait().") &&
           module_set_doc(vm, module, "Queues between threads.");
}
