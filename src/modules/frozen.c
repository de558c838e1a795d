#include "modules/frozen.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "base/host.h"
#include "base/replacement.h"
#include "base/text.h"
#include "compile/source.h"
#include "modules/marshal.h"
#include "modules/warnings.h"
#include "objects/bytes.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "runtime/lower.h"

static const char frozen_only_text[] = "initialized = True\n\nprint(\"Hello world!\")\n";

static const FrozenModule modules[] = {
#define FROZEN(name, path, origin, kind) {name, path, origin, FROZEN_##kind},
#include "modules/frozen.def"
#undef FROZEN
};

typedef struct FrozenState {
    char *library, *cache;   // own; cache NULL: there is none
    Slot ready;              // Code that is at hand for the next load of `ready_module`
    const FrozenModule *ready_module;   // borrows
    bool uses_all;
    int override, optimise;
} FrozenState;

static void text_drop(Vm *vm, char *text) {
    if (text != NULL) system_drop(vm, text, strlen(text) + 1);
}

static void frozen_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((FrozenState *)state)->ready, context);
}

static void frozen_done(Vm *vm, void *state) {
    FrozenState *frozen = state;
    text_drop(vm, frozen->library);
    text_drop(vm, frozen->cache);
    slot_clear(vm, NULL, &frozen->ready);
}

static const StateDefinition frozen_state = {sizeof(FrozenState), frozen_visit, frozen_done};

// --- the start ---

static char *copy_text(Vm *vm, const char *text) {
    size_t size = strlen(text) + 1;
    char *copy = system_new(vm, size);
    if (copy != NULL) memcpy(copy, text, size);
    return copy;
}

bool frozen_start(Vm *vm, const Settings *settings) {
    FrozenState *state = state_load(vm, &frozen_state);
    if (state == NULL) return false;
    const char *wanted = settings_find_extension(settings, "frozen_modules");
    state->optimise = settings->optimise;
    state->uses_all = wanted == NULL || strcmp(wanted, "off") != 0;
    state->library = copy_text(vm, settings->library_found);
    if (settings->cache != NULL) state->cache = copy_text(vm, settings->cache);
    return state->library != NULL && (state->cache != NULL || settings->cache == NULL);
}

static FrozenState *state_of(Vm *vm) {
    return state_find(vm, &frozen_state);
}

// --- the table ---

const FrozenModule *frozen_get(int index) {
    return index < (int)ARRAY_COUNT(modules) ? &modules[index] : NULL;
}

const FrozenModule *frozen_find(Vm *vm, const Str *name) {
    const FrozenState *state = state_of(vm);
    bool uses_all = state->override != 0 ? state->override > 0 : state->uses_all;
    for (size_t i = 0; i < ARRAY_COUNT(modules); i++)
        if (str_is(name, modules[i].name))
            return uses_all || modules[i].kind == FROZEN_ESSENTIAL ? &modules[i] : NULL;
    return NULL;
}

void frozen_override(Vm *vm, int override) {
    state_of(vm)->override = override;
}

// --- what is kept ---

// The first bytes of a .pyc: magic, flags, time and size of the source.
static void make_header(uint8_t *header, const WorldStat *source) {
    uint32_t words[] = {0, (uint32_t)(source->change_time.seconds), (uint32_t)source->bytes};
    memcpy(header, MARSHAL_PYC_MAGIC, MARSHAL_PYC_MAGIC_BYTES);
    for (int i = 0; i < 12; i++) header[4 + i] = (uint8_t)(words[i / 4] >> (i % 4 * 8));
}

static bool kept_path(const FrozenState *state, const FrozenModule *module, TextBuffer *path) {
    char optimise[16] = "";
    if (state->cache == NULL || module->origin == NULL) return false;
    if (state->optimise > 0)
        snprintf(optimise, sizeof optimise, ".opt-%d", state->optimise < 2 ? 1 : 2);
    const char *const parts[] = {state->cache, "/frozen/", module->origin, optimise, ".pyc"};
    for (size_t i = 0; i < ARRAY_COUNT(parts); i++) text_add_c(path, parts[i]);
    text_add_char(path, '\0');
    return !path->is_failed;
}

static Code *read_kept(Vm *vm, const char *path, const WorldStat *source) {
    uint8_t header[MARSHAL_PYC_HEAD_BYTES];
    char *bytes;
    int64_t size = world_read_path(vm->world, path, &bytes);
    if (size < 0) return NULL;
    make_header(header, source);
    Object *code = NULL;
    if (size > (int64_t)sizeof header && memcmp(bytes, header, sizeof header) == 0)
        code = marshal_load(vm, (const uint8_t *)bytes + sizeof header,
                            size - (int64_t)sizeof header);
    host_release(bytes);
    raised_clear(vm);
    if (code == NULL || code->kind == KIND_CODE) return (Code *)code;
    object_drop(vm, code);
    return NULL;
}

