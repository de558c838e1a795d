// What the files of the module pyexpat share: the parser object over libexpat.

#ifndef MODULES_EXPAT_H
#define MODULES_EXPAT_H

#include <expat.h>

#include "modules/modules.h"

// The handlers in CPython's order: HANDLER(name in the library and in C, name of the attribute).
#define EXPAT_HANDLERS(HANDLER)                                             \
    HANDLER(StartElement, "StartElementHandler")                            \
    HANDLER(EndElement, "EndElementHandler")                                \
    HANDLER(ProcessingInstruction, "ProcessingInstructionHandler")          \
    HANDLER(CharacterData, "CharacterDataHandler")                          \
    HANDLER(UnparsedEntityDecl, "UnparsedEntityDeclHandler")                \
    HANDLER(NotationDecl, "NotationDeclHandler")                            \
    HANDLER(StartNamespaceDecl, "StartNamespaceDeclHandler")                \
    HANDLER(EndNamespaceDecl, "EndNamespaceDeclHandler")                    \
    HANDLER(Comment, "CommentHandler")                                      \
    HANDLER(StartCdataSection, "StartCdataSectionHandler")                  \
    HANDLER(EndCdataSection, "EndCdataSectionHandler")                      \
    HANDLER(Default, "DefaultHandler")                                      \
    HANDLER(DefaultHandlerExpand, "DefaultHandlerExpand")                   \
    HANDLER(NotStandalone, "NotStandaloneHandler")                          \
    HANDLER(ExternalEntityRef, "ExternalEntityRefHandler")                  \
    HANDLER(StartDoctypeDecl, "StartDoctypeDeclHandler")                    \
    HANDLER(EndDoctypeDecl, "EndDoctypeDeclHandler")                        \
    HANDLER(EntityDecl, "EntityDeclHandler")                                \
    HANDLER(XmlDecl, "XmlDeclHandler")                                      \
    HANDLER(ElementDecl, "ElementDeclHandler")                              \
    HANDLER(AttlistDecl, "AttlistDeclHandler")                              \
    HANDLER(SkippedEntity, "SkippedEntityHandler")

#define HANDLER(name, attribute) EXPAT_##name,
typedef enum ExpatHandler { EXPAT_HANDLERS(HANDLER) EXPAT_HANDLER_COUNT } ExpatHandler;
#undef HANDLER

enum { EXPAT_BUFFER_BYTES = 8192 };

typedef struct Expat {
    Object base;
    XML_Parser parser;        // owns
    Slot intern;              // a dict of names, each its own value; empty: none
    Slot parent;              // the Expat whose tables this one uses, in an external entity
    Slot handlers[EXPAT_HANDLER_COUNT];
    char *buffer;             // owns: text that waits for more; NULL: each piece is told at once
    int buffer_bytes, buffer_used;
    bool has_ordered_attributes, has_specified_attributes, has_prefixes;
    bool is_parsing;          // the library is in a call of Parse
    bool is_in_callback;
} Expat;

// Tells the text that waits. False: the handler raised.
MUST_USE bool expat_flush(Vm *vm, Expat *expat);
// Has the library call a handler, or no longer.
void expat_listen(Expat *expat, ExpatHandler handler);
void expat_ignore(Expat *expat, ExpatHandler handler);
// The same for text, during a callback for text: the library goes on with the piece.
void expat_ignore_rest(Expat *expat);
// No handler is called any more, since one raised.
void expat_stop(Vm *vm, Expat *expat);

// What the library asks about an encoding that it doesn't know.
int expat_on_unknown_encoding(void *data, const XML_Char *name, XML_Encoding *info);

#endif
