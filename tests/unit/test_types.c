// The type system by its C interface: classes, instances, attributes, arguments, counts.

#include "memory/verify.h"
#include "objects/descriptors.h"
#include "objects/dict.h"
#include "objects/exception.h"
#include "objects/generic_alias.h"
#include "objects/instance.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

// --- a machine without a runtime ---

static void test_out_of_memory(Vm *vm) {
    raise_memory_error(vm);
}

static bool test_has_finalizer(Vm *vm, Object *object) {
    return object_type(vm, object)->behaviour.finalize != NULL;
}

static void test_finalize(Vm *vm, Object *object) {
    object_type(vm, object)->behaviour.finalize(vm, object);
}

static void test_weak_callback(Vm *vm, Object *reference, Object *callback) {
    object_drop_or_null(vm, object_call_with(vm, callback, 1, reference));
}

static void test_collecting(Vm *vm, const char *phase, int generation, int64_t collected,
                            int64_t uncollectable) {
    (void)vm, (void)phase, (void)generation, (void)collected, (void)uncollectable;
}

static const Hooks test_hooks = {
    .out_of_memory = test_out_of_memory,
    .has_finalizer = test_has_finalizer,
    .finalize = test_finalize,
    .weak_callback = test_weak_callback,
    .collecting = test_collecting,
    .visit_roots = objects_visit_roots,
};

static Vm *machine_start(void) {
    Heap *heap = heap_new(NULL, NULL);
    assert_non_null(heap);
    heap->hooks = &test_hooks;
    assert_true(objects_start(&heap->vm, (HashKey){{0, 0}}));
    return &heap->vm;
}

static void count_object(Vm *vm, Object *object, void *context) {
    (void)vm, (void)object;
    ++*(int *)context;
}

static void machine_done(Vm *vm) {
    heap_collect(vm, GENERATIONS - 1);
    assert_int_equal(heap_verify(vm), 0);
    objects_done(vm);
    int left = 0;
    heap_each(vm, count_object, &left);
    assert_int_equal(left, 0);
    heap_drop(heap_of(vm));
}

// --- short forms ---

static Object *text(Vm *vm, const char *c) {
    Object *str = (Object *)str_new_interned(vm, c, strlen(c));
    assert_non_null(str);
    return str;
}

// The type and text of what was raised must be these.
static void expect_raised(Vm *vm, const char *type, const char *message) {
    Object *error = raised_take(vm);
    assert_non_null(error);
    assert_string_equal(object_type_name(vm, error), type);
    Object *shown = object_str(vm, error);
    assert_non_null(shown);
    assert_string_equal((const char *)((Str *)shown)->data, message);
    object_drop(vm, shown);
    object_drop(vm, error);
}

static void expect_repr(Vm *vm, Object *object, const char *expected) {
    assert_non_null(object);
    Object *shown = object_repr(vm, object);
    assert_non_null(shown);
    assert_string_equal((const char *)((Str *)shown)->data, expected);
    object_drop(vm, shown);
    object_drop(vm, object);
}

static Type *class_with(Vm *vm, const char *name, Tuple *bases, const char *key, Object *value) {
    Dict *namespace = dict_new(vm);
    Object *class_name = text(vm, name);
    Type *metatype = type_of_kind(vm, KIND_TYPE);
    if (key != NULL) assert_true(dict_set_c(vm, namespace, key, value));
    if (bases->count != 0) metatype = type_find_metaclass(vm, metatype, bases);
    Object *class = type_new_class(vm, metatype, (Str *)class_name, bases, namespace, NULL);
    object_drop(vm, class_name);
    object_drop(vm, (Object *)namespace);
    return (Type *)class;
}

static Type *class_plain(Vm *vm, const char *name, Type *base) {
    Tuple *bases = base != NULL ? tuple_pack(vm, 1, base) : tuple_new(vm, 0);
    Type *class = class_with(vm, name, bases, NULL, NULL);
    object_drop(vm, (Object *)bases);
    return class;
}

