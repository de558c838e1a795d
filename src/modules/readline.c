// The module readline. The history is a list of str here; the editor behind the World only
// shows it. A text of several lines is one entry; in files its inner newlines are "\r\n".

#include "modules/readline.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>

#include "base/host.h"
#include "base/text.h"
#include "objects/codec.h"
#include "objects/bytes.h"
#include "objects/list.h"
#include "objects/path.h"
#include "objects/sequence.h"
#include "objects/str.h"
#include "runtime/threads.h"

#define READLINE(name) static Object *readline_function_##name(Vm *vm, const Slot *arguments)

enum { TAB = 9, HISTORY_MODE = 0600 };

typedef struct ReadlineState {
    Slot history;          // List of Str
    Slot completer, startup_hook, input_hook, display_hook;   // empty: none
    Slot delimiters;       // Str
    Slot line, begin;      // Str or empty: what is completed now, what editing begins with
    int64_t begin_index, end_index;   // of the word that is completed, in characters
    int64_t written_max;   // how many entries a file gets; below 0: all
    int completion_type;
    bool remembers;        // set_auto_history
} ReadlineState;

static void visit_state(Vm *vm, void *block, SlotVisit *visit, void *context) {
    ReadlineState *state = block;
    Slot *const slots[] = {&state->history, &state->completer, &state->startup_hook,
                           &state->input_hook, &state->display_hook, &state->delimiters,
                           &state->line, &state->begin};
    for (size_t i = 0; i < ARRAY_COUNT(slots); i++) visit(vm, NULL, slots[i], context);
}

static void drop_state(Vm *vm, void *block) {
    ReadlineState *state = block;
    Slot *const slots[] = {&state->history, &state->completer, &state->startup_hook,
                           &state->input_hook, &state->display_hook, &state->delimiters,
                           &state->line, &state->begin};
    for (size_t i = 0; i < ARRAY_COUNT(slots); i++) slot_clear(vm, NULL, slots[i]);
}

static const StateDefinition readline_state = {sizeof(ReadlineState), visit_state, drop_state};

// There once the module was imported.
static ReadlineState *state_of(Vm *vm) {
    return state_find(vm, &readline_state);
}

bool readline_is_imported(Vm *vm) {
    return state_of(vm) != NULL;
}

static List *history_of(Vm *vm) {
    return (List *)state_of(vm)->history.object;
}

// --- editing ---

// history entries as utf-8 in host memory, one after another, with an array of pointers.
typedef struct Texts {
    TextBuffer bytes;
    const char **texts;   // owns
    size_t count;
} Texts;

static bool gather_history(Vm *vm, Texts *texts) {
    const List *history = history_of(vm);
    size_t count = (size_t)history->count;
    size_t *offsets = host_allocate((count + 1) * sizeof(size_t));
    texts->texts = host_allocate((count + 1) * sizeof(char *));
    bool done = offsets != NULL && texts->texts != NULL;
    for (size_t i = 0; done && i < count; i++) {
        size_t bytes;
        const Str *entry = (const Str *)history->items[i].object;
        const char *text = str_utf8(vm, entry, &bytes);
        offsets[i] = texts->bytes.size;
        if (text != NULL) {
            text_add(&texts->bytes, text, bytes + 1);
            str_utf8_drop(vm, entry, text, bytes);
        }
        done = text != NULL && !texts->bytes.is_failed;
    }
    for (size_t i = 0; done && i < count; i++) texts->texts[i] = texts->bytes.bytes + offsets[i];
    texts->count = count;
    host_release(offsets);
    if (!done && !raised(vm)) raise_memory_error(vm);
    return done;
}

static void drop_texts(Texts *texts) {
    text_done(&texts->bytes);
    host_release(texts->texts);
}

static char *copy_text(Vm *vm, const Str *str) {
    size_t bytes;
    const char *text = str_utf8(vm, str, &bytes);
    char *copy = text == NULL ? NULL : host_allocate(bytes + 1);
    if (copy != NULL) memcpy(copy, text, bytes + 1);
    if (text != NULL) str_utf8_drop(vm, str, text, bytes);
    return copy;
}

static int64_t count_characters(Vm *vm, const char *text, size_t bytes) {
    Object *part = codec_decode_system(vm, text, bytes);
    int64_t count = part == NULL ? 0 : ((Str *)part)->length;
    object_drop_or_null(vm, part);
    return count;
}