// Makes the folders of a path.
static void make_folders(World *world, char *path) {
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        WorldRequest request = {.operation = WORLD_MAKE_DIRECTORY, .numbers = {-1, 0777},
                                .texts = {path}};
        *slash = '\0';
        (void)world_ask(world, &request);
        *slash = '/';
    }
}

static void keep(Vm *vm, char *path, const WorldStat *source, Code *code) {
    uint8_t header[MARSHAL_PYC_HEAD_BYTES];
    Object *bytes = marshal_dump(vm, &code->base, MARSHAL_VERSION);
    raised_clear(vm);
    if (bytes == NULL) return;
    make_header(header, source);
    make_folders(vm->world, path);
    Replacement replacement;
    replacement_begin(&replacement, vm->world, path, 0644);
    (void)(replacement_write(&replacement, header, sizeof header) &&
           replacement_write(&replacement, ((Bytes *)bytes)->data,
                             (size_t)((Bytes *)bytes)->count));
    (void)replacement_end(&replacement);
    object_drop(vm, bytes);
}

// --- a process for it ---

// 0 in the child, its number here; below 0: there is none.
static int64_t begin_child(Vm *vm) {
    WorldRequest request = {.operation = WORLD_FORK, .numbers = {1}};
    return world_ask(vm->world, &request);
}

static void await_child(Vm *vm, int64_t child) {
    WorldEnd end;
    WorldRequest request = {.operation = WORLD_WAIT, .numbers = {child, 0}, .out = &end,
                            .out_bytes = sizeof end};
    while (world_ask(vm->world, &request) == -EINTR) continue;
}

// --- code ---

static Code *compile_named(Vm *vm, const char *text, size_t size, Str *filename) {
    CompileOptions options = {.warn = warnings_of_syntax, .optimise = runtime_of(vm)->optimise};
    return source_compile(vm, text, size, filename, PARSE_EXEC, PARSE_SOURCE_IS_FILE, &options);
}

static Code *compile_text(Vm *vm, const FrozenModule *module, const char *text, size_t size) {
    const char *origin = module->origin != NULL ? module->origin : module->name;
    TextBuffer name = {0};
    text_add_c(&name, "<frozen ");
    text_add_c(&name, *origin == '<' ? origin + 1 : origin);
    text_add(&name, ">", 2);
    Object *filename = name.is_failed ? raise_memory_error(vm) : str_new_c(vm, name.bytes);
    text_done(&name);
    if (filename == NULL) return NULL;
    Code *code = compile_named(vm, text, size, (Str *)filename);
    object_drop(vm, filename);
    return code;
}

static Code *compile_file(Vm *vm, const FrozenModule *module, const char *path) {
    char *text;
    int64_t size = world_read_path(vm->world, path, &text);
    if (size < 0) return (Code *)raise_os_error(vm, (int)-size, NULL);
    Code *code = compile_text(vm, module, text, (size_t)size);
    host_release(text);
    return code;
}

static Code *load_from(Vm *vm, const FrozenModule *module, const char *path, TextBuffer *kept) {
    WorldStat source;
    int64_t result = world_stat(vm->world, path, &source);
    if (result < 0) return (Code *)raise_os_error(vm, (int)-result, NULL);
    if (!kept_path(state_of(vm), module, kept)) return compile_file(vm, module, path);
    Code *code = read_kept(vm, kept->bytes, &source);
    if (code != NULL) return code;
    int64_t child = begin_child(vm);
    if (child <= 0) {
        code = compile_file(vm, module, path);
        if (code != NULL) keep(vm, kept->bytes, &source, code);
    }
    if (child == 0) world_exit(vm->world, 0);
    if (child < 0) return code;
    await_child(vm, child);
    code = read_kept(vm, kept->bytes, &source);
    return code != NULL ? code : compile_file(vm, module, path);
}

// What the functions of a code object are run by, and those in them.
static bool lower_all(Vm *vm, Code *code) {
    const Tuple *constants = (const Tuple *)code->constants.object;
    if (lower_code(vm, code) == NULL && raised(vm)) return false;
    for (int64_t i = 0; i < constants->count; i++) {
        Object *constant = constants->items[i].object;
        if (constant->kind == KIND_CODE && !lower_all(vm, (Code *)constant)) return false;
    }
    return true;
}

bool frozen_make_ready(Vm *vm, const char *name) {
    FrozenState *state = state_of(vm);
    for (size_t i = 0; i < ARRAY_COUNT(modules); i++) {
        if (strcmp(modules[i].name, name) != 0) continue;
        Code *code = frozen_load_code(vm, &modules[i]);
        if (code == NULL) return false;
        slot_set(vm, NULL, &state->ready, &code->base);
        state->ready_module = &modules[i];
        bool done = lower_all(vm, code);
        object_drop(vm, &code->base);
        return done;
    }
    return true;
}