static Object *make(Vm *vm, Type *class) {
    Object *object = object_call_with(vm, (Object *)class, 0);
    assert_non_null(object);
    return object;
}

static void set(Vm *vm, Object *object, const char *name, int64_t value) {
    Object *key = text(vm, name), *number = int_new(vm, value);
    assert_true(object_set_attribute(vm, object, (Str *)key, number));
    object_drop(vm, key);
    object_drop(vm, number);
}

static Object *get(Vm *vm, Object *object, const char *name) {
    Object *key = text(vm, name);
    Object *value = object_load_attribute(vm, object, (Str *)key);
    object_drop(vm, key);
    return value;
}

static bool delete(Vm *vm, Object *object, const char *name) {
    Object *key = text(vm, name);
    bool done = object_remove_attribute(vm, object, (Str *)key);
    object_drop(vm, key);
    return done;
}

// --- tests ---

static void start_and_done(void **state) {
    (void)state;
    Vm *vm = machine_start();
    expect_repr(vm, object_share((Object *)type_of_kind(vm, KIND_BOOL)), "<class 'bool'>");
    expect_repr(vm, get(vm, (Object *)type_of_kind(vm, KIND_BOOL), "__mro__"),
                "(<class 'bool'>, <class 'int'>, <class 'object'>)");
    machine_done(vm);
}

static void class_counts(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Type *class = class_plain(vm, "A", NULL);
    // This variable, the MRO, and the descriptors of __dict__ and __weakref__.
    assert_int_equal(class->base.count, 4);
    Object *object = make(vm, class);
    assert_int_equal(class->base.count, 5);
    Type *derived = class_plain(vm, "B", class);
    // __bases__, __base__ and the MRO of the subclass.
    assert_int_equal(class->base.count, 8);
    object_drop(vm, object);
    object_drop(vm, (Object *)derived);
    assert_true(heap_collect(vm, GENERATIONS - 1) > 0);
    assert_int_equal(class->base.count, 4);
    assert_int_equal(class->subclass_count, 0);
    object_drop(vm, (Object *)class);
    machine_done(vm);
}

static void attributes_inline(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Type *class = class_plain(vm, "A", NULL);
    Object *object = make(vm, class);
    set(vm, object, "x", 1);
    set(vm, object, "y", 2);
    assert_true(instance_is_inline(vm, object));
    assert_int_equal(object->kind, class->kind);
    expect_repr(vm, get(vm, object, "y"), "2");
    assert_true(delete(vm, object, "y"));
    assert_true(instance_is_inline(vm, object));
    set(vm, object, "y", 3);
    expect_repr(vm, get(vm, object, "__dict__"), "{'x': 1, 'y': 3}");
    assert_false(instance_is_inline(vm, object));
    assert_int_equal(object->kind, class->kind_dict);
    set(vm, object, "z", 4);
    expect_repr(vm, get(vm, object, "__dict__"), "{'x': 1, 'y': 3, 'z': 4}");
    object_drop(vm, object);
    object_drop(vm, (Object *)class);
    machine_done(vm);
}

static void attributes_out_of_order(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Type *class = class_plain(vm, "A", NULL);
    Object *first = make(vm, class), *second = make(vm, class);
    set(vm, first, "x", 1);
    set(vm, first, "y", 2);
    set(vm, second, "y", 3);
    assert_true(instance_is_inline(vm, second));
    set(vm, second, "x", 4);
    expect_repr(vm, get(vm, second, "__dict__"), "{'y': 3, 'x': 4}");
    assert_true(delete(vm, first, "x"));
    assert_false(instance_is_inline(vm, first));
    expect_repr(vm, get(vm, first, "__dict__"), "{'y': 2}");
    assert_null(get(vm, first, "x"));
    expect_raised(vm, "AttributeError", "'A' object has no attribute 'x'");
    object_drop(vm, first);
    object_drop(vm, second);
    object_drop(vm, (Object *)class);
    machine_done(vm);
}

