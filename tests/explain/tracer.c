// What CPython itself has in memory before each line of a program: an extension module
// that is loaded at the start of python3.11 (see `oracle`), traces the run, and writes
// names, objects, references and counts without touching one of them.
//
// One record a line:
//     L line function
//     F function            a running frame, the oldest first; its names follow, sorted
//     N name node
//     O node type count size value
//     S kind place node     a slot of the object above
// Nodes are numbered in the order in which the walk comes to them, so that two memories
// with the same record have the same objects shared in the same way.

#define Py_BUILD_CORE
#include <Python.h>
#include <structmember.h>

#include "internal/pycore_code.h"
#include "internal/pycore_dict.h"
#include "internal/pycore_frame.h"
#include "internal/pycore_function.h"
#include "internal/pycore_object.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_MAX = 10000000 };   // larger ints may be ids

typedef struct Entry {
    PyObject *object;
    long node;
} Entry;

static FILE *output;
static long lines_left, nodes;
static Entry *entries;             // open addressing
static size_t capacity;
static PyObject **queue;
static long queue_capacity;

// --- numbering ---

static Entry *entry_of(PyObject *object) {
    size_t mask = capacity - 1, i = ((size_t)object >> 4) * 0x9e3779b97f4a7c15u >> 20 & mask;
    while (entries[i].object != NULL && entries[i].object != object) i = (i + 1) & mask;
    return &entries[i];
}

static void grow(void) {
    Entry *old = entries;
    size_t count = capacity;
    capacity = capacity == 0 ? 1024 : capacity * 2;
    entries = calloc(capacity, sizeof(Entry));
    for (size_t i = 0; i < count; i++)
        if (old[i].object != NULL) *entry_of(old[i].object) = old[i];
    free(old);
}

static long node_of(PyObject *object) {
    if ((size_t)nodes * 2 >= capacity) grow();
    Entry *entry = entry_of(object);
    if (entry->object != NULL) return entry->node;
    *entry = (Entry){object, nodes};
    if (nodes == queue_capacity) {
        queue_capacity = queue_capacity * 2 + 64;
        queue = realloc(queue, (size_t)queue_capacity * sizeof *queue);
    }
    queue[nodes] = object;
    return nodes++;
}

// --- texts ---

// A str as \uXXXX where it is not plain ASCII; nothing is kept in the str.
static void write_str(PyObject *str) {
    for (Py_ssize_t i = 0; i < PyUnicode_GET_LENGTH(str); i++) {
        Py_UCS4 character = PyUnicode_READ_CHAR(str, i);
        if (character > 0x20 && character < 0x7f && character != '\\') fputc((int)character, output);
        else fprintf(output, "\\u%x;", (unsigned)character);
    }
}

static int is_scalar(PyObject *object) {
    return object == Py_None || PyBool_Check(object) || PyLong_CheckExact(object) ||
           PyFloat_CheckExact(object) || PyUnicode_CheckExact(object) ||
           PyBytes_CheckExact(object) || object == Py_Ellipsis || object == Py_NotImplemented;
}

static void write_scalar(PyObject *object) {
    if (PyUnicode_CheckExact(object)) {
        write_str(object);
    } else if (PyFloat_CheckExact(object)) {
        char *text = PyOS_double_to_string(PyFloat_AS_DOUBLE(object), 'r', 0, Py_DTSF_ADD_DOT_0,
                                           NULL);
        fputs(text, output);
        PyMem_Free(text);
    } else if (PyLong_CheckExact(object)) {
        int overflow;
        long long value = PyLong_AsLongLongAndOverflow(object, &overflow);
        if (overflow == 0 && value > -VALUE_MAX && value < VALUE_MAX) fprintf(output, "%lld", value);
        else fputs("big", output);
    } else if (is_scalar(object) && !PyBytes_CheckExact(object)) {
        fputs(object == Py_None ? "None" : object == Py_True ? "True"
              : object == Py_False ? "False" : object == Py_Ellipsis ? "Ellipsis"
              : "NotImplemented", output);
    } else {
        fputc('-', output);
    }
}

static const char *type_name(PyObject *object) {
    const char *name = Py_TYPE(object)->tp_name, *dot = strrchr(name, '.');
    return dot == NULL ? name : dot + 1;
}

static void write_key(PyObject *key) {
    if (is_scalar(key) && !PyBytes_CheckExact(key)) write_scalar(key);
    else fprintf(output, "<%s>", type_name(key));
}

// --- slots ---

// A class of a program, in C or in Python, and not a built-in type.
static int is_class(PyTypeObject *type) {
    return type->tp_flags & Py_TPFLAGS_HEAPTYPE && !(type->tp_flags & Py_TPFLAGS_IMMUTABLETYPE);
}

