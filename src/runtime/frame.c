// Frames: pushing, popping, and what stays when a frame object outlives its frame.

#include "runtime/frame.h"

#include "compile/opcodes.h"
#include "objects/cell.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/generator.h"
#include "runtime/lower.h"
#include "runtime/runtime.h"

#include <stdio.h>
#include <string.h>

Frame *frame_next(Vm *vm, Frame *frame) {
    Frame **place = frame != NULL ? &frame->next : &runtime_of(vm)->first;
    if (LIKELY(*place != NULL)) return *place;
    Frame *fresh = system_new(vm, sizeof(Frame));
    *place = fresh;
    return fresh;
}

Frame *frame_refused(Vm *vm, Frame *frame, const Slot *window_end) {
    Runtime *runtime = runtime_of(vm);
    if (runtime->depth >= runtime->recursion_limit || window_end > runtime->registers_end) {
        raise(vm, ERROR_RECURSION_DEPTH);
        return NULL;
    }
    return frame_next(vm, frame);
}

void frame_hand_over(Vm *vm, Object *owner, Slot *to, Slot *from, int64_t count) {
    slots_move(vm, owner, to, from, count);
    slots_init(from, count);
}

Slot *frame_free_window(Vm *vm) {
    const Frame *below = runtime_of(vm)->frame;
    while (below != NULL && below->owner != FRAME_ON_STACK) below = below->previous;
    return below != NULL ? frame_end(below) : runtime_of(vm)->registers;
}

Frame *frame_push(Vm *vm, Object *function, Slot *window) {
    Runtime *runtime = runtime_of(vm);
    Code *code = (Code *)((Function *)function)->code.object;
    Frame *frame = frame_refused(vm, runtime->frame,
                                 window + code->local_count + code->stack_size);
    if (frame == NULL) return NULL;
    frame->window = window;
    frame->code = code;
    frame->globals = (Dict *)((Function *)function)->globals.object;
    frame->builtins = ((Function *)function)->builtins.object;
    frame->previous = runtime->frame;
    slot_store(&frame->function, object_share(function));
    frame->stack_offset = 0;
    frame->stack_depth = 0;
    frame->return_mode = RETURN_TO_CALLER;
    frame->owner = FRAME_ON_STACK;
    frame->is_stack_code = false;
    frame->is_complete = true;
    frame->last_line = -1;
    runtime->depth++;
    runtime->frame = frame;
    return frame;
}

void frame_free_replaced(Vm *vm, Frame *frame, Object *replaced) {
    frame->has_result = true;
    object_free(vm, replaced);
    frame->has_result = false;
}

static void empty_window(Vm *vm, Slot *window, int count) {
    for (int i = 0; i < count; i++) {
        Object *value = window[i].object;
        slot_store(&window[i], NULL);
        object_drop_or_null(vm, value);
    }
}

void frame_keep(Vm *vm, Frame *frame, FrameObject *object) {
    if (object->base.count == 1) {   // nobody else sees it
        object->frame = NULL;
        return;
    }
    Frame *kept = &object->kept;
    int count = frame->code->local_count;
    kept->next_op = frame->next_op;
    kept->code = frame->code;
    kept->globals = frame->globals;
    kept->builtins = frame->builtins;
    kept->stack_offset = frame->stack_offset;
    kept->is_stack_code = frame->is_stack_code;
    kept->owner = FRAME_IN_OBJECT;
    kept->serial = frame->serial;
    frame_hand_over(vm, &object->base, &kept->function, &frame->function, 1);
    frame_hand_over(vm, &object->base, &kept->namespace, &frame->namespace, 1);
    kept->window = count > 0 ? buffer_new(vm, (size_t)count * sizeof(Slot)) : NULL;
    if (kept->window == NULL && count > 0) {
        raised_clear(vm);   // no memory: the object goes on without its locals
        empty_window(vm, frame->window, count);
    } else if (count > 0) {
        frame_hand_over(vm, &object->base, kept->window, frame->window, count);
        object->kept_slots = count;
    }
    object->frame = &object->kept;
    Frame *back = frame->previous;
    if (back != NULL) {
        FrameObject *caller = frame_load_object(vm, back);
        if (caller == NULL) raised_clear(vm);
        else slot_set(vm, &object->base, &object->back, &caller->base);
    }
    object_track(vm, &object->base);
}

