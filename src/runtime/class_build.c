#include "runtime/class_build.h"

#include "objects/cell.h"
#include "objects/str.h"
#include "objects/tuple.h"

typedef struct Building {
    Vm *vm;
    Function *body;
    Object *name;
    Tuple *given_bases;   // owns
    Tuple *bases;         // owns: after __mro_entries__
    Dict *keywords;       // owns: without metaclass
    Object *metaclass;    // owns
    Object *namespace;    // owns
} Building;

// Replaces bases that are no types by what their __mro_entries__ gives.
static Tuple *resolve_bases(Vm *vm, Tuple *given) {
    List *resolved = list_new(vm, given->count);
    if (resolved == NULL) return NULL;
    bool done = true;
    for (int64_t i = 0; done && i < given->count; i++) {
        Object *base = given->items[i].object, *method = NULL;
        Found found = object_is_flagged(vm, base, TYPE_IS_TYPE) ? ABSENT
            : object_find_attribute(vm, base, vm->objects->names.dunder_mro_entries, &method);
        if (found == ABSENT) {
            done = list_add(vm, resolved, base);
            continue;
        }
        Object *entries = found == FOUND ? object_call_with(vm, method, 1, (Object *)given) : NULL;
        if (found == FOUND) object_drop(vm, method);
        if (entries != NULL && !object_is_tuple(vm, entries))
            done = raise_false(vm, ERROR_MRO_ENTRIES_NO_TUPLE);
        else done = entries != NULL && list_extend(vm, resolved, entries);
        object_drop_or_null(vm, entries);
    }
    Tuple *bases = done ? list_to_tuple(vm, resolved) : NULL;
    object_drop(vm, (Object *)resolved);
    return bases;
}

// The most derived of the metaclass and the types of all bases.
static bool choose_metaclass(Building *building) {
    Vm *vm = building->vm;
    Type *winner = (Type *)building->metaclass;
    for (int64_t i = 0; i < building->bases->count; i++) {
        Type *type = object_type(vm, building->bases->items[i].object);
        if (type_is_subtype(winner, type)) continue;
        if (!type_is_subtype(type, winner)) return raise_false(vm, ERROR_METACLASS_CONFLICT);
        winner = type;
    }
    object_share(&winner->base);
    object_drop(vm, building->metaclass);
    building->metaclass = &winner->base;
    return true;
}

static bool take_metaclass(Building *building) {
    Vm *vm = building->vm;
    Object *name = (Object *)vm->objects->names.metaclass;
    Found found = dict_take(vm, building->keywords, name, &building->metaclass);
    if (found == RAISED) return false;
    if (found == ABSENT) {
        Type *type = building->bases->count == 0
            ? type_of_kind(vm, KIND_TYPE) : object_type(vm, building->bases->items[0].object);
        building->metaclass = object_share(&type->base);
    }
    if (!object_is_flagged(vm, building->metaclass, TYPE_IS_TYPE)) return true;
    return choose_metaclass(building);
}

static bool prepare_namespace(Building *building) {
    Vm *vm = building->vm;
    Object *prepare;
    Found found = object_find_attribute(vm, building->metaclass,
                                        vm->objects->names.dunder_prepare, &prepare);
    if (found == RAISED) return false;
    if (found == ABSENT) {
        building->namespace = (Object *)dict_new(vm);
        return building->namespace != NULL;
    }
    Tuple *arguments = tuple_pack(vm, 2, building->name, (Object *)building->bases);
    if (arguments != NULL)
        building->namespace = object_call_tuple(vm, prepare, arguments, building->keywords);
    object_drop_or_null(vm, (Object *)arguments);
    object_drop(vm, prepare);
    if (building->namespace == NULL) return false;
    const Behaviour *behaviour = &object_type(vm, building->namespace)->behaviour;
    if (behaviour->load_item != NULL) return true;
    if (object_is_flagged(vm, building->metaclass, TYPE_IS_TYPE))
        return raise_false(vm, ERROR_PREPARE_NO_MAPPING, type_name((Type *)building->metaclass),
                           building->namespace);
    return raise_false(vm, ERROR_PREPARE_NO_MAPPING, "<metaclass>", building->namespace);
}

static Object *make_class(Building *building, Object *cell) {
    Vm *vm = building->vm;
    if (building->bases != building->given_bases &&
        !object_set_item(vm, building->namespace, (Object *)vm->objects->names.dunder_orig_bases,
                         (Object *)building->given_bases))
        return NULL;
    Tuple *arguments = tuple_pack(vm, 3, building->name, (Object *)building->bases,
                                  building->namespace);
    if (arguments == NULL) return NULL;
    Object *made = object_call_tuple(vm, building->metaclass, arguments, building->keywords);
    object_drop(vm, (Object *)arguments);
    if (made == NULL || !object_is_flagged(vm, made, TYPE_IS_TYPE) || cell->kind != KIND_CELL)
        return made;
    Object *seen = ((Cell *)cell)->value.object;
    if (seen == made) return made;
    if (seen == NULL) raise(vm, ERROR_CLASSCELL_NOT_SET, building->name, made);
    else raise(vm, ERROR_CLASSCELL_WRONG, seen, building->name, made);
    object_drop(vm, made);
    return NULL;
}

static Object *build(Building *building) {
    Vm *vm = building->vm;
    building->bases = resolve_bases(vm, building->given_bases);
    if (building->bases == NULL) return NULL;
    bool is_same = building->bases->count == building->given_bases->count;
    for (int64_t i = 0; is_same && i < building->bases->count; i++)
        is_same = building->bases->items[i].object == building->given_bases->items[i].object;
    if (is_same) {
        object_drop(vm, (Object *)building->bases);
        building->bases = (Tuple *)object_share((Object *)building->given_bases);
    }
    if (!take_metaclass(building) || !prepare_namespace(building)) return NULL;
    Object *cell = runtime_run_body(vm, building->body, building->namespace);
    if (cell == NULL) return NULL;
    Object *made = make_class(building, cell);
    object_drop(vm, cell);
    return made;
}

static bool take_keywords(Building *building, const Arguments *arguments) {
    building->keywords = dict_new(building->vm);
    if (building->keywords == NULL) return false;
    int64_t count = arguments->names == NULL ? 0 : arguments->names->count;
    for (int64_t i = 0; i < count; i++) {
        Object *value = arguments->values[arguments->count + i].object;
        if (!dict_set(building->vm, building->keywords, arguments->names->items[i].object, value))
            return false;
    }
    return true;
}

Object *class_build(Vm *vm, const Arguments *arguments) {
    if (arguments->count < 2) return raise(vm, ERROR_BUILD_CLASS_ARGUMENTS);
    Object *body = arguments->values[0].object, *name = arguments->values[1].object;
    if (body->kind != KIND_FUNCTION) return raise(vm, ERROR_BUILD_CLASS_FUNCTION);
    if (!object_is_str(vm, name)) return raise(vm, ERROR_BUILD_CLASS_NAME);
    Building building = {.vm = vm, .body = (Function *)body, .name = name};
    building.given_bases = tuple_new_from(vm, arguments->values + 2, arguments->count - 2);
    Object *made = NULL;
    if (building.given_bases != NULL && take_keywords(&building, arguments))
        made = build(&building);
    object_drop_or_null(vm, (Object *)building.given_bases);
    object_drop_or_null(vm, (Object *)building.bases);
    object_drop_or_null(vm, (Object *)building.keywords);
    object_drop_or_null(vm, building.metaclass);
    object_drop_or_null(vm, building.namespace);
    return made;
}
