// Making a class: what type.__new__ does with a name, bases and a namespace.

#include "objects/codec.h"
#include "objects/cell.h"
#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/list.h"
#include "objects/slot.h"
#include "objects/type_build.h"

#define NAMES (&vm->objects->names)

// --- the metaclass ---

Type *type_find_metaclass(Vm *vm, Type *metatype, Tuple *bases) {
    Type *winner = metatype;
    for (int64_t i = 0; i < bases->count; i++) {
        Type *candidate = object_type(vm, bases->items[i].object);
        if (type_is_subtype(winner, candidate)) continue;
        if (!type_is_subtype(candidate, winner)) {
            raise(vm, ERROR_TYPE_METACLASS_CONFLICT);
            return NULL;
        }
        winner = candidate;
    }
    return winner;
}

static bool type_refuse_mro_entries(Vm *vm, Tuple *bases) {
    for (int64_t i = 0; i < bases->count; i++) {
        Object *base = bases->items[i].object, *method;
        if (object_is_type(vm, base)) continue;
        Found found = object_find_attribute(vm, base, NAMES->dunder_mro_entries, &method);
        if (found == RAISED) return false;
        if (found == ABSENT) continue;
        object_drop(vm, method);
        return raise_false(vm, ERROR_MRO_ENTRIES);
    }
    return true;
}

// --- the bare object ---

Type *type_new_bare(Vm *vm, Type *metatype) {
    Type *type = (Type *)object_new(vm, metatype->kind, sizeof(Type));
    if (type == NULL) return NULL;
    __builtin_memset((char *)type + sizeof(Object), 0, sizeof(Type) - sizeof(Object));
    type->flags = TYPE_IS_CLASS | TYPE_IS_BASE;
    object_track(vm, (Object *)type);
    return type;
}

bool type_set_name_text(Vm *vm, Type *type, Str *name) {
    size_t bytes;
    char *copy = NULL;
    if (!name->is_ascii) {
        const char *text = str_utf8(vm, name, &bytes);
        if (text == NULL) return false;
        copy = system_new(vm, bytes + 1);
        if (copy != NULL) __builtin_memcpy(copy, text, bytes + 1);
        str_utf8_drop(vm, name, text, bytes);
        if (copy == NULL) return false;
    }
    if (type->utf8_name != NULL) system_drop(vm, type->utf8_name, type->utf8_bytes + 1);
    type->utf8_name = copy;
    type->utf8_bytes = copy != NULL ? bytes : 0;
    slot_set(vm, (Object *)type, &type->name, (Object *)name);
    return true;
}

// Names and docs are kept as utf-8 too, which lone surrogates have none of.
static bool type_check_utf8(Vm *vm, Str *text) {
    if (text->is_ascii) return true;
    Object *bytes = codec_encode_with(vm, codec_find_c("utf_8"), text, NULL);
    object_drop_or_null(vm, bytes);
    return bytes != NULL;
}

bool type_check_name_text(Vm *vm, Str *name) {
    if (!type_check_utf8(vm, name)) return false;
    for (int64_t i = 0; i < name->length; i++)
        if (str_get_char(name, i) == 0) return raise_false(vm, ERROR_TYPE_NAME_NULL);
    return true;
}

// --- the dict ---

static bool type_take_qualname(Vm *vm, Type *type, Str *name) {
    Dict *dict = type_dict(type);
    Object *qualname = dict_get_str(vm, dict, NAMES->dunder_qualname);
    if (qualname == NULL) {
        slot_set(vm, (Object *)type, &type->qualname, (Object *)name);
        return true;
    }
    if (!object_is_str(vm, qualname)) return raise_false(vm, ERROR_QUALNAME_NOT_STR, qualname);
    slot_set(vm, (Object *)type, &type->qualname, qualname);
    return dict_remove(vm, dict, (Object *)NAMES->dunder_qualname) != RAISED;
}

static bool type_add_module(Vm *vm, Type *type) {
    Dict *dict = type_dict(type);
    if (dict_get_str(vm, dict, NAMES->dunder_module) != NULL) return true;
    Dict *globals = vm->objects->globals_hook != NULL ? vm->objects->globals_hook(vm) : NULL;
    if (globals == NULL) return true;
    Object *name = dict_get_str(vm, globals, NAMES->dunder_name);
    return name == NULL || dict_set_str(vm, dict, NAMES->dunder_module, name);
}

