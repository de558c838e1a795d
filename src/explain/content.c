#include "explain/content.h"

#include "base/host.h"
#include "objects/function.h"
#include "objects/instance.h"
#include "objects/int.h"
#include "objects/module.h"
#include "objects/str.h"
#include "objects/type_build.h"

#include <string.h>

static ContentSlot *content_add(Content *content) {
    if (content->count == content->capacity) {
        int64_t capacity = content->capacity * 2 + 16;
        ContentSlot *items = host_resize(content->items, (size_t)capacity * sizeof *items);
        if (items == NULL) {
            content->is_failed = true;
            return NULL;
        }
        content->items = items;
        content->capacity = capacity;
    }
    ContentSlot *slot = &content->items[content->count++];
    *slot = (ContentSlot){0};
    return slot;
}

void content_done(Content *content) {
    host_release(content->items);
    *content = (Content){0};
}

static void add_field(Content *content, const char *name, Object *to) {
    ContentSlot *slot = to == NULL ? NULL : content_add(content);
    if (slot == NULL) return;
    slot->kind = AT_FIELD;
    slot->name = name;
    slot->to = to;
}

void content_read_dict(Dict *dict, Content *content) {
    int64_t position = 0;
    Object *key, *value;
    content->count = 0;
    while (dict_next(dict, &position, &key, &value)) {
        ContentSlot *slot = key->kind == KIND_STR ? content_add(content) : NULL;
        if (slot == NULL) continue;
        slot->kind = AT_ATTRIBUTE;
        slot->key = key;
        slot->to = value;
    }
}

// Attributes that stand in a dict of the object's own.
static void add_attributes(Vm *vm, Dict *dict, Content *content) {
    int64_t position = 0;
    Object *key, *value;
    while (dict_next(dict, &position, &key, &value)) {
        if (value->kind == KIND_GETSET_DESCRIPTOR || value->kind == KIND_MEMBER_DESCRIPTOR)
            continue;
        ContentSlot *slot = content_add(content);
        if (slot == NULL) return;
        slot->kind = object_is_str(vm, key) ? AT_ATTRIBUTE : AT_KEY;
        slot->key = key;
        slot->to = value;
    }
}

static void add_slot(Vm *vm, Object *owner, Slot *slot, void *context) {
    Content *content = context;
    if (slot->object == NULL) return;
    Place place = layout_place(vm, object_layout(vm, owner), owner, slot);
    if (place.kind == PLACE_KEY_ITSELF) return;
    ContentSlot *item = content_add(content);
    if (item == NULL) return;
    item->to = slot->object;
    item->key = place.key;
    item->index = place.index;
    item->name = place.name == NULL ? "?" : place.name;
    switch (place.kind) {
    case PLACE_INDEX: item->kind = AT_INDEX; break;
    case PLACE_KEY: item->kind = AT_KEY; break;
    case PLACE_ELEMENT: item->kind = AT_ELEMENT; break;
    case PLACE_ATTRIBUTE: item->kind = AT_ATTRIBUTE; break;
    default: item->kind = owner->kind == KIND_CELL ? AT_CELL : AT_FIELD; break;
    }
    if (item->kind == AT_ATTRIBUTE && item->key == NULL) item->kind = AT_FIELD;
}

// Those that show themselves by a word: their slots are the machine's affair.
static bool is_opaque(Vm *vm, const Object *object) {
    switch (object->kind) {
    case KIND_CODE: case KIND_BUILTIN: case KIND_METHOD_DESCRIPTOR:
    case KIND_CLASSMETHOD_DESCRIPTOR: case KIND_SLOT_WRAPPER: case KIND_METHOD_WRAPPER:
    case KIND_GETSET_DESCRIPTOR: case KIND_MEMBER_DESCRIPTOR: case KIND_TRACEBACK:
    case KIND_FRAME: case KIND_GENERATOR: case KIND_COROUTINE: case KIND_ASYNC_GENERATOR:
    case KIND_WEAKREF: case KIND_WEAK_PROXY: case KIND_WEAK_CALLABLE_PROXY: case KIND_MODULE:
        return true;
    default:
        return object_is_type(vm, object) && !type_is_class((const Type *)object);
    }
}

