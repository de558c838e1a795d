// What a machine was started with: Python's switches, from options and the environment.
//
// Whoever starts a machine fills in what was given; settings_complete adds what the
// environment and the -X options say. Texts are borrowed, from the one who starts or from
// `environment`, and are there only while the machine starts.

#ifndef MODULES_SETTINGS_H
#define MODULES_SETTINGS_H

#include "base/hash.h"
#include "base/world.h"

typedef struct SettingsTexts {   // borrows
    const char *const *texts;
    int count;
} SettingsTexts;

typedef struct Settings {
#define SWITCH(name, variable, counts, extension, doc) int name;
#include "modules/settings.def"
#undef SWITCH
    SettingsTexts arguments;     // sys.argv
    SettingsTexts original;      // sys.orig_argv
    SettingsTexts warnings;      // -W
    SettingsTexts extensions;    // -X
    const char *version;         // sys.version
    const char *library;         // folder of the standard library
    const char *executable;      // sys.executable
    const char *script_folder;   // sys.path[0]; NULL: none
    const char *check_hash_pycs; // default, always or never
    int handles_signals;         // the process's signals are the program's
    // What settings_complete adds.
    int utf8_mode;
    bool is_hash_keyed;          // hashes differ from those without a seed
    HashKey hash_key;
    int int_digits_max;          // -1: the default
    int traced_frames;           // of tracemalloc; 0: it is off
    const char *pycache_prefix;  // NULL: none
    const char *path;            // PYTHONPATH; NULL: none
    const char *early_path;      // the same for the common part of the start
    const char *io_encoding;     // PYTHONIOENCODING; NULL: none
    const char *library_name;    // sys.platlibdir
    // These own texts in host memory; what sys_find_places adds to them.
    char *library_found;         // where the library is
    char *prefix, *exec_prefix;
    char *cache;                 // our folder for what is kept; NULL: there is none
    char *environment;           // owns, host memory: NAME=value, a zero after each
    int64_t environment_bytes;
} Settings;

// Completes the settings, but for the places. NULL: done. Else what is wrong, as "function: text".
MUST_USE const char *settings_complete(Settings *settings, World *world);

// Gives back what was taken for them.
void settings_done(Settings *settings);

// The value of an environment variable; NULL: not set, empty, or the environment is ignored.
const char *settings_find_variable(const Settings *settings, const char *name);

// The value of a -X option: "" when it has none; NULL: not given.
const char *settings_find_extension(const Settings *settings, const char *name);

#endif
