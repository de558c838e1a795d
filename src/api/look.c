// Looking at a moment: texts about it, made on a copy of the machine.

#include "api/time.h"

#include "base/host.h"
#include "compile/source.h"
#include "explain/content.h"
#include "memory/verify.h"
#include "objects/bytes.h"
#include "objects/dict.h"
#include "objects/str.h"
#include "objects/tuple.h"
#include "record/scan.h"
#include "runtime/threads.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>

typedef struct Looking {
    World world;             // first: answers what the text asks of the outside
    const MachineTime *time;
    NametagLook look;
    int frame;
    const Frame *innermost;
    const char *text;
    void (*write)(void *context, const char *bytes, size_t size);
    void *context;
    bool is_muted;           // what the program itself has not written yet comes first
    int result;
    TextBuffer buffer;
} Looking;

// --- the outside, which nothing may change ---

static bool only_asks(const WorldRequest *request) {
    switch (request->operation) {
    case WORLD_CLOCK: case WORLD_CLOCK_RESOLUTION: case WORLD_LOCAL_TIME: case WORLD_FORMAT_TIME:
    case WORLD_ZONES: case WORLD_ZONE_SECONDS: case WORLD_TIMES: case WORLD_ENTROPY:
    case WORLD_RANDOM: case WORLD_ENVIRONMENT: case WORLD_SYSTEM_NAME: case WORLD_LOCALE:
    case WORLD_LOCALE_TEXT: case WORLD_LOCALE_NUMBERS: case WORLD_STAT: case WORLD_ACCESS:
    case WORLD_LIST: case WORLD_READ_LINK: case WORLD_IS_TERMINAL: case WORLD_TERMINAL_SIZE:
    case WORLD_FILE_FLAG: case WORLD_PROGRAM_PATH:
        return true;
    // Files are opened to be read, and closed when the look is over at the latest.
    case WORLD_OPEN: return (request->numbers[1] & (O_ACCMODE | O_CREAT | O_TRUNC)) == O_RDONLY;
    case WORLD_READ: case WORLD_SEEK: case WORLD_CLOSE: return request->numbers[0] > 2;
    default: return false;
    }
}

static int64_t look_ask(World *world, WorldRequest *request) {
    Looking *looking = (Looking *)world;
    request->out_used = 0;
    if (request->operation == WORLD_TAKE_SIGNALS) {
        const NametagTime *wish = &looking->time->wish;
        bool stops = wish->progress != NULL && wish->progress(wish->context, 0) != 0;
        return stops ? 1 << THREAD_SIGNAL_INTERRUPT : 0;
    }
    if (request->operation == WORLD_WRITE && request->numbers[0] > 0 && request->numbers[0] <= 2) {
        if (!looking->is_muted)
            looking->write(looking->context, request->in, request->in_bytes);
        return (int64_t)request->in_bytes;
    }
    return only_asks(request) ? world_ask(world->inner, request) : -EPERM;
}

// --- what is said ---

static void say(Looking *looking, const char *text) {
    looking->write(looking->context, text, strlen(text));
}

static void say_str(Looking *looking, const Object *str) {
    text_cut(&looking->buffer, 0);
    content_add_str((const Str *)str, &looking->buffer);
    if (looking->buffer.size > 0)
        looking->write(looking->context, looking->buffer.bytes, looking->buffer.size);
}

// `Type: message` of the raised exception, which is gone then.
static void say_raised(Vm *vm, Looking *looking) {
    Object *exception = raised_take(vm);
    say(looking, object_type_name(vm, exception));
    Object *text = object_str(vm, exception);
    if (text != NULL && ((Str *)text)->length > 0) {
        say(looking, ": ");
        say_str(looking, text);
    }
    say(looking, "\n");
    raised_clear(vm);
    looking->result = 2;
}

// A new str is said in a line of its own; NULL: what was raised.
static void say_text(Vm *vm, Looking *looking, Object *text) {
    if (text == NULL) {
        say_raised(vm, looking);
        return;
    }
    say_str(looking, text);
    say(looking, "\n");
}

// --- values ---

static Object *run_text(Vm *vm, Frame *frame, const char *text, ParseMode mode) {
    Object *filename = str_new_c(vm, "<debug>"), *value = NULL;
    CompileOptions options = {.optimise = runtime_of(vm)->optimise};
    Object *locals = frame_load_locals(vm, frame);
    if (filename != NULL && locals != NULL) {
        Code *code = source_compile(vm, text, strlen(text), (Str *)filename, mode,
                                    PARSE_SOURCE_IS_TEXT, &options);
        if (code != NULL) value = runtime_run_code(vm, code, frame->globals, locals, NULL);
    }
    return value;
}

Object *time_evaluate(Vm *vm, Frame *frame, const char *text) {
    return run_text(vm, frame, text, PARSE_EVAL);
}

