// Nametag: a Python 3.11 whose memory can be seen, inside a C program.
//
// A machine is one Python: its objects, modules and output are its own, and several
// machines may live in a process side by side. A machine is used by one host thread
// at a time. All texts are utf-8, zero-terminated unless a size is given.
//
//   NametagOptions options = {.abi = NAMETAG_ABI};
//   NametagMachine *machine = nametag_machine_new(&options);
//   int status = nametag_run_text(machine, "print(6 * 7)", 12, "<example>");
//   nametag_machine_drop(machine);

#ifndef NAMETAG_H
#define NAMETAG_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define NAMETAG_ABI 1
#define NAMETAG_VERSION "0.1.0"
#define NAMETAG_API __attribute__((visibility("default")))

typedef struct NametagMachine NametagMachine;

// How code runs. All ways give the same results; only the first is fast.
typedef enum NametagMode {
    NAMETAG_REGISTER,  // register code, nobody watching
    NAMETAG_WATCHED,   // register code, in the loop that can tell of each effect
    NAMETAG_STACK,     // CPython's stack code directly: the reference
} NametagMode;

// Python's own switches, by the option of the command line that counts them.
typedef struct NametagSwitches {
    int debug;                // -d
    int inspect;              // -i: the prompt follows the program
    int interactive;          // -i: the prompt comes even without a terminal
    int optimise;             // -O, -OO
    int no_bytecode;          // -B
    int no_user_site;         // -s
    int no_site;              // -S
    int ignores_environment;  // -E
    int verbose;              // -v, -vv
    int bytes_warning;        // -b, -bb
    int quiet;                // -q
    int isolated;             // -I
    int dev_mode;             // -X dev
    int warns_of_encoding;    // -X warn_default_encoding
    int safe_path;            // -P
    int unbuffered;           // -u
    int skips_first_line;     // -x
    int times_imports;        // -X importtime
    int no_debug_ranges;      // -X no_debug_ranges
    int faulthandler;         // -X faulthandler
} NametagSwitches;

// How a text is to be read with editing; it is there during the call.
typedef struct NametagEditing {
    const char *prompt;
    const char *const *history;   // what was read before, the oldest first
    size_t history_count;
    const char *begin;            // the text that editing begins with
    const char *delimiters;       // characters between words
    void *context;                // for the functions
    // The index-th text that may stand for line[start..end), to be released by free();
    // NULL: there are no more.
    char *(*complete)(void *context, const char *line, size_t start, size_t end, int index);
    // Waits until there is something to read; 0: give up.
    int (*wait)(void *context);
} NametagEditing;

// An editor of lines, for the prompt and for input() on a terminal.
typedef struct NametagEditor {
    void *context;
    // Reads a text, which *text shows until the next call, its newline with it. Its size; 0:
    // the end; -1: interrupted; -2: there is no editor after all.
    long (*read)(void *context, const NametagEditing *editing, const char **text);
    // Takes a line of configuration, as `bind ^I rl_complete`. NULL: there is none.
    void (*configure)(void *context, const char *line);
} NametagEditor;