// A function of that name becomes a static or class method by itself.
static bool type_wrap_function(Vm *vm, Type *type, Str *name,
                               Object *(*wrap)(Vm *vm, Object *function)) {
    Object *function = dict_get_str(vm, type_dict(type), name);
    if (function == NULL || function->kind != KIND_FUNCTION) return true;
    Object *wrapped = wrap(vm, function);
    if (wrapped == NULL) return false;
    bool done = dict_set_str(vm, type_dict(type), name, wrapped);
    object_drop(vm, wrapped);
    return done;
}

static bool type_set_cell(Vm *vm, Type *type) {
    Object *cell = dict_get_str(vm, type_dict(type), NAMES->dunder_classcell);
    if (cell == NULL) return true;
    if (cell->kind != KIND_CELL)
        return raise_false(vm, ERROR_CLASSCELL, object_type(vm, cell));
    slot_set(vm, cell, &((Cell *)cell)->value, (Object *)type);
    return dict_remove(vm, type_dict(type), (Object *)NAMES->dunder_classcell) != RAISED;
}

static bool type_take_doc(Vm *vm, Type *type) {
    Object *doc = dict_get_str(vm, type_dict(type), NAMES->dunder_doc);
    if (doc != NULL) return !object_is_str(vm, doc) || type_check_utf8(vm, (Str *)doc);
    return dict_set_str(vm, type_dict(type), NAMES->dunder_doc, vm->objects->none);
}

// Where a built-in base brings the dict, its own descriptor serves in place of the class's:
// FOUND and borrowed; RAISED when that base has none.
static Found instance_find_native_dict(Vm *vm, Object *object, Object **descriptor) {
    Type *type = object_type(vm, object);
    for (; type_super(type) != NULL; type = type_super(type)) {
        bool has_dict = (type->flags & TYPE_IS_TYPE) != 0 ||
                        (type->layout.flags & LAYOUT_DICT) != 0;
        if (type_is_heap(type) || !has_dict) continue;
        *descriptor = type_get(vm, type, NAMES->dunder_dict);
        if (*descriptor != NULL &&
            object_type(vm, *descriptor)->behaviour.descriptor_set != NULL)
            return FOUND;
        return raise_found(vm, ERROR_NO_DICT_DESCRIPTOR, object);
    }
    return ABSENT;
}

static Object *instance_get_dict(Vm *vm, Object *object) {
    Object *descriptor;
    switch (instance_find_native_dict(vm, object, &descriptor)) {
    case RAISED: return NULL;
    case ABSENT: return instance_get___dict__(vm, object);
    case FOUND: break;
    }
    return object_bind(vm, descriptor, object, object_type(vm, object));
}

static bool instance_assign_dict(Vm *vm, Object *object, Object *value) {
    Object *descriptor;
    switch (instance_find_native_dict(vm, object, &descriptor)) {
    case RAISED: return false;
    case FOUND:
        return object_type(vm, descriptor)
            ->behaviour.descriptor_set(vm, descriptor, object, value);
    case ABSENT: break;
    }
    if (value != NULL) return instance_set___dict__(vm, object, value);
    instance_set_dict(vm, object, NULL);
    return true;
}

static Object *instance_get_weak(Vm *vm, Object *object) {
    WeakReference *first = weak_get_first(vm, object);
    return first != NULL ? object_share(&first->base) : none_new(vm);
}

static const Property instance_dict_property = {
    "__dict__", instance_get_dict, instance_assign_dict,
    "The attributes of the instance, if it has a dict.",
};

static const Property instance_weak_property = {
    "__weakref__", instance_get_weak, NULL, "The first weak reference to the object.",
};

static bool type_add_property(Vm *vm, Type *type, const Property *property, Str *name) {
    if (dict_get_str(vm, type_dict(type), name) != NULL) return true;
    Object *descriptor = getset_descriptor_new(vm, type, property);
    if (descriptor == NULL) return false;
    bool done = dict_set_str(vm, type_dict(type), name, descriptor);
    object_drop(vm, descriptor);
    return done;
}

static bool type_add_slots(Vm *vm, Type *type, const SlotsPlan *plan) {
    int64_t first = type->slot_total - type->slot_count;
    for (int64_t i = 0; i < type->slot_count; i++) {
        Str *name = (Str *)plan->names->items[i].object;
        if (dict_get_str(vm, type_dict(type), name) != NULL) continue;
        Object *descriptor = member_descriptor_new_slot(vm, type, name, first + i);
        if (descriptor == NULL) return false;
        bool done = dict_set_str(vm, type_dict(type), name, descriptor);
        object_drop(vm, descriptor);
        if (!done) return false;
    }
    if (plan->adds_dict &&
        !type_add_property(vm, type, &instance_dict_property, NAMES->dunder_dict))
        return false;
    return !plan->adds_weak ||
           type_add_property(vm, type, &instance_weak_property, NAMES->dunder_weakref);
}

