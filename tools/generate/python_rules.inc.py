#!/usr/bin/python3.11
"""Writes the parser that the grammars of src/syntax describe, as C for rules.c.

Each rule, group and loop becomes one function that reads its alternatives in
order. An alternative is skipped when the token at hand can't begin it, so most
are never tried: that saves a fifth of the parser's instructions on Lib/typing.py.
tools/lib/peg.py tells the notation.
"""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "../lib"))
import peg  # noqa: E402

SYNTAX = os.path.join(HERE, "../../src/syntax")


def token_kinds():
    with open(os.path.join(SYNTAX, "tokens.def"), encoding="utf-8") as file:
        rows = re.findall(r'^(?:TOKEN|SIGN|KEYWORD)\((\w+)(?:, "([^"]+)")?\)', file.read(), re.M)
    kinds, order = {}, []
    for kind, spelling in rows:
        order.append(kind)
        kinds[spelling or kind] = kind
    return kinds, order


class Writer:
    """Writes the C of all rules. Functions of groups and loops come before their user."""

    def __init__(self, rules, firsts, order):
        self.rules, self.firsts = rules, firsts
        self.number_of = {kind: number for number, kind in enumerate(order)}
        self.sets, self.functions, self.helpers = {}, [], 0

    # --- Sets of tokens ---------------------------------------------------------

    def set_test(self, kinds, subject):
        """A C test that a token of kind `subject` is one of `kinds`; None for any."""
        if len(kinds) <= 2:
            return "(" + " || ".join(f"{subject} == TOKEN_{kind}" for kind in sorted(kinds)) + ")"
        low = high = 0
        for kind in kinds:
            number = self.number_of[kind]
            if number < 64:
                low |= 1 << number
            else:
                high |= 1 << number - 64
        name = self.sets.setdefault((low, high), f"set_{len(self.sets)}")
        return f"parser_is_in({subject}, &{name})"

    # --- Items ------------------------------------------------------------------

    def call(self, item):
        """A C expression that reads the item, and the type of its value."""
        if item.kind == "token":
            return f"parser_accept(p, TOKEN_{item.token})", "Token *"
        if item.kind == "soft":
            return f'parser_accept_soft(p, "{item.spelling}")', "Expr *"
        if item.kind == "special":
            type_, call, _ = peg.SPECIAL[item.name]
            return call, type_
        if item.kind == "rule":
            return f"rule_{item.name}(p)", self.rules[item.name].type
        if item.kind == "group":
            return f"{self.helper('group', item)}(p)", "void *"
        if item.kind == "loop":
            return f"{self.helper('loop', item)}(p)", "Seq *"
        raise peg.GrammarError(f"{item.kind} can't stand here")

    def guarded_call(self, item):
        """As call, but not made when the next token can't begin the item."""
        call, type_ = self.call(item)
        kinds, nullable = self.firsts.of_item(item)
        if item.kind in ("token", "soft", "special") or nullable:
            return call, type_
        return f"({self.set_test(kinds, 'parser_peek(p)')} ? {call} : NULL)", type_

    def condition(self, item, number):
        """The C condition that reads an item, its variable and the variable's type."""
        if item.kind == "cut":
            return "(is_cut = true)", None, None
        if item.kind == "ahead":
            return self.ahead(item), None, None
        if item.kind == "required":
            token = item.inner
            call = f'parser_require(p, TOKEN_{token.token}, "{token.spelling}")'
            return call, None, None
        optional = item.kind == "optional"
        call, type_ = self.guarded_call(item.inner) if optional else self.call(item)
        variable = item.label or f"item_{number}"
        if optional:
            return f"({variable} = {call}, !p->is_failed)", variable, item.type or type_
        return f"({variable} = {call}) != NULL", variable, item.type or type_

    def ahead(self, item):
        kinds, nullable = self.firsts.of_item(item.inner)
        inner = item.inner
        is_set = inner.kind == "token" or (inner.kind == "group" and all(
            len(alternative.items) == 1 and alternative.items[0].kind == "token"
            for alternative in inner.alternatives))
        if is_set and not nullable:
            test = self.set_test(kinds, "parser_peek(p)")
            # A token that could not be read is neither there nor absent.
            return test if item.wanted else f"(!{test} && !p->is_failed)"
        call, _ = self.guarded_call(inner)
        return f"{'PARSER_AHEAD' if item.wanted else 'PARSER_NOT_AHEAD'}(p, {call})"

    # --- Functions --------------------------------------------------------------

    def helper(self, kind, item):
        self.helpers += 1
        name = f"{kind}_{self.helpers}"
        if kind == "group":
            text = self.function(name, "void *", item.alternatives, None)
        else:
            text = self.loop(name, item)
        self.functions.append(text)
        return name

    def loop(self, name, item):
        call, _ = self.guarded_call(item.inner)
        lines = [f"static Seq *{name}(Parser *p) {{",
                 "    if (!parser_enter(p, 1)) return NULL;",
                 "    int start = p->mark, base = p->scratch_count;",
                 "    void *item;"]
        if item.separator is None:
            lines += [f"    while ((item = {call}) != NULL) {{",
                      "        if (!parser_push(p, item)) break;",
                      "    }"]
        else:
            separator, _ = self.call(item.separator)
            lines += ["    int end = start;",
                      f"    while ((item = {call}) != NULL) {{",
                      "        end = p->mark;",
                      "        if (!parser_push(p, item)) break;",
                      f"        if ({separator} == NULL) break;",
                      "    }",
                      "    p->mark = end;"]
        lines += [f"    return parser_collect(p, start, base, {item.least});", "}", ""]
        return "\n".join(lines)

    def function(self, name, type_, alternatives, rule):
        recursive = rule is not None and rule.is_left_recursive
        memo = rule is not None and (rule.memo or recursive)
        lines = [f"static {type_}{name}(Parser *p) {{",
                 f"    if (!parser_enter(p, {2 if recursive else 1})) return NULL;",
                 "    void *result = NULL;"]
        if memo:
            lines += [f"    if (parser_recall(p, MEMO_{rule.name}, &result)) {{",
                      f"        p->level -= {2 if recursive else 1};",
                      "        return result;", "    }"]
        body = []
        for alternative in alternatives:
            if not (recursive and peg.starts_with(alternative, rule.name)):
                body += self.alternative(alternative)
        uses_kind = any(re.search(r"\bkind\b", line) for line in body)
        quiet = rule is not None and rule.quiet
        if quiet:
            lines += ["    bool was_second_pass = p->is_second_pass;",
                      "    p->is_second_pass = false;"]
        lines += ["    int start = p->mark;"]
        if uses_kind:
            lines += ["    TokenKind kind = parser_peek(p);", "    if (p->is_failed) goto done;"]
        else:
            lines += ["    if (parser_peek(p), p->is_failed) goto done;"]
        lines += body
        if recursive:
            lines += ["    goto done;", "grow:"] + self.growth(rule)
        lines += ["done:"]
        if quiet:
            lines += ["    p->is_second_pass = was_second_pass;"]
        if memo:
            lines += [f"    parser_remember(p, start, MEMO_{rule.name}, result);"]
        lines += [f"    p->level -= {2 if recursive else 1};", "    return result;", "}", ""]
        text = "\n".join(lines)
        if recursive:
            # The seed leads to its growth, all other ways end.
            seed, growth = text.split("\ngrow:\n")
            seed = seed.replace("            goto done;\n        }\n        p->mark",
                                "            goto grow;\n        }\n        p->mark")
            text = seed + "\ngrow:\n" + growth
        return text

    def alternative(self, alternative):
        """The lines that try one alternative and go to `done` when it matches."""
        kinds, nullable = self.firsts.of_alternative(alternative)
        tests = []
        if any(item.kind == "rule" and item.name.startswith("invalid_")
               for item in alternative.items[:1]):
            tests.append("p->is_second_pass")
        if not nullable:
            tests.append(self.set_test(kinds, "kind"))
        opening = f"    if ({' && '.join(tests)}) {{" if tests else "    {"
        return [opening] + self.attempt(alternative.items, alternative, "start", "done") + ["    }"]

    def attempt(self, items, alternative, start, target):
        conditions, variables, valued = [], [], []
        for number, item in enumerate(items):
            condition, variable, type_ = self.condition(item, number)
            conditions.append(condition)
            if variable is not None:
                variables.append((variable, type_))
                valued.append(item)
        has_cut = any(item.kind == "cut" for item in items)
        lines = [f"        {type_}{variable};" for variable, type_ in variables]
        if has_cut:
            lines.append("        bool is_cut = false;")
        joined = " &&\n            ".join(conditions)
        lines += [f"        if ({joined}) {{"]
        lines += [f"            (void){variable};" for variable, _ in variables
                  if not self.uses(alternative, items, variable)]
        lines += [f"            result = {self.result(alternative, variables, valued)};"]
        if alternative.action is not None:
            lines += ["            if (result == NULL) parser_notice(p);"]
        lines += [f"            goto {target};", "        }", f"        p->mark = {start};"]
        lines += ["        if (is_cut || p->is_failed) goto done;" if has_cut
                  else "        if (p->is_failed) goto done;"]
        return lines

    @staticmethod
    def result(alternative, variables, valued):
        if alternative.action is not None:
            return alternative.action
        labelled = [item.label for item in valued if item.label]
        if len(labelled) == 1:
            return labelled[0]
        if len(variables) == 1:
            return variables[0][0]
        return "PARSER_MATCHED"

    def uses(self, alternative, items, variable):
        valued = [item for item in items if item.kind not in ("cut", "ahead", "required")]
        variables = [(item.label or f"item_{items.index(item)}", None) for item in valued]
        return re.search(rf"\b{variable}\b", self.result(alternative, variables, valued))

    def growth(self, rule):
        """The loop of a left-recursive rule: the result becomes the first item again."""
        lines = ["    for (;;) {", "        int grown = p->mark;", "        void *seed = result;",
                 "        result = NULL;", "        TokenKind next = parser_peek(p);",
                 "        if (p->is_failed) goto done;"]
        for alternative in rule.alternatives:
            if not peg.starts_with(alternative, rule.name):
                continue
            left = alternative.items[0].label or "left"
            rest = peg.Alternative(alternative.items[1:], alternative.action)
            kinds, _ = self.firsts.of_alternative(rest)
            inner = self.attempt(rest.items, rest, "grown", "next_round")
            lines.append(f"        if ({self.set_test(kinds, 'next')}) {{")
            lines += [f"            {rule.type}{left} = seed;", f"            (void){left};"]
            lines += ["    " + line for line in inner] + ["        }"]
        # Nothing grew: the seed is the result.
        return lines + ["        result = seed;", "        goto done;", "    next_round:",
                        "        if (result == NULL) {",
                        "            result = p->is_failed ? NULL : seed;",
                        "            p->mark = grown;", "            goto done;", "        }",
                        "    }"]

    def write(self, out):
        for rule in self.rules.values():
            text = self.function(f"rule_{rule.name}", rule.type, rule.alternatives, rule)
            self.functions.append(text)
        memos = [rule.name for rule in self.rules.values() if rule.memo or rule.is_left_recursive]
        out.write("enum {\n" + "".join(f"    MEMO_{name},\n" for name in memos) + "};\n\n")
        for (low, high), name in self.sets.items():
            out.write(f"static const TokenSet {name} = {{{{0x{low:x}u, 0x{high:x}u}}}};\n")
        out.write("\n")
        for rule in self.rules.values():
            out.write(f"static {rule.type}rule_{rule.name}(Parser *p);\n")
        out.write("\n" + "\n".join(self.functions))


def main(path):
    kinds, order = token_kinds()
    texts = []
    for name in ("python.grammar", "mistakes.grammar"):
        with open(os.path.join(SYNTAX, name), encoding="utf-8") as file:
            texts.append(file.read())
    rules, firsts = peg.read("\n".join(texts), kinds)
    with open(path, "w", encoding="utf-8") as out:
        Writer(rules, firsts, order).write(out)


if __name__ == "__main__":
    main(sys.argv[1])
