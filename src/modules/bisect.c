// The module _bisect: where a value belongs in a sorted sequence.

#include "modules/modules.h"
#include "objects/float.h"
#include "objects/iterator.h"
#include "objects/sequence.h"

typedef enum Side { SIDE_LEFT, SIDE_RIGHT } Side;

typedef struct Search {
    Object *sequence, *sought;   // borrow
    Object *key;                 // borrows; NULL: the items themselves are compared
    int64_t low, high;
} Search;

static bool read_high(Vm *vm, Object *object, int64_t *high) {
    if (object == NULL || object == vm->objects->none) return true;
    if (object_type(vm, object)->behaviour.unary[UNARY_INDEX] == NULL)
        return raise_false(vm, ERROR_IO_SIZE_TYPE, object);
    return object_index(vm, object, EXCEPTION_OverflowError, high);
}

// low and high of a call; high None (or absent, or -1): the length.
static bool read_bounds(Vm *vm, Search *search, Object *low, Object *high) {
    search->low = 0;
    search->high = -1;
    if (low != NULL && !sequence_size(vm, low, &search->low)) return false;
    if (!read_high(vm, high, &search->high)) return false;
    if (search->low < 0) return raise_false(vm, ERROR_BISECT_LOW);
    return search->high != -1 || object_length(vm, search->sequence, &search->high);
}

static Object *load_item(Vm *vm, Object *sequence, int64_t index) {
    const Behaviour *behaviour = &object_type(vm, sequence)->behaviour;
    if (behaviour->load_index != NULL) return behaviour->load_index(vm, sequence, index);
    return raise(vm, behaviour->load_item != NULL ? ERROR_NO_SEQUENCE : ERROR_NO_INDEXING,
                 sequence);
}

static Object *load_key(Vm *vm, const Search *search, int64_t index) {
    Object *item;
    const List *list = (const List *)search->sequence;
    if (search->sequence->kind == KIND_LIST && index < list->count)
        item = object_share(list->items[index].object);
    else item = load_item(vm, search->sequence, index);
    if (item == NULL || search->key == NULL) return item;
    Object *key = object_call_one(vm, search->key, item);
    object_drop(vm, item);
    return key;
}

static Found is_less(Vm *vm, Object *left, Object *right) {
    if (left->kind == KIND_INT && right->kind == KIND_INT)
        return int_get_value(left) < int_get_value(right) ? FOUND : ABSENT;
    if (left->kind == KIND_FLOAT && right->kind == KIND_FLOAT)
        return float_get_value(left) < float_get_value(right) ? FOUND : ABSENT;
    return object_compare_truth(vm, left, right, COMPARE_LESS);
}

// The index where the sought value goes, on that side of equal ones; -1: raised.
static int64_t find_place(Vm *vm, Search *search, Side side) {
    int64_t low = search->low, high = search->high;
    while (low < high) {
        int64_t middle = (int64_t)(((uint64_t)low + (uint64_t)high) / 2);
        Object *item = load_key(vm, search, middle);
        if (item == NULL) return -1;
        Found less = side == SIDE_LEFT ? is_less(vm, item, search->sought)
                                       : is_less(vm, search->sought, item);
        object_drop(vm, item);
        if (less == RAISED) return -1;
        if ((less == FOUND) == (side == SIDE_LEFT)) low = middle + 1;
        else high = middle;
    }
    return low;
}

// The arguments of all four functions: a, x, lo, hi, key.
static bool start_search(Vm *vm, Search *search, const Slot *arguments) {
    Object *key = arguments[4].object;
    search->sequence = arguments[0].object;
    search->sought = arguments[1].object;
    search->key = key == vm->objects->none ? NULL : key;
    return read_bounds(vm, search, arguments[2].object, arguments[3].object);
}

static Object *bisect(Vm *vm, const Slot *arguments, Side side) {
    Search search;
    if (!start_search(vm, &search, arguments)) return NULL;
    int64_t index = find_place(vm, &search, side);
    return index < 0 ? NULL : int_new(vm, index);
}

static Object *insert_at(Vm *vm, Object *sequence, int64_t index, Object *item) {
    Object *place = int_new(vm, index);
    Str *name = place == NULL ? NULL : str_new_interned(vm, "insert", 6);
    Object *result = name == NULL ? NULL : object_call_method(vm, sequence, name, 2, place, item);
    object_drop_or_null(vm, place);
    object_drop_or_null(vm, (Object *)name);
    object_drop_or_null(vm, result);
    return result == NULL ? NULL : none_new(vm);
}

static Object *insert_sorted(Vm *vm, const Slot *arguments, Side side) {
    Search search;
    Object *item = arguments[1].object, *key = NULL;
    if (arguments[4].object != NULL && arguments[4].object != vm->objects->none) {
        key = object_call_one(vm, arguments[4].object, item);
        if (key == NULL) return NULL;
    }
    bool is_read = start_search(vm, &search, arguments);
    if (key != NULL) search.sought = key;
    int64_t index = is_read ? find_place(vm, &search, side) : -1;
    object_drop_or_null(vm, key);
    return index < 0 ? NULL : insert_at(vm, search.sequence, index, item);
}

static Object *bisect_function_bisect_right(Vm *vm, const Slot *arguments) {
    return bisect(vm, arguments, SIDE_RIGHT);
}

static Object *bisect_function_bisect_left(Vm *vm, const Slot *arguments) {
    return bisect(vm, arguments, SIDE_LEFT);
}

static Object *bisect_function_insort_right(Vm *vm, const Slot *arguments) {
    return insert_sorted(vm, arguments, SIDE_RIGHT);
}

static Object *bisect_function_insort_left(Vm *vm, const Slot *arguments) {
    return insert_sorted(vm, arguments, SIDE_LEFT);
}

#define ROW(name, doc) FUNCTION(bisect, name, "(a, x, lo=0, hi=None, *, key=None)", doc)

static const Method functions[] = {
    ROW(bisect_right, "The index where x goes in the sorted a, behind items equal to it."),
    ROW(insort_right, "Insert x in the sorted a, behind items equal to it."),
    ROW(bisect_left, "The index where x goes in the sorted a, before items equal to it."),
    ROW(insort_left, "Insert x in the sorted a, before items equal to it."),
    {0},
};

bool bisect_module_start(Vm *vm, Module *module) {
    return module_add_functions(vm, module, functions) &&
           module_set_doc(vm, module, "Binary search in sorted sequences.");
}
