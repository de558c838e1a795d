#include "explain/sentences.h"

#include "base/host.h"

struct Sentences { View *view; };

Sentences *sentences_new(View *view, const ExplainOptions *options) {
    (void)options;
    Sentences *sentences = host_allocate(sizeof(Sentences));
    if (sentences != NULL) sentences->view = view;
    return sentences;
}
void sentences_take(Sentences *sentences, const Event *event, int is_told, TextBuffer *text) {
    (void)sentences, (void)event, (void)is_told, (void)text;
}
void sentences_add_summary(Sentences *sentences, TextBuffer *text) { (void)sentences, (void)text; }
void sentences_drop(Sentences *sentences) { host_release(sentences); }
