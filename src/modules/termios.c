// The module termios: how a terminal works.
//
// Attributes are a list for the program: [iflag, oflag, cflag, lflag, ispeed, ospeed, characters].

#define _GNU_SOURCE

#include "modules/argument.h"
#include "modules/constant.h"
#include "modules/error_class.h"
#include "modules/posix.h"
#include "objects/list.h"
#include "objects/tuple.h"
#include "runtime/outside.h"

#include <linux/serial.h>
#include <linux/tty.h>
#include <sys/ioctl.h>
#include <termios.h>

#define TERMIOS(name) static Object *termios_function_##name(Vm *vm, const Slot *arguments)

enum { ATTRIBUTES = 7, FLAGS = 4, SPEEDS = 2, CHARACTERS = FLAGS + SPEEDS };

typedef struct TermiosState {
    Slot error;   // the class termios.error
} TermiosState;

static void termios_visit(Vm *vm, void *state, SlotVisit *visit, void *context) {
    visit(vm, NULL, &((TermiosState *)state)->error, context);
}

static void termios_done(Vm *vm, void *state) {
    slot_clear(vm, NULL, &((TermiosState *)state)->error);
}

static const StateDefinition termios_state = {sizeof(TermiosState), termios_visit, termios_done};

// Asks; a failure raises termios.error. False: raised.
static bool ask(Vm *vm, WorldRequest *request) {
    int64_t result;
    const TermiosState *state = state_load(vm, &termios_state);
    if (state == NULL || !outside_ask(vm, request, &result)) return false;
    if (result >= 0) return true;
    (void)error_class_raise(vm, state->error.object, (int)-result, NULL);
    return false;
}

// --- attributes ---

static Object *character_new(Vm *vm, const WorldTerminal *terminal, int index) {
    uint8_t value = terminal->characters[index];
    bool is_canonical = (terminal->flags[3] & ICANON) != 0;
    bool is_number = !is_canonical && (index == VMIN || index == VTIME);
    return is_number ? int_new(vm, value) : bytes_new_apart(vm, &value, 1);
}

static Object *characters_new(Vm *vm, const WorldTerminal *terminal) {
    List *list = list_new(vm, NCCS);
    for (int i = 0; list != NULL && i < NCCS; i++) {
        if (list_take_add(vm, list, character_new(vm, terminal, i))) continue;
        object_drop(vm, (Object *)list);
        return NULL;
    }
    return (Object *)list;
}

static Object *attribute_new(Vm *vm, const WorldTerminal *terminal, int index) {
    if (index == CHARACTERS) return characters_new(vm, terminal);
    return int_new(vm, index < FLAGS ? terminal->flags[index] : terminal->speeds[index - FLAGS]);
}

static bool ask_attributes(Vm *vm, int file, WorldTerminal *terminal) {
    WorldRequest request = {.operation = WORLD_TERMINAL_ATTRIBUTES, .numbers = {file},
                            .out = terminal, .out_bytes = sizeof *terminal};
    return ask(vm, &request);
}

TERMIOS(tcgetattr) {
    int file;
    WorldTerminal terminal;
    if (!argument_file(vm, arguments[0].object, &file) || !ask_attributes(vm, file, &terminal))
        return NULL;
    List *list = list_new(vm, ATTRIBUTES);
    for (int i = 0; list != NULL && i < ATTRIBUTES; i++) {
        if (list_take_add(vm, list, attribute_new(vm, &terminal, i))) continue;
        object_drop(vm, (Object *)list);
        return NULL;
    }
    return (Object *)list;
}

static bool read_character(Vm *vm, Object *given, uint8_t *character) {
    int64_t number;
    if (object_is_bytes(vm, given) && ((const Bytes *)given)->count == 1) {
        *character = ((const Bytes *)given)->data[0];
        return true;
    }
    if (!object_is_int(vm, given)) return raise_false(vm, ERROR_TERMIOS_CHARACTER);
    if (!argument_int64(vm, given, &number)) return false;
    *character = (uint8_t)number;
    return true;
}

static bool read_attributes(Vm *vm, const List *list, WorldTerminal *terminal) {
    int64_t number;
    for (int i = 0; i < FLAGS + SPEEDS; i++) {
        if (!argument_int64(vm, list->items[i].object, &number)) return false;
        uint32_t *place = i < FLAGS ? &terminal->flags[i] : &terminal->speeds[i - FLAGS];
        *place = (uint32_t)number;
    }
    Object *given = list->items[CHARACTERS].object;
    if (!object_is_list(vm, given) || ((const List *)given)->count != NCCS)
        return raise_false(vm, ERROR_TERMIOS_CHARACTERS, NCCS);
    for (int i = 0; i < NCCS; i++)
        if (!read_character(vm, ((const List *)given)->items[i].object, &terminal->characters[i]))
            return false;
    return true;
}

TERMIOS(tcsetattr) {
    int file, when;
    WorldTerminal terminal;
    Object *given = arguments[2].object;
    if (!argument_file(vm, arguments[0].object, &file) ||
        !argument_int(vm, arguments[1].object, &when))
        return NULL;
    if (!object_is_list(vm, given) || ((const List *)given)->count != ATTRIBUTES)
        return raise(vm, ERROR_TERMIOS_LIST);
    // A copy: what the numbers' methods do to the list is of no matter.
    List *list = list_new_from(vm, ((List *)given)->items, ATTRIBUTES);
    if (list == NULL) return NULL;
    bool done = ask_attributes(vm, file, &terminal) && read_attributes(vm, list, &terminal);
    object_drop(vm, (Object *)list);
    WorldRequest request = {.operation = WORLD_SET_TERMINAL_ATTRIBUTES, .numbers = {file, when},
                            .in = &terminal, .in_bytes = sizeof terminal};
    return done && ask(vm, &request) ? none_new(vm) : NULL;
}

