// Files whose death nobody sees: nothing is left to write, and nothing is closed by it.

#include "modules/io_buffered.h"
#include "modules/io_text.h"

static bool is_plain(Vm *vm, Object *object, const TypeDefinition *definition) {
    return io_is_plain(vm, object, definition, vm->objects->names.close);
}

static bool is_file_unseen(Vm *vm, Object *object) {
    const IoFile *file = (const IoFile *)object;
    return is_plain(vm, object, &io_file_definition) && (file->file < 0 || !file->closes_file);
}

static bool is_buffered_unseen(Vm *vm, Object *object) {
    const IoBuffered *buffered = (const IoBuffered *)object;
    bool is_buffered = is_plain(vm, object, &io_reader_definition) ||
                       is_plain(vm, object, &io_writer_definition) ||
                       is_plain(vm, object, &io_random_definition);
    if (!is_buffered || !buffered->is_ready || buffered->is_detached) return false;
    bool is_written = !buffered->is_writable || buffered->write_end < 0 ||
                      buffered->write_start == buffered->write_end;
    return is_written && is_file_unseen(vm, buffered->raw.object);
}

static bool is_text_unseen(Vm *vm, Object *object) {
    const IoText *text = (const IoText *)object;
    if (!is_plain(vm, object, &io_text_definition) || !text->is_ready || text->is_detached)
        return false;
    Object *buffer = text->buffer.object;
    return text->pending.object == NULL &&
           (is_buffered_unseen(vm, buffer) || is_file_unseen(vm, buffer));
}

bool io_end_is_unseen(Vm *vm, Object *object) {
    return is_text_unseen(vm, object) || is_buffered_unseen(vm, object) ||
           is_file_unseen(vm, object) || is_plain(vm, object, &io_bytes_definition) ||
           is_plain(vm, object, &io_string_definition);
}
