// Functions that nobody wrote: methods as an interface has them, method values and method
// expressions. Each passes its arguments on.

#include <string.h>

#include "go/lower.h"

typedef struct Wrapped {
    GoType *receiver;            // of the value that the wrapper gets
    GoSelection *selection;
    enum { AS_RECEIVER, IN_CLOSURE, AS_PARAMETER } where;
} Wrapped;

static GoKind kind_of(GoType *type) {
    return (GoKind)go_type_underlying(type)->kind;
}

// From the receiver's register to what the method wants, at `to`.
static void reach(GoLower *lower, const Wrapped *wrapped, int32_t from, int32_t to) {
    GoSelection *selection = wrapped->selection;
    GoHome home = {.kind = GO_HOME_REGISTER, .type = wrapped->receiver, .offset = from};
    home = go_lower_field(lower, home, wrapped->receiver, selection->path, selection->depth);
    bool is_pointer = kind_of(home.type) == GO_KIND_POINTER;
    if (selection->kind == GO_SELECT_METHOD && selection->wants_pointer && !is_pointer) {
        if (home.kind == GO_HOME_MEMORY) {
            (void)go_lower_emit(lower, GO_OP_ADD_POINTER, to, home.base, home.offset);
            return;
        }
        int32_t value = go_lower_temporary_of(lower, home.type), block = go_lower_temporary(lower,
                                                                                            8);
        go_lower_load(lower, &home, value);
        (void)go_lower_emit_pointer(lower, GO_OP_NEW, block, home.type);
        GoHome copy = {.kind = GO_HOME_MEMORY, .type = home.type, .base = block};
        go_lower_store(lower, &copy, value);
        (void)go_lower_emit(lower, GO_OP_MOVE, to, block, 0);
        return;
    }
    if (selection->kind == GO_SELECT_METHOD && !selection->wants_pointer && is_pointer) {
        int32_t pointer = go_lower_temporary(lower, 8);
        go_lower_load(lower, &home, pointer);
        GoHome value = {.kind = GO_HOME_MEMORY, .base = pointer,
                        .type = go_lower_type(lower, go_type_underlying(home.type)->element)};
        go_lower_load(lower, &value, to);
        return;
    }
    go_lower_load(lower, &home, to);
}

static void make_wrapper(GoMachine *machine, GoFunction *function) {
    const Wrapped *wrapped = function->plan;
    GoSelection *selection = wrapped->selection;
    GoLower *lower = GO_NEW(machine->compile, GoLower);
    go_lower_start(lower, machine, function);
    lower->package = machine->main_package;
    int32_t from = function->arguments_end;
    int skip = wrapped->where == AS_PARAMETER;
    if (skip) from = go_type_parameter_offset(function->type, 0);
    if (wrapped->where == IN_CLOSURE) {
        from = go_lower_temporary_of(lower, wrapped->receiver);
        GoHome home = {.kind = GO_HOME_MEMORY, .type = wrapped->receiver,
                       .base = function->arguments_end, .offset = 8};
        if (go_machine_size(wrapped->receiver) > 0) {
            if (go_machine_is_scalar(wrapped->receiver))   // closures hold registers
                (void)go_lower_emit(lower, GO_OP_LOAD, from, home.base, 8);
            else go_lower_load(lower, &home, from);
        }
    }
    bool is_interface = selection->kind == GO_SELECT_INTERFACE;
    GoFunction *method = is_interface ? NULL
                         : go_lower_method(lower, selection->method, selection->owner);
    GoType *type = is_interface ? go_lower_type(lower, selection->type) : method->type;
    int32_t interface = -1;
    if (is_interface) {
        interface = go_lower_temporary(lower, 16);
        reach(lower, wrapped, from, interface);
    }
    int32_t end = go_type_arguments_end(type);
    int32_t window = go_lower_temporary(lower, end + (is_interface ? 8 : method->hidden_size));
    for (int i = 0; i < type->count; i++)
        go_lower_move(lower, window + go_type_parameter_offset(type, i),
                      go_type_parameter_offset(function->type, i + skip),
                      go_lower_type(lower, type->fields[i].type));
    if (is_interface) {
        GoType *under = go_type_underlying(go_lower_type(lower, selection->receiver));
        (void)go_lower_emit(lower, GO_OP_CALL_METHOD, window, interface, end);
        (void)go_lower_emit_pointer(lower, GO_OP_NOTHING, 0,
                                    &under->methods[selection->method_index]);
        (void)go_lower_emit(lower, GO_OP_NOTHING, 0, 0, 0);
        (void)go_lower_emit(lower, GO_OP_NOTHING, 0, 0, 0);
    } else {
        reach(lower, wrapped, from, window + end);
        (void)go_lower_emit_pointer(lower, method->native != NULL ? GO_OP_CALL_NATIVE : GO_OP_CALL,
                                    window, method->native != NULL ? (void *)&method->native
                                                                   : (void *)method);
    }
    int32_t results = go_type_results_size(type);
    if (results > 0) (void)go_lower_emit(lower, GO_OP_MOVE_BYTES, 0, window, results);
    (void)go_lower_emit(lower, GO_OP_RETURN, 0, 0, 0);
    go_lower_finish(lower);
}

