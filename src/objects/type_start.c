// The built-in types, made from their TypeDefinitions.
//
// kinds.def says which there are. Each becomes a Type whose dict is filled straight
// from the tables of the definition: `__new__`, slot wrappers, methods, members,
// properties, `__doc__`, in CPython's order. The Type is held by its kind's entry.

#include "objects/descriptors.h"
#include "objects/int.h"
#include "objects/slot.h"
#include "objects/type_build.h"

#define KIND(id, name) extern const TypeDefinition name##_definition;
#include "objects/kinds.def"
#undef KIND

#define KIND(id, name) [KIND_##id] = &name##_definition,
static const TypeDefinition *const kind_definitions[KIND_BUILTIN_COUNT] = {
#include "objects/kinds.def"
};
#undef KIND

// --- kinds ---

static size_t type_instance_bytes(Vm *vm, const Object *object) {
    const Type *type = object_type(vm, object);
    return type != NULL ? type->bytes : sizeof(Object);   // NULL: while types are torn down
}

// A definition without functions in its layout has those of its base, beside its fields.
static Layout type_layout_of(const TypeDefinition *definition, const Layout *base) {
    Layout layout = definition->layout;
    bool is_plain = layout.visit == NULL && layout.bytes == NULL && layout.finish == NULL;
    if (is_plain && base != NULL) {
        layout = *base;
        layout.flags |= definition->layout.flags;
        // What CPython does for exact dicts and tuples only.
        layout.flags &= ~(uint32_t)(LAYOUT_UNTRACKS | LAYOUT_UNTRACKS_FULLY);
        layout.kept_dead = KEPT_NONE;
        if (definition->layout.fields != NULL) layout.fields = definition->layout.fields;
    }
    layout.name = definition->name;
    if (definition->behaviour.finalize != NULL) layout.flags |= LAYOUT_FINALIZES;
    layout.flags &= ~(uint32_t)LAYOUT_CLASS;
    if ((definition->flags & TYPE_IS_HEAP) != 0) layout.flags |= LAYOUT_CLASS;
    return layout;
}

static Layout type_layout_of_kind(uint32_t kind) {
    const TypeDefinition *definition = kind_definitions[kind];
    if (definition == NULL) return (Layout){.name = "missing"};
    uint32_t base = definition->base;
    if (base == 0 || base == KIND_OBJECT || kind == KIND_OBJECT)
        return type_layout_of(definition, NULL);
    Layout inherited = type_layout_of_kind(base);
    return type_layout_of(definition, &inherited);
}

// A layout in memory that outlives its type.
static Layout *type_keep_layout(Vm *vm, Layout layout) {
    Layout *kept = system_new(vm, sizeof(Layout));
    if (kept == NULL) return NULL;
    *kept = layout;
    if (kept->bytes == NULL) kept->bytes = type_instance_bytes;
    return kept;
}

bool type_start_kinds(Vm *vm) {
    for (uint32_t i = 0; i < KIND_BUILTIN_COUNT; i++) {
        Layout *layout = type_keep_layout(vm, type_layout_of_kind(i));
        if (layout == NULL) return false;
        uint32_t kind = kind_new(vm, layout, NULL);
        if (heap_of(vm)->kind_count == i) return false;   // the first kind is 0, as a failure
        CHECK(kind == i);
    }
    return true;
}

// --- inheritance ---

uint32_t type_inherited_flags(const Type *base) {
    return base->flags & (TYPE_IS_EXCEPTION | TYPE_IS_INT | TYPE_IS_LIST | TYPE_IS_TUPLE |
                          TYPE_IS_BYTES | TYPE_IS_STR | TYPE_IS_DICT | TYPE_IS_TYPE |
                          TYPE_IS_SEQUENCE | TYPE_IS_MAPPING | TYPE_HAS_DICT |
                          TYPE_IS_VARIABLE | TYPE_HAS_FINALIZER | TYPE_MATCHES_ITSELF);
}