static void versions_follow_changes(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Type *class = class_plain(vm, "A", NULL), *derived = class_plain(vm, "B", class);
    uint32_t version = heap_of(vm)->kinds[derived->kind].version;
    set(vm, (Object *)class, "shared", 1);
    assert_int_not_equal(heap_of(vm)->kinds[derived->kind].version, version);
    Object *object = make(vm, derived);
    expect_repr(vm, get(vm, object, "shared"), "1");
    set(vm, (Object *)derived, "shared", 2);
    expect_repr(vm, get(vm, object, "shared"), "2");
    version = heap_of(vm)->kinds[derived->kind].version;
    set(vm, object, "shared", 3);
    assert_int_not_equal(heap_of(vm)->kinds[derived->kind].version, version);
    expect_repr(vm, get(vm, object, "shared"), "3");
    object_drop(vm, object);
    object_drop(vm, (Object *)derived);
    object_drop(vm, (Object *)class);
    machine_done(vm);
}

static void slots_of_classes(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Object *name = text(vm, "a");
    Type *class = class_with(vm, "A", vm->objects->empty_tuple, "__slots__", name);
    object_drop(vm, name);
    assert_non_null(class);
    Object *object = make(vm, class);
    assert_null(get(vm, object, "a"));
    expect_raised(vm, "AttributeError", "'A' object has no attribute 'a'");
    set(vm, object, "a", 5);
    expect_repr(vm, get(vm, object, "a"), "5");
    expect_repr(vm, get(vm, (Object *)class, "a"), "<member 'a' of 'A' objects>");
    Object *key = text(vm, "b");
    assert_false(object_set_attribute(vm, object, (Str *)key, key));
    object_drop(vm, key);
    expect_raised(vm, "AttributeError", "'A' object has no attribute 'b'");
    object_drop(vm, object);
    object_drop(vm, (Object *)class);
    machine_done(vm);
}

static void refused_classes(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Type *a = class_plain(vm, "A", NULL), *b = class_plain(vm, "B", a);
    Tuple *bases = tuple_pack(vm, 2, a, b);
    assert_null(class_with(vm, "C", bases, NULL, NULL));
    expect_raised(vm, "TypeError",
                  "Cannot create a consistent method resolution\norder (MRO) for bases A, B");
    object_drop(vm, (Object *)bases);
    bases = tuple_pack(vm, 2, type_of_kind(vm, KIND_LIST), type_of_kind(vm, KIND_DICT));
    assert_null(class_with(vm, "C", bases, NULL, NULL));
    expect_raised(vm, "TypeError", "multiple bases have instance lay-out conflict");
    object_drop(vm, (Object *)bases);
    bases = tuple_pack(vm, 1, type_of_kind(vm, KIND_BOOL));
    assert_null(class_with(vm, "C", bases, NULL, NULL));
    expect_raised(vm, "TypeError", "type 'bool' is not an acceptable base type");
    object_drop(vm, (Object *)bases);
    bases = tuple_pack(vm, 2, a, a);
    assert_null(class_with(vm, "C", bases, NULL, NULL));
    expect_raised(vm, "TypeError", "duplicate base class A");
    object_drop(vm, (Object *)bases);
    object_drop(vm, (Object *)b);
    object_drop(vm, (Object *)a);
    machine_done(vm);
}

static void subclasses_of_builtins(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Type *lists = class_plain(vm, "L", type_of_kind(vm, KIND_LIST));
    Object *object = make(vm, lists);
    assert_true(object_is_list(vm, object));
    assert_true(list_add(vm, (List *)object, vm->objects->none));
    set(vm, object, "x", 1);
    expect_repr(vm, object_share(object), "[None]");
    expect_repr(vm, get(vm, object, "__dict__"), "{'x': 1}");
    assert_ptr_equal(lists->behaviour.repr, type_of_kind(vm, KIND_LIST)->behaviour.repr);
    object_drop(vm, object);
    object_drop(vm, (Object *)lists);
    Type *ints = class_plain(vm, "I", type_of_kind(vm, KIND_INT));
    object = object_call_with(vm, (Object *)ints, 1, vm->objects->small_ints[10]);
    assert_non_null(object);
    set(vm, object, "x", 1);
    expect_repr(vm, object_binary(vm, BINARY_ADD, object, object), "10");
    object_drop(vm, object);
    object_drop(vm, (Object *)ints);
    machine_done(vm);
}

