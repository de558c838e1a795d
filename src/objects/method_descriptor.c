// method_descriptor and classmethod_descriptor: native methods in a type's dict.
//
// A method descriptor called through an instance needs no bound object: TYPE_IS_METHOD_LIKE
// lets callers put the instance in front of the arguments.

#include "objects/arguments.h"
#include "objects/descriptors.h"
#include "objects/dict.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

Object *method_descriptor_new(Vm *vm, Type *owner, const Method *method) {
    bool is_class_method = (method->flags & METHOD_IS_CLASS) != 0;
    uint32_t kind = is_class_method ? KIND_CLASSMETHOD_DESCRIPTOR : KIND_METHOD_DESCRIPTOR;
    MethodDescriptor *descriptor = (MethodDescriptor *)object_new(vm, kind,
                                                                  sizeof(MethodDescriptor));
    if (descriptor == NULL) return NULL;
    Object *object = &descriptor->base;
    descriptor->method = method;
    descriptor->signature = NULL;
    slot_fill(vm, object, &descriptor->owner, object_share((Object *)owner));
    slot_fill(vm, object, &descriptor->qualname, NULL);
    slot_fill(vm, object, &descriptor->name, NULL);
    Str *name = str_new_interned(vm, method->name, __builtin_strlen(method->name));
    if (name == NULL) {
        object_drop(vm, object);
        return NULL;
    }
    slot_fill(vm, object, &descriptor->name, (Object *)name);
    object_track(vm, object);
    return object;
}

bool descriptor_check(Vm *vm, Object *name, Type *owner, Object *object) {
    if (LIKELY(object_has_type(vm, object, owner))) return true;
    return raise_false(vm, ERROR_DESCRIPTOR_WRONG_OBJECT, name, owner, object);
}

Object *descriptor_reduce(Vm *vm, Object *owner, Object *name) {
    Dict *builtins = vm->objects->builtins;
    Object *getattr = NULL;
    if (builtins != NULL) getattr = dict_get_str(vm, builtins, vm->objects->names.getattr);
    if (getattr == NULL) return raise(vm, ERROR_LOST_BUILTIN, "getattr");
    Tuple *arguments = tuple_pack(vm, 2, owner, name);
    if (arguments == NULL) return NULL;
    Tuple *reduced = tuple_pack(vm, 2, getattr, arguments);
    object_drop(vm, (Object *)arguments);
    return (Object *)reduced;
}

static const Signature *method_descriptor_signature(Vm *vm, MethodDescriptor *descriptor) {
    if (LIKELY(descriptor->signature != NULL)) return descriptor->signature;
    return descriptor->signature = signature_of(vm, descriptor->method);
}

Object *method_descriptor_call(Vm *vm, Object *callable, const Arguments *arguments) {
    MethodDescriptor *descriptor = (MethodDescriptor *)callable;
    const Signature *signature = method_descriptor_signature(vm, descriptor);
    if (UNLIKELY(signature == NULL)) return NULL;
    if (UNLIKELY(arguments->count < 1)) {
        return raise(vm, ERROR_UNBOUND_METHOD, ((Type *)descriptor->owner.object)->qualname.object,
                     descriptor->name.object);
    }
    Object *self = arguments->values[0].object;
    if (!descriptor_check(vm, descriptor->name.object, (Type *)descriptor->owner.object, self))
        return NULL;
    if (LIKELY(signature->exact == arguments->count && arguments->names == NULL))
        return descriptor->method->function(vm, arguments->values);
    Arguments rest = {arguments->values + 1, arguments->count - 1, arguments->names};
    return signature_call(vm, callable, descriptor->method, signature, self, &rest);
}

static Object *method_descriptor_load(Vm *vm, Object *descriptor, Object *instance, Type *owner) {
    (void)owner;
    MethodDescriptor *method = (MethodDescriptor *)descriptor;
    if (instance == NULL) return object_share(descriptor);
    if (!descriptor_check(vm, method->name.object, (Type *)method->owner.object, instance))
        return NULL;
    Object *bound = builtin_new(vm, method->method, instance, NULL);
    if (bound != NULL) ((Builtin *)bound)->signature = method->signature;
    return bound;
}

// --- class methods ---

static bool classmethod_descriptor_check(Vm *vm, MethodDescriptor *method, Object *type) {
    Type *owner = (Type *)method->owner.object;
    if (!object_is_type(vm, type))
        return raise_false(vm, ERROR_CLASSMETHOD_NEEDS_TYPE, method->name.object, owner, type);
    if (!type_is_subtype((Type *)type, owner))
        return raise_false(vm, ERROR_CLASSMETHOD_WRONG_TYPE, method->name.object, owner, type);
    return true;
}

