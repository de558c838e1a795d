// The tree made code: one function at a time, when it is called first.
//
// Registers are given like a stack: variables of a block, above them temporaries of the
// statement, above them the windows of calls. A variable lives in registers, or, where its
// address is taken or a function literal shares it, in a block whose address is in its
// register.

#ifndef GO_LOWER_H
#define GO_LOWER_H

#include "go/check.h"
#include "go/machine.h"
#include "go/operations.h"

typedef struct GoTarget {        // where break and continue go
    struct GoTarget *outer;
    const char *label;
    int break_label, continue_label;   // -1: none
} GoTarget;

typedef struct GoLower {
    GoMachine *machine;
    GoCompile *compile;
    GoFunction *function;
    GoFunctionScope *scope;      // NULL in wrappers
    GoPackage *package;
    GoCode *code;
    GoPlace *places;
    int32_t count, capacity;
    int32_t top, locals, most;   // of the frame: next free, end of variables, greatest
    GoPlace place;
    int32_t *labels;             // index of the instruction, -1: not known yet
    int32_t label_count, label_capacity;
    GoTarget *target;
    const char *next_label;      // of the statement that follows
    struct { const char *name; int label; } named[128];
    int named_count;
    int end_label;               // where deferred calls run and results are given
    int fall_label;
    GoRow variables;             // GoVariable
} GoLower;

// A place that can be read and written.
typedef enum GoHomeKind {
    GO_HOME_NONE, GO_HOME_REGISTER, GO_HOME_FRAME, GO_HOME_MEMORY, GO_HOME_GLOBAL, GO_HOME_SLICE,
    GO_HOME_ARRAY, GO_HOME_MAP,
} GoHomeKind;

typedef struct GoHome {
    GoHomeKind kind;
    GoType *type;
    int32_t offset;              // REGISTER, FRAME: in the frame (FRAME: packed as in memory);
                                 // MEMORY: behind the address; ARRAY: of the array
    int32_t base;                // register with the address, slice or map
    int32_t index;               // register with the index or key
    int64_t global;
    int64_t length;              // ARRAY
    int64_t inner;               // SLICE, ARRAY: offset in the element
    GoType *element;             // SLICE, ARRAY
} GoHome;

int32_t go_lower_emit(GoLower *lower, GoOp op, int64_t a, int64_t b, int64_t c);
int32_t go_lower_emit_wide(GoLower *lower, GoOp op, int64_t a, int64_t wide);
int32_t go_lower_emit_pointer(GoLower *lower, GoOp op, int64_t a, const void *pointer);
void go_lower_set_n(GoLower *lower, int32_t index, int64_t n);
int go_lower_label(GoLower *lower);
void go_lower_put_label(GoLower *lower, int label);
void go_lower_jump(GoLower *lower, int label);
int32_t go_lower_temporary(GoLower *lower, int64_t size);
int32_t go_lower_temporary_of(GoLower *lower, GoType *type);
GoType *go_lower_type(GoLower *lower, GoType *type);     // concrete and canonical
void go_lower_refuse(GoLower *lower, GoNode *node, const char *what);

// variables
void go_lower_declare(GoLower *lower, GoEntity *entity);   // with its zero value, or none yet
void go_lower_declare_zero(GoLower *lower, GoEntity *entity);
bool go_lower_is_boxed(GoLower *lower, const GoEntity *entity);

// values
int32_t go_lower_value(GoLower *lower, GoNode *node);      // where it is; not to be changed
void go_lower_into(GoLower *lower, GoNode *node, int32_t to);
// Converted to the type that is assigned to.
void go_lower_converted(GoLower *lower, GoNode *node, GoType *type, int32_t to);
void go_lower_convert_register(GoLower *lower, int32_t from, GoType *type, GoType *wanted,
                               int32_t to);
void go_lower_move(GoLower *lower, int32_t to, int32_t from, GoType *type);
void go_lower_zero(GoLower *lower, int32_t to, GoType *type);
void go_lower_constant(GoLower *lower, const GoConstant *value, GoType *type, int32_t to);
void go_lower_operation(GoLower *lower, GoToken op, GoType *type, int32_t to, int32_t left,
                        int32_t right, GoType *right_type);
void go_lower_unary(GoLower *lower, GoNode *node, int32_t to);
void go_lower_binary(GoLower *lower, GoNode *node, int32_t to);
void go_lower_conversion(GoLower *lower, GoNode *operand, GoType *type, int32_t to);
void go_lower_convert_number(GoLower *lower, int32_t from, GoType *type, GoType *wanted,
                             int32_t to);
