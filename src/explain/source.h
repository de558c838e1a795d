// Lines of the program's text, as they are shown.

#ifndef EXPLAIN_SOURCE_H
#define EXPLAIN_SOURCE_H

#include "explain/explain.h"

// A line of the program without the blanks around it; text NULL: there is none.
EventText source_get_line(const ExplainOptions *options, int64_t line);
// The same without a comment behind the code.
EventText source_get_code(const ExplainOptions *options, int64_t line);

#endif
