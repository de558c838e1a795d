#include "go/channel.h"

#include <string.h>

#include "base/host.h"

GoChannel *go_channel_new(GoMachine *machine, GoType *type, int64_t capacity) {
    GoChannel *channel = (GoChannel *)go_machine_new(machine, sizeof(GoChannel), NULL);
    channel->element = go_type_underlying(type)->element;
    channel->element_size = go_type_size(channel->element);
    channel->capacity = capacity;
    channel->items = go_machine_new(machine, channel->element_size * capacity, channel->element);
    return channel;
}

// --- waiting ---

static GoWaiter *take_waiter(GoMachine *machine, GoRoutine *routine, int index) {
    if (index >= routine->waiter_capacity) {
        int capacity = routine->waiter_capacity == 0 ? 2 : routine->waiter_capacity * 2;
        while (capacity <= index) capacity *= 2;
        GoWaiter *grown = host_resize(routine->waiters, sizeof(GoWaiter) * (size_t)capacity);
        if (grown == NULL) go_compile_no_memory(machine->world);
        routine->waiters = grown;
        routine->waiter_capacity = capacity;
    }
    return &routine->waiters[index];
}

static void enqueue(GoWaiters *queue, GoWaiter *waiter) {
    waiter->next = NULL;
    waiter->previous = queue->last;
    if (queue->last != NULL) queue->last->next = waiter;
    else queue->first = waiter;
    queue->last = waiter;
}

static void dequeue(GoWaiters *queue, GoWaiter *waiter) {
    if (waiter->previous != NULL) waiter->previous->next = waiter->next;
    else queue->first = waiter->next;
    if (waiter->next != NULL) waiter->next->previous = waiter->previous;
    else queue->last = waiter->previous;
}

static GoWaiters *queue_of(GoWaiter *waiter, bool is_send) {
    return is_send ? &waiter->channel->senders : &waiter->channel->receivers;
}

// Wakes the goroutine of a waiter, whose other cases wait no more.
static void wake(GoMachine *machine, GoWaiter *waiter, bool is_received) {
    GoRoutine *routine = waiter->routine;
    for (int i = 0; i < routine->waiter_count; i++) {
        GoWaiter *each = &routine->waiters[i];
        if (each->channel != NULL) dequeue(queue_of(each, each->is_done), each);
    }
    routine->chosen = waiter->index;
    routine->is_received = is_received;
    routine->waiter_count = 0;
    go_routine_ready(machine, routine);
}

// is_done of a waiter that waits tells whether it sends.
static void wait_at(GoMachine *machine, GoRoutine *routine, GoChannel *channel, int64_t slot,
                    int index, bool is_send) {
    GoWaiter *waiter = take_waiter(machine, routine, routine->waiter_count++);
    *waiter = (GoWaiter){.routine = routine, .channel = channel, .slot = slot, .index = index,
                         .is_done = is_send};
}

static void enqueue_all(GoRoutine *routine) {
    for (int i = 0; i < routine->waiter_count; i++) {
        GoWaiter *waiter = &routine->waiters[i];
        if (waiter->channel != NULL) enqueue(queue_of(waiter, waiter->is_done), waiter);
    }
}

// --- values ---

static void value_out(const GoChannel *channel, GoRoutine *routine, int64_t slot,
                      const char *memory) {
    if (slot < 0) return;
    if (memory != NULL) go_machine_load(routine->stack + slot, memory, channel->element);
    else memset(routine->stack + slot, 0, (size_t)go_machine_size(channel->element));
}

static char *item_at(const GoChannel *channel, int64_t index) {
    return channel->items + (channel->head + index) % channel->capacity * channel->element_size;
}

static bool try_send(GoMachine *machine, GoRoutine *routine, GoChannel *channel, int64_t slot) {
    GoWaiter *receiver = channel->receivers.first;
    if (receiver != NULL) {
        if (receiver->slot >= 0)
            memcpy(receiver->routine->stack + receiver->slot, routine->stack + slot,
                   (size_t)go_machine_size(channel->element));
        wake(machine, receiver, true);
        return true;
    }
    if (channel->count == channel->capacity) return false;
    char *item = item_at(channel, channel->count++);
    block_write(&machine->heap, item, routine->stack + slot, (size_t)channel->element_size);
    return true;
}

