#include "compile/file_line.h"

#include "base/host.h"
#include "base/world.h"
#include "objects/audit.h"
#include "objects/bytes.h"
#include "objects/codec.h"
#include "objects/int.h"
#include "objects/path.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

enum { BLOCK_BYTES = 8192, PIECE_BYTES = 999 };

// Reads a file byte by byte, \r\n and \r as \n.
typedef struct Reader {
    World *world;
    int file;
    bool was_return;
    size_t next, size;
    char block[BLOCK_BYTES];
} Reader;

// The next byte, or -1 at the end.
static int reader_next(Reader *reader) {
    for (;;) {
        if (reader->next == reader->size) {
            int64_t count;
            do {
                count = world_read(reader->world, reader->file, reader->block, BLOCK_BYTES);
            } while (count == -EINTR);
            if (count <= 0) return -1;
            reader->size = (size_t)count;
            reader->next = 0;
        }
        char byte = reader->block[reader->next++];
        bool is_second = byte == '\n' && reader->was_return;
        reader->was_return = byte == '\r';
        if (is_second) continue;
        return byte == '\r' ? '\n' : (unsigned char)byte;
    }
}

// The last piece of line `number`; its size, 0 where there is none.
static size_t read_piece(Reader *reader, int number, char piece[PIECE_BYTES]) {
    size_t size = 0;
    int byte = 0;
    for (int line = 1; line <= number; line++) {
        bool is_open = true;
        size = 0;
        while (is_open && (byte = reader_next(reader)) >= 0) {
            if (size == PIECE_BYTES) size = 0;
            piece[size++] = (char)byte;
            is_open = byte != '\n';
        }
        if (size == 0) return 0;
    }
    return size;
}

static Object *decode_piece(Vm *vm, const char *piece, size_t size, const char *encoding) {
    const char *nul = memchr(piece, '\0', size);
    if (nul != NULL) size = (size_t)(nul - piece);
    Object *name = encoding == NULL ? NULL : str_new_c(vm, encoding);
    Object *errors = encoding == NULL ? NULL : str_new_c(vm, "replace");
    Object *line = raised(vm) ? NULL
        : codec_decode(vm, (const uint8_t *)piece, (int64_t)size, (Str *)name, (Str *)errors);
    object_drop_or_null(vm, name);
    object_drop_or_null(vm, errors);
    if (line == NULL || object_is_str(vm, line)) return line;
    object_drop(vm, line);
    return NULL;
}

static int64_t open_file(Vm *vm, Str *filename) {
    Object *mode = str_new_c(vm, "r"), *flags = int_new(vm, 0);
    Bytes *path = path_load_bytes(vm, &filename->base);
    int64_t file = -1;
    if (mode != NULL && flags != NULL && path != NULL &&
        audit(vm, "open", 3, filename, mode, flags) &&
        memchr(path->data, '\0', (size_t)path->count) == NULL)
        file = world_open(vm->world, (const char *)path->data, O_RDONLY | O_CLOEXEC, 0);
    object_drop_or_null(vm, (Object *)path);
    object_drop_or_null(vm, mode);
    object_drop_or_null(vm, flags);
    return file;
}

Object *file_line_find(Vm *vm, Str *filename, int number, const char *encoding) {
    if (vm->world == NULL || number < 1) return NULL;
    Object *aside = raised_take(vm), *line = NULL;
    int64_t file = open_file(vm, filename);
    Reader *reader = file < 0 ? NULL : host_allocate(sizeof *reader);
    if (reader != NULL) {
        char piece[PIECE_BYTES];
        *reader = (Reader){.world = vm->world, .file = (int)file};
        size_t size = read_piece(reader, number, piece);
        if (size > 0) line = decode_piece(vm, piece, size, encoding);
        host_release(reader);
    }
    if (file >= 0) world_close(vm->world, (int)file);
    raised_clear(vm);
    raised_restore(vm, aside);
    return line;
}
