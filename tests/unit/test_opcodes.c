// The opcode table agrees with CPython's modules opcode and dis.

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "compile/opcodes.h"

// Prints CPython's idea of each instruction, in the form of line_of.
static const char program[] =
    "import dis, opcode\n"
    "def effects(n, args):\n"
    "    ways = [(a, j) for a in args for j in (False, True)]\n"
    "    return ' '.join(str(dis.stack_effect(n, a, jump=j)) for a, j in ways)\n"
    "for n in range(256):\n"
    "    name = opcode.opname[n]\n"
    "    if name in opcode._specialized_instructions or name[0] == '<': continue\n"
    "    args = range(20) if n >= opcode.HAVE_ARGUMENT else [None]\n"
    "    kinds = 'const name local free compare jrel'.split()\n"
    "    kind = [k for k in kinds if n in getattr(opcode, 'has' + k)]\n"
    "    if n == 133: args = [2, 3]\n"
    "    print(n, name, *kind, opcode._inline_cache_entries[n], effects(n, args))\n";

static const char *kind_word(int opcode) {
    switch (opcode_info(opcode)->operand) {
    case OPERAND_CONSTANT: return " const";
    case OPERAND_NAME: return " name";
    case OPERAND_GLOBAL: return " name";
    case OPERAND_LOCAL: return " local";
    case OPERAND_FREE: return " free";
    case OPERAND_COMPARE: return " compare";
    case OPERAND_FORWARD: return " jrel";
    case OPERAND_BACKWARD: return " jrel";
    default: return "";
    }
}

static void line_of(int opcode, char *line, size_t size) {
    int first = 0, last = 0;
    if (opcode >= OPCODE_HAS_ARGUMENT) last = 19;
    if (opcode == OP_BUILD_SLICE) first = 2, last = 3;
    int used = snprintf(line, size, "%d %s%s %d", opcode, opcode_name(opcode), kind_word(opcode),
                        opcode_info(opcode)->caches);
    for (int arg = first; arg <= last; arg++)
        used += snprintf(line + used, size - (size_t)used, " %d %d", opcode_effect(opcode, arg),
                         opcode_effect_jumping(opcode, arg));
    snprintf(line + used, size - (size_t)used, "\n");
}

static void test_table_equals_cpython(void **state) {
    (void)state;
    char command[2048];
    snprintf(command, sizeof command, "/usr/bin/python3.11 -c \"%s\"", program);
    FILE *oracle = popen(command, "r");
    assert_non_null(oracle);
    char expected[1024], found[1024];
    for (int opcode = 0; opcode < OPCODE_COUNT; opcode++) {
        if (opcode_info(opcode)->name == NULL) continue;
        assert_non_null(fgets(expected, sizeof expected, oracle));
        line_of(opcode, found, sizeof found);
        assert_string_equal(found, expected);
    }
    assert_null(fgets(expected, sizeof expected, oracle));
    pclose(oracle);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_table_equals_cpython)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