void frame_pop(Vm *vm, Frame *frame) {
    Runtime *runtime = runtime_of(vm);
    FrameObject *object = (FrameObject *)frame->object.object;
    if (UNLIKELY(object != NULL)) {
        slot_store(&frame->object, NULL);
        frame_keep(vm, frame, object);
        object_drop(vm, &object->base);
    }
    empty_window(vm, frame->window, frame->code->local_count);
    Object *function = frame->function.object, *namespace = frame->namespace.object;
    Object *instance = frame->instance.object;
    slot_store(&frame->function, NULL);
    slot_store(&frame->namespace, NULL);
    slot_store(&frame->instance, NULL);
    runtime->depth--;
    runtime->frame = frame->previous;
    object_drop_or_null(vm, namespace);
    object_drop_or_null(vm, instance);
    object_drop_or_null(vm, function);
}

int frame_get_offset(const Frame *frame) {
    const Lowered *lowered = frame->code->lowered;
    if (frame->is_stack_code || lowered == NULL || frame->next_op == NULL)
        return frame->stack_offset;
    return lowered_origin(lowered, frame->next_op)->offset;
}

int frame_get_line(const Frame *frame) {
    return code_get_line(frame->code, frame_get_offset(frame));
}

FrameObject *frame_load_object(Vm *vm, Frame *frame) {
    if (frame->owner == FRAME_IN_OBJECT)
        return (FrameObject *)((char *)frame - offsetof(FrameObject, kept));
    if (frame->object.object != NULL) return (FrameObject *)frame->object.object;
    FrameObject *object = (FrameObject *)object_new(vm, KIND_FRAME, sizeof(FrameObject));
    if (object == NULL) return NULL;
    memset((char *)object + sizeof(Object), 0, sizeof(FrameObject) - sizeof(Object));
    if (frame->object.object != NULL) {   // a collection ran code that asked for it, too
        object_drop(vm, &object->base);
        return (FrameObject *)frame->object.object;
    }
    object->frame = frame;
    object->trace_lines = true;
    slot_store(&frame->object, &object->base);
    return object;
}

// --- what is in a frame ---

static uint64_t full_temporaries(const Frame *frame, int *depth) {
    if (frame->is_stack_code || frame->code->lowered == NULL) {
        *depth = frame->stack_depth;
        return UINT64_MAX;
    }
    const Origin *origin = lowered_origin(frame->code->lowered, frame->next_op);
    *depth = origin->depth;
    return origin->full;
}

void frame_visit(Vm *vm, Frame *frame, const Slot *limit, Object *owner, SlotVisit *visit,
                 void *context) {
    visit(vm, owner, &frame->function, context);
    visit(vm, owner, &frame->namespace, context);
    visit(vm, owner, &frame->instance, context);
    if (frame->owner != FRAME_IN_OBJECT) visit(vm, owner, &frame->object, context);
    if (frame->window == NULL) return;
    for (int i = 0; i < frame->code->local_count; i++)
        visit(vm, owner, &frame->window[i], context);
    if (frame->owner == FRAME_IN_OBJECT) return;
    int depth;
    uint64_t full = full_temporaries(frame, &depth);
    Slot *temporaries = frame_temporaries(frame);
    for (int i = 0; i < depth; i++) {
        if (limit != NULL && &temporaries[i] >= limit) break;
        if (i < 64 && !(full >> i & 1)) continue;
        if (temporaries[i].object != NULL) visit(vm, owner, &temporaries[i], context);
    }
}

