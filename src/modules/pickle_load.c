// Unpickling: a machine with a stack, whose opcodes build objects.

#include "modules/pickle.h"

#include "memory/buffer.h"
#include "memory/system.h"
#include "modules/argument.h"
#include "objects/audit.h"
#include "objects/int.h"
#include "objects/list_parts.h"
#include "objects/memoryview.h"
#include "objects/sequence.h"
#include "objects/set.h"

#include <string.h>

enum { STACK_FIRST = 64, MARKS_FIRST = 20 };

static bool refuse(Vm *vm, const char *text) {
    return unpickler_raise(vm, text) != NULL;
}


// --- the stack ---

// Pushes an object, which is consumed. NULL: raised already.
static bool take_push(Vm *vm, Unpickler *unpickler, Object *object) {
    if (object == NULL) return false;
    if (UNLIKELY(unpickler->count == unpickler->capacity)) {
        int64_t capacity = unpickler->capacity == 0 ? STACK_FIRST : unpickler->capacity * 2;
        Slot *stack = buffer_resize(vm, unpickler->items,
                                    (size_t)unpickler->capacity * sizeof *stack,
                                    (size_t)capacity * sizeof *stack);
        if (stack == NULL) {
            object_drop(vm, object);
            return false;
        }
        unpickler->items = stack;
        unpickler->capacity = capacity;
    }
    slot_fill(vm, &unpickler->base, &unpickler->items[unpickler->count], object);
    unpickler->count++;
    return true;
}

static bool push(Vm *vm, Unpickler *unpickler, Object *object) {
    return take_push(vm, unpickler, object_share(object));
}

static bool refuse_underflow(Vm *vm, const Unpickler *unpickler) {
    return refuse(vm, unpickler->mark_count > 0 ? "unexpected MARK found"
                                                : "unpickling stack underflow");
}

// Are there `count` objects above the fence?
static bool check_depth(Vm *vm, const Unpickler *unpickler, int64_t count) {
    return unpickler->count - count >= unpickler->fence || refuse_underflow(vm, unpickler);
}

// The top object: the caller's. NULL: raised.
static Object *pop(Vm *vm, Unpickler *unpickler) {
    if (!check_depth(vm, unpickler, 1)) return NULL;
    return slot_detach(vm, &unpickler->base, &unpickler->items[--unpickler->count]);
}

static Object *top(const Unpickler *unpickler, int64_t depth) {
    return unpickler->items[unpickler->count - depth].object;
}

static void lower_fence(Unpickler *unpickler) {
    int64_t count = --unpickler->mark_count;
    unpickler->fence = count == 0 ? 0 : unpickler->marks[count - 1];
}

// Takes the top mark off: *start is the place of the first object above it.
static bool take_mark(Vm *vm, Unpickler *unpickler, int64_t *start) {
    if (unpickler->mark_count == 0) return refuse(vm, "could not find MARK");
    *start = unpickler->marks[unpickler->mark_count - 1];
    lower_fence(unpickler);
    return true;
}

static bool load_mark(Vm *vm, Unpickler *unpickler) {
    if (unpickler->mark_count == unpickler->mark_capacity) {
        int64_t capacity = unpickler->mark_capacity == 0 ? MARKS_FIRST
                                                         : unpickler->mark_capacity * 2;
        int64_t *marks = system_resize(vm, unpickler->marks,
                                       (size_t)unpickler->mark_capacity * sizeof *marks,
                                       (size_t)capacity * sizeof *marks);
        if (marks == NULL) return false;
        unpickler->marks = marks;
        unpickler->mark_capacity = capacity;
    }
    unpickler->fence = unpickler->marks[unpickler->mark_count++] = unpickler->count;
    return true;
}

// A tuple or a list of the objects from `start` on, which leave the stack.
static Tuple *pop_tuple(Vm *vm, Unpickler *unpickler, int64_t start) {
    int64_t count = unpickler->count - start;
    Tuple *tuple = tuple_new(vm, count);
    if (tuple == NULL) return NULL;
    for (int64_t i = 0; i < count; i++)
        slot_fill(vm, &tuple->base, &tuple->items[i],
                  slot_detach(vm, &unpickler->base, &unpickler->items[start + i]));
    unpickler->count = start;
    if (count > 0) tuple_finish(vm, tuple);
    return tuple;
}

static bool move_to_list(Vm *vm, Unpickler *unpickler, int64_t start, List *list) {
    int64_t count = unpickler->count - start, old = list->count;
    if (!list_reserve(vm, list, old + count)) return false;
    for (int64_t i = 0; i < count; i++)
        slot_fill(vm, &list->base, &list->items[old + i],
                  slot_detach(vm, &unpickler->base, &unpickler->items[start + i]));
    list->count = old + count;
    unpickler->count = start;
    return true;
}

