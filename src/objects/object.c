// object: the root of all types, and what every object can do.

#include "objects/descriptors.h"
#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/slot.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

#define NAMES (&vm->objects->names)

// --- making ---

static bool object_has_excess(const Arguments *arguments) {
    return arguments->count != 0 || (arguments->names != NULL && arguments->names->count != 0);
}

// The names of the abstract methods of a class, sorted and joined by ", ".
static Object *object_list_abstract(Vm *vm, Type *type, int64_t *count) {
    Object *methods = object_load_attribute(vm, (Object *)type, NAMES->dunder_abstractmethods);
    if (methods == NULL) return NULL;
    List *sorted = list_new_from_iterable(vm, methods);
    object_drop(vm, methods);
    Object *joined = NULL;
    Str *comma = (Str *)str_new_c(vm, ", ");
    if (sorted != NULL && comma != NULL && list_sort(vm, sorted, NULL, 0)) {
        *count = sorted->count;
        joined = str_join(vm, comma, (Object *)sorted);
    }
    object_drop_or_null(vm, (Object *)comma);
    object_drop_or_null(vm, (Object *)sorted);
    return joined;
}

static Object *object_refuse_abstract(Vm *vm, Type *type) {
    int64_t count = 0;
    Object *joined = object_list_abstract(vm, type, &count);
    if (joined == NULL) return NULL;
    raise(vm, ERROR_ABSTRACT_CLASS, type, count > 1 ? "s" : "", joined);
    object_drop(vm, joined);
    return NULL;
}

Object *object_behaviour_new(Vm *vm, Type *type, const Arguments *arguments) {
    if (object_has_excess(arguments)) {
        if (type->behaviour.new != object_behaviour_new)
            return raise(vm, ERROR_OBJECT_NEW_EXCESS);
        if (type->behaviour.init == object_behaviour_init)
            return raise(vm, ERROR_TAKES_NO_ARGUMENTS_AT_ALL, type);
    }
    if ((type->flags & TYPE_IS_ABSTRACT) != 0) return object_refuse_abstract(vm, type);
    return instance_new(vm, type);
}

bool object_behaviour_init(Vm *vm, Object *object, const Arguments *arguments) {
    if (!object_has_excess(arguments)) return true;
    const Type *type = object_type(vm, object);
    if (type->behaviour.init != object_behaviour_init)
        return raise_false(vm, ERROR_OBJECT_INIT_EXCESS);
    if (type->behaviour.new == object_behaviour_new)
        return raise_false(vm, ERROR_INIT_EXCESS, type);
    return true;
}

// --- text, hash, comparison ---

static Object *object_behaviour_repr(Vm *vm, Object *object) {
    Type *type = object_type(vm, object);
    Object *module = type_load_module(vm, type);
    if (module == NULL && !raised_clear_if(vm, exception_type(vm, EXCEPTION_AttributeError)))
        return NULL;
    char address[24];
    object_address_text(vm, object, address);
    Object *text;
    if (module != NULL && object_is_str(vm, module) && !str_is((Str *)module, "builtins"))
        text = str_new_format(vm, "<%U.%U object at %s>", module, type->qualname.object, address);
    else
        text = str_new_format(vm, "<%N object at %s>", type, address);
    object_drop_or_null(vm, module);
    return text;
}

static Object *object_behaviour_str(Vm *vm, Object *object) {
    UnaryFunction *repr = object_type(vm, object)->behaviour.repr;
    return repr != NULL ? repr(vm, object) : object_behaviour_repr(vm, object);
}

static bool object_behaviour_hash(Vm *vm, Object *object, int64_t *hash) {
    *hash = object_hash_address(vm, object);
    return true;
}

static Object *object_behaviour_compare(Vm *vm, Object *left, Object *right,
                                        Comparison comparison) {
    if (comparison == COMPARE_EQUAL && left == right) return bool_new(vm, 1);
    if (comparison != COMPARE_NOT_EQUAL) return not_implemented_new(vm);
    const Behaviour *behaviour = &object_type(vm, left)->behaviour;
    if (behaviour->compare == NULL) return not_implemented_new(vm);
    Object *equal = behaviour->compare(vm, left, right, COMPARE_EQUAL);
    if (equal == NULL || equal == vm->objects->not_implemented) return equal;
    Found truth = object_truth(vm, equal);
    object_drop(vm, equal);
    return truth == RAISED ? NULL : bool_new(vm, truth == ABSENT);
}

// --- methods ---

static Object *object_method___format__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *specification = arguments[1].object;
    if (!object_is_str(vm, specification))
        return raise(vm, ERROR_ARGUMENT_MUST_BE, "__format__", "str", specification);
    if (((Str *)specification)->length > 0) return raise(vm, ERROR_UNSUPPORTED_FORMAT, self);
    return object_str(vm, self);
}

