// The verbs that tell of one moment: draw and census.

#ifndef CLI_DRAW_H
#define CLI_DRAW_H

// Run `nametag draw …` and `nametag census …`; give the status to exit with.
int cli_draw(int count, char **arguments);
int cli_census(int count, char **arguments);

#endif
