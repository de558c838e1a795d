#include "runtime/observe.h"

#include "compile/opcodes.h"
#include "objects/operations.h"
#include "objects/str.h"
#include "runtime/regops.h"

static const Observer *observer_of(Vm *vm) {
    return runtime_of(vm)->observer;
}

// Lines are counted up to where somebody wants to know of them.
static void set_limit(Runtime *runtime) {
    bool is_told = runtime->observer != NULL && runtime->observer->line != NULL;
    runtime->line_limit = is_told ? 0 : runtime->line_hook != NULL ? runtime->line_stop : INT64_MAX;
}

void observe_start(Vm *vm, const Observer *observer) {
    Runtime *runtime = runtime_of(vm);
    runtime->observer = observer;
    runtime->told_labels = observer != NULL ? REG_COUNT_ALL : 0;
    set_limit(runtime);
}

void observe_lines(Vm *vm, int64_t stop, LineHook *hook, void *context) {
    Runtime *runtime = runtime_of(vm);
    runtime->line_stop = stop;
    runtime->line_hook = hook;
    runtime->line_context = context;
    set_limit(runtime);
}

void observe_line_begins(Vm *vm, Frame *frame, int line) {
    Runtime *runtime = runtime_of(vm);
    if (runtime->line_hook != NULL && runtime->lines >= runtime->line_stop)
        runtime->line_hook(vm, runtime->line_context, frame, line);
    const Observer *observer = runtime->observer;
    if (observer != NULL && observer->line != NULL)
        observer->line(vm, observer->context, frame, line);
}

void observe_bound(Vm *vm, Frame *frame, int index, Object *old, Object *new) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->bound != NULL)
        observer->bound(vm, observer->context, frame, index, old, new);
}

void observe_call(Vm *vm, Frame *frame) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->called != NULL)
        observer->called(vm, observer->context, frame);
}

void observe_return(Vm *vm, Frame *frame, Object *value) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->returned != NULL)
        observer->returned(vm, observer->context, frame, value);
}

void observe_yield(Vm *vm, Frame *frame, Object *value) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->yielded != NULL)
        observer->yielded(vm, observer->context, frame, value);
}

void observe_compare(Vm *vm, Object *left, Object *right, int is_identity, Object *result) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->compared != NULL)
        observer->compared(vm, observer->context, left, right, is_identity, result);
}

void observe_raise(Vm *vm, Frame *frame) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->raised != NULL)
        observer->raised(vm, observer->context, frame, vm->objects->raised.object);
}

void observe_leave(Vm *vm, Frame *frame) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->left != NULL)
        observer->left(vm, observer->context, frame);
}

void observe_suspend(Vm *vm, Frame *frame, Object *generator) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->suspended != NULL)
        observer->suspended(vm, observer->context, frame, generator);
}

void observe_instruction(Vm *vm, Frame *frame) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->instruction != NULL)
        observer->instruction(vm, observer->context, frame);
}

void observe_collection(Vm *vm, int generation, int64_t freed) {
    const Observer *observer = vm->runtime == NULL ? NULL : observer_of(vm);
    if (observer != NULL && observer->collected != NULL)
        observer->collected(vm, observer->context, generation, freed);
}

// --- native functions ---

static const char *native_name(Vm *vm, Object *callable) {
    switch (callable->kind) {
    case KIND_BUILTIN: return ((Builtin *)callable)->method->name;
    case KIND_METHOD_DESCRIPTOR: return ((MethodDescriptor *)callable)->method->name;
    case KIND_TYPE: return type_name((Type *)callable);
    default:
        if (object_type(vm, callable)->flags & TYPE_IS_TYPE) return type_name((Type *)callable);
        return object_type_name(vm, callable);
    }
}

void observe_native_call(Vm *vm, Frame *frame, Object *callable, const Slot *arguments,
                         int64_t count) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->native_called != NULL)
        observer->native_called(vm, observer->context, frame, native_name(vm, callable), callable,
                                arguments, count);
}

void observe_slice(Vm *vm, Frame *frame, Object *container) {
    const Observer *observer = observer_of(vm);
    if (observer == NULL || observer->native_called == NULL) return;
    Slot argument = {NULL};
    slot_store(&argument, container);
    observer->native_called(vm, observer->context, frame, "[:]", NULL, &argument, 1);
}

void observe_native_return(Vm *vm, Object *result) {
    const Observer *observer = observer_of(vm);
    if (observer != NULL && observer->native_returned != NULL)
        observer->native_returned(vm, observer->context, result);
}

const char *observe_effect_name(const Frame *frame) {
    static const char *const in_place[BINARY_COUNT] = {
        "+=", "&=", "//=", "<<=", "@=", "*=", "%=", "|=", "**=", ">>=", "-=", "/=", "^=",
    };
    const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
    int offset = frame_get_offset(frame);
    if (offset < 0 || offset + 1 >= bytecode->count) return "";
    int argument = bytecode->data[offset + 1];
    switch (bytecode->data[offset]) {
    case OP_STORE_SUBSCR: return "__setitem__";
    case OP_DELETE_SUBSCR: return "__delitem__";
    case OP_STORE_ATTR: return "__setattr__";
    case OP_DELETE_ATTR: return "__delattr__";
    case OP_LIST_APPEND: case OP_SET_ADD: case OP_MAP_ADD: return "comprehension";
    case OP_LIST_EXTEND: case OP_SET_UPDATE: case OP_DICT_UPDATE: case OP_DICT_MERGE:
        return "unpacking";
    case OP_STORE_DEREF: case OP_DELETE_DEREF: case OP_STORE_NAME: case OP_STORE_GLOBAL:
        return "=";
    case OP_FOR_ITER: case OP_SEND: return "__next__";
    case OP_BINARY_OP: return argument >= BINARY_COUNT && argument < 2 * BINARY_COUNT
                                  ? in_place[argument - BINARY_COUNT] : "";
    default: return "";
    }
}

const char *observe_comparison_name(const Frame *frame) {
    const Bytes *bytecode = (const Bytes *)frame->code->bytecode.object;
    int offset = frame_get_offset(frame);
    if (offset < 0 || offset + 1 >= bytecode->count) return "==";
    int argument = bytecode->data[offset + 1];
    if (bytecode->data[offset] == OP_IS_OP) return argument ? "is not" : "is";
    return argument == COMPARE_NOT_EQUAL ? "!=" : "==";
}