static Object *object_method___sizeof__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object;
    const Type *type = object_type(vm, self);
    if (type->behaviour.size_of != NULL) return type->behaviour.size_of(vm, self);
    int64_t bytes = (int64_t)type->python_bytes, length;
    if (type->python_item_bytes != 0 && type->behaviour.length != NULL) {
        if (!type->behaviour.length(vm, self, &length)) return NULL;
        bytes += (int64_t)type->python_item_bytes * length;
    }
    return int_new(vm, bytes);
}

// Adds the names of a class's dict and those of its bases'.
static bool object_merge_class(Vm *vm, Dict *names, Object *class) {
    Object *dict = NULL, *bases = NULL;
    Found found = object_find_attribute(vm, class, NAMES->dunder_dict, &dict);
    if (found == RAISED) return false;
    if (found == FOUND) {
        bool done = dict_merge(vm, names, dict, DICT_REPLACE);
        object_drop(vm, dict);
        if (!done) return false;
    }
    found = object_find_attribute(vm, class, NAMES->dunder_bases, &bases);
    if (found != FOUND) return found == ABSENT;
    bool done = true;
    if (object_is_tuple(vm, bases))
        for (int64_t i = 0; done && i < ((Tuple *)bases)->count; i++)
            done = object_merge_class(vm, names, ((Tuple *)bases)->items[i].object);
    object_drop(vm, bases);
    return done;
}

Object *object_dir_class(Vm *vm, Object *class) {
    Dict *names = dict_new(vm);
    if (names == NULL) return NULL;
    Object *list = NULL;
    if (object_merge_class(vm, names, class))
        list = (Object *)list_new_from_iterable(vm, (Object *)names);
    object_drop(vm, (Object *)names);
    return list;
}

static Object *object_method___dir__(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object, *dict = NULL, *class = NULL, *list = NULL;
    Found found = object_find_attribute(vm, self, NAMES->dunder_dict, &dict);
    if (found == RAISED) return NULL;
    Dict *names = NULL;
    if (found == FOUND && object_is_dict(vm, dict))
        names = dict_copy(vm, (Dict *)dict);
    else
        names = dict_new(vm);
    if (found == FOUND) object_drop(vm, dict);
    if (names == NULL) return NULL;
    found = object_find_attribute(vm, self, NAMES->dunder_class, &class);
    if (found != RAISED && (found == ABSENT || object_merge_class(vm, names, class)))
        list = (Object *)list_new_from_iterable(vm, (Object *)names);
    if (found == FOUND) object_drop(vm, class);
    object_drop(vm, (Object *)names);
    return list;
}

static Object *object_method___init_subclass__(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return none_new(vm);
}

static Object *object_method___subclasshook__(Vm *vm, const Slot *arguments) {
    (void)arguments;
    return not_implemented_new(vm);
}

static Object *object_get_class(Vm *vm, Object *object) {
    return object_share((Object *)object_type(vm, object));
}

static const Method object_methods[] = {
    {"__reduce_ex__", object_method___reduce_ex__, "(self, protocol, /)",
     "Give what pickle needs, for a protocol.", 0},
    {"__reduce__", object_method___reduce__, "(self, /)", "Give what pickle needs.", 0},
    {"__getstate__", object_method___getstate__, "(self, /)", "Give the state that pickle keeps.",
     0},
    {"__subclasshook__", object_method___subclasshook__, "(type, object, /)",
     "Lets an abstract class say which classes count as its subclasses.",
     METHOD_IS_CLASS | METHOD_HIDES_SIGNATURE},
    {"__init_subclass__", object_method___init_subclass__, "(type, /)",
     "Called when the class gets a subclass.", METHOD_IS_CLASS | METHOD_HIDES_SIGNATURE},
    {"__format__", object_method___format__, "(self, format_spec, /)",
     "Give str(self); other formats are for subclasses.", 0},
    {"__sizeof__", object_method___sizeof__, "(self, /)", "Give the size in bytes.", 0},
    {"__dir__", object_method___dir__, "(self, /)", "Give the names that dir() sorts.", 0},
    {0},
};

static const Property object_properties[] = {
    {"__class__", object_get_class, type_set_class, "The object's class."},
    {0},
};

const TypeDefinition object_definition = {
    .name = "object",
    .kind = KIND_OBJECT,
    .flags = TYPE_IS_BASE,
    .bytes = sizeof(Object),
    .python_bytes = 16,
    .behaviour = {.repr = object_behaviour_repr, .hash = object_behaviour_hash,
                  .str = object_behaviour_str, .compare = object_behaviour_compare,
                  .load_attribute = object_load_attribute_plain,
                  .set_attribute = object_set_attribute_plain,
                  .new = object_behaviour_new, .init = object_behaviour_init},
    .methods = object_methods,
    .properties = object_properties,
    .signature = "()",
    .doc = "The root of all classes: without attributes of its own, and without arguments.",
};