void type_inherit(Type *type, const Type *base) {
    Behaviour *own = &type->behaviour;
    bool compares = own->compare != NULL;
    bool makes = own->new != NULL;
    if (own->hash == NULL && compares) own->hash = slot_hash_refuse;
    SlotOperation **to = (SlotOperation **)(void *)own;
    SlotOperation *const *from = (SlotOperation *const *)(const void *)&base->behaviour;
    for (size_t i = 0; i < sizeof(Behaviour) / sizeof(SlotOperation *); i++)
        if (to[i] == NULL) to[i] = from[i];
    // Built-in types right below object can be made only when they say how.
    if (!makes && type_super(base) == NULL && !type_is_class(type)) own->new = NULL;
}

// --- the dict of a built-in type ---

static bool type_add(Vm *vm, Type *type, const char *text, Object *value, int replaces) {
    if (value == NULL) return false;
    Str *name = str_new_interned(vm, text, __builtin_strlen(text));
    bool done = name != NULL;
    if (done && (replaces || dict_get_str(vm, type_dict(type), name) == NULL))
        done = dict_set_str(vm, type_dict(type), name, value);
    object_drop_or_null(vm, (Object *)name);
    object_drop(vm, value);
    return done;
}

static Object *type_make_method(Vm *vm, Type *type, const Method *method) {
    if ((method->flags & METHOD_IS_STATIC) == 0) return method_descriptor_new(vm, type, method);
    Object *function = builtin_new(vm, method, (Object *)type, NULL);
    if (function == NULL) return NULL;
    Object *wrapped = staticmethod_new(vm, function);
    object_drop(vm, function);
    return wrapped;
}

static bool type_add_tables(Vm *vm, Type *type, const TypeDefinition *definition) {
    const Method *method = definition->methods;
    for (; method != NULL && method->name != NULL; method++)
        if (!type_add(vm, type, method->name, type_make_method(vm, type, method),
                      (method->flags & METHOD_IS_COEXIST) != 0))
            return false;
    const Member *member = definition->members;
    for (; member != NULL && member->name != NULL; member++)
        if (!type_add(vm, type, member->name, member_descriptor_new(vm, type, member), 0))
            return false;
    const Property *property = definition->properties;
    for (; property != NULL && property->name != NULL; property++)
        if (!type_add(vm, type, property->name, getset_descriptor_new(vm, type, property), 0))
            return false;
    return true;
}

static bool type_add_doc(Vm *vm, Type *type, const TypeDefinition *definition) {
    Str *name = vm->objects->names.dunder_doc;
    if (dict_get_str(vm, type_dict(type), name) != NULL) return true;
    Object *doc = definition->doc != NULL ? str_new_c(vm, definition->doc) : none_new(vm);
    if (doc == NULL) return false;
    bool done = dict_set_str(vm, type_dict(type), name, doc);
    slot_take(vm, (Object *)type, &type->doc, doc);
    return done;
}

static bool type_fill_dict(Vm *vm, Type *type, const TypeDefinition *definition) {
    Names *names = &vm->objects->names;
    if (definition->behaviour.new != NULL &&
        !type_add(vm, type, "__new__", builtin_new(vm, &type_new_method, (Object *)type, NULL), 1))
        return false;
    if (!slots_add_wrappers(vm, type, &definition->behaviour)) return false;
    if (!type_add_tables(vm, type, definition)) return false;
    if (!type_add_doc(vm, type, definition)) return false;
    if ((type->flags & TYPE_IS_HEAP) != 0 &&
        !type_add(vm, type, "__module__", type_load_module(vm, type), 0))
        return false;
    if (definition->behaviour.compare != NULL && type->behaviour.hash == slot_hash_refuse &&
        dict_get_str(vm, type_dict(type), names->dunder_hash) == NULL)
        return dict_set_str(vm, type_dict(type), names->dunder_hash, vm->objects->none);
    return true;
}

// --- one type ---

static bool type_set_line(Vm *vm, Type *type, Type *base) {
    Object *self = (Object *)type;
    int64_t depth = base != NULL ? type_mro(base)->count : 0;
    Tuple *mro = tuple_new(vm, depth + 1);
    if (mro == NULL) return false;
    slot_fill(vm, (Object *)mro, &mro->items[0], object_share(self));
    if (base != NULL)
        slots_fill_shared(vm, (Object *)mro, mro->items + 1, type_mro(base)->items, depth);
    slot_fill(vm, self, &type->mro, (Object *)mro);
    Tuple *bases = base != NULL ? tuple_pack(vm, 1, base) : tuple_new(vm, 0);
    if (bases == NULL) return false;
    slot_fill(vm, self, &type->bases, (Object *)bases);
    if (base == NULL) return true;
    slot_fill(vm, self, &type->super, object_share((Object *)base));
    return type_join(vm, type, base);
}

