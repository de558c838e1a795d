// The zones that hold no objects: registers, and the C stacks of green threads.
//
//   stacks:  | guard | stack ... | guard | stack ... |   used -> end
//
// A dropped stack is given out again for the same size, the last dropped first.

#include "base/poison.h"
#include "memory/slot.h"
#include "memory/zones.h"

Slot *heap_registers(Vm *vm, int64_t *capacity) {
    const Zone *zone = heap_zone(heap_of(vm), ZONE_REGISTERS);
    *capacity = (zone->end - zone->start) / (int64_t)sizeof(Slot);
    return (Slot *)zone->start;
}

void heap_registers_mark(Vm *vm, int64_t count) {
    Zone *zone = heap_zone(heap_of(vm), ZONE_REGISTERS);
    char *used = zone->start + (size_t)count * sizeof(Slot);
    CHECK(used <= zone->end);
    if (used > zone->used) zone->used = used;
    if (used > zone->touched) zone->touched = used;
}

static StackRoom *stack_find(const Zones *zones, const char *start) {
    for (int64_t i = 0; i < zones->stack_count; i++)
        if (zones->stacks[i].start == start) return &zones->stacks[i];
    return NULL;
}

static StackRoom *stack_reuse(Zones *zones, size_t bytes) {
    for (int64_t i = zones->stack_count - 1; i >= 0; i--) {
        StackRoom *stack = &zones->stacks[i];
        if (!stack->is_used && stack->bytes == bytes) return stack;
    }
    return NULL;
}

static bool stacks_grow(Vm *vm, Zones *zones) {
    if (zones->stack_count < zones->stack_capacity) return true;
    int64_t capacity = zones->stack_capacity * 2 + 8;
    StackRoom *stacks = system_resize(vm, zones->stacks,
                                      (size_t)zones->stack_capacity * sizeof(StackRoom),
                                      (size_t)capacity * sizeof(StackRoom));
    if (stacks == NULL) return false;
    zones->stacks = stacks;
    zones->stack_capacity = capacity;
    return true;
}

char *heap_stack_new(Vm *vm, size_t bytes) {
    Heap *heap = heap_of(vm);
    Zones *zones = heap->zones;
    bytes = (bytes + REGION_HOST_PAGE - 1) / REGION_HOST_PAGE * REGION_HOST_PAGE;
    if (heap_fails_now(heap)) return zones_refuse(vm);
    StackRoom *stack = stack_reuse(zones, bytes);
    if (stack == NULL) {
        if (!stacks_grow(vm, zones)) return NULL;
        Zone *zone = heap_zone(heap, ZONE_STACKS);
        char *guard = zone_take(zone, bytes + REGION_HOST_PAGE);
        if (guard == NULL) return zones_refuse(vm);
        if (!region_guard(guard)) {
            zone_give(zone, guard);
            return zones_refuse(vm);
        }
        stack = &zones->stacks[zones->stack_count++];
        *stack = (StackRoom){.start = guard + REGION_HOST_PAGE, .bytes = bytes};
    }
    stack->is_used = true;
    stack->low = stack->start;
    return stack->start;
}

bool zones_guard_stacks(const Zones *zones) {
    for (int64_t i = 0; i < zones->stack_count; i++)
        if (!region_guard(zones->stacks[i].start - REGION_HOST_PAGE)) return false;
    return true;
}

void heap_stack_drop(Vm *vm, char *start, size_t bytes) {
    (void)bytes;
    StackRoom *stack = stack_find(heap_of(vm)->zones, start);
    CHECK(stack != NULL && stack->is_used);
    stack->is_used = false;
    // A frame that was left behind may have marked parts of it.
    poison_lift(stack->start, stack->bytes);
}

void heap_stack_mark(Vm *vm, char *start, char *low) {
    StackRoom *stack = stack_find(heap_of(vm)->zones, start);
    CHECK(stack != NULL && low >= stack->start && low <= stack->start + stack->bytes);
    stack->low = low;
}
