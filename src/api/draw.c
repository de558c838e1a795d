// Drawing what a machine runs: the public door to explain's pictures and page.

#include "api/machine.h"
#include "base/host.h"
#include "explain/draw.h"

enum { PAGE_PATHS_MAX = 20 };   // to a changed object, that a page holds

typedef struct MachineDraw {
    NametagMachine *machine;
    NametagDraw wish;
    ExplainMoment moment;
} MachineDraw;

int nametag_read_format(NametagFormat *format, const char *name) {
    DrawFormat found;
    if (!draw_read_format(&found, name)) return 0;
    *format = (NametagFormat)found;
    return 1;
}

static void draw_moment(void *context, View *view, uint64_t since) {
    const MachineDraw *draw = context;
    TextBuffer caption = {0}, text = {0};
    draw_add_caption(view, &draw->moment, draw->machine->path, &caption);
    text_add_char(&caption, '\0');
    DrawOptions options = {.format = (DrawFormat)draw->wish.format, .since = since,
                           .detail = draw->wish.plain ? DRAW_PLAIN : DRAW_WHOLE,
                           .caption = caption.is_failed ? NULL : caption.bytes};
    if (draw_view(view, &options, &text))
        draw->wish.write(draw->wish.context, text.bytes, text.size);
    text_done(&caption);
    text_done(&text);
}

int nametag_draw(NametagMachine *machine, const NametagDraw *wish) {
    _Static_assert((int)NAMETAG_CENSUS == (int)DRAW_CENSUS, "the formats are the same");
    MachineDraw *draw = host_allocate(sizeof(MachineDraw));
    if (draw == NULL) return -1;
    *draw = (MachineDraw){.machine = machine, .wish = *wish};
    ExplainOptions options = {.output = EXPLAIN_NOTHING, .reached = draw_moment, .context = draw};
    if (!machine_explain_read_moment(&options.moment, wish->at, wish->after, wish->step)) {
        host_release(draw);
        return -1;
    }
    draw->moment = options.moment;
    if (!machine_explain_plan(machine, &options, draw)) return -1;
    machine_explain_mute(machine);
    return 0;
}

int nametag_show(NametagMachine *machine, const NametagShow *show) {
    ExplainOptions options = {.output = EXPLAIN_PAGE, .paths_max = PAGE_PATHS_MAX,
                              .listing = show->listing, .page_first = show->first,
                              .stops_max = show->stops, .page_full = show->full,
                              .write = show->write, .context = show->context};
    if (!machine_explain_plan(machine, &options, NULL)) return -1;
    machine_explain_mute(machine);
    return 0;
}
