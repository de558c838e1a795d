# Nametag: `make help` lists the targets.

CC       = gcc
CXX      = g++
BUILD    = build
OPTIMISE = -O2 -g
WARNINGS = -Wall -Wextra -Werror
CFLAGS   = -std=gnu17 $(OPTIMISE) $(WARNINGS) -fno-strict-aliasing -fvisibility=hidden
CXXFLAGS = -std=gnu++17 $(OPTIMISE) -fno-exceptions -fno-rtti -fvisibility=hidden
CPPFLAGS = -Isrc -I$(BUILD)/gen -Iinclude $(addprefix -isystem ,$(wildcard /usr/include/dragonbox-*)) -MMD -MP
LIBS     = -lgmp -lm

SOURCES  = $(wildcard src/*/*.c src/*/*.S src/*/*.cpp)
OBJECTS  = $(patsubst src/%,$(BUILD)/obj/%.o,$(SOURCES))
LIBRARY  = $(BUILD)/libnametag.a

all: $(LIBRARY)

$(LIBRARY): $(OBJECTS)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/obj/%.c.o: src/%.c
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -c $< -o $@

$(BUILD)/obj/%.S.o: src/%.S
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) -c $< -o $@

$(BUILD)/obj/%.cpp.o: src/%.cpp
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -c $< -o $@

clean:
	rm -rf $(BUILD)

-include $(OBJECTS:.o=.d)

.PHONY: all clean
