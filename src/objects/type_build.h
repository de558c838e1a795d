// How types are built, for the files of the type system only.

#ifndef OBJECTS_TYPE_BUILD_H
#define OBJECTS_TYPE_BUILD_H

#include "objects/arguments.h"
#include "objects/dict.h"
#include "objects/instance.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

// Registers the kinds of kinds.def with their layouts, types still missing.
MUST_USE bool type_start_kinds(Vm *vm);
// First step of teardown: empties the slots of all built-in types, so that only the
// Type cells remain; type_done frees those.
void type_empty_all(Vm *vm);
// Gives the method cache back.
void type_cache_drop(Vm *vm);

ALWAYS_INLINE Dict *type_dict(const Type *type) { return (Dict *)type->dict.object; }
ALWAYS_INLINE Tuple *type_mro(const Type *type) { return (Tuple *)type->mro.object; }
ALWAYS_INLINE Tuple *type_bases(const Type *type) { return (Tuple *)type->bases.object; }
ALWAYS_INLINE Type *type_super(const Type *type) { return (Type *)type->super.object; }
ALWAYS_INLINE bool object_is_type(Vm *vm, const Object *object) {
    return (object_type(vm, object)->flags & TYPE_IS_TYPE) != 0;
}

// A bare Type, an instance of metatype: cleared, tracked when it is a class.
MUST_USE Type *type_new_bare(Vm *vm, Type *metatype);
// Sets type->name; ValueError when the name holds a zero.
MUST_USE bool type_set_name_text(Vm *vm, Type *type, Str *name);
MUST_USE bool type_check_name_text(Vm *vm, Str *name);
// Adds the type to the subclasses of its bases; type_leave takes it out again.
MUST_USE bool type_join(Vm *vm, Type *type, Type *base);
void type_leave(Type *type, Type *base);
// New versions for the type and all its subclasses.
void type_renew(Vm *vm, Type *type);
// Fills entries that are empty by those of the base.
void type_inherit(Type *type, const Type *base);

// C3: the order of bases that `type` (whose bases are set) looks things up in. A new
// tuple, or NULL with TypeError raised. A metaclass's own mro() is type_load_mro's affair.
MUST_USE Tuple *type_linearize(Vm *vm, Type *type);
MUST_USE bool type_set_mro(Vm *vm, Type *type);
// The same for the class and all below it, or for none of them. A metaclass's mro() may set bases
// and orders itself: what it has set stays.
MUST_USE bool type_set_orders(Vm *vm, Type *type);
// A new list of the classes that name it as a base.
MUST_USE List *type_load_subclasses(Vm *vm, Type *type);

// The base that decides the layout of instances; NULL: raised.
MUST_USE Type *type_find_best_base(Vm *vm, Tuple *bases);
// The nearest type in the line of bases that adds to the layout of instances.
Type *type_solid_base(Type *type);
// Sets Layout, sizes and kinds of a class whose super, flags and slots are known.
MUST_USE bool type_lay_out(Vm *vm, Type *type, int adds_dict, int adds_weak);
// TYPE_… flags that subclasses have too.
uint32_t type_inherited_flags(const Type *base);
// Reads __slots__ of the namespace: names for the class, or NULL when there are none.
typedef struct SlotsPlan {
    Tuple *names;        // owns: mangled and sorted; NULL: no __slots__
    bool has_slots;      // __slots__ was given
    bool adds_dict, adds_weak;
} SlotsPlan;
MUST_USE bool slots_plan(Vm *vm, SlotsPlan *plan, Type *base, Str *name, Dict *namespace);
MUST_USE bool slots_plan_check_bases(Vm *vm, SlotsPlan *plan, Type *base, Tuple *bases);

// type.__new__ and type.__init__ in behaviour form.
Object *type_new(Vm *vm, Type *metatype, const Arguments *arguments);
bool type_init(Vm *vm, Object *object, const Arguments *arguments);
// The Method under which `__new__` stands in the dicts of built-in types.
extern const Method type_new_method;
Object *type_call_new_method(Vm *vm, Type *type, const Arguments *arguments);

// object.__new__ and object.__init__ in behaviour form; object.__reduce_ex__ and so on.
Object *object_behaviour_new(Vm *vm, Type *type, const Arguments *arguments);
bool object_behaviour_init(Vm *vm, Object *object, const Arguments *arguments);
Object *object_method___reduce_ex__(Vm *vm, const Slot *arguments);
Object *object_method___reduce__(Vm *vm, const Slot *arguments);
Object *object_method___getstate__(Vm *vm, const Slot *arguments);
// The names of a class and its bases: what type.__dir__ gives.
MUST_USE Object *object_dir_class(Vm *vm, Object *class);
// type.__module__.
MUST_USE Object *type_load_module(Vm *vm, Type *type);

// type.__instancecheck__ and type.__subclasscheck__.
Found type_check_instance(Vm *vm, Object *type, Object *object);
Found type_check_subclass(Vm *vm, Object *type, Object *derived);
// True when instances have what CPython calls a managed dict: one that a class adds.
bool type_has_managed_dict(const Type *type);

// Assignments to __class__ and __bases__.
bool type_set_class(Vm *vm, Object *object, Object *value);
bool type_set_bases(Vm *vm, Object *object, Object *value);

Object *type_load_attribute(Vm *vm, Object *object, Str *name);
bool type_set_attribute(Vm *vm, Object *object, Str *name, Object *value);

extern const Method type_methods[];
extern const Property type_properties[];

#endif
