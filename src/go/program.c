#include "go/program.h"

#include <stdlib.h>
#include <string.h>

#include "base/host.h"
#include "go/check.h"
#include "go/listing.h"
#include "go/lower.h"
#include "go/telling.h"

enum { MISTAKES_STATUS = 1, UNREADABLE_STATUS = 1, RANDOM_SEED = 0x1519 };

static const struct {
    const char *path, *text;
    size_t size;
} library[] = {
#include "go_library.inc"
};

const char *program_find_library(const char *path, size_t *size) {
    for (size_t i = 0; i < ARRAY_COUNT(library); i++) {
        if (strcmp(library[i].path, path) != 0) continue;
        *size = library[i].size;
        return library[i].text;
    }
    return NULL;
}

// --- packages ---

static GoPackage *add_package(GoCompile *compile, const char *path, GoSource *source) {
    GoPackage *package = GO_NEW(compile, GoPackage);
    package->path = go_compile_name(compile, path);
    package->files = GO_NEW_ROW(compile, GoFile *, 1);
    package->files[0] = go_parser_read(compile, source);
    package->file_count = 1;
    package->name = package->files[0]->package;
    return package;
}

static GoPackage *import_package(GoCompile *compile, const char *path);

static void declare_unsafe(GoCompile *compile, GoPackage *package) {
    static const struct { const char *name; GoBuiltin which; } rows[] = {
        {"Add", GO_ADD_POINTER}, {"Alignof", GO_ALIGNOF}, {"Offsetof", GO_OFFSETOF},
        {"Sizeof", GO_SIZEOF}, {"Slice", GO_SLICE_POINTER}};
    for (size_t i = 0; i < ARRAY_COUNT(rows); i++) {
        GoEntity *entity = go_entity_new(compile, GO_ENTITY_BUILTIN,
                                         go_compile_name(compile, rows[i].name), 0);
        entity->builtin = rows[i].which;
        entity->state = GO_RESOLVED;
        go_scope_add(compile, package->scope, entity);
    }
    GoEntity *pointer = go_entity_new(compile, GO_ENTITY_TYPE, go_compile_name(compile, "Pointer"),
                                      0);
    pointer->type = go_types_basic(compile, GO_KIND_UNSAFE_POINTER);
    pointer->state = GO_RESOLVED;
    go_scope_add(compile, package->scope, pointer);
}

static GoPackage *import_package(GoCompile *compile, const char *path) {
    for (GoPackage *each = compile->packages; each != NULL; each = each->next)
        if (strcmp(each->path, path) == 0) return each;
    size_t size;
    const char *text = program_find_library(path, &size);
    if (text == NULL) return NULL;
    const char *name = go_compile_format(compile, "%s.go", path);
    GoSource *source = go_compile_add_source(compile, name, text, size);
    GoPackage *package = add_package(compile, path, source);
    package->is_library = true;
    package->next = compile->packages;
    compile->packages = package;
    bool hides = compile->hides_mistakes;
    compile->hides_mistakes = false;
    go_check_package(compile, package, import_package);
    compile->hides_mistakes = hides;
    if (strcmp(path, "unsafe") == 0) declare_unsafe(compile, package);
    return package;
}

// Packages in the order of their start: what one imports comes before it.
static void order_packages(GoCompile *compile, GoPackage *package, GoRow *order) {
    for (int i = 0; i < order->count; i++)
        if (order->items[i] == package) return;
    for (int i = 0; i < package->imports.count; i++)
        order_packages(compile, package->imports.items[i], order);
    go_row_add(compile, order, package);
}

static void place_variables(GoMachine *machine, GoRow *packages) {
    int64_t offset = 0;
    for (int i = 0; i < packages->count; i++) {
        GoPackage *package = packages->items[i];
        for (int j = 0; j < package->entities.count; j++) {
            GoEntity *entity = package->entities.items[j];
            if (entity->kind != GO_ENTITY_VAR) continue;
            int64_t size = go_type_size(entity->type), align = go_type_align(entity->type);
            offset = (offset + align - 1) / align * align;
            entity->offset = offset;
            offset += size;
        }
    }
    machine->globals_size = (offset + 63) & ~(int64_t)63;
    // They stand at the start of the heap's pages, so that they have addresses like blocks.
    machine->globals = block_new(&machine->heap, machine->globals_size + 64, GO_POINTERS);
    if (machine->globals == NULL) go_compile_no_memory(machine->world);
}

static GoType *runtime_type(GoMachine *machine, GoPackage *runtime, const char *name) {
    GoEntity *entity = go_scope_find_here(runtime->scope, go_compile_name(machine->compile, name));
    return go_types_canonical(machine->compile, entity->type);
}

// --- loading ---

static void tell(World *world, const TextBuffer *text) {
    if (text->size > 0) (void)world_write_all(world, 2, text->bytes, text->size);
}

static bool tell_mistakes(GoCompile *compile) {
    TextBuffer text = {0};
    if (compile->mistake_count == 0) return false;
    text_add_c(&text, "# command-line-arguments\n");
    go_compile_report(compile, &text);
    tell(compile->world, &text);
    text_done(&text);
    return true;
}