static List *pop_list(Vm *vm, Unpickler *unpickler, int64_t start) {
    List *list = list_new(vm, unpickler->count - start);
    if (list == NULL || move_to_list(vm, unpickler, start, list)) return list;
    object_drop(vm, &list->base);
    return NULL;
}

// --- containers ---

static bool load_tuple(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    return take_mark(vm, unpickler, &start) &&
           take_push(vm, unpickler, (Object *)pop_tuple(vm, unpickler, start));
}

static bool load_counted_tuple(Vm *vm, Unpickler *unpickler, int64_t count) {
    return check_depth(vm, unpickler, count) &&
           take_push(vm, unpickler,
                     (Object *)pop_tuple(vm, unpickler, unpickler->count - count));
}

static bool load_list(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    return take_mark(vm, unpickler, &start) &&
           take_push(vm, unpickler, (Object *)pop_list(vm, unpickler, start));
}

static bool load_dict(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    if (!take_mark(vm, unpickler, &start)) return false;
    if ((unpickler->count - start) % 2 != 0) return refuse(vm, "odd number of items for DICT");
    Dict *dict = dict_new(vm);
    for (int64_t i = start; dict != NULL && i < unpickler->count; i += 2) {
        if (dict_set(vm, dict, unpickler->items[i].object, unpickler->items[i + 1].object))
            continue;
        object_drop(vm, &dict->base);
        return false;
    }
    unpickler_drop_to(vm, unpickler, start);
    return take_push(vm, unpickler, (Object *)dict);
}

static bool load_frozenset(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    if (!take_mark(vm, unpickler, &start)) return false;
    Tuple *items = pop_tuple(vm, unpickler, start);
    Object *set = items == NULL ? NULL : (Object *)frozenset_new(vm, (Object *)items);
    object_drop_or_null(vm, (Object *)items);
    return take_push(vm, unpickler, set);
}

static Found find(Vm *vm, Object *object, const char *text, Object **value) {
    Str *name = str_new_interned(vm, text, strlen(text));
    if (name == NULL) return RAISED;
    Found found = object_find_attribute(vm, object, name, value);
    object_drop(vm, (Object *)name);
    return found;
}

// Calls a method with each object from `start` on, which leave the stack.
static bool call_with_each(Vm *vm, Unpickler *unpickler, int64_t start, Object *method) {
    bool done = true;
    for (int64_t i = start; done && i < unpickler->count; i++) {
        Object *result = object_call_one(vm, method, unpickler->items[i].object);
        object_drop_or_null(vm, result);
        done = result != NULL;
    }
    unpickler_drop_to(vm, unpickler, start);
    return done;
}

static bool append_to_object(Vm *vm, Unpickler *unpickler, int64_t start, Object *object) {
    Object *method, *result = NULL;
    Found found = find(vm, object, "extend", &method);
    if (found == RAISED) return false;
    if (found == ABSENT) {
        Str *name = str_new_interned(vm, "append", 6);
        method = name == NULL ? NULL : object_load_attribute(vm, object, name);
        object_drop_or_null(vm, (Object *)name);
        bool done = method != NULL && call_with_each(vm, unpickler, start, method);
        object_drop_or_null(vm, method);
        return done;
    }
    List *items = pop_list(vm, unpickler, start);
    if (items != NULL) result = object_call_one(vm, method, &items->base);
    object_drop(vm, method);
    object_drop_or_null(vm, (Object *)items);
    object_drop_or_null(vm, result);
    return result != NULL;
}

static bool append_from(Vm *vm, Unpickler *unpickler, int64_t start) {
    if (start > unpickler->count || start <= unpickler->fence)
        return refuse_underflow(vm, unpickler);
    if (start == unpickler->count) return true;
    Object *object = unpickler->items[start - 1].object;
    if (object->kind == KIND_LIST)
        return move_to_list(vm, unpickler, start, (List *)object);
    return append_to_object(vm, unpickler, start, object);
}

static bool set_items_from(Vm *vm, Unpickler *unpickler, int64_t start) {
    if (start > unpickler->count || start <= unpickler->fence)
        return refuse_underflow(vm, unpickler);
    if (start == unpickler->count) return true;
    if ((unpickler->count - start) % 2 != 0) return refuse(vm, "odd number of items for SETITEMS");
    Object *object = unpickler->items[start - 1].object;
    bool done = true;
    for (int64_t i = start; done && i < unpickler->count; i += 2) {
        Object *key = unpickler->items[i].object, *value = unpickler->items[i + 1].object;
        done = object->kind == KIND_DICT ? dict_set(vm, (Dict *)object, key, value)
                                         : object_set_item(vm, object, key, value);
    }
    unpickler_drop_to(vm, unpickler, start);
    return done;
}

