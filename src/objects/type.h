// Types: what an object can do.
//
// A Type is an object with a Behaviour, one function per operation, that the
// operations of objects/operations.h call. Built-in types fill it in C from a
// TypeDefinition; a class of the program gets functions that look up its dunder
// methods (slots.def ties each operation to its name, both ways: a C operation
// of a built-in type appears as `__add__`, a class's `__add__` fills the operation).
//
// kinds: heap->kinds[object->kind].type is the object's type. kinds[...].version
// is renewed when the type or one of its bases is changed: caches guard on it.

#ifndef OBJECTS_TYPE_H
#define OBJECTS_TYPE_H

#include "memory/layout.h"

#define KIND(id, definition) KIND_##id,
enum BuiltinKind {
#include "objects/kinds.def"
    KIND_BUILTIN_COUNT
};
#undef KIND
_Static_assert((int)KIND_INT == (int)KIND_NUMBER_FIRST && KIND_FLOAT == KIND_INT + 1 &&
                   KIND_NUMBER_COUNT == 2,
               "the heap knows ints and floats by these kinds");

typedef struct Type Type;
typedef struct Tuple Tuple;
typedef struct Str Str;
typedef struct Dict Dict;

// Arguments of a call: `count` positional values, then one value per name.
// All borrowed from the caller, who keeps them alive during the call.
typedef struct Arguments {
    const Slot *values;
    int64_t count;
    Tuple *names;  // borrows; NULL: no keyword arguments
} Arguments;

typedef enum Comparison {  // in the order of COMPARE_OP's argument
    COMPARE_LESS, COMPARE_LESS_EQUAL, COMPARE_EQUAL, COMPARE_NOT_EQUAL,
    COMPARE_GREATER, COMPARE_GREATER_EQUAL,
} Comparison;

typedef enum BinaryOperator {  // in the order of BINARY_OP's argument; + 13: in place
    BINARY_ADD, BINARY_AND, BINARY_FLOOR_DIVIDE, BINARY_LEFT_SHIFT, BINARY_MATRIX_MULTIPLY,
    BINARY_MULTIPLY, BINARY_REMAINDER, BINARY_OR, BINARY_POWER, BINARY_RIGHT_SHIFT,
    BINARY_SUBTRACT, BINARY_TRUE_DIVIDE, BINARY_XOR, BINARY_COUNT,
    BINARY_DIVMOD = BINARY_COUNT,  // has no bytecode; only __divmod__
    BINARY_COUNT_ALL,
} BinaryOperator;

typedef enum UnaryOperator {
    UNARY_NEGATIVE, UNARY_POSITIVE, UNARY_INVERT, UNARY_ABSOLUTE,
    UNARY_INT, UNARY_FLOAT, UNARY_INDEX, UNARY_COUNT,
} UnaryOperator;

typedef Object *UnaryFunction(Vm *vm, Object *object);
typedef Object *BinaryFunction(Vm *vm, Object *left, Object *right);

