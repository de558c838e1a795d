// What the files of the check share.
//
// A suspicion is a place where a bug of sharing began. It becomes a finding when the shared
// object was written and a later line read it through the other way.

#ifndef EXPLAIN_CHECK_PARTS_H
#define EXPLAIN_CHECK_PARTS_H

#include "explain/check.h"
#include "explain/check_sites.h"

typedef enum RuleId {
#define RULE(id, name, what, shared, written, read, remedy) RULE_##id,
#include "explain/rules.def"
#undef RULE
    RULE_COUNT
} RuleId;

typedef struct Proof {
    uint64_t step;            // 0: not yet
    int64_t line;
} Proof;

typedef struct Suspicion {
    RuleId rule;
    Proof shared, written;
    Serial subject;           // the object that is shared and changed
    Serial one, other;        // objects that hold it, by the rule
    int64_t frame;
    const Site *site;
    EventText name, other_name;   // live as long as the view
    bool is_over;             // reported, or can't happen any more
} Suspicion;

typedef struct Finding {
    RuleId rule;
    Proof shared, written, read;
    EventText name, other_name;
    char *value, *picture;    // own; terminated; picture NULL: none
} Finding;

typedef struct Round {        // a for loop that runs
    const Site *site;
    int64_t frame;
    Serial container;         // what it goes through, 0: nothing with a name
    Proof shared, written;    // written: shortened or moved in this loop
} Round;

struct Check {
    View *view;
    ExplainOptions options;   // with a source of its own
    char *source;             // owns
    Sites sites;
    Suspicion *items;         // owns
    int64_t count, capacity;
    Finding *findings;        // owns
    int64_t finding_count, finding_capacity;
    Round *rounds;            // owns
    int64_t round_count, round_capacity;
    Proof last_write;         // of an object
    Serial last_written;
    bool is_failed;
};

// --- check.c ---

MUST_USE bool check_reserve(Check *check, void **items, int64_t *capacity, int64_t count,
                            size_t bytes);
// A new suspicion that begins with the event; NULL: no memory.
Suspicion *check_suspect(Check *check, RuleId rule, const Event *event, const Site *site);
// The suspicion is proved by a read at this line.
void check_find(Check *check, Suspicion *suspicion, uint64_t step, int64_t line, Serial shown);
// What a name of a frame, or of the module, refers to; 0: nothing.
Serial check_look_up(const Check *check, int64_t frame, const Identifier *name);
// What a chain of names and attributes refers to; 0: nothing that is known.
Serial check_resolve(const Check *check, int64_t frame, const Expr *expr);
// An attribute's object: the instance's own, 0: it has none.
Serial check_own_attribute(const Check *check, Serial object, EventText name);
// The class of an instance; NULL: not known.
const ViewObject *check_class_of(const Check *check, const ViewObject *object);
bool check_reaches(const Check *check, Serial from, Serial to, int depth);
// The next site of the kind at the line; `*at` begins with sites_first(…).
const Site *check_next(const Check *check, SiteKind kind, int64_t line, int64_t *at);
bool check_is_container(const Check *check, Serial object);   // of Python's own
bool check_is_alive(const Check *check, Serial object);
// Whether the site belongs to the function that the frame runs.
bool check_is_of(const Check *check, const Site *site, int64_t frame);

// --- check_rules.c, check_flow.c: what each kind of event means for the rules ---

void check_take_create(Check *check, const Event *event);
void check_take_bind(Check *check, const Event *event);
void check_take_mutate(Check *check, const Event *event);
void check_take_copy(Check *check, const Event *event);
void check_take_line(Check *check, const Event *event);
void check_take_flow(Check *check, const Event *event);

// Whether memory sufficed for all that there was to note.
bool check_is_whole(const Check *check);

// --- check_report.c ---

void check_write_text(const Check *check, TextBuffer *text);
void check_write_json(const Check *check, TextBuffer *text);
void check_write_sarif(const Check *check, TextBuffer *text);

#endif
