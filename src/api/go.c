// Go programs, for the public interface.

#include "base/world.h"
#include "go/program.h"
#include "nametag.h"

int nametag_go(const NametagGo *go) {
    static const GoVerb verbs[] = {
        [NAMETAG_GO_RUN] = GO_VERB_RUN, [NAMETAG_GO_DIS] = GO_VERB_DIS,
        [NAMETAG_GO_EXPLAIN] = GO_VERB_EXPLAIN, [NAMETAG_GO_JSON] = GO_VERB_JSON,
    };
    World *world = world_real_new();
    if (world == NULL) return 1;
    GoOrder order = {.path = go->path, .argument_count = go->argument_count,
                     .arguments = go->arguments, .verb = verbs[go->verb],
                     .all_mistakes = go->all_mistakes, .write = go->write,
                     .context = go->context};
    int status = go_order_run(world, &order);
    world_drop(world);
    return status;
}
