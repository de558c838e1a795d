# Nametag: `make help` lists the targets.

CC       = gcc
CXX      = g++
BUILD    = build
GEN      = build/gen
PREFIX   = /usr/local
DESTDIR  =
PYTHON   = /usr/bin/python3.11
OPTIMISE = -O2 -g
DEFINES  =
SANITISE =
WARNINGS = -Wall -Wextra -Werror
CFLAGS   = -std=gnu17 $(OPTIMISE) $(WARNINGS) -fno-strict-aliasing -fvisibility=hidden $(SANITISE)
CXXFLAGS = -std=gnu++17 $(OPTIMISE) -fno-exceptions -fno-rtti -fvisibility=hidden $(SANITISE)
DRAGON   = $(addprefix -isystem ,$(wildcard /usr/include/dragonbox-*))
CPPFLAGS = $(DEFINES) -Isrc -I$(GEN) -Iinclude $(DRAGON) -MMD -MP
LIBS     = -lgmp -lm $(foreach row,$(OPTIONAL),$(if $(call has,$(row)),-l:$(call column,3,$(row))))
MODES    = plain
FILTER   =
# Commands are shown in short; V=1 shows them whole.
V        =
Q        = $(if $(V),,@)
say      = $(if $(V),,@echo '  $(1)  $(2)')
JOBS    := $(shell nproc)

# Libraries that may be absent: header, the modules over it (modules/absent.c takes their place),
# library. They are linked statically, so that no start waits for them.
OPTIONAL  = zlib:zlib:libz.a bzlib:bz2:libbz2.a lzma:lzma:liblzma.a expat:expat:libexpat.a \
            openssl/sha:none:libcrypto.a
column    = $(word $(1),$(subst :, ,$(2)))
has       = $(wildcard $(addsuffix /$(call column,1,$(1)).h,/usr/include /usr/local/include))
ABSENT    = $(foreach row,$(OPTIONAL),$(if $(call has,$(row)),,$(call column,2,$(row))))

