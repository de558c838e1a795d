// Operations of built-in types as objects: int.__add__ is a slot wrapper (called
// wrapper_descriptor in Python), (1).__add__ a method wrapper.

#include "objects/arguments.h"
#include "objects/descriptors.h"
#include "objects/list.h"
#include "objects/slot.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

Object *slot_wrapper_new(Vm *vm, const SlotRow *row, SlotOperation *operation, Type *owner,
                         Str *name) {
    SlotWrapper *wrapper = (SlotWrapper *)object_new(vm, KIND_SLOT_WRAPPER, sizeof(SlotWrapper));
    if (wrapper == NULL) return NULL;
    Object *self = &wrapper->base;
    wrapper->row = row;
    wrapper->operation = operation;
    slot_fill(vm, self, &wrapper->owner, object_share((Object *)owner));
    slot_fill(vm, self, &wrapper->name, object_share((Object *)name));
    object_track(vm, self);
    return self;
}

Object *method_wrapper_new(Vm *vm, Object *wrapper, Object *bound) {
    MethodWrapper *method = (MethodWrapper *)object_new(vm, KIND_METHOD_WRAPPER,
                                                        sizeof(MethodWrapper));
    if (method == NULL) return NULL;
    slot_fill(vm, &method->base, &method->wrapper, object_share(wrapper));
    slot_fill(vm, &method->base, &method->self, object_share(bound));
    object_track(vm, &method->base);
    return &method->base;
}

static Object *slot_wrapper_call_on(Vm *vm, const SlotWrapper *wrapper, Object *self,
                                    const Arguments *arguments) {
    SlotCaller *caller = wrapper->row->caller;
    bool takes_keywords = caller == slot_rows_call_caller() || caller == slot_rows_init_caller();
    if (!takes_keywords && arguments->names != NULL && arguments->names->count != 0)
        return raise(vm, ERROR_WRAPPER_KEYWORDS, wrapper->row->name);
    return caller(vm, self, wrapper->operation, arguments);
}

// --- slot wrapper ---

static Object *slot_wrapper_call(Vm *vm, Object *callable, const Arguments *arguments) {
    const SlotWrapper *wrapper = (const SlotWrapper *)callable;
    const Type *owner = (const Type *)wrapper->owner.object;
    if (arguments->count < 1)
        return raise(vm, ERROR_DESCRIPTOR_NEEDS_ARGUMENT, wrapper->name.object, owner);
    Object *self = arguments->values[0].object;
    if (!object_has_type(vm, self, owner))
        return raise(vm, ERROR_DESCRIPTOR_WRONG_SELF, wrapper->name.object, owner, self);
    Arguments rest = {arguments->values + 1, arguments->count - 1, arguments->names};
    // In CPython there is one tuple of all of them, and one of the rest.
    ArgumentTuple all_tuple, rest_tuple;
    arguments_hold(vm, &all_tuple, arguments);
    arguments_hold(vm, &rest_tuple, &rest);
    Object *result = slot_wrapper_call_on(vm, wrapper, self, &rest);
    arguments_let_go(vm, &rest_tuple);
    arguments_let_go(vm, &all_tuple);
    return result;
}

static Object *slot_wrapper_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    (void)owner;
    const SlotWrapper *wrapper = (const SlotWrapper *)descriptor;
    if (instance == NULL) return object_share(descriptor);
    if (!descriptor_check(vm, wrapper->name.object, (Type *)wrapper->owner.object, instance))
        return NULL;
    return method_wrapper_new(vm, descriptor, instance);
}

static Object *slot_wrapper_repr(Vm *vm, Object *object) {
    const SlotWrapper *wrapper = (const SlotWrapper *)object;
    return str_new_format(vm, "<slot wrapper '%U' of '%N' objects>", wrapper->name.object,
                          wrapper->owner.object);
}

static Object *slot_wrapper_get_doc(Vm *vm, Object *object) {
    return str_new_c(vm, ((const SlotWrapper *)object)->row->doc);
}

static Object *slot_wrapper_get_qualname(Vm *vm, Object *object) {
    const SlotWrapper *wrapper = (const SlotWrapper *)object;
    return str_new_format(vm, "%U.%U", ((Type *)wrapper->owner.object)->qualname.object,
                          wrapper->name.object);
}

static Object *slot_wrapper_get_text_signature(Vm *vm, Object *object) {
    return slot_wrapper_text_signature(vm, ((const SlotWrapper *)object)->row);
}

static Object *slot_wrapper_method_reduce(Vm *vm, const Slot *arguments) {
    const SlotWrapper *wrapper = (const SlotWrapper *)arguments[0].object;
    return descriptor_reduce(vm, wrapper->owner.object, wrapper->name.object);
}

static const Field slot_wrapper_fields[] = {
    FIELD_NAMED(SlotWrapper, owner, "__objclass__"),
    FIELD_NAMED(SlotWrapper, name, "__name__"),
    {0},
};

static const Property slot_wrapper_properties[] = {
    {"__doc__", slot_wrapper_get_doc, NULL, NULL},
    {"__qualname__", slot_wrapper_get_qualname, NULL, NULL},
    {"__text_signature__", slot_wrapper_get_text_signature, NULL, NULL},
    {0},
};

