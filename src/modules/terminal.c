#include "modules/terminal.h"

#include <errno.h>
#include <poll.h>
#include <string.h>

#include "base/text.h"
#include "modules/readline.h"
#include "modules/sys.h"
#include "objects/str.h"
#include "runtime/threads.h"

enum { BLOCK_BYTES = 4096 };

bool terminal_is(Vm *vm, Object *stream, int file) {
    Str *name = str_new_interned(vm, "fileno", 6);
    Object *number = name == NULL ? NULL : object_call_method(vm, stream, name, 0);
    int64_t value = -1;
    object_drop_or_null(vm, (Object *)name);
    if (number != NULL && !object_index(vm, number, EXCEPTION_OverflowError, &value)) value = -1;
    object_drop_or_null(vm, number);
    raised_clear(vm);
    return value == file && world_is_terminal(vm->world, file);
}

// --- without editing ---

// Lets other threads run until the standard input has something.
static bool wait_for_input(Vm *vm) {
    WorldPoll poll = {.file = 0, .wanted = POLLIN};
    return thread_wait_for_files(vm, &poll, 1, THREAD_FOREVER) != THREAD_RAISED;
}

// Reads the next bytes: of a terminal what it has, which is a line at most; else one, so that
// what follows the line is left to the program. Their number; 0: the end; -1: raised.
static int64_t read_block(Vm *vm, char *bytes) {
    size_t most = world_is_terminal(vm->world, 0) ? BLOCK_BYTES : 1;
    for (;;) {
        if (!wait_for_input(vm)) return -1;
        int64_t count = world_read(vm->world, 0, bytes, most);
        if (count >= 0) return count;
        if (count != -EINTR) return 0;
        if (!runtime_tick(vm)) return -1;
    }
}

static Found read_plainly(Vm *vm, const char *prompt, char **line, size_t *size) {
    char block[BLOCK_BYTES];
    TextBuffer text = {0};
    int64_t count = 1;
    (void)world_write_all(vm->world, 2, prompt, strlen(prompt));
    while (count > 0 && !(text.size > 0 && text.bytes[text.size - 1] == '\n')) {
        count = read_block(vm, block);
        if (count > 0) text_add(&text, block, (size_t)count);
    }
    if (count == 0 && text.size == 0) (void)world_write_all(vm->world, 2, "\n", 1);
    *line = text.bytes;
    *size = text.size;
    if (text.is_failed) raise_memory_error(vm);
    if (count < 0 || text.is_failed) {
        text_done(&text);
        return RAISED;
    }
    return text.size > 0 ? FOUND : ABSENT;
}

// --- with editing ---

static Found read_edited(Vm *vm, const char *prompt, char **line, size_t *size) {
    int64_t count = readline_edit(vm, prompt);
    if (count == -EINTR) {
        // A handler may have taken the signal; else Ctrl-C ends the reading as usual.
        if (!raised(vm) && runtime_tick(vm))
            raise_plain(vm, exception_type(vm, EXCEPTION_KeyboardInterrupt));
        return RAISED;
    }
    if (raised(vm)) return RAISED;
    if (count < 0) return read_plainly(vm, prompt, line, size);
    if (count == 0) return ABSENT;
    WorldRequest request = {.operation = WORLD_EDITED};
    int64_t bytes = world_ask_all(vm->world, &request, line);
    if (bytes < 0) {
        raise_memory_error(vm);
        return RAISED;
    }
    *size = (size_t)bytes;
    return FOUND;
}

Found terminal_read(Vm *vm, const char *prompt, enum TerminalKind kind, char **line,
                    size_t *size) {
    if (kind == TERMINAL_IS_WHOLE && readline_is_imported(vm))
        return read_edited(vm, prompt, line, size);
    return read_plainly(vm, prompt, line, size);
}

void terminal_remember(Vm *vm, const char *text, size_t size) {
    Object *aside = raised_take(vm);
    if (readline_is_imported(vm)) readline_remember(vm, text, size);
    raised_restore(vm, aside);
}