static bool load_appends(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    return take_mark(vm, unpickler, &start) && append_from(vm, unpickler, start);
}

static bool load_set_items(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    return take_mark(vm, unpickler, &start) && set_items_from(vm, unpickler, start);
}

static bool load_add_items(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    if (!take_mark(vm, unpickler, &start)) return false;
    if (start > unpickler->count || start <= unpickler->fence)
        return refuse_underflow(vm, unpickler);
    if (start == unpickler->count) return true;
    Object *object = unpickler->items[start - 1].object, *method;
    bool done = true;
    if (object->kind == KIND_SET) {
        for (int64_t i = start; done && i < unpickler->count; i++)
            done = set_add(vm, (Set *)object, unpickler->items[i].object);
        unpickler_drop_to(vm, unpickler, start);
        return done;
    }
    Str *name = str_new_interned(vm, "add", 3);
    method = name == NULL ? NULL : object_load_attribute(vm, object, name);
    object_drop_or_null(vm, (Object *)name);
    done = method != NULL && call_with_each(vm, unpickler, start, method);
    object_drop_or_null(vm, method);
    return done;
}

// --- the memo ---

static bool get(Vm *vm, Unpickler *unpickler, int64_t index) {
    if (index >= 0 && index < unpickler->memo_capacity &&
        unpickler->memo[index].object != NULL)
        return push(vm, unpickler, unpickler->memo[index].object);
    raise_text(vm, (Type *)pickle_state(vm)->unpickling_error.object,
               "Memo value not found at index %ld", index);
    return false;
}

static bool put(Vm *vm, Unpickler *unpickler, int64_t index) {
    if (!check_depth(vm, unpickler, 1)) return false;
    return unpickler_memo_set(vm, unpickler, index, top(unpickler, 1));
}

static bool load_get(Vm *vm, Unpickler *unpickler) {
    int64_t index;
    return unpickler_take_index(vm, unpickler, &index) && get(vm, unpickler, index);
}

static bool load_put(Vm *vm, Unpickler *unpickler) {
    int64_t index;
    if (!unpickler_take_index(vm, unpickler, &index)) return false;
    if (!check_depth(vm, unpickler, 1)) return false;
    if (index < 0) return raise_false(vm, ERROR_PICKLE_NEGATIVE_PUT);
    return put(vm, unpickler, index);
}

static bool load_binary_get(Vm *vm, Unpickler *unpickler, int bytes) {
    uint64_t index;
    return unpickler_take_number(vm, unpickler, bytes, &index) &&
           get(vm, unpickler, (int64_t)index);
}

static bool load_binary_put(Vm *vm, Unpickler *unpickler, int bytes) {
    uint64_t index;
    return unpickler_take_number(vm, unpickler, bytes, &index) &&
           put(vm, unpickler, (int64_t)index);
}

// --- globals ---

// The names that Python 3 has for those of Python 2. Both are the caller's, and replaced.
static bool to_new_names(Vm *vm, Object **module, Object **name) {
    const PickleState *state = pickle_state(vm);
    Object *pair, *renamed;
    Tuple *key = tuple_pack(vm, 2, *module, *name);
    if (key == NULL) return false;
    Found found = dict_find(vm, (Dict *)state->names_2_to_3.object, (Object *)key, &pair);
    object_drop(vm, (Object *)key);
    if (found == RAISED) return false;
    if (found == FOUND && object_is_tuple(vm, pair) && ((const Tuple *)pair)->count == 2) {
        Object *new_module = object_share(((const Tuple *)pair)->items[0].object);
        Object *new_name = object_share(((const Tuple *)pair)->items[1].object);
        object_drop(vm, *module);
        object_drop(vm, *name);
        *module = new_module;
        *name = new_name;
        return true;
    }
    found = dict_find(vm, (Dict *)state->modules_2_to_3.object, *module, &renamed);
    if (found != FOUND) return found == ABSENT;
    object_share(renamed);
    object_drop(vm, *module);
    *module = renamed;
    return true;
}

static Object *load_from_module(Vm *vm, const Unpickler *unpickler, Object *module_name,
                                Object *name) {
    if (!object_is_str(vm, module_name) || !object_is_str(vm, name)) {
        bool is_module = !object_is_str(vm, module_name);
        argument_refuse(vm, "find_class", is_module ? 1 : 2, "str", is_module ? module_name : name);
        return NULL;
    }
    Object *module = modules_load(vm, (Str *)module_name), *value = NULL;
    if (module == NULL) return NULL;
    if (unpickler->protocol >= 4) {
        value = unpickler_load_path(vm, module, (Str *)name);
    } else {
        Str *interned = (Str *)str_intern(vm, object_share(name));
        Found found = object_find_attribute(vm, module, interned, &value);
        if (found != FOUND) value = NULL;
        if (found == ABSENT) raise(vm, ERROR_PICKLE_NO_ATTRIBUTE, name, module);
        object_drop(vm, (Object *)interned);
    }
    object_drop(vm, module);
    return value;
}

