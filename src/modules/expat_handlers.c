// The handlers of parsers: what libexpat tells, as calls of Python functions.
//
// The library knows no exceptions: after one, all handlers are taken out and it parses on in
// silence; the call that began the parsing sees that something is raised.

#include "modules/expat.h"

#include "base/served.h"
#include "objects/codec.h"
#include "objects/dict.h"
#include "objects/int.h"
#include "objects/list.h"
#include "objects/str.h"
#include "objects/tuple.h"

#include <string.h>

enum { HANDLER_ARGUMENTS_MAX = 8 };

// --- texts ---

static Object *text_new_part(Vm *vm, const XML_Char *text, int64_t bytes) {
    return codec_decode(vm, (const uint8_t *)text, bytes, NULL, NULL);
}

// A str of a text of the library; NULL is None.
static Object *text_new(Vm *vm, const XML_Char *text) {
    return text == NULL ? none_new(vm) : text_new_part(vm, text, (int64_t)strlen(text));
}

// The same for names, which are one object each.
static Object *name_new(Vm *vm, Expat *expat, const XML_Char *text) {
    Object *name = text_new(vm, text), *known;
    Dict *intern = (Dict *)expat->intern.object;
    if (name == NULL || intern == NULL) return name;
    switch (dict_find(vm, intern, name, &known)) {
    case FOUND: {
        Object *shared = object_share(known);
        object_drop(vm, name);
        return shared;
    }
    case ABSENT:
        if (dict_set(vm, intern, name, name)) return name;
        break;
    case RAISED: break;
    }
    object_drop(vm, name);
    return NULL;
}

// --- calls ---

static int refuse_entity(XML_Parser parser, const XML_Char *context, const XML_Char *base,
                         const XML_Char *system_id, const XML_Char *public_id) {
    (void)parser, (void)context, (void)base, (void)system_id, (void)public_id;
    return 0;
}

void expat_stop(Vm *vm, Expat *expat) {
    for (int i = 0; i < EXPAT_HANDLER_COUNT; i++) {
        slot_clear(vm, &expat->base, &expat->handlers[i]);
        expat_ignore(expat, (ExpatHandler)i);
    }
    XML_SetExternalEntityRefHandler(expat->parser, refuse_entity);
}

static Object *call(Vm *vm, Expat *expat, ExpatHandler handler, const Slot *values, int count) {
    Object *function = object_share(expat->handlers[handler].object);
    bool was_in_callback = expat->is_in_callback;
    expat->is_in_callback = true;
    Object *result = object_call(vm, function, &(Arguments){values, count, NULL});
    expat->is_in_callback = was_in_callback;
    served_set(vm);   // the program may have used another parser
    object_drop(vm, function);
    return result;
}

// Calls a handler with arguments that are consumed; NULL among them: raised already. The
// answer, if it is wanted, is an int.
static void tell(Vm *vm, Expat *expat, ExpatHandler handler, Object *const *items, int count,
                 int *answer) {
    Slot values[HANDLER_ARGUMENTS_MAX];
    bool is_whole = true;
    for (int i = 0; i < count; i++) {
        slot_store(&values[i], items[i]);
        is_whole = is_whole && items[i] != NULL;
    }
    Object *result = is_whole ? call(vm, expat, handler, values, count) : NULL;
    int64_t number = 0;
    bool done = result != NULL;
    if (done && answer != NULL) {
        done = object_index(vm, result, EXCEPTION_OverflowError, &number);
        *answer = (int)number;
    }
    object_drop_or_null(vm, result);
    for (int i = 0; i < count; i++) object_drop_or_null(vm, values[i].object);
    if (!done) expat_stop(vm, expat);
}

static bool tell_text(Vm *vm, Expat *expat, const XML_Char *text, int bytes) {
    if (expat->handlers[EXPAT_CharacterData].object == NULL) return false;
    Object *item = text_new_part(vm, text, bytes);
    tell(vm, expat, EXPAT_CharacterData, &item, 1, NULL);
    return !raised(vm);
}

bool expat_flush(Vm *vm, Expat *expat) {
    int bytes = expat->buffer_used;
    if (expat->buffer == NULL || bytes == 0) return true;
    bool done = tell_text(vm, expat, expat->buffer, bytes);
    expat->buffer_used = 0;
    return done;
}

// Is a handler to be called now? Text that came before it is told first.
static bool begins(Vm *vm, Expat *expat, ExpatHandler handler) {
    return expat->handlers[handler].object != NULL && !raised(vm) && expat_flush(vm, expat) &&
           expat->handlers[handler].object != NULL;
}

// --- the handlers ---

