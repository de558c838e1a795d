// nametag compare A.py B.go.

#ifndef CLI_COMPARE_H
#define CLI_COMPARE_H

int cli_compare(int count, char **arguments);

#endif