static bool type_fill_class_dict(Vm *vm, Type *type, Str *name, const SlotsPlan *plan) {
    if (!type_add_module(vm, type) || !type_take_qualname(vm, type, name)) return false;
    if (!type_wrap_function(vm, type, NAMES->dunder_new, staticmethod_new) ||
        !type_wrap_function(vm, type, NAMES->dunder_init_subclass, classmethod_new) ||
        !type_wrap_function(vm, type, NAMES->dunder_class_getitem, classmethod_new))
        return false;
    // The cell leaves the dict before: __slots__ may name __classcell__.
    if (!type_set_cell(vm, type) || !type_add_slots(vm, type, plan)) return false;
    if (!type_take_doc(vm, type)) return false;
    if (dict_get_str(vm, type_dict(type), NAMES->dunder_eq) != NULL &&
        dict_get_str(vm, type_dict(type), NAMES->dunder_hash) == NULL)
        return dict_set_str(vm, type_dict(type), NAMES->dunder_hash, vm->objects->none);
    return true;
}

// --- after the class is made ---

static void type_explain_set_name(Vm *vm, Object *value, Object *name, const Type *type) {
    Object *cause = raised_take(vm);
    raise(vm, ERROR_SET_NAME, value, name, type);
    Exception *error = (Exception *)vm->objects->raised.object;
    if (error != NULL && cause != NULL && object_is_exception(vm, &error->base)) {
        slot_set(vm, &error->base, &error->context, cause);
        slot_set(vm, &error->base, &error->cause, cause);
        error->suppress_context = true;
    }
    object_drop_or_null(vm, cause);
}

static bool type_tell_names(Vm *vm, Type *type) {
    Dict *copy = dict_copy(vm, type_dict(type));
    if (copy == NULL) return false;
    int64_t position = 0;
    Object *name, *value;
    bool done = true;
    while (done && dict_next(copy, &position, &name, &value)) {
        Object *method;
        Found found = object_find_special(vm, value, NAMES->dunder_set_name, &method);
        if (found == ABSENT) continue;
        done = found == FOUND;
        if (!done) break;
        Object *result = object_call_with(vm, method, 2, (Object *)type, name);
        object_drop(vm, method);
        if (result == NULL) type_explain_set_name(vm, value, name, type);
        done = result != NULL;
        object_drop_or_null(vm, result);
    }
    object_drop(vm, (Object *)copy);
    return done;
}

static bool type_call_init_subclass(Vm *vm, Type *type, const Arguments *keywords) {
    Tuple *mro = type_mro(type);
    Object *hook = NULL;
    int64_t place = 0;   // super(type, type) looks behind the type itself
    while (place < mro->count && mro->items[place].object != (Object *)type) place++;
    if (place == mro->count) return raise_false(vm, ERROR_SUPER_OBJECT);
    for (int64_t i = place + 1; hook == NULL && i < mro->count; i++) {
        const Type *base = (const Type *)mro->items[i].object;
        if (base->dict.object != NULL)
            hook = dict_get_str(vm, type_dict(base), NAMES->dunder_init_subclass);
    }
    bool has_keywords = keywords != NULL && keywords->names != NULL && keywords->names->count != 0;
    if (hook == NULL) return true;
    if (hook->kind == KIND_CLASSMETHOD_DESCRIPTOR && !has_keywords) return true;
    Object *bound = object_bind(vm, hook, NULL, type);
    if (bound == NULL) return false;
    Arguments given = {NULL, 0, NULL};
    if (has_keywords) given = (Arguments){keywords->values + keywords->count, 0, keywords->names};
    Object *result = object_call(vm, bound, &given);
    object_drop(vm, bound);
    object_drop_or_null(vm, result);
    return result != NULL;
}

// --- all of it ---

static bool type_join_bases(Vm *vm, Type *type, Tuple *bases) {
    for (int64_t i = 0; i < bases->count; i++)
        if (!type_join(vm, type, (Type *)bases->items[i].object)) return false;
    return true;
}

