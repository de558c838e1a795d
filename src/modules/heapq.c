// The module _heapq: priority queues in lists.
//
// list[i] is never above list[2 * i + 1] and list[2 * i + 2] ("max": never below). Comparisons
// run the program: after each the list is looked at anew.

#include "modules/argument.h"
#include "modules/modules.h"
#include "objects/float.h"
#include "objects/list_parts.h"
#include "objects/sequence.h"

typedef enum Direction { SMALLEST_FIRST, LARGEST_FIRST } Direction;

// A heap longer than this is made in an order that keeps what was just used near.
enum { NEAR_COUNT = 2500 };

// Does `left` go above `right`? Holds both meanwhile.
static Found goes_above(Vm *vm, Object *left, Object *right, Direction direction) {
    if (left->kind == right->kind && left->kind == KIND_INT) {
        int64_t a = int_get_value(left), b = int_get_value(right);
        return (direction == SMALLEST_FIRST ? a < b : b < a) ? FOUND : ABSENT;
    }
    if (left->kind == right->kind && left->kind == KIND_FLOAT) {
        double a = float_get_value(left), b = float_get_value(right);
        return (direction == SMALLEST_FIRST ? a < b : b < a) ? FOUND : ABSENT;
    }
    object_share(left);
    object_share(right);
    Found found = direction == SMALLEST_FIRST
                      ? object_compare_truth(vm, left, right, COMPARE_LESS)
                      : object_compare_truth(vm, right, left, COMPARE_LESS);
    object_drop(vm, left);
    object_drop(vm, right);
    return found;
}

static void exchange(Vm *vm, List *heap, int64_t left, int64_t right) {
    slots_exchange(vm, &heap->base, &heap->items[left], &heap->items[right]);
}

// Moves the item at `place` towards the top (`first`) as far as it goes above others.
static bool move_up(Vm *vm, List *heap, int64_t first, int64_t place, Direction direction) {
    int64_t count = heap->count;
    if (place >= count) return raise_false(vm, ERROR_HEAP_RANGE);
    while (place > first) {
        int64_t parent = (place - 1) >> 1;
        Found above = goes_above(vm, heap->items[place].object, heap->items[parent].object,
                                 direction);
        if (above == RAISED) return false;
        if (heap->count != count) return raise_false(vm, ERROR_HEAP_CHANGED);
        if (above == ABSENT) break;
        exchange(vm, heap, place, parent);
        place = parent;
    }
    return true;
}

// Moves the item at `place` down to a leaf, then up again to where it belongs: most items
// that are moved so are large.
static bool move_down(Vm *vm, List *heap, int64_t place, Direction direction) {
    int64_t count = heap->count, first = place, limit = count >> 1;
    if (place >= count) return raise_false(vm, ERROR_HEAP_RANGE);
    while (place < limit) {
        int64_t child = 2 * place + 1;
        if (child + 1 < count) {
            Found left_above = goes_above(vm, heap->items[child].object,
                                          heap->items[child + 1].object, direction);
            if (left_above == RAISED) return false;
            if (heap->count != count) return raise_false(vm, ERROR_HEAP_CHANGED);
            child += left_above == ABSENT;
        }
        exchange(vm, heap, child, place);
        place = child;
    }
    return move_up(vm, heap, first, place, direction);
}

// The sift of an item and then of those above it whose right side is done.
static bool move_down_chain(Vm *vm, List *heap, int64_t place, Direction direction) {
    while (move_down(vm, heap, place, direction)) {
        if ((place & 1) == 0) return true;
        place >>= 1;
    }
    return false;
}

static bool make_heap_near(Vm *vm, List *heap, int64_t count, Direction direction) {
    int64_t inner = count >> 1, half = inner >> 1;
    int64_t leftmost = (INT64_C(1) << (63 - __builtin_clzll((uint64_t)inner + 1))) - 1;
    for (int64_t i = leftmost - 1; i >= half; i--)
        if (!move_down_chain(vm, heap, i, direction)) return false;
    for (int64_t i = inner - 1; i >= leftmost; i--)
        if (!move_down_chain(vm, heap, i, direction)) return false;
    return true;
}

static bool make_heap(Vm *vm, List *heap, Direction direction) {
    int64_t count = heap->count;
    if (count > NEAR_COUNT) return make_heap_near(vm, heap, count, direction);
    for (int64_t i = (count >> 1) - 1; i >= 0; i--)
        if (!move_down(vm, heap, i, direction)) return false;
    return true;
}

// --- the functions ---

static List *read_heap(Vm *vm, const char *function, int place, Object *object) {
    if (object_is_list(vm, object)) return (List *)object;
    argument_refuse(vm, function, place, "list", object);
    return NULL;
}

// Takes the last item off the list; NULL: raised.
static Object *take_last(Vm *vm, List *heap) {
    Object *last = slot_detach(vm, &heap->base, &heap->items[heap->count - 1]);
    heap->count--;
    if (list_reserve(vm, heap, heap->count)) return last;
    object_drop(vm, last);
    return NULL;
}

