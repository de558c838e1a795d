// What every object begins with, and what memory must know of a kind of object.
//
//        -24      -16      -8              0                8
//   ... | weak   | dict   | next | prev   | count | kind   | the object's own fields
//       `-------- Prefix, by layout ------'`--- Object ---'
//
// A reference is an `Object *`, always to the header. `kind` is a layout id:
// the built-in types have fixed ones (kinds.def), a class of the program gets
// two (values inline, dict mode). heap->kinds[kind] tells type, layout, version.
// A program's class is counted by each of its instances, as in CPython.

#ifndef MEMORY_OBJECT_H
#define MEMORY_OBJECT_H

#include "base/vm.h"

typedef struct Object {
    uint32_t count;  // references; frees at 0
    uint32_t kind;
} Object;

// A place that holds one reference, or nothing. The member is const so that
// neither a store nor a struct copy compiles: memory/slot.h alone assigns one.
typedef struct Slot {
    Object *const object;
} Slot;

// What stands before the header of collected objects (only the links) and of
// objects with a __dict__ or weak references (all of it).
typedef struct Prefix {
    Object *weak;   // borrows: the first WeakReference to the object
    Slot dict;      // owns: the instance dict, made on demand
    uint32_t next;  // 30 bits of link, 2 flags (cycles.c); 0 when untracked
    uint32_t prev;
} Prefix;

enum {
    PREFIX_NONE_BYTES = 0,
    PREFIX_LINKS_BYTES = 8,
    PREFIX_WHOLE_BYTES = 24,
};

ALWAYS_INLINE Prefix *object_prefix(const Object *object) {
    return (Prefix *)((char *)(uintptr_t)object - sizeof(Prefix));
}

enum LayoutFlag {
    LAYOUT_COLLECTED = 1 << 0,  // has links: the cycle collector may track it
    LAYOUT_DICT = 1 << 1,       // prefix.dict is valid
    LAYOUT_WEAK = 1 << 2,       // prefix.weak is valid
    LAYOUT_CLASS = 1 << 3,      // instances of a program's class: each counts its type
    LAYOUT_INLINE = 1 << 4,     // attribute values stand inline (see objects/instance.h)
    LAYOUT_FINALIZES = 1 << 5,  // may have a finaliser though no class (generators, files)
    LAYOUT_UNTRACKS = 1 << 6,   // tuple: a collection untracks it when no item can be in a cycle
    LAYOUT_UNTRACKS_FULLY = 1 << 7,  // dict: the same, in collections of the last generation
    LAYOUT_FINISHES_DICT = 1 << 8,   // finish and clear empty prefix.dict at their own moment
    LAYOUT_IS_WEAK_REFERENCE = 1 << 9,  // begins as WeakReference (subclasses and proxies too)
    LAYOUT_CLEARS_FIELDS = 1 << 10,  // clear empties the fields, after its function
    LAYOUT_MAY_BE_STATIC = 1 << 12,  // types: those built in are no affair of the collector's
    LAYOUT_HAS_OPERANDS = 1 << 11,  // some slots are operands of a frame (see memory/digest.c)
};

// Ints and floats: 16 bytes, no prefix, no slots, on a free list of their own.
// (objects/kinds.def gives INT and FLOAT these ids.)
enum { KIND_NUMBER_FIRST = 1, KIND_NUMBER_COUNT = 2 };

// CPython keeps some dead tuples, lists, dicts and slices for reuse, and these count neither as
// allocated nor as freed when it decides to collect. To collect at the same moments,
// the heap counts what it would have kept.
typedef enum KeptDead { KEPT_NONE, KEPT_LIST, KEPT_DICT, KEPT_SLICE, KEPT_TUPLE } KeptDead;

// Called with each slot of an object that may hold a reference.
typedef void SlotVisit(Vm *vm, Object *owner, Slot *slot, void *context);

// Where in its owner a slot is, in the words of the event stream.
typedef struct Place {
    enum PlaceKind {
        PLACE_FIELD,      // a field that has a name: function.__defaults__
        PLACE_INDEX,      // position `index`
        PLACE_KEY,        // the value under the object `key`
        PLACE_KEY_ITSELF, // the key of an entry
        PLACE_ELEMENT,    // a member of a set
        PLACE_ATTRIBUTE,  // the attribute named by the str `key`
    } kind;
    int64_t index;
    const char *name;  // borrows, static: for PLACE_FIELD
    Object *key;       // borrows
} Place;

// Takes bytes of an object that are the same in every run (no host addresses).
typedef void Payload(void *context, const void *bytes, size_t count);

// A slot at a fixed place in the object, with the name that the program knows it by.
typedef struct Field {
    const char *name;  // borrows, static; NULL ends a table
    size_t offset;
} Field;

// What memory needs to know of a kind. Functions may be NULL where said. Tables of fields
// serve most kinds; functions see to what has no fixed place (layout.h puts both together).
typedef struct Layout {
    const char *name;  // borrows, static or in the type
    uint32_t flags;
    const Field *fields;  // borrows, static; NULL: none. Visited first; emptied by finish last
    // Size of the cell without the prefix. NULL: the type's.
    size_t (*bytes)(Vm *vm, const Object *object);
    // Calls visit with each own slot that is no field, full ones at least; NULL: none.
    // Type and prefix.dict are visited by object_visit, not here.
    void (*visit)(Vm *vm, Object *object, SlotVisit *visit, void *context);
    // Breaks cycles: empties the slots that may be emptied early. NULL: none, or fields.
    void (*clear)(Vm *vm, Object *object);
    // Before the cell goes: empties slots, gives buffers back. NULL: nothing more than fields.
    // (prefix.dict goes before it in instances of classes, else after it.)
    void (*finish)(Vm *vm, Object *object);
    // Says where `slot`, one of the object's own that is no field, is. NULL: nobody knows.
    Place (*place)(Vm *vm, Object *object, const Slot *slot);
    // Gives what is no slot (digits, characters, order) to a digest. NULL: nothing.
    void (*payload)(Vm *vm, Object *object, Payload *add, void *context);
    // KEPT_TUPLE: an int64 count of slots follows the header.
    KeptDead kept_dead;
} Layout;

#endif