// The body of a handler: `items` are its arguments.
#define TELL(handler, ...)                                                     \
    Expat *expat = data;                                                       \
    Vm *vm = served_get();                                                     \
    if (!begins(vm, expat, EXPAT_##handler)) return;                           \
    Object *const items[] = {__VA_ARGS__};                                     \
    tell(vm, expat, EXPAT_##handler, items, (int)ARRAY_COUNT(items), NULL)

#define NAME(text) name_new(vm, expat, text)
#define TEXT(text) text_new(vm, text)

static Object *attributes_new_list(Vm *vm, Expat *expat, const XML_Char **attributes,
                                   int count) {
    List *list = list_new(vm, count);
    for (int i = 0; list != NULL && i < count; i += 2) {
        if (list_take_add(vm, list, NAME(attributes[i])) &&
            list_take_add(vm, list, TEXT(attributes[i + 1])))
            continue;
        object_drop(vm, &list->base);
        return NULL;
    }
    return (Object *)list;
}

static Object *attributes_new_dict(Vm *vm, Expat *expat, const XML_Char **attributes,
                                   int count) {
    Dict *dict = dict_new(vm);
    for (int i = 0; dict != NULL && i < count; i += 2) {
        Object *name = NAME(attributes[i]);
        Object *value = name == NULL ? NULL : TEXT(attributes[i + 1]);
        bool done = value != NULL && dict_set(vm, dict, name, value);
        object_drop_or_null(vm, name);
        object_drop_or_null(vm, value);
        if (done) continue;
        object_drop(vm, &dict->base);
        return NULL;
    }
    return (Object *)dict;
}

static Object *attributes_new(Vm *vm, Expat *expat, const XML_Char **attributes) {
    int count = 0;
    if (expat->has_specified_attributes) count = XML_GetSpecifiedAttributeCount(expat->parser);
    else while (attributes[count] != NULL) count += 2;
    return expat->has_ordered_attributes ? attributes_new_list(vm, expat, attributes, count)
                                         : attributes_new_dict(vm, expat, attributes, count);
}

static void on_StartElement(void *data, const XML_Char *name, const XML_Char **attributes) {
    TELL(StartElement, NAME(name), attributes_new(vm, expat, attributes));
}

static void on_EndElement(void *data, const XML_Char *name) {
    TELL(EndElement, NAME(name));
}

static void on_ProcessingInstruction(void *data, const XML_Char *target, const XML_Char *text) {
    TELL(ProcessingInstruction, NAME(target), TEXT(text));
}

static void on_CharacterData(void *data, const XML_Char *text, int bytes) {
    Expat *expat = data;
    Vm *vm = served_get();
    if (raised(vm)) return;
    if (expat->buffer == NULL) {
        (void)tell_text(vm, expat, text, bytes);
        return;
    }
    if (bytes > expat->buffer_bytes - expat->buffer_used && !expat_flush(vm, expat)) return;
    // The handler may have changed: for none the rest is nothing.
    if (expat->handlers[EXPAT_CharacterData].object == NULL) return;
    if (expat->buffer == NULL || bytes > expat->buffer_bytes) {
        (void)tell_text(vm, expat, text, bytes);
        expat->buffer_used = 0;
        return;
    }
    memcpy(expat->buffer + expat->buffer_used, text, (size_t)bytes);
    expat->buffer_used += bytes;
}

static void on_UnparsedEntityDecl(void *data, const XML_Char *name, const XML_Char *base,
                                  const XML_Char *system_id, const XML_Char *public_id,
                                  const XML_Char *notation) {
    TELL(UnparsedEntityDecl, NAME(name), NAME(base), NAME(system_id), NAME(public_id),
         NAME(notation));
}

static void on_NotationDecl(void *data, const XML_Char *name, const XML_Char *base,
                            const XML_Char *system_id, const XML_Char *public_id) {
    TELL(NotationDecl, NAME(name), NAME(base), NAME(system_id), NAME(public_id));
}

static void on_StartNamespaceDecl(void *data, const XML_Char *prefix, const XML_Char *uri) {
    TELL(StartNamespaceDecl, NAME(prefix), NAME(uri));
}

static void on_EndNamespaceDecl(void *data, const XML_Char *prefix) {
    TELL(EndNamespaceDecl, NAME(prefix));
}

static void on_Comment(void *data, const XML_Char *text) {
    TELL(Comment, TEXT(text));
}

// Those without arguments.
static void tell_nothing(void *data, ExpatHandler handler) {
    Expat *expat = data;
    Vm *vm = served_get();
    if (begins(vm, expat, handler)) tell(vm, expat, handler, NULL, 0, NULL);
}

static void on_StartCdataSection(void *data) {
    tell_nothing(data, EXPAT_StartCdataSection);
}

static void on_EndCdataSection(void *data) {
    tell_nothing(data, EXPAT_EndCdataSection);
}

static void on_EndDoctypeDecl(void *data) {
    tell_nothing(data, EXPAT_EndDoctypeDecl);
}

static void on_Default(void *data, const XML_Char *text, int bytes) {
    TELL(Default, text_new_part(vm, text, bytes));
}

static void on_DefaultHandlerExpand(void *data, const XML_Char *text, int bytes) {
    TELL(DefaultHandlerExpand, text_new_part(vm, text, bytes));
}

static int on_NotStandalone(void *data) {
    Expat *expat = data;
    Vm *vm = served_get();
    int answer = 0;
    if (begins(vm, expat, EXPAT_NotStandalone))
        tell(vm, expat, EXPAT_NotStandalone, NULL, 0, &answer);
    return answer;
}

static int on_ExternalEntityRef(XML_Parser parser, const XML_Char *context, const XML_Char *base,
                                const XML_Char *system_id, const XML_Char *public_id) {
    Expat *expat = XML_GetUserData(parser);
    Vm *vm = served_get();
    int answer = 0;
    if (!begins(vm, expat, EXPAT_ExternalEntityRef)) return 0;
    Object *const items[] = {TEXT(context), NAME(base), NAME(system_id), NAME(public_id)};
    tell(vm, expat, EXPAT_ExternalEntityRef, items, (int)ARRAY_COUNT(items), &answer);
    return answer;
}

static void on_StartDoctypeDecl(void *data, const XML_Char *name, const XML_Char *system_id,
                                const XML_Char *public_id, int has_internal_subset) {
    TELL(StartDoctypeDecl, NAME(name), NAME(system_id), NAME(public_id),
         int_new(vm, has_internal_subset));
}

static void on_EntityDecl(void *data, const XML_Char *name, int is_parameter,
                          const XML_Char *value, int bytes, const XML_Char *base,
                          const XML_Char *system_id, const XML_Char *public_id,
                          const XML_Char *notation) {
    TELL(EntityDecl, NAME(name), int_new(vm, is_parameter),
         value == NULL ? none_new(vm) : text_new_part(vm, value, bytes), NAME(base),
         NAME(system_id), NAME(public_id), NAME(notation));
}

static void on_XmlDecl(void *data, const XML_Char *version, const XML_Char *encoding,
                       int standalone) {
    TELL(XmlDecl, TEXT(version), TEXT(encoding), int_new(vm, standalone));
}

// (type, quantifier, name, children), each child the same.
static Object *model_new(Vm *vm, Expat *expat, const XML_Content *model) {
    if (!recursion_enter(vm, " in conv_content_model")) return NULL;
    Tuple *children = tuple_new(vm, model->numchildren), *tuple = NULL;
    bool done = children != NULL;
    for (unsigned i = 0; done && i < model->numchildren; i++) {
        Object *child = model_new(vm, expat, &model->children[i]);
        if (child != NULL) slot_fill(vm, &children->base, &children->items[i], child);
        done = child != NULL;
    }
    if (done && children->count > 0) tuple_finish(vm, children);
    Object *type = done ? int_new(vm, (int64_t)model->type) : NULL;
    Object *quantifier = type == NULL ? NULL : int_new(vm, (int64_t)model->quant);
    Object *name = quantifier == NULL ? NULL : NAME(model->name);
    if (name != NULL) tuple = tuple_pack(vm, 4, type, quantifier, name, children);
    Object *const held[] = {type, quantifier, name, (Object *)children};
    for (size_t i = 0; i < ARRAY_COUNT(held); i++) object_drop_or_null(vm, held[i]);
    recursion_leave(vm);
    return (Object *)tuple;
}

static void tell_model(void *data, const XML_Char *name, const XML_Content *model) {
    TELL(ElementDecl, NAME(name), model_new(vm, expat, model));
}

static void on_ElementDecl(void *data, const XML_Char *name, XML_Content *model) {
    tell_model(data, name, model);
    XML_FreeContentModel(((Expat *)data)->parser, model);
}

static void on_AttlistDecl(void *data, const XML_Char *element, const XML_Char *attribute,
                           const XML_Char *type, const XML_Char *otherwise, int is_required) {
    TELL(AttlistDecl, NAME(element), NAME(attribute), TEXT(type), TEXT(otherwise),
         int_new(vm, is_required));
}

static void on_SkippedEntity(void *data, const XML_Char *name, int is_parameter) {
    TELL(SkippedEntity, NAME(name), int_new(vm, is_parameter));
}

static void on_rest(void *data, const XML_Char *text, int bytes) {
    (void)data, (void)text, (void)bytes;
}

void expat_ignore_rest(Expat *expat) {
    XML_SetCharacterDataHandler(expat->parser, on_rest);
}

// --- which ones the library calls ---

#define ONE_CALL(name) XML_Set##name##Handler(parser, is_wanted ? on_##name : NULL)

static void set_elements(XML_Parser parser, ExpatHandler handler, bool is_wanted) {
    switch (handler) {
    case EXPAT_StartElement: ONE_CALL(StartElement); break;
    case EXPAT_EndElement: ONE_CALL(EndElement); break;
    case EXPAT_ProcessingInstruction: ONE_CALL(ProcessingInstruction); break;
    case EXPAT_CharacterData: ONE_CALL(CharacterData); break;
    case EXPAT_StartNamespaceDecl: ONE_CALL(StartNamespaceDecl); break;
    case EXPAT_EndNamespaceDecl: ONE_CALL(EndNamespaceDecl); break;
    case EXPAT_Comment: ONE_CALL(Comment); break;
    case EXPAT_StartCdataSection: ONE_CALL(StartCdataSection); break;
    case EXPAT_EndCdataSection: ONE_CALL(EndCdataSection); break;
    case EXPAT_Default: ONE_CALL(Default); break;
    case EXPAT_DefaultHandlerExpand:
        XML_SetDefaultHandlerExpand(parser, is_wanted ? on_DefaultHandlerExpand : NULL);
        break;
    default: break;
    }
}

static void set_declarations(XML_Parser parser, ExpatHandler handler, bool is_wanted) {
    switch (handler) {
    case EXPAT_UnparsedEntityDecl: ONE_CALL(UnparsedEntityDecl); break;
    case EXPAT_NotationDecl: ONE_CALL(NotationDecl); break;
    case EXPAT_NotStandalone: ONE_CALL(NotStandalone); break;
    case EXPAT_ExternalEntityRef: ONE_CALL(ExternalEntityRef); break;
    case EXPAT_StartDoctypeDecl: ONE_CALL(StartDoctypeDecl); break;
    case EXPAT_EndDoctypeDecl: ONE_CALL(EndDoctypeDecl); break;
    case EXPAT_EntityDecl: ONE_CALL(EntityDecl); break;
    case EXPAT_XmlDecl: ONE_CALL(XmlDecl); break;
    case EXPAT_ElementDecl: ONE_CALL(ElementDecl); break;
    case EXPAT_AttlistDecl: ONE_CALL(AttlistDecl); break;
    case EXPAT_SkippedEntity: ONE_CALL(SkippedEntity); break;
    default: break;
    }
}

void expat_listen(Expat *expat, ExpatHandler handler) {
    set_elements(expat->parser, handler, true);
    set_declarations(expat->parser, handler, true);
}

void expat_ignore(Expat *expat, ExpatHandler handler) {
    set_elements(expat->parser, handler, false);
    set_declarations(expat->parser, handler, false);
}

// --- encodings ---

enum { ENCODING_BYTES = 256, REPLACEMENT = 0xfffd };

// An encoding of one byte a character is known by what each byte is decoded to.
int expat_on_unknown_encoding(void *data, const XML_Char *name, XML_Encoding *info) {
    Vm *vm = served_get();
    uint8_t all[ENCODING_BYTES];
    (void)data;
    if (raised(vm)) return XML_STATUS_ERROR;
    for (int i = 0; i < ENCODING_BYTES; i++) all[i] = (uint8_t)i;
    Object *encoding = str_new_c(vm, name), *errors = str_new_c(vm, "replace"), *text = NULL;
    if (encoding != NULL && errors != NULL)
        text = codec_decode(vm, all, ENCODING_BYTES, (Str *)encoding, (Str *)errors);
    object_drop_or_null(vm, encoding);
    object_drop_or_null(vm, errors);
    served_set(vm);   // the codec may have run the program
    if (text == NULL) return XML_STATUS_ERROR;
    bool is_known = ((const Str *)text)->length == ENCODING_BYTES;
    for (int i = 0; is_known && i < ENCODING_BYTES; i++) {
        uint32_t character = str_get_char((const Str *)text, i);
        info->map[i] = character == REPLACEMENT ? -1 : (int)character;
    }
    object_drop(vm, text);
    info->data = NULL;
    info->convert = NULL;
    info->release = NULL;
    if (!is_known) raise(vm, ERROR_EXPAT_ENCODING);
    return is_known ? XML_STATUS_OK : XML_STATUS_ERROR;
}
