// The verb that shows a run in a browser.

#ifndef CLI_SHOW_H
#define CLI_SHOW_H

// Runs `nametag show …`; the status to exit with.
int cli_show(int count, char **arguments);

#endif
