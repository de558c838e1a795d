// The module builtins: functions on any object. Attributes, iteration and numbers here;
// code (compile, eval, exec, import) in builtins_code.c, input and output in builtins_io.c.

#include "modules/builtins.h"

#include "objects/arguments.h"
#include "objects/float.h"
#include "objects/iterator.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/async.h"

#define BUILTIN(name) static Object *builtins_function_##name(Vm *vm, const Slot *arguments)
#define ARGUMENT(index) (arguments[index].object)

BUILTIN(id) {
    return int_new_unsigned(vm, object_address(vm, ARGUMENT(0)));
}

BUILTIN(len) {
    int64_t length;
    return object_length(vm, ARGUMENT(0), &length) ? int_new(vm, length) : NULL;
}

BUILTIN(repr) { return object_repr(vm, ARGUMENT(0)); }
BUILTIN(ascii) { return object_ascii(vm, ARGUMENT(0)); }
BUILTIN(format) { return object_format(vm, ARGUMENT(0), ARGUMENT(1)); }
BUILTIN(abs) { return object_unary(vm, UNARY_ABSOLUTE, ARGUMENT(0)); }

BUILTIN(hash) {
    int64_t hash;
    return object_hash(vm, ARGUMENT(0), &hash) ? int_new(vm, hash) : NULL;
}

BUILTIN(callable) {
    return bool_new(vm, object_type(vm, ARGUMENT(0))->behaviour.call != NULL);
}

BUILTIN(divmod) { return object_binary(vm, BINARY_DIVMOD, ARGUMENT(0), ARGUMENT(1)); }

BUILTIN(pow) {
    Object *modulus = ARGUMENT(2);
    if (modulus == NULL) modulus = vm->objects->none;
    return object_power(vm, ARGUMENT(0), ARGUMENT(1), modulus);
}

BUILTIN(round) {
    Object *number = ARGUMENT(0), *digits = ARGUMENT(1), *method;
    Found found = object_find_special(vm, number, vm->objects->names.dunder_round, &method);
    if (found == ABSENT) return raise(vm, ERROR_NO_ROUND, number);
    if (found == RAISED) return NULL;
    bool has_digits = digits != NULL && digits != vm->objects->none;
    Object *result = has_digits ? object_call_with(vm, method, 1, digits)
                                : object_call_with(vm, method, 0);
    object_drop(vm, method);
    return result;
}

BUILTIN(chr) {
    int64_t code;
    if (!object_index(vm, ARGUMENT(0), EXCEPTION_OverflowError, &code)) return NULL;
    if (code < 0 || code > 0x10ffff) return raise(vm, ERROR_CHR_RANGE);
    return str_new_char(vm, (uint32_t)code);
}

static Object *ord_of_bytes(Vm *vm, const uint8_t *data, int64_t count) {
    return count == 1 ? int_new(vm, data[0]) : raise(vm, ERROR_ORD_LENGTH, count);
}

BUILTIN(ord) {
    Object *object = ARGUMENT(0);
    if (object_is_str(vm, object)) {
        const Str *str = (const Str *)object;
        if (str->length != 1) return raise(vm, ERROR_ORD_LENGTH, str->length);
        return int_new(vm, str_get_char(str, 0));
    }
    if (object_is_bytes(vm, object))
        return ord_of_bytes(vm, ((Bytes *)object)->data, ((Bytes *)object)->count);
    return raise(vm, ERROR_ORD_TYPE, object);
}

static Object *to_base(Vm *vm, Object *object, int base) {
    Object *integer = object_unary(vm, UNARY_INDEX, object);
    if (integer == NULL) return NULL;
    Object *text = int_to_text(vm, integer, base, 1);
    object_drop(vm, integer);
    return text;
}

BUILTIN(bin) { return to_base(vm, ARGUMENT(0), 2); }
BUILTIN(oct) { return to_base(vm, ARGUMENT(0), 8); }
BUILTIN(hex) { return to_base(vm, ARGUMENT(0), 16); }

// --- attributes and classes ---

static bool check_name(Vm *vm, Object *name) {
    if (object_is_str(vm, name)) return true;
    return raise_false(vm, ERROR_ATTRIBUTE_NAME_NOT_STR, name);
}

BUILTIN(getattr) {
    Object *name = ARGUMENT(1), *otherwise = ARGUMENT(2), *value;
    if (!check_name(vm, name)) return NULL;
    if (otherwise == NULL) return object_load_attribute(vm, ARGUMENT(0), (Str *)name);
    switch (object_find_attribute(vm, ARGUMENT(0), (Str *)name, &value)) {
    case FOUND: return value;
    case ABSENT: return object_share(otherwise);
    case RAISED: break;
    }
    return NULL;
}

