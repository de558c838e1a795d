// Places of the program's text at which a bug of sharing can begin, be written or be read.
//
// They are found once, from the syntax tree; the rules (check_rules.c) meet them at the
// lines that events name. A site alone is no finding: what happened decides.

#ifndef EXPLAIN_CHECK_SITES_H
#define EXPLAIN_CHECK_SITES_H

#include "base/arena.h"
#include "explain/explain.h"
#include "syntax/tree.h"

typedef enum SiteKind {
    SITE_DEFAULT,       // a mutable default: `name` the parameter, `index` among the defaults
    SITE_REPEAT,        // [[…]] * n
    SITE_FROM_KEYS,     // dict.fromkeys(keys, [])
    SITE_CHAIN,         // a = b = []: the Assign
    SITE_ALIAS,         // b = a: `name` is b, `expr` a
    SITE_AUGMENTED,     // target op= value: `expr` the target
    SITE_NONE,          // name = receiver.sort(): `expr` the receiver
    SITE_IS,            // a test by `is`: `expr` the Compare
    SITE_FOR,           // for: `name` the target, `expr` what is gone through
    SITE_CLOSURE,       // a function in a loop that reads the loop's variable `name`
    SITE_CHANGE,        // something below `expr` is changed: expr[…] = …, expr.append(…)
    SITE_IMPURE,        // a call that may do more than give a value
    SITE_CALL,          // f(a) as a statement or name = f(a): `expr` the Call
    SITE_LOAD,          // a name is read: `expr` the Name
    SITE_LOAD_ATTRIBUTE // name.attribute is read: `expr` the Attribute, `name` its attribute
} SiteKind;

typedef struct Site {
    SiteKind kind;
    int32_t line, end_line;
    const Identifier *name;
    const Identifier *function;   // the def around it; NULL: none
    const Expr *expr;
    const Stmt *stmt;
    int32_t index;                // of a default; of a change: how many steps below `expr`;
                                  // of a closure: 1 in a comprehension
} Site;

typedef struct Sites {
    Site *items;          // owns; ordered by line
    int64_t count, capacity;
    Arena arena;          // the tree
    bool has_finaliser;   // a def is named __del__
    Site lost;            // takes what there is no memory for
    bool is_failed;
} Sites;

bool site_is_name(const Identifier *identifier, EventText text);   // NULL: it is not
EventText site_name(const Identifier *identifier);
bool site_has_part(EventText text, const char *part);

// Finds all sites of a text; a text that is no Python has none.
void sites_find(Sites *sites, const char *source, size_t size);
void sites_done(Sites *sites);

// The first site at a line or behind it; gives its index.
int64_t sites_first(const Sites *sites, int64_t line);

// Whether the class, or a method that says so, reads or writes the attribute as the class's own.
bool sites_use_class(const Sites *sites, EventText class, const Identifier *attribute);

#endif
