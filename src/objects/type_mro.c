// The order in which a class looks its attributes up: C3, and a metaclass's own mro().

#include "objects/list.h"
#include "objects/slot.h"
#include "objects/type_build.h"

// --- C3 ---

// One of the lists to be merged, and how much of it is taken.
typedef struct MroList {
    const Slot *types;
    int64_t count, taken;
} MroList;

static bool mro_is_in_tail(const MroList *list, const Object *type) {
    for (int64_t i = list->taken + 1; i < list->count; i++)
        if (list->types[i].object == type) return true;
    return false;
}

// The first head that stands in no tail, or NULL.
static Object *mro_find_next(const MroList *lists, int64_t count) {
    for (int64_t i = 0; i < count; i++) {
        if (lists[i].taken >= lists[i].count) continue;
        Object *candidate = lists[i].types[lists[i].taken].object;
        bool is_blocked = false;
        for (int64_t j = 0; j < count && !is_blocked; j++)
            is_blocked = mro_is_in_tail(&lists[j], candidate);
        if (!is_blocked) return candidate;
    }
    return NULL;
}

static bool mro_is_done(const MroList *lists, int64_t count) {
    for (int64_t i = 0; i < count; i++)
        if (lists[i].taken < lists[i].count) return false;
    return true;
}

static void mro_refuse(Vm *vm, const MroList *lists, int64_t count) {
    StrBuilder builder;
    str_builder_start(vm, &builder);
    for (int64_t i = 0; i < count; i++) {
        if (lists[i].taken >= lists[i].count) continue;
        const Object *head = lists[i].types[lists[i].taken].object;
        bool is_named = false;
        for (int64_t j = 0; j < i && !is_named; j++)
            is_named = lists[j].taken < lists[j].count &&
                       lists[j].types[lists[j].taken].object == head;
        if (is_named) continue;
        if (builder.length != 0) str_builder_add_c(&builder, ", ");
        str_builder_add(&builder, (const Str *)((const Type *)head)->name.object);
    }
    Object *names = str_builder_finish(&builder);
    if (names == NULL) return;
    raise(vm, ERROR_MRO_CONFLICT, names);
    object_drop(vm, names);
}

static Tuple *mro_merge(Vm *vm, Type *type, MroList *lists, int64_t count, int64_t room) {
    List *order = list_new(vm, room);
    if (order == NULL) return NULL;
    Tuple *mro = NULL;
    bool done = list_add(vm, order, (Object *)type);
    while (done && !mro_is_done(lists, count)) {
        Object *next = mro_find_next(lists, count);
        if (next == NULL) {
            mro_refuse(vm, lists, count);
            done = false;
            break;
        }
        done = list_add(vm, order, next);
        for (int64_t i = 0; i < count; i++)
            if (lists[i].taken < lists[i].count &&
                lists[i].types[lists[i].taken].object == next)
                lists[i].taken++;
    }
    if (done) mro = list_to_tuple(vm, order);
    object_drop(vm, (Object *)order);
    return mro;
}

static Tuple *mro_of_one_base(Vm *vm, Type *type, const Type *base) {
    Tuple *inherited = type_mro(base);
    Tuple *mro = tuple_new(vm, inherited->count + 1);
    if (mro == NULL) return NULL;
    slot_fill(vm, (Object *)mro, &mro->items[0], object_share((Object *)type));
    slots_fill_shared(vm, (Object *)mro, mro->items + 1, inherited->items, inherited->count);
    tuple_finish(vm, mro);
    return mro;
}

static bool mro_check_bases(Vm *vm, const Tuple *bases) {
    for (int64_t i = 0; i < bases->count; i++) {
        const Type *base = (const Type *)bases->items[i].object;
        if (base->mro.object == NULL) return raise_false(vm, ERROR_MRO_INCOMPLETE, base);
        for (int64_t j = i + 1; j < bases->count; j++)
            if (bases->items[j].object == (const Object *)base)
                return raise_false(vm, ERROR_DUPLICATE_BASE, base->name.object);
    }
    return true;
}