Object *unpickler_find_class(Vm *vm, Unpickler *unpickler, Object *module, Object *name) {
    if (!audit(vm, "pickle.find_class", 2, module, name)) return NULL;
    object_share(module);
    object_share(name);
    bool done = unpickler->protocol >= 3 || !unpickler->fixes_imports ||
                to_new_names(vm, &module, &name);
    Object *value = done ? load_from_module(vm, unpickler, module, name) : NULL;
    object_drop(vm, module);
    object_drop(vm, name);
    return value;
}

// self.find_class(module, name), which a subclass may have its own way with. Consumes both;
// NULL: raised already.
static Object *take_find_class(Vm *vm, Unpickler *unpickler, Object *module, Object *name) {
    Object *value = NULL;
    if (module != NULL && name != NULL) {
        if (object_type(vm, &unpickler->base) == pickle_state(vm)->unpickler) {
            value = unpickler_find_class(vm, unpickler, module, name);
        } else {
            Str *method = str_new_interned(vm, "find_class", 10);
            if (method != NULL)
                value = object_call_method(vm, &unpickler->base, method, 2, module, name);
            object_drop_or_null(vm, (Object *)method);
        }
    }
    object_drop_or_null(vm, module);
    object_drop_or_null(vm, name);
    return value;
}

static Object *take_name(Vm *vm, Unpickler *unpickler, const char *encoding) {
    int64_t bytes;
    const uint8_t *data = unpickler_take_line(vm, unpickler, &bytes);
    if (data == NULL) return NULL;
    if (bytes < 2) return unpickler_raise(vm, "pickle data was truncated");
    return pickle_decode(vm, data, bytes - 1, encoding, "strict");
}

static Object *take_global(Vm *vm, Unpickler *unpickler, const char *encoding) {
    Object *module = take_name(vm, unpickler, encoding);
    Object *name = module == NULL ? NULL : take_name(vm, unpickler, encoding);
    return take_find_class(vm, unpickler, module, name);
}

static bool load_stack_global(Vm *vm, Unpickler *unpickler) {
    if (unpickler->count - 2 < unpickler->fence) return refuse(vm, "STACK_GLOBAL requires str");
    Object *name = pop(vm, unpickler), *module = pop(vm, unpickler);
    if (object_is_str(vm, name) && object_is_str(vm, module))
        return take_push(vm, unpickler, take_find_class(vm, unpickler, module, name));
    object_drop(vm, name);
    object_drop(vm, module);
    return refuse(vm, "STACK_GLOBAL requires str");
}

static bool load_pair(Vm *vm, Unpickler *unpickler, Object *pair, int64_t code, Object *key) {
    const Tuple *names = (const Tuple *)pair;
    if (!object_is_tuple(vm, pair) || names->count != 2 ||
        !object_is_str(vm, names->items[0].object) || !object_is_str(vm, names->items[1].object))
        return raise_false(vm, ERROR_PICKLE_EXTENSION_PAIR, code);
    Object *value = take_find_class(vm, unpickler, object_share(names->items[0].object),
                                    object_share(names->items[1].object));
    if (value != NULL &&
        !dict_set(vm, (Dict *)pickle_state(vm)->extension_cache.object, key, value)) {
        object_drop(vm, value);
        return false;
    }
    return take_push(vm, unpickler, value);
}

static bool load_extension(Vm *vm, Unpickler *unpickler, int bytes) {
    const PickleState *state = pickle_state(vm);
    uint64_t number;
    Object *value;
    if (!unpickler_take_number(vm, unpickler, bytes, &number)) return false;
    int64_t code = bytes == 4 ? (int32_t)(uint32_t)number : (int64_t)number;
    if (code <= 0) return refuse(vm, "EXT specifies code <= 0");
    Object *key = int_new(vm, code);
    if (key == NULL) return false;
    bool done = false;
    switch (dict_find(vm, (Dict *)state->extension_cache.object, key, &value)) {
    case FOUND: done = push(vm, unpickler, value); break;
    case ABSENT:
        switch (dict_find(vm, (Dict *)state->inverted_registry.object, key, &value)) {
        case FOUND: done = load_pair(vm, unpickler, value, code, key); break;
        case ABSENT: done = raise_false(vm, ERROR_PICKLE_EXTENSION, code); break;
        case RAISED: break;
        }
        break;
    case RAISED: break;
    }
    object_drop(vm, key);
    return done;
}

// --- objects ---

