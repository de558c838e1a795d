"""The limits that `tools/tidy` holds: one function a rule, named in RULES.

A rule takes the tree and one file and yields (line, message). What it may need
to know about other files is in the tree, read once.
"""

import os
import re

from c_source import Source, declared_function

LINE_COLUMNS = 100
FUNCTION_LINES = 70
OPERATION_LINES = 30
FILE_LINES_WARN, FILE_LINES = 800, 1000
VM_LINES = 80
C_ENDINGS = (".c", ".h", ".inc", ".def", ".cpp", ".S")

BANNED = set("""
    malloc calloc realloc free reallocarray strdup strndup asprintf alloca posix_memalign
    printf fprintf vprintf vfprintf sprintf vsprintf dprintf puts putchar fputs fputc putc perror
    scanf fscanf sscanf gets fgets getc fgetc getchar
    fopen fdopen freopen fclose fread fwrite fflush popen system tmpfile
    time clock gettimeofday clock_gettime localtime gmtime mktime strftime nanosleep sleep usleep
    rand srand random srandom drand48 getrandom getentropy
    getenv setenv putenv unsetenv setlocale localeconv
    strtod strtof atof atoi atol strtok strcpy strcat
    exit _exit abort atexit signal raise_signal fork setjmp longjmp sigsetjmp siglongjmp assert
""".split())


class File:
    """A file of the tree: its path from the root, its text, and its C where it is C."""

    def __init__(self, path, text):
        self.path, self.text = path, text
        self.is_c = path.endswith(C_ENDINGS)
        self.folder = path.split("/")[1] if path.startswith("src/") else path.split("/")[0]
        self.stem = os.path.basename(path).partition(".")[0]
        self._source = None

    @property
    def source(self):
        if self._source is None:
            self._source = Source(self.text)
        return self._source


def line_length(tree, file):
    for number, line in enumerate(file.text.split("\n"), 1):
        if len(line) > LINE_COLUMNS:
            yield number, f"{len(line)} columns, at most {LINE_COLUMNS}"


def whitespace(tree, file):
    for number, line in enumerate(file.text.split("\n"), 1):
        if line != line.rstrip():
            yield number, "blanks at the end of the line"
        elif "\t" in line:
            yield number, "a tab"
    if file.text and not file.text.endswith("\n"):
        yield file.text.count("\n") + 1, "no newline at the end"


def todo(tree, file):
    for match in re.finditer(r"\b(?:TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b", file.text):
        yield file.text.count("\n", 0, match.start()) + 1, f"{match.group()} in the tree"


def file_length(tree, file):
    count = file.text.count("\n")
    if count > FILE_LINES:
        yield count, f"{count} lines, at most {FILE_LINES}: split it by concern"


def file_length_warning(tree, file):
    count = file.text.count("\n")
    if FILE_LINES_WARN < count <= FILE_LINES:
        yield count, f"{count} lines: split it by concern before it reaches {FILE_LINES}"


def is_loop(file, function):
    """The interpreter's loop is the function into which the operations are included."""
    if re.match(r"ops_\w+\.inc$", os.path.basename(file.path)):
        return True   # its operations, which operation_length limits
    return re.search(r'#\s*include\s*"[\w/]*ops_\w+\.inc"',
                     file.text[function.brace:function.end]) is not None


_ROW = re.compile(r"\s*(?:case\b.*|default\s*):.*[;}]\s*(?://.*|/\*.*\*/\s*)?$")


def function_length(tree, file):
    source = file.source
    for function in source.functions():
        lines = source.text[function.start:function.end + 1].split("\n")
        length = sum(1 for line in lines if not _ROW.match(line))
        if length > FUNCTION_LINES and not is_loop(file, function):
            yield (source.line(function.start),
                   f"{function.name} has {length} lines, at most {FUNCTION_LINES}")


