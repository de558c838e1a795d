// Explaining what a machine runs: the public door to explain/.

#include "api/machine.h"
#include "base/host.h"

#include <string.h>

typedef struct MachineExplain {
    ExplainOptions options;
    void *owned;             // owns: host memory of whoever planned
    Explain *explain;        // owns; NULL: not begun
    World muted;             // lets nothing through to the standard output
    World *world;            // borrows: what the machine asks otherwise
} MachineExplain;

static int64_t muted_ask(World *world, WorldRequest *request) {
    if (request->operation == WORLD_WRITE && request->numbers[0] == 1)
        return (int64_t)request->in_bytes;
    return world->inner->ask(world->inner, request);
}

bool machine_explain_read_moment(ExplainMoment *moment, const char *at, const char *after,
                                 uint64_t step) {
    *moment = (ExplainMoment){.kind = MOMENT_END};
    if (step != 0) *moment = (ExplainMoment){.kind = MOMENT_STEP, .step = step};
    if (at != NULL) {
        moment->kind = MOMENT_AT;
        return explain_read_moment(moment, at);
    }
    if (after != NULL) {
        moment->kind = MOMENT_AFTER;
        return explain_read_moment(moment, after);
    }
    return true;
}

bool machine_explain_plan(NametagMachine *machine, const ExplainOptions *options, void *owned) {
    bool is_possible = machine->options->mode == NAMETAG_WATCHED && machine->explain == NULL;
    MachineExplain *explain = is_possible ? host_allocate(sizeof(MachineExplain)) : NULL;
    if (explain == NULL) {
        host_release(owned);
        return false;
    }
    *explain = (MachineExplain){.options = *options, .owned = owned,
                                .world = machine->vm->world};
    machine->explain = explain;
    return true;
}

void machine_explain_mute(NametagMachine *machine) {
    MachineExplain *explain = machine->explain;
    explain->muted = (World){muted_ask, NULL, explain->world};
    machine->vm->world = &explain->muted;
}

int nametag_explain(NametagMachine *machine, const NametagExplain *wish) {
    static const ExplainOutput outputs[] = {
        [NAMETAG_TELL_SENTENCES] = EXPLAIN_SENTENCES, [NAMETAG_TELL_JSON] = EXPLAIN_JSON,
        [NAMETAG_TELL_CHECK] = EXPLAIN_CHECK, [NAMETAG_TELL_CHECK_JSON] = EXPLAIN_CHECK_JSON,
        [NAMETAG_TELL_CHECK_SARIF] = EXPLAIN_CHECK_SARIF, [NAMETAG_TELL_TUTOR] = EXPLAIN_TUTOR,
        [NAMETAG_TELL_WALK] = EXPLAIN_WALK,
    };
    ExplainOptions options = {
        .output = outputs[wish->telling], .all = wish->all != 0, .paths_max = wish->paths_max,
        .name = wish->name, .object = wish->object, .stops_max = wish->steps, .write = wish->write,
        .context = wish->context,
    };
    if (!machine_explain_read_moment(&options.moment, wish->at, wish->after, wish->step))
        return -1;
    if (options.moment.kind == MOMENT_END && !wish->end) options.moment.kind = MOMENT_NONE;
    if (!machine_explain_plan(machine, &options, NULL)) return -1;
    if (wish->telling != NAMETAG_TELL_CHECK) machine_explain_mute(machine);
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
    host_release(explain->owned);
    host_release(explain);
    machine->explain = NULL;
    return findings;
}
