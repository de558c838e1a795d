// Pickling of everything that tells how it is made (__reduce_ex__), and of what is found by its
// name: classes and functions.

#include "modules/pickle.h"

#include "objects/build.h"
#include "objects/codec.h"
#include "objects/int.h"
#include "objects/list.h"

#include <string.h>

static Str *name_of(Vm *vm, const char *text) {
    return str_new_interned(vm, text, strlen(text));
}

// Finds an attribute by a C string. New reference.
static Found find(Vm *vm, Object *object, const char *text, Object **value) {
    Str *name = name_of(vm, text);
    if (name == NULL) return RAISED;
    Found found = object_find_attribute(vm, object, name, value);
    object_drop(vm, (Object *)name);
    return found;
}

// --- names ---

// The parts of a dotted path. AttributeError for one inside a function.
static List *split_path(Vm *vm, Object *object, Str *path) {
    List *parts = list_new(vm, 1);
    int64_t start = 0;
    for (int64_t i = 0; parts != NULL && i <= path->length; i++) {
        if (i < path->length && str_get_char(path, i) != '.') continue;
        Object *part = str_new_part(vm, path, start, i);
        bool is_local = part != NULL && str_is((const Str *)part, "<locals>");
        if (list_take_add(vm, parts, part) && !is_local) {
            start = i + 1;
            continue;
        }
        object_drop(vm, &parts->base);
        parts = NULL;
        if (is_local && object == NULL) raise(vm, ERROR_PICKLE_LOCAL, path);
        else if (is_local) raise(vm, ERROR_PICKLE_LOCAL_OF, path, object);
    }
    return parts;
}

// Follows a path; *above is what the last part is an attribute of. New references both.
static Found follow(Vm *vm, Object *object, const List *parts, Object **above, Object **value) {
    Object *outer = NULL, *inner = object_share(object);
    for (int64_t i = 0; i < parts->count; i++) {
        Object *next = NULL;
        Str *name = (Str *)str_intern(vm, object_share(parts->items[i].object));
        Found found = name == NULL ? RAISED : object_find_attribute(vm, inner, name, &next);
        object_drop_or_null(vm, (Object *)name);
        object_drop_or_null(vm, outer);
        outer = inner;
        inner = next;
        if (found == FOUND) continue;
        object_drop(vm, outer);
        return found;
    }
    *above = outer;
    *value = inner;
    return FOUND;
}

Object *unpickler_load_path(Vm *vm, Object *object, Str *path) {
    Object *above, *value;
    List *parts = split_path(vm, object, path);
    if (parts == NULL) return NULL;
    Found found = follow(vm, object, parts, &above, &value);
    object_drop(vm, &parts->base);
    if (found == ABSENT) return raise(vm, ERROR_PICKLE_NO_ATTRIBUTE, path, object);
    if (found == RAISED) return NULL;
    object_drop(vm, above);
    return value;
}

// Does a module hold the object under that path?
static Found module_holds(Vm *vm, Object *module, const List *parts, const Object *object) {
    Object *above, *value;
    Found found = follow(vm, module, parts, &above, &value);
    if (found != FOUND) return found;
    bool is_same = value == object;
    object_drop(vm, above);
    object_drop(vm, value);
    return is_same ? FOUND : ABSENT;
}

// The name of the module that an object is from.
static Object *which_module(Vm *vm, Object *object, const List *parts) {
    Object *name;
    Found found = find(vm, object, "__module__", &name);
    if (found == RAISED) return NULL;
    if (found == FOUND && name != vm->objects->none) return name;
    if (found == FOUND) object_drop(vm, name);
    // What looking does may import, and change the table: a copy is walked.
    Dict *modules = dict_copy(vm, modules_get_table(vm));
    Object *key, *module, *result = NULL;
    int64_t position = 0;
    if (modules == NULL) return NULL;
    while (result == NULL && dict_next(modules, &position, &key, &module)) {
        if (module == vm->objects->none ||
            (object_is_str(vm, key) && str_is((const Str *)key, "__main__")))
            continue;
        switch (module_holds(vm, module, parts, object)) {
        case FOUND: result = object_share(key); break;
        case ABSENT: break;
        case RAISED:
            object_drop(vm, &modules->base);
            return NULL;
        }
    }
    object_drop(vm, &modules->base);
    return result != NULL ? result : str_new_c(vm, "__main__");
}