static GoPackage *load_main(GoProgram *program, const char *path) {
    GoCompile *compile = &program->compile;
    char *bytes = NULL;
    int64_t size = world_read_path(compile->world, path, &bytes);
    if (size < 0) {
        TextBuffer text = {0};
        text_add_format(&text, "nametag: can't read %s\n", path);
        tell(compile->world, &text);
        text_done(&text);
        return NULL;
    }
    bool is_plain = strchr(path, '/') == NULL;
    const char *name = go_compile_format(compile, "%s%s", is_plain ? "./" : "", path);
    GoSource *source = go_compile_add_source(compile, name, bytes, (size_t)size);
    host_release(bytes);
    return add_package(compile, "main", source);
}

static GoOutcome call_nil(GoMachine *machine, GoRoutine *routine, char *window) {
    (void)window;
    return go_machine_fail(machine, routine, "invalid memory address or nil pointer dereference");
}

static void start_machine(GoProgram *program, GoPackage *package) {
    GoMachine *machine = &program->machine;
    GoCompile *compile = &program->compile;
    GoRow order = {0};
    GoPackage *runtime = import_package(compile, "runtime");
    order_packages(compile, runtime, &order);
    order_packages(compile, package, &order);
    machine->main_package = package;
    machine->nil_function = go_function_new(machine, "nil");
    machine->nil_function->native = call_nil;
    machine->runtime_error = runtime_type(machine, runtime, "runtimeError");
    machine->bounds_error = runtime_type(machine, runtime, "boundsError");
    machine->plain_error = runtime_type(machine, runtime, "plainError");
    machine->assertion_error = go_types_canonical(compile, go_type_pointer(
        compile, runtime_type(machine, runtime, "TypeAssertionError")));
    place_variables(machine, &order);
    GoEntity *main = go_scope_find_here(package->scope, go_compile_name(compile, "main"));
    program->main = go_function_of(machine, main, NULL, 0);
    program->start = go_function_initial(machine, (GoPackage **)order.items, order.count,
                                         program->main);
    // Everything of the program's own is made code before it runs, so that what can't be is told.
    for (int i = 0; i < package->entities.count; i++) {
        GoEntity *entity = package->entities.items[i];
        if (entity->kind == GO_ENTITY_FUNCTION && entity->parameter_count == 0 &&
            strcmp(entity->name, "_") != 0)
            go_function_ensure(machine, go_function_of(machine, entity, NULL, 0));
    }
}

GoLoading go_program_load(GoProgram *program, World *world, const GoOrder *order) {
    GoCompile *compile = &program->compile;
    memset(program, 0, sizeof *program);
    go_compile_start(compile, world);
    go_types_start(compile);
    go_universe_start(compile);
    compile->tells_all = order->all_mistakes;
    GoPackage *package = load_main(program, order->path);
    if (package == NULL) return GO_UNREADABLE;
    if (tell_mistakes(compile)) return GO_MISTAKEN;
    go_check_package(compile, package, import_package);
    GoEntity *main = go_scope_find_here(package->scope, go_compile_name(compile, "main"));
    if (compile->mistake_count == 0 && (main == NULL || main->kind != GO_ENTITY_FUNCTION)) {
        static const char text[] =
            "# command-line-arguments\nruntime.main_main·f: function main is "
                                   "undeclared in the main package\n";
        (void)world_write_all(world, 2, text, sizeof text - 1);
        return GO_MISTAKEN;
    }
    if (tell_mistakes(compile)) return GO_MISTAKEN;
    program->machine.compile = compile;
    program->machine.world = world;
    program->machine.random_state = RANDOM_SEED;
    program->machine.argument_count = order->argument_count;
    program->machine.arguments = order->arguments;
    if (!block_heap_start(&program->machine.heap)) go_compile_no_memory(world);
    start_machine(program, package);
    return tell_mistakes(compile) ? GO_MISTAKEN : GO_LOADED;
}

static void drop_routines(GoMachine *machine) {
    while (machine->all != NULL) {
        GoRoutine *routine = machine->all;
        machine->all = routine->all;
        host_release(routine->stack);
        host_release(routine->frames);
        host_release(routine->waiters);
        host_release(routine);
    }
}

void go_program_done(GoProgram *program) {
    drop_routines(&program->machine);
    text_done(&program->machine.output);
    if (program->machine.heap.pages != NULL) block_heap_done(&program->machine.heap);
    go_compile_done(&program->compile);
}

static int run_loaded(GoProgram *program, const GoOrder *order) {
    switch (order->verb) {
    case GO_VERB_DIS: listing_write(program, order); return 0;
    case GO_VERB_EXPLAIN: case GO_VERB_JSON: return telling_run(program, order);
    default: return go_machine_run(&program->machine, program->start);
    }
}

int go_order_run(World *world, const GoOrder *order) {
    GoProgram *program = host_allocate(sizeof *program);
    if (program == NULL) return UNREADABLE_STATUS;
    GoLoading loading = go_program_load(program, world, order);
    int status = loading == GO_LOADED ? run_loaded(program, order) : MISTAKES_STATUS;
    go_program_done(program);
    host_release(program);
    return status;
}