// What old-style instances are made by.
static Object *instantiate(Vm *vm, Object *class, Tuple *arguments) {
    Object *method;
    if (arguments->count == 0 && object_is_flagged(vm, class, TYPE_IS_TYPE)) {
        Found found = find(vm, class, "__getinitargs__", &method);
        if (found == RAISED) return NULL;
        if (found == FOUND) object_drop(vm, method);
        Str *name = vm->objects->names.dunder_new;
        if (found == ABSENT) return object_call_method(vm, class, name, 1, class);
    }
    return object_call_tuple(vm, class, arguments, NULL);
}

static bool take_instantiate(Vm *vm, Unpickler *unpickler, Object *class, Tuple *arguments) {
    Object *object = class == NULL || arguments == NULL ? NULL
                                                        : instantiate(vm, class, arguments);
    object_drop_or_null(vm, class);
    object_drop_or_null(vm, (Object *)arguments);
    return take_push(vm, unpickler, object);
}

static bool load_obj(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    if (!take_mark(vm, unpickler, &start)) return false;
    if (unpickler->count - start < 1) return refuse_underflow(vm, unpickler);
    Tuple *arguments = pop_tuple(vm, unpickler, start + 1);
    Object *class = arguments == NULL ? NULL : pop(vm, unpickler);
    return take_instantiate(vm, unpickler, class, arguments);
}

static bool load_inst(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    if (!take_mark(vm, unpickler, &start)) return false;
    Object *class = take_global(vm, unpickler, "ascii");
    Tuple *arguments = class == NULL ? NULL : pop_tuple(vm, unpickler, start);
    return take_instantiate(vm, unpickler, class, arguments);
}

// class.__new__(class, *positional, **keywords); `op` is its name in messages.
static Object *new_object(Vm *vm, const char *op, Object *class, Object *positional,
                          Object *keywords) {
    Type *error = (Type *)pickle_state(vm)->unpickling_error.object;
    if (!object_is_flagged(vm, class, TYPE_IS_TYPE))
        return raise_text(vm, error, "%s class argument must be a type, not %.200T", op, class);
    if (((Type *)class)->behaviour.new == NULL)
        return raise_text(vm, error, "%s class argument '%.200N' doesn't have __new__", op,
                          class);
    if (!object_is_tuple(vm, positional))
        return raise_text(vm, error, "%s args argument must be a tuple, not %.200T", op,
                          positional);
    if (keywords != NULL && !object_is_dict(vm, keywords))
        return raise_text(vm, error, "%s kwargs argument must be a dict, not %.200T", op,
                          keywords);
    const Tuple *values = (const Tuple *)positional;
    if (keywords == NULL || ((const Dict *)keywords)->count == 0) {
        Arguments arguments = {values->items, values->count, NULL};
        return ((Type *)class)->behaviour.new(vm, (Type *)class, &arguments);
    }
    Object *method = object_load_attribute(vm, class, vm->objects->names.dunder_new);
    Tuple *all = method == NULL ? NULL : tuple_new(vm, values->count + 1);
    Object *made = NULL;
    if (all != NULL) {
        slot_fill(vm, &all->base, &all->items[0], object_share(class));
        slots_fill_shared(vm, &all->base, all->items + 1, values->items, values->count);
        tuple_finish(vm, all);
        made = object_call_tuple(vm, method, all, (Dict *)keywords);
    }
    object_drop_or_null(vm, method);
    object_drop_or_null(vm, (Object *)all);
    return made;
}

static bool load_new(Vm *vm, Unpickler *unpickler) {
    if (!check_depth(vm, unpickler, 2)) return false;
    Object *arguments = pop(vm, unpickler), *class = pop(vm, unpickler);
    Object *object = new_object(vm, "NEWOBJ", class, arguments, NULL);
    object_drop(vm, arguments);
    object_drop(vm, class);
    return take_push(vm, unpickler, object);
}

static bool load_new_with_keywords(Vm *vm, Unpickler *unpickler) {
    if (!check_depth(vm, unpickler, 3)) return false;
    Object *keywords = pop(vm, unpickler), *arguments = pop(vm, unpickler);
    Object *class = pop(vm, unpickler);
    Object *object = new_object(vm, "NEWOBJ_EX", class, arguments, keywords);
    object_drop(vm, keywords);
    object_drop(vm, arguments);
    object_drop(vm, class);
    return take_push(vm, unpickler, object);
}

static bool load_reduce(Vm *vm, Unpickler *unpickler) {
    if (!check_depth(vm, unpickler, 2)) return false;
    Object *arguments = pop(vm, unpickler), *function = pop(vm, unpickler), *object = NULL;
    if (object_is_tuple(vm, arguments))
        object = object_call_tuple(vm, function, (Tuple *)arguments, NULL);
    else
        raise(vm, ERROR_PICKLE_ARGUMENTS);
    object_drop(vm, arguments);
    object_drop(vm, function);
    return take_push(vm, unpickler, object);
}