void frame_clear(Vm *vm, Frame *frame, Object *owner) {
    int depth, locals = frame->code->local_count;
    uint64_t full = full_temporaries(frame, &depth);
    for (int i = 0; i < locals + depth; i++) {
        int temporary = i - locals;
        if (temporary < 0 || temporary >= 64 || (full >> temporary & 1))
            slot_clear(vm, owner, &frame->window[i]);
    }
    slot_clear(vm, owner, &frame->namespace);
    slot_clear(vm, owner, &frame->function);
}

// --- locals() ---

static Object *local_value(const Frame *frame, int index) {
    const Bytes *kinds = (const Bytes *)frame->code->local_kinds.object;
    Object *value = frame->window == NULL ? NULL : frame->window[index].object;
    if (value != NULL && (kinds->data[index] & (LOCAL_IS_CELL | LOCAL_IS_FREE)) &&
        value->kind == KIND_CELL)
        return ((Cell *)value)->value.object;
    return value;
}

static bool refresh_local(Vm *vm, Frame *frame, Dict *dict, int index) {
    const Tuple *names = (const Tuple *)frame->code->local_names.object;
    const Bytes *kinds = (const Bytes *)frame->code->local_kinds.object;
    Object *name = names->items[index].object;
    if ((kinds->data[index] & LOCAL_IS_FREE) && !(frame->code->flags & CODE_OPTIMIZED))
        return true;
    Object *value = local_value(frame, index);
    if (value != NULL) return dict_set(vm, dict, name, value);
    return dict_remove(vm, dict, name) != RAISED;
}

Object *frame_load_locals(Vm *vm, Frame *frame) {
    if (frame->namespace.object != NULL) return frame->namespace.object;
    FrameObject *object = frame_load_object(vm, frame);
    if (object == NULL) return NULL;
    if (object->locals.object == NULL) {
        Dict *fresh = dict_new(vm);
        if (fresh == NULL) return NULL;
        slot_fill(vm, &object->base, &object->locals, (Object *)fresh);
    }
    Dict *dict = (Dict *)object->locals.object;
    for (int i = 0; i < frame->code->local_count; i++) {
        if (!refresh_local(vm, frame, dict, i)) return NULL;
    }
    return object->locals.object;
}

static void take_local(Vm *vm, Frame *frame, Dict *dict, int index) {
    const Tuple *names = (const Tuple *)frame->code->local_names.object;
    const Bytes *kinds = (const Bytes *)frame->code->local_kinds.object;
    uint8_t kind = kinds->data[index];
    if ((kind & LOCAL_IS_FREE) && !(frame->code->flags & CODE_OPTIMIZED)) return;
    Object *value = NULL;
    if (dict_find(vm, dict, names->items[index].object, &value) != FOUND) {
        raised_clear(vm);
        value = NULL;
    }
    if (value == local_value(frame, index)) return;
    Object *owner = NULL;
    Slot *slot = &frame->window[index];
    if (slot->object != NULL && (kind & (LOCAL_IS_CELL | LOCAL_IS_FREE)) &&
        slot->object->kind == KIND_CELL) {
        owner = slot->object;
        slot = &((Cell *)owner)->value;
    }
    if (value == NULL) frame->keeps_stack = true;
    if (owner != NULL) object_share(owner);
    slot_set(vm, owner, slot, value);
    object_drop_or_null(vm, owner);
}

void frame_take_locals(Vm *vm, Frame *frame) {
    const FrameObject *object = (const FrameObject *)frame->object.object;
    if (frame->namespace.object != NULL || object == NULL || object->locals.object == NULL) return;
    Object *dict = object_share(object->locals.object);
    for (int i = 0; i < frame->code->local_count; i++) take_local(vm, frame, (Dict *)dict, i);
    object_drop(vm, dict);
}

// --- the frame object ---

static size_t frame_bytes(Vm *vm, const Object *object) {
    (void)vm, (void)object;
    return sizeof(FrameObject);
}