// All texts are the caller's, and are there as long as the machine.
typedef struct NametagOptions {
    int abi;                         // NAMETAG_ABI
    const char *name;                // before messages; NULL: nametag
    int argument_count;
    const char *const *arguments;    // sys.argv; the first is the program's name
    int original_count;
    const char *const *originals;    // sys.orig_argv: the whole command line
    const char *executable;          // sys.executable
    const char *library;             // the standard library's folder; NULL: where it is found
    const char *script_folder;       // sys.path[0]; NULL: none
    NametagSwitches switches;
    int warning_count;
    const char *const *warnings;     // -W, each
    int extension_count;
    const char *const *extensions;   // -X, each: NAME or NAME=VALUE
    const char *check_hash_pycs;     // default (as NULL), always or never
    const NametagEditor *editor;     // NULL: none
    NametagMode mode;
    uint64_t object_bytes_max;       // 0: the default
    int keeps_freed;                 // no freed cell is used again: wrong uses of it are seen
    int always_collects;             // the collector runs before each container is made
    int handles_signals;             // the process's signals are the program's: Ctrl-C raises
                                     // KeyboardInterrupt, a broken pipe OSError
    uint64_t fail_start;             // the n-th allocation of the start fails; 0: none
    int tells_lines;                 // nametag_tell_lines follows
    int records;                     // notes all inputs, so that the run can be repeated
    const char *recording;           // a file that the run is recorded in, by the mode
                                     // NAMETAG_WATCHED; NULL: none
    int verifies;                    // checks the whole heap when the program has ended, and
                                     // after the machine's end that nothing is left
    int ends_process;                // the process ends with the machine: of the machine's end
                                     // is left out what nobody can see
} NametagOptions;

// What sys.version shows.
NAMETAG_API const char *nametag_version(void);

// A machine with its built-in modules. NULL: the system gives no memory, or an option is
// wrong, which has been said on the standard error.
NAMETAG_API NametagMachine *nametag_machine_new(const NametagOptions *options);

// Ends the program as the interpreter ends: waits for threads, calls what atexit has, writes
// out what is buffered. The status to exit with, given that of the program: another one only
// when that writing fails.
NAMETAG_API int nametag_end(NametagMachine *machine, int status);

// Ends the machine: nametag_end where that was not called, module teardown, finalisers.
NAMETAG_API void nametag_machine_drop(NametagMachine *machine);

// The status of a program that was stopped by KeyboardInterrupt: who has it shall end by
// SIGINT, too.
enum { NAMETAG_INTERRUPTED = 130 };

// Runs a program as __main__. The status to exit with: 0, 1 after an uncaught exception
// (shown on standard error), what sys.exit() was given, 2 when the file can't be read,
// NAMETAG_INTERRUPTED. `path` may be a folder or a zip file that holds a __main__.
NAMETAG_API int nametag_run_file(NametagMachine *machine, const char *path);
NAMETAG_API int nametag_run_text(NametagMachine *machine, const char *text, size_t size,
                                 const char *name);
NAMETAG_API int nametag_run_module(NametagMachine *machine, const char *name);
// What comes from the standard input: the prompt where that is a terminal or where
// `interactive` is set, else all of it as one program.
NAMETAG_API int nametag_run_input(NametagMachine *machine);
// After a program: the prompt, where `inspect` or PYTHONINSPECT asks for it; else `status`.
NAMETAG_API int nametag_inspect(NametagMachine *machine, int status);

// The n-th allocation from now on fails: that of the machine's memory, or one of host memory
// in this host thread (machine NULL). 0: none does. Gives what is left of the count that was
// planned before: 0 when that one has failed.
NAMETAG_API uint64_t nametag_plan_failure(NametagMachine *machine, uint64_t nth);

// Has the program that the machine runs next (it must record, in mode NAMETAG_WATCHED) rewound
// `rewinds` times to lines chosen by `seed`, and repeated from there to its end. Where the
// memory's digests, what is asked of the outside or the status differ from the first run,
// that is told on the standard error, and counts as faults of the heap. -1: no memory, or the
// machine is another one.
NAMETAG_API int nametag_check_rewind(NametagMachine *machine, int rewinds, uint64_t seed);

typedef struct NametagLines {
    int verifies;   // checks the whole heap, too; faults count as those of the options
    int64_t dumped;   // the number of a row that all objects are listed behind
    void (*write)(void *context, const char *bytes, size_t size);   // takes rows; NULL: none
    void *context;
} NametagLines;

// Has a row written at each line that begins, in any mode: the line, and digests of the
// lines so far and of the memory. Two modes run a program alike when their rows are equal.
// (In long runs only some lines get a row.) -1: no memory, or it has been asked for already.
NAMETAG_API int nametag_tell_lines(NametagMachine *machine, const NametagLines *lines);

