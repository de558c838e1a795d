// Findings as text, JSON and SARIF: each with the step where the sharing began, the write, the
// later read, the moment's picture and the usual remedy.

#include "explain/check_parts.h"
#include "explain/source.h"

#include <string.h>

typedef struct Rule {
    const char *name, *what, *shared, *written, *read, *remedy;
} Rule;

static const Rule rules[RULE_COUNT] = {
#define RULE(id, name, what, shared, written, read, remedy) \
    [RULE_##id] = {name, what, shared, written, read, remedy},
#include "explain/rules.def"
#undef RULE
};

static void add(TextBuffer *out, EventText text) {
    text_add(out, text.text, text.size);
}

static bool starts(const char *at, const char *word) {
    return strncmp(at, word, strlen(word)) == 0;
}

// Fills a text of rules.def in; two braces stand for one.
static void fill(const Finding *finding, const char *at, TextBuffer *out) {
    for (; *at != '\0'; at++) {
        if (starts(at, "{{")) at++, text_add_char(out, '{');
        else if (starts(at, "}}")) at++, text_add_char(out, '}');
        else if (starts(at, "{name}")) add(out, finding->name), at += 5;
        else if (starts(at, "{other}")) add(out, finding->other_name), at += 6;
        else if (starts(at, "{value}"))
            text_add_c(out, finding->value == NULL ? "…" : finding->value), at += 6;
        else text_add_char(out, *at);
    }
}

// --- text ---

static void add_proof(const Check *check, const Finding *finding, const Proof *proof,
                      const char *what, TextBuffer *out) {
    EventText code = source_get_code(&check->options, proof->line);
    text_add_format(out, "    step %llu, line %lld: `", (unsigned long long)proof->step,
                    (long long)proof->line);
    add(out, code);
    text_add_c(out, "`\n        ");
    fill(finding, what, out);
    text_add_char(out, '\n');
}

static void add_picture(const char *picture, TextBuffer *out) {
    while (*picture != '\0') {
        size_t size = strcspn(picture, "\n");
        text_add_c(out, "    ");
        text_add(out, picture, size);
        text_add_char(out, '\n');
        picture += size + (picture[size] == '\n');
    }
}

static void add_finding(const Check *check, const Finding *finding, TextBuffer *out) {
    const Rule *rule = &rules[finding->rule];
    text_add_format(out, "%s:%lld: ", check->options.program, (long long)finding->written.line);
    fill(finding, rule->what, out);
    text_add_format(out, "  [%s]\n", rule->name);
    add_proof(check, finding, &finding->shared, rule->shared, out);
    add_proof(check, finding, &finding->written, rule->written, out);
    add_proof(check, finding, &finding->read, rule->read, out);
    if (finding->picture != NULL) {
        text_add_c(out, "    just before step ");
        text_add_format(out, "%llu:\n", (unsigned long long)finding->read.step);
        add_picture(finding->picture, out);
    }
    text_add_c(out, "    usual remedy: ");
    fill(finding, rule->remedy, out);
    text_add_c(out, "\n\n");
}

void check_write_text(const Check *check, TextBuffer *out) {
    for (int64_t i = 0; i < check->finding_count; i++)
        add_finding(check, &check->findings[i], out);
    if (!check_is_whole(check))
        text_add_c(out, "memory ended during the check: there may be more than is told here\n");
    else if (check->finding_count == 0) text_add_c(out, "nothing was found\n");
    if (check->finding_count > 0)
        text_add_format(out, "%lld found\n", (long long)check->finding_count);
}

// --- JSON ---

static void add_filled(const Finding *finding, const char *what, TextBuffer *out) {
    TextBuffer text = {0};
    fill(finding, what, &text);
    text_add_json(out, text.bytes == NULL ? "" : text.bytes, text.size);
    text_done(&text);
}

static void add_step(const Check *check, const Finding *finding, const char *name,
                     const Proof *proof, const char *what, TextBuffer *out) {
    EventText code = source_get_code(&check->options, proof->line);
    text_add_format(out, ",\"%s\":{\"step\":%llu,\"line\":%lld,\"source\":", name,
                    (unsigned long long)proof->step, (long long)proof->line);
    text_add_json(out, code.text == NULL ? "" : code.text, code.size);
    text_add_c(out, ",\"text\":");
    add_filled(finding, what, out);
    text_add_char(out, '}');
}

static void add_string(TextBuffer *out, const char *text) {
    text_add_json(out, text, strlen(text));
}

// One object a line, as the events are.
void check_write_json(const Check *check, TextBuffer *out) {
    for (int64_t i = 0; i < check->finding_count; i++) {
        const Finding *finding = &check->findings[i];
        const Rule *rule = &rules[finding->rule];
        text_add_format(out, "{\"rule\":\"%s\",\"file\":", rule->name);
        add_string(out, check->options.program);
        text_add_format(out, ",\"line\":%lld,\"message\":", (long long)finding->written.line);
        add_filled(finding, rule->what, out);
        add_step(check, finding, "shared", &finding->shared, rule->shared, out);
        add_step(check, finding, "written", &finding->written, rule->written, out);
        add_step(check, finding, "read", &finding->read, rule->read, out);
        text_add_c(out, ",\"picture\":");
        if (finding->picture == NULL) text_add_c(out, "null");
        else add_string(out, finding->picture);
        text_add_c(out, ",\"remedy\":");
        add_filled(finding, rule->remedy, out);
        text_add_c(out, "}\n");
    }
}

// --- SARIF 2.1.0 ---

static void add_location(const Check *check, const Finding *finding, const Proof *proof,
                         const char *what, TextBuffer *out) {
    text_add_c(out, "{\"physicalLocation\":{\"artifactLocation\":{\"uri\":");
    add_string(out, check->options.program);
    text_add_format(out, "},\"region\":{\"startLine\":%lld}},\"message\":{\"text\":",
                    (long long)(proof->line < 1 ? 1 : proof->line));
    add_filled(finding, what, out);
    text_add_c(out, "}}");
}

static void add_result(const Check *check, const Finding *finding, TextBuffer *out) {
    const Rule *rule = &rules[finding->rule];
    text_add_format(out, "{\"ruleId\":\"%s\",\"level\":\"warning\",\"message\":{\"text\":",
                    rule->name);
    add_filled(finding, rule->what, out);
    text_add_c(out, "},\"locations\":[");
    add_location(check, finding, &finding->written, rule->written, out);
    text_add_c(out, "],\"relatedLocations\":[");
    add_location(check, finding, &finding->shared, rule->shared, out);
    text_add_char(out, ',');
    add_location(check, finding, &finding->read, rule->read, out);
    text_add_c(out, "]}");
}

void check_write_sarif(const Check *check, TextBuffer *out) {
    text_add_c(out, "{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\","
                    "\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"nametag\","
                    "\"rules\":[");
    for (int i = 0; i < RULE_COUNT; i++) {
        text_add_format(out, "%s{\"id\":\"%s\"}", i == 0 ? "" : ",", rules[i].name);
    }
    text_add_c(out, "]}},\"results\":[");
    for (int64_t i = 0; i < check->finding_count; i++) {
        if (i > 0) text_add_char(out, ',');
        add_result(check, &check->findings[i], out);
    }
    text_add_format(out, "],\"invocations\":[{\"executionSuccessful\":%s}]}]}\n",
                    check_is_whole(check) ? "true" : "false");
}
