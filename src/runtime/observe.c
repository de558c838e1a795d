#include "runtime/observe.h"


static const Observer *observer_of(Vm *vm) {
    return runtime_of(vm)->observer;
}

void observe_line(Vm *vm, Frame *frame) {
    const Observer *observer = observer_of(vm);
    if (observer == NULL || observer->line == NULL) return;
    int line = frame_get_line(frame);
    if (line < 0 || line == frame->last_line) return;
    frame->last_line = line;
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