// --- Go ---

typedef enum NametagGoVerb {
    NAMETAG_GO_RUN,
    NAMETAG_GO_DIS,           // writes the code, and runs nothing
    NAMETAG_GO_EXPLAIN,       // runs, and writes what each statement wrote where, in words
    NAMETAG_GO_JSON,          // the same as events
} NametagGoVerb;

typedef struct NametagGo {
    const char *path;
    int argument_count;
    const char *const *arguments;   // os.Args
    NametagGoVerb verb;
    int all_mistakes;         // all are told, not only ten
    void (*write)(void *context, const char *bytes, size_t size);   // takes what is written
    void *context;
} NametagGo;

// Compiles a Go program of one file, without a machine of Python's, and runs it. The status: 0,
// that of os.Exit, 1 where it can't be compiled, 2 after a panic or a deadlock; all that is told
// on the standard error.
NAMETAG_API int nametag_go(const NametagGo *go);

// --- explaining ---

typedef enum NametagTelling {
    NAMETAG_TELL_SENTENCES,   // what each line did, in words
    NAMETAG_TELL_JSON,        // the event stream (docs/events.schema.json)
    NAMETAG_TELL_CHECK,       // aliasing bugs that happened
    NAMETAG_TELL_CHECK_JSON,  // the same, one JSON object a finding
    NAMETAG_TELL_CHECK_SARIF, // the same as SARIF 2.1.0
    NAMETAG_TELL_TUTOR,       // the trace that Python Tutor's front end reads
    NAMETAG_TELL_WALK,        // at each line what the heap holds, as JSON: for tests
} NametagTelling;

typedef struct NametagExplain {
    NametagTelling telling;
    int all;                  // library code, too
    int64_t paths_max;        // how many paths to a changed object are told; -1: 100
    const char *at, *after;   // only the run of a line, LINE or LINE:HIT; NULL: the whole
    uint64_t step;            // only this event; 0: all
    int end;                  // the end before the teardown
    const char *name;         // only events about a name; NULL: all
    uint64_t object;          // only events about an object, by serial; 0: all
    int64_t steps;            // of a trace: at most so many; 0: 1,000
    void (*write)(void *context, const char *bytes, size_t size);   // takes what is told
    void *context;
} NametagExplain;

// Has the program that the machine runs next explained; the machine must have been made
// in mode NAMETAG_WATCHED. What the program writes to its standard output is told and not
// written, except in a check that is told as text. -1: wrong mode or moment, or no memory.
NAMETAG_API int nametag_explain(NametagMachine *machine, const NametagExplain *explain);

// --- time ---
//
// A moment is a number of source lines: at moment N, N - 1 lines of the program and of all that
// it runs have begun, and the N-th is next. Every moment of a run can be gone to, forward and
// backward; going back runs nothing outside again.

typedef int64_t NametagMoment;

typedef struct NametagTime {
    size_t bytes_max;         // what snapshots of the memory may take; 0: 512 MiB
    // Called now and then while a movement takes long; not 0: stop at the line where it is.
    int (*progress)(void *context, NametagMoment moment);
    void *context;
} NametagTime;

// How a movement ended.
typedef enum NametagStop {
    NAMETAG_REACHED,          // the moment, or a line that was searched for
    NAMETAG_AT_END,           // the end of the run came first
    NAMETAG_AT_START,         // there is nothing before the first line
    NAMETAG_STOPPED,          // progress() said so
    NAMETAG_FAILED,           // no memory, or the machine has no time
} NametagStop;

// A line that is about to run. Texts are there until the machine moves.
typedef struct NametagLine {
    NametagMoment moment;
    const char *file, *function;
    int line;
    int64_t depth;            // calls that are under way in its thread
    int64_t thread;           // 0: the main one
    int is_library;           // of the standard library
} NametagLine;