// A new reference or NULL (raised), unless said. All may be NULL: not supported.
typedef struct Behaviour {
    UnaryFunction *repr, *str;
    bool (*hash)(Vm *vm, Object *object, int64_t *hash);       // never gives -1
    Object *(*compare)(Vm *vm, Object *left, Object *right, Comparison comparison);
    Object *(*call)(Vm *vm, Object *callable, const Arguments *arguments);
    Object *(*load_attribute)(Vm *vm, Object *object, Str *name);
    bool (*set_attribute)(Vm *vm, Object *object, Str *name, Object *value);  // NULL: delete
    UnaryFunction *iterate;
    UnaryFunction *next;            // NULL without an exception, or with StopIteration: the
                                    // end (a class's __next__ raises it; see object_next)
    // Numbers. A binary operation may give NotImplemented (a new reference).
    Found (*truth)(Vm *vm, Object *object);   // FOUND true, ABSENT false
    UnaryFunction *unary[UNARY_COUNT];
    BinaryFunction *binary[BINARY_COUNT_ALL];
    BinaryFunction *in_place[BINARY_COUNT];
    Object *(*power)(Vm *vm, Object *base, Object *exponent, Object *modulus);
    // Sequences and mappings.
    bool (*length)(Vm *vm, Object *object, int64_t *length);
    Found (*contains)(Vm *vm, Object *object, Object *item);
    BinaryFunction *concatenate, *concatenate_in_place;
    Object *(*repeat)(Vm *vm, Object *object, int64_t times);
    Object *(*repeat_in_place)(Vm *vm, Object *object, int64_t times);
    Object *(*load_index)(Vm *vm, Object *object, int64_t index);
    bool (*set_index)(Vm *vm, Object *object, int64_t index, Object *value);
    BinaryFunction *load_item;      // object[key]
    bool (*set_item)(Vm *vm, Object *object, Object *key, Object *value);  // NULL: delete
    // Descriptors. `instance` NULL: looked up on the type itself.
    Object *(*descriptor_load)(Vm *vm, Object *descriptor, Object *instance, Type *owner);
    bool (*descriptor_set)(Vm *vm, Object *descriptor, Object *instance, Object *value);
    // Making instances.
    Object *(*new)(Vm *vm, Type *type, const Arguments *arguments);
    bool (*init)(Vm *vm, Object *object, const Arguments *arguments);
    bool (*finalize)(Vm *vm, Object *object);   // __del__, generators; false: raised
    // Coroutines.
    UnaryFunction *await, *async_iterate, *async_next;
    // Bytes behind an object (bytes, bytearray, memoryview, array): see objects/view.h.
    const struct ViewBehaviour *view;
    // sys.getsizeof without the collector's 16 bytes, CPython's figure. NULL: computed
    // from the definition's python_bytes.
    UnaryFunction *size_of;
} Behaviour;

// A native function: one value per parameter of its signature, in order; empty
// where the caller gave none and the signature has a default; a tuple for *args,
// a dict for **kwargs (both borrowed too). `self` or the class is the first.
typedef Object *Native(Vm *vm, const Slot *arguments);

enum MethodFlag {
    METHOD_IS_CLASS = 1,
    METHOD_IS_STATIC = 2,
    METHOD_IS_COEXIST = 4,   // stands beside an operation of the same name, and wins
    METHOD_IS_PARSED = 8,    // CPython reads its arguments by a format: "f() takes at least
                             // 1 argument (0 given)" in place of "f expected at least 1 …"
    METHOD_HIDES_SIGNATURE = 16,  // CPython's has no __text_signature__
    METHOD_TAKES_TUPLE = 32,  // METH_VARARGS: messages about keywords name no module or type
    METHOD_COUNTS_WITH_TYPE = 64, // "deque.rotate expected …" in place of "rotate expected …"
    METHOD_KNOWS_CLASS = 128,     // CPython's is given the class that defines it: messages are
                                  // those of functions with keywords
};

// A native method or function. The signature is CPython's __text_signature__ form
// with "self" first for methods ("(self, index=-1, /)"); a module's functions have
// no self. objects/arguments.c binds calls by it, with CPython's error messages.
typedef struct Method {
    const char *name;
    Native *function;
    const char *signature;
    const char *doc;
    uint32_t flags;
} Method;