// --- classes and functions ---

// Where something is found by its name.
typedef struct Global {
    Object *object;            // borrows
    Object *name, *module_name, *module, *above;   // own
    List *parts;               // owns
} Global;

static void global_drop(Vm *vm, Global *global) {
    Object *const held[] = {global->name, global->module_name, global->module, global->above,
                            (Object *)global->parts};
    for (size_t i = 0; i < ARRAY_COUNT(held); i++) object_drop_or_null(vm, held[i]);
}

static bool load_name(Vm *vm, Global *global, Object *given) {
    if (given != NULL) {
        global->name = object_share(given);
        return true;
    }
    Found found = find(vm, global->object, "__qualname__", &global->name);
    if (found == ABSENT) found = find(vm, global->object, "__name__", &global->name);
    if (found == FOUND) return true;
    global->name = NULL;
    if (found == ABSENT) {   // in the words of the operation
        Str *name = name_of(vm, "__name__");
        if (name == NULL) return false;
        global->name = object_load_attribute(vm, global->object, name);
        object_drop(vm, (Object *)name);
    }
    return global->name != NULL;
}

static bool load_module(Vm *vm, Global *global) {
    Object *module_name = global->module_name;
    if (object_is_str(vm, module_name))
        global->module = modules_load(vm, (Str *)module_name);
    if (global->module != NULL) return true;
    raised_clear(vm);
    return pickle_refuse(vm, "Can't pickle %R: import of module %R failed", global->object,
                         module_name, NULL);
}

// Makes sure that the name leads to the object.
static bool global_find(Vm *vm, Global *global, Object *given) {
    Object *object = global->object, *found_object;
    if (!load_name(vm, global, given)) return false;
    if (!object_is_str(vm, global->name))
        return pickle_refuse(vm, "Can't pickle %R: its name is no str", object, NULL, NULL);
    global->parts = split_path(vm, NULL, (Str *)global->name);
    if (global->parts == NULL) return false;
    global->module_name = which_module(vm, object, global->parts);
    if (global->module_name == NULL || !load_module(vm, global)) return false;
    Found found = follow(vm, global->module, global->parts, &global->above, &found_object);
    if (found != FOUND) {
        global->above = NULL;
        raised_clear(vm);
        return pickle_refuse(vm, "Can't pickle %R: attribute lookup %S on %S failed", object,
                             global->name, global->module_name);
    }
    bool is_same = found_object == object;
    object_drop(vm, found_object);
    return is_same || pickle_refuse(vm, "Can't pickle %R: it's not the same object as %S.%S",
                                    object, global->module_name, global->name);
}

// The number that copyreg's registry has for it. ABSENT: none.
static Found find_extension(Vm *vm, const Global *global, int64_t *code) {
    Tuple *key = tuple_pack(vm, 2, global->module_name, global->name);
    Object *number;
    if (key == NULL) return RAISED;
    Dict *registry = (Dict *)pickle_state(vm)->extension_registry.object;
    Found found = dict_find(vm, registry, (Object *)key, &number);
    object_drop(vm, (Object *)key);
    if (found != FOUND) return found;
    if (!object_is_int(vm, number)) {
        pickle_refuse(vm, "Can't pickle %R: extension code %R isn't an integer", global->object,
                      number, NULL);
        return RAISED;
    }
    if (int_find_value(vm, number, code) == FOUND && *code > 0 && *code <= INT32_MAX)
        return FOUND;
    pickle_refuse(vm, "Can't pickle %R: extension code %R is out of range", global->object,
                  number, NULL);
    return RAISED;
}

static bool put_extension(Vm *vm, Pickler *pickler, int64_t code) {
    uint64_t number = (uint64_t)code;
    if (code <= UINT8_MAX) return pickle_put_number(vm, pickler, OP_EXT1, number, 1);
    if (code <= UINT16_MAX) return pickle_put_number(vm, pickler, OP_EXT2, number, 2);
    return pickle_put_number(vm, pickler, OP_EXT4, number, 4);
}

