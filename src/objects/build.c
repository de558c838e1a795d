#include "objects/build.h"

#include <stdarg.h>

#include "objects/float.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/tuple.h"

typedef struct Builder {
    Vm *vm;
    const char *at;
    va_list list;
    bool failed;
} Builder;

// How many items stand before the end or the closing bracket.
static int64_t builder_count(const char *at) {
    int64_t count = 0;
    for (int depth = 0; *at != 0 && depth >= 0; at++) {
        if (depth == 0 && *at != ')') count++;
        if (*at == '(') depth++;
        if (*at == ')') depth--;
    }
    return count;
}

static Object *builder_tuple(Builder *builder);

// The next item, a new reference; NULL: raised.
static Object *builder_item(Builder *builder) {
    Vm *vm = builder->vm;
    switch (*builder->at++) {
    case 'o': return object_share(va_arg(builder->list, Object *));
    case 'O': return va_arg(builder->list, Object *);
    case '?': {
        Object *object = va_arg(builder->list, Object *);
        return object_share(object != NULL ? object : vm->objects->none);
    }
    case 'i': return int_new(vm, va_arg(builder->list, int64_t));
    case 'b': return bool_new(vm, va_arg(builder->list, int));
    case 'd': return float_new(vm, va_arg(builder->list, double));
    case 's': return str_new_c(vm, va_arg(builder->list, const char *));
    case '(': return builder_tuple(builder);
    }
    CHECK(false);
    return NULL;
}

// The items up to the closing bracket. All letters are read even after a failure, so that
// what is consumed is consumed.
static Object *builder_tuple(Builder *builder) {
    Vm *vm = builder->vm;
    int64_t count = builder_count(builder->at);
    Tuple *tuple = builder->failed ? NULL : tuple_new(vm, count);
    if (tuple == NULL) builder->failed = true;
    for (int64_t i = 0; i < count; i++) {
        Object *item = builder_item(builder);
        if (item == NULL) builder->failed = true;
        if (tuple != NULL && item != NULL) slot_fill(vm, &tuple->base, &tuple->items[i], item);
        else object_drop_or_null(vm, item);
    }
    if (*builder->at == ')') builder->at++;
    if (tuple == NULL || builder->failed) {
        object_drop_or_null(vm, (Object *)tuple);
        return NULL;
    }
    tuple_finish(vm, tuple);
    return &tuple->base;
}

Object *build_tuple(Vm *vm, const char *pattern, ...) {
    Builder builder = {.vm = vm, .at = pattern};
    va_start(builder.list, pattern);
    Object *tuple = builder_tuple(&builder);
    va_end(builder.list);
    return tuple;
}