// The state goes into the object's dict.
static bool set_state_dict(Vm *vm, Object *object, Object *state) {
    Object *dict, *key, *value;
    int64_t position = 0;
    if (!object_is_dict(vm, state)) return refuse(vm, "state is not a dictionary");
    dict = object_load_attribute(vm, object, vm->objects->names.dunder_dict);
    bool done = dict != NULL;
    while (done && dict_next((Dict *)state, &position, &key, &value)) {
        object_share(value);
        // Names of attributes are one object each, as those that the compiler makes.
        key = key->kind == KIND_STR ? str_intern(vm, object_share(key)) : object_share(key);
        done = object_set_item(vm, dict, key, value);
        object_drop(vm, key);
        object_drop(vm, value);
    }
    object_drop_or_null(vm, dict);
    return done;
}

static bool set_state_slots(Vm *vm, Object *object, Object *state) {
    Object *key, *value;
    int64_t position = 0;
    bool done = object_is_dict(vm, state) || refuse(vm, "slot state is not a dictionary");
    while (done && dict_next((Dict *)state, &position, &key, &value)) {
        object_share(key);
        object_share(value);
        done = object_is_str(vm, key) ? object_set_attribute(vm, object, (Str *)key, value)
                                      : raise_false(vm, ERROR_PICKLE_NAME, key);
        object_drop(vm, key);
        object_drop(vm, value);
    }
    return done;
}

static bool set_state(Vm *vm, Object *object, Object *state) {
    Object *setter, *result, *slots = NULL;
    Found found = find(vm, object, "__setstate__", &setter);
    if (found == RAISED) return false;
    if (found == FOUND) {
        result = object_call_one(vm, setter, state);
        object_drop(vm, setter);
        object_drop_or_null(vm, result);
        return result != NULL;
    }
    if (object_is_tuple(vm, state) && ((const Tuple *)state)->count == 2) {
        slots = ((const Tuple *)state)->items[1].object;
        state = ((const Tuple *)state)->items[0].object;
    }
    if (state != vm->objects->none && !set_state_dict(vm, object, state)) return false;
    return slots == NULL || set_state_slots(vm, object, slots);
}

static bool load_build(Vm *vm, Unpickler *unpickler) {
    if (!check_depth(vm, unpickler, 2)) return false;
    Object *state = pop(vm, unpickler);
    bool done = set_state(vm, top(unpickler, 1), state);
    object_drop(vm, state);
    return done;
}

// --- what the program gives ---

static const char no_persistent_load[] =
    "A load persistent id instruction was encountered,\n"
    "but no persistent_load function was specified.";

static bool take_load_persistent(Vm *vm, Unpickler *unpickler, Object *id) {
    if (id == NULL) return false;
    Object *object = pickle_hook_call(vm, &unpickler->base, &unpickler->persistent, id);
    object_drop(vm, id);
    return take_push(vm, unpickler, object);
}

static bool load_persistent(Vm *vm, Unpickler *unpickler) {
    int64_t bytes;
    if (unpickler->persistent.function.object == NULL) return refuse(vm, no_persistent_load);
    const uint8_t *data = unpickler_take_line(vm, unpickler, &bytes);
    if (data == NULL) return false;
    if (bytes < 1) return refuse(vm, "pickle data was truncated");
    Object *id = pickle_decode(vm, data, bytes - 1, "ascii", "strict");
    if (id == NULL && raised_clear_if(vm, exception_type(vm, EXCEPTION_UnicodeDecodeError)))
        return refuse(vm, "persistent IDs in protocol 0 must be ASCII strings");
    return take_load_persistent(vm, unpickler, id);
}

static bool load_binary_persistent(Vm *vm, Unpickler *unpickler) {
    if (unpickler->persistent.function.object == NULL) return refuse(vm, no_persistent_load);
    return take_load_persistent(vm, unpickler, pop(vm, unpickler));
}

static bool load_next_buffer(Vm *vm, Unpickler *unpickler) {
    if (unpickler->buffers.object == NULL)
        return refuse(vm, "pickle stream refers to out-of-band data but no *buffers* argument "
                          "was given");
    Object *buffer = object_next(vm, unpickler->buffers.object);
    if (buffer != NULL) return take_push(vm, unpickler, buffer);
    return !raised(vm) && refuse(vm, "not enough out-of-band buffers");
}