static bool put_identifier(Vm *vm, Pickler *pickler, Object *text, const char *what) {
    bool is_ascii = pickler->protocol < 3;
    Object *encoding = str_new_c(vm, is_ascii ? "ascii" : "utf-8");
    Object *bytes = encoding == NULL ? NULL
                                     : codec_encode(vm, (Str *)text, (Str *)encoding, NULL);
    object_drop_or_null(vm, encoding);
    if (bytes == NULL) {
        if (!raised_clear_if(vm, exception_type(vm, EXCEPTION_UnicodeEncodeError))) return false;
        raise_text(vm, (Type *)pickle_state(vm)->pickling_error.object,
                   "can't pickle %s identifier '%S' using pickle protocol %d", what, text,
                   pickler->protocol);
        return false;
    }
    bool done = pickle_put(vm, pickler, ((const Bytes *)bytes)->data,
                           ((const Bytes *)bytes)->count) &&
                pickle_put(vm, pickler, "\n", 1);
    object_drop(vm, bytes);
    return done;
}

// Replaces a text by what a table has for a key; nothing happens where it has nothing.
static Found exchange(Vm *vm, Object *table, Object *key, Object **text) {
    Object *value;
    Found found = dict_find(vm, (Dict *)table, key, &value);
    if (found != FOUND) return found;
    Object *old = *text;
    *text = object_share(value);
    object_drop(vm, old);
    return FOUND;
}

// The names that Python 2 had.
static bool to_old_names(Vm *vm, Global *global) {
    const PickleState *state = pickle_state(vm);
    Tuple *key = tuple_pack(vm, 2, global->module_name, global->name);
    Object *pair;
    if (key == NULL) return false;
    Found found = dict_find(vm, (Dict *)state->names_3_to_2.object, (Object *)key, &pair);
    object_drop(vm, (Object *)key);
    if (found == RAISED) return false;
    if (found == FOUND && object_is_tuple(vm, pair) && ((const Tuple *)pair)->count == 2) {
        Object *module_name = object_share(((const Tuple *)pair)->items[0].object);
        Object *name = object_share(((const Tuple *)pair)->items[1].object);
        object_drop(vm, global->module_name);
        object_drop(vm, global->name);
        global->module_name = module_name;
        global->name = name;
        return true;
    }
    return exchange(vm, state->modules_3_to_2.object, global->module_name,
                    &global->module_name) != RAISED;
}

static bool put_attribute(Vm *vm, Pickler *pickler, const Global *global) {
    Object *last = global->parts->items[global->parts->count - 1].object;
    Object *call = build_tuple(vm, "o(oo)", pickle_state(vm)->getattr.object, global->above, last);
    bool done = call != NULL && pickle_save_reduced(vm, pickler, NULL, call);
    object_drop_or_null(vm, call);
    return done;
}

static bool put_global(Vm *vm, Pickler *pickler, Global *global) {
    if (pickler->protocol >= 2) {
        int64_t code = 0;
        Found found = find_extension(vm, global, &code);
        if (found != ABSENT) return found == FOUND && put_extension(vm, pickler, code);
    }
    if (global->above == global->module) {   // a path that leads back to the module
        Object *last = global->parts->items[global->parts->count - 1].object;
        object_drop(vm, global->name);
        global->name = object_share(last);
    }
    if (pickler->protocol >= 4) {
        if (!pickle_save(vm, pickler, global->module_name, PICKLE_USUAL) ||
            !pickle_save(vm, pickler, global->name, PICKLE_USUAL) ||
            !pickle_put_op(vm, pickler, OP_STACK_GLOBAL))
            return false;
    } else if (global->above != global->module) {
        if (!put_attribute(vm, pickler, global)) return false;
    } else {
        if (pickler->fixes_imports && pickler->protocol < 3 && !to_old_names(vm, global))
            return false;
        if (!pickle_put_op(vm, pickler, OP_GLOBAL) ||
            !put_identifier(vm, pickler, global->module_name, "module") ||
            !put_identifier(vm, pickler, global->name, "global"))
            return false;
    }
    return pickle_put_remember(vm, pickler, global->object);
}

bool pickle_save_global(Vm *vm, Pickler *pickler, Object *object, Object *name) {
    Global global = {.object = object};
    bool done = global_find(vm, &global, name) && put_global(vm, pickler, &global);
    global_drop(vm, &global);
    return done;
}