// Puts an item (consumed) at the top in place of the one there, which is given.
static Object *replace_top(Vm *vm, List *heap, Object *item, Direction direction) {
    Object *top = slot_exchange_value(vm, &heap->base, &heap->items[0], item);
    if (move_down(vm, heap, 0, direction)) return top;
    object_drop(vm, top);
    return NULL;
}

static Object *pop(Vm *vm, List *heap, Direction direction) {
    if (heap == NULL) return NULL;
    if (heap->count == 0) return raise(vm, ERROR_HEAP_RANGE);
    Object *last = take_last(vm, heap);
    if (last == NULL || heap->count == 0) return last;
    return replace_top(vm, heap, last, direction);
}

static Object *replace(Vm *vm, List *heap, Object *item, Direction direction) {
    if (heap == NULL) return NULL;
    if (heap->count == 0) return raise(vm, ERROR_HEAP_RANGE);
    return replace_top(vm, heap, object_share(item), direction);
}

static Object *heapify(Vm *vm, List *heap, Direction direction) {
    return heap != NULL && make_heap(vm, heap, direction) ? none_new(vm) : NULL;
}

static Object *heapq_function_heappush(Vm *vm, const Slot *arguments) {
    List *heap = read_heap(vm, "heappush", 1, arguments[0].object);
    if (heap == NULL || !list_add(vm, heap, arguments[1].object)) return NULL;
    return move_up(vm, heap, 0, heap->count - 1, SMALLEST_FIRST) ? none_new(vm) : NULL;
}

static Object *heapq_function_heappushpop(Vm *vm, const Slot *arguments) {
    List *heap = read_heap(vm, "heappushpop", 1, arguments[0].object);
    Object *item = arguments[1].object;
    if (heap == NULL) return NULL;
    if (heap->count == 0) return object_share(item);
    Found above = goes_above(vm, heap->items[0].object, item, SMALLEST_FIRST);
    if (above == RAISED) return NULL;
    if (above == ABSENT) return object_share(item);
    if (heap->count == 0) return raise(vm, ERROR_HEAP_RANGE);
    return replace_top(vm, heap, object_share(item), SMALLEST_FIRST);
}

static Object *heapq_function_heappop(Vm *vm, const Slot *arguments) {
    return pop(vm, read_heap(vm, "heappop", 0, arguments[0].object), SMALLEST_FIRST);
}

static Object *heapq_function_heapreplace(Vm *vm, const Slot *arguments) {
    List *heap = read_heap(vm, "heapreplace", 1, arguments[0].object);
    return replace(vm, heap, arguments[1].object, SMALLEST_FIRST);
}

static Object *heapq_function_heapify(Vm *vm, const Slot *arguments) {
    return heapify(vm, read_heap(vm, "heapify", 0, arguments[0].object), SMALLEST_FIRST);
}

static Object *heapq_function__heappop_max(Vm *vm, const Slot *arguments) {
    return pop(vm, read_heap(vm, "_heappop_max", 0, arguments[0].object), LARGEST_FIRST);
}

static Object *heapq_function__heapreplace_max(Vm *vm, const Slot *arguments) {
    List *heap = read_heap(vm, "_heapreplace_max", 1, arguments[0].object);
    return replace(vm, heap, arguments[1].object, LARGEST_FIRST);
}

static Object *heapq_function__heapify_max(Vm *vm, const Slot *arguments) {
    return heapify(vm, read_heap(vm, "_heapify_max", 0, arguments[0].object), LARGEST_FIRST);
}

static const Method functions[] = {
    FUNCTION(heapq, heappush, "(heap, item, /)", "Add an item to a heap."),
    FUNCTION(heapq, heappushpop, "(heap, item, /)",
             "Add an item, then take the smallest one: as heappush() and heappop(), but faster."),
    FUNCTION(heapq, heappop, "(heap, /)", "Take the smallest item off a heap."),
    FUNCTION(heapq, heapreplace, "(heap, item, /)",
             "Take the smallest item and put another one in: the size stays."),
    FUNCTION(heapq, heapify, "(heap, /)", "Order a list as a heap, in place."),
    FUNCTION(heapq, _heappop_max, "(heap, /)", "heappop() where the largest item is first."),
    FUNCTION(heapq, _heapify_max, "(heap, /)", "heapify() with the largest item first."),
    FUNCTION(heapq, _heapreplace_max, "(heap, item, /)",
             "heapreplace() where the largest item is first."),
    {0},
};

bool heapq_module_start(Vm *vm, Module *module) {
    Object *about = str_new_c(vm, "A heap is a list with a[k] <= a[2*k+1] and a[k] <= a[2*k+2].");
    return about != NULL && module_take_set(vm, module, "__about__", about) &&
           module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "Heaps in lists: the smallest item is always the first.");
}
