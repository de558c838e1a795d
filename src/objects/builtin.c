// builtin_function_or_method: a native function of a module, or a native method bound
// to its object. `__new__` of built-in types is one too, bound to the type.

#include "objects/arguments.h"
#include "objects/descriptors.h"
#include "objects/module.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/type_build.h"

Object *builtin_new(Vm *vm, const Method *method, Object *self, Object *module) {
    Builtin *builtin = (Builtin *)object_new(vm, KIND_BUILTIN, sizeof(Builtin));
    if (builtin == NULL) return NULL;
    Object *object = &builtin->base;
    builtin->method = method;
    builtin->signature = NULL;
    slot_fill(vm, object, &builtin->self, object_share_or_null(self));
    slot_fill(vm, object, &builtin->module, object_share_or_null(module));
    slot_fill(vm, object, &builtin->owner, NULL);
    object_prefix(object)->weak = NULL;
    object_track(vm, object);
    return object;
}

Object *builtin_call(Vm *vm, Object *callable, const Arguments *arguments) {
    Builtin *builtin = (Builtin *)callable;
    if (builtin->method == &type_new_method)
        return type_call_new_method(vm, (Type *)builtin->self.object, arguments);
    if (UNLIKELY(builtin->signature == NULL)) {
        builtin->signature = signature_of(vm, builtin->method);
        if (builtin->signature == NULL) return NULL;
    }
    const Signature *signature = builtin->signature;
    Object *self = signature->first != 0 ? builtin->self.object : NULL;
    return signature_call(vm, callable, builtin->method, signature, self, arguments);
}

// --- names ---

static bool builtin_is_function(const Builtin *builtin) {
    return builtin->self.object == NULL || builtin->self.object->kind == KIND_MODULE;
}

static Object *builtin_get_qualname(Vm *vm, Object *object) {
    Builtin *builtin = (Builtin *)object;
    if (builtin_is_function(builtin)) return str_new_c(vm, builtin->method->name);
    Object *self = builtin->self.object;
    Type *type = object_is_type(vm, self) ? (Type *)self : object_type(vm, self);
    Str *name = vm->objects->names.dunder_qualname;
    Object *qualname = object_load_attribute(vm, (Object *)type, name);
    if (qualname == NULL) return NULL;
    Object *text = str_new_format(vm, "%S.%s", qualname, builtin->method->name);
    object_drop(vm, qualname);
    return text;
}

Object *builtin_text(Vm *vm, Builtin *builtin) {
    Object *qualname = builtin_get_qualname(vm, &builtin->base);
    if (qualname == NULL) return NULL;
    Object *module = builtin->module.object;
    bool shows_module = module != NULL && object_is_str(vm, module) &&
                        !str_is((Str *)module, "builtins");
    Object *text = shows_module ? str_new_format(vm, "%U.%U()", module, qualname)
                                : str_new_format(vm, "%U()", qualname);
    object_drop(vm, qualname);
    return text;
}

static Object *builtin_get_name(Vm *vm, Object *object) {
    return str_new_c(vm, ((Builtin *)object)->method->name);
}

static Object *builtin_get_doc(Vm *vm, Object *object) {
    const char *doc = ((Builtin *)object)->method->doc;
    return doc != NULL && *doc != 0 ? str_new_c(vm, doc) : none_new(vm);
}

Object *method_text_signature(Vm *vm, const Method *method) {
    const char *text = method->signature;
    if (text == NULL || (method->flags & METHOD_HIDES_SIGNATURE) != 0) return none_new(vm);
    // CPython marks the first parameter of methods, which a call does not show.
    if (__builtin_strncmp(text, "(self", 5) == 0) return str_new_format(vm, "($%s", text + 1);
    if ((method->flags & METHOD_IS_CLASS) != 0) {
        const char *rest = text + 1;
        while (*rest != ',' && *rest != ')') rest++;
        return str_new_format(vm, "($type%s", rest);
    }
    return str_new_c(vm, text);
}