// Types that have no name which leads to them are made of their one object.
static bool save_type(Vm *vm, Pickler *pickler, Object *object) {
    Object *const singles[] = {vm->objects->none, vm->objects->ellipsis,
                               vm->objects->not_implemented};
    for (size_t i = 0; i < ARRAY_COUNT(singles); i++) {
        if ((Object *)object_type(vm, singles[i]) != object) continue;
        Object *call = build_tuple(vm, "o(o)", type_of_kind(vm, KIND_TYPE), singles[i]);
        bool done = call != NULL && pickle_save_reduced(vm, pickler, object, call);
        object_drop_or_null(vm, call);
        return done;
    }
    return pickle_save_global(vm, pickler, object, NULL);
}

// --- what __reduce__ gave ---

typedef struct Reduction {
    Object *callable, *arguments, *state, *list_items, *dict_items, *setter;   // borrow
} Reduction;

static bool refuse(Vm *vm, const char *format, Object *object) {
    return pickle_refuse(vm, format, object, NULL, NULL);
}

static bool is_iterator(Vm *vm, const Object *object) {
    return object == NULL || object_is_iterator(vm, object);
}

static bool read_reduction(Vm *vm, const Tuple *tuple, Reduction *reduction) {
    Object *parts[6] = {0};
    if (tuple->count < 2 || tuple->count > 6)
        return refuse(vm, "tuple returned by __reduce__ must contain 2 through 6 elements", NULL);
    for (int64_t i = 0; i < tuple->count; i++)
        if (i < 2 || tuple->items[i].object != vm->objects->none)
            parts[i] = tuple->items[i].object;
    *reduction = (Reduction){parts[0], parts[1], parts[2], parts[3], parts[4], parts[5]};
    if (object_type(vm, parts[0])->behaviour.call == NULL)
        return refuse(vm, "first item of the tuple returned by __reduce__ must be callable", NULL);
    if (!object_is_tuple(vm, parts[1]))
        return refuse(vm, "second item of the tuple returned by __reduce__ must be a tuple", NULL);
    if (!is_iterator(vm, parts[3]))
        return refuse(vm, "fourth element of the tuple returned by __reduce__ must be an "
                          "iterator, not %T", parts[3]);
    if (!is_iterator(vm, parts[4]))
        return refuse(vm, "fifth element of the tuple returned by __reduce__ must be an "
                          "iterator, not %T", parts[4]);
    if (parts[5] != NULL && object_type(vm, parts[5])->behaviour.call == NULL)
        return refuse(vm, "sixth element of the tuple returned by __reduce__ must be a "
                          "function, not %T", parts[5]);
    return true;
}

// Saves several things, and an opcode that uses them.
static bool put_all(Vm *vm, Pickler *pickler, Object *const *things, int count, PickleOp op) {
    for (int i = 0; i < count; i++)
        if (!pickle_save(vm, pickler, things[i], PICKLE_USUAL)) return false;
    return pickle_put_op(vm, pickler, op);
}

// partial(class.__new__, class, *positional, **keywords)()
static bool put_partial(Vm *vm, Pickler *pickler, Object *const *parts) {
    Object *class = parts[0], *new = NULL;
    const Tuple *positional = (const Tuple *)parts[1];
    if (find(vm, class, "__new__", &new) != FOUND) return false;
    Tuple *all = tuple_new(vm, positional->count + 2);
    Object *partial = NULL;
    if (all != NULL) {
        slot_fill(vm, &all->base, &all->items[0], object_share(new));
        slot_fill(vm, &all->base, &all->items[1], object_share(class));
        slots_fill_shared(vm, &all->base, all->items + 2, positional->items, positional->count);
        tuple_finish(vm, all);
        partial = object_call_tuple(vm, pickle_state(vm)->partial.object, all, (Dict *)parts[2]);
    }
    Object *const things[] = {partial, (Object *)vm->objects->empty_tuple};
    bool done = partial != NULL && put_all(vm, pickler, things, 2, OP_REDUCE);
    object_drop(vm, new);
    object_drop_or_null(vm, (Object *)all);
    object_drop_or_null(vm, partial);
    return done;
}