static Object *classmethod_descriptor_load(Vm *vm, Object *descriptor, Object *instance,
                                           Type *owner) {
    MethodDescriptor *method = (MethodDescriptor *)descriptor;
    Object *type = (Object *)owner;
    if (type == NULL) {
        if (instance == NULL)
            return raise(vm, ERROR_CLASSMETHOD_NEEDS_EITHER, method->name.object,
                         method->owner.object);
        type = (Object *)object_type(vm, instance);
    }
    if (!classmethod_descriptor_check(vm, method, type)) return NULL;
    Object *bound = builtin_new(vm, method->method, type, NULL);
    if (bound != NULL) ((Builtin *)bound)->signature = method->signature;
    return bound;
}

static Object *classmethod_descriptor_call(Vm *vm, Object *callable, const Arguments *arguments) {
    MethodDescriptor *method = (MethodDescriptor *)callable;
    if (arguments->count < 1)
        return raise(vm, ERROR_DESCRIPTOR_NEEDS_ARGUMENT, method->name.object,
                     method->owner.object);
    Object *bound = classmethod_descriptor_load(vm, callable, NULL,
                                                (Type *)arguments->values[0].object);
    if (bound == NULL) return NULL;
    Arguments rest = {arguments->values + 1, arguments->count - 1, arguments->names};
    Object *result = object_call(vm, bound, &rest);
    object_drop(vm, bound);
    return result;
}

// --- attributes ---

static Object *method_descriptor_repr(Vm *vm, Object *object) {
    MethodDescriptor *method = (MethodDescriptor *)object;
    return str_new_format(vm, "<method '%U' of '%N' objects>", method->name.object,
                          method->owner.object);
}

static Object *method_descriptor_get_doc(Vm *vm, Object *object) {
    const char *doc = ((MethodDescriptor *)object)->method->doc;
    return doc != NULL && *doc != 0 ? str_new_c(vm, doc) : none_new(vm);
}

static Object *method_descriptor_get_qualname(Vm *vm, Object *object) {
    MethodDescriptor *method = (MethodDescriptor *)object;
    if (method->qualname.object == NULL) {
        Type *owner = (Type *)method->owner.object;
        Object *text = str_new_format(vm, "%U.%U", owner->qualname.object, method->name.object);
        if (text == NULL) return NULL;
        slot_take(vm, object, &method->qualname, text);
    }
    return object_share(method->qualname.object);
}

static Object *method_descriptor_get_text_signature(Vm *vm, Object *object) {
    return method_text_signature(vm, ((MethodDescriptor *)object)->method);
}

static Object *method_descriptor_method_reduce(Vm *vm, const Slot *arguments) {
    MethodDescriptor *method = (MethodDescriptor *)arguments[0].object;
    return descriptor_reduce(vm, method->owner.object, method->name.object);
}

static const Field method_descriptor_fields[] = {
    FIELD_NAMED(MethodDescriptor, owner, "__objclass__"),
    FIELD_NAMED(MethodDescriptor, name, "__name__"),
    FIELD_NAMED(MethodDescriptor, qualname, "__qualname__"),
    {0},
};

static const Method method_descriptor_methods[] = {
    {"__reduce__", method_descriptor_method_reduce, "(self, /)",
     "Give what pickle needs.", METHOD_HIDES_SIGNATURE},
    {0},
};

static const Member method_descriptor_members[] = {
    {"__objclass__", offsetof(MethodDescriptor, owner), MEMBER_READ_ONLY, NULL},
    {"__name__", offsetof(MethodDescriptor, name), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Property method_descriptor_properties[] = {
    {"__doc__", method_descriptor_get_doc, NULL, NULL},
    {"__qualname__", method_descriptor_get_qualname, NULL, NULL},
    {"__text_signature__", method_descriptor_get_text_signature, NULL, NULL},
    {0},
};

const TypeDefinition method_descriptor_definition = {
    .name = "method_descriptor",
    .kind = KIND_METHOD_DESCRIPTOR,
    .flags = TYPE_IS_METHOD_LIKE,
    .bytes = sizeof(MethodDescriptor),
    .python_bytes = 56,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = method_descriptor_fields},
    .behaviour = {.repr = method_descriptor_repr, .call = method_descriptor_call,
                  .load_attribute = object_load_attribute_plain,
                  .descriptor_load = method_descriptor_load},
    .methods = method_descriptor_methods,
    .members = method_descriptor_members,
    .properties = method_descriptor_properties,
};

const TypeDefinition classmethod_descriptor_definition = {
    .name = "classmethod_descriptor",
    .kind = KIND_CLASSMETHOD_DESCRIPTOR,
    .bytes = sizeof(MethodDescriptor),
    .python_bytes = 56,
    .layout = {.flags = LAYOUT_COLLECTED, .fields = method_descriptor_fields},
    .behaviour = {.repr = method_descriptor_repr, .call = classmethod_descriptor_call,
                  .load_attribute = object_load_attribute_plain,
                  .descriptor_load = classmethod_descriptor_load},
    .members = method_descriptor_members,
    .properties = method_descriptor_properties,
};
