#include "base/host.h"
#include "syntax/dump.h"
#include "syntax/parse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

// A parse and what came of it; parsed_done frees it.
typedef struct Parsed {
    Arena arena;
    SyntaxMistake mistake;
    Tree *tree;
} Parsed;

static Parsed parse_text(const char *text, const ParseOptions *options) {
    Parsed parsed;
    arena_start(&parsed.arena);
    parsed.tree = parse(&parsed.arena, text, strlen(text), options, &parsed.mistake);
    return parsed;
}

static void parsed_done(Parsed *parsed) {
    arena_done(&parsed->arena);
}

static void equal_names_are_one_identifier(void **state) {
    (void)state;
    ParseOptions options = {.mode = PARSE_EVAL, .flags = PARSE_SOURCE_IS_TEXT};
    // The second name is written with the ligature fi.
    Parsed parsed = parse_text("fin + \xEF\xAC\x81n", &options);
    assert_non_null(parsed.tree);
    const Expr *sum = parsed.tree->Expression.body;
    assert_int_equal(sum->kind, EXPR_BinOp);
    assert_ptr_equal(sum->BinOp.left->Name.id, sum->BinOp.right->Name.id);
    assert_string_equal(sum->BinOp.left->Name.id->bytes, "fin");
    assert_int_equal(sum->BinOp.right->span.column, 6);
    assert_int_equal(sum->BinOp.right->span.end_column, 10);
    parsed_done(&parsed);
}

static void ints_keep_their_digits(void **state) {
    (void)state;
    ParseOptions options = {.mode = PARSE_EVAL};
    Parsed parsed = parse_text("(0x00_fF, 000, 1_000)", &options);
    assert_non_null(parsed.tree);
    ExprList elements = parsed.tree->Expression.body->Tuple.elts;
    static const char *const digits[] = {"fF", "0", "1000"};
    static const int bases[] = {16, 10, 10};
    for (int i = 0; i < 3; i++) {
        const Constant *value = &elements.items[i]->Constant.value;
        assert_int_equal(value->kind, CONSTANT_INT);
        assert_int_equal(value->base, bases[i]);
        assert_int_equal(value->text.length, strlen(digits[i]));
        assert_memory_equal(value->text.bytes, digits[i], strlen(digits[i]));
    }
    parsed_done(&parsed);
}

static void long_ints_are_refused(void **state) {
    (void)state;
    ParseOptions options = {.mode = PARSE_EVAL, .int_digits_max = 5};
    Parsed parsed = parse_text("123456", &options);
    assert_null(parsed.tree);
    assert_int_equal(parsed.mistake.kind, MISTAKE_SYNTAX);
    assert_non_null(strstr(parsed.mistake.message, "value has 6 digits"));
    parsed_done(&parsed);
}

static void nesting_beyond_the_limit_is_a_memory_error(void **state) {
    (void)state;
    static char text[20000];
    memset(text, '-', sizeof(text) - 2);
    text[sizeof(text) - 2] = '1';
    ParseOptions options = {.mode = PARSE_EVAL};
    Parsed parsed = parse_text(text, &options);
    assert_null(parsed.tree);
    assert_int_equal(parsed.mistake.kind, MISTAKE_MEMORY);
    parsed_done(&parsed);
}

// --- Callbacks ------------------------------------------------------------------

typedef struct Caller {
    ParseVerdict verdict;
    int warnings;
    const char *const *lines;
} Caller;

static ParseVerdict note_warning(void *context, ParseWarning category, const char *message,
                                 int line) {
    Caller *caller = context;
    caller->warnings++;
    assert_int_equal(category, PARSE_DEPRECATION_WARNING);
    assert_string_equal(message, "invalid escape sequence '\\d'");
    assert_int_equal(line, 2);
    return caller->verdict;
}

static void expect_warning(ParseVerdict verdict, MistakeKind kind) {
    Caller caller = {.verdict = verdict};
    ParseCallbacks callbacks = {.context = &caller, .warn = note_warning};
    ParseOptions options = {.callbacks = &callbacks};
    Parsed parsed = parse_text("x\ny = '\\d'\n", &options);
    assert_int_equal(caller.warnings, 1);
    assert_int_equal(parsed.mistake.kind, kind);
    assert_true((parsed.tree != NULL) == (kind == MISTAKE_NONE));
    if (kind == MISTAKE_SYNTAX) {
        assert_string_equal(parsed.mistake.message, "invalid escape sequence '\\d'");
        assert_int_equal(parsed.mistake.line, 2);
        assert_int_equal(parsed.mistake.offset, 5);
    }
    parsed_done(&parsed);
}

static void a_warning_may_be_an_error(void **state) {
    (void)state;
    expect_warning(PARSE_GO_ON, MISTAKE_NONE);
    expect_warning(PARSE_REFUSE, MISTAKE_SYNTAX);
    expect_warning(PARSE_STOP, MISTAKE_CALLER);
}

