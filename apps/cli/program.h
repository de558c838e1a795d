// What the verbs share.

#ifndef CLI_PROGRAM_H
#define CLI_PROGRAM_H

// The absolute path of the program, as CPython shows it, and its folder (PATH_MAX each).
void program_place(const char *program, char *absolute, char *folder);

#endif
