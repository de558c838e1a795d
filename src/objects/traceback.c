// traceback: one entry a frame that an exception passed, the outermost first.

#include "objects/exception.h"

#include "objects/arguments.h"
#include "objects/code.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"

#include <limits.h>

static Traceback *traceback_of(Object *object) {
    return (Traceback *)object;
}

static const Field traceback_fields[] = {
    FIELD_NAMED(Traceback, next, "tb_next"),
    FIELD_NAMED(Traceback, frame, "tb_frame"),
    {0},
};

// --- operations for C ---

Object *traceback_new(Vm *vm, Object *next, Object *frame, int offset, int line) {
    Object *object = type_new_instance(vm, type_of_kind(vm, KIND_TRACEBACK), sizeof(Traceback));
    if (object == NULL) return NULL;
    Traceback *traceback = traceback_of(object);
    slot_fill(vm, object, &traceback->next, object_share_or_null(next));
    slot_fill(vm, object, &traceback->frame, object_share(frame));
    traceback->offset = offset;
    traceback->line = line;
    traceback->code = NULL;
    object_track(vm, object);
    return object;
}

bool traceback_add(Vm *vm, Object *exception, Object *frame, int offset, const Code *code,
                   const int *line) {
    Object *next = ((const Exception *)exception)->traceback.object;
    Object *entry = traceback_new(vm, next, frame, offset,
                                  line == NULL ? TRACEBACK_LINE_LATER : *line);
    if (entry == NULL) return false;
    traceback_of(entry)->code = code;
    exception_set_traceback(vm, exception, entry);
    object_drop(vm, entry);
    return true;
}

int traceback_get_line(const Traceback *traceback) {
    if (traceback->line != TRACEBACK_LINE_LATER || traceback->code == NULL) return traceback->line;
    return code_get_line(traceback->code, traceback->offset);
}

// --- the type ---

static bool traceback_read_c_int(Vm *vm, Object *object, int *number) {
    int64_t value;
    if (!object_index(vm, object, EXCEPTION_COUNT, &value)) return false;
    if (value < INT_MIN || value > INT_MAX) return raise_false(vm, ERROR_INT_TO_C_INT);
    *number = (int)value;
    return true;
}

static Object *traceback_make(Vm *vm, Type *type, const Arguments *arguments) {
    (void)type;
    Object *values[4];
    if (!arguments_bind(vm, "TracebackType", "(tb_next, tb_frame, tb_lasti, tb_lineno)",
                        arguments, values))
        return NULL;
    Object *next = values[0] == vm->objects->none ? NULL : values[0];
    Object *made = NULL;
    int offset = 0, line = 0;
    if (values[1]->kind != KIND_FRAME) {
        raise(vm, ERROR_TRACEBACK_FRAME, values[1]);
    } else if (traceback_read_c_int(vm, values[2], &offset) &&
               traceback_read_c_int(vm, values[3], &line)) {
        if (next != NULL && next->kind != KIND_TRACEBACK)
            raise(vm, ERROR_TRACEBACK_NEXT, next);
        else
            made = traceback_new(vm, next, values[1], offset, line);
    }
    arguments_unbind(vm, values, 4);
    return made;
}

static Object *traceback_get_tb_next(Vm *vm, Object *self) {
    Object *next = traceback_of(self)->next.object;
    return next != NULL ? object_share(next) : none_new(vm);
}

static bool traceback_set_tb_next(Vm *vm, Object *self, Object *value) {
    if (value == NULL) return raise_false(vm, ERROR_TRACEBACK_DELETE);
    if (value == vm->objects->none) value = NULL;
    else if (value->kind != KIND_TRACEBACK) return raise_false(vm, ERROR_TRACEBACK_NEXT, value);
    for (Object *at = value; at != NULL; at = traceback_of(at)->next.object)
        if (at == self) return raise_false(vm, ERROR_TRACEBACK_LOOP);
    slot_set(vm, self, &traceback_of(self)->next, value);
    return true;
}

static Object *traceback_get_tb_lasti(Vm *vm, Object *self) {
    return int_new(vm, traceback_of(self)->offset);
}

static Object *traceback_get_tb_lineno(Vm *vm, Object *self) {
    return int_new(vm, traceback_get_line(traceback_of(self)));
}

static bool traceback_refuse(Vm *vm, Object *self, Object *value) {
    (void)self, (void)value;
    return raise_false(vm, ERROR_MEMBER_READ_ONLY);
}

static Object *traceback_method___dir__(Vm *vm, const Slot *arguments) {
    (void)arguments;
    static const char *const names[] = {"tb_frame", "tb_next", "tb_lasti", "tb_lineno"};
    List *list = list_new(vm, ARRAY_COUNT(names));
    for (size_t i = 0; list != NULL && i < ARRAY_COUNT(names); i++) {
        Object *name = str_new_c(vm, names[i]);
        if (name == NULL || !list_take_add(vm, list, name)) {
            object_drop(vm, &list->base);
            return NULL;
        }
    }
    return (Object *)list;
}

static const Method traceback_methods[] = {
    HIDDEN_METHOD(traceback, __dir__, "(self, /)", "The names of the attributes."),
    {0},
};

static const Property traceback_properties[] = {
    {"tb_next", traceback_get_tb_next, traceback_set_tb_next, "The next entry, or None."},
    {"tb_lasti", traceback_get_tb_lasti, traceback_refuse, "The instruction, as an offset."},
    {"tb_lineno", traceback_get_tb_lineno, traceback_refuse, "The line, from 1."},
    {0},
};

static const Member traceback_members[] = {
    {"tb_frame", offsetof(Traceback, frame), MEMBER_READ_ONLY, "The frame."},
    {0},
};

const TypeDefinition traceback_definition = {
    .name = "traceback",
    .kind = KIND_TRACEBACK,
    .base = KIND_OBJECT,
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(Traceback),
    .python_bytes = 40,
    .layout = {
        .name = "traceback",
        .flags = LAYOUT_COLLECTED | LAYOUT_CLEARS_FIELDS,
        .fields = traceback_fields,
    },
    .behaviour = {.new = traceback_make, .load_attribute = object_load_attribute_plain},
    .methods = traceback_methods,
    .properties = traceback_properties,
    .members = traceback_members,
    // Of another name than the type's, so that it is text and no signature, as in CPython.
    .doc = "TracebackType(tb_next, tb_frame, tb_lasti, tb_lineno)\n--\n\n"
           "One frame that an exception passed on its way.",
};