// repr() and str() of anything are str; a program's own may raise.
static Object *pretty(Vm *vm, Object *value) {
    Str *name = str_new_interned(vm, "pprint", 6), *function = str_new_interned(vm, "pformat", 7);
    if (name == NULL || function == NULL) return NULL;
    Object *module = vm->objects->import_hook(vm, name);
    Object *text = module == NULL ? NULL : object_call_method(vm, module, function, 1, value);
    return text != NULL && object_is_str(vm, text) ? text : NULL;
}

static void look_at_value(Vm *vm, Looking *looking, Frame *frame) {
    Object *value = run_text(vm, frame, looking->text, PARSE_EVAL);
    if (value == NULL) {
        say_raised(vm, looking);
        return;
    }
    switch (looking->look) {
    case NAMETAG_LOOK_PRETTY: say_text(vm, looking, pretty(vm, value)); break;
    case NAMETAG_LOOK_STR: say_text(vm, looking, object_str(vm, value)); break;
    case NAMETAG_LOOK_TYPE:
        say_text(vm, looking, object_repr(vm, (Object *)object_type(vm, value)));
        break;
    case NAMETAG_LOOK_TRUTH: {
        Found truth = object_truth(vm, value);
        if (truth == RAISED) say_raised(vm, looking);
        else looking->result = truth == FOUND;
        break;
    }
    default: say_text(vm, looking, object_repr(vm, value));
    }
}

static void run_statement(Vm *vm, Looking *looking, Frame *frame) {
    Object *value = run_text(vm, frame, looking->text, PARSE_SINGLE);
    if (value == NULL) say_raised(vm, looking);
    (void)modules_end_output(vm);
}

// --- names and frames ---

static void say_arguments(Vm *vm, Looking *looking, Frame *frame) {
    const Code *code = frame->code;
    const Tuple *names = (const Tuple *)code->local_names.object;
    int count = code->argument_count + code->keyword_only_count +
                ((code->flags & CODE_VARARGS) != 0) + ((code->flags & CODE_VARKEYWORDS) != 0);
    Object *locals = frame_load_locals(vm, frame), *value;
    if (locals == NULL || locals->kind != KIND_DICT) {
        raised_clear(vm);
        return;
    }
    for (int i = 0; i < count; i++) {
        Object *name = names->items[i].object;
        say_str(looking, name);
        say(looking, " = ");
        Found found = dict_find(vm, (Dict *)locals, name, &value);
        if (found == FOUND) say_text(vm, looking, object_repr(vm, value));
        else say(looking, "*** undefined ***\n");
        raised_clear(vm);
    }
}

static void say_names_of(Vm *vm, Looking *looking, Object *mapping, const char *head,
                         const char *start) {
    int64_t position = 0;
    Object *key, *value;
    if (mapping == NULL || mapping->kind != KIND_DICT) return;
    while (dict_next((Dict *)mapping, &position, &key, &value)) {
        if (!object_is_str(vm, key)) continue;
        text_cut(&looking->buffer, 0);
        content_add_str((Str *)key, &looking->buffer);
        text_add_char(&looking->buffer, '\0');
        if (looking->buffer.is_failed || strncmp(looking->buffer.bytes, start, strlen(start)) != 0)
            continue;
        looking->write(looking->context, head, strlen(head));
        looking->write(looking->context, looking->buffer.bytes, looking->buffer.size - 1);
        say(looking, "\n");
    }
}

// dir() of what stands before the last dot.
static void say_attributes(Vm *vm, Looking *looking, Frame *frame, const char *dot) {
    TextBuffer text = {0};
    text_add_format(&text, "{_: 0 for _ in dir(%.*s)}", (int)(dot - looking->text), looking->text);
    text_add_char(&text, '\0');
    Object *names = text.is_failed ? NULL : run_text(vm, frame, text.bytes, PARSE_EVAL);
    text_cut(&text, 0);
    text_add(&text, looking->text, (size_t)(dot + 1 - looking->text));
    text_add_char(&text, '\0');
    if (!text.is_failed) say_names_of(vm, looking, names, text.bytes, dot + 1);
    raised_clear(vm);
    text_done(&text);
}

static void say_names(Vm *vm, Looking *looking, Frame *frame) {
    const char *dot = strrchr(looking->text, '.');
    if (dot != NULL) {
        say_attributes(vm, looking, frame, dot);
        return;
    }
    Object *locals = frame_load_locals(vm, frame);
    if (locals == NULL) raised_clear(vm);
    say_names_of(vm, looking, locals, "", looking->text);
    if (locals != &frame->globals->base)
        say_names_of(vm, looking, &frame->globals->base, "", looking->text);
    say_names_of(vm, looking, frame->builtins, "", looking->text);
}