static ParseVerdict next_line(void *context, const char **text, size_t *length) {
    Caller *caller = context;
    *text = *caller->lines == NULL ? "" : *caller->lines++;
    *length = strlen(*text);
    return PARSE_GO_ON;
}

static void an_interactive_statement_ends_at_an_empty_line(void **state) {
    (void)state;
    static const char *const lines[] = {"if a:\n", "    b\n", "\n", "unread\n", NULL};
    Caller caller = {.lines = lines};
    ParseCallbacks callbacks = {.context = &caller, .read_line = next_line};
    ParseOptions options = {.mode = PARSE_SINGLE, .callbacks = &callbacks};
    Parsed parsed = parse_text("", &options);
    assert_non_null(parsed.tree);
    assert_int_equal(parsed.tree->Interactive.body.count, 1);
    assert_ptr_equal(caller.lines, lines + 3);
    parsed_done(&parsed);
}

static ParseVerdict decode_as_text(void *context, const char *encoding, const char *bytes,
                                   size_t size, const char **text, size_t *length) {
    (void)context;
    (void)bytes;
    (void)size;
    static const char decoded[] = "x = 1\n";
    if (strcmp(encoding, "far-away") != 0) return PARSE_REFUSE;
    *text = decoded;
    *length = strlen(decoded);
    return PARSE_GO_ON;
}

static void unknown_encodings_are_the_callers(void **state) {
    (void)state;
    ParseCallbacks callbacks = {.decode = decode_as_text};
    ParseOptions options = {.callbacks = &callbacks};
    Parsed parsed = parse_text("# coding: far-away\n???\n", &options);
    assert_non_null(parsed.tree);
    assert_int_equal(parsed.tree->Module.body.count, 1);
    parsed_done(&parsed);
    parsed = parse_text("# coding: nowhere\n", &options);
    assert_null(parsed.tree);
    assert_string_equal(parsed.mistake.message, "unknown encoding: nowhere");
    parsed_done(&parsed);
}

// --- Memory ----------------------------------------------------------------------

static const char every_form[] =
    "@a\nasync def f(a, /, b: c = 1, *d, e=2, **g) -> h:\n"
    "    async with a as b, c: await d\n"
    "    x: int = [i for i in y if z]; del q.r, s[1:2, ...]\n"
    "class A(B, c=d):\n    '''doc'''\n    global g, h\n"
    "try:\n    raise a from b\nexcept (a, b) as c: pass\nelse: pass\nfinally: pass\n"
    "match x:\n    case {1: a, **b} | [c, *_] | D(e, f=g) if h: pass\n"
    "from .a import (b as c, d)\nimport e.f\n"
    "x = f'{a!r:>{b}} {c=}' 'd\\n\xC3\xA9' u'\\N{EURO SIGN}'\n"
    "y = (lambda *a, b=1: a)(*b, c=d, **e) if {1: 2, **f} else b'\\x00' + 0x10 ** 2.5j\n"
    "\xC3\xA9 = not a < b <= c and d or -e\n";

static void any_allocation_may_fail(void **state) {
    (void)state;
    ParseOptions options = {0};
    bool is_done = false;
    for (uint64_t nth = 1; !is_done; nth++) {
        host_plan_failure(nth);
        Parsed parsed = parse_text(every_form, &options);
        host_plan_failure(0);
        is_done = parsed.tree != NULL;
        if (!is_done) assert_int_equal(parsed.mistake.kind, MISTAKE_MEMORY);
        parsed_done(&parsed);
        assert_true(nth < 10000);
    }
}

static void a_tree_is_dumped_as_cpython_dumps_it(void **state) {
    (void)state;
    ParseOptions options = {.mode = PARSE_EVAL};
    Parsed parsed = parse_text("-0xff", &options);
    assert_non_null(parsed.tree);
    size_t length;
    char *text = dump_tree(parsed.tree, &length);
    assert_string_equal(text,
                        "Expression(body=UnaryOp(op=USub(), operand=Constant(value=255, lineno=1, "
                        "col_offset=1, end_lineno=1, end_col_offset=5), lineno=1, col_offset=0, "
                        "end_lineno=1, end_col_offset=5))");
    host_release(text);
    parsed_done(&parsed);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_names_are_one_identifier),
        cmocka_unit_test(ints_keep_their_digits),
        cmocka_unit_test(long_ints_are_refused),
        cmocka_unit_test(nesting_beyond_the_limit_is_a_memory_error),
        cmocka_unit_test(a_warning_may_be_an_error),
        cmocka_unit_test(an_interactive_statement_ends_at_an_empty_line),
        cmocka_unit_test(unknown_encodings_are_the_callers),
        cmocka_unit_test(any_allocation_may_fail),
        cmocka_unit_test(a_tree_is_dumped_as_cpython_dumps_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
