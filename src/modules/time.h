// The module time's side that the start needs.

#ifndef MODULES_TIME_H
#define MODULES_TIME_H

#include "modules/modules.h"

// time.timezone, altzone, daylight and tzname as they are now, if the module is there.
// False: raised.
MUST_USE bool time_set_zone(Vm *vm);

#endif