static void say_frames(Looking *looking, const Frame *frame) {
    char number[32];
    for (; frame != NULL; frame = frame->previous) {
        say_str(looking, frame->code->filename.object);
        int size = 0;
        for (int line = frame_get_line(frame); size == 0 || line > 0; line /= 10)
            number[sizeof number - 1 - (size_t)size++] = (char)('0' + (line > 0 ? line % 10 : 0));
        say(looking, "\t");
        looking->write(looking->context, number + sizeof number - (size_t)size, (size_t)size);
        say(looking, "\t");
        say_str(looking, frame->code->name.object);
        say(looking, "\n");
    }
}

// --- holders ---

typedef struct Holding {
    Looking *looking;
    const Object *object;
    const Frame *innermost;
    const Object *locals;      // made by looking: it does not count
    int count;
} Holding;

static void say_holder(Vm *vm, Object *owner, Slot *slot, void *context) {
    Holding *holding = context;
    TextBuffer *text = &holding->looking->buffer;
    if (owner == NULL || owner == holding->locals || owner->kind == KIND_FRAME) return;
    text_cut(text, 0);
    for (const Frame *frame = holding->innermost; frame != NULL; frame = frame->previous)
        if (owner == &frame->globals->base && text->size == 0) text_add_c(text, "global ");
    if (text->size > 0) scan_add_key(vm, owner, slot, text);
    else {
        text_add_format(text, "%.100s at ", object_type_name(vm, owner));
        text_add_hex(text, object_address(vm, owner));
        text_add_char(text, ' ');
        scan_add_place(vm, owner, slot, text);
    }
    text_add_char(text, '\n');
    holding->looking->write(holding->looking->context, text->bytes, text->size);
    holding->count++;
}

static void say_names_bound(Looking *looking, Holding *holding) {
    for (const Frame *frame = holding->innermost; frame != NULL; frame = frame->previous) {
        const Tuple *names = (const Tuple *)frame->code->local_names.object;
        for (int i = 0; i < frame->code->local_count; i++) {
            if (frame->window[i].object != holding->object) continue;
            say(looking, "local ");
            say_str(looking, names->items[i].object);
            say(looking, " of ");
            say_str(looking, frame->code->name.object);
            say(looking, "\n");
            holding->count++;
        }
    }
}

static void say_holders(Vm *vm, Looking *looking, Frame *frame) {
    Object *value = run_text(vm, frame, looking->text, PARSE_EVAL);
    if (value == NULL) {
        say_raised(vm, looking);
        return;
    }
    Object *locals = frame->object.object == NULL
        ? NULL : ((FrameObject *)frame->object.object)->locals.object;
    Holding holding = {.looking = looking, .object = value, .innermost = looking->innermost,
                       .locals = locals};
    say_names_bound(looking, &holding);
    object_each_holder(vm, value, say_holder, &holding);
    if (holding.count == 0) say(looking, "nothing but this expression\n");
}

// --- the errand ---

static void look_around(Vm *vm, void *context, Frame *frame) {
    Looking *looking = context;
    looking->innermost = frame;
    frame = time_find_frame(frame, looking->frame);
    if (frame == NULL) {
        looking->result = -1;
        return;
    }
    threads_watch_signals(vm);
    (void)modules_end_output(vm);
    looking->is_muted = false;
    switch (looking->look) {
    case NAMETAG_LOOK_RUN: run_statement(vm, looking, frame); break;
    case NAMETAG_LOOK_ARGUMENTS: say_arguments(vm, looking, frame); break;
    case NAMETAG_LOOK_NAMES: say_names(vm, looking, frame); break;
    case NAMETAG_LOOK_HOLDERS: say_holders(vm, looking, frame); break;
    case NAMETAG_LOOK_FRAMES: say_frames(looking, frame); break;
    default: look_at_value(vm, looking, frame);
    }
}

static void write_nothing(void *context, const char *bytes, size_t size) {
    (void)context, (void)bytes, (void)size;
}

bool time_try(MachineTime *time, void (*errand)(Vm *vm, void *context, Frame *frame),
              void *context) {
    Looking looking = {.world = {look_ask, NULL, time->machine->world}, .time = time,
                       .write = write_nothing, .is_muted = true};
    return timeline_try(&time->timeline, &looking.world, errand, context);
}

int nametag_time_look(NametagMachine *machine, int frame, NametagLook look, const char *text,
                      void (*write)(void *context, const char *bytes, size_t size),
                      void *context) {
    MachineTime *time = machine->time;
    if (time == NULL || !time->has_begun) return -1;
    Looking looking = {.world = {look_ask, NULL, machine->world}, .time = time, .look = look,
                       .frame = frame, .text = text, .write = write, .context = context,
                       .is_muted = true};
    bool done = timeline_try(&time->timeline, &looking.world, look_around, &looking);
    text_done(&looking.buffer);
    return done ? looking.result : -1;
}