static void write_slot(const char *kind, const char *place, PyObject *to) {
    if (to != NULL) fprintf(output, "S %s %s %ld\n", kind, place, node_of(to));
}

static int compare_keys(const void *one, const void *other) {
    PyObject *left = *(PyObject *const *)one, *right = *(PyObject *const *)other;
    return PyUnicode_Compare(left, right);
}

// Names with objects, sorted by name: pairs of pointers.
typedef struct Pairs {
    PyObject **items;
    long count, room;
} Pairs;

static void pairs_add(Pairs *pairs, PyObject *name, PyObject *value) {
    if (value == NULL) return;
    if (pairs->count == pairs->room) {
        pairs->room = pairs->room * 2 + 16;
        pairs->items = realloc(pairs->items, (size_t)pairs->room * 2 * sizeof(PyObject *));
    }
    pairs->items[pairs->count * 2] = name;
    pairs->items[pairs->count * 2 + 1] = value;
    pairs->count++;
}

static void pairs_write(Pairs *pairs, const char *start) {
    qsort(pairs->items, (size_t)pairs->count, 2 * sizeof(PyObject *), compare_keys);
    for (long i = 0; i < pairs->count; i++) {
        fputs(start, output);
        write_str(pairs->items[i * 2]);
        fprintf(output, " %ld\n", node_of(pairs->items[i * 2 + 1]));
    }
    free(pairs->items);
}

static int is_machinery(PyObject *value) {
    return Py_IS_TYPE(value, &PyGetSetDescr_Type) || Py_IS_TYPE(value, &PyMemberDescr_Type);
}

static void add_dict(Pairs *pairs, PyObject *dict) {
    Py_ssize_t position = 0;
    PyObject *key, *value;
    while (dict != NULL && PyDict_Next(dict, &position, &key, &value))
        if (PyUnicode_Check(key) && !is_machinery(value)) pairs_add(pairs, key, value);
}

static void add_inline_values(Pairs *pairs, PyObject *object) {
    PyDictKeysObject *keys = ((PyHeapTypeObject *)Py_TYPE(object))->ht_cached_keys;
    PyDictValues *values = *_PyObject_ValuesPointer(object);
    for (Py_ssize_t i = 0; i < keys->dk_nentries; i++)
        pairs_add(pairs, DK_UNICODE_ENTRIES(keys)[i].me_key, values->values[i]);
}

// Attributes in __slots__ of a class and its bases.
static void add_members(Pairs *pairs, PyObject *object) {
    for (PyTypeObject *type = Py_TYPE(object); type != NULL; type = type->tp_base) {
        if (!(type->tp_flags & Py_TPFLAGS_HEAPTYPE)) continue;
        PyMemberDef *members = (PyMemberDef *)((char *)type + Py_TYPE(type)->tp_basicsize);
        for (Py_ssize_t i = 0; i < Py_SIZE(type); i++) {
            PyObject *descriptor = PyDict_GetItemString(type->tp_dict, members[i].name);
            PyObject *name = descriptor == NULL ? NULL : ((PyDescrObject *)descriptor)->d_name;
            if (name != NULL)
                pairs_add(pairs, name, *(PyObject **)((char *)object + members[i].offset));
        }
    }
}

static void write_attributes(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    Pairs pairs = {0};
    if (type->tp_flags & Py_TPFLAGS_HEAPTYPE) add_members(&pairs, object);
    if (type->tp_flags & Py_TPFLAGS_MANAGED_DICT) {
        if (*_PyObject_ValuesPointer(object) != NULL) add_inline_values(&pairs, object);
        else add_dict(&pairs, *_PyObject_ManagedDictPointer(object));
    } else if (type->tp_dictoffset > 0) {
        add_dict(&pairs, *(PyObject **)((char *)object + type->tp_dictoffset));
    }
    pairs_write(&pairs, "S attribute ");
}

static void write_items(PyObject *const *items, Py_ssize_t count) {
    for (Py_ssize_t i = 0; i < count; i++)
        if (items[i] != NULL) fprintf(output, "S index %zd %ld\n", i, node_of(items[i]));
}

// Names under which a module keeps what imported it.
static int is_of_import(PyObject *key) {
    return PyUnicode_Check(key) && (PyUnicode_CompareWithASCIIString(key, "__loader__") == 0 ||
                                    PyUnicode_CompareWithASCIIString(key, "__spec__") == 0 ||
                                    PyUnicode_CompareWithASCIIString(key, "__builtins__") == 0);
}