def operation_length(tree, file):
    if not re.match(r"ops_\w+\.inc$", os.path.basename(file.path)):
        return
    for start, brace, end in file.source.blocks():
        head = file.source.code[start:brace]
        first = file.source.line(start + len(head) - len(head.lstrip()))
        length = file.source.line(end) - first + 1
        if length > OPERATION_LINES:
            yield first, f"{' '.join(head.split())} has {length} lines, at most {OPERATION_LINES}"


def goto_forward(tree, file):
    source = file.source
    for function in source.functions():
        if is_loop(file, function):
            continue
        body = source.code[function.brace:function.end]
        jumps = [(match.start(), match.group(1)) for match in re.finditer(r"\bgoto\s+(\w+)", body)]
        for match in re.finditer(r"\bgoto\s*\*", body):
            yield source.line(function.brace + match.start()), "a computed goto outside the loop"
        if len({label for _, label in jumps}) > 1:
            yield source.line(function.start), f"{function.name} jumps to more than one label"
        for offset, label in jumps:
            place = re.search(rf"(?:^|[;{{}}:])\s*({label})\s*:(?!:)", body)
            if place is not None and place.start(1) < offset:
                yield source.line(function.brace + offset), f"goto {label} goes back"


def vm_length(tree, file):
    if file.path == "src/base/vm.h" and file.text.count("\n") > VM_LINES:
        yield 1, f"{file.text.count(chr(10))} lines, at most {VM_LINES}"


_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*"([^"]+)"', re.MULTILINE)


def includes(file):
    """(line, path) of each include in quotes."""
    for match in _INCLUDE.finditer(file.source.uncommented):
        yield file.source.line(match.start()), match.group(1)


def layers(tree, file):
    in_src, in_apps = file.path.startswith("src/"), file.path.startswith("apps/")
    if in_src and file.folder not in tree.layers and file.path.count("/") > 1:
        yield 1, f"the folder {file.folder} is not in src/LAYERS"
        return
    for line, path in includes(file):
        target = path.split("/")[0] if "/" in path else None
        if target is None and path in tree.generated:
            continue
        if in_apps:
            if path != "nametag.h" and not os.path.exists(os.path.join(tree.root, "apps", path)):
                yield line, f'apps include only "nametag.h" and their own headers, not "{path}"'
        elif file.path.startswith("include/"):
            yield line, "the public header includes nothing of the project"
        elif in_src and path == "nametag.h":
            if file.folder != "api":
                yield line, 'only api/ includes "nametag.h"'
        elif in_src and target is None:
            yield line, f'"{path}" is written without its folder'
        elif in_src and target != file.folder and target not in tree.layers[file.folder]:
            yield line, f"{file.folder} may not include {target} (src/LAYERS)"


_CALL = re.compile(r"(?<![\w.>])([a-z_]\w*)\s*\(")


def banned_call(tree, file):
    if not file.path.startswith("src/") or file.folder == "base":
        return
    for match in _CALL.finditer(file.source.code):
        if match.group(1) in BANNED:
            yield (file.source.line(match.start()),
                   f"{match.group(1)}() is called in base/ and apps/ only")


_SLOT_NAME = re.compile(r"\bSlot\s*(?:const\s*)?\*?\s*(\w+)\s*(?:\[[^;]*\])?\s*[;=,)]")


def slot_copy(tree, file):
    if file.path == "src/memory/slot.h":
        return
    declared = set(_SLOT_NAME.findall(file.source.code))
    for match in re.finditer(r"\bmem(?:cpy|move|set)\s*\(", file.source.code):
        arguments = _arguments(file.source.code, match.end())
        members = set(re.findall(r"(?:\.|->)(\w+)\b", arguments))
        names = set(re.findall(r"(?<![\w.>])(\w+)\b(?!\s*(?:->|\.|\())", arguments))
        if "Slot" in names or names & declared or members & (declared | tree.slot_members):
            yield (file.source.line(match.start()),
                   "slots are moved by slots_move, not by their bytes")


