// Compiles what it is sent and answers with the code object or the mistake, in marshal's
// form: our side of tests/bytecode/compare_code.
//
// A request is a line "OPTIMISE NAME_SIZE SIZE", the file's name and SIZE bytes of source. The answer is a line
// "SIZE NANOSECONDS" and so many bytes: a code object, or a tuple (exception's name, msg,
// lineno, offset, text, end_lineno, end_offset). NANOSECONDS is what compiling took.

#include "base/world.h"
#include "compile/source.h"
#include "modules/marshal.h"
#include "machine.h"
#include "objects/bytes.h"
#include "objects/tuple.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return now.tv_sec * INT64_C(1000000000) + now.tv_nsec;
}

// The exception on its way as a tuple.
static Object *take_mistake(Vm *vm) {
    static const char *const fields[] = {"msg",  "lineno",     "offset",
                                         "text", "end_lineno", "end_offset"};
    Object *exception = raised_take(vm);
    Tuple *tuple = tuple_new(vm, ARRAY_COUNT(fields) + 1);
    slot_fill(vm, &tuple->base, &tuple->items[0],
              str_new_c(vm, object_type_name(vm, exception)));
    for (size_t i = 0; i < ARRAY_COUNT(fields); i++) {
        Str *name = str_new_interned(vm, fields[i], strlen(fields[i]));
        Object *value = NULL;
        if (object_find_attribute(vm, exception, name, &value) != FOUND)
            value = i == 0 ? object_str(vm, exception) : none_new(vm);
        slot_fill(vm, &tuple->base, &tuple->items[i + 1], value);
        object_drop(vm, &name->base);
    }
    tuple_finish(vm, tuple);
    object_drop(vm, exception);
    return &tuple->base;
}

static void answer(Vm *vm, const char *name, const char *source, size_t size, int optimise) {
    CompileOptions options = {.optimise = optimise};
    Object *filename = str_new_c(vm, name);
    int64_t start = nanoseconds();
    Object *made = (Object *)source_compile(vm, source, size, (Str *)filename, PARSE_EXEC, 0,
                                            &options);
    int64_t took = nanoseconds() - start;
    if (made == NULL) made = take_mistake(vm);
    // A caller in Python holds the argument a second time.
    Object *bytes = marshal_dump(vm, object_share(made), MARSHAL_VERSION);
    if (bytes == NULL) {
        printf("0 0\n");
        raised_clear(vm);
    } else {
        printf("%lld %lld\n", (long long)((Bytes *)bytes)->count, (long long)took);
        fwrite(((Bytes *)bytes)->data, 1, (size_t)((Bytes *)bytes)->count, stdout);
    }
    fflush(stdout);
    object_drop_or_null(vm, bytes);
    object_drop(vm, made);
    object_drop(vm, made);
    object_drop(vm, filename);
}

int main(void) {
    int optimise;
    size_t name_size, size;
    void *state;
    mallopt(M_MMAP_THRESHOLD, 4 << 20);   // as the program itself does
    mallopt(M_TRIM_THRESHOLD, 32 << 20);
    machine_setup(&state);
    Vm *vm = state;
    World *world = vm->world = world_real_new();
    while (scanf("%d %zu %zu", &optimise, &name_size, &size) == 3) {
        if (getchar() != '\n') return 1;
        char *name = calloc(name_size + 1, 1), *source = malloc(size + 1);
        if (name == NULL || fread(name, 1, name_size, stdin) != name_size) return 1;
        if (source == NULL || fread(source, 1, size, stdin) != size) return 1;
        answer(vm, name, source, size, optimise);
        free(source);
        free(name);
    }
    machine_teardown(&state);
    world_drop(world);
    return 0;
}
