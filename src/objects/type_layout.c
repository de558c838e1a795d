// What instances of a class look like: the base that decides, __slots__, and which
// classes are alike enough for one to take the other's place.

#include "objects/descriptors.h"
#include "objects/list.h"
#include "objects/module.h"
#include "objects/slot.h"
#include "objects/type_build.h"

// --- the best base ---

// Does the type add to what instances of its base hold? CPython's rule, in its sizes.
static bool type_adds_fields(const Type *type, const Type *base) {
    size_t own = type->python_bytes, inherited = base->python_bytes;
    if (type->python_item_bytes != 0 || base->python_item_bytes != 0)
        return own != inherited || type->python_item_bytes != base->python_item_bytes;
    bool adds_weak = (type->layout.flags & LAYOUT_WEAK) != 0 &&
                     (base->layout.flags & LAYOUT_WEAK) == 0;
    if (adds_weak && type_is_class(type)) own -= sizeof(Slot);
    return own != inherited;
}

Type *type_solid_base(Type *type) {
    Type *base = type_super(type);
    if (base == NULL) return type;
    base = type_solid_base(base);
    return type_adds_fields(type, base) ? type : base;
}

Type *type_find_best_base(Vm *vm, Tuple *bases) {
    Type *best = NULL, *winner = NULL;
    for (int64_t i = 0; i < bases->count; i++) {
        Object *item = bases->items[i].object;
        if (!object_is_type(vm, item)) {
            raise(vm, ERROR_BASES_NOT_TYPES);
            return NULL;
        }
        Type *base = (Type *)item;
        if ((base->flags & TYPE_IS_BASE) == 0) {
            raise(vm, ERROR_NOT_A_BASE, base);
            return NULL;
        }
        Type *candidate = type_solid_base(base);
        if (winner == NULL || (!type_is_subtype(winner, candidate) &&
                               type_is_subtype(candidate, winner))) {
            winner = candidate;
            best = base;
        } else if (!type_is_subtype(winner, candidate)) {
            raise(vm, ERROR_LAYOUT_CONFLICT);
            return NULL;
        }
    }
    return best;
}

// --- __slots__ ---

static bool slots_check_identifier(Vm *vm, Object *name) {
    Str *method = str_new_interned(vm, "isidentifier", 12);
    if (method == NULL) return false;
    Object *answer = object_call_method(vm, name, method, 0);
    object_drop(vm, (Object *)method);
    if (answer == NULL) return false;
    Found truth = object_truth(vm, answer);
    object_drop(vm, answer);
    if (truth == ABSENT) return raise_false(vm, ERROR_SLOTS_IDENTIFIER);
    return truth == FOUND;
}

// The name as the compiler mangles it in a class body. New reference.
static Object *slots_mangle(Vm *vm, const Str *class, Str *name) {
    int64_t length = name->length;
    bool is_private = length > 2 && str_get_char(name, 0) == '_' && str_get_char(name, 1) == '_' &&
                      !(str_get_char(name, length - 1) == '_' &&
                        str_get_char(name, length - 2) == '_');
    int64_t start = 0;
    while (start < class->length && str_get_char(class, start) == '_') start++;
    if (!is_private || start == class->length) return object_share((Object *)name);
    Object *stripped = str_new_slice(vm, class, start, class->length, 1);
    if (stripped == NULL) return NULL;
    Object *mangled = str_new_format(vm, "_%U%U", stripped, name);
    object_drop(vm, stripped);
    return mangled;
}

typedef struct SlotsReader {
    SlotsPlan *plan;
    bool may_add_dict, may_add_weak;
    Str *class;
    Dict *namespace;
    List *names;
} SlotsReader;

