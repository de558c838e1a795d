// The editor of lines: libedit, which is loaded when a terminal asks for it first.

#ifndef CLI_EDITOR_H
#define CLI_EDITOR_H

#include "nametag.h"

// What NametagOptions take.
const NametagEditor *editor_get(void);
void editor_done(void);

#endif