static bool put_new_with_keywords(Vm *vm, Pickler *pickler, const Tuple *arguments) {
    if (arguments->count != 3) {
        raise_text(vm, (Type *)pickle_state(vm)->pickling_error.object,
                   "length of the NEWOBJ_EX argument tuple must be exactly 3, not %ld",
                   arguments->count);
        return false;
    }
    Object *const parts[] = {arguments->items[0].object, arguments->items[1].object,
                             arguments->items[2].object};
    if (!object_is_flagged(vm, parts[0], TYPE_IS_TYPE))
        return refuse(vm, "first item from NEWOBJ_EX argument tuple must be a class, not %T",
                      parts[0]);
    if (!object_is_tuple(vm, parts[1]))
        return refuse(vm, "second item from NEWOBJ_EX argument tuple must be a tuple, not %T",
                      parts[1]);
    if (!object_is_dict(vm, parts[2]))
        return refuse(vm, "third item from NEWOBJ_EX argument tuple must be a dict, not %T",
                      parts[2]);
    return pickler->protocol >= 4 ? put_all(vm, pickler, parts, 3, OP_NEWOBJ_EX)
                                  : put_partial(vm, pickler, parts);
}

static bool put_new(Vm *vm, Pickler *pickler, const Tuple *arguments, Object *object) {
    if (arguments->count < 1) return refuse(vm, "__newobj__ arglist is empty", NULL);
    Object *class = arguments->items[0].object, *own;
    if (!object_is_flagged(vm, class, TYPE_IS_TYPE) ||
        ((Type *)class)->behaviour.new == NULL)
        return refuse(vm, "args[0] from __newobj__ args is not a type", NULL);
    if (object != NULL) {
        if (find(vm, object, "__class__", &own) == RAISED) return false;
        object_drop(vm, own);
        if (own != class)
            return refuse(vm, "args[0] from __newobj__ args has the wrong class", NULL);
    }
    Tuple *rest = tuple_new_from(vm, arguments->items + 1, arguments->count - 1);
    Object *const things[] = {class, (Object *)rest};
    bool done = rest != NULL && put_all(vm, pickler, things, 2, OP_NEWOBJ);
    object_drop_or_null(vm, (Object *)rest);
    return done;
}

static bool put_object(Vm *vm, Pickler *pickler, const Reduction *reduction, Object *object) {
    Object *name = NULL, *const call[] = {reduction->callable, reduction->arguments};
    bool makes_new = false, has_keywords = false;
    if (pickler->protocol >= 2) {
        if (find(vm, reduction->callable, "__name__", &name) == RAISED) return false;
        if (name != NULL && object_is_str(vm, name)) {
            has_keywords = str_is((const Str *)name, "__newobj_ex__");
            makes_new = str_is((const Str *)name, "__newobj__");
        }
        object_drop_or_null(vm, name);
    }
    const Tuple *arguments = (const Tuple *)reduction->arguments;
    if (has_keywords) return put_new_with_keywords(vm, pickler, arguments);
    if (makes_new) return put_new(vm, pickler, arguments, object);
    return put_all(vm, pickler, call, 2, OP_REDUCE);
}

static bool put_state(Vm *vm, Pickler *pickler, const Reduction *reduction, Object *object) {
    if (reduction->setter == NULL)
        return put_all(vm, pickler, &reduction->state, 1, OP_BUILD);
    // setter(object, state), whose result is thrown away.
    Object *const things[] = {reduction->setter, object, reduction->state};
    return put_all(vm, pickler, things, 3, OP_TUPLE2) && pickle_put_op(vm, pickler, OP_REDUCE) &&
           pickle_put_op(vm, pickler, OP_POP);
}

static bool put_reduction(Vm *vm, Pickler *pickler, const Reduction *reduction, Object *object) {
    if (!put_object(vm, pickler, reduction, object)) return false;
    if (object != NULL) {
        // It was remembered meanwhile where it is part of its own arguments.
        int64_t place = pickle_memo_find(&pickler->memo, object);
        if (place >= 0)
            return pickle_put_op(vm, pickler, OP_POP) && pickle_put_get(vm, pickler, place);
        if (!pickle_put_remember(vm, pickler, object)) return false;
    }
    if (reduction->list_items != NULL &&
        !pickle_save_iterator(vm, pickler, reduction->list_items, PICKLE_LIST))
        return false;
    if (reduction->dict_items != NULL &&
        !pickle_save_iterator(vm, pickler, reduction->dict_items, PICKLE_DICT))
        return false;
    return reduction->state == NULL || put_state(vm, pickler, reduction, object);
}

