// The module _abc's side that the end of the machine needs.

#ifndef MODULES_ABC_H
#define MODULES_ABC_H

#include "modules/modules.h"

// Is it the callback of a registry's weak reference, which only empties the registry?
bool abc_is_own_callback(const Object *callback);

#endif