typedef struct NametagPoint {
    const char *file;         // as code objects name it
    int line;
} NametagPoint;

// Which lines a search stops at: those that any of these takes.
typedef struct NametagSearch {
    int every;                // all
    const NametagPoint *points;
    size_t point_count;
    int64_t depth_max;        // those of `thread` at most so deep; 0: none
    int64_t depth_line;       // of these only lines from this number on
    int64_t thread;
} NametagSearch;

// Gives the machine (made with `records`, in mode NAMETAG_WATCHED) a timeline: the program
// that it runs next stops before its first line, and the call that runs it comes back then.
// 0; -1: no memory, or the machine is another one.
NAMETAG_API int nametag_time_start(NametagMachine *machine, const NametagTime *time);

// A machine as it was when a run was recorded (options.recording); what it runs next must be
// nametag_run_recorded, on a timeline. NULL: that can't be, which has been said on the standard
// error.
NAMETAG_API NametagMachine *nametag_open(const char *path);
NAMETAG_API int nametag_run_recorded(NametagMachine *machine);
NAMETAG_API int nametag_is_recording(const char *path);

// The line where the machine stands. 0: the run is over.
NAMETAG_API int nametag_time_line(NametagMachine *machine, NametagLine *line);
// The text of the program, when that is the file; else NULL.
NAMETAG_API const char *nametag_time_source(NametagMachine *machine, const char *file,
                                            size_t *size);
// The last moment that was reached so far, and whether that is the end of the run.
NAMETAG_API NametagMoment nametag_time_last(NametagMachine *machine, int *is_end);
// The status that the run ended with.
NAMETAG_API int nametag_time_status(NametagMachine *machine);
// Why the run, or a repeated one, is not as it should be, for people; NULL: it is.
NAMETAG_API const char *nametag_time_trouble(NametagMachine *machine);

NAMETAG_API NametagStop nametag_time_go(NametagMachine *machine, NametagMoment moment);
// To the next line that the search takes, or to the end.
NAMETAG_API NametagStop nametag_time_forward(NametagMachine *machine,
                                             const NametagSearch *search);
// To the last line before this one that the search takes, or to the first of all.
NAMETAG_API NametagStop nametag_time_back(NametagMachine *machine, const NametagSearch *search);
// To where the exception was raised that the program died of. NAMETAG_AT_END: it did not.
NAMETAG_API NametagStop nametag_time_to_error(NametagMachine *machine);

typedef enum NametagLook {
    NAMETAG_LOOK_REPR,        // repr() of an expression
    NAMETAG_LOOK_PRETTY,      // the same by pprint
    NAMETAG_LOOK_STR,         // str() of an expression
    NAMETAG_LOOK_TYPE,        // what an expression's value is
    NAMETAG_LOOK_RUN,         // runs a statement, as the prompt does
    NAMETAG_LOOK_TRUTH,       // whether an expression is true: result 1
    NAMETAG_LOOK_ARGUMENTS,   // the frame's arguments, NAME = REPR each
    NAMETAG_LOOK_NAMES,       // names that begin with the text, or attributes (`a.b`), a line each
    NAMETAG_LOOK_HOLDERS,     // what refers to the value of an expression, a line each
    NAMETAG_LOOK_FRAMES,      // the calls under way: FILE, line, function, by tabs, innermost first
} NametagLook;

// Looks at the moment where the machine stands, in a frame (0: the innermost, 1 its caller).
// All happens on a copy: whatever the text does, the machine is as before, and what it would
// change outside is refused. 0 or 1 (of TRUTH); 2: an exception was raised, and written as
// `Type: message`; -1: there is no such frame or no memory.
NAMETAG_API int nametag_time_look(NametagMachine *machine, int frame, NametagLook look,
                                  const char *text,
                                  void (*write)(void *context, const char *bytes, size_t size),
                                  void *context);

typedef enum NametagQuestion {
    NAMETAG_LAST_WRITE,       // which line wrote the place last
    NAMETAG_NEXT_WRITE,       // which does next
} NametagQuestion;