// --- orders ---

static Object *order(Vm *vm, const Slot *arguments, WorldOperation operation, bool has_number) {
    int file, number = 0;
    if (!argument_file(vm, arguments[0].object, &file) ||
        (has_number && !argument_int(vm, arguments[1].object, &number)))
        return NULL;
    WorldRequest request = {.operation = operation, .numbers = {file, number}};
    return ask(vm, &request) ? none_new(vm) : NULL;
}

TERMIOS(tcsendbreak) { return order(vm, arguments, WORLD_TERMINAL_BREAK, true); }
TERMIOS(tcdrain) { return order(vm, arguments, WORLD_TERMINAL_DRAIN, false); }
TERMIOS(tcflush) { return order(vm, arguments, WORLD_TERMINAL_FLUSH, true); }
TERMIOS(tcflow) { return order(vm, arguments, WORLD_TERMINAL_FLOW, true); }

// --- sizes ---

static bool ask_size(Vm *vm, int file, struct winsize *size) {
    struct winsize empty = {0};
    WorldRequest request = {.operation = WORLD_DEVICE_CONTROL, .numbers = {file, TIOCGWINSZ},
                            .in = &empty, .in_bytes = sizeof empty, .out = size,
                            .out_bytes = sizeof *size};
    return ask(vm, &request);
}

TERMIOS(tcgetwinsize) {
    int file;
    struct winsize size;
    if (!argument_file(vm, arguments[0].object, &file) || !ask_size(vm, file, &size)) return NULL;
    Object *rows = int_new(vm, size.ws_row);
    Object *columns = rows == NULL ? NULL : int_new(vm, size.ws_col);
    Tuple *pair = columns == NULL ? NULL : tuple_pack(vm, 2, rows, columns);
    object_drop_or_null(vm, rows);
    object_drop_or_null(vm, columns);
    return (Object *)pair;
}

static bool read_size(Vm *vm, Object *given, int64_t *numbers) {
    int64_t count;
    if (!argument_is_sequence(vm, given)) return raise_false(vm, ERROR_TERMIOS_SIZE);
    if (!object_length(vm, given, &count)) return false;
    if (count != 2) return raise_false(vm, ERROR_TERMIOS_SIZE);
    for (int i = 0; i < 2; i++) {
        Object *item = argument_load_item(vm, given, i);
        bool done = item != NULL && argument_int64(vm, item, &numbers[i]);
        object_drop_or_null(vm, item);
        if (!done) return false;
    }
    return true;
}

TERMIOS(tcsetwinsize) {
    int file;
    int64_t numbers[2];
    struct winsize size, answer;
    if (!argument_file(vm, arguments[0].object, &file) ||
        !read_size(vm, arguments[1].object, numbers) || !ask_size(vm, file, &size))
        return NULL;
    for (int i = 0; i < 2; i++)
        if (numbers[i] < 0 || numbers[i] > UINT16_MAX) return raise(vm, ERROR_TERMIOS_SIZE_RANGE);
    size.ws_row = (unsigned short)numbers[0];
    size.ws_col = (unsigned short)numbers[1];
    WorldRequest request = {.operation = WORLD_DEVICE_CONTROL, .numbers = {file, TIOCSWINSZ},
                            .in = &size, .in_bytes = sizeof size, .out = &answer,
                            .out_bytes = sizeof answer};
    return ask(vm, &request) ? none_new(vm) : NULL;
}

static const Method functions[] = {
    FUNCTION(termios, tcgetattr, "(fd, /)", "The attributes of a terminal: a list of seven."),
    FUNCTION(termios, tcsetattr, "(fd, when, attributes, /)", "Set them."),
    FUNCTION(termios, tcsendbreak, "(fd, duration, /)", "Send a break."),
    FUNCTION(termios, tcdrain, "(fd, /)", "Wait until all that was written has been sent."),
    FUNCTION(termios, tcflush, "(fd, queue, /)", "Throw away what is queued."),
    FUNCTION(termios, tcflow, "(fd, action, /)", "Stop or restart reading or writing."),
    FUNCTION(termios, tcgetwinsize, "(fd, /)", "The size of a terminal: (rows, columns)."),
    FUNCTION(termios, tcsetwinsize, "(fd, winsize, /)", "Set it."),
    {0},
};

static const Constant constants[] = {
#include "modules/termios_constants.def"
};

bool termios_module_start(Vm *vm, Module *module) {
    TermiosState *state = state_load(vm, &termios_state);
    if (state == NULL) return false;
    if (state->error.object == NULL) {
        Object *error = error_class_new(vm, "termios.error",
                                        exception_type(vm, EXCEPTION_Exception), NULL);
        if (error == NULL) return false;
        slot_take(vm, NULL, &state->error, error);
    }
    return module_set_doc(vm, module, "How a terminal works, and changing that.") &&
           module_add_functions(vm, module, functions) &&
           constants_add(vm, module, constants, ARRAY_COUNT(constants)) &&
           module_set(vm, module, "error", state->error.object);
}