static void frame_object_visit(Vm *vm, Object *object, SlotVisit *visit, void *context) {
    FrameObject *frame = (FrameObject *)object;
    visit(vm, object, &frame->back, context);
    visit(vm, object, &frame->trace, context);
    visit(vm, object, &frame->locals, context);
    if (frame->frame == &frame->kept) frame_visit(vm, &frame->kept, NULL, object, visit, context);
}

static void frame_object_clear(Vm *vm, Object *object) {
    FrameObject *frame = (FrameObject *)object;
    slot_clear(vm, object, &frame->trace);
    if (frame->frame != &frame->kept) return;
    for (int64_t i = 0; i < frame->kept_slots; i++)
        slot_clear(vm, object, &frame->kept.window[i]);
}

static void frame_object_finish(Vm *vm, Object *object) {
    FrameObject *frame = (FrameObject *)object;
    frame_object_clear(vm, object);
    slot_clear(vm, object, &frame->locals);
    slot_clear(vm, object, &frame->back);
    if (frame->frame != &frame->kept) return;
    buffer_drop(vm, (void *)frame->kept.window, (size_t)frame->kept_slots * sizeof(Slot));
    slot_clear(vm, object, &frame->kept.namespace);
    slot_clear(vm, object, &frame->kept.instance);
    slot_clear(vm, object, &frame->kept.function);
}

static Object *frame_get_back(Vm *vm, Object *self) {
    FrameObject *object = (FrameObject *)self;
    if (object->back.object != NULL) return object_share(object->back.object);
    Frame *back = object->frame == NULL ? NULL : object->frame->previous;
    if (back == NULL) return none_new(vm);
    FrameObject *caller = frame_load_object(vm, back);
    return caller == NULL ? NULL : object_share(&caller->base);
}

static Object *frame_get_code(Vm *vm, Object *self) {
    FrameObject *object = (FrameObject *)self;
    return object->frame == NULL ? none_new(vm) : object_share(&object->frame->code->base);
}

static Object *frame_get_globals(Vm *vm, Object *self) {
    FrameObject *object = (FrameObject *)self;
    if (object->frame == NULL) return none_new(vm);
    return object_share((Object *)object->frame->globals);
}

static Object *frame_get_builtins(Vm *vm, Object *self) {
    FrameObject *object = (FrameObject *)self;
    if (object->frame == NULL) return none_new(vm);
    return object_share(object->frame->builtins);
}

static Object *frame_get_locals(Vm *vm, Object *self) {
    FrameObject *object = (FrameObject *)self;
    if (object->frame == NULL) return none_new(vm);
    return object_share_or_null(frame_load_locals(vm, object->frame));
}

static Object *frame_get_lineno(Vm *vm, Object *self) {
    FrameObject *object = (FrameObject *)self;
    int line = object->frame == NULL ? -1 : frame_get_line(object->frame);
    return line < 0 ? none_new(vm) : int_new(vm, line);
}

static bool frame_set_lineno(Vm *vm, Object *self, Object *value) {
    FrameObject *object = (FrameObject *)self;
    if (value == NULL) return raise_false(vm, ERROR_CANNOT_DELETE_ATTRIBUTE);
    if (value->kind != KIND_INT && value->kind != KIND_BIGINT)
        return raise_false(vm, ERROR_JUMP_NO_INTEGER);
    if (object->frame == NULL) return raise_false(vm, ERROR_JUMP_FROM_CALL);
    return frame_jump(vm, object->frame, value);
}

static Object *frame_get_lasti(Vm *vm, Object *self) {
    FrameObject *object = (FrameObject *)self;
    return int_new(vm, object->frame == NULL ? -1 : frame_get_offset(object->frame));
}

static Object *frame_get_trace(Vm *vm, Object *self) {
    FrameObject *object = (FrameObject *)self;
    return object->trace.object != NULL ? object_share(object->trace.object) : none_new(vm);
}

static bool frame_set_trace(Vm *vm, Object *self, Object *value) {
    if (value == vm->objects->none) value = NULL;
    slot_set(vm, self, &((FrameObject *)self)->trace, value);
    return true;
}