typedef struct NametagAnswer {
    NametagMoment moment;     // of the line that did it
    NametagMoment after;      // of NEXT_WRITE: the first moment behind it; of LAST_WRITE: what to
                              // give as `before`, to ask for the one before it
    int is_start;             // the place came to be there (a parameter was bound, an object made);
                              // of NEXT_WRITE: it ended
} NametagAnswer;

// Asks about a place as it is at this moment: a name, `EXPRESSION.name`, `EXPRESSION[index]`, or
// an object as a whole (`*NAME` or any other expression). With `before` (not 0) only earlier
// writes count. The machine stands where it stood. NAMETAG_AT_START, AT_END: nobody did.
// NAMETAG_FAILED: there is no such place.
NAMETAG_API NametagStop nametag_time_ask(NametagMachine *machine, int frame,
                                         NametagQuestion question, const char *text,
                                         NametagMoment before, NametagAnswer *answer);

// --- bytecode ---

typedef struct NametagDis {
    int registers;            // the register form too
    int is_quiet;             // nothing is said where it can't be compiled
    void (*write)(void *context, const char *bytes, size_t size);   // takes the text
    void *context;
} NametagDis;

// Compiles a program without running it (path NULL: the standard input) and writes its
// bytecode as CPython's dis module does. The status: 1 where it can't be compiled, which the
// standard error tells; 2: it can't be read.
NAMETAG_API int nametag_dis(NametagMachine *machine, const char *path, const NametagDis *dis);

// --- drawing ---

typedef enum NametagFormat {
    NAMETAG_TEXT,      // box drawing characters
    NAMETAG_ASCII,     // the same in ASCII
    NAMETAG_MERMAID,   // a flowchart
    NAMETAG_DOT,       // for Graphviz
    NAMETAG_SVG,
    NAMETAG_CENSUS,    // no picture: the objects by type, their bytes, and what is shared
} NametagFormat;

typedef struct NametagDraw {
    NametagFormat format;
    int plain;                // without counts, sizes and ids
    const char *at, *after;   // just before or after a run of a line, LINE or LINE:HIT
    uint64_t step;            // after this event; 0 and neither line: at the end
    void (*write)(void *context, const char *bytes, size_t size);   // takes the picture
    void *context;
} NametagDraw;

// Reads text, ascii, mermaid, dot or svg; 0: no such format.
NAMETAG_API int nametag_read_format(NametagFormat *format, const char *name);

// Has one moment of the program that the machine runs next drawn, as nametag_explain has
// it explained; a moment that never comes writes nothing. -1: wrong mode or moment, or no
// memory.
NAMETAG_API int nametag_draw(NametagMachine *machine, const NametagDraw *draw);

typedef struct NametagShow {
    const char *listing;      // the program's bytecode, as nametag_dis writes it; NULL: none
    int64_t first, stops;     // the step from which it shows the run, and how many; 0: all
    void (*write)(void *context, const char *bytes, size_t size);   // takes the page
    // Told when a page is full and what is written next belongs to another one; NULL: there is
    // one page only.
    void (*full)(void *context);
    void *context;
} NametagShow;

// Has the run of the program that the machine runs next written as one HTML page, or several,
// that shows each step, offline. -1: wrong mode, or no memory.
NAMETAG_API int nametag_show(NametagMachine *machine, const NametagShow *show);

// As nametag_machine_drop, and gives how many findings a check made, and how many faults
// were found in the heap of a machine that verifies.
NAMETAG_API int64_t nametag_machine_finish(NametagMachine *machine);

// Figures about a machine, by name: "functions_refused" (run as stack code although the
// mode is another), "functions_lowered", "heap_faults". -1: there is no such figure.
NAMETAG_API int64_t nametag_figure(NametagMachine *machine, const char *name);

#ifdef __cplusplus
}
#endif

#endif
