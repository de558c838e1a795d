// Frames and windows: where a running function keeps its names and operands.
//
//   register stack   ... | a | b | temp temp [callee a | b | temp ... ] |
//                        ^ window of the caller   ^ window of the callee
//
// A window is `local_count` slots (CPython's localsplus, same order), then
// `stack_size` temporaries: temporary k is what CPython's stack entry k would be.
// A call's arguments are built in the caller's temporaries and become the first
// locals of the callee without being moved. Frame records stand apart, in a chain
// that is kept: a call takes `frame->next`. A generator has its record and window
// inside its own object, so that resuming moves nothing.

#ifndef RUNTIME_FRAME_H
#define RUNTIME_FRAME_H

#include "objects/dict.h"
#include "objects/function.h"

typedef struct Instruction {  // register form: see regops.def
    uint16_t op;
    int16_t a;
    union {
        struct { int16_t b, c; };
        int32_t target;          // a jump's distance in words from its own instruction
    };
} Instruction;

// What a frame does with its value when it returns.
typedef enum ReturnMode {
    RETURN_TO_CALLER,     // the value goes to operand a of the caller's instruction
    RETURN_TO_C,          // loop_run ends with the value
    RETURN_INSTANCE,      // __init__: the value must be None, the instance is the result
} ReturnMode;

typedef enum FrameOwner { FRAME_ON_STACK, FRAME_IN_GENERATOR, FRAME_IN_OBJECT } FrameOwner;

// Where a frame of the reference loop goes on.
typedef enum FrameEntry {
    FRAME_GOES_AFTER,     // after the instruction at stack_offset, which suspended it
    FRAME_GOES_AT,        // at stack_offset
    FRAME_RAISES,         // the exception on its way was raised by that instruction
    FRAME_IS_THROWN_INTO, // the same, by generator.throw()
} FrameEntry;

typedef struct Frame {
    Slot *window;                // locals, then temporaries
    Slot *constants;             // borrows: constants_end of the register form
    const Instruction *next_op;  // register form: the instruction that runs or called
    Code *code;                  // borrows from function, or owns through `function`
    Dict *globals;               // borrows from function
    Object *builtins;            // borrows from function: a Dict, unless the program gave its
                                 // globals another mapping, or what is none, for __builtins__
    struct Frame *previous;      // the caller, NULL at the bottom
    struct Frame *next;          // owns: the record that a call takes, NULL: none yet
    Slot function;               // owns: Function (made for modules and exec, too)
    Slot namespace;              // owns: the mapping of a module's or class's names; empty
                                 // in functions
    Slot object;                 // owns: the FrameObject, empty until asked for
    Slot instance;               // owns: what __init__ initialises, for RETURN_INSTANCE
    int32_t stack_offset;        // reference loop: byte offset in the bytecode
    int32_t stack_depth;         // reference loop: entries on the stack when suspended
    int32_t reraised_at;         // of an exception that RERAISE raises: the offset that the
                                 // frame was at when it was raised first, -1: it is not known
    uint8_t return_mode;         // ReturnMode
    uint8_t owner;               // FrameOwner
    bool is_stack_code;          // runs in the reference loop
    uint8_t entry;               // reference loop: FrameEntry
    bool keeps_stack;            // stays in it: a name that code counts on may be unbound
    bool has_result;             // the instruction is done but for what its result replaced
    bool is_complete;            // passed its RESUME: visible to sys._getframe
    int32_t last_line;           // of the last LINE event; below 0: any line is new (after a
                                 // jump back the line with the sign set)
    uint64_t serial;             // order of creation, for events
} Frame;

ALWAYS_INLINE Slot *frame_temporaries(const Frame *frame) {
    return frame->window + frame->code->local_count;
}

// A frame object: sees the frame while it runs, and owns its window once it ended.
typedef struct FrameObject {
    Object base;
    Frame *frame;       // borrows while it runs, or points at `kept`
    Slot back;          // FrameObject of the caller once the frame ended, or empty
    Slot trace;         // f_trace
    Slot locals;        // Dict that locals() and f_locals refresh, in functions
    bool trace_lines, trace_opcodes;
    int32_t line_override;
    Frame kept;         // the record of an ended frame; its window is a buffer
    int64_t kept_slots;
} FrameObject;

extern const TypeDefinition frame_definition;

// Byte offset in the bytecode of the instruction that a frame is at.
int frame_get_offset(const Frame *frame);
int frame_get_line(const Frame *frame);

// The frame's object, made when there is none. Borrowed; NULL: MemoryError raised.
MUST_USE FrameObject *frame_load_object(Vm *vm, Frame *frame);

// Where a window can begin that overlaps no other: after the topmost one on the stack.
Slot *frame_free_window(Vm *vm);

// A frame for `function` (shared) on top of the running one, with its window at `window`,
// whose locals are the caller's to fill. NULL: raised.
MUST_USE Frame *frame_push(Vm *vm, Object *function, Slot *window);

// Ends the running frame: empties its window (locals first to last, each marked empty),
// or leaves it to its frame object. The caller runs again.
void frame_pop(Vm *vm, Frame *frame);

// Why a call can't simply take frame->next: raises RecursionError (too deep, or the window
// would end beyond the registers), or makes the record that is missing.
MUST_USE Frame *frame_refused(Vm *vm, Frame *frame, const Slot *window_end);

// The record that a call from `frame` takes; NULL: MemoryError raised.
MUST_USE Frame *frame_next(Vm *vm, Frame *frame);

// Where the windows of a frame's callees may begin at the latest.
ALWAYS_INLINE Slot *frame_end(const Frame *frame) {
    return frame->window + frame->code->local_count + frame->code->stack_size;
}

// Moves references from a frame's slots into those of an object; the frame's are empty then.
void frame_hand_over(Vm *vm, Object *owner, Slot *to, Slot *from, int64_t count);

// The frame ends, its object lives on: it takes the record and the window over.
void frame_keep(Vm *vm, Frame *frame, FrameObject *object);

// Empties what a suspended frame holds: locals, temporaries, then its function.
void frame_clear(Vm *vm, Frame *frame, Object *owner);

// Frees what a local held until the running instruction gave it its result.
void frame_free_replaced(Vm *vm, Frame *frame, Object *replaced);

// Visits the slots of a frame that hold references now (its temporaries by liveness,
// those from `limit` on left out: they are a callee's; NULL: none are).
void frame_visit(Vm *vm, Frame *frame, const Slot *limit, Object *owner, SlotVisit *visit,
                 void *context);

// Binds the names of a function's frame as its f_locals says, when that was asked for.
void frame_take_locals(Vm *vm, Frame *frame);
// f_lineno = line of a frame in which a trace function runs: it goes on there. False: raised.
MUST_USE bool frame_jump(Vm *vm, Frame *frame, Object *line);

// locals(): the mapping of the frame's names, refreshed. Borrowed from the frame object
// or the frame; NULL: raised.
MUST_USE Object *frame_load_locals(Vm *vm, Frame *frame);

#endif
