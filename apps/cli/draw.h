#ifndef CLI_DRAW_H
#define CLI_DRAW_H

// Run `nametag draw …` and `nametag show …`; give the status to exit with.
int cli_draw(int count, char **arguments);
int cli_census(int count, char **arguments);
int cli_show(int count, char **arguments);

#endif
