// What the files of the module _pickle share.

#ifndef MODULES_PICKLE_H
#define MODULES_PICKLE_H

#include "modules/modules.h"
#include "objects/dict.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "objects/view.h"

enum { PICKLE_PROTOCOL_HIGHEST = 5, PICKLE_PROTOCOL_USUAL = 4 };

// The opcodes: what each does stands beside the function that loads it.
typedef enum PickleOp {
    OP_MARK = '(', OP_STOP = '.', OP_POP = '0', OP_POP_MARK = '1', OP_DUP = '2', OP_FLOAT = 'F',
    OP_INT = 'I', OP_BININT = 'J', OP_BININT1 = 'K', OP_LONG = 'L', OP_BININT2 = 'M',
    OP_NONE = 'N', OP_PERSID = 'P', OP_BINPERSID = 'Q', OP_REDUCE = 'R', OP_STRING = 'S',
    OP_BINSTRING = 'T', OP_SHORT_BINSTRING = 'U', OP_UNICODE = 'V', OP_BINUNICODE = 'X',
    OP_APPEND = 'a', OP_BUILD = 'b', OP_GLOBAL = 'c', OP_DICT = 'd', OP_EMPTY_DICT = '}',
    OP_APPENDS = 'e', OP_GET = 'g', OP_BINGET = 'h', OP_INST = 'i', OP_LONG_BINGET = 'j',
    OP_LIST = 'l', OP_EMPTY_LIST = ']', OP_OBJ = 'o', OP_PUT = 'p', OP_BINPUT = 'q',
    OP_LONG_BINPUT = 'r', OP_SETITEM = 's', OP_TUPLE = 't', OP_EMPTY_TUPLE = ')',
    OP_SETITEMS = 'u', OP_BINFLOAT = 'G',
    OP_PROTO = 0x80, OP_NEWOBJ, OP_EXT1, OP_EXT2, OP_EXT4, OP_TUPLE1, OP_TUPLE2, OP_TUPLE3,
    OP_NEWTRUE, OP_NEWFALSE, OP_LONG1, OP_LONG4,
    OP_BINBYTES = 'B', OP_SHORT_BINBYTES = 'C',
    OP_SHORT_BINUNICODE = 0x8c, OP_BINUNICODE8, OP_BINBYTES8, OP_EMPTY_SET, OP_ADDITEMS,
    OP_FROZENSET, OP_NEWOBJ_EX, OP_STACK_GLOBAL, OP_MEMOIZE, OP_FRAME, OP_BYTEARRAY8,
    OP_NEXT_BUFFER, OP_READONLY_BUFFER,
} PickleOp;

typedef struct PickleState {
    Type *pickler, *unpickler, *pickler_memo, *unpickler_memo, *buffer;   // borrow
    Slot error, pickling_error, unpickling_error;   // the classes
    // Of the library: copyreg's tables, and the names that Python 2 had for modules and globals.
    Slot dispatch_table, extension_registry, inverted_registry, extension_cache;
    Slot names_2_to_3, modules_2_to_3, names_3_to_2, modules_3_to_2;
    Slot encode, partial, getattr, escape_decode;   // functions
} PickleState;

PickleState *pickle_state(Vm *vm);

// A method that a subclass or the program gives: looked up once. Of a method bound to the object
// itself only the function is kept, so that no cycle comes of it.
typedef struct PickleHook {
    Slot function;     // empty: none
    bool is_own;       // wants the object as first argument
} PickleHook;

MUST_USE bool pickle_hook_find(Vm *vm, Object *object, const char *name, PickleHook *hook);
MUST_USE Object *pickle_hook_call(Vm *vm, Object *object, const PickleHook *hook,
                                  Object *argument);

// --- pickling ---

// Objects with their numbers, found by identity. The numbers count up, unless the program has
// set others.
typedef struct PickleMemo {
    Slot *objects;          // owns: a buffer; `count` of them are full
    int64_t *numbers;       // owns: a buffer
    int64_t count, capacity;
    uint32_t *places;       // owns: system memory; 1 + the place of an object, by its address
    int64_t place_count;    // a power of two, or 0
} PickleMemo;