#define METHOD(type, name, signature, doc) {#name, type##_method_##name, signature, doc, 0}
#define CLASS_METHOD(type, name, signature, doc) \
    {#name, type##_method_##name, signature, doc, METHOD_IS_CLASS}
#define STATIC_METHOD(type, name, signature, doc) \
    {#name, type##_method_##name, signature, doc, METHOD_IS_STATIC}
#define HIDDEN_METHOD(type, name, signature, doc) \
    {#name, type##_method_##name, signature, doc, METHOD_HIDES_SIGNATURE}
#define FUNCTION(module, name, signature, doc) {#name, module##_function_##name, signature, doc, 0}

// A computed attribute; set NULL: read only. Its value NULL means delete.
typedef struct Property {
    const char *name;
    Object *(*get)(Vm *vm, Object *self);
    bool (*set)(Vm *vm, Object *self, Object *value);
    const char *doc;
} Property;

// An attribute that is a field: a slot at an offset. Absent value reads as
// None, or raises AttributeError when MEMBER_RAISES. With MEMBER_IS_… the field is no slot but
// a number: those with a sign and doubles are always read only.
enum MemberFlag {
    MEMBER_READ_ONLY = 1, MEMBER_RAISES = 2, MEMBER_IS_INT32 = 4, MEMBER_IS_INT64 = 8,
    MEMBER_IS_BOOL = 16, MEMBER_IS_UINT32 = 32, MEMBER_IS_DOUBLE = 64,
    MEMBER_IS_DICT = 128,   // the instance's __dict__: no field either
    MEMBER_IS_NUMBER = MEMBER_IS_INT32 | MEMBER_IS_INT64 | MEMBER_IS_BOOL | MEMBER_IS_UINT32 |
                       MEMBER_IS_DOUBLE,
};
typedef struct Member {
    const char *name;
    size_t offset;
    uint32_t flags;
    const char *doc;
} Member;

enum TypeFlag {
    TYPE_IS_BASE = 1 << 0,         // may be subclassed
    TYPE_IS_ABSTRACT = 1 << 1,     // has abstract methods
    TYPE_IS_CLASS = 1 << 2,        // made by the program (CPython: heap type)
    TYPE_IS_EXCEPTION = 1 << 3,
    TYPE_IS_INT = 1 << 4, TYPE_IS_LIST = 1 << 5, TYPE_IS_TUPLE = 1 << 6, TYPE_IS_BYTES = 1 << 7,
    TYPE_IS_STR = 1 << 8, TYPE_IS_DICT = 1 << 9, TYPE_IS_TYPE = 1 << 10,   // also subclasses
    TYPE_IS_METHOD_LIKE = 1 << 11, // a call through an instance may skip binding (functions …)
    TYPE_IS_SEQUENCE = 1 << 12, TYPE_IS_MAPPING = 1 << 13,                 // for match
    TYPE_IS_IMMUTABLE = 1 << 14,   // attributes can't be set (built-in types)
    TYPE_HAS_DICT = 1 << 15,       // instances have a __dict__
    TYPE_HAS_FINALIZER = 1 << 16,
    TYPE_IS_VARIABLE = 1 << 17,    // instances differ in size (int, str, bytes, tuple)
    TYPE_HAS_FINAL_CLASS = 1 << 19, // its instances' class can't be assigned
    TYPE_HAS_MANAGED_DICT = 1 << 18, // a class added the dict: 16 bytes before instances
    TYPE_IS_HEAP = 1 << 20,        // made in C, but a heap type in CPython: its instances count
                                   // it, and it can be changed unless TYPE_IS_IMMUTABLE
    TYPE_IS_CALLED_DIRECTLY = 1 << 21, // the type itself: CPython makes no tuple of arguments
    TYPE_HAS_VECTOR_CALL = 1 << 23,  // shown in __flags__, no more
    TYPE_MATCHES_ITSELF = 1 << 22,   // one positional pattern of it is the subject itself
};

// What a built-in type is made of; const, one per type file: `list_definition`.
typedef struct TypeDefinition {
    const char *name;           // "list"; with a dot: module.name
    enum BuiltinKind kind;
    enum BuiltinKind base;      // KIND_OBJECT unless said (0 means that too)
    uint32_t flags;
    size_t bytes;               // sizeof the struct, where instances have one size
    size_t python_bytes;        // CPython's tp_basicsize and tp_itemsize: sys.getsizeof
    size_t python_item_bytes;
    uint16_t python_dict_offset, python_weak_offset;   // where CPython has them; 0: computed
    Layout layout;
    Behaviour behaviour;
    const Method *methods;      // ends with {0}; NULL: none
    const Property *properties;
    const Member *members;
    const char *signature;      // of the constructor, for __text_signature__; may be NULL
    const char *doc;
} TypeDefinition;

struct Type {
    Object base;
    Behaviour behaviour;        // inherited entries filled in
    Layout layout;              // of instances
    Layout layout_dict;         // classes: the same without LAYOUT_INLINE
    const TypeDefinition *definition;  // borrows; NULL for classes of the program
    const TypeDefinition *native;      // borrows; the nearest built-in type's: own or a base's
    const Layout *native_layout;       // borrows; how memory sees the built-in part
    uint32_t kind;              // of new instances
    uint32_t kind_dict;         // classes: of instances whose values moved to a dict
    uint32_t flags;
    uint32_t slot_count;        // __slots__ of this class
    uint32_t slot_total;        // with those of its bases
    size_t bytes;               // of an instance's struct: where inline values begin
    size_t native_bytes;        // of the built-in part: where __slots__ begin
    size_t python_bytes, python_item_bytes;
    Slot name, qualname, doc;   // Str; doc may be anything
    Slot super;                 // Type, empty for object  (__base__)
    Slot bases, mro;            // Tuple
    Slot dict;                  // Dict
    Slot slot_names;            // Tuple of names of __slots__, or empty
    Type **subclasses;          // owns; borrows each: a class leaves the list when it dies
    int64_t subclass_count, subclass_capacity;
    char *utf8_name;            // owns: for messages, when the name is not ASCII
    size_t utf8_bytes;
    struct SharedKeys *shared_keys;  // owns: see objects/instance.h; NULL: none
};

extern const Layout type_layout;

ALWAYS_INLINE Type *object_type(Vm *vm, const Object *object) {
    return (Type *)object_kind(vm, object)->type.object;
}

ALWAYS_INLINE Type *type_of_kind(Vm *vm, uint32_t kind) {
    return (Type *)heap_of(vm)->kinds[kind].type.object;
}

// True when type is base or has it in its MRO.
bool type_is_subtype(const Type *type, const Type *base);

// The attribute of the type's MRO with that name, as it stands in the class dict
// (no descriptor is called), or NULL. Borrowed; cached per (kind version, name).
Object *type_get(Vm *vm, Type *type, Str *name);

// Name of a type as messages show it: "list", "collections.deque", a class's __name__.
const char *type_name(const Type *type);
// The same for an object's type.
const char *object_type_name(Vm *vm, const Object *object);
// True for a class of the program (CPython's heap types).
ALWAYS_INLINE bool type_is_class(const Type *type) {
    return (type->flags & TYPE_IS_CLASS) != 0;
}

// True for what CPython calls a heap type: a class, or a module's type made at run time.
ALWAYS_INLINE bool type_is_heap(const Type *type) {
    return (type->flags & (TYPE_IS_CLASS | TYPE_IS_HEAP)) != 0;
}

// Calls the type: its __new__, then __init__ when that gave an instance of it.
MUST_USE Object *type_call(Vm *vm, Type *type, const Arguments *arguments);

// The class of a class statement's or type()'s bases: the most derived metaclass.
// Borrowed; NULL with TypeError raised on a conflict.
MUST_USE Type *type_find_metaclass(Vm *vm, Type *metatype, Tuple *bases);

// A class, as type(name, bases, namespace, **keywords) makes it with metatype.
MUST_USE Object *type_new_class(Vm *vm, Type *metatype, Str *name, Tuple *bases, Dict *namespace,
                                const Arguments *keywords);

// After the class dict or bases changed: renews versions of the type and of its
// subclasses and refills the operations that its dunder methods define.
bool type_changed(Vm *vm, Type *type, Str *name);

// A bare instance, where the `new` of a built-in type starts: `bytes` is the size of
// its struct (type->bytes, more where instances differ), cleared behind the header;
// __slots__ and inline values of a class are empty too, and the class is counted.
// Collected objects start untracked. (instance_new of instance.h tracks.)
MUST_USE Object *type_new_instance(Vm *vm, Type *type, size_t bytes);

// One more built-in type, of a kind that is not in kinds.def: definition->kind is
// given explicitly (the next free one), definition->base is made already. Borrowed.
MUST_USE Type *type_new_builtin(Vm *vm, const TypeDefinition *definition);

// Makes a Type of a definition that has no row in kinds.def (exceptions, types of
// modules). `base` NULL: as the definition says. Borrowed: it lives as long as the machine.
MUST_USE Type *type_register(Vm *vm, const TypeDefinition *definition, Type *base);

// A new tracked instance of a type whose layout has fields: the first `count` are filled
// with the Object * given, which are consumed, also on failure. NULL among them: raised
// already. type_new_filled(vm, type, 2, a, b).
MUST_USE Object *type_new_filled(Vm *vm, Type *type, int count, ...);

// Registers the built-in types of kinds.def; called once by objects_start.
MUST_USE bool type_start(Vm *vm);
// Frees all types, after everything else is gone.
void type_done(Vm *vm);
// Visits the slots by which the machine itself holds the built-in types.
void type_visit_roots(Vm *vm, SlotVisit *visit, void *context);

#endif