static bool slots_read_one(Vm *vm, SlotsReader *reader, Object *item) {
    const Names *names = &vm->objects->names;
    if (!object_is_str(vm, item)) return raise_false(vm, ERROR_SLOTS_NOT_STR, item);
    if (!slots_check_identifier(vm, item)) return false;
    Str *name = (Str *)item;
    if (str_is_equal(name, names->dunder_dict)) {
        if (!reader->may_add_dict || reader->plan->adds_dict)
            return raise_false(vm, ERROR_SLOTS_DICT);
        reader->plan->adds_dict = true;
        return true;
    }
    if (str_is_equal(name, names->dunder_weakref)) {
        if (!reader->may_add_weak || reader->plan->adds_weak)
            return raise_false(vm, ERROR_SLOTS_WEAKREF);
        reader->plan->adds_weak = true;
        return true;
    }
    Object *mangled = slots_mangle(vm, reader->class, name);
    if (mangled == NULL) return false;
    bool done = list_take_add(vm, reader->names, mangled);
    bool is_exempt = str_is_equal((Str *)mangled, names->dunder_qualname) ||
                     str_is_equal((Str *)mangled, names->dunder_classcell);
    if (!done || is_exempt) return done;
    Object *value;
    Found found = dict_find(vm, reader->namespace, mangled, &value);
    if (found == FOUND) return raise_false(vm, ERROR_SLOTS_CONFLICT, mangled);
    return found == ABSENT;
}

static bool slots_read(Vm *vm, SlotsReader *reader, Tuple *items) {
    for (int64_t i = 0; i < items->count; i++)
        if (!slots_read_one(vm, reader, items->items[i].object)) return false;
    if (!list_sort(vm, reader->names, NULL, 0)) return false;
    for (int64_t i = 0; i < reader->names->count; i++) {
        Slot *slot = &reader->names->items[i];
        Object *interned = str_intern(vm, object_share(slot->object));
        if (interned == NULL) return false;
        slot_take(vm, (Object *)reader->names, slot, interned);
    }
    reader->plan->names = list_to_tuple(vm, reader->names);
    return reader->plan->names != NULL;
}

bool slots_plan(Vm *vm, SlotsPlan *plan, Type *base, Str *name, Dict *namespace) {
    bool has_items = base->python_item_bytes != 0;
    bool is_meta = (base->flags & TYPE_IS_TYPE) != 0;
    SlotsReader reader = {
        .plan = plan, .class = name, .namespace = namespace,
        .may_add_dict = (base->layout.flags & LAYOUT_DICT) == 0 && !is_meta,
        .may_add_weak = (base->layout.flags & LAYOUT_WEAK) == 0 && !has_items,
    };
    *plan = (SlotsPlan){0};
    Object *given = dict_get_str(vm, namespace, vm->objects->names.dunder_slots);
    if (given == NULL) {
        plan->adds_dict = reader.may_add_dict;
        plan->adds_weak = reader.may_add_weak;
        return true;
    }
    plan->has_slots = true;
    Tuple *items = object_is_str(vm, given) ? tuple_pack(vm, 1, given)
                                            : tuple_new_from_iterable(vm, given);
    if (items == NULL) return false;
    bool done = items->count == 0 || !has_items || raise_false(vm, ERROR_SLOTS_NONEMPTY, base);
    if (done) {
        reader.names = list_new(vm, items->count);
        done = reader.names != NULL && slots_read(vm, &reader, items);
        object_drop_or_null(vm, (Object *)reader.names);
    }
    object_drop(vm, (Object *)items);
    return done;
}

bool slots_plan_check_bases(Vm *vm, SlotsPlan *plan, Type *base, Tuple *bases) {
    (void)vm;
    if (!plan->has_slots || bases->count < 2) return true;
    bool may_add_dict = (base->layout.flags & LAYOUT_DICT) == 0 &&
                        (base->flags & TYPE_IS_TYPE) == 0;
    bool may_add_weak = (base->layout.flags & LAYOUT_WEAK) == 0 && base->python_item_bytes == 0;
    for (int64_t i = 0; i < bases->count; i++) {
        const Type *other = (const Type *)bases->items[i].object;
        if (other == base) continue;
        if (may_add_dict && (other->layout.flags & LAYOUT_DICT) != 0) plan->adds_dict = true;
        if (may_add_weak && (other->layout.flags & LAYOUT_WEAK) != 0) plan->adds_weak = true;
    }
    return true;
}

// --- the layout of instances ---

