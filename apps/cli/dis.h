// The verb that lists a program's bytecode.

#ifndef CLI_DIS_H
#define CLI_DIS_H

// Runs `nametag dis …`; arguments[1] is the verb. The status.
int cli_dis(int count, char **arguments);

#endif
