// Struct sequences by their C interface: names, hidden fields, counts, errors.

#include "machine.h"
#include "objects/int.h"
#include "objects/str.h"
#include "objects/struct_sequence.h"

static const StructField fields[] = {
    {"first", "The first."}, {NULL, NULL}, {"third", "Hidden."}, {"fourth", NULL},
};

static const StructSequence sequence = {
    .name = "os.probe", .doc = "A probe.", .fields = fields, .field_count = 4, .visible_count = 2,
};

static Object *make_probe(Vm *vm) {
    Object *values[4];
    for (int i = 0; i < 4; i++) values[i] = int_new(vm, 1000 + i);
    return struct_sequence_take(vm, &sequence, values);
}

static void expect_text(Vm *vm, Object *text, const char *expected) {
    assert_non_null(text);
    assert_string_equal((const char *)((Str *)text)->data, expected);
    object_drop(vm, text);
}

static void shows_names(void **state) {
    Vm *vm = *state;
    Type *type = struct_sequence_load_type(vm, &sequence);
    uint32_t count = type->base.count;
    Object *probe = make_probe(vm);
    assert_ptr_equal(object_type(vm, probe), type);
    assert_int_equal(type->base.count, count + 1);
    expect_text(vm, object_repr(vm, probe), "os.probe(first=1000, third=1001)");
    Str *name = str_new_interned(vm, "fourth", 6);
    Object *value = object_load_attribute(vm, probe, name);
    assert_int_equal(int_get_value(value), 1003);
    object_drop(vm, value);
    object_drop(vm, (Object *)name);
    name = str_new_interned(vm, "__reduce__", 10);
    Object *reduced = object_call_method(vm, probe, name, 0);
    expect_text(vm, object_repr(vm, reduced),
                "(<class 'os.probe'>, ((1000, 1001), {'third': 1002, 'fourth': 1003}))");
    object_drop(vm, reduced);
    object_drop(vm, (Object *)name);
    object_drop(vm, probe);
    assert_int_equal(type->base.count, count);
}

static void is_made_of_a_sequence(void **state) {
    Vm *vm = *state;
    Object *type = (Object *)struct_sequence_load_type(vm, &sequence);
    Object *number = int_new(vm, 7), *three = (Object *)tuple_pack(vm, 3, number, number, number);
    Object *made = object_call_with(vm, type, 1, three);
    expect_text(vm, object_repr(vm, made), "os.probe(first=7, third=7)");
    assert_int_equal(((Tuple *)made)->count, 2);
    assert_ptr_equal(((Tuple *)made)->items[3].object, vm->objects->none);
    object_drop(vm, made);
    assert_null(object_call_with(vm, type, 1, number));
    expect_text(vm, object_str(vm, vm->objects->raised.object), "constructor requires a sequence");
    raised_clear(vm);
    assert_null(object_call_with(vm, type, 2, three, number));
    expect_text(vm, object_str(vm, vm->objects->raised.object),
                "os.probe() takes a dict as second arg, if any");
    raised_clear(vm);
    assert_null(object_call_with(vm, type, 1, vm->objects->empty_tuple));
    expect_text(vm, object_str(vm, vm->objects->raised.object),
                "os.probe() takes an at least 2-sequence (0-sequence given)");
    raised_clear(vm);
    object_drop(vm, three);
    object_drop(vm, number);
}

static void consumes_values_on_failure(void **state) {
    Vm *vm = *state;
    Object *number = int_new(vm, 123456);
    Object *values[4] = {object_share(number), NULL, object_share(number), object_share(number)};
    assert_null(struct_sequence_take(vm, &sequence, values));
    assert_int_equal(number->count, 1);
    object_drop(vm, number);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(shows_names, machine_setup, machine_teardown),
        cmocka_unit_test_setup_teardown(is_made_of_a_sequence, machine_setup, machine_teardown),
        cmocka_unit_test_setup_teardown(consumes_values_on_failure, machine_setup,
                                        machine_teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
