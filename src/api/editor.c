// The editor of lines that the caller has, as a world in front of the others.

#include "api/machine.h"

#include <errno.h>
#include <string.h>

static int64_t edit(MachineEditor *editor, const WorldEditing *wish) {
    NametagEditing editing = {
        .prompt = wish->prompt, .history = wish->history, .history_count = wish->history_count,
        .begin = wish->begin, .delimiters = wish->delimiters, .context = wish->context,
        .complete = wish->complete, .wait = wish->wait,
    };
    const NametagEditor *own = editor->editor;
    long size = own->read(own->context, &editing, &editor->text);
    editor->size = size > 0 ? (size_t)size : 0;
    return size >= 0 ? size : size == -1 ? -EINTR : -ENOSYS;
}

static int64_t ask(World *world, WorldRequest *request) {
    MachineEditor *editor = (MachineEditor *)world;
    switch (request->operation) {
    case WORLD_EDIT: return edit(editor, request->in);
    case WORLD_EDITED:
        request->out_used = 0;
        if (editor->size > request->out_bytes) return (int64_t)editor->size;
        memcpy(request->out, editor->text, editor->size);
        request->out_used = editor->size;
        return (int64_t)editor->size;
    case WORLD_SET_EDITOR:
        if (editor->editor->configure != NULL)
            editor->editor->configure(editor->editor->context, request->texts[0]);
        return 0;
    default: return world->inner->ask(world->inner, request);
    }
}

static void drop(World *world) {
    (void)world;   // it is a part of the machine
}

World *machine_add_editor(NametagMachine *machine, World *inner) {
    if (machine->options->editor == NULL) return inner;
    machine->editor = (MachineEditor){.world = {ask, drop, inner},
                                      .editor = machine->options->editor};
    return &machine->editor.world;
}
