// The verbs that tell of a run: explain and check.

#ifndef CLI_EXPLAIN_H
#define CLI_EXPLAIN_H

#include "nametag.h"

// Runs `nametag explain …` or `nametag check …`; arguments[1] is the verb. The status.
int cli_explain(int count, char **arguments);

#endif
