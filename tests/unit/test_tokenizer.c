#include "syntax/names.h"
#include "syntax/tokenizer.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

// A tokenizer with all that it borrows.
typedef struct Bench {
    Arena arena;
    ParseOptions options;
    SyntaxMistake mistake;
    NameTable names;
    ParseContext context;
    Source source;
    Tokenizer tokenizer;
} Bench;

static void bench_start(Bench *bench, const char *text) {
    memset(bench, 0, sizeof(*bench));
    arena_start(&bench->arena);
    bench->options.flags |= PARSE_SOURCE_IS_TEXT;
    bench->context = (ParseContext){&bench->arena, &bench->options, &bench->mistake,
                                    &bench->names, true};
    assert_true(source_open(&bench->source, &bench->context, text, strlen(text)));
    tokenizer_start(&bench->tokenizer, &bench->context, &bench->source, 1);
}

static void bench_done(Bench *bench) {
    source_done(&bench->source);
    names_done(&bench->names);
    arena_done(&bench->arena);
}

// Reads `text` and compares the kinds of its tokens, up to the end marker or an error.
static void expect_kinds(const char *text, int count, const TokenKind *kinds) {
    Bench bench;
    bench_start(&bench, text);
    for (int i = 0; i < count; i++) assert_int_equal(tokenizer_next(&bench.tokenizer), kinds[i]);
    bench_done(&bench);
}

#define EXPECT_KINDS(text, ...)                                              \
    do {                                                                     \
        static const TokenKind kinds_[] = {__VA_ARGS__};                     \
        expect_kinds(text, (int)(sizeof(kinds_) / sizeof(*kinds_)), kinds_); \
    } while (0)

static void expect_mistake(const char *text, const char *message, int line, int offset) {
    Bench bench;
    bench_start(&bench, text);
    TokenKind kind;
    do {
        kind = tokenizer_next(&bench.tokenizer);
    } while (kind != TOKEN_ERROR && kind != TOKEN_END_MARKER);
    assert_int_equal(kind, TOKEN_ERROR);
    assert_string_equal(bench.mistake.message, message);
    assert_int_equal(bench.mistake.line, line);
    assert_int_equal(bench.mistake.offset, offset);
    bench_done(&bench);
}

static void words_and_signs_are_split(void **state) {
    (void)state;
    EXPECT_KINDS("if a:=b**=2", TOKEN_IF, TOKEN_NAME, TOKEN_COLON_EQUAL, TOKEN_NAME,
                 TOKEN_DOUBLE_STAR_EQUAL, TOKEN_NUMBER, TOKEN_NEWLINE, TOKEN_END_MARKER);
    EXPECT_KINDS("a...b->c<>d", TOKEN_NAME, TOKEN_ELLIPSIS, TOKEN_NAME, TOKEN_ARROW, TOKEN_NAME,
                 TOKEN_NOT_EQUAL, TOKEN_NAME, TOKEN_NEWLINE);
    EXPECT_KINDS("..", TOKEN_DOT, TOKEN_DOT, TOKEN_NEWLINE);
    EXPECT_KINDS("$", TOKEN_UNKNOWN, TOKEN_NEWLINE);
}

static void prefixes_belong_to_strings(void **state) {
    (void)state;
    EXPECT_KINDS("rb'a' Fr\"b\" u'c' ur'd'", TOKEN_STRING, TOKEN_STRING, TOKEN_STRING, TOKEN_NAME,
                 TOKEN_STRING, TOKEN_NEWLINE);
}

static void blocks_become_indents_and_dedents(void **state) {
    (void)state;
    EXPECT_KINDS("a:\n  b\n\n  # c\n    # d\n  e\nf", TOKEN_NAME, TOKEN_COLON, TOKEN_NEWLINE,
                 TOKEN_INDENT, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_DEDENT,
                 TOKEN_NAME, TOKEN_NEWLINE, TOKEN_END_MARKER);
    EXPECT_KINDS("(a\n  b)\n", TOKEN_LEFT_PARENTHESIS, TOKEN_NAME, TOKEN_NAME,
                 TOKEN_RIGHT_PARENTHESIS, TOKEN_NEWLINE, TOKEN_END_MARKER);
    EXPECT_KINDS("a \\\n  b\r\nc\rd", TOKEN_NAME, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_NAME,
                 TOKEN_NEWLINE, TOKEN_NAME, TOKEN_NEWLINE, TOKEN_END_MARKER);
}

static void tabs_must_compare_alike(void **state) {
    (void)state;
    Bench bench;
    bench_start(&bench, "a:\n        b\n\tc\n");
    TokenKind kind;
    do {
        kind = tokenizer_next(&bench.tokenizer);
    } while (kind != TOKEN_ERROR);
    assert_int_equal(bench.tokenizer.state, TOKENIZER_BAD_TAB);
    bench_done(&bench);
}

static void wrong_numbers_are_told(void **state) {
    (void)state;
    expect_mistake("x = 0777\n", "leading zeros in decimal integer literals are not permitted; "
                                 "use an 0o prefix for octal integers", 1, 5);
    expect_mistake("0b12\n", "invalid digit '2' in binary literal", 1, 4);
    expect_mistake("1__0\n", "invalid decimal literal", 1, 2);
    expect_mistake("0xg\n", "invalid hexadecimal literal", 1, 2);
    expect_mistake("1.5abc\n", "invalid decimal literal", 1, 3);
}

static void open_strings_are_told_at_their_quote(void **state) {
    (void)state;
    expect_mistake("x = 'abc\n", "unterminated string literal (detected at line 1)", 1, 5);
    expect_mistake("x = '''a\nb\n", "unterminated triple-quoted string literal (detected at "
                                    "line 2)", 1, 5);
}

static void brackets_must_match(void **state) {
    (void)state;
    expect_mistake("(\n]\n", "closing parenthesis ']' does not match opening parenthesis '(' on "
                             "line 1", 2, 1);
    expect_mistake(")\n", "unmatched ')'", 1, 1);
}

static void names_must_be_of_letters(void **state) {
    (void)state;
    expect_mistake("a\xE2\x82\xAC = 1\n", "invalid character '\xE2\x82\xAC' (U+20AC)", 1, 2);
    expect_mistake("a\xC2\xA0 = 1\n", "invalid non-printable character U+00A0", 1, 2);
}

static void every_keyword_is_known(void **state) {
    (void)state;
    static const struct {
        const char *word;
        TokenKind kind;
    } keywords[] = {
#define KEYWORD(kind, spelling) {spelling, TOKEN_##kind},
#include "syntax/tokens.def"
    };
    for (size_t i = 0; i < sizeof(keywords) / sizeof(*keywords); i++) {
        const char *word = keywords[i].word;
        assert_int_equal(tokenizer_keyword(word, (int32_t)strlen(word)), keywords[i].kind);
    }
    assert_int_equal(tokenizer_keyword("match", 5), TOKEN_NAME);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_and_signs_are_split),
        cmocka_unit_test(prefixes_belong_to_strings),
        cmocka_unit_test(blocks_become_indents_and_dedents),
        cmocka_unit_test(tabs_must_compare_alike),
        cmocka_unit_test(wrong_numbers_are_told),
        cmocka_unit_test(open_strings_are_told_at_their_quote),
        cmocka_unit_test(brackets_must_match),
        cmocka_unit_test(names_must_be_of_letters),
        cmocka_unit_test(every_keyword_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