static void write_dict(PyObject *dict) {
    Py_ssize_t position = 0;
    PyObject *key, *value;
    while (PyDict_Next(dict, &position, &key, &value)) {
        if (is_of_import(key)) continue;
        fputs("S key ", output);
        write_key(key);
        fprintf(output, " %ld\n", node_of(value));
    }
}

static void write_function(PyFunctionObject *function) {
    write_slot("field", "__defaults__", function->func_defaults);
    write_slot("field", "__kwdefaults__", function->func_kwdefaults);
    write_slot("field", "__closure__", function->func_closure);
    Pairs pairs = {0};
    add_dict(&pairs, function->func_dict);
    pairs_write(&pairs, "S attribute ");
}

// classmethod and staticmethod, whose structs no header shows.
typedef struct Wrapper {
    PyObject_HEAD
    PyObject *callable, *dict;
} Wrapper;

static void write_wrapper(const Wrapper *wrapper) {
    write_slot("field", "__func__", wrapper->callable);
    Pairs pairs = {0};
    add_dict(&pairs, wrapper->dict);
    pairs_write(&pairs, "S attribute ");
}

static void write_slots(PyObject *object) {
    if (PyType_Check(object)) {
        PyTypeObject *type = (PyTypeObject *)object;
        if (!is_class(type)) return;
        write_slot("field", "__bases__", type->tp_bases);
        Pairs pairs = {0};
        add_dict(&pairs, type->tp_dict);
        pairs_write(&pairs, "S attribute ");
    } else if (PyFunction_Check(object)) {
        write_function((PyFunctionObject *)object);
    } else if (PyMethod_Check(object)) {
        write_slot("field", "__func__", PyMethod_GET_FUNCTION(object));
        write_slot("field", "__self__", PyMethod_GET_SELF(object));
    } else if (Py_IS_TYPE(object, &PyClassMethod_Type) || Py_IS_TYPE(object, &PyStaticMethod_Type)) {
        write_wrapper((Wrapper *)object);
    } else if (PyCell_Check(object)) {
        write_slot("cell", "cell_contents", PyCell_GET(object));
    } else if (Py_TYPE(object)->tp_flags & Py_TPFLAGS_HEAPTYPE || PyList_Check(object) ||
               PyTuple_Check(object) || PyDict_Check(object)) {
        if (PyList_Check(object)) write_items(((PyListObject *)object)->ob_item, Py_SIZE(object));
        if (PyTuple_Check(object)) write_items(((PyTupleObject *)object)->ob_item, Py_SIZE(object));
        if (PyDict_Check(object)) write_dict(object);
        write_attributes(object);
    } else if (PyExceptionInstance_Check(object) || (Py_TYPE(object)->tp_dictoffset > 0 && !PyModule_Check(object))) {
        write_attributes(object);
    }
}

// Whether the count depends on what the interpreter itself keeps: its modules, its tables
// of names, its cached objects.
static int is_of_machinery(PyObject *object) {
    if (PyType_Check(object)) return !is_class((PyTypeObject *)object);
    if (PyUnicode_Check(object) && PyUnicode_CHECK_INTERNED(object)) return 1;
    if (PyUnicode_Check(object) && PyUnicode_CompareWithASCIIString(object, "__main__") == 0)
        return 1;
    return Py_REFCNT(object) > 100000000 || PyModule_Check(object) || PyCFunction_Check(object);
}

// While a run is watched, CPython makes a bound method for each call of a method written in C;
// nobody else does, so its reference to the instance is not counted.
static PyObject **bound;            // by running C call; NULL: it was bound before
static long bound_count, bound_room;

static long count_watching(const PyObject *object) {
    long count = 0;
    for (long i = 0; i < bound_count; i++) count += bound[i] == object;
    return count;
}

static int profile(PyObject *self, PyFrameObject *frame, int what, PyObject *argument) {
    (void)self, (void)frame;
    if (what == PyTrace_C_CALL) {
        if (bound_count == bound_room) {
            bound_room = bound_room * 2 + 64;
            bound = realloc(bound, (size_t)bound_room * sizeof *bound);
        }
        bool is_made = Py_REFCNT(argument) == 1 && PyCFunction_Check(argument);
        bound[bound_count++] = is_made ? PyCFunction_GET_SELF(argument) : NULL;
    } else if ((what == PyTrace_C_RETURN || what == PyTrace_C_EXCEPTION) && bound_count > 0) {
        bound_count--;
    }
    return 0;
}

