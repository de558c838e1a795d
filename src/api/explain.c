// Explaining what a machine runs: the public door to explain/.

#include "api/machine.h"
#include "base/host.h"

#include <string.h>

typedef struct MachineExplain {
    NametagExplain wish;
    ExplainOptions options;
    Explain *explain;        // owns; NULL: not begun
    World muted;             // lets nothing through to the standard output
    World *world;            // borrows: what the machine asks otherwise
} MachineExplain;

static int64_t muted_ask(World *world, WorldRequest *request) {
    if (request->operation == WORLD_WRITE && request->numbers[0] == 1)
        return (int64_t)request->in_bytes;
    return world->inner->ask(world->inner, request);
}

static void write_out(void *context, const char *bytes, size_t size) {
    const MachineExplain *explain = context;
    explain->wish.write(explain->wish.context, bytes, size);
}

static bool wish_moment(ExplainMoment *moment, const NametagExplain *wish) {
    if (wish->at != NULL) {
        moment->kind = MOMENT_AT;
        return explain_read_moment(moment, wish->at);
    }
    if (wish->after != NULL) {
        moment->kind = MOMENT_AFTER;
        return explain_read_moment(moment, wish->after);
    }
    if (wish->step != 0) *moment = (ExplainMoment){.kind = MOMENT_STEP, .step = wish->step};
    if (wish->end) moment->kind = MOMENT_END;
    return true;
}

int nametag_explain(NametagMachine *machine, const NametagExplain *wish) {
    static const ExplainOutput outputs[] = {
        [NAMETAG_TELL_SENTENCES] = EXPLAIN_SENTENCES, [NAMETAG_TELL_JSON] = EXPLAIN_JSON,
        [NAMETAG_TELL_CHECK] = EXPLAIN_CHECK, [NAMETAG_TELL_WALK] = EXPLAIN_WALK,
    };
    MachineExplain *explain = host_allocate(sizeof(MachineExplain));
    if (explain == NULL || machine->options->mode != NAMETAG_WATCHED) {
        host_release(explain);
        return -1;
    }
    *explain = (MachineExplain){.wish = *wish};
    explain->options = (ExplainOptions){
        .output = outputs[wish->telling], .all = wish->all != 0, .paths_max = wish->paths_max,
        .name = wish->name, .object = wish->object, .write = write_out, .context = explain,
    };
    if (!wish_moment(&explain->options.moment, wish)) {
        host_release(explain);
        return -1;
    }
    explain->world = machine->vm->world;
    if (wish->telling != NAMETAG_TELL_CHECK) {
        explain->muted = (World){muted_ask, NULL, machine->vm->world};
        machine->vm->world = &explain->muted;
    }
    machine->explain = explain;
    return 0;
}

void machine_explain_start(NametagMachine *machine) {
    MachineExplain *explain = machine->explain;
    if (explain == NULL || explain->explain != NULL) return;
    explain->options.program = machine->path;
    explain->options.library = machine_get_library(machine);
    explain->options.source = machine->text;
    explain->options.source_bytes = machine->text_bytes;
    explain->explain = explain_start(machine->vm, &explain->options);
}

void machine_explain_exit(NametagMachine *machine) {
    MachineExplain *explain = machine->explain;
    if (explain != NULL && explain->explain != NULL) explain_exit(explain->explain);
    if (explain != NULL) explain->options.source = NULL;   // the text goes before the machine
}

int64_t machine_explain_done(NametagMachine *machine) {
    MachineExplain *explain = machine->explain;
    if (explain == NULL) return 0;
    int64_t findings = explain->explain == NULL ? 0 : explain_done(explain->explain);
    machine->vm->world = explain->world;
    host_release(explain);
    machine->explain = NULL;
    return findings;
}