static bool try_receive(GoMachine *machine, GoRoutine *routine, GoChannel *channel, int64_t slot) {
    GoWaiter *sender = channel->senders.first;
    if (channel->count > 0) {
        char *item = item_at(channel, 0);
        value_out(channel, routine, slot, item);
        memset(item, 0, (size_t)channel->element_size);
        channel->head = (channel->head + 1) % channel->capacity;
        channel->count--;
        if (sender != NULL) {
            item = item_at(channel, channel->count++);
            block_write(&machine->heap, item, sender->routine->stack + sender->slot,
                        (size_t)channel->element_size);
            wake(machine, sender, true);
        }
        routine->is_received = true;
        return true;
    }
    if (sender != NULL) {
        if (slot >= 0)
            memcpy(routine->stack + slot, sender->routine->stack + sender->slot,
                   (size_t)go_machine_size(channel->element));
        wake(machine, sender, true);
        routine->is_received = true;
        return true;
    }
    if (!channel->is_closed) return false;
    value_out(channel, routine, slot, NULL);
    routine->is_received = false;
    return true;
}

static GoOutcome park(GoRoutine *routine, const char *reason) {
    routine->state = GO_WAITING;
    routine->reason = reason;
    routine->is_woken_by_close = false;
    return GO_BLOCKED;
}

GoOutcome go_channel_send(GoMachine *machine, GoRoutine *routine, GoChannel *channel,
                          int64_t slot) {
    if (channel == NULL) return park(routine, "chan send (nil chan)");
    if (channel->is_closed)
        return go_machine_fail_plain(machine, routine, "send on closed channel");
    if (try_send(machine, routine, channel, slot)) return GO_DONE;
    wait_at(machine, routine, channel, slot, 0, true);
    enqueue_all(routine);
    return park(routine, "chan send");
}

GoOutcome go_channel_receive(GoMachine *machine, GoRoutine *routine, GoChannel *channel,
                             int64_t slot) {
    if (channel == NULL) return park(routine, "chan receive (nil chan)");
    if (try_receive(machine, routine, channel, slot)) return GO_DONE;
    wait_at(machine, routine, channel, slot, 0, false);
    enqueue_all(routine);
    return park(routine, "chan receive");
}

GoOutcome go_channel_close(GoMachine *machine, GoRoutine *routine, GoChannel *channel) {
    if (channel == NULL) return go_machine_fail_plain(machine, routine, "close of nil channel");
    if (channel->is_closed)
        return go_machine_fail_plain(machine, routine, "close of closed channel");
    channel->is_closed = true;
    while (channel->receivers.first != NULL) {
        GoWaiter *waiter = channel->receivers.first;
        value_out(channel, waiter->routine, waiter->slot, NULL);
        wake(machine, waiter, false);
    }
    while (channel->senders.first != NULL) {
        GoWaiter *waiter = channel->senders.first;
        waiter->routine->is_woken_by_close = true;
        wake(machine, waiter, false);
    }
    return GO_DONE;
}

// --- select ---

static uint64_t next_random(GoMachine *machine) {
    uint64_t state = machine->random_state;
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return machine->random_state = state;
}

GoOutcome go_case_select(GoMachine *machine, GoRoutine *routine, GoCase *cases, int count,
                            int64_t base, GoSelectKind kind) {
    int first = count > 1 ? (int)(next_random(machine) % (uint64_t)count) : 0;
    for (int i = 0; i < count; i++) {
        int index = (first + i) % count;
        GoCase *each = &cases[index];
        int64_t slot = each->slot < 0 ? -1 : base + each->slot;
        if (each->channel == NULL) continue;
        routine->chosen = index;
        if (each->is_send) {
            if (each->channel->is_closed)
                return go_machine_fail_plain(machine, routine, "send on closed channel");
            if (try_send(machine, routine, each->channel, slot)) return GO_DONE;
        } else if (try_receive(machine, routine, each->channel, slot)) {
            return GO_DONE;
        }
    }
    if (kind == GO_SELECT_HAS_DEFAULT) {
        routine->chosen = -1;
        return GO_DONE;
    }
    for (int i = 0; i < count; i++) {
        int64_t slot = cases[i].slot < 0 ? -1 : base + cases[i].slot;
        if (cases[i].channel != NULL)
            wait_at(machine, routine, cases[i].channel, slot, i, cases[i].is_send != 0);
    }
    enqueue_all(routine);
    return park(routine, count == 0 ? "select (no cases)" : "select");
}
