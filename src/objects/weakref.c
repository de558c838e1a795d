// weakref.ref: a reference that does not keep its object alive.

#include "objects/weakref.h"

#include "objects/arguments.h"
#include "objects/generic_alias.h"
#include "objects/list.h"
#include "objects/str.h"

static WeakReference *weakref_of(Object *object) {
    return (WeakReference *)object;
}

// --- memory ---

static size_t weakref_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(WeakReference);
}

static void weakref_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    visit(vm, object, &weakref_of(object)->callback, context);
}

static void weakref_finish(Vm *vm, Object *object) {
    weak_unlink(vm, weakref_of(object));
    slot_clear(vm, object, &weakref_of(object)->callback);
}

static Place weakref_place(Vm *vm, Object *object, const Slot *slot) {
    (void)vm, (void)object, (void)slot;
    return (Place){.kind = PLACE_FIELD, .name = "__callback__"};
}

static void weakref_payload(Vm *vm, Object *object, Payload *add, void *context) {
    const Object *target = weakref_of(object)->target;
    uint64_t address = target == NULL ? 0 : object_address(vm, target);
    add(context, &address, sizeof(address));
}

// --- for C ---

Object *weakref_get(const WeakReference *reference) {
    // An object that waits in the trashcan is dead, though its cell still stands.
    Object *target = reference->target;
    return target != NULL && target->count != 0 ? target : NULL;
}

// The plain reference and the plain proxy without callback, which come first.
typedef struct BasicReferences {
    WeakReference *reference, *proxy;
} BasicReferences;

static bool is_proxy_kind(uint32_t kind) {
    return kind == KIND_WEAK_PROXY || kind == KIND_WEAK_CALLABLE_PROXY;
}

static BasicReferences basic_references(Vm *vm, const Object *target) {
    BasicReferences basic = {NULL, NULL};
    WeakReference *first = weak_get_first(vm, target);
    if (first == NULL || first->callback.object != NULL) return basic;
    if (first->base.kind == KIND_WEAKREF) {
        basic.reference = first;
        first = (WeakReference *)first->following;
    }
    if (first != NULL && first->callback.object == NULL && is_proxy_kind(first->base.kind))
        basic.proxy = first;
    return basic;
}

static bool check_target(Vm *vm, Object *target) {
    if (object_kind(vm, target)->layout_flags & LAYOUT_WEAK) return true;
    return raise_false(vm, ERROR_WEAK_TARGET, target);
}

// Makes one of `type` and links it where it belongs.
static Object *weakref_make_linked(Vm *vm, Type *type, Object *target, Object *callback) {
    Object *object = type_new_instance(vm, type, sizeof(WeakReference));
    if (object == NULL) return NULL;
    WeakReference *reference = weakref_of(object);
    reference->hash = -1;
    slot_fill(vm, object, &reference->callback, object_share_or_null(callback));
    // Making it may have collected, and so have freed what was there before.
    BasicReferences basic = basic_references(vm, target);
    WeakReference *after = basic.proxy != NULL ? basic.proxy : basic.reference;
    if (callback == NULL && object->kind == KIND_WEAKREF) after = NULL;
    if (callback == NULL && is_proxy_kind(object->kind)) after = basic.reference;
    weak_link(vm, reference, target, after);
    object_track(vm, object);
    return object;
}

static Object *weakref_new_of(Vm *vm, Type *type, Object *target, Object *callback) {
    if (!check_target(vm, target)) return NULL;
    if (callback == vm->objects->none) callback = NULL;
    if (callback == NULL && type == type_of_kind(vm, KIND_WEAKREF)) {
        WeakReference *known = basic_references(vm, target).reference;
        if (known != NULL && known->base.count != 0) return object_share(&known->base);
    }
    return weakref_make_linked(vm, type, target, callback);
}

Object *weakref_new(Vm *vm, Object *target, Object *callback) {
    return weakref_new_of(vm, type_of_kind(vm, KIND_WEAKREF), target, callback);
}

Object *weakref_new_proxy(Vm *vm, Object *target, Object *callback) {
    if (!check_target(vm, target)) return NULL;
    if (callback == vm->objects->none) callback = NULL;
    if (callback == NULL) {
        WeakReference *known = basic_references(vm, target).proxy;
        if (known != NULL && known->base.count != 0) return object_share(&known->base);
    }
    bool is_callable = object_type(vm, target)->behaviour.call != NULL;
    uint32_t kind = is_callable ? KIND_WEAK_CALLABLE_PROXY : KIND_WEAK_PROXY;
    return weakref_make_linked(vm, type_of_kind(vm, kind), target, callback);
}

int64_t weakref_count(Vm *vm, const Object *target) {
    int64_t count = 0;
    for (const WeakReference *reference = weak_get_first(vm, target); reference != NULL;
         reference = (const WeakReference *)reference->following)
        count++;
    return count;
}