static void native_arguments(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Object *list = (Object *)list_new(vm, 0), *none = vm->objects->none;
    Object *append = get(vm, list, "append"), *clear = get(vm, list, "clear"),
           *pop = get(vm, list, "pop"), *insert = get(vm, list, "insert");
    assert_null(object_call_with(vm, append, 0));
    expect_raised(vm, "TypeError", "list.append() takes exactly one argument (0 given)");
    assert_null(object_call_with(vm, clear, 1, none));
    expect_raised(vm, "TypeError", "list.clear() takes no arguments (1 given)");
    assert_null(object_call_with(vm, pop, 2, none, none));
    expect_raised(vm, "TypeError", "pop expected at most 1 argument, got 2");
    assert_null(object_call_with(vm, insert, 1, none));
    expect_raised(vm, "TypeError", "insert expected 2 arguments, got 1");
    Object *done = object_call_with(vm, append, 1, none);
    assert_ptr_equal(done, none);
    object_drop(vm, done);
    expect_repr(vm, object_share(list), "[None]");
    object_drop(vm, append);
    object_drop(vm, clear);
    object_drop(vm, pop);
    object_drop(vm, insert);
    object_drop(vm, list);
    machine_done(vm);
}

static void wrappers_of_operations(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Object *one = vm->objects->small_ints[6], *none = vm->objects->none;
    expect_repr(vm, get(vm, (Object *)type_of_kind(vm, KIND_INT), "__add__"),
                "<slot wrapper '__add__' of 'int' objects>");
    Object *add = get(vm, one, "__add__");
    expect_repr(vm, object_call_with(vm, add, 1, one), "2");
    expect_repr(vm, object_call_with(vm, add, 1, none), "NotImplemented");
    assert_null(object_call_with(vm, add, 0));
    expect_raised(vm, "TypeError", "expected 1 argument, got 0");
    object_drop(vm, add);
    expect_repr(vm, union_new(vm, (Object *)type_of_kind(vm, KIND_INT), none), "int | None");
    machine_done(vm);
}

static void class_of_instances(void **state) {
    (void)state;
    Vm *vm = machine_start();
    Type *a = class_plain(vm, "A", NULL), *b = class_plain(vm, "B", NULL);
    Object *object = make(vm, a);
    set(vm, object, "x", 1);
    Str *name = vm->objects->names.dunder_class;
    assert_true(object_set_attribute(vm, object, name, (Object *)b));
    assert_ptr_equal(object_type(vm, object), b);
    assert_int_equal(a->base.count, 4);
    assert_int_equal(b->base.count, 5);
    expect_repr(vm, get(vm, object, "x"), "1");
    assert_false(object_set_attribute(vm, object, name, (Object *)type_of_kind(vm, KIND_INT)));
    expect_raised(vm, "TypeError", "__class__ assignment only supported for mutable types or "
                                   "ModuleType subclasses");
    object_drop(vm, object);
    object_drop(vm, (Object *)a);
    object_drop(vm, (Object *)b);
    machine_done(vm);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(start_and_done),
        cmocka_unit_test(class_counts),
        cmocka_unit_test(attributes_inline),
        cmocka_unit_test(attributes_out_of_order),
        cmocka_unit_test(versions_follow_changes),
        cmocka_unit_test(slots_of_classes),
        cmocka_unit_test(refused_classes),
        cmocka_unit_test(subclasses_of_builtins),
        cmocka_unit_test(native_arguments),
        cmocka_unit_test(wrappers_of_operations),
        cmocka_unit_test(class_of_instances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