Dict *content_get_dict(Vm *vm, Object *object) {
    if (is_opaque(vm, object)) return NULL;
    if (object_is_type(vm, object)) return type_dict((Type *)object);
    if ((object_layout(vm, object)->flags & LAYOUT_DICT) == 0) return NULL;
    return (Dict *)object_prefix(object)->dict.object;
}

void content_read(Vm *vm, Object *object, Content *content) {
    content->count = 0;
    if (is_opaque(vm, object)) return;
    if (object->kind == KIND_FUNCTION) {
        Function *function = (Function *)object;
        add_field(content, "__defaults__", function->defaults.object);
        add_field(content, "__kwdefaults__", function->keyword_defaults.object);
        add_field(content, "__closure__", function->closure.object);
    } else if (object_is_type(vm, object)) {
        add_field(content, "__bases__", ((Type *)object)->bases.object);
    } else {
        layout_visit(vm, object_layout(vm, object), object, add_slot, content);
    }
    Dict *dict = content_get_dict(vm, object);
    if (dict != NULL) add_attributes(vm, dict, content);
}

const char *content_get_type_name(Vm *vm, const Object *object) {
    const char *name = object_type_name(vm, object), *dot = strrchr(name, '.');
    return dot == NULL ? name : dot + 1;   // a built-in type's has its module before it
}

// --- sizes ---

// CPython's basic size and items, without what stands before the object.
static int64_t own_size(Vm *vm, Object *object) {
    const Type *type = object_type(vm, object);
    if (type->behaviour.size_of != NULL) {
        // The number goes back at once to where it came from, so that no address changes.
        Object *size = type->behaviour.size_of(vm, object);
        int64_t bytes = 0;
        if (size == NULL) {
            raised_clear(vm);
            return 0;
        }
        if (int_find_value(vm, size, &bytes) != FOUND) bytes = 0;
        object_drop(vm, size);
        return bytes;
    }
    int64_t bytes = (int64_t)type->python_bytes, length = 0;
    const Behaviour *native = &type->native->behaviour;
    if (type->python_item_bytes != 0 && native->length != NULL &&
        native->length(vm, object, &length))
        bytes += (int64_t)type->python_item_bytes * length;
    return bytes;
}

int64_t content_get_size(Vm *vm, Object *object) {
    int64_t bytes = own_size(vm, object);
    bool is_collected = (object_layout(vm, object)->flags & LAYOUT_COLLECTED) != 0;
    if (object_is_type(vm, object) && !type_is_heap((Type *)object)) is_collected = false;
    if (is_collected) bytes += 16;
    if (type_has_managed_dict(object_type(vm, object))) bytes += 16;
    return bytes;
}

bool content_is_mutable(Vm *vm, const Object *object) {
    switch (object->kind) {
    case KIND_NONE: case KIND_INT: case KIND_FLOAT: case KIND_BIGINT: case KIND_BOOL:
    case KIND_STR: case KIND_TUPLE: case KIND_FROZENSET: case KIND_BYTES: case KIND_COMPLEX:
    case KIND_OBJECT: case KIND_CODE: case KIND_METHOD: case KIND_BUILTIN:
    case KIND_METHOD_DESCRIPTOR: case KIND_CLASSMETHOD_DESCRIPTOR: case KIND_SLOT_WRAPPER:
    case KIND_METHOD_WRAPPER: case KIND_GETSET_DESCRIPTOR: case KIND_MEMBER_DESCRIPTOR:
    case KIND_SLICE: case KIND_RANGE: case KIND_ELLIPSIS: case KIND_NOT_IMPLEMENTED:
        return false;
    default:
        return !object_is_type(vm, object) || type_is_class((const Type *)object);
    }
}