Code *frozen_load_code(Vm *vm, const FrozenModule *module) {
    FrozenState *state = state_of(vm);
    if (state->ready.object != NULL && state->ready_module == module)
        return (Code *)slot_detach(vm, NULL, &state->ready);
    if (*module->path == '\0')
        return compile_text(vm, module, frozen_only_text, sizeof frozen_only_text - 1);
    TextBuffer path = {0}, kept = {0};
    text_add_c(&path, state->library);
    text_add_char(&path, '/');
    text_add(&path, module->path, strlen(module->path) + 1);
    Code *code = path.is_failed ? (Code *)raise_memory_error(vm)
                                : load_from(vm, module, path.bytes, &kept);
    text_done(&path);
    text_done(&kept);
    return code;
}

// --- paths of kept code ---

static const char folder_name[] = "/__pycache__/";
static const char kept_name[] = "/library";

// A copy of a str in host memory; NULL: it is none, or raised and cleared.
static char *copy_path(Vm *vm, Object *path) {
    size_t size;
    if (path == NULL || !object_is_str(vm, path)) return NULL;
    const char *text = str_utf8(vm, (Str *)path, &size);
    char *copy = text == NULL ? NULL : host_allocate(size + 1);
    if (copy != NULL) memcpy(copy, text, size + 1);
    if (text != NULL) str_utf8_drop(vm, (Str *)path, text, size);
    raised_clear(vm);
    return copy;
}

static bool starts_with(const char *text, const char *start) {
    return strncmp(text, start, strlen(start)) == 0;
}

// Is it in the folder that the library lies in?
static bool is_beside_library(const FrozenState *state, const char *path) {
    const char *slash = strrchr(state->library, '/');
    size_t length = slash == NULL ? 0 : (size_t)(slash - state->library) + 1;
    return strncmp(path, state->library, length) == 0;
}

static Object *take_new_path(Vm *vm, Object *path, TextBuffer *text) {
    Object *new = text->is_failed || text->size == 0 ? NULL : str_new(vm, text->bytes, text->size);
    text_done(text);
    raised_clear(vm);
    if (new == NULL) return path;
    object_drop(vm, path);
    return new;
}

Object *frozen_take_cached_path(Vm *vm, Object *path) {
    const FrozenState *state = state_of(vm);
    char *copy = state->cache == NULL ? NULL : copy_path(vm, path);
    TextBuffer text = {0};
    char *folder = copy == NULL || !is_beside_library(state, copy) ? NULL
                                                                   : strstr(copy, folder_name);
    if (folder != NULL) {
        text_add_c(&text, state->cache);
        text_add_c(&text, kept_name);
        text_add(&text, copy, (size_t)(folder - copy) + 1);
        text_add_c(&text, folder + sizeof folder_name - 1);
    }
    host_release(copy);
    return take_new_path(vm, path, &text);
}

Object *frozen_take_plain_path(Vm *vm, Object *path) {
    const FrozenState *state = state_of(vm);
    char *copy = state->cache == NULL ? NULL : copy_path(vm, path);
    TextBuffer text = {0};
    if (copy != NULL && starts_with(copy, state->cache)) {
        const char *rest = copy + strlen(state->cache);
        const char *last = strrchr(rest, '/');
        if (starts_with(rest, kept_name) && last > rest) {
            rest += sizeof kept_name - 1;
            text_add(&text, rest, (size_t)(last - rest));
            text_add_c(&text, folder_name);
            text_add_c(&text, last + 1);
        }
    }
    host_release(copy);
    return take_new_path(vm, path, &text);
}

static void keep_source(Vm *vm, Str *source, const char *path, char *target,
                        const WorldStat *stat) {
    char *text;
    int64_t size = world_read_path(vm->world, path, &text);
    Code *code = size < 0 ? NULL : compile_named(vm, text, (size_t)size, source);
    raised_clear(vm);   // who imports it will see the mistake
    if (code != NULL) keep(vm, target, stat, code);
    object_drop_or_null(vm, (Object *)code);
    host_release(text);
}

void frozen_keep_source(Vm *vm, Str *source, Object *kept) {
    if (state_of(vm)->cache == NULL) return;
    char *path = copy_path(vm, &source->base), *target = copy_path(vm, kept);
    WorldStat stat, found;
    if (path != NULL && target != NULL && starts_with(target, state_of(vm)->cache) &&
        world_stat(vm->world, target, &found) < 0 && world_stat(vm->world, path, &stat) >= 0) {
        int64_t child = begin_child(vm);
        if (child <= 0) keep_source(vm, source, path, target, &stat);
        if (child == 0) world_exit(vm->world, 0);
        if (child > 0) await_child(vm, child);
    }
    host_release(path);
    host_release(target);
}