// completer(word, index), with what it may ask for set; NULL: it gives no more.
static char *complete(void *context, const char *line, size_t start, size_t end, int index) {
    Vm *vm = context;
    ReadlineState *state = state_of(vm);
    if (state->completer.object == NULL) return NULL;
    Object *whole = codec_decode_system(vm, line, strlen(line)), *found = NULL;
    Object *word = codec_decode_system(vm, line + start, end - start), *number = int_new(vm, index);
    char *candidate = NULL;
    if (whole != NULL && word != NULL && number != NULL) {
        slot_set(vm, NULL, &state->line, whole);
        state->begin_index = count_characters(vm, line, start);
        state->end_index = count_characters(vm, line, end);
        state->completion_type = TAB;
        Object *completer = object_share(state->completer.object);
        found = object_call_with(vm, completer, 2, word, number);
        object_drop(vm, completer);
        if (found != NULL && object_is_str(vm, found)) candidate = copy_text(vm, (Str *)found);
    }
    raised_clear(vm);
    object_drop_or_null(vm, whole);
    object_drop_or_null(vm, word);
    object_drop_or_null(vm, number);
    object_drop_or_null(vm, found);
    return candidate;
}

// Other threads run while a key is waited for.
static int wait_for_key(void *context) {
    Vm *vm = context;
    WorldPoll poll = {.file = 0, .wanted = POLLIN};
    return thread_wait_for_files(vm, &poll, 1, THREAD_FOREVER) != THREAD_RAISED;
}

static void call_hook(Vm *vm, const Slot *hook) {
    if (hook->object == NULL) return;
    Object *function = object_share(hook->object);
    object_drop_or_null(vm, object_call_with(vm, function, 0));
    object_drop(vm, function);
    raised_clear(vm);
}

int64_t readline_edit(Vm *vm, const char *prompt) {
    ReadlineState *state = state_of(vm);
    Texts history = {0};
    slot_clear(vm, NULL, &state->begin);
    call_hook(vm, &state->startup_hook);
    call_hook(vm, &state->input_hook);
    Object *begin = state->begin.object;
    char *first = begin == NULL ? NULL : copy_text(vm, (Str *)begin);
    char *delimiters = copy_text(vm, (Str *)state->delimiters.object);
    int64_t result = -ENOMEM;
    if (delimiters != NULL && gather_history(vm, &history)) {
        WorldEditing editing = {
            .prompt = prompt, .history = history.texts, .history_count = history.count,
            .begin = first, .delimiters = delimiters, .context = vm, .complete = complete,
            .wait = wait_for_key,
        };
        WorldRequest request = {.operation = WORLD_EDIT, .in = &editing};
        result = world_ask(vm->world, &request);
    }
    slot_clear(vm, NULL, &state->line);
    state->completion_type = 0;
    drop_texts(&history);
    host_release(first);
    host_release(delimiters);
    return result;
}

void readline_remember(Vm *vm, const char *text, size_t size) {
    List *history = history_of(vm);
    while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r')) size--;
    if (size == 0 || !state_of(vm)->remembers) return;
    Object *entry = codec_decode_system(vm, text, size);
    Object *last = history->count > 0 ? history->items[history->count - 1].object : NULL;
    bool is_same = entry != NULL && last != NULL && str_is_equal((Str *)entry, (Str *)last);
    if (entry != NULL && !is_same && !list_add(vm, history, entry)) raised_clear(vm);
    object_drop_or_null(vm, entry);
    raised_clear(vm);
}

// --- history files ---

// A path of the system's, or ~/.history for None; host memory. NULL: raised.
static char *take_path(Vm *vm, Object *given) {
    if (given != NULL && given != vm->objects->none) {
        Str *path = path_load_text(vm, given);
        Object *bytes = path == NULL ? NULL : codec_encode_system(vm, path);
        char *copy = NULL;
        if (bytes != NULL) {
            size_t size = (size_t)((Bytes *)bytes)->count;
            copy = host_allocate(size + 1);
            if (copy == NULL) raise_memory_error(vm);
            else memcpy(copy, ((Bytes *)bytes)->data, size + 1);
        }
        object_drop_or_null(vm, (Object *)path);
        object_drop_or_null(vm, bytes);
        return copy;
    }
    TextBuffer text = {0};
    char *home = world_variable(vm->world, "HOME");
    text_add_c(&text, home != NULL ? home : ".");
    text_add(&text, "/.history", sizeof("/.history"));
    host_release(home);
    if (!text.is_failed) return text.bytes;
    text_done(&text);
    raise_memory_error(vm);
    return NULL;
}