static const Member slot_wrapper_members[] = {
    {"__objclass__", offsetof(SlotWrapper, owner), MEMBER_READ_ONLY, NULL},
    {"__name__", offsetof(SlotWrapper, name), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Method slot_wrapper_methods[] = {
    {"__reduce__", slot_wrapper_method_reduce, "(self, /)",
     "Give what pickle needs.", METHOD_HIDES_SIGNATURE},
    {0},
};

const TypeDefinition slot_wrapper_definition = {
    .name = "wrapper_descriptor",
    .kind = KIND_SLOT_WRAPPER,
    .flags = TYPE_IS_METHOD_LIKE,
    .bytes = sizeof(SlotWrapper),
    .python_bytes = 56,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = slot_wrapper_fields},
    .behaviour = {.repr = slot_wrapper_repr, .call = slot_wrapper_call,
                  .load_attribute = object_load_attribute_plain,
                  .descriptor_load = slot_wrapper_load},
    .methods = slot_wrapper_methods,
    .properties = slot_wrapper_properties,
    .members = slot_wrapper_members,
};

// --- method wrapper ---

static Object *method_wrapper_call(Vm *vm, Object *callable, const Arguments *arguments) {
    const MethodWrapper *method = (const MethodWrapper *)callable;
    ArgumentTuple tuple;
    arguments_hold(vm, &tuple, arguments);
    Object *result = slot_wrapper_call_on(vm, (const SlotWrapper *)method->wrapper.object,
                                          method->self.object, arguments);
    arguments_let_go(vm, &tuple);
    return result;
}

static const SlotWrapper *method_wrapper_row(Object *object) {
    return (const SlotWrapper *)((const MethodWrapper *)object)->wrapper.object;
}

static Object *method_wrapper_repr(Vm *vm, Object *object) {
    char address[24];
    object_address_text(vm, ((const MethodWrapper *)object)->self.object, address);
    return str_new_format(vm, "<method-wrapper '%U' of %T object at %s>",
                          method_wrapper_row(object)->name.object,
                          ((const MethodWrapper *)object)->self.object, address);
}

static Object *method_wrapper_compare(Vm *vm, Object *left, Object *right,
                                      Comparison comparison) {
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_equality || left->kind != KIND_METHOD_WRAPPER || right->kind != KIND_METHOD_WRAPPER)
        return not_implemented_new(vm);
    const MethodWrapper *a = (const MethodWrapper *)left, *b = (const MethodWrapper *)right;
    bool same = a->wrapper.object == b->wrapper.object && a->self.object == b->self.object;
    return bool_new(vm, same == (comparison == COMPARE_EQUAL));
}

static bool method_wrapper_hash(Vm *vm, Object *object, int64_t *hash) {
    const MethodWrapper *method = (const MethodWrapper *)object;
    *hash = object_hash_address(vm, method->self.object) ^
            object_hash_address(vm, method->wrapper.object);
    if (*hash == -1) *hash = -2;
    return true;
}

static Object *method_wrapper_get_name(Vm *vm, Object *object) {
    (void)vm;
    return object_share(method_wrapper_row(object)->name.object);
}

static Object *method_wrapper_get_owner(Vm *vm, Object *object) {
    (void)vm;
    return object_share(method_wrapper_row(object)->owner.object);
}

static Object *method_wrapper_get_doc(Vm *vm, Object *object) {
    return slot_wrapper_get_doc(vm, ((MethodWrapper *)object)->wrapper.object);
}

static Object *method_wrapper_get_qualname(Vm *vm, Object *object) {
    return slot_wrapper_get_qualname(vm, ((MethodWrapper *)object)->wrapper.object);
}

static Object *method_wrapper_get_text_signature(Vm *vm, Object *object) {
    return slot_wrapper_text_signature(vm, method_wrapper_row(object)->row);
}

static Object *method_wrapper_method_reduce(Vm *vm, const Slot *arguments) {
    const MethodWrapper *method = (const MethodWrapper *)arguments[0].object;
    Object *name = method_wrapper_row(arguments[0].object)->name.object;
    return descriptor_reduce(vm, method->self.object, name);
}

static const Field method_wrapper_fields[] = {
    FIELD(MethodWrapper, wrapper),
    FIELD_NAMED(MethodWrapper, self, "__self__"),
    {0},
};

static const Property method_wrapper_properties[] = {
    {"__objclass__", method_wrapper_get_owner, NULL, NULL},
    {"__name__", method_wrapper_get_name, NULL, NULL},
    {"__qualname__", method_wrapper_get_qualname, NULL, NULL},
    {"__doc__", method_wrapper_get_doc, NULL, NULL},
    {"__text_signature__", method_wrapper_get_text_signature, NULL, NULL},
    {0},
};

static const Member method_wrapper_members[] = {
    {"__self__", offsetof(MethodWrapper, self), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Method method_wrapper_methods[] = {
    {"__reduce__", method_wrapper_method_reduce, "(self, /)",
     "Give what pickle needs.", METHOD_HIDES_SIGNATURE},
    {0},
};

const TypeDefinition method_wrapper_definition = {
    .name = "method-wrapper",
    .kind = KIND_METHOD_WRAPPER,
    .bytes = sizeof(MethodWrapper),
    .python_bytes = 32,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = method_wrapper_fields},
    .behaviour = {.repr = method_wrapper_repr, .hash = method_wrapper_hash,
                  .call = method_wrapper_call, .compare = method_wrapper_compare,
                  .load_attribute = object_load_attribute_plain},
    .methods = method_wrapper_methods,
    .properties = method_wrapper_properties,
    .members = method_wrapper_members,
};