static void type_take_flags(Type *type, Type *base, Tuple *bases) {
    type->flags |= type_inherited_flags(base) & ~(uint32_t)TYPE_HAS_FINALIZER;
    for (int64_t i = 0; i < bases->count; i++)
        type->flags |= ((Type *)bases->items[i].object)->flags &
                       (TYPE_IS_SEQUENCE | TYPE_IS_MAPPING);
}

static bool type_build(Vm *vm, Type *type, Str *name, Tuple *bases, Type *base, Dict *namespace,
                       SlotsPlan *plan) {
    Object *self = (Object *)type;
    Dict *dict = dict_copy(vm, namespace);
    if (dict == NULL) return false;
    slot_fill(vm, self, &type->dict, (Object *)dict);
    slot_fill(vm, self, &type->bases, object_share((Object *)bases));
    slot_fill(vm, self, &type->super, object_share((Object *)base));
    type_take_flags(type, base, bases);
    if (!type_set_name_text(vm, type, name)) return false;
    if (plan->names != NULL) {
        type->slot_count = (uint32_t)plan->names->count;
        slot_fill(vm, self, &type->slot_names, object_share((Object *)plan->names));
    }
    if (!type_lay_out(vm, type, plan->adds_dict, plan->adds_weak)) return false;
    if (!type_fill_class_dict(vm, type, name, plan)) return false;
    if (!type_set_mro(vm, type)) return false;
    slots_fill(vm, type);
    return type_join_bases(vm, type, bases);
}

static Type *type_make_class(Vm *vm, Type *metatype, Str *name, Tuple *bases, Dict *namespace) {
    Type *base = type_find_best_base(vm, bases);
    SlotsPlan plan = {0};
    Type *type = NULL;
    if (base == NULL) return NULL;
    if (slots_plan(vm, &plan, base, name, namespace) &&
        slots_plan_check_bases(vm, &plan, base, bases))
        type = type_new_bare(vm, metatype);
    if (type != NULL && !type_build(vm, type, name, bases, base, namespace, &plan)) {
        object_drop(vm, (Object *)type);
        type = NULL;
    }
    object_drop_or_null(vm, (Object *)plan.names);
    return type;
}

Object *type_new_class(Vm *vm, Type *metatype, Str *name, Tuple *bases, Dict *namespace,
                       const Arguments *keywords) {
    if (!type_check_name_text(vm, name)) return NULL;
    Tuple *all = bases->count != 0 ? bases : tuple_pack(vm, 1, type_of_kind(vm, KIND_OBJECT));
    if (all == NULL) return NULL;
    Type *type = type_make_class(vm, metatype, name, all, namespace);
    if (all != bases) object_drop(vm, (Object *)all);
    if (type == NULL) return NULL;
    if (type_tell_names(vm, type) && type_call_init_subclass(vm, type, keywords))
        return (Object *)type;
    object_drop(vm, (Object *)type);
    return NULL;
}

static bool type_check_argument(Vm *vm, int number, Object *argument, bool is_right,
                                const char *wanted) {
    if (is_right) return true;
    return raise_false(vm, ERROR_TYPE_NEW_ARGUMENT, number, wanted, argument);
}

Object *type_new(Vm *vm, Type *metatype, const Arguments *arguments) {
    if (arguments->count != 3)
        return raise(vm, ERROR_TYPE_NEW_COUNT, arguments->count);
    Object *name = arguments->values[0].object, *bases = arguments->values[1].object,
           *namespace = arguments->values[2].object;
    if (!type_check_argument(vm, 1, name, object_is_str(vm, name), "str") ||
        !type_check_argument(vm, 2, bases, object_is_tuple(vm, bases), "tuple") ||
        !type_check_argument(vm, 3, namespace, object_is_dict(vm, namespace), "dict"))
        return NULL;
    if (!type_refuse_mro_entries(vm, (Tuple *)bases)) return NULL;
    Type *winner = type_find_metaclass(vm, metatype, (Tuple *)bases);
    if (winner == NULL) return NULL;
    if (winner != metatype && winner->behaviour.new != type_new)
        return winner->behaviour.new(vm, winner, arguments);
    return type_new_class(vm, winner, (Str *)name, (Tuple *)bases, (Dict *)namespace, arguments);
}

bool type_init(Vm *vm, Object *object, const Arguments *arguments) {
    (void)object;
    bool has_keywords = arguments->names != NULL && arguments->names->count != 0;
    if (has_keywords && arguments->count == 1) return raise_false(vm, ERROR_TYPE_INIT_KEYWORDS);
    if (arguments->count == 1 || arguments->count == 3) return true;
    return raise_false(vm, ERROR_TYPE_INIT_COUNT);
}