// The entry from `start` on: ends at a newline that no "\r" stands before.
static size_t entry_size(const char *start, const char *end) {
    const char *at = start;
    while (at < end && !(*at == '\n' && (at == start || at[-1] != '\r'))) at++;
    return (size_t)(at - start);
}

static bool add_entry(Vm *vm, const char *text, size_t size) {
    char *plain = host_allocate(size + 1);
    size_t used = 0;
    if (plain == NULL) return raise_memory_error(vm) != NULL;
    for (size_t i = 0; i < size; i++)
        if (!(text[i] == '\r' && i + 1 < size && text[i + 1] == '\n')) plain[used++] = text[i];
    Object *entry = codec_decode_system(vm, plain, used);
    host_release(plain);
    return entry != NULL && list_take_add(vm, history_of(vm), entry);
}

READLINE(read_history_file) {
    char *path = take_path(vm, arguments[0].object), *bytes;
    if (path == NULL) return NULL;
    int64_t size = world_read_path(vm->world, path, &bytes);
    host_release(path);
    if (size < 0) return raise_os_error(vm, (int)-size, NULL);
    bool done = true;
    for (const char *at = bytes, *end = bytes + size; done && at < end;) {
        size_t length = entry_size(at, end);
        done = add_entry(vm, at, length);
        at += length + 1;
    }
    host_release(bytes);
    return done ? none_new(vm) : NULL;
}

static void add_file_text(Vm *vm, TextBuffer *text, const Str *entry) {
    size_t bytes;
    const char *utf8 = str_utf8(vm, entry, &bytes);
    if (utf8 == NULL) return;
    for (size_t i = 0; i < bytes; i++) {
        if (utf8[i] == '\n') text_add_char(text, '\r');
        text_add_char(text, utf8[i]);
    }
    text_add_char(text, '\n');
    str_utf8_drop(vm, entry, utf8, bytes);
}

// Writes the last `most` entries (below 0: all) to a file opened with these flags.
static Object *write_entries(Vm *vm, Object *given, int flags, int64_t most) {
    const List *history = history_of(vm);
    char *path = take_path(vm, given);
    TextBuffer text = {0};
    if (path == NULL) return NULL;
    int64_t first = most < 0 || most > history->count ? 0 : history->count - most;
    for (int64_t i = first; i < history->count; i++)
        add_file_text(vm, &text, (const Str *)history->items[i].object);
    int64_t file = world_open(vm->world, path, flags | O_CLOEXEC, HISTORY_MODE), result = file;
    if (file >= 0) {
        result = world_write_all(vm->world, (int)file, text.bytes, text.size);
        world_close(vm->world, (int)file);
    }
    bool has_memory = !text.is_failed;
    text_done(&text);
    host_release(path);
    if (!has_memory) return raise_memory_error(vm);
    return result < 0 ? raise_os_error(vm, (int)-result, NULL) : none_new(vm);
}

READLINE(write_history_file) {
    return write_entries(vm, arguments[0].object, O_WRONLY | O_CREAT | O_TRUNC,
                         state_of(vm)->written_max);
}

READLINE(append_history_file) {
    int64_t count = 0;
    if (!sequence_int(vm, arguments[0].object, &count)) return NULL;
    return write_entries(vm, arguments[1].object, O_WRONLY | O_APPEND, count < 0 ? 0 : count);
}

// --- the history ---

READLINE(clear_history) {
    (void)arguments;
    List *fresh = list_new(vm, 0);
    if (fresh == NULL) return NULL;
    slot_take(vm, NULL, &state_of(vm)->history, &fresh->base);
    return none_new(vm);
}

static bool check_text(Vm *vm, Object *object) {
    return object_is_str(vm, object) || raise_false(vm, ERROR_BAD_ARGUMENT);
}

READLINE(add_history) {
    if (!check_text(vm, arguments[0].object)) return NULL;
    return list_add(vm, history_of(vm), arguments[0].object) ? none_new(vm) : NULL;
}

READLINE(get_history_item) {
    const List *history = history_of(vm);
    int64_t index = 0;
    if (!sequence_int(vm, arguments[0].object, &index)) return NULL;
    if (index < 1 || index > history->count) return none_new(vm);
    return object_share(history->items[index - 1].object);
}

// An index from 0; false: raised.
static bool take_position(Vm *vm, Object *given, int64_t *position) {
    if (!sequence_int(vm, given, position)) return false;
    if (*position < 0) return raise_false(vm, ERROR_HISTORY_NEGATIVE);
    return *position < history_of(vm)->count ||
           raise_false(vm, ERROR_HISTORY_POSITION, (int)*position);
}

