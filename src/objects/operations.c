// Operations on any object: text, hash, truth, comparison, and the guards of recursion.

#include "objects/operations.h"

#include "objects/exception.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/number_format.h"
#include "objects/str.h"
#include "objects/tuple.h"

// --- guards ---

bool recursion_enter(Vm *vm, const char *where) {
    Objects *objects = vm->objects;
    if (LIKELY(++objects->recursion_depth <= objects->recursion_limit)) return true;
    objects->recursion_depth--;
    return raise_false(vm, ERROR_RECURSION, where);
}

void recursion_leave(Vm *vm) {
    vm->objects->recursion_depth--;
}

Found repr_enter(Vm *vm, Object *object) {
    Objects *objects = vm->objects;
    for (int32_t i = 0; i < objects->repr_count; i++)
        if (objects->repr_stack[i] == object) return FOUND;
    if (objects->repr_count == objects->repr_capacity) {
        int32_t capacity = objects->repr_capacity * 2 + 8;
        Object **grown = system_resize(vm, objects->repr_stack,
                                       (size_t)objects->repr_capacity * sizeof(Object *),
                                       (size_t)capacity * sizeof(Object *));
        if (grown == NULL) return RAISED;
        objects->repr_stack = grown;
        objects->repr_capacity = capacity;
    }
    objects->repr_stack[objects->repr_count++] = object;
    return ABSENT;
}

void repr_leave(Vm *vm, Object *object) {
    Objects *objects = vm->objects;
    int32_t i = objects->repr_count;
    while (i > 0 && objects->repr_stack[i - 1] != object) i--;
    if (i == 0) return;
    for (; i < objects->repr_count; i++) objects->repr_stack[i - 1] = objects->repr_stack[i];
    objects->repr_count--;
}

// --- text ---

void object_address_text(Vm *vm, const Object *object, char *text) {
    uint64_t address = object_address(vm, object);
    char digits[16];
    int count = 0;
    do {
        digits[count++] = "0123456789abcdef"[address & 15];
        address >>= 4;
    } while (address != 0);
    *text++ = '0';
    *text++ = 'x';
    while (count > 0) *text++ = digits[--count];
    *text = 0;
}

Object *object_repr(Vm *vm, Object *object) {
    UnaryFunction *repr = object_type(vm, object)->behaviour.repr;
    if (repr == NULL) {
        char address[24];
        object_address_text(vm, object, address);
        return str_new_format(vm, "<%T object at %s>", object, address);
    }
    if (!recursion_enter(vm, " while getting the repr of an object")) return NULL;
    Object *text = repr(vm, object);
    recursion_leave(vm);
    if (text == NULL || object_is_str(vm, text)) return text;
    raise(vm, ERROR_REPR_NOT_STR, text);
    object_drop(vm, text);
    return NULL;
}

Object *object_str(Vm *vm, Object *object) {
    if (object->kind == KIND_STR) return object_share(object);
    UnaryFunction *str = object_type(vm, object)->behaviour.str;
    if (str == NULL) return object_repr(vm, object);
    if (!recursion_enter(vm, " while getting the str of an object")) return NULL;
    Object *text = str(vm, object);
    recursion_leave(vm);
    if (text == NULL || object_is_str(vm, text)) return text;
    raise(vm, ERROR_STR_NOT_STR, text);
    object_drop(vm, text);
    return NULL;
}

static void ascii_add_escape(StrBuilder *builder, uint32_t character) {
    int digits = character <= 0xff ? 2 : character <= 0xffff ? 4 : 8;
    char text[16] = {'\\', digits == 2 ? 'x' : digits == 4 ? 'u' : 'U'};
    for (int i = 0; i < digits; i++)
        text[2 + i] = "0123456789abcdef"[(character >> (4 * (digits - 1 - i))) & 15];
    text[2 + digits] = 0;
    str_builder_add_c(builder, text);
}

Object *object_ascii(Vm *vm, Object *object) {
    Object *repr = object_repr(vm, object);
    if (repr == NULL || ((Str *)repr)->is_ascii) return repr;
    const Str *text = (const Str *)repr;
    StrBuilder builder;
    str_builder_start(vm, &builder);
    for (int64_t i = 0; i < text->length; i++) {
        uint32_t character = str_get_char(text, i);
        if (character < 128)
            str_builder_add_char(&builder, character);
        else
            ascii_add_escape(&builder, character);
    }
    object_drop(vm, repr);
    return str_builder_finish(&builder);
}

Object *object_format(Vm *vm, Object *object, Object *specification) {
    if (specification != NULL && !object_is_str(vm, specification))
        return raise(vm, ERROR_FORMAT_SPEC_NOT_STR, specification);
    bool is_plain = specification == NULL || ((Str *)specification)->length == 0;
    if (is_plain && object->kind == KIND_STR) return object_share(object);
    if (is_plain && object->kind == KIND_INT) return object_str(vm, object);
    switch (is_plain ? KIND_NONE : object->kind) {
    case KIND_STR: return str_to_format(vm, (Str *)object, (Str *)specification);
    case KIND_INT: return number_format_int(vm, object, (Str *)specification);
    case KIND_FLOAT: return number_format_float(vm, object, (Str *)specification);
    default: break;
    }
    Object *method;
    switch (object_find_special(vm, object, vm->objects->names.dunder_format, &method)) {
    case FOUND: break;
    case ABSENT: return raise(vm, ERROR_NO_FORMAT, object);
    case RAISED: return NULL;
    }
    if (specification == NULL) specification = (Object *)vm->objects->empty_str;
    Object *text = object_call_with(vm, method, 1, specification);
    object_drop(vm, method);
    if (text == NULL || object_is_str(vm, text)) return text;
    raise(vm, ERROR_FORMAT_NOT_STR, text);
    object_drop(vm, text);
    return NULL;
}