static bool load_read_only(Vm *vm, Unpickler *unpickler) {
    if (!check_depth(vm, unpickler, 1)) return false;
    View view;
    if (!view_acquire(vm, top(unpickler, 1), &view, VIEW_ANY)) return false;
    bool is_read_only = view.is_read_only;
    view_release(vm, &view);
    if (is_read_only) return true;
    Object *buffer = pop(vm, unpickler);
    Object *memory = object_call_one(vm, &type_of_kind(vm, KIND_MEMORYVIEW)->base, buffer);
    Str *name = memory == NULL ? NULL : str_new_interned(vm, "toreadonly", 10);
    Object *safe = name == NULL ? NULL : object_call_method(vm, memory, name, 0);
    object_drop(vm, buffer);
    object_drop_or_null(vm, memory);
    object_drop_or_null(vm, (Object *)name);
    return take_push(vm, unpickler, safe);
}

// --- the machine itself ---

static bool load_pop(Vm *vm, Unpickler *unpickler) {
    if (unpickler->mark_count > 0 &&
        unpickler->marks[unpickler->mark_count - 1] == unpickler->count) {
        lower_fence(unpickler);
        return true;
    }
    Object *object = pop(vm, unpickler);
    object_drop_or_null(vm, object);
    return object != NULL;
}

static bool load_pop_mark(Vm *vm, Unpickler *unpickler) {
    int64_t start;
    if (!take_mark(vm, unpickler, &start)) return false;
    unpickler_drop_to(vm, unpickler, start);
    return true;
}

static bool load_duplicate(Vm *vm, Unpickler *unpickler) {
    return check_depth(vm, unpickler, 1) && push(vm, unpickler, top(unpickler, 1));
}

static bool load_protocol(Vm *vm, Unpickler *unpickler) {
    uint64_t protocol;
    if (!unpickler_take_number(vm, unpickler, 1, &protocol)) return false;
    unpickler->protocol = (int32_t)protocol;
    return protocol <= PICKLE_PROTOCOL_HIGHEST ||
           raise_false(vm, ERROR_PICKLE_PROTOCOL_UNKNOWN, (int)protocol);
}

// A frame is all there before any of it is used.
static bool load_frame(Vm *vm, Unpickler *unpickler) {
    int64_t bytes;
    if (!unpickler_take_size(vm, unpickler, 8, "FRAME length", &bytes) ||
        unpickler_take(vm, unpickler, bytes) == NULL)
        return false;
    unpickler->at -= bytes;
    return true;
}

static bool refuse_op(Vm *vm, uint8_t op) {
    Type *error = (Type *)pickle_state(vm)->unpickling_error.object;
    bool is_plain = op >= ' ' && op <= '~' && op != '\'' && op != '\\';
    if (is_plain) raise_text(vm, error, "invalid load key, '%c'.", (int)op);
    else raise_text(vm, error, "invalid load key, '\\x%02x'.", (int)op);
    return false;
}

// Pushes what was made; NULL: raised already.
#define PUSH(object) take_push(vm, unpickler, object)

static bool load_new_kinds(Vm *vm, Unpickler *unpickler, uint8_t op) {
    switch (op) {
    case OP_PROTO: return load_protocol(vm, unpickler);
    case OP_NEWOBJ: return load_new(vm, unpickler);
    case OP_EXT1: return load_extension(vm, unpickler, 1);
    case OP_EXT2: return load_extension(vm, unpickler, 2);
    case OP_EXT4: return load_extension(vm, unpickler, 4);
    case OP_TUPLE1: return load_counted_tuple(vm, unpickler, 1);
    case OP_TUPLE2: return load_counted_tuple(vm, unpickler, 2);
    case OP_TUPLE3: return load_counted_tuple(vm, unpickler, 3);
    case OP_NEWTRUE: return push(vm, unpickler, vm->objects->true_);
    case OP_NEWFALSE: return push(vm, unpickler, vm->objects->false_);
    case OP_LONG1: return PUSH(pickle_value_counted_long(vm, unpickler, 1));
    case OP_LONG4: return PUSH(pickle_value_counted_long(vm, unpickler, 4));
    case OP_BINBYTES: return PUSH(pickle_value_bytes(vm, unpickler, 4));
    case OP_SHORT_BINBYTES: return PUSH(pickle_value_bytes(vm, unpickler, 1));
    case OP_BINBYTES8: return PUSH(pickle_value_bytes(vm, unpickler, 8));
    case OP_SHORT_BINUNICODE: return PUSH(pickle_value_utf8(vm, unpickler, 1));
    case OP_BINUNICODE8: return PUSH(pickle_value_utf8(vm, unpickler, 8));
    case OP_EMPTY_SET: return PUSH((Object *)set_new(vm));
    case OP_ADDITEMS: return load_add_items(vm, unpickler);
    case OP_FROZENSET: return load_frozenset(vm, unpickler);
    case OP_NEWOBJ_EX: return load_new_with_keywords(vm, unpickler);
    case OP_STACK_GLOBAL: return load_stack_global(vm, unpickler);
    case OP_MEMOIZE: return put(vm, unpickler, unpickler->memo_count);
    case OP_FRAME: return load_frame(vm, unpickler);
    case OP_BYTEARRAY8: return PUSH(pickle_value_bytearray(vm, unpickler));
    case OP_NEXT_BUFFER: return load_next_buffer(vm, unpickler);
    case OP_READONLY_BUFFER: return load_read_only(vm, unpickler);
    default: return refuse_op(vm, op);
    }
}

