#include "explain/check.h"

#include "base/host.h"

struct Check { View *view; };

Check *check_new(View *view, const ExplainOptions *options) {
    (void)options;
    Check *check = host_allocate(sizeof(Check));
    if (check != NULL) check->view = view;
    return check;
}
void check_take(Check *check, const Event *event) { (void)check, (void)event; }
int64_t check_report(Check *check, TextBuffer *text) { (void)check, (void)text; return 0; }
void check_drop(Check *check) { host_release(check); }