typedef struct Pickler {
    Object base;
    Slot write, reducer_override, dispatch_table, buffer_callback, fast_memo;
    PickleHook persistent;
    PickleMemo memo;
    uint8_t *out;           // owns: system memory
    int64_t out_bytes, out_capacity;
    int64_t frame_start;    // in `out`; -1: no frame is open
    uint32_t is_binary, is_fast;
    int32_t protocol, fast_depth;
    bool has_frames, fixes_imports, is_ready;
} Pickler;

typedef enum PickleWay { PICKLE_USUAL, PICKLE_AS_ITS_ID } PickleWay;

// Writes an object. PICKLE_AS_ITS_ID: it is itself the id that persistent_id gave.
MUST_USE bool pickle_save(Vm *vm, Pickler *pickler, Object *object, PickleWay way);
// What __reduce__ gave; `object` NULL: nothing to remember. `reduced` is a tuple or a str.
MUST_USE bool pickle_save_reduced(Vm *vm, Pickler *pickler, Object *object, Object *reduced);
// Adds what an iterator gives to the list or dict that was saved last.
typedef enum PickleItems { PICKLE_LIST, PICKLE_DICT } PickleItems;
MUST_USE bool pickle_save_iterator(Vm *vm, Pickler *pickler, Object *iterator,
                                   PickleItems items);
MUST_USE bool pickle_save_reduction(Vm *vm, Pickler *pickler, Object *object);
MUST_USE bool pickle_save_global(Vm *vm, Pickler *pickler, Object *object, Object *name);
// What bytes-like objects are written as.
MUST_USE bool pickle_save_buffer(Vm *vm, Pickler *pickler, Object *object);

// --- pickle_out.c ---

MUST_USE bool pickle_put(Vm *vm, Pickler *pickler, const void *data, int64_t bytes);
MUST_USE bool pickle_put_op(Vm *vm, Pickler *pickler, PickleOp op);
// An opcode with a number of that many bytes.
MUST_USE bool pickle_put_number(Vm *vm, Pickler *pickler, PickleOp op, uint64_t number,
                                int bytes);
// A head, and data that goes straight to the file when it is long. `payload`: the data as an
// object, or NULL.
MUST_USE bool pickle_put_long(Vm *vm, Pickler *pickler, const void *head, int64_t head_bytes,
                              const void *data, int64_t bytes, Object *payload);
// Between two opcodes: a frame that is long enough ends.
MUST_USE bool pickle_put_boundary(Vm *vm, Pickler *pickler);
MUST_USE bool pickle_close_frame(Vm *vm, Pickler *pickler);
MUST_USE bool pickle_flush(Vm *vm, Pickler *pickler);

int64_t pickle_memo_find(const PickleMemo *memo, const Object *object);   // its place, or -1
MUST_USE bool pickle_memo_add(Vm *vm, Object *owner, PickleMemo *memo, Object *object,
                              int64_t number);
void pickle_memo_clear(Vm *vm, Object *owner, PickleMemo *memo);
// Writes what fetches, or remembers, an object.
MUST_USE bool pickle_put_get(Vm *vm, Pickler *pickler, int64_t place);
MUST_USE bool pickle_put_remember(Vm *vm, Pickler *pickler, Object *object);

// Raises PicklingError with a text of raise.h's directives; false.
bool pickle_refuse(Vm *vm, const char *format, Object *first, Object *second, Object *third);

// --- unpickling ---

typedef struct Unpickler {
    Object base;
    Slot *items;            // owns: a buffer: the stack, of which `count` are full
    int64_t count, capacity;
    int64_t *marks;         // owns: system memory
    int64_t mark_count, mark_capacity;
    int64_t fence;          // the top mark: nothing below is touched
    Slot *memo;             // owns: a buffer; empty where there is nothing
    int64_t memo_capacity, memo_count;
    PickleHook persistent;
    Slot read, readline, peek, buffers, encoding, errors;
    View view;              // of what loads() was given
    const uint8_t *data;    // borrows: of the view, or `room`
    int64_t bytes, at;
    int64_t ahead;          // from here on the data is not yet taken from the file
    uint8_t *room;          // owns: system memory
    int64_t room_bytes;
    int32_t protocol;
    bool fixes_imports, is_ready;
    bool is_loading;        // load() runs: it can't be entered again
} Unpickler;

