// The start's common part, and the image that stands for it.
//
// What modules_prepare does is alike for all programs, and asks nothing but files. While it
// runs, a world stands in front of the outside that answers nothing else and notes which files
// were asked for. Then the memory is written to an image (memory/image.h), with a text that
// tells the settings and these files, with their sizes and times. A later start that has the
// same settings and finds the same files begins with the image instead; else, and where no
// image may be kept, it does the common part itself. Both end with the same memory.

#define _GNU_SOURCE   // memmem

#include "api/machine.h"

#include "base/host.h"
#include "memory/image.h"
#include "modules/sys.h"

#include <errno.h>
#include <string.h>

// --- the settings that the common part knows ---

// False: the start is unusual, so that no image is worth its file.
static bool is_usual(const NametagMachine *machine) {
    const NametagOptions *options = machine->options;
    const Settings *settings = &machine->settings;
    bool is_watched = options->mode != NAMETAG_REGISTER || options->tells_lines ||
                      options->records || options->fail_start != 0;
    bool is_other_code = settings->optimise || settings->no_debug_ranges || settings->no_site ||
                         settings_find_extension(settings, "frozen_modules") != NULL;
    bool is_told = settings->verbose || settings->times_imports;
    return !is_watched && !is_other_code && !is_told && !settings->is_hash_keyed &&
           settings->pycache_prefix == NULL && settings->cache != NULL;
}

static void add_settings(TextBuffer *text, const Settings *settings) {
    const char *const values[] = {settings->library_found, settings->prefix,
                                  settings->exec_prefix, settings->cache};
    for (size_t i = 0; i < ARRAY_COUNT(values); i++) text_add_format(text, "%s\n", values[i]);
}

// --- the files ---

// "PATH\tRESULT TYPE INODE SIZE TIME\n", as the file is now.
static void add_file(TextBuffer *text, World *world, const char *path, size_t length) {
    WorldStat stat = {0};
    char name[4096];
    if (length >= sizeof name) return;
    memcpy(name, path, length);
    name[length] = '\0';
    int64_t result = world_stat(world, name, &stat);
    text_add_format(text, "%s\t%d %d %lld %lld %lld %lld\n", name, (int)result, (int)stat.mode,
                    (long long)stat.inode, (long long)stat.bytes,
                    (long long)stat.change_time.seconds, (long long)stat.change_time.nanoseconds);
}

static bool is_known(const TextBuffer *text, const char *path, size_t length) {
    const char *at = text->bytes, *end = text->bytes + text->size;
    while (at < end) {
        if ((size_t)(end - at) > length && at[length] == '\t' && memcmp(at, path, length) == 0)
            return true;
        const char *newline = memchr(at, '\n', (size_t)(end - at));
        at = newline == NULL ? end : newline + 1;
    }
    return false;
}

// What our own folder holds is made from the files.
static void note_file(MachineStart *start, const char *path) {
    size_t length = strlen(path);
    bool is_own = start->own_folder != NULL &&
                  strncmp(path, start->own_folder, strlen(start->own_folder)) == 0;
    if (is_own || is_known(&start->text, path, length)) return;
    if (strpbrk(path, "\t\n") != NULL) start->text.is_failed = true;
    add_file(&start->text, start->world.inner, path, length);
}

static int64_t ask(World *world, WorldRequest *request) {
    MachineStart *start = (MachineStart *)world;
    switch (request->operation) {
    case WORLD_STAT:
    case WORLD_OPEN:
    case WORLD_LIST:
        if (request->texts[0] != NULL) note_file(start, request->texts[0]);
        return world_ask(world->inner, request);
    case WORLD_READ:
    case WORLD_WRITE:
    case WORLD_CLOSE:
    case WORLD_SEEK:
    case WORLD_IS_TERMINAL:
    case WORLD_WORKING_DIRECTORY:   // for parts of PYTHONPATH
    // To compile what is not kept yet.
    case WORLD_FORK:
    case WORLD_WAIT:
    case WORLD_EXIT:
    case WORLD_IDENTITY:
    case WORLD_MAKE_DIRECTORY:
    case WORLD_RENAME:
    case WORLD_REMOVE:
        return world_ask(world->inner, request);
    default:
        request->out_used = 0;
        return request->operation == WORLD_ENVIRONMENT ? 0 : -ENOSYS;
    }
}