static uint32_t type_is_variable_flag(const Type *type) {
    uint32_t varying = TYPE_IS_INT | TYPE_IS_TUPLE | TYPE_IS_BYTES | TYPE_IS_STR;
    bool varies = type->python_item_bytes != 0 || (type->flags & varying) != 0;
    return varies && (type->flags & TYPE_IS_TYPE) == 0 ? TYPE_IS_VARIABLE : 0;
}

static void type_set_sizes(Vm *vm, Type *type, const TypeDefinition *definition, Type *base) {
    const Layout *layout = heap_of(vm)->kinds[type->kind].layout;
    type->layout = *layout;
    type->native = definition;
    type->native_layout = type->kind == KIND_INT ? heap_of(vm)->kinds[KIND_BIGINT].layout : layout;
    type->bytes = definition->bytes != 0 ? definition->bytes : sizeof(Object);
    if (base != NULL && base->bytes > type->bytes) type->bytes = base->bytes;
    type->native_bytes = type->bytes;
    type->python_bytes = definition->python_bytes;
    if (type->python_bytes == 0) type->python_bytes = base != NULL ? base->python_bytes : 16;
    type->python_item_bytes = definition->python_item_bytes;
    if (type->python_item_bytes == 0 && base != NULL)
        type->python_item_bytes = base->python_item_bytes;
    type->flags = definition->flags;
    if ((definition->flags & TYPE_IS_HEAP) == 0) type->flags |= TYPE_IS_IMMUTABLE;
    if (base != NULL) type->flags |= type_inherited_flags(base);
    type->flags |= type_is_variable_flag(type);
}

static bool type_set_name_native(Vm *vm, Type *type, const TypeDefinition *definition) {
    const char *text = definition->name;
    const char *dot = __builtin_strrchr(text, '.');
    if (dot != NULL) text = dot + 1;
    Str *name = str_new_interned(vm, text, __builtin_strlen(text));
    if (name == NULL) return false;
    slot_fill(vm, (Object *)type, &type->qualname, object_share((Object *)name));
    slot_fill(vm, (Object *)type, &type->name, (Object *)name);
    return true;
}

// A Type that may still miss its dict's content: what types need of each other.
static Type *type_make(Vm *vm, const TypeDefinition *definition, uint32_t kind, Type *base) {
    Type *type = (Type *)object_new(vm, KIND_TYPE, sizeof(Type));
    if (type == NULL) return NULL;
    __builtin_memset((char *)type + sizeof(Object), 0, sizeof(Type) - sizeof(Object));
    type->kind = type->kind_dict = kind;
    type->definition = definition;
    type->behaviour = definition->behaviour;
    slot_fill(vm, NULL, &heap_of(vm)->kinds[kind].type, (Object *)type);
    type_set_sizes(vm, type, definition, base);
    if (!type_set_line(vm, type, base) || !type_set_name_native(vm, type, definition))
        return NULL;
    if (base != NULL) type_inherit(type, base);
    Dict *dict = dict_new(vm);
    if (dict == NULL) return NULL;
    slot_fill(vm, (Object *)type, &type->dict, (Object *)dict);
    return type;
}

static Type *type_make_of_kind(Vm *vm, uint32_t kind) {
    Type *made = type_of_kind(vm, kind);
    const TypeDefinition *definition = kind_definitions[kind];
    if (made != NULL || definition == NULL) return made;
    Type *base = NULL;
    if (kind != KIND_OBJECT) {
        uint32_t base_kind = definition->base != 0 ? definition->base : KIND_OBJECT;
        base = type_make_of_kind(vm, base_kind);
        if (base == NULL) return NULL;
    }
    return type_make(vm, definition, kind, base);
}

