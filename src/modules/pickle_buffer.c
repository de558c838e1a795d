// pickle.PickleBuffer: what lets pickling see the bytes of an object in the place of the object.

#include "modules/pickle.h"

#include "objects/arguments.h"

typedef struct PickleBuffer {
    Object base;
    Slot source;     // empty: released
    View view;       // of the source; borrows it
} PickleBuffer;

static PickleBuffer *buffer_of(Object *object) {
    return (PickleBuffer *)object;
}

const View *pickle_buffer_get(Vm *vm, Object *buffer) {
    if (buffer_of(buffer)->source.object != NULL) return &buffer_of(buffer)->view;
    raise(vm, ERROR_PICKLE_BUFFER_RELEASED);
    return NULL;
}

static bool is_contiguous(const View *view, int first, int step) {
    int64_t expected = view->item_bytes;
    for (int i = first; i >= 0 && i < view->dimensions; i += step) {
        if (view->shape[i] != 1 && view->strides[i] != expected) return false;
        expected *= view->shape[i];
    }
    return true;
}

bool pickle_buffer_is_contiguous(const View *view) {
    return view->strides == NULL || view->bytes == 0 ||
           is_contiguous(view, view->dimensions - 1, -1) || is_contiguous(view, 0, 1);
}

static Object *buffer_new_from_call(Vm *vm, Type *type, const Arguments *arguments) {
    static const char signature[] = "(object, /)";
    Object *values[1];
    View view;
    if (arguments->count > 1) {
        raise(vm, ERROR_TAKES_ARGUMENTS, "PickleBuffer", "at most", INT64_C(1), "", "",
              arguments->count);
        return NULL;
    }
    if (!arguments_bind(vm, "PickleBuffer", signature, arguments, values)) return NULL;
    bool done = view_acquire(vm, values[0], &view, VIEW_ANY);
    object_drop(vm, values[0]);
    if (!done) return NULL;
    PickleBuffer *buffer = (PickleBuffer *)type_new_instance(vm, type, sizeof(PickleBuffer));
    if (buffer == NULL) {
        view_release(vm, &view);
        return NULL;
    }
    // The slot has the reference that the view came with.
    slot_fill(vm, &buffer->base, &buffer->source, view.object);
    buffer->view = view;
    object_track(vm, &buffer->base);
    return &buffer->base;
}

static void release(Vm *vm, PickleBuffer *buffer) {
    Object *source = buffer->source.object;
    if (source == NULL) return;
    const ViewBehaviour *behaviour = object_type(vm, source)->behaviour.view;
    if (behaviour->release != NULL) behaviour->release(vm, source, &buffer->view);
    slot_clear(vm, &buffer->base, &buffer->source);
}

static void buffer_finish(Vm *vm, Object *object) {
    release(vm, buffer_of(object));
}

static Object *buffer_method_release(Vm *vm, const Slot *arguments) {
    release(vm, buffer_of(arguments[0].object));
    return none_new(vm);
}

// A memoryview of the plain bytes.
static Object *buffer_method_raw(Vm *vm, const Slot *arguments) {
    const PickleBuffer *buffer = buffer_of(arguments[0].object);
    if (pickle_buffer_get(vm, arguments[0].object) == NULL) return NULL;
    if (!pickle_buffer_is_contiguous(&buffer->view)) return raise(vm, ERROR_PICKLE_BUFFER_RAW);
    Object *memory = object_call_one(vm, &type_of_kind(vm, KIND_MEMORYVIEW)->base,
                                     buffer->source.object);
    Str *cast = memory == NULL ? NULL : str_new_interned(vm, "cast", 4);
    Object *format = cast == NULL ? NULL : str_new_c(vm, "B"), *raw = NULL;
    if (format != NULL) raw = object_call_method(vm, memory, cast, 1, format);
    object_drop_or_null(vm, memory);
    object_drop_or_null(vm, (Object *)cast);
    object_drop_or_null(vm, format);
    return raw;
}

// The view is one of the source, as if that had been asked.
static bool buffer_acquire(Vm *vm, Object *object, View *view, ViewRequest request) {
    if (pickle_buffer_get(vm, object) == NULL) return false;
    return view_acquire(vm, buffer_of(object)->source.object, view, request);
}

static const ViewBehaviour buffer_view = {.acquire = buffer_acquire};

static const Method buffer_methods[] = {
    METHOD(buffer, raw, "(self, /)", "A memoryview of the bytes as one row."),
    METHOD(buffer, release, "(self, /)", "Let go of the object."),
    {0},
};

static const Field buffer_fields[] = {FIELD(PickleBuffer, source), {0}};

const TypeDefinition pickle_buffer_definition = {
    .name = "pickle.PickleBuffer",
    .flags = TYPE_IS_IMMUTABLE,
    .bytes = sizeof(PickleBuffer),
    .python_bytes = 104,
    .layout = {.name = "pickle.PickleBuffer", .fields = buffer_fields,
               .flags = LAYOUT_COLLECTED | LAYOUT_WEAK, .finish = buffer_finish},
    .behaviour = {.new = buffer_new_from_call, .view = &buffer_view},
    .methods = buffer_methods,
    .doc = "Bytes of an object, for pickles whose data travels apart from them.",
};