static Object *frame_method_clear(Vm *vm, const Slot *arguments) {
    Object *self = arguments[0].object;
    FrameObject *object = (FrameObject *)self;
    Frame *frame = object->frame;
    if (frame == NULL) return none_new(vm);
    if (frame->owner == FRAME_IN_GENERATOR) {
        Generator *generator = generator_of_frame(frame);
        if (generator->state == GENERATOR_RUNNING) return raise(vm, ERROR_CLEAR_RUNNING_FRAME);
        object_share(&generator->base);
        Object *aside = raised_take(vm);
        if (!generator_finalize(vm, &generator->base))
            raised_report_unraisable(vm, NULL, &generator->base);
        raised_restore(vm, aside);
        object_drop(vm, &generator->base);
    } else if (frame->owner == FRAME_ON_STACK) {
        return raise(vm, ERROR_CLEAR_RUNNING_FRAME);
    } else {
        frame_object_clear(vm, self);
    }
    return none_new(vm);
}

static Object *frame_method___sizeof__(Vm *vm, const Slot *arguments) {
    const Object *self = arguments[0].object;
    const FrameObject *object = (const FrameObject *)self;
    const Type *type = object_type(vm, self);
    int64_t slots = 0;
    if (object->frame != NULL)
        slots = object->frame->code->local_count + object->frame->code->stack_size;
    return int_new(vm, (int64_t)type->python_bytes + slots * (int64_t)type->python_item_bytes);
}

static Object *frame_repr(Vm *vm, Object *self) {
    FrameObject *object = (FrameObject *)self;
    if (object->frame == NULL) return str_new_c(vm, "<frame>");
    const Code *code = object->frame->code;
    char address[32];
    snprintf(address, sizeof address, "0x%llx", (unsigned long long)object_address(vm, self));
    return str_new_format(vm, "<frame at %s, file %R, line %d, code %U>", address,
                          code->filename.object, frame_get_line(object->frame),
                          code->name.object);
}

static const Method frame_methods[] = {
    {"clear", frame_method_clear, "(self, /)", "Drop the locals of a frame that has ended.",
     METHOD_HIDES_SIGNATURE},
    {"__sizeof__", frame_method___sizeof__, "(self, /)", "Its size in bytes.",
     METHOD_HIDES_SIGNATURE},
    {0},
};

static const Member frame_members[] = {
    {"f_trace_lines", offsetof(FrameObject, trace_lines), MEMBER_IS_BOOL, NULL},
    {"f_trace_opcodes", offsetof(FrameObject, trace_opcodes), MEMBER_IS_BOOL, NULL},
    {0},
};

static const Property frame_properties[] = {
    {"f_back", frame_get_back, NULL, NULL},
    {"f_locals", frame_get_locals, NULL, NULL},
    {"f_lineno", frame_get_lineno, frame_set_lineno, NULL},
    {"f_trace", frame_get_trace, frame_set_trace, NULL},
    {"f_lasti", frame_get_lasti, NULL, NULL},
    {"f_globals", frame_get_globals, NULL, NULL},
    {"f_builtins", frame_get_builtins, NULL, NULL},
    {"f_code", frame_get_code, NULL, NULL},
    {0},
};

const TypeDefinition frame_definition = {
    .name = "frame",
    .kind = KIND_FRAME,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(FrameObject),
    .python_bytes = 120,
    .python_item_bytes = sizeof(Slot),
    .layout = {
        .name = "frame",
        .flags = LAYOUT_COLLECTED,
        .bytes = frame_bytes,
        .visit = frame_object_visit,
        .clear = frame_object_clear,
        .finish = frame_object_finish,
    },
    .behaviour = {.repr = frame_repr, .load_attribute = object_load_attribute_plain,
                  .set_attribute = object_set_attribute_plain},
    .methods = frame_methods,
    .properties = frame_properties,
    .members = frame_members,
};
