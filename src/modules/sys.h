// The sys module's side that other modules need.

#ifndef MODULES_SYS_H
#define MODULES_SYS_H

#include "modules/modules.h"
#include "modules/settings.h"

// Notes in the settings where the library is, and what belongs to it. False: no memory.
MUST_USE bool sys_find_places(Settings *settings, World *world);

// Fills a new sys with all its names. False: raised.
MUST_USE bool sys_add_names(Vm *vm, Module *sys, const Settings *settings);
// Sets what the settings say. False: raised.
MUST_USE bool sys_set_options(Vm *vm, Module *sys, const Settings *settings);

// Sets what sys keeps for the prompt, for imports and of the last exception to None, and its
// streams to the first ones: the begin of the end.
void sys_forget_names(Vm *vm);

// sys.name; a new reference, or NULL with RuntimeError "lost sys.name" raised.
MUST_USE Object *sys_load(Vm *vm, const char *name);
// Sets sys.name; shares value, NULL removes it.
MUST_USE bool sys_set(Vm *vm, const char *name, Object *value);

// Puts the folder of what runs, or the archive that runs, in front of sys.path.
MUST_USE bool sys_add_script_folder(Vm *vm, const char *folder);
void sys_remove_script_folder(Vm *vm);

// Writes a formatted text (directives of raise.h) to sys.stderr, or to the file 2 where
// that can't be; raises nothing.
void sys_write_error(Vm *vm, const char *format, ...);

// What the first excepthook does, for any exception; raises nothing.
void sys_show_exception(Vm *vm, Object *exception);
// sys.last_type, last_value and last_traceback.
void sys_set_last(Vm *vm, Object *exception);

// vm->objects->unraisable_hook: calls sys.unraisablehook.
void sys_report_unraisable(Vm *vm, Object *exception, const char *where, Object *object);

// Does the prompt follow the program, so that SystemExit does not end it?
bool sys_inspects(Vm *vm);
void sys_stop_inspecting(Vm *vm);

// --- between the files of the module ---

#define SYS(name) Object *sys_function_##name(Vm *vm, const Slot *arguments)
#define SYS_LOCAL(name) static SYS(name)

enum { SYS_HEXVERSION = 0x030b02f0 };

// Functions of the other files, for the table of sys.c.
extern const Method sys_hook_functions[];
extern const Method sys_trace_functions[];
extern const Method sys_async_functions[];

// displayhook as __displayhook__, and so on.
MUST_USE bool sys_keep_hooks(Vm *vm, Module *sys);

// version, flags, float_info and so on; the names of modules; sys.implementation.
MUST_USE bool sys_add_info(Vm *vm, Module *sys, const Settings *settings);
MUST_USE bool sys_set_flags(Vm *vm, Module *sys, const Settings *settings);
// path, prefix, executable, argv, warnoptions and what else tells how it was started.
MUST_USE bool sys_add_paths(Vm *vm, Module *sys, const Settings *settings);

// A list of texts from outside, as os.fsdecode reads them.
MUST_USE bool sys_set_texts(Vm *vm, Module *sys, const char *name, const SettingsTexts *texts);
MUST_USE bool sys_set_text(Vm *vm, Module *sys, const char *name, const char *text);

#endif
