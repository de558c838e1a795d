#include "base/replacement.h"

#include <fcntl.h>

void replacement_begin(Replacement *replacement, World *world, const char *path, int mode) {
    WorldRequest identity = {.operation = WORLD_IDENTITY};
    *replacement = (Replacement){.world = world, .path = path, .file = -1};
    TextBuffer *own = &replacement->own_path;
    text_add_format(own, "%s.%d", path, (int)world_ask(world, &identity));
    text_add_char(own, '\0');
    if (own->is_failed) return;
    replacement->file = (int)world_open(world, own->bytes,
                                        O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
}

static void remove_file(Replacement *replacement) {
    WorldRequest request = {.operation = WORLD_REMOVE, .numbers = {-1},
                            .texts = {replacement->own_path.bytes}};
    world_close(replacement->world, replacement->file);
    replacement->file = -1;
    (void)world_ask(replacement->world, &request);
}

bool replacement_write(Replacement *replacement, const void *bytes, size_t size) {
    if (replacement->file < 0) return false;
    if (world_write_all(replacement->world, replacement->file, bytes, size) == 0) return true;
    remove_file(replacement);
    return false;
}

bool replacement_end(Replacement *replacement) {
    bool done = replacement->file >= 0;
    if (done) {
        WorldRequest request = {.operation = WORLD_RENAME, .numbers = {-1, -1},
                                .texts = {replacement->own_path.bytes, replacement->path}};
        world_close(replacement->world, replacement->file);
        done = world_ask(replacement->world, &request) >= 0;
    }
    text_done(&replacement->own_path);
    return done;
}