static void type_set_python_bytes(Type *type, const Type *base, int adds_dict, int adds_weak) {
    type->python_item_bytes = base->python_item_bytes;
    type->python_bytes = base->python_bytes + type->slot_count * sizeof(Slot);
    if (adds_dict && base->python_item_bytes != 0) type->python_bytes += sizeof(Slot);
    if (adds_weak) type->python_bytes += sizeof(Slot);
    if (adds_dict && base->python_item_bytes == 0) type->flags |= TYPE_HAS_MANAGED_DICT;
    type->flags |= base->flags & TYPE_HAS_MANAGED_DICT;
}

bool type_lay_out(Vm *vm, Type *type, int adds_dict, int adds_weak) {
    const Type *base = type_super(type);
    type->native = base->native;
    type->native_layout = base->native_layout;
    type->native_bytes = base->native_bytes;
    type->slot_total = base->slot_total + type->slot_count;
    type_set_python_bytes(type, base, adds_dict, adds_weak);
    uint32_t kept = LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_FINALIZES | LAYOUT_IS_WEAK_REFERENCE;
    uint32_t flags = instance_layout.flags | (base->layout.flags & kept);
    if (adds_dict) flags |= LAYOUT_DICT;
    if (adds_weak) flags |= LAYOUT_WEAK;
    if ((flags & LAYOUT_DICT) != 0) type->flags |= TYPE_HAS_DICT;
    bool is_variable = (type->flags & TYPE_IS_VARIABLE) != 0;
    bool is_inline = !is_variable && (adds_dict || base->shared_keys != NULL);
    type->layout = instance_layout;
    type->layout.name = "instance";
    type->layout.flags = flags;
    type->layout_dict = type->layout;
    type->bytes = type->native_bytes;
    if (!is_variable) type->bytes = ((type->bytes + 7) & ~(size_t)7) + type->slot_total * 8;
    if (is_inline) {
        type->bytes += sizeof(InlineHeader);
        type->layout.flags |= LAYOUT_INLINE;
        type->shared_keys = system_new(vm, sizeof(SharedKeys));
        if (type->shared_keys == NULL) return false;
        type->shared_keys->capacity = SHARED_KEYS_MAX;
    }
    type->kind = type->kind_dict = kind_new(vm, &type->layout, (Object *)type);
    if (type->kind == 0) return false;
    if (is_inline) {
        type->kind_dict = kind_new(vm, &type->layout_dict, (Object *)type);
        if (type->kind_dict == 0) {
            type->kind_dict = type->kind;
            return false;
        }
    }
    return true;
}

bool type_has_managed_dict(const Type *type) {
    return (type->flags & TYPE_HAS_MANAGED_DICT) != 0;
}

// --- taking another's place ---

// Steps over classes that add nothing to the layout of their base.
static const Type *type_skip_plain(const Type *type) {
    uint32_t shape = LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_INLINE;
    for (;;) {
        const Type *base = type_super(type);
        if (base == NULL || !type_is_class(type) || type->slot_count != 0 ||
            (type->layout.flags & shape) != (base->layout.flags & shape))
            return type;
        type = base;
    }
}

static bool type_has_same_slots(Vm *vm, const Type *a, const Type *b) {
    if (a->slot_count != b->slot_count || type_super(a) != type_super(b)) return false;
    if (!type_is_class(a) || !type_is_class(b)) return false;
    uint32_t shape = LAYOUT_DICT | LAYOUT_WEAK | LAYOUT_INLINE;
    if ((a->layout.flags & shape) != (b->layout.flags & shape)) return false;
    if (a->slot_count == 0) return true;
    return object_equal(vm, a->slot_names.object, b->slot_names.object) == FOUND;
}

static bool type_check_compatible(Vm *vm, const Type *old, const Type *new, const char *what) {
    const Type *a = type_skip_plain(old), *b = type_skip_plain(new);
    if (old->native == new->native && (a == b || type_has_same_slots(vm, a, b))) return true;
    return raise_false(vm, ERROR_LAYOUT_DIFFERS, what, new, old);
}