MUST_USE Object *unpickler_load_object(Vm *vm, Unpickler *unpickler);
MUST_USE Object *unpickler_find_class(Vm *vm, Unpickler *unpickler, Object *module, Object *name);
// What a dotted path leads to from an object.
MUST_USE Object *unpickler_load_path(Vm *vm, Object *object, Str *path);

// --- pickle_input.c ---

// The next bytes, valid until more are taken. NULL: raised.
MUST_USE const uint8_t *unpickler_take(Vm *vm, Unpickler *unpickler, int64_t bytes);
// The next line with its end; *bytes is its length.
MUST_USE const uint8_t *unpickler_take_line(Vm *vm, Unpickler *unpickler, int64_t *bytes);
// The file is put behind what was used.
MUST_USE bool unpickler_leave_file(Vm *vm, Unpickler *unpickler);
bool unpickler_memo_set(Vm *vm, Unpickler *unpickler, int64_t index, Object *object);
void unpickler_clear_memo(Vm *vm, Unpickler *unpickler);
// Empties the stack down to `count`.
void unpickler_drop_to(Vm *vm, Unpickler *unpickler, int64_t count);
// Raises UnpicklingError with a text; NULL.
Object *unpickler_raise(Vm *vm, const char *text);

// --- pickle_value.c: what follows an opcode, as a new object ---

Object *pickle_value_int(Vm *vm, Unpickler *unpickler);
Object *pickle_value_long(Vm *vm, Unpickler *unpickler);
Object *pickle_value_counted_long(Vm *vm, Unpickler *unpickler, int size_bytes);
Object *pickle_value_binary_int(Vm *vm, Unpickler *unpickler, int bytes);
Object *pickle_value_float(Vm *vm, Unpickler *unpickler);
Object *pickle_value_binary_float(Vm *vm, Unpickler *unpickler);
Object *pickle_value_string(Vm *vm, Unpickler *unpickler);
Object *pickle_value_old_string(Vm *vm, Unpickler *unpickler, int size_bytes);
Object *pickle_value_unicode(Vm *vm, Unpickler *unpickler);
Object *pickle_value_utf8(Vm *vm, Unpickler *unpickler, int size_bytes);
Object *pickle_value_bytes(Vm *vm, Unpickler *unpickler, int size_bytes);
Object *pickle_value_bytearray(Vm *vm, Unpickler *unpickler);
// The next `bytes` of a number without a sign; the length of what follows; a number as text.
MUST_USE bool unpickler_take_number(Vm *vm, Unpickler *unpickler, int bytes, uint64_t *number);
MUST_USE bool unpickler_take_size(Vm *vm, Unpickler *unpickler, int bytes, const char *what,
                                int64_t *size);
MUST_USE bool unpickler_take_index(Vm *vm, Unpickler *unpickler, int64_t *index);
MUST_USE Object *pickle_decode(Vm *vm, const uint8_t *data, int64_t bytes, const char *encoding,
                               const char *errors);

// --- types (pickle_types.c, pickle_buffer.c) ---

extern const TypeDefinition pickle_pickler_definition, pickle_unpickler_definition,
    pickle_pickler_memo_definition, pickle_unpickler_memo_definition, pickle_buffer_definition;
Object *pickle_function_dump(Vm *vm, const Slot *arguments);
Object *pickle_function_dumps(Vm *vm, const Slot *arguments);
Object *pickle_function_load(Vm *vm, const Slot *arguments);
Object *pickle_function_loads(Vm *vm, const Slot *arguments);

// The view of a PickleBuffer, NULL when it was released (and that was raised).
const View *pickle_buffer_get(Vm *vm, Object *buffer);
bool pickle_buffer_is_contiguous(const View *view);

#endif