static bool load_op(Vm *vm, Unpickler *unpickler, uint8_t op) {
    switch (op) {
    case OP_MARK: return load_mark(vm, unpickler);
    case OP_POP: return load_pop(vm, unpickler);
    case OP_POP_MARK: return load_pop_mark(vm, unpickler);
    case OP_DUP: return load_duplicate(vm, unpickler);
    case OP_FLOAT: return PUSH(pickle_value_float(vm, unpickler));
    case OP_INT: return PUSH(pickle_value_int(vm, unpickler));
    case OP_BININT: return PUSH(pickle_value_binary_int(vm, unpickler, 4));
    case OP_BININT1: return PUSH(pickle_value_binary_int(vm, unpickler, 1));
    case OP_BININT2: return PUSH(pickle_value_binary_int(vm, unpickler, 2));
    case OP_LONG: return PUSH(pickle_value_long(vm, unpickler));
    case OP_NONE: return push(vm, unpickler, vm->objects->none);
    case OP_PERSID: return load_persistent(vm, unpickler);
    case OP_BINPERSID: return load_binary_persistent(vm, unpickler);
    case OP_REDUCE: return load_reduce(vm, unpickler);
    case OP_STRING: return PUSH(pickle_value_string(vm, unpickler));
    case OP_BINSTRING: return PUSH(pickle_value_old_string(vm, unpickler, 4));
    case OP_SHORT_BINSTRING: return PUSH(pickle_value_old_string(vm, unpickler, 1));
    case OP_UNICODE: return PUSH(pickle_value_unicode(vm, unpickler));
    case OP_BINUNICODE: return PUSH(pickle_value_utf8(vm, unpickler, 4));
    case OP_APPEND: return append_from(vm, unpickler, unpickler->count - 1);
    case OP_BUILD: return load_build(vm, unpickler);
    case OP_GLOBAL: return PUSH(take_global(vm, unpickler, "utf-8"));
    case OP_DICT: return load_dict(vm, unpickler);
    case OP_EMPTY_DICT: return PUSH((Object *)dict_new(vm));
    case OP_APPENDS: return load_appends(vm, unpickler);
    case OP_GET: return load_get(vm, unpickler);
    case OP_BINGET: return load_binary_get(vm, unpickler, 1);
    case OP_INST: return load_inst(vm, unpickler);
    case OP_LONG_BINGET: return load_binary_get(vm, unpickler, 4);
    case OP_LIST: return load_list(vm, unpickler);
    case OP_EMPTY_LIST: return PUSH((Object *)list_new(vm, 0));
    case OP_OBJ: return load_obj(vm, unpickler);
    case OP_PUT: return load_put(vm, unpickler);
    case OP_BINPUT: return load_binary_put(vm, unpickler, 1);
    case OP_LONG_BINPUT: return load_binary_put(vm, unpickler, 4);
    case OP_SETITEM: return set_items_from(vm, unpickler, unpickler->count - 2);
    case OP_TUPLE: return load_tuple(vm, unpickler);
    case OP_EMPTY_TUPLE: return push(vm, unpickler, (Object *)vm->objects->empty_tuple);
    case OP_SETITEMS: return load_set_items(vm, unpickler);
    case OP_BINFLOAT: return PUSH(pickle_value_binary_float(vm, unpickler));
    default: return load_new_kinds(vm, unpickler, op);
    }
}

static Object *run(Vm *vm, Unpickler *unpickler) {
    unpickler->mark_count = unpickler->fence = 0;
    unpickler->protocol = 0;
    unpickler_drop_to(vm, unpickler, 0);
    for (;;) {
        const uint8_t *op = unpickler_take(vm, unpickler, 1);
        if (op == NULL) {
            Type *error = (Type *)pickle_state(vm)->unpickling_error.object;
            return raised_clear_if(vm, error) ? raise(vm, ERROR_PICKLE_END) : NULL;
        }
        if (*op == OP_STOP) break;
        if (!load_op(vm, unpickler, *op)) return NULL;
    }
    Object *result = pop(vm, unpickler);
    if (result == NULL || unpickler_leave_file(vm, unpickler)) return result;
    object_drop(vm, result);
    return NULL;
}

Object *unpickler_load_object(Vm *vm, Unpickler *unpickler) {
    if (unpickler->is_loading) return unpickler_raise(vm, "load() can't be entered again");
    unpickler->is_loading = true;
    Object *result = run(vm, unpickler);
    unpickler->is_loading = false;
    return result;
}