bool type_set_class(Vm *vm, Object *object, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_CLASS_DELETE);
    if (!object_is_type(vm, value)) return raise_false(vm, ERROR_CLASS_NOT_A_TYPE, value);
    Type *old = object_type(vm, object), *new = (Type *)value;
    const Type *module = type_of_kind(vm, KIND_MODULE);
    bool are_modules = module != NULL && type_is_subtype(old, module) &&
                       type_is_subtype(new, module);
    if (!are_modules && ((old->flags | new->flags) & TYPE_IS_IMMUTABLE) != 0)
        return raise_false(vm, ERROR_CLASS_IMMUTABLE);
    if (!type_check_compatible(vm, old, new, "__class__")) return false;
    if (instance_is_inline(vm, object) && instance_load_dict(vm, object) == NULL) return false;
    if (type_is_class(new)) object_share(value);
    object->kind = new->kind_dict;
    const Watch *watch = heap_of(vm)->watch;
    if (UNLIKELY(watch != NULL)) watch->changed(vm, watch->context, object);
    if (type_is_class(old)) object_drop(vm, (Object *)old);
    return true;
}

// While the orders are renewed, the line of single bases is ahead of them.
static bool type_is_in_line(const Type *type, const Type *base) {
    while (type != NULL && type != base) type = type_super(type);
    return type != NULL;
}

static bool type_check_bases(Vm *vm, Type *type, Object *value) {
    if ((type->flags & TYPE_IS_IMMUTABLE) != 0)
        return raise_false(vm, ERROR_TYPE_IMMUTABLE_SET, "__bases__", type);
    if (value == NULL) return raise_false(vm, ERROR_TYPE_IMMUTABLE_DELETE, "__bases__", type);
    if (!object_is_tuple(vm, value)) return raise_false(vm, ERROR_BASES_NOT_TUPLE, type, value);
    Tuple *bases = (Tuple *)value;
    if (bases->count == 0) return raise_false(vm, ERROR_BASES_EMPTY, type);
    for (int64_t i = 0; i < bases->count; i++) {
        Object *item = bases->items[i].object;
        if (!object_is_type(vm, item))
            return raise_false(vm, ERROR_BASES_ITEM, type, item);
        if (type_is_subtype((Type *)item, type) || type_is_in_line((Type *)item, type))
            return raise_false(vm, ERROR_BASES_CYCLE);
    }
    return true;
}

// Steps over what the program's mro() methods did meanwhile: a class that has been given other
// bases again keeps those.
static bool type_finish_bases(Vm *vm, Type *type, Tuple *old_bases, Tuple *bases) {
    if (type->bases.object != (Object *)bases) return true;
    for (int64_t i = 0; i < old_bases->count; i++)
        type_leave(type, (Type *)old_bases->items[i].object);
    bool done = true;
    for (int64_t i = 0; done && i < bases->count; i++)
        done = type_join(vm, type, (Type *)bases->items[i].object);
    type_changed(vm, type, NULL);
    return done;
}

static bool type_change_bases(Vm *vm, Type *type, Tuple *bases, Type *super) {
    Object *object = (Object *)type;
    Tuple *old_bases = (Tuple *)object_share(type->bases.object);
    Object *old_super = object_share(type->super.object);
    slot_set(vm, object, &type->bases, (Object *)bases);
    slot_set(vm, object, &type->super, (Object *)super);
    bool done = type_set_orders(vm, type);
    if (done) {
        done = type_finish_bases(vm, type, old_bases, bases);
    } else if (type->bases.object == (Object *)bases) {
        slot_set(vm, object, &type->bases, (Object *)old_bases);
        slot_set(vm, object, &type->super, old_super);
    }
    object_drop(vm, old_super);
    object_drop(vm, (Object *)old_bases);
    return done;
}

bool type_set_bases(Vm *vm, Object *object, Object *value) {
    Type *type = (Type *)object;
    if (!type_check_bases(vm, type, value)) return false;
    Tuple *bases = (Tuple *)value;
    Type *super = type_find_best_base(vm, bases);
    if (super == NULL) return false;
    if (!type_check_compatible(vm, type_super(type), super, "__bases__")) return false;
    object_share(value);
    object_share((Object *)super);
    bool done = type_change_bases(vm, type, bases, super);
    object_drop(vm, (Object *)super);
    object_drop(vm, value);
    return done;
}