// Functions of modules have the module for their first parameter there.
static Object *function_text_signature(Vm *vm, const Method *method) {
    const char *text = method->signature;
    if (text == NULL || (method->flags & METHOD_HIDES_SIGNATURE) != 0) return none_new(vm);
    if (text[1] == ')') return str_new_c(vm, "($module, /)");
    if (__builtin_strncmp(text, "($module", 8) == 0) return str_new_c(vm, text);
    if (__builtin_strncmp(text, "(self", 5) == 0) return str_new_format(vm, "($%s", text + 1);
    // What takes any positional arguments and no others has no slash, but takes no keywords.
    bool is_all = text[1] == '*' && __builtin_strstr(text, ",") == NULL;
    bool has_slash = is_all || __builtin_strstr(text, "/") != NULL;
    return str_new_format(vm, has_slash ? "($module, %s" : "($module, /, %s", text + 1);
}

static Object *builtin_get_text_signature(Vm *vm, Object *object) {
    const Builtin *builtin = (const Builtin *)object;
    if (builtin_is_function(builtin))
        return function_text_signature(vm, builtin->method);
    return method_text_signature(vm, builtin->method);
}

static Object *builtin_get_self(Vm *vm, Object *object) {
    Builtin *builtin = (Builtin *)object;
    return builtin->self.object != NULL ? object_share(builtin->self.object) : none_new(vm);
}

static Object *builtin_repr(Vm *vm, Object *object) {
    Builtin *builtin = (Builtin *)object;
    if (builtin_is_function(builtin))
        return str_new_format(vm, "<built-in function %s>", builtin->method->name);
    char address[24];
    object_address_text(vm, builtin->self.object, address);
    return str_new_format(vm, "<built-in method %s of %T object at %s>", builtin->method->name,
                          builtin->self.object, address);
}

static Object *builtin_method_reduce(Vm *vm, const Slot *arguments) {
    Builtin *builtin = (Builtin *)arguments[0].object;
    Object *name = str_new_c(vm, builtin->method->name);
    if (name == NULL || builtin_is_function(builtin)) return name;
    Object *reduced = descriptor_reduce(vm, builtin->self.object, name);
    object_drop(vm, name);
    return reduced;
}

// --- comparison ---

static Object *builtin_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    bool is_equality = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_equality || left->kind != KIND_BUILTIN || right->kind != KIND_BUILTIN)
        return not_implemented_new(vm);
    const Builtin *a = (const Builtin *)left, *b = (const Builtin *)right;
    bool same = a->self.object == b->self.object && a->method == b->method;
    return bool_new(vm, same == (comparison == COMPARE_EQUAL));
}

static bool builtin_hash(Vm *vm, Object *object, int64_t *hash) {
    const Builtin *builtin = (const Builtin *)object;
    uint64_t mixed = (uint64_t)__builtin_strlen(builtin->method->name) * 0x9E3779B97F4A7C15u;
    for (const char *at = builtin->method->name; *at != 0; at++) mixed = mixed * 31 + (uint8_t)*at;
    *hash = (int64_t)mixed;
    if (builtin->self.object != NULL) *hash ^= object_hash_address(vm, builtin->self.object);
    if (*hash == -1) *hash = -2;
    return true;
}

// --- memory ---

static const Field builtin_fields[] = {
    FIELD_NAMED(Builtin, self, "__self__"),
    FIELD_NAMED(Builtin, module, "__module__"),
    FIELD(Builtin, owner),
    {0},
};

static const Method builtin_methods[] = {
    {"__reduce__", builtin_method_reduce, "(self, /)",
     "Give what pickle needs.", METHOD_HIDES_SIGNATURE},
    {0},
};

static const Property builtin_properties[] = {
    {"__doc__", builtin_get_doc, NULL, NULL},
    {"__name__", builtin_get_name, NULL, NULL},
    {"__qualname__", builtin_get_qualname, NULL, NULL},
    {"__self__", builtin_get_self, NULL, NULL},
    {"__text_signature__", builtin_get_text_signature, NULL, NULL},
    {0},
};

static const Member builtin_members[] = {
    {"__module__", offsetof(Builtin, module), 0, NULL},
    {0},
};

const TypeDefinition builtin_definition = {
    .name = "builtin_function_or_method",
    .kind = KIND_BUILTIN,
    .bytes = sizeof(Builtin),
    .python_bytes = 56,
    .python_weak_offset = 40,
    .layout = {.flags = LAYOUT_COLLECTED | LAYOUT_WEAK, .fields = builtin_fields},
    .behaviour = {.repr = builtin_repr, .hash = builtin_hash, .call = builtin_call,
                  .compare = builtin_compare,
                  .load_attribute = object_load_attribute_plain},
    .methods = builtin_methods,
    .properties = builtin_properties,
    .members = builtin_members,
};
