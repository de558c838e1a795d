#include "runtime/unwind.h"

#include "objects/int.h"
#include "runtime/lower.h"
#include "runtime/observe.h"
#include "runtime/operate.h"
#include "runtime/trace.h"

// No memory for it: the traceback is shorter.
static void add_entry(Vm *vm, Object *exception, Frame *frame, int offset) {
    FrameObject *seen = frame_load_object(vm, frame);
    // Where lines may be set by a tracer, the one of this moment counts.
    int line = runtime_of(vm)->is_traced ? code_get_line(frame->code, offset) : 0;
    if (seen == NULL || !traceback_add(vm, exception, &seen->base, offset, frame->code,
                                       runtime_of(vm)->is_traced ? &line : NULL))
        raised_clear(vm);
}

void unwind_add_traceback(Vm *vm, Frame *frame, int offset) {
    Object *exception = raised_take(vm);
    add_entry(vm, exception, frame, offset);
    raised_restore(vm, exception);
}

void unwind_add_place(Vm *vm, Object *exception) {
    Frame *frame = runtime_of(vm)->frame;
    if (frame != NULL && ((const Exception *)exception)->traceback.object == NULL)
        add_entry(vm, exception, frame, frame_get_offset(frame));
}

// Drops the frame's full temporaries from its depth down to `depth`.
static void drop_to_depth(Vm *vm, Frame *frame, const Origin *origin, int depth) {
    Slot *temporaries = frame_temporaries(frame);
    for (int i = origin->depth - 1; i >= depth; i--) {
        if (i < 64 && !(origin->full >> i & 1)) continue;
        Object *value = temporaries[i].object;
        slot_store(&temporaries[i], NULL);
        object_drop_or_null(vm, value);
    }
}

// The offset at which the frame is seen while the exception goes on.
static int offset_seen(const Frame *frame, int offset, UnwindStart start) {
    return start == UNWIND_RERAISED && frame->reraised_at >= 0 ? frame->reraised_at : offset;
}

// Puts what a handler finds on its stack from `top` on.
static void push_raised(Vm *vm, Slot *top, int pushes_lasti, int offset) {
    if (pushes_lasti) {
        Object *lasti = int_new(vm, offset / 2);
        slot_store(top++, lasti != NULL ? lasti : none_new(vm));
    }
    slot_store(top, raised_take(vm));
}

bool unwind_to_handler(Vm *vm, Frame *frame, UnwindStart start) {
    const Lowered *lowered = frame->code->lowered;
    const Origin *origin = lowered_origin(lowered, frame->next_op);
    if (start == UNWIND_RAISED) observe_raise(vm, frame);
    if (start == UNWIND_RAISED) unwind_add_traceback(vm, frame, origin->offset);
    const Handler *handler =
        handler_find(lowered->handlers, lowered->handler_count, origin->offset / 2);
    int seen = offset_seen(frame, origin->offset, start);
    drop_to_depth(vm, frame, origin, handler == NULL ? 0 : handler->depth);
    if (handler == NULL) {   // it ends, but its object may be looked at later
        frame->stack_offset = seen;
        frame->stack_depth = 0;
        frame->is_stack_code = true;
        return false;
    }
    push_raised(vm, frame_temporaries(frame) + handler->depth, handler->pushes_lasti, seen);
    frame->next_op = lowered->ops + lowered->entries[handler->target];
    return true;
}

int unwind_frame(Vm *vm, Frame *frame, UnwindStart start) {
    if (start == UNWIND_RAISED) unwind_add_traceback(vm, frame, frame->stack_offset);
    if (UNLIKELY(runtime_of(vm)->is_traced) && start == UNWIND_RAISED)
        trace_exception(vm, frame);
    int target, depth, pushes_lasti;
    bool found = code_find_handler(frame->code, frame->stack_offset, &target, &depth,
                                   &pushes_lasti);
    Origin origin = {frame->stack_offset, frame->stack_depth, UINT64_MAX};
    int seen = offset_seen(frame, frame->stack_offset, start);
    drop_to_depth(vm, frame, &origin, found ? depth : 0);
    if (!found) {
        frame->stack_depth = 0;
        frame->stack_offset = seen;
        return -1;
    }
    push_raised(vm, frame_temporaries(frame) + depth, pushes_lasti, seen);
    frame->stack_depth = depth + (pushes_lasti ? 2 : 1);
    return target / 2;
}
