#include "runtime/unwind.h"

#include "objects/int.h"
#include "runtime/lower.h"
#include "runtime/observe.h"
#include "runtime/operate.h"
#include "runtime/trace.h"

void unwind_add_traceback(Vm *vm, Frame *frame, int offset) {
    Object *exception = raised_take(vm);
    FrameObject *seen = frame_load_object(vm, frame);
    int line = code_get_line(frame->code, offset);
    if (seen == NULL || !traceback_add(vm, exception, &seen->base, offset, line))
        raised_clear(vm);   // no memory: the traceback is shorter
    raised_restore(vm, exception);
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

// The frame ends by a RERAISE: what is left of it stands where the exception came from.
static void stand_at_origin(Frame *frame) {
    const Lowered *lowered = frame->code->lowered;
    if (frame->raised_offset < 0) return;
    for (int i = 0; i < lowered->op_count; i++) {
        if (lowered->origins[i].offset != frame->raised_offset) continue;
        frame->next_op = &lowered->ops[i];
        return;
    }
}

bool unwind_to_handler(Vm *vm, Frame *frame, UnwindStart start) {
    const Lowered *lowered = frame->code->lowered;
    const Origin *origin = lowered_origin(lowered, frame->next_op);
    if (start == UNWIND_RAISED) observe_raise(vm, frame);
    if (start == UNWIND_RAISED) unwind_add_traceback(vm, frame, origin->offset);
    const Handler *handler =
        handler_find(lowered->handlers, lowered->handler_count, origin->offset / 2);
    drop_to_depth(vm, frame, origin, handler == NULL ? 0 : handler->depth);
    if (handler == NULL) {
        if (start == UNWIND_RERAISED) stand_at_origin(frame);
        return false;
    }
    Slot *top = frame_temporaries(frame) + handler->depth;
    if (handler->pushes_lasti) {
        Object *lasti = int_new(vm, origin->offset / 2);
        if (lasti == NULL) lasti = none_new(vm);
        slot_store(top++, lasti);
    }
    slot_store(top, raised_take(vm));
    frame->next_op = lowered->ops + lowered->entries[handler->target];
    return true;
}

int unwind_frame(Vm *vm, Frame *frame, UnwindStart start) {
    if (start == UNWIND_RAISED) {
        unwind_add_traceback(vm, frame, frame->stack_offset);
        if (trace_is_on(vm)) trace_exception(vm, frame);
    }
    int target, depth, pushes_lasti;
    bool found = code_find_handler(frame->code, frame->stack_offset, &target, &depth,
                                   &pushes_lasti);
    Origin origin = {frame->stack_offset, frame->stack_depth, UINT64_MAX};
    drop_to_depth(vm, frame, &origin, found ? depth : 0);
    if (!found) {
        if (start == UNWIND_RERAISED && frame->raised_offset >= 0)
            frame->stack_offset = frame->raised_offset;
        frame->stack_depth = 0;
        return -1;
    }
    Slot *temporaries = frame_temporaries(frame);
    if (pushes_lasti) {
        Object *lasti = int_new(vm, frame->stack_offset / 2);
        slot_store(&temporaries[depth++], lasti != NULL ? lasti : none_new(vm));
    }
    slot_store(&temporaries[depth++], raised_take(vm));
    frame->stack_depth = depth;
    return target / 2;
}