SOURCES   = $(filter-out $(ABSENT:%=src/modules/%%.c),\
              $(wildcard src/*/*.c src/*/*.S src/*/*.cpp))
OBJECTS   = $(SOURCES:src/%=$(BUILD)/obj/%.o)
APPS      = $(wildcard apps/*/*.c)
APP_OBJECTS  = $(APPS:apps/%=$(BUILD)/apps/%.o)
UNITS     = $(wildcard tests/unit/test_*.c)
UNIT_HELP = $(filter-out $(UNITS),$(wildcard tests/unit/*.c))
UNIT_HELP_OBJECTS = $(UNIT_HELP:tests/unit/%=$(BUILD)/unit/%.o)
UNIT_PROGRAMS = $(UNITS:tests/unit/%.c=$(BUILD)/unit/%)
# tools/generate/NAME.py, given a path, writes the file that src/ includes as "NAME".
GENERATED = $(patsubst tools/generate/%.py,$(GEN)/%,$(wildcard tools/generate/*.py))
LIBRARY   = $(BUILD)/libnametag.a
PROGRAM   = $(BUILD)/nametag

## Build: the library, and the program where its sources are.
all: $(LIBRARY) $(if $(APPS),$(PROGRAM))

$(LIBRARY): $(OBJECTS) $(BUILD)/objects
	@rm -f $@
	$(call say,AR ,$@)
	$(Q)ar qcs $@ $(OBJECTS)

# At fixed addresses, so that a start can begin with the memory of an earlier one (src/api/image.c).
$(PROGRAM): $(APP_OBJECTS) $(LIBRARY) $(BUILD)/objects
	$(call say,LD ,$@)
	$(Q)$(CC) $(SANITISE) $(OPTIMISE) -no-pie $(LDFLAGS) -o $@ $(APP_OBJECTS) $(LIBRARY) $(LIBS)

# One file's own options: CFLAGS_folder/name.c = ...
$(BUILD)/obj/%.c.o: src/%.c $(BUILD)/flags | $(GENERATED)
	@mkdir -p $(@D)
	$(call say,CC ,$<)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) $(CFLAGS_$*.c) -c $< -o $@

$(BUILD)/obj/%.S.o: src/%.S $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,AS ,$<)
	$(Q)$(CC) $(CPPFLAGS) -c $< -o $@

$(BUILD)/obj/%.cpp.o: src/%.cpp $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CXX,$<)
	$(Q)$(CXX) $(CPPFLAGS) $(CXXFLAGS) -c $< -o $@

$(BUILD)/apps/%.c.o: apps/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call say,CC ,$<)
	$(Q)$(CC) $(DEFINES) -Iinclude -Iapps -MMD -MP $(CFLAGS) -c $< -o $@

$(BUILD)/unit/%.c.o: tests/unit/%.c $(BUILD)/flags | $(GENERATED)
	@mkdir -p $(@D)
	$(call say,CC ,$<)
	$(Q)$(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS) -c $< -o $@

$(UNIT_PROGRAMS): %: %.c.o $(UNIT_HELP_OBJECTS) $(LIBRARY)
	$(call say,LD ,$@)
	$(Q)$(CC) $(SANITISE) $(OPTIMISE) -o $@ $< $(UNIT_HELP_OBJECTS) $(LIBRARY) -lcmocka $(LIBS)

$(GEN)/%: tools/generate/%.py
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)$(PYTHON) $< $@

$(GEN)/python_rules.inc: $(wildcard src/syntax/*.grammar) src/syntax/tokens.def tools/lib/peg.py
$(GEN)/keywords.inc: src/syntax/tokens.def
$(GEN)/compiler_digest.inc: $(wildcard src/compile/* src/syntax/* src/modules/marshal* \
    src/objects/code*)
$(GEN)/go_library.inc: $(wildcard src/go/library/*.go src/go/library/*/*.go)
$(GEN)/page.inc: $(wildcard src/explain/page/*)
$(GEN)/unicode_tables.inc $(GEN)/unicode_names.inc $(GEN)/unicode_old.inc: tools/lib/ucd.py
$(GEN)/unicode_old.inc: tools/generate/unicode_3_2.txt

# Rewritten only when what they hold changes: the options of the build, so that everything
# is built with the same ones, and the list of objects, so that none stays behind.
$(BUILD)/flags: FORCE
	$(call keep,$(CC) $(CXX) $(CPPFLAGS) $(CFLAGS) $(CXXFLAGS))

$(BUILD)/objects: FORCE
	$(call keep,$(OBJECTS) $(APP_OBJECTS))

keep = @mkdir -p $(@D); echo '$(1)' | cmp -s - $@ || echo '$(1)' > $@

# What tests/syntax/compare_trees asks for trees.
$(BUILD)/dump_tree: tests/syntax/dump_tree.c $(LIBRARY)
	$(call say,LD ,$@)
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS) -o $@ $< $(LIBRARY) $(LIBS)

# What tests/bytecode/compare_code asks for code objects.
$(BUILD)/dump_code: tests/bytecode/dump_code.c $(BUILD)/unit/machine.c.o $(LIBRARY)
	$(call say,LD ,$@)
	$(Q)$(CC) $(CPPFLAGS) -Itests/unit $(CFLAGS) -o $@ $< $(BUILD)/unit/machine.c.o $(LIBRARY) \
	    -lcmocka $(LIBS)

# Has each allocation fail in turn.
$(BUILD)/sweep: tests/failures/sweep.c $(LIBRARY)
	$(call say,LD ,$@)
	$(Q)$(CC) -Iinclude $(CFLAGS) -o $@ $< $(LIBRARY) $(LIBS)

units: $(UNIT_PROGRAMS) $(BUILD)/dump_tree $(BUILD)/dump_code $(BUILD)/sweep

## Install what is missing, build, run a program of the notes, explain it and draw it.
demo: needs
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@tools/demo $(PROGRAM)

## Install what is missing, build, and run all tests; MODES="plain stack" FILTER=list choose.
test: needs
	@$(MAKE) --no-print-directory -j$(JOBS) all units
	@tools/run_tests --build $(BUILD) $(addprefix --mode ,$(MODES)) $(FILTER)

## Compare all loops at each line of all test programs.
check-modes: all units
	@tools/compare_modes --binary $(PROGRAM) --jobs $(JOBS) $(FILTER)

## Compare the events of all programs with the heap and with CPython, at each line.
check-events: all
	@tests/explain/check_events $(PROGRAM)

## Build the page of `nametag show` from page/ (needs node 20).
page:
	@tools/page

## Take pictures of pages for docs/gallery/.
gallery: all
	@NAMETAG=$(PROGRAM) tests/page/gallery

## Go through the pages of all programs of examples/ in a browser, step by step.
check-page: all
	@NAMETAG=$(PROGRAM) tests/page/steps.sh --all
	@NAMETAG=$(PROGRAM) tests/page/use.sh --all

## Compare what random programs see of the memory with CPython: COUNT of them from SEED on.
check-memory: COUNT = 20000
check-memory: SEED = 1
check-memory: all
	@tools/check_memory --binary $(PROGRAM) --count $(COUNT) --seed $(SEED) --jobs $(JOBS)

## Compare Go programs with what Go 1.19 makes of them: ours, then its own tests.
check-go: all
	@tools/check_go --binary $(PROGRAM)
	-@tools/check_go --binary $(PROGRAM) --run
	-@tools/check_go --binary $(PROGRAM) --errors

## Compare COUNT random calls of built-in functions and methods with CPython, from SEED on.
differential: COUNT = 100000
differential: SEED = 1
differential: all
	@tools/differential --binary $(PROGRAM) --count $(COUNT) --seed $(SEED)

## Have each allocation of the programs of examples/ (PROGRAMS) and of the start fail in turn.
check-failures: units
	@$(BUILD)/sweep --start
	@$(BUILD)/sweep $(SWEEP) $(PROGRAMS)

PROGRAMS = $(wildcard examples/*/*.py)
SWEEP = --until 2000 --factor 1.05

## Build with AddressSanitizer and UBSan in build/sanitize, and run all tests there.
sanitize: needs
	@$(MAKE) --no-print-directory -j$(JOBS) $(SANITIZE_BUILD) all units
	@tools/run_tests --build build/sanitize $(addprefix --mode ,$(MODES)) $(FILTER)

SANITIZE_BUILD = BUILD=build/sanitize OPTIMISE='-O1 -g' DEFINES=-DNAMETAG_DEBUG \
    SANITISE='-fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer'

## Build with the checks of hot paths (-DNAMETAG_DEBUG) in build/debug.
debug:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/debug OPTIMISE='-Og -g3' \
	    DEFINES=-DNAMETAG_DEBUG all units

## Build with every check (-DNAMETAG_DEBUG -DNAMETAG_STRESS) in build/stress.
stress:
	@$(MAKE) --no-print-directory -j$(JOBS) BUILD=build/stress OPTIMISE='-O1 -g' \
	    DEFINES='-DNAMETAG_DEBUG -DNAMETAG_STRESS' all units

## Compare the speed of the larger programs of bench/ with CPython's.
bench: all
	@tools/bench bench

## What recording the programs of bench/ costs, and going to moments of them.
bench-time: all
	@tools/bench_time

## Compare the speed of single operations, bench/micro/, with CPython's.
bench-micro: all
	@tools/bench bench/micro

## Compare all trees, and why texts are refused, with CPython's, for the whole library.
check-syntax: needs units
	@tools/install-needs $$($(PYTHON) tools/lib/library.py)
	@PYTHONHASHSEED=0 tests/syntax/compare_trees

## Compare all code objects with CPython's, for the whole library; and the time it takes.
check-bytecode: needs units
	@tools/install-needs $$($(PYTHON) tools/lib/library.py)
	@PYTHONHASHSEED=0 $(PYTHON) tests/bytecode/compare_code --program $(BUILD)/dump_code

## Compare both on 50,000 broken and drawn texts (COUNT, SEED).
fuzz-syntax: COUNT = 50000
fuzz-syntax: SEED = 0
fuzz-syntax: needs units
	@tools/install-needs $$($(PYTHON) tools/lib/library.py)
	@PYTHONHASHSEED=0 tests/syntax/fuzz_texts --count $(COUNT) --seed $(SEED)

## Hold the source to the limits of docs/STYLE.md.
tidy: $(GENERATED)
	@tools/tidy

## The check before landing a change: the lint and all tests.
quick: all
	@tools/quick

## Write the generated pages of docs/.
docs:
	@tools/docs

## Install the packages that building and testing need.
needs:
	@tools/install-needs

## Install program, library, header, man page and completions under $(DESTDIR)$(PREFIX).
install: all install-files

# Without a look at whether all of it is up to date.
install-files:
	install -d $(INSTALL_FOLDERS:%=$(DESTDIR)$(PREFIX)/%)
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/nametag
	install -m 644 $(LIBRARY) $(DESTDIR)$(PREFIX)/lib/libnametag.a
	install -m 644 include/nametag.h $(DESTDIR)$(PREFIX)/include/nametag.h
	printf '%s\n' $(PKG_CONFIG) > $(DESTDIR)$(PREFIX)/lib/pkgconfig/nametag.pc
	$(PROGRAM) --print man > $(DESTDIR)$(PREFIX)/share/man/man1/nametag.1
	$(PROGRAM) --print bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/nametag
	$(PROGRAM) --print zsh > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_nametag
	$(PROGRAM) --print fish > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/nametag.fish

INSTALL_FOLDERS = bin lib/pkgconfig include share/man/man1 share/bash-completion/completions \
    share/zsh/site-functions share/fish/vendor_completions.d
VERSION    = $(shell sed -n 's/.*NAMETAG_VERSION "\(.*\)".*/\1/p' include/nametag.h)
PKG_CONFIG = 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' \
    'Name: nametag' 'Description: A Python 3.11 whose memory can be seen' \
    'Version: $(VERSION)' 'Libs: -L$${libdir} -lnametag $(LIBS)' 'Cflags: -I$${includedir}'

## Remove everything that was built.
clean:
	rm -rf build

## Run CPython's own test suite by nametag, hold what passes, print a table by module.
conformance: all
	@tools/conformance -j $(JOBS) --check $(FILTER)

## List the targets.
help:
	@awk '/^## /{text = substr($$0, 4)} /^[a-z][a-z-]*:/ && text \
	    {sub(/:.*/, ""); printf "make %-12s %s\n", $$0, text; text = ""}' Makefile

-include $(OBJECTS:.o=.d) $(APP_OBJECTS:.o=.d) $(UNIT_HELP_OBJECTS:.o=.d) $(UNITS:tests/unit/%=$(BUILD)/unit/%.d)

FORCE:
.SECONDARY:
.PHONY: all units demo test sanitize debug stress bench bench-micro \
    bench-time tidy quick docs needs \
    install install-files clean conformance help page check-page check-modes \
    check-events check-failures check-go check-memory check-syntax check-bytecode \
    fuzz-syntax gallery differential FORCE
