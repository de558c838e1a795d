// The verb that writes a run in a format of other tools.

#ifndef CLI_TRACE_H
#define CLI_TRACE_H

// Runs `nametag trace …`; the status to exit with.
int cli_trace(int count, char **arguments);

#endif
