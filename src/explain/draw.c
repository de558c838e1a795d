#include "explain/census.h"
#include "explain/draw_parts.h"

#include <string.h>

bool draw_read_format(DrawFormat *format, const char *name) {
    static const char *const names[] = {"text", "ascii", "mermaid", "dot", "svg"};
    for (size_t i = 0; i < ARRAY_COUNT(names); i++) {
        if (strcmp(name, names[i]) != 0) continue;
        *format = (DrawFormat)i;
        return true;
    }
    return false;
}

void draw_add_caption(const View *view, const ExplainMoment *moment, const char *program,
                      TextBuffer *text) {
    const char *slash = program == NULL ? NULL : strrchr(program, '/');
    const char *name = slash != NULL ? slash + 1 : program == NULL ? "" : program;
    text_add_format(text, "%s, ", name);
    switch (moment->kind) {
    case MOMENT_AT: text_add_format(text, "before line %lld", (long long)moment->line); break;
    case MOMENT_AFTER: text_add_format(text, "after line %lld", (long long)moment->line); break;
    case MOMENT_STEP: break;
    default: text_add_c(text, "at the end"); break;
    }
    if (moment->hit > 1) text_add_format(text, ", run %lld", (long long)moment->hit);
    text_add_format(text, moment->kind == MOMENT_STEP ? "after event %llu" : " (event %llu)",
                    (unsigned long long)view->step);
}

bool draw_view(View *view, const DrawOptions *options, TextBuffer *text) {
    if (options->format == DRAW_CENSUS) return census_write(view, options->caption, text);
    Picture picture;
    bool is_done = picture_read(&picture, view, options) && picture_place(&picture);
    if (is_done) {
        switch (options->format) {
        case DRAW_TEXT: case DRAW_ASCII:
            picture_write_text(&picture, options->format, text);
            break;
        case DRAW_MERMAID: picture_write_mermaid(&picture, text); break;
        case DRAW_DOT: picture_write_dot(&picture, text); break;
        case DRAW_SVG: picture_write_svg(&picture, text); break;
        case DRAW_CENSUS: break;
        }
    }
    picture_done(&picture);
    return is_done && !text->is_failed;
}