bool type_start(Vm *vm) {
    Kind *kinds = heap_of(vm)->kinds;
    for (uint32_t i = 0; i < KIND_BUILTIN_COUNT; i++) {
        if (kind_definitions[i] == NULL || i == KIND_BIGINT) continue;
        if (type_make_of_kind(vm, i) == NULL) return false;
    }
    slot_fill(vm, NULL, &kinds[KIND_BIGINT].type, kinds[KIND_INT].type.object);
    for (uint32_t i = 0; i < KIND_BUILTIN_COUNT; i++) {
        Type *type = type_of_kind(vm, i);
        if (type == NULL || type->kind != i) continue;
        if (!type_fill_dict(vm, type, type->definition)) return false;
    }
    // What was looked up on half-built types may be cached.
    for (uint32_t i = 0; i < KIND_BUILTIN_COUNT; i++) kind_renew(vm, i);
    return true;
}

Type *type_register(Vm *vm, const TypeDefinition *definition, Type *base) {
    if (base == NULL)
        base = type_of_kind(vm, definition->base != 0 ? definition->base : KIND_OBJECT);
    const Layout *inherited = base->bytes > sizeof(Object) ? &base->layout : NULL;
    Layout *layout = type_keep_layout(vm, type_layout_of(definition, inherited));
    if (layout == NULL) return NULL;
    layout->flags |= base->layout.flags & LAYOUT_FINALIZES;
    uint32_t kind = kind_new(vm, layout, NULL);
    if (kind == 0) return NULL;
    Type *type = type_make(vm, definition, kind, base);
    if (type == NULL || !type_fill_dict(vm, type, definition)) return NULL;
    kind_renew(vm, type->kind);
    return type;
}

Type *type_new_builtin(Vm *vm, const TypeDefinition *definition) {
    uint32_t kind = definition->kind;
    if (kind < heap_of(vm)->kind_count && type_of_kind(vm, kind) != NULL)
        return type_of_kind(vm, kind);
    Type *type = type_register(vm, definition, type_of_kind(vm, definition->base));
    CHECK(type == NULL || type->kind == kind);
    return type;
}

// --- teardown ---

// The built-in type that this kind holds, or NULL.
static Type *type_held_by(Vm *vm, uint32_t kind) {
    Type *type = type_of_kind(vm, kind);
    if (type == NULL || type_is_class(type) || type->kind != kind) return NULL;
    return type;
}

void type_empty_all(Vm *vm) {
    for (uint32_t i = 0; i < heap_of(vm)->kind_count; i++) {
        Type *type = type_held_by(vm, i);
        if (type == NULL) continue;
        Object *self = (Object *)type;
        if (type->dict.object != NULL) dict_empty(vm, type_dict(type));
        slot_clear(vm, self, &type->dict);
        slot_clear(vm, self, &type->doc);
        slot_clear(vm, self, &type->name);
        slot_clear(vm, self, &type->qualname);
        slot_clear(vm, self, &type->bases);
        slot_clear(vm, self, &type->mro);
        slot_clear(vm, self, &type->super);
    }
}

// Kinds that only share the type of another one, which holds it.
static void forget_shared_types(Vm *vm) {
    for (uint32_t i = 0; i < heap_of(vm)->kind_count; i++) {
        const Type *type = type_of_kind(vm, i);
        if (type != NULL && !type_is_class(type) && type->kind != i) kind_set_type(vm, i, NULL);
    }
}

void type_done(Vm *vm) {
    forget_shared_types(vm);
    for (uint32_t i = heap_of(vm)->kind_count; i-- > 0;) {
        if (i == KIND_TYPE || type_held_by(vm, i) == NULL) continue;
        slot_clear(vm, NULL, &heap_of(vm)->kinds[i].type);
    }
    slot_clear(vm, NULL, &heap_of(vm)->kinds[KIND_TYPE].type);
    // What still has a type then is a class that something leaked, whose layout is its own.
    for (uint32_t i = 0; i < heap_of(vm)->kind_count; i++) {
        const Kind *kind = &heap_of(vm)->kinds[i];
        if (kind->type.object == NULL)
            system_drop(vm, (void *)(uintptr_t)kind->layout, sizeof(Layout));
    }
    type_cache_drop(vm);
}

void type_visit_roots(Vm *vm, SlotVisit *visit, void *context) {
    for (uint32_t i = 0; i < heap_of(vm)->kind_count; i++)
        if (type_held_by(vm, i) != NULL)
            visit(vm, NULL, &heap_of(vm)->kinds[i].type, context);
}