def _arguments(code, offset):
    """The text up to the bracket that closes the one before offset."""
    depth = 1
    for match in re.finditer(r"[()]", code[offset:]):
        depth += 1 if match.group() == "(" else -1
        if depth == 0:
            return code[offset:offset + match.start()]
    return code[offset:]


def slot_write(tree, file):
    source = file.source
    for match in re.finditer(r"typedef\s+struct\s+Slot\s*\{([^}]*)\}", source.code):
        if not re.search(r"\bconst\s+\w+\s*;", match.group(1)):
            yield source.line(match.start()), "the member of Slot is not const"
    if file.path == "src/memory/slot.h":
        return
    casts = r"\(\s*(?:struct\s+)?Object\s*\*\s*\*\s*\)|\(\s*Slot\s*\)\s*\{"
    for match in re.finditer(casts, source.code):
        yield source.line(match.start()), "only memory/slot.h writes a slot: no cast around it"


def snake(name):
    """ListIterator as list_iterator."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def prefix(tree, file):
    if not file.path.startswith("src/") or not file.path.endswith(".h"):
        return
    source = file.source
    own = re.findall(r"\btypedef\s+(?:struct|union|enum)?\s*\w*\s*(?:\{[^}]*\})?\s*(\w+)\s*;",
                     source.code)
    prefixes = {file.stem, file.stem + "s"} | {snake(name) for name in own}
    heads = [(offset, text) for offset, text in source.declarations()]
    heads += [(function.start, source.code[function.start:function.brace])
              for function in source.functions()]
    for offset, head in heads:
        name = declared_function(head)
        if name is None or name == "void":
            continue
        types = [snake(word) for word in re.findall(r"\b([A-Z]\w*[a-z]\w*)\b", head)
                 if word != "Vm"]
        if not any(name == p or name.startswith(p + "_") for p in prefixes | set(types)):
            yield source.line(offset), f"{name} does not begin with {file.stem}_ or its type's name"


def boolean_parameter(tree, file):
    if not file.path.endswith(".h"):
        return
    for match in re.finditer(r"[(,]\s*(?:const\s+)?bool\b(?!\s*\*)(?!\s*\()\s*\w*\s*(?=[,)])",
                             file.source.code):
        yield (file.source.line(match.end()),
               "a boolean parameter: two functions, or an enum whose values say it")


def mutable_global(tree, file):
    if not file.path.startswith("src/") or file.folder == "base" or file.path.endswith(".h"):
        return
    source = file.source
    for match in re.finditer(r"\bstatic\s+(?!inline\b)[^;{}()=]*[;=]", source.code):
        _, star, name = match.group().rpartition("*")
        if not re.search(r"\bconst\b", name):
            yield source.line(match.start()), "state outside the machine: hang it off the Vm"


def test_name(tree, file):
    if not file.path.startswith("src/"):
        return
    for offset, text in file.source.strings:
        found = re.search(r"(?:^|[/\s])(?:tests|bench|examples)/", text)
        names = set(re.findall(r"([\w-]+)\.py\b", text)) & tree.test_stems
        if found or names or text in tree.bench_stems:
            yield file.source.line(offset), f'"{text}" recognises a test, program or benchmark'


# The last column of a rule: which files it reads.
def _any(file):
    return True


def _c(file):
    return file.is_c


def _src(file):
    return file.is_c and not file.path.startswith("tests/")


RULES = [
    ("line-length", line_length, _any),
    ("whitespace", whitespace, _any),
    ("todo", todo, _any),
    ("file-length", file_length, _any),
    ("function-length", function_length, _c),
    ("operation-length", operation_length, _c),
    ("goto", goto_forward, _c),
    ("vm-length", vm_length, _c),
    ("layers", layers, _src),
    ("banned-call", banned_call, _src),
    ("slot-copy", slot_copy, _src),
    ("slot-write", slot_write, _src),
    ("prefix", prefix, _src),
    ("boolean-parameter", boolean_parameter, _src),
    ("global", mutable_global, _src),
    ("test-name", test_name, _src),
]
WARNINGS = [("file-length", file_length_warning, _any)]
