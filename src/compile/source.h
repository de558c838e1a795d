// Source text to code: the parser and the compiler in one call.

#ifndef COMPILE_SOURCE_H
#define COMPILE_SOURCE_H

#include "compile/compile.h"
#include "syntax/parse.h"

// Parses source[0..size) into the arena as compile() would. Of options->flags only
// those that concern the parser count. `parse_flags` are PARSE_SOURCE_IS_…; NULL: raised,
// SyntaxError and its kin with all their fields.
MUST_USE Tree *source_parse(Vm *vm, Arena *arena, const char *source, size_t size, Str *filename,
                            ParseMode mode, uint32_t parse_flags, const CompileOptions *options);

// Parses and compiles, as compile(source, filename, mode, flags, optimize=…).
MUST_USE Code *source_compile(Vm *vm, const char *source, size_t size, Str *filename,
                              ParseMode mode, uint32_t parse_flags, const CompileOptions *options);

// Raises what the parser found (MISTAKE_CALLER: its error stands already).
void source_raise_mistake(Vm *vm, const SyntaxMistake *mistake, Str *filename);

#endif