// --- the image ---

// Where the image of this program lies: in our folder, by the hash of the program's path.
static void find_path(MachineStart *start, const Settings *settings) {
    char path[4096];
    static const HashKey key = {{0, 0}};
    WorldRequest request = {.operation = WORLD_PROGRAM_PATH, .out = path, .out_bytes = sizeof path};
    int64_t length = world_ask(start->world.inner, &request);
    if (length <= 0 || length > (int64_t)sizeof path) return;
    text_add_format(&start->path, "%s/start-%016llx.image", settings->cache,
                    (unsigned long long)hash_raw(&key, path, (size_t)length));
    text_add_char(&start->path, '\0');
}

// Has a folder nothing that could be the module `encodings`?
static bool is_harmless(World *world, const char *folder) {
    char *names;
    WorldRequest request = {.operation = WORLD_LIST, .numbers = {-1}, .texts = {folder}};
    int64_t bytes = world_ask_all(world, &request, &names);
    if (bytes < 0) return bytes == -ENOENT;
    bool is_there = memmem(names, (size_t)bytes, "encodings", 9) != NULL;
    host_release(names);
    return !is_there;
}

// Has PYTHONPATH nothing that could come before the library's `encodings`, the one package of
// the common part that is looked for in folders?
static bool has_harmless_path(World *world, const char *path) {
    for (; path != NULL; path = *path == '\0' ? NULL : path + 1) {
        char folder[4096];
        size_t length = strcspn(path, ":");
        if (length >= sizeof folder) return false;
        memcpy(folder, path, length);
        folder[length] = '\0';
        if (!is_harmless(world, length == 0 ? "." : folder)) return false;
        path += length;
    }
    return true;
}

// Do the settings agree with the text's first rows, and the files with the others?
static bool holds(const MachineStart *start, const Image *image) {
    TextBuffer row = {0};
    const char *at = image->text, *end = at + image->text_bytes;
    bool agrees = start->text.size <= image->text_bytes &&
                  memcmp(at, start->text.bytes, start->text.size) == 0;
    at += start->text.size;
    while (agrees && at < end) {
        size_t length = strcspn(at, "\t");
        text_cut(&row, 0);
        add_file(&row, start->world.inner, at, length);
        agrees = !row.is_failed && row.size > 0 && row.size <= (size_t)(end - at) &&
                 memcmp(at, row.bytes, row.size) == 0;
        at += row.size;
    }
    text_done(&row);
    return agrees;
}

void machine_start_plan(MachineStart *start, NametagMachine *machine, World *world) {
    *start = (MachineStart){.world = {.ask = ask, .inner = world}};
    Settings *settings = &machine->settings;
    bool is_harmless = has_harmless_path(world, settings->path);
    if (!is_harmless) settings->early_path = settings->path;
    if (!is_harmless || !is_usual(machine) || !image_is_possible()) return;
    find_path(start, settings);
    add_settings(&start->text, settings);
    start->own_folder = settings->cache;
    start->may_keep = settings->path == NULL && !start->path.is_failed && start->path.size > 0;
}

Heap *machine_start_begin(const MachineStart *start, const HeapLimits *limits) {
    Image image;
    Heap *heap = NULL;
    if (start->path.is_failed || start->text.is_failed || start->path.size == 0) return NULL;
    if (!image_open(&image, start->world.inner, start->path.bytes)) return NULL;
    if (holds(start, &image)) heap = image_begin(&image, limits);
    image_done(&image);
    return heap;
}

void machine_start_keep(MachineStart *start, Vm *vm) {
    if (!start->may_keep || start->text.is_failed) return;
    Replacement replacement;
    replacement_begin(&replacement, start->world.inner, start->path.bytes, 0600);
    image_write(vm, &replacement, start->text.bytes, start->text.size);
    (void)replacement_end(&replacement);
}

void machine_start_done(MachineStart *start) {
    text_done(&start->path);
    text_done(&start->text);
}