// --- hash and truth ---

int64_t object_hash_address(Vm *vm, const Object *object) {
    uint64_t address = object_address(vm, object);
    int64_t hash = (int64_t)(address >> 4 | address << 60);
    return hash == -1 ? -2 : hash;
}

bool object_hash(Vm *vm, Object *object, int64_t *hash) {
    bool (*function)(Vm *, Object *, int64_t *) = object_type(vm, object)->behaviour.hash;
    if (LIKELY(function != NULL)) return function(vm, object, hash);
    return raise_false(vm, ERROR_UNHASHABLE, object);
}

Found object_truth(Vm *vm, Object *object) {
    const Objects *objects = vm->objects;
    if (object == objects->true_) return FOUND;
    if (object == objects->false_ || object == objects->none) return ABSENT;
    const Behaviour *behaviour = &object_type(vm, object)->behaviour;
    if (behaviour->truth != NULL) return behaviour->truth(vm, object);
    if (behaviour->length == NULL) return FOUND;
    int64_t length;
    if (!behaviour->length(vm, object, &length)) return RAISED;
    return length != 0 ? FOUND : ABSENT;
}

// --- comparison ---

static const Comparison comparison_mirrored[] = {
    [COMPARE_LESS] = COMPARE_GREATER, [COMPARE_LESS_EQUAL] = COMPARE_GREATER_EQUAL,
    [COMPARE_EQUAL] = COMPARE_EQUAL, [COMPARE_NOT_EQUAL] = COMPARE_NOT_EQUAL,
    [COMPARE_GREATER] = COMPARE_LESS, [COMPARE_GREATER_EQUAL] = COMPARE_LESS_EQUAL,
};

static const char *const comparison_signs[] = {"<", "<=", "==", "!=", ">", ">="};

static Object *object_compare_either(Vm *vm, Object *left, Object *right, Comparison comparison) {
    const Type *own = object_type(vm, left), *other = object_type(vm, right);
    Comparison mirrored = comparison_mirrored[comparison];
    bool tried_right = false;
    if (own != other && other->behaviour.compare != NULL && type_is_subtype(other, own)) {
        tried_right = true;
        Object *result = other->behaviour.compare(vm, right, left, mirrored);
        if (result != vm->objects->not_implemented) return result;
        object_drop(vm, result);
    }
    if (own->behaviour.compare != NULL) {
        Object *result = own->behaviour.compare(vm, left, right, comparison);
        if (result != vm->objects->not_implemented) return result;
        object_drop(vm, result);
    }
    // The operand's class may have been assigned meanwhile.
    other = object_type(vm, right);
    if (!tried_right && other->behaviour.compare != NULL) {
        Object *result = other->behaviour.compare(vm, right, left, mirrored);
        if (result != vm->objects->not_implemented) return result;
        object_drop(vm, result);
    }
    if (comparison == COMPARE_EQUAL) return bool_new(vm, left == right);
    if (comparison == COMPARE_NOT_EQUAL) return bool_new(vm, left != right);
    return raise(vm, ERROR_UNSUPPORTED_COMPARISON, comparison_signs[comparison], left, right);
}

Object *object_compare(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (!recursion_enter(vm, " in comparison")) return NULL;
    Object *result = object_compare_either(vm, left, right, comparison);
    recursion_leave(vm);
    return result;
}

static bool comparison_holds(Comparison comparison, int64_t left, int64_t right) {
    switch (comparison) {
    case COMPARE_LESS: return left < right;
    case COMPARE_LESS_EQUAL: return left <= right;
    case COMPARE_EQUAL: return left == right;
    case COMPARE_NOT_EQUAL: return left != right;
    case COMPARE_GREATER: return left > right;
    default: return left >= right;
    }
}

Found object_compare_truth(Vm *vm, Object *left, Object *right, Comparison comparison) {
    if (left->kind == KIND_INT && right->kind == KIND_INT)
        return comparison_holds(comparison, ((Int *)left)->value, ((Int *)right)->value);
    Object *result = object_compare(vm, left, right, comparison);
    if (result == NULL) return RAISED;
    Found truth = object_truth(vm, result);
    object_drop(vm, result);
    return truth;
}

Found object_equal(Vm *vm, Object *left, Object *right) {
    if (left == right) return FOUND;
    if (left->kind == KIND_STR && right->kind == KIND_STR)
        return str_is_equal((Str *)left, (Str *)right) ? FOUND : ABSENT;
    if (left->kind == KIND_INT && right->kind == KIND_INT)
        return ((Int *)left)->value == ((Int *)right)->value ? FOUND : ABSENT;
    return object_compare_truth(vm, left, right, COMPARE_EQUAL);
}