Tuple *type_linearize(Vm *vm, Type *type) {
    Tuple *bases = type_bases(type);
    if (!mro_check_bases(vm, bases)) return NULL;
    if (bases->count == 1)
        return mro_of_one_base(vm, type, (const Type *)bases->items[0].object);
    size_t bytes = (size_t)(bases->count + 1) * sizeof(MroList);
    MroList *lists = system_new(vm, bytes);
    if (lists == NULL) return NULL;
    int64_t room = 1;
    for (int64_t i = 0; i < bases->count; i++) {
        Tuple *mro = type_mro((const Type *)bases->items[i].object);
        lists[i] = (MroList){mro->items, mro->count, 0};
        room += mro->count;
    }
    lists[bases->count] = (MroList){bases->items, bases->count, 0};
    Tuple *mro = mro_merge(vm, type, lists, bases->count + 1, room);
    system_drop(vm, lists, bytes);
    return mro;
}

// --- a metaclass's mro() ---

static bool mro_check_result(Vm *vm, Type *type, const Tuple *mro) {
    const Type *solid = type_solid_base(type);
    for (int64_t i = 0; i < mro->count; i++) {
        Object *item = mro->items[i].object;
        if (!object_is_type(vm, item)) return raise_false(vm, ERROR_MRO_NOT_A_CLASS, item);
        if (!type_is_subtype(solid, type_solid_base((Type *)item)))
            return raise_false(vm, ERROR_MRO_UNSUITABLE, item);
    }
    return true;
}

static Tuple *mro_ask_metaclass(Vm *vm, Type *type) {
    Object *result = slot_call_none(vm, (Object *)type, vm->objects->names.mro);
    if (result == NULL) return NULL;
    Tuple *mro = tuple_new_from_iterable(vm, result);
    object_drop(vm, result);
    if (mro == NULL || mro_check_result(vm, type, mro)) return mro;
    object_drop(vm, (Object *)mro);
    return NULL;
}

// Sets the order, unless a metaclass's mro() has set it meanwhile: ABSENT.
static Found mro_renew(Vm *vm, Type *type) {
    bool is_plain = type->base.kind == KIND_TYPE;
    Object *old = type->mro.object;
    object_share_or_null(old);   // so that another one can't be at its address
    Tuple *mro = is_plain ? type_linearize(vm, type) : mro_ask_metaclass(vm, type);
    bool is_overtaken = type->mro.object != old;
    object_drop_or_null(vm, old);
    if (mro == NULL) return RAISED;
    if (is_overtaken) {
        object_drop(vm, (Object *)mro);
        return ABSENT;
    }
    slot_take(vm, (Object *)type, &type->mro, (Object *)mro);
    type_renew(vm, type);
    return FOUND;
}

bool type_set_mro(Vm *vm, Type *type) {
    return mro_renew(vm, type) != RAISED;
}

// --- the orders of a class and all below it ---

static bool order_note(Vm *vm, List *changes, Type *type, Object *old) {
    Object *new = type->mro.object;
    Tuple *change = old == NULL ? tuple_pack(vm, 2, (Object *)type, new)
                                : tuple_pack(vm, 3, (Object *)type, new, old);
    if (change == NULL) return false;
    bool done = list_add(vm, changes, (Object *)change);
    object_drop(vm, (Object *)change);
    return done;
}

static bool orders_renew(Vm *vm, Type *type, List *changes) {
    Object *old = type->mro.object;
    object_share_or_null(old);
    Found renewed = mro_renew(vm, type);
    bool done = renewed == FOUND && order_note(vm, changes, type, old);
    object_drop_or_null(vm, old);
    if (!done) return renewed == ABSENT;
    List *subclasses = type_load_subclasses(vm, type);
    if (subclasses == NULL) return false;
    for (int64_t i = 0; done && i < subclasses->count; i++)
        done = orders_renew(vm, (Type *)subclasses->items[i].object, changes);
    object_drop(vm, (Object *)subclasses);
    return done;
}

static void orders_undo(Vm *vm, const List *changes) {
    for (int64_t i = 0; i < changes->count; i++) {
        const Tuple *change = (const Tuple *)changes->items[i].object;
        Type *type = (Type *)change->items[0].object;
        if (type->mro.object != change->items[1].object) continue;   // there is a newer one
        slot_set(vm, (Object *)type, &type->mro, change->count == 3 ? change->items[2].object
                                                                    : NULL);
        type_renew(vm, type);
    }
}

bool type_set_orders(Vm *vm, Type *type) {
    List *changes = list_new(vm, 0);
    if (changes == NULL) return false;
    bool done = orders_renew(vm, type, changes);
    if (!done) orders_undo(vm, changes);
    object_drop(vm, (Object *)changes);
    return done;
}