static void write_object(long node) {
    PyObject *object = queue[node];
    Py_ssize_t size = -1;
    if (PyList_CheckExact(object) || PyDict_CheckExact(object) || PyAnySet_CheckExact(object) ||
        PyTuple_CheckExact(object) || PyByteArray_CheckExact(object))
        size = (Py_ssize_t)_PySys_GetSizeOf(object);
    fprintf(output, "O %ld %s %zd %zd ", node, type_name(object),
            is_of_machinery(object) ? -1 : Py_REFCNT(object) - count_watching(object), size);
    write_scalar(object);
    fputc('\n', output);
    write_slots(object);
}

// --- frames ---

static int is_in_reach(PyCodeObject *code) {
    char file[64];
    Py_ssize_t i = 0;
    for (; i < 63 && i < PyUnicode_GET_LENGTH(code->co_filename); i++)
        file[i] = (char)PyUnicode_READ_CHAR(code->co_filename, i);
    file[i] = '\0';
    return file[0] != '<' && strncmp(file, "/usr/lib/python3", 16) != 0 &&
           strstr(file, "/oracle-") == NULL;
}

static void add_locals(Pairs *pairs, _PyInterpreterFrame *frame) {
    PyCodeObject *code = frame->f_code;
    for (int i = 0; i < code->co_nlocalsplus; i++) {
        PyObject *value = frame->localsplus[i];
        _PyLocals_Kind kind = _PyLocals_GetKind(code->co_localspluskinds, i);
        if ((kind & (CO_FAST_CELL | CO_FAST_FREE)) && value != NULL && PyCell_Check(value))
            value = PyCell_GET(value);
        pairs_add(pairs, PyTuple_GET_ITEM(code->co_localsplusnames, i), value);
    }
}

static PyObject *hidden;   // names that were in __main__ before the program ran

static void add_namespace(Pairs *pairs, PyObject *dict) {
    Py_ssize_t position = 0;
    PyObject *key, *value;
    while (PyDict_Next(dict, &position, &key, &value)) {
        if (!PyUnicode_Check(key)) continue;
        if (hidden != NULL && PyDict_GetItem(hidden, key) == value) continue;
        pairs_add(pairs, key, value);
    }
}

// Whether a frame further down has the same names: code that is run in its namespace.
static int is_told(_PyInterpreterFrame *frame) {
    for (_PyInterpreterFrame *below = frame->previous; below != NULL; below = below->previous)
        if (!_PyFrame_IsIncomplete(below) && below->f_locals == frame->f_locals &&
            is_in_reach(below->f_code)) return 1;
    return 0;
}

static void write_frame(_PyInterpreterFrame *frame) {
    if (frame == NULL) return;
    write_frame(frame->previous);
    if (_PyFrame_IsIncomplete(frame) || !is_in_reach(frame->f_code)) return;
    fputs("F ", output);
    write_str(frame->f_code->co_qualname);
    fputc('\n', output);
    Pairs pairs = {0};
    add_locals(&pairs, frame);
    if (frame->f_locals != NULL && PyDict_Check(frame->f_locals) &&
        !(frame->f_code->co_flags & CO_OPTIMIZED) && !is_told(frame))
        add_namespace(&pairs, frame->f_locals);
    pairs_write(&pairs, "N ");
}

static int trace(PyObject *self, PyFrameObject *frame, int what, PyObject *argument) {
    (void)self, (void)argument;
    _PyInterpreterFrame *inner = frame->f_frame;
    if (what != PyTrace_LINE || lines_left == 0 || !is_in_reach(inner->f_code)) return 0;
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (hidden == NULL) hidden = PyDict_Copy(inner->f_globals);
    lines_left--;
    fprintf(output, "L %d ", PyFrame_GetLineNumber(frame));
    write_str(inner->f_code->co_qualname);
    fputc('\n', output);
    if (nodes > 0) memset(entries, 0, capacity * sizeof(Entry));
    nodes = 0;
    write_frame(inner);
    for (long node = 0; node < nodes; node++) write_object(node);
    fflush(output);
    PyErr_Restore(type, value, traceback);
    return 0;
}

static PyObject *start(PyObject *self, PyObject *arguments) {
    (void)self;
    const char *path;
    if (!PyArg_ParseTuple(arguments, "sl", &path, &lines_left)) return NULL;
    output = fopen(path, "w");
    if (output == NULL) return PyErr_SetFromErrnoWithFilename(PyExc_OSError, path);
    PyEval_SetTrace(trace, NULL);
    PyEval_SetProfile(profile, NULL);
    Py_RETURN_NONE;
}

static PyMethodDef methods[] = {{"start", start, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};
static struct PyModuleDef module = {PyModuleDef_HEAD_INIT, "_tracer", NULL, -1, methods,
                                    NULL, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__tracer(void) {
    return PyModule_Create(&module);
}