bool pickle_save_reduced(Vm *vm, Pickler *pickler, Object *object, Object *reduced) {
    Reduction reduction = {0};
    if (object_is_str(vm, reduced)) return pickle_save_global(vm, pickler, object, reduced);
    if (!object_is_tuple(vm, reduced))
        return refuse(vm, "__reduce__ must return a string or tuple", NULL);
    return read_reduction(vm, (const Tuple *)reduced, &reduction) &&
           put_reduction(vm, pickler, &reduction, object);
}

// --- how objects are reduced ---

// The function that a dispatch table has for a type: new reference.
static Found find_reducer(Vm *vm, const Pickler *pickler, Object *type, Object **reducer) {
    Object *table = pickler->dispatch_table.object;
    if (table == NULL) {
        Found found = dict_find(vm, (Dict *)pickle_state(vm)->dispatch_table.object, type,
                                reducer);
        if (found == FOUND) object_share(*reducer);
        return found;
    }
    *reducer = object_load_item(vm, table, type);
    if (*reducer != NULL) return FOUND;
    return raised_clear_if(vm, exception_type(vm, EXCEPTION_KeyError)) ? ABSENT : RAISED;
}

static Object *reduce_itself(Vm *vm, Pickler *pickler, Object *object) {
    Object *method, *result = NULL;
    Found found = find(vm, object, "__reduce_ex__", &method);
    if (found == FOUND) {
        Object *protocol = int_new(vm, pickler->protocol);
        if (protocol != NULL) result = object_call_one(vm, method, protocol);
        object_drop_or_null(vm, protocol);
    } else if (found == ABSENT) {
        found = find(vm, object, "__reduce__", &method);
        if (found == FOUND) result = object_call_with(vm, method, 0);
        if (found == ABSENT)
            pickle_refuse(vm, "can't pickle '%.200T' object: %R", object, object, NULL);
    }
    if (found == FOUND) object_drop(vm, method);
    return result;
}

// Calls a function that takes the object; consumes the function.
static bool take_reduce_by(Vm *vm, Pickler *pickler, Object *function, Object *object) {
    Object *reduced = object_call_one(vm, function, object);
    object_drop(vm, function);
    bool done = reduced != NULL && pickle_save_reduced(vm, pickler, object, reduced);
    object_drop_or_null(vm, reduced);
    return done;
}

// ABSENT: the program leaves it to us.
static Found save_overridden(Vm *vm, Pickler *pickler, Object *object) {
    Object *reduced = object_call_one(vm, pickler->reducer_override.object, object);
    if (reduced == NULL) return RAISED;
    bool is_left = reduced == vm->objects->not_implemented;
    bool done = is_left || pickle_save_reduced(vm, pickler, object, reduced);
    object_drop(vm, reduced);
    return !done ? RAISED : is_left ? ABSENT : FOUND;
}

bool pickle_save_reduction(Vm *vm, Pickler *pickler, Object *object) {
    Type *type = object_type(vm, object);
    Object *reducer = NULL;
    if (type == pickle_state(vm)->buffer) return pickle_save_buffer(vm, pickler, object);
    if (pickler->reducer_override.object != NULL) {
        Found found = save_overridden(vm, pickler, object);
        if (found != ABSENT) return found == FOUND;
    }
    if (type == type_of_kind(vm, KIND_TYPE)) return save_type(vm, pickler, object);
    if (object->kind == KIND_FUNCTION) return pickle_save_global(vm, pickler, object, NULL);
    Found found = find_reducer(vm, pickler, &type->base, &reducer);
    if (found == RAISED) return false;
    if (found == FOUND) return take_reduce_by(vm, pickler, reducer, object);
    if (object_is_flagged(vm, object, TYPE_IS_TYPE))
        return pickle_save_global(vm, pickler, object, NULL);
    Object *reduced = reduce_itself(vm, pickler, object);
    bool done = reduced != NULL && pickle_save_reduced(vm, pickler, object, reduced);
    object_drop_or_null(vm, reduced);
    return done;
}