READLINE(remove_history_item) {
    List *history = history_of(vm);
    int64_t position = 0;
    if (!take_position(vm, arguments[0].object, &position)) return NULL;
    Object *gone = slot_detach(vm, &history->base, &history->items[position]);
    slots_move(vm, &history->base, &history->items[position], &history->items[position + 1],
               history->count - position - 1);
    history->count--;
    object_drop(vm, gone);
    return none_new(vm);
}

READLINE(replace_history_item) {
    List *history = history_of(vm);
    int64_t position = 0;
    if (!take_position(vm, arguments[0].object, &position) ||
        !check_text(vm, arguments[1].object)) return NULL;
    slot_set(vm, &history->base, &history->items[position], arguments[1].object);
    return none_new(vm);
}

READLINE(get_current_history_length) {
    (void)arguments;
    return int_new(vm, history_of(vm)->count);
}

READLINE(get_history_length) {
    (void)arguments;
    return int_new(vm, state_of(vm)->written_max);
}

READLINE(set_history_length) {
    int64_t length = 0;
    if (!sequence_int(vm, arguments[0].object, &length)) return NULL;
    state_of(vm)->written_max = length;
    return none_new(vm);
}

READLINE(set_auto_history) {
    Found wanted = object_truth(vm, arguments[0].object);
    if (wanted == RAISED) return NULL;
    state_of(vm)->remembers = wanted == FOUND;
    return none_new(vm);
}

// --- hooks and completion ---

static Object *set_hook(Vm *vm, Slot *slot, Object *function, const char *name) {
    if (function == vm->objects->none) function = NULL;
    if (function != NULL && object_type(vm, function)->behaviour.call == NULL)
        return raise(vm, ERROR_HOOK_NOT_CALLABLE, name);
    slot_set(vm, NULL, slot, function);
    return none_new(vm);
}

READLINE(set_completer) {
    return set_hook(vm, &state_of(vm)->completer, arguments[0].object, "set_completer");
}

READLINE(set_startup_hook) {
    return set_hook(vm, &state_of(vm)->startup_hook, arguments[0].object, "set_startup_hook");
}

READLINE(set_pre_input_hook) {
    return set_hook(vm, &state_of(vm)->input_hook, arguments[0].object, "set_pre_input_hook");
}

READLINE(set_completion_display_matches_hook) {
    return set_hook(vm, &state_of(vm)->display_hook, arguments[0].object,
                    "set_completion_display_matches_hook");
}

READLINE(get_completer) {
    Object *completer = state_of(vm)->completer.object;
    (void)arguments;
    return object_share(completer != NULL ? completer : vm->objects->none);
}

READLINE(get_completer_delims) {
    (void)arguments;
    return object_share(state_of(vm)->delimiters.object);
}

READLINE(set_completer_delims) {
    if (!check_text(vm, arguments[0].object)) return NULL;
    slot_set(vm, NULL, &state_of(vm)->delimiters, arguments[0].object);
    return none_new(vm);
}

READLINE(get_completion_type) {
    (void)arguments;
    return int_new(vm, state_of(vm)->completion_type);
}

READLINE(get_begidx) {
    (void)arguments;
    return int_new(vm, state_of(vm)->begin_index);
}

READLINE(get_endidx) {
    (void)arguments;
    return int_new(vm, state_of(vm)->end_index);
}

READLINE(get_line_buffer) {
    Object *line = state_of(vm)->line.object;
    (void)arguments;
    return object_share(line != NULL ? line : &vm->objects->empty_str->base);
}

READLINE(insert_text) {
    ReadlineState *state = state_of(vm);
    if (!check_text(vm, arguments[0].object)) return NULL;
    Object *old = state->begin.object;
    Object *text = old == NULL ? object_share(arguments[0].object)
                               : str_concatenate(vm, old, arguments[0].object);
    if (text == NULL) return NULL;
    slot_take(vm, NULL, &state->begin, text);
    return none_new(vm);
}

READLINE(redisplay) {
    (void)arguments;
    return none_new(vm);
}

// --- configuration ---

READLINE(parse_and_bind) {
    size_t bytes;
    if (!check_text(vm, arguments[0].object)) return NULL;
    const char *text = str_utf8(vm, (Str *)arguments[0].object, &bytes);
    if (text == NULL) return NULL;
    WorldRequest request = {.operation = WORLD_SET_EDITOR, .texts = {text}};
    (void)world_ask(vm->world, &request);
    str_utf8_drop(vm, (Str *)arguments[0].object, text, bytes);
    return none_new(vm);
}