BUILTIN(hasattr) {
    Object *name = ARGUMENT(1), *value;
    if (!check_name(vm, name)) return NULL;
    Found found = object_find_attribute(vm, ARGUMENT(0), (Str *)name, &value);
    if (found == RAISED) return NULL;
    if (found == FOUND) object_drop(vm, value);
    return bool_new(vm, found == FOUND);
}

BUILTIN(setattr) {
    Object *name = ARGUMENT(1);
    if (!check_name(vm, name)) return NULL;
    return object_set_attribute(vm, ARGUMENT(0), (Str *)name, ARGUMENT(2)) ? none_new(vm) : NULL;
}

BUILTIN(delattr) {
    Object *name = ARGUMENT(1);
    if (!check_name(vm, name)) return NULL;
    return object_remove_attribute(vm, ARGUMENT(0), (Str *)name) ? none_new(vm) : NULL;
}

BUILTIN(isinstance) {
    Found found = object_is_instance(vm, ARGUMENT(0), ARGUMENT(1));
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

BUILTIN(issubclass) {
    Found found = object_is_subclass(vm, ARGUMENT(0), ARGUMENT(1));
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

// --- iteration ---

BUILTIN(iter) {
    Object *object = ARGUMENT(0), *sentinel = ARGUMENT(1);
    if (sentinel == NULL) return object_iterate(vm, object);
    if (object_type(vm, object)->behaviour.call == NULL)
        return raise(vm, ERROR_ITER_NOT_CALLABLE);
    return callable_iterator_new(vm, object, sentinel);
}

BUILTIN(aiter) {
    return async_iterate(vm, arguments[0].object);
}

BUILTIN(anext) {
    return async_next(vm, arguments[0].object, arguments[1].object);
}

BUILTIN(next) {
    Object *iterator = ARGUMENT(0), *otherwise = ARGUMENT(1);
    if (object_type(vm, iterator)->behaviour.next == NULL)
        return raise(vm, ERROR_NEXT_OF_NO_ITERATOR, iterator);
    Object *item = object_type(vm, iterator)->behaviour.next(vm, iterator);
    if (item != NULL) return item;
    if (otherwise == NULL) {
        if (!raised(vm)) raise_plain(vm, exception_type(vm, EXCEPTION_StopIteration));
        return NULL;
    }
    if (raised(vm) && !raised_clear_if(vm, exception_type(vm, EXCEPTION_StopIteration)))
        return NULL;
    return object_share(otherwise);
}

// FOUND as soon as an item's truth is `wanted`.
static Found find_truth(Vm *vm, Object *iterable, Found wanted) {
    Object *iterator = object_iterate(vm, iterable), *item;
    Found result = ABSENT;
    if (iterator == NULL) return RAISED;
    while (result == ABSENT && (item = object_next(vm, iterator)) != NULL) {
        Found truth = object_truth(vm, item);
        object_drop(vm, item);
        if (truth == RAISED) result = RAISED;
        else if (truth == wanted) result = FOUND;
    }
    object_drop(vm, iterator);
    return result == ABSENT && raised(vm) ? RAISED : result;
}

BUILTIN(any) {
    Found found = find_truth(vm, ARGUMENT(0), FOUND);
    return found == RAISED ? NULL : bool_new(vm, found == FOUND);
}

BUILTIN(all) {
    Found found = find_truth(vm, ARGUMENT(0), ABSENT);
    return found == RAISED ? NULL : bool_new(vm, found == ABSENT);
}

static Object *check_sum_start(Vm *vm, Object *start) {
    if (object_is_str(vm, start)) return raise(vm, ERROR_SUM_STRINGS, "strings", "''");
    if (object_is_bytes(vm, start)) return raise(vm, ERROR_SUM_STRINGS, "bytes", "b''");
    if (start->kind == KIND_BYTEARRAY) return raise(vm, ERROR_SUM_STRINGS, "bytearray", "b''");
    return object_share(start);
}

// A sum on its way: numbers of the machine as long as all items are such.
typedef struct Sum {
    Vm *vm;
    enum { SUM_OF_INTS, SUM_OF_FLOATS, SUM_OF_OBJECTS } mode;
    int64_t whole;
    double real;
    Object *total;   // owns: of objects; NULL otherwise
} Sum;

static Object *sum_take_total(Sum *sum) {
    if (sum->mode == SUM_OF_INTS) return int_new(sum->vm, sum->whole);
    if (sum->mode == SUM_OF_FLOATS) return float_new(sum->vm, sum->real);
    Object *total = sum->total;
    sum->total = NULL;
    return total;
}

// Goes on from `total` (consumed), which need not stay an object.
static void sum_set(Sum *sum, Object *total, bool may_be_int) {
    sum->mode = SUM_OF_OBJECTS;
    sum->total = total;
    if (may_be_int && total->kind == KIND_INT) {
        sum->mode = SUM_OF_INTS;
        sum->whole = ((Int *)total)->value;
    } else if (total->kind == KIND_FLOAT) {
        sum->mode = SUM_OF_FLOATS;
        sum->real = float_get_value(total);
    } else {
        return;
    }
    sum->total = NULL;
    object_drop(sum->vm, total);
}

// Adds what is no number of the machine, or makes the sum too large for one.
static bool sum_add_object(Sum *sum, Object *item) {
    bool was_of_ints = sum->mode == SUM_OF_INTS;
    Object *total = sum_take_total(sum);
    if (total == NULL) return false;
    Object *next = object_binary(sum->vm, BINARY_ADD, total, item);
    object_drop(sum->vm, total);
    sum->mode = SUM_OF_OBJECTS;
    if (next == NULL) return false;
    if (was_of_ints) sum_set(sum, next, false);
    else sum->total = next;
    return true;
}

static bool sum_add(Sum *sum, Object *item) {
    bool is_int = item->kind == KIND_INT || item->kind == KIND_BOOL;
    int64_t whole;
    if (sum->mode == SUM_OF_INTS && is_int &&
        !__builtin_add_overflow(sum->whole, ((Int *)item)->value, &whole)) {
        sum->whole = whole;
    } else if (sum->mode == SUM_OF_FLOATS && item->kind == KIND_FLOAT) {
        sum->real += float_get_value(item);
    } else if (sum->mode == SUM_OF_FLOATS && is_int) {
        sum->real += (double)((Int *)item)->value;
    } else {
        return sum_add_object(sum, item);
    }
    return true;
}

BUILTIN(sum) {
    Object *iterator = object_iterate(vm, ARGUMENT(0)), *item;
    if (iterator == NULL) return NULL;
    Sum sum = {vm, SUM_OF_OBJECTS, 0, 0, NULL};
    Object *start = ARGUMENT(1) == NULL ? int_new(vm, 0) : check_sum_start(vm, ARGUMENT(1));
    bool done = start != NULL;
    if (done) sum_set(&sum, start, true);
    while (done && (item = object_next(vm, iterator)) != NULL) {
        done = sum_add(&sum, item);
        object_drop_number(vm, item);
    }
    object_drop(vm, iterator);
    if (done && !raised(vm)) return sum_take_total(&sum);
    object_drop_or_null(vm, sum.total);
    return NULL;
}

// --- min and max ---

typedef struct Extreme {
    Vm *vm;
    Object *key;             // borrows; NULL: none
    Comparison comparison;
    Object *best, *best_key; // own
} Extreme;

static bool consider(Extreme *extreme, Object *item) {   // consumes item
    Vm *vm = extreme->vm;
    Object *key = extreme->key == NULL ? object_share(item)
                                       : object_call_with(vm, extreme->key, 1, item);
    Found better = key == NULL ? RAISED : FOUND;
    if (key != NULL && extreme->best != NULL)
        better = object_compare_truth(vm, key, extreme->best_key, extreme->comparison);
    if (better == FOUND) {
        object_drop_or_null(vm, extreme->best);
        object_drop_or_null(vm, extreme->best_key);
        extreme->best = item;
        extreme->best_key = key;
        return true;
    }
    object_drop(vm, item);
    object_drop_or_null(vm, key);
    return better != RAISED;
}

static Object *find_extreme(Vm *vm, const Slot *arguments, const char *name,
                            Comparison comparison) {
    const Tuple *given = (const Tuple *)ARGUMENT(0);
    Object *key = ARGUMENT(1), *otherwise = ARGUMENT(2), *item;
    if (given->count == 0) return raise(vm, ERROR_MINMAX_NONE, name);
    if (given->count > 1 && otherwise != NULL) return raise(vm, ERROR_MINMAX_DEFAULT, name);
    Extreme extreme = {vm, key == vm->objects->none ? NULL : key, comparison, NULL, NULL};
    Object *iterator =
        object_iterate(vm, given->count > 1 ? ARGUMENT(0) : given->items[0].object);
    if (iterator == NULL) return NULL;
    bool done = true;
    while (done && (item = object_next(vm, iterator)) != NULL) done = consider(&extreme, item);
    object_drop(vm, iterator);
    object_drop_or_null(vm, extreme.best_key);
    if (!done || raised(vm)) {
        object_drop_or_null(vm, extreme.best);
        return NULL;
    }
    if (extreme.best != NULL) return extreme.best;
    return otherwise != NULL ? object_share(otherwise) : raise(vm, ERROR_MINMAX_EMPTY, name);
}

BUILTIN(min) { return find_extreme(vm, arguments, "min", COMPARE_LESS); }
BUILTIN(max) { return find_extreme(vm, arguments, "max", COMPARE_GREATER); }

BUILTIN(sorted) {
    List *list = list_new_from_iterable(vm, ARGUMENT(0));
    if (list == NULL) return NULL;
    Object *key = ARGUMENT(1), *reverse = ARGUMENT(2);
    Found reversed = reverse == NULL ? ABSENT : object_truth(vm, reverse);
    if (key == vm->objects->none) key = NULL;
    if (reversed != RAISED && list_sort(vm, list, key, reversed == FOUND)) return &list->base;
    object_drop(vm, &list->base);
    return NULL;
}

// --- namespaces ---

BUILTIN(globals) {
    (void)arguments;
    return object_share((Object *)runtime_of(vm)->frame->globals);
}

BUILTIN(locals) {
    (void)arguments;
    return object_share_or_null(frame_load_locals(vm, runtime_of(vm)->frame));
}

BUILTIN(vars) {
    if (ARGUMENT(0) == NULL) return builtins_function_locals(vm, arguments);
    return object_vars(vm, ARGUMENT(0));
}

BUILTIN(dir) {
    if (ARGUMENT(0) != NULL) {
        ArgumentTuple tuple;
        arguments_hold(vm, &tuple, &(Arguments){arguments, 1, NULL});
        Object *names = object_dir(vm, ARGUMENT(0));
        arguments_let_go(vm, &tuple);
        return names;
    }
    Object *locals = frame_load_locals(vm, runtime_of(vm)->frame);
    if (locals == NULL) return NULL;
    Object *keys = object_call_method(vm, locals, vm->objects->names.keys, 0);
    if (keys == NULL) return NULL;
    List *names = list_new_from_iterable(vm, keys);
    object_drop(vm, keys);
    if (names != NULL && list_sort(vm, names, NULL, 0)) return &names->base;
    object_drop_or_null(vm, (Object *)names);
    return NULL;
}

// --- tables ---

static const Method functions[] = {
    FUNCTION(builtins, abs, "(x, /)", "The absolute value."),
    FUNCTION(builtins, all, "(iterable, /)", "True when no item is false."),
    FUNCTION(builtins, any, "(iterable, /)", "True when an item is true."),
    FUNCTION(builtins, ascii, "(obj, /)", "repr() with other characters escaped."),
    FUNCTION(builtins, bin, "(number, /)", "The number in binary, with 0b."),
    FUNCTION(builtins, callable, "(obj, /)", "Can the object be called?"),
    FUNCTION(builtins, chr, "(i, /)", "The character of a code point."),
    FUNCTION(builtins, delattr, "(obj, name, /)", "del obj.name"),
    {"dir", builtins_function_dir, "(object=<unrepresentable>, /)",
     "The names that an object knows.", METHOD_HIDES_SIGNATURE},
    FUNCTION(builtins, divmod, "(x, y, /)", "The tuple (x // y, x % y)."),
    FUNCTION(builtins, format, "(value, format_spec='', /)", "value as text of a given form."),
    {"getattr", builtins_function_getattr, "(object, name, default=<unrepresentable>, /)",
     "object.name, or the default when there is no such attribute.", METHOD_HIDES_SIGNATURE},
    FUNCTION(builtins, globals, "()", "The dict of the module's names."),
    FUNCTION(builtins, hasattr, "(obj, name, /)", "Does the object have the attribute?"),
    FUNCTION(builtins, hash, "(obj, /)", "The hash; equal objects have equal ones."),
    FUNCTION(builtins, hex, "(number, /)", "The number in hexadecimal, with 0x."),
    FUNCTION(builtins, id, "(obj, /)", "The object's identity: its address."),
    FUNCTION(builtins, isinstance, "(obj, class_or_tuple, /)", "Is it an instance of the class?"),
    FUNCTION(builtins, issubclass, "(cls, class_or_tuple, /)", "Is it a subclass of the class?"),
    FUNCTION(builtins, aiter, "(async_iterable, /)", "An asynchronous iterator of the object."),
    FUNCTION(builtins, anext, "(aiterator, default=<unrepresentable>, /)",
             "An awaitable of the next item, or the default at the end."),
    {"iter", builtins_function_iter, "(object, sentinel=<unrepresentable>, /)",
     "An iterator over an iterable, or over calls until the sentinel comes.",
     METHOD_HIDES_SIGNATURE},
    FUNCTION(builtins, len, "(obj, /)", "How many items a container has."),
    FUNCTION(builtins, locals, "()", "The dict of the local names, refreshed."),
    {"max", builtins_function_max, "(*args, key=None, default=<unrepresentable>)",
     "The largest item.", METHOD_HIDES_SIGNATURE},
    {"min", builtins_function_min, "(*args, key=None, default=<unrepresentable>)",
     "The smallest item.", METHOD_HIDES_SIGNATURE},
    {"next", builtins_function_next, "(iterator, default=<unrepresentable>, /)",
     "The next item, or the default at the end.", METHOD_HIDES_SIGNATURE},
    FUNCTION(builtins, oct, "(number, /)", "The number in octal, with 0o."),
    FUNCTION(builtins, ord, "(c, /)", "The code point of a character."),
    FUNCTION(builtins, pow, "(base, exp, mod=None)", "base**exp, modulo mod if given."),
    FUNCTION(builtins, repr, "(obj, /)", "The object as text for programmers."),
    FUNCTION(builtins, round, "(number, ndigits=None)", "The number rounded."),
    FUNCTION(builtins, setattr, "(obj, name, value, /)", "obj.name = value"),
    FUNCTION(builtins, sorted, "(iterable, /, *, key=None, reverse=False)",
             "A new list of the items in order."),
    FUNCTION(builtins, sum, "(iterable, /, start=0)", "The sum of the items and the start."),
    {"vars", builtins_function_vars, "(object=<unrepresentable>, /)", "The object's __dict__.",
     METHOD_HIDES_SIGNATURE},
    {0},
};

static const uint32_t type_kinds[] = {
    KIND_BOOL, KIND_BYTEARRAY, KIND_BYTES, KIND_CLASSMETHOD, KIND_COMPLEX, KIND_DICT,
    KIND_ENUMERATE, KIND_FILTER, KIND_FLOAT, KIND_FROZENSET, KIND_INT, KIND_LIST, KIND_MAP,
    KIND_MEMORYVIEW, KIND_OBJECT, KIND_PROPERTY, KIND_RANGE, KIND_REVERSED, KIND_SET, KIND_SLICE,
    KIND_STATICMETHOD, KIND_STR, KIND_SUPER, KIND_TUPLE, KIND_TYPE, KIND_ZIP,
};

static bool add_types(Vm *vm, Module *module) {
    for (size_t i = 0; i < ARRAY_COUNT(type_kinds); i++) {
        Type *type = type_of_kind(vm, type_kinds[i]);
        if (type != NULL && !module_set(vm, module, type_name(type), &type->base)) return false;
    }
    for (int i = 0; i < EXCEPTION_COUNT; i++) {
        Type *type = exception_type(vm, (ExceptionId)i);
        if (!module_set(vm, module, type_name(type), &type->base)) return false;
    }
    Object *os_error = &exception_type(vm, EXCEPTION_OSError)->base;
    return module_set(vm, module, "EnvironmentError", os_error) &&
           module_set(vm, module, "IOError", os_error) &&
           module_set(vm, module, "ExceptionGroup", vm->objects->exception_group);
}

bool builtins_module_start(Vm *vm, Module *module) {
    const Objects *objects = vm->objects;
    return module_set_doc(vm, module, "What every program has without an import.") &&
           module_add_functions(vm, module, functions) &&
           module_add_functions(vm, module, builtins_code_functions) &&
           module_add_functions(vm, module, builtins_io_functions) && add_types(vm, module) &&
           module_set(vm, module, "None", objects->none) &&
           module_set(vm, module, "True", objects->true_) &&
           module_set(vm, module, "False", objects->false_) &&
           module_set(vm, module, "Ellipsis", objects->ellipsis) &&
           module_set(vm, module, "NotImplemented", objects->not_implemented) &&
           module_set(vm, module, "__debug__", objects->true_);
}