typedef enum GoSense { GO_JUMP_UNLESS, GO_JUMP_IF } GoSense;
void go_lower_condition(GoLower *lower, GoNode *node, GoSense sense, int label);
void go_lower_equal(GoLower *lower, GoType *type, int32_t left, int32_t right, int32_t to);
void go_lower_composite(GoLower *lower, GoNode *node, int32_t to);
void go_lower_closure(GoLower *lower, GoNode *node, int32_t to);
void go_lower_function_value(GoLower *lower, GoFunction *function, int32_t to);
void go_lower_method_value(GoLower *lower, GoNode *node, int32_t to);
typedef enum GoWanted { GO_VALUE_ALONE, GO_VALUE_AND_OK } GoWanted;
void go_lower_assertion(GoLower *lower, GoNode *node, int32_t to, GoWanted wanted);
void go_lower_slicing(GoLower *lower, GoNode *node, int32_t to);

// places
GoHome go_lower_home(GoLower *lower, GoNode *node);
GoHome go_lower_variable(GoLower *lower, GoEntity *entity);
// A place whose operands are copied, so that other assignments don't move it.
GoHome go_lower_fixed_home(GoLower *lower, GoNode *place);
void go_lower_load(GoLower *lower, const GoHome *home, int32_t to);
void go_lower_store(GoLower *lower, const GoHome *home, int32_t from);
void go_lower_address(GoLower *lower, GoNode *node, int32_t to);
// The home of a field on the way of a selection, from the value of a node.
GoHome go_lower_field(GoLower *lower, GoHome home, GoType *type, const int32_t *path, int depth);

// calls
typedef struct GoWindow {
    int32_t at;
    int32_t size;                // with what stands behind the parameters
    int32_t end;                 // of the parameters
} GoWindow;
// Runs a call; its results are at the window's beginning.
GoWindow go_lower_call(GoLower *lower, GoNode *node);
void go_lower_started(GoLower *lower, GoNode *node);      // go and defer
int32_t go_type_result_offset(GoType *function, int index);
int32_t go_type_parameter_offset(GoType *function, int index);
int32_t go_type_arguments_end(GoType *function);
int32_t go_type_results_size(GoType *function);
void go_lower_builtin(GoLower *lower, GoNode *node, int32_t to);
// The function that a name or selector stands for; NULL: it is a value.
GoFunction *go_lower_called(GoLower *lower, GoNode *node);
GoFunction *go_lower_method(GoLower *lower, GoEntity *method, GoType *owner);
void go_lower_receiver(GoLower *lower, GoNode *selector, GoSelection *selection, int32_t to);
GoSelection *go_lower_selection(GoLower *lower, GoNode *node);

// statements
void go_lower_statements(GoLower *lower, GoNode **list, int count);
void go_lower_statement(GoLower *lower, GoNode *node);
void go_lower_assign(GoLower *lower, GoNode *node);
void go_lower_define(GoLower *lower, GoNode **names, GoEntity **entities, int count,
                     GoNode **values, int value_count);
// Values of a call, or value and ok, to registers of those types.
void go_lower_spread(GoLower *lower, GoNode *value, int32_t *registers, GoType **types, int count);
void go_lower_switch(GoLower *lower, GoNode *node);
void go_lower_type_switch(GoLower *lower, GoNode *node);
void go_lower_select(GoLower *lower, GoNode *node);
void go_lower_for(GoLower *lower, GoNode *node);
void go_lower_range(GoLower *lower, GoNode *node);

// --- functions ---

GoFunction *go_function_new(GoMachine *machine, const char *name);
// The function of a declaration, with type arguments where it is generic.
GoFunction *go_function_of(GoMachine *machine, GoEntity *entity, GoType **arguments, int count);
GoFunction *go_function_initial(GoMachine *machine, GoPackage **packages, int count,
                                GoFunction *main);
// A function value's code that calls an interface's method, or a concrete one.
GoFunction *go_function_bound(GoMachine *machine, GoType *receiver, GoSelection *selection);
GoFunction *go_function_expression(GoMachine *machine, GoType *receiver, GoSelection *selection,
                                   GoType *type);
void go_lower_start(GoLower *lower, GoMachine *machine, GoFunction *function);
void go_lower_finish(GoLower *lower);

#endif
