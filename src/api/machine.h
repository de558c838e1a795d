// What the files of the public interface share.

#ifndef API_MACHINE_H
#define API_MACHINE_H

#include "base/stack.h"
#include "base/text.h"
#include "base/world.h"
#include "explain/explain.h"
#include "memory/snapshot.h"
#include "modules/modules.h"
#include "modules/settings.h"
#include "nametag.h"

typedef struct MachineEditor {   // a world: first
    World world;
    const NametagEditor *editor;  // borrows
    const char *text;             // borrows: what was read last
    size_t size;
} MachineEditor;

// The part of the start that is alike for all programs, and the image that has it.
typedef struct MachineStart {
    World world;              // first: before the outside while the common part runs
    const char *own_folder;   // borrows: where what is kept lies; NULL: nothing may be
    TextBuffer path;          // of the image; empty: there is none
    TextBuffer text;          // the settings and files that it stands on
    bool may_keep;            // an image may be written
} MachineStart;

struct NametagMachine {
    Vm *vm;
    World *world;         // owns: the real one
    struct Inputs *inputs;       // owns: in front of it, when the run is recorded
    struct Recorder *recorder;      // owns; NULL: the run goes into no file
    struct MachineReplay *replay;   // owns; NULL: the run is not from a file
    struct MachineRewind *rewind;   // owns; NULL: programs run once
    struct MachineTime *time;       // owns; NULL: there is no timeline
    MachineEditor editor;        // before the real one, when the caller has an editor
    Stack host, main;     // the C stacks: the caller's, and the machine's own
    char *stack_memory;
    void (*task)(NametagMachine *machine);   // what runs on the machine's stack next
    const char *path;     // arguments and result of the task
    const char *text;
    size_t text_bytes;
    char *owned_text;     // owns: the text when it was read from a file
    int status;
    bool has_started;
    bool has_ended;       // nametag_end was called
    bool has_task;        // what it runs has been recorded
    bool runs_program;    // the code of __main__ is on its way
    const NametagOptions *options;
    Settings settings;
    int64_t heap_faults;
    struct MachineExplain *explain;   // owns; NULL: runs unexplained
    struct MachineLines *lines;       // owns; NULL: no lines are told
    const NametagDis *dis;            // borrows: how the task lists bytecode
};

// Writes to the standard error, without the machine's streams.
void machine_write_error(const NametagMachine *machine, const char *text);
// A machine in a world, behind inputs that were read from a recording (NULL: it has its own, or
// none). Owns both, but for a machine that does not come to be.
struct Inputs;
NametagMachine *machine_new(const NametagOptions *options, World *world, struct Inputs *inputs);

// What messages begin with.
const char *machine_get_name(const NametagMachine *machine);

// Makes a plan for the settings, which are complete. (image.c)
void machine_start_plan(MachineStart *start, NametagMachine *machine, World *world);
// The memory of an image that holds for it; NULL: there is none.
Heap *machine_start_begin(const MachineStart *start, const HeapLimits *limits);
// Writes the image, where that may be; all C stacks are given back.
void machine_start_keep(MachineStart *start, Vm *vm);
void machine_start_done(MachineStart *start);

// Runs a task on the machine's own C stack, to its end.
void machine_run(NametagMachine *machine, void (*task)(NametagMachine *machine));

typedef enum MachineTask {
    MACHINE_TASK_FILE = 'f', MACHINE_TASK_TEXT = 't', MACHINE_TASK_MODULE = 'm',
    MACHINE_TASK_INPUT = 'i',
} MachineTask;

// Where a run goes into a file (options->recording): the file is made, with how the machine is
// made; what it runs; the end. False: that has been said.
bool machine_record_start(NametagMachine *machine);
void machine_note_task(NametagMachine *machine, MachineTask task, const char *path,
                       const char *text, size_t size);
void machine_record_end(NametagMachine *machine, int status);

// The same for a program: up to its first moment, where nametag_time_start asked for a
// timeline; rewound and repeated, where nametag_check_rewind did.
void machine_run_program(NametagMachine *machine, void (*task)(NametagMachine *machine));
void machine_rewind_program(NametagMachine *machine, void (*task)(NametagMachine *machine));
// The program died of an exception.
void machine_time_note_death(NametagMachine *machine, Object *exception);
void machine_time_done(NametagMachine *machine);
// Ends what nametag_check_rewind began.
void machine_rewind_done(NametagMachine *machine);
// The world with the caller's editor in front of it, if there is one.
World *machine_add_editor(NametagMachine *machine, World *inner);

// Reads a program into machine->text; false: it can't be read, and that has been said.
bool machine_read_program(NametagMachine *machine, const char *path);
// The same with the standard input, to its end.
bool machine_read_input(NametagMachine *machine);
void machine_forget_program(NametagMachine *machine);

// On the machine's stack: runs machine->text as __main__. `file`: its path, or NULL.
void machine_run_text(NametagMachine *machine, const char *file);

// Tells a fault of the heap on the standard error; a VerifyFault for the machine as context.
void machine_show_fault(Vm *vm, const char *what, Object *object, int64_t expected, int64_t found,
                        void *context);

// Ends what nametag_tell_lines began.
void machine_lines_done(NametagMachine *machine);

// On the machine's stack: shows the raised exception, or does what SystemExit asks for;
// sets the status.
void machine_finish_raised(NametagMachine *machine);

// The end of a program that gave this value (consumed; NULL: raised): sets the status.
void machine_finish(NametagMachine *machine, Object *value);

// Runs a text in __main__ before the prompt.
void machine_run_startup(NametagMachine *machine, const char *path, const char *text,
                         size_t size);

// Is the standard input somebody who types, or to be taken so?
bool machine_is_interactive(const NametagMachine *machine);
// On the machine's stack: the prompt; the prompt where it is asked for after a program.
void machine_prompt_task(NametagMachine *machine);
void machine_inspect_task(NametagMachine *machine);

// The standard library's folder.
const char *machine_get_library(const NametagMachine *machine);

// Plans to watch the program that runs next; the options are copied, `owned` (host memory)
// is given back with the plan. False: wrong mode or no memory, then it is given back now.
MUST_USE bool machine_explain_plan(NametagMachine *machine, const ExplainOptions *options,
                                   void *owned);
// Lets nothing through to the standard output from now on.
void machine_explain_mute(NametagMachine *machine);
// Reads where the moment is: at a line, after one, after an event, or at the end.
bool machine_explain_read_moment(ExplainMoment *moment, const char *at, const char *after,
                                 uint64_t step);

// Around the run of a program: watching begins, the teardown begins, all is told.
void machine_explain_start(NametagMachine *machine);
void machine_explain_exit(NametagMachine *machine);
int64_t machine_explain_done(NametagMachine *machine);

#endif