Object *weakref_list(Vm *vm, const Object *target) {
    List *list = list_new(vm, 0);
    if (list == NULL) return NULL;
    for (WeakReference *reference = weak_get_first(vm, target); reference != NULL;
         reference = weakref_of(reference->following)) {
        if (reference->base.count != 0 && !list_add(vm, list, &reference->base)) {
            object_drop(vm, &list->base);
            return NULL;
        }
    }
    return &list->base;
}

// --- the type ---

static Object *weakref_make(Vm *vm, Type *type, const Arguments *arguments) {
    if (!arguments_check_count(vm, "__new__", arguments->count, 1, 2)) return NULL;
    const Slot *values = arguments->values;
    return weakref_new_of(vm, type, values[0].object,
                          arguments->count > 1 ? values[1].object : NULL);
}

static bool weakref_init(Vm *vm, Object *object, const Arguments *arguments) {
    (void)object;
    return arguments_refuse_keywords(vm, "ref", arguments) &&
           arguments_check_count(vm, "__init__", arguments->count, 1, 2);
}

static Object *weakref_call(Vm *vm, Object *callable, const Arguments *arguments) {
    if (!arguments_refuse_keywords(vm, "weakref", arguments)) return NULL;
    if (!arguments_check_count(vm, "weakref", arguments->count, 0, 0)) return NULL;
    Object *target = weakref_get(weakref_of(callable));
    return target != NULL ? object_share(target) : none_new(vm);
}

static bool weakref_hash(Vm *vm, Object *object, int64_t *hash) {
    WeakReference *reference = weakref_of(object);
    if (reference->hash == -1) {
        Object *target = weakref_get(reference);
        if (target == NULL) return raise_false(vm, ERROR_WEAK_GONE);
        object_share(target);
        bool is_done = object_hash(vm, target, &reference->hash);
        object_drop(vm, target);
        if (!is_done) return false;
    }
    *hash = reference->hash;
    return true;
}

// While both targets live, as these compare; afterwards by identity.
static Object *weakref_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    bool is_asked = comparison == COMPARE_EQUAL || comparison == COMPARE_NOT_EQUAL;
    if (!is_asked || !object_is_weak_reference(vm, left) || !object_is_weak_reference(vm, right))
        return not_implemented_new(vm);
    Object *a = weakref_get(weakref_of(left)), *b = weakref_get(weakref_of(right));
    if (a == NULL || b == NULL)
        return bool_new(vm, (left == right) == (comparison == COMPARE_EQUAL));
    object_share(a);
    object_share(b);
    Object *answer = object_compare(vm, a, b, comparison);
    object_drop(vm, a);
    object_drop(vm, b);
    return answer;
}

static Object *weakref_repr(Vm *vm, Object *object) {
    Object *target = weakref_get(weakref_of(object)), *name = NULL;
    int64_t address = (int64_t)object_address(vm, object);
    if (target == NULL) return str_new_format(vm, "<weakref at 0x%lx; dead>", address);
    object_share(target);
    Object *text = NULL;
    int64_t place = (int64_t)object_address(vm, target);
    Found found = object_find_attribute(vm, target, vm->objects->names.dunder_name, &name);
    if (found == FOUND && object_is_str(vm, name)) {
        text = str_new_format(vm, "<weakref at 0x%lx; to '%T' at 0x%lx (%U)>", address, target,
                              place, name);
    } else if (found != RAISED) {
        text = str_new_format(vm, "<weakref at 0x%lx; to '%T' at 0x%lx>", address, target, place);
    }
    object_drop_or_null(vm, name);
    object_drop(vm, target);
    return text;
}

static const Member weakref_members[] = {
    {"__callback__", offsetof(WeakReference, callback), MEMBER_READ_ONLY, NULL},
    {0},
};

static const Method weakref_methods[] = {
    GENERIC_ALIAS_METHOD,
    {0},
};

const TypeDefinition weakref_definition = {
    .name = "weakref.ReferenceType",
    .kind = KIND_WEAKREF,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_BASE | TYPE_IS_IMMUTABLE,
    .bytes = sizeof(WeakReference),
    .python_bytes = 64,
    .layout = {
        .name = "weakref.ReferenceType",
        .flags = LAYOUT_COLLECTED | LAYOUT_IS_WEAK_REFERENCE,
        .bytes = weakref_bytes,
        .visit = weakref_visit,
        .clear = weakref_finish,
        .finish = weakref_finish,
        .place = weakref_place,
        .payload = weakref_payload,
    },
    .behaviour = {.repr = weakref_repr, .hash = weakref_hash, .compare = weakref_compare,
                  .call = weakref_call, .new = weakref_make, .init = weakref_init},
    .methods = weakref_methods,
    .members = weakref_members,
};