READLINE(read_init_file) {
    Object *given = arguments[0].object;
    if (given == NULL || given == vm->objects->none) return none_new(vm);
    char *path = take_path(vm, given), *bytes;
    if (path == NULL) return NULL;
    int64_t size = world_read_path(vm->world, path, &bytes);
    host_release(path);
    if (size < 0) return raise_os_error(vm, (int)-size, NULL);
    for (int64_t start = 0, i = 0; i < size; i++) {
        if (bytes[i] != '\n') continue;
        bytes[i] = '\0';
        WorldRequest request = {.operation = WORLD_SET_EDITOR, .texts = {bytes + start}};
        (void)world_ask(vm->world, &request);
        start = i + 1;
    }
    host_release(bytes);
    return none_new(vm);
}

// --- the module ---

static const Method functions[] = {
    FUNCTION(readline, parse_and_bind, "(string, /)", "Take a line of the editor's init file."),
    FUNCTION(readline, get_line_buffer, "()", "The line that is completed."),
    FUNCTION(readline, insert_text, "(string, /)",
             "Put text into the line that editing begins with."),
    FUNCTION(readline, redisplay, "()", "Accepted: the editor shows what it has."),
    FUNCTION(readline, read_init_file, "(filename=None, /)", "Read an init file of the editor."),
    FUNCTION(readline, read_history_file, "(filename=None, /)", "Add the entries of a file."),
    FUNCTION(readline, write_history_file, "(filename=None, /)", "Write the entries to a file."),
    FUNCTION(readline, append_history_file, "(nelements, filename=None, /)",
             "Add the last entries to a file."),
    FUNCTION(readline, get_history_item, "(index, /)", "The entry of an index, from 1."),
    FUNCTION(readline, get_current_history_length, "()", "How many entries there are."),
    FUNCTION(readline, set_history_length, "(length, /)",
             "How many entries a file gets at most; below 0: all."),
    FUNCTION(readline, get_history_length, "()", "How many entries a file gets at most."),
    FUNCTION(readline, set_completer, "(function=None, /)",
             "Have a function called as function(text, state) for what may stand for a word."),
    FUNCTION(readline, get_completer, "()", "The function that completes words."),
    FUNCTION(readline, get_completion_type, "()", "The key that asked for completion."),
    FUNCTION(readline, get_begidx, "()", "Where the completed word begins."),
    FUNCTION(readline, get_endidx, "()", "Where the completed word ends."),
    FUNCTION(readline, set_completer_delims, "(string, /)", "The characters between words."),
    FUNCTION(readline, set_auto_history, "(enabled, /)", "Are lines added to the history?"),
    FUNCTION(readline, add_history, "(string, /)", "Add an entry."),
    FUNCTION(readline, remove_history_item, "(pos, /)", "Remove an entry, counted from 0."),
    FUNCTION(readline, replace_history_item, "(pos, line, /)", "Replace an entry."),
    FUNCTION(readline, get_completer_delims, "()", "The characters between words."),
    FUNCTION(readline, set_startup_hook, "(function=None, /)",
             "Have a function called before a line is edited."),
    FUNCTION(readline, set_pre_input_hook, "(function=None, /)",
             "Have a function called before the first key is read."),
    FUNCTION(readline, set_completion_display_matches_hook, "(function=None, /)",
             "Accepted: the editor shows candidates itself."),
    FUNCTION(readline, clear_history, "()", "Remove all entries."),
    {0},
};

bool readline_module_start(Vm *vm, Module *module) {
    ReadlineState *state = state_load(vm, &readline_state);
    if (state == NULL) return false;
    if (state->history.object == NULL) {
        List *history = list_new(vm, 0);
        Object *delimiters = str_new_c(vm, " \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?");
        if (history != NULL) slot_set(vm, NULL, &state->history, &history->base);
        if (delimiters != NULL) slot_set(vm, NULL, &state->delimiters, delimiters);
        object_drop_or_null(vm, (Object *)history);
        object_drop_or_null(vm, delimiters);
        if (history == NULL || delimiters == NULL) return false;
        state->written_max = -1;
        state->remembers = true;
    }
    return module_set_doc(vm, module, "Lines that are edited with libedit: history, completion.") &&
           module_add_functions(vm, module, functions);
}