static GoFunction *wrapper_new(GoMachine *machine, GoType *receiver, GoSelection *selection,
                               GoType *type, int where, int64_t hidden) {
    Wrapped *wrapped = GO_NEW(machine->compile, Wrapped);
    wrapped->receiver = receiver;
    wrapped->selection = selection;
    wrapped->where = where;
    const char *name = selection->method != NULL ? selection->method->name : "method";
    GoFunction *function = go_function_new(machine, name);
    function->make = make_wrapper;
    function->plan = wrapped;
    function->is_wrapper = true;
    function->receiver = receiver;
    function->type = go_types_canonical(machine->compile, type);
    function->arguments_end = go_type_arguments_end(function->type);
    function->result_size = go_type_results_size(function->type);
    function->hidden_size = (int32_t)hidden;
    function->frame_size = function->arguments_end + function->hidden_size;
    return function;
}

GoFunction *go_function_bound(GoMachine *machine, GoType *receiver, GoSelection *selection) {
    GoType *held = receiver;
    if (selection->kind == GO_SELECT_METHOD) {
        // The closure holds what the method wants; the path was gone before.
        GoSelection *plain = GO_NEW(machine->compile, GoSelection);
        GoType *owner = go_types_canonical(machine->compile, selection->owner);
        *plain = *selection;
        plain->depth = 0;
        held = selection->wants_pointer
               ? go_types_canonical(machine->compile, go_type_pointer(machine->compile, owner))
               : owner;
        selection = plain;
    } else {
        GoSelection *plain = GO_NEW(machine->compile, GoSelection);
        *plain = *selection;
        plain->depth = 0;
        held = go_types_canonical(machine->compile, selection->receiver);
        selection = plain;
    }
    return wrapper_new(machine, held, selection, selection->type, IN_CLOSURE, 8);
}

GoFunction *go_function_expression(GoMachine *machine, GoType *receiver, GoSelection *selection,
                                   GoType *type) {
    return wrapper_new(machine, receiver, selection, type, AS_PARAMETER, 8);
}

// --- methods of types in interfaces ---

typedef struct MethodRow {
    const char *name;
    GoPackage *package;
    GoFunction *function;        // NULL: it has no such method
} MethodRow;

typedef struct GoRuntimeType {
    MethodRow *rows;
    int count, capacity;
    struct { GoType *interface; bool implements; const char *missing; } *known;
    int known_count, known_capacity;
} GoRuntimeType;

static GoRuntimeType *runtime_of(GoMachine *machine, GoType *type) {
    if (type->runtime == NULL) type->runtime = GO_NEW(machine->compile, GoRuntimeType);
    return type->runtime;
}

static GoFunction *make_method(GoMachine *machine, GoType *type, const char *name,
                               GoPackage *package) {
    GoSelection *selection = go_type_select(machine->compile, type, package, name);
    bool is_method = selection->kind == GO_SELECT_METHOD ||
                     (selection->kind == GO_SELECT_INTERFACE && selection->depth > 0);
    if (!is_method || selection->type == NULL) return NULL;
    bool is_pointer = type->kind == GO_KIND_POINTER;
    if (selection->kind == GO_SELECT_METHOD && selection->wants_pointer && !is_pointer &&
        !selection->is_indirect) return NULL;
    if (selection->kind == GO_SELECT_METHOD && selection->depth == 0 &&
        selection->wants_pointer == is_pointer) {
        GoType *owner = go_types_canonical(machine->compile, selection->owner);
        return go_function_of(machine, selection->method, owner->arguments, owner->argument_count);
    }
    return wrapper_new(machine, type, selection, selection->type, AS_RECEIVER,
                       go_machine_size(type));
}

GoFunction *go_machine_find_method(GoMachine *machine, GoType *type, const char *name,
                                   GoPackage *package) {
    GoRuntimeType *runtime = runtime_of(machine, type);
    bool is_exported = go_type_exports_name(name);
    for (int i = 0; i < runtime->count; i++)
        if (runtime->rows[i].name == name && (is_exported || runtime->rows[i].package == package))
            return runtime->rows[i].function;
    GoFunction *function = make_method(machine, type, name, package);
    if (runtime->count == runtime->capacity) {
        int capacity = runtime->capacity == 0 ? 4 : runtime->capacity * 2;
        runtime->rows = go_compile_grow(machine->compile, runtime->rows,
                                        sizeof(MethodRow) * (size_t)runtime->count,
                                        sizeof(MethodRow) * (size_t)capacity);
        runtime->capacity = capacity;
    }
    runtime->rows[runtime->count++] = (MethodRow){name, package, function};
    return function;
}

bool go_machine_implements(GoMachine *machine, GoType *type, GoType *interface,
                           const char **missing) {
    GoRuntimeType *runtime = runtime_of(machine, type);
    for (int i = 0; i < runtime->known_count; i++) {
        if (runtime->known[i].interface != interface) continue;
        if (missing != NULL) *missing = runtime->known[i].missing;
        return runtime->known[i].implements;
    }
    GoMissing lacking;
    bool lacks = go_type_lacks(machine->compile, type, interface, &lacking);
    if (runtime->known_count == runtime->known_capacity) {
        int capacity = runtime->known_capacity == 0 ? 4 : runtime->known_capacity * 2;
        size_t row = sizeof runtime->known[0];
        runtime->known = go_compile_grow(machine->compile, runtime->known,
                                         row * (size_t)runtime->known_count,
                                         row * (size_t)capacity);
        runtime->known_capacity = capacity;
    }
    int at = runtime->known_count++;
    runtime->known[at].interface = interface;
    runtime->known[at].implements = !lacks;
    runtime->known[at].missing = lacks ? lacking.method->name : NULL;
    if (missing != NULL) *missing = runtime->known[at].missing;
    return !lacks;
}
