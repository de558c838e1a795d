"""Reads the notation of the grammars in src/syntax, and finds what can begin each rule.

    rule : Type = alternative / alternative
    rule : Type memo = ...          the result is kept for each place in the text
    rule : Type quiet = ...         the invalid_ rules below it are not tried

An alternative is a row of items and may end in { a C expression }, its result.
An item is an atom, perhaps with a label before and a sign behind it:

    'if'  'sign'        that token          "match"        a name spelled so
    NAME  NEWLINE       a token of a kind   rule           another rule
    ( a / b )           a group             x? x* x+       optional, any number, some
    x % ','             some x with the sign between them
    &x  !x              x follows, or does not; nothing is read
    ~                   from here on no other alternative is tried
    ^'sign'             that token must come, else the text is refused at once
    label=x             names the item's value for the action; label:Type=(...) for a group

A rule whose alternatives begin with the rule itself grows from left to right.
Rules called invalid_... are tried in the second pass only, when the text is known
to be wrong and the question is what to say.
"""

import re

LEXEMES = re.compile(r"""
    (?P<space>\s+|\#[^\n]*)
  | (?P<action>\{)
  | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
  | (?P<token>'[^']+')
  | (?P<soft>"[^"]+")
  | (?P<sign>[:=/()?*+&!~^%])
""", re.X)

# The atoms in capitals that are not plain kinds of token: their value and first token.
SPECIAL = {
    "NAME": ("Expr *", "parser_name(p)", {"NAME"}),
    "NUMBER": ("Expr *", "parser_number(p)", {"NUMBER"}),
    "SOFT_KEYWORD": ("Expr *", "parser_soft_keyword(p)", {"NAME"}),
}


class GrammarError(Exception):
    """The grammar's text is wrong."""


class Item:
    """One item of an alternative. `kind` says which fields count."""

    def __init__(self, kind, **fields):
        self.kind = kind
        self.label = self.type = None
        self.__dict__.update(fields)


class Alternative:
    def __init__(self, items, action):
        self.items, self.action = items, action


class Rule:
    def __init__(self, name, type_, flag, alternatives):
        self.name, self.type = name, type_
        self.memo, self.quiet = flag == "memo", flag == "quiet"
        self.alternatives = alternatives
        self.first, self.nullable = set(), False

    @property
    def is_left_recursive(self):
        return any(starts_with(alternative, self.name) for alternative in self.alternatives)


def starts_with(alternative, name):
    item = alternative.items[0]
    return item.kind == "rule" and item.name == name


def split(text):
    """The lexemes of the text as (kind, text, line)."""
    place, line, found = 0, 1, []
    while place < len(text):
        match = LEXEMES.match(text, place)
        if match is None:
            raise GrammarError(f"line {line}: what is {text[place]!r}?")
        kind, lexeme = match.lastgroup, match.group()
        if kind == "action":
            lexeme = text[place:end_of_action(text, place)]
        if kind != "space":
            found.append((kind, lexeme, line))
        line += lexeme.count("\n")
        place += len(lexeme)
    return found


def end_of_action(text, place):
    depth = 0
    for match in re.compile(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|[{}]').finditer(text, place):
        depth += {"{": 1, "}": -1}.get(match.group(), 0)
        if depth == 0:
            return match.end()
    raise GrammarError("an action does not end")


class Reader:
    """Recursive descent over the lexemes."""

    def __init__(self, text, kinds):
        self.lexemes, self.place = split(text), 0
        self.kinds = kinds  # spelling or kind -> TokenKind's name without TOKEN_

    def peek(self, ahead=0):
        place = self.place + ahead
        return self.lexemes[place][:2] if place < len(self.lexemes) else ("end", "")

    def take(self, text=None):
        kind, lexeme = self.peek()
        if text is not None and lexeme != text:
            raise GrammarError(f"line {self.lexemes[self.place][2]}: {lexeme!r} is not {text!r}")
        self.place += 1
        return kind, lexeme

    def accept(self, text):
        if self.peek()[1] != text or self.peek()[0] != "sign":
            return False
        self.place += 1
        return True

    def at_rule(self):
        """Whether `name : Type =` or `name : Type memo =` stands here."""
        words = [self.peek(i) for i in range(5)]
        if [kind for kind, _ in words[:3]] != ["word", "sign", "word"] or words[1][1] != ":":
            return False
        has_flag = words[3] in (("word", "memo"), ("word", "quiet"))
        return words[4 if has_flag else 3][1] == "=" and self.starts_line()

    def starts_line(self):
        return self.place == 0 or self.lexemes[self.place][2] > self.lexemes[self.place - 1][2]

    def rules(self):
        rules = {}
        while self.peek()[0] != "end":
            if not self.at_rule():
                raise GrammarError(f"line {self.lexemes[self.place][2]}: a rule should begin")
            name = self.take()[1]
            self.take(":")
            type_ = self.take()[1] + " *"
            flag = self.take()[1] if self.peek()[0] == "word" else None
            self.take("=")
            if name in rules:
                raise GrammarError(f"{name} stands there twice")
            rules[name] = Rule(name, type_, flag, self.alternatives())
        return rules

    def alternatives(self):
        found = [self.alternative()]
        while self.accept("/"):
            found.append(self.alternative())
        return found

    def alternative(self):
        items = []
        while True:
            kind, lexeme = self.peek()
            if kind == "end" or kind == "action" or lexeme in ("/", ")") and kind == "sign":
                break
            if self.at_rule():
                break
            items.append(self.item())
        action = None
        if self.peek()[0] == "action":
            action = " ".join(self.take()[1][1:-1].split())
        return Alternative(items, action)

    def item(self):
        label = type_ = None
        if self.peek()[0] == "word" and self.peek(1) == ("sign", "="):
            label = self.take()[1]
            self.take("=")
        elif self.peek()[0] == "word" and self.peek(1) == ("sign", ":"):
            label = self.take()[1]
            self.take(":")
            type_ = self.take()[1] + " *"
            self.take("=")
        item = self.prefixed()
        item.label, item.type = label, type_
        return item

    def prefixed(self):
        if self.accept("~"):
            return Item("cut")
        if self.accept("&"):
            return Item("ahead", inner=self.atom(), wanted=True)
        if self.accept("!"):
            return Item("ahead", inner=self.atom(), wanted=False)
        if self.accept("^"):
            return Item("required", inner=self.atom())
        atom = self.atom()
        if self.accept("?"):
            return Item("optional", inner=atom)
        if self.accept("*"):
            return Item("loop", inner=atom, least=0, separator=None)
        if self.accept("+"):
            return Item("loop", inner=atom, least=1, separator=None)
        if self.accept("%"):
            return Item("loop", inner=atom, least=1, separator=self.atom())
        return atom

    def atom(self):
        kind, lexeme = self.take()
        if lexeme == "(" and kind == "sign":
            group = Item("group", alternatives=self.alternatives())
            self.take(")")
            return group
        if kind == "token":
            return Item("token", token=self.kinds[lexeme[1:-1]], spelling=lexeme[1:-1])
        if kind == "soft":
            return Item("soft", spelling=lexeme[1:-1])
        if kind == "word":
            if lexeme in SPECIAL:
                return Item("special", name=lexeme)
            if lexeme.isupper():
                return Item("token", token=self.kinds[lexeme], spelling=lexeme)
            return Item("rule", name=lexeme)
        raise GrammarError(f"line {self.lexemes[self.place - 1][2]}: unexpected {lexeme!r}")


class Firsts:
    """Finds for each rule the kinds of token that it can begin with.

    A set is a frozenset of kinds, or None for "anything", when the item may match
    without reading (nullable).
    """

    def __init__(self, rules):
        self.rules = rules
        changed = True
        while changed:
            changed = False
            for rule in rules.values():
                first, nullable = self.of_alternatives(rule.alternatives)
                if first != rule.first or nullable != rule.nullable:
                    rule.first, rule.nullable = first, nullable
                    changed = True

    def of_alternatives(self, alternatives):
        first, nullable = set(), False
        for alternative in alternatives:
            kinds, is_empty = self.of_alternative(alternative)
            first |= kinds
            nullable |= is_empty
        return first, nullable

    def of_alternative(self, alternative):
        """What can begin an alternative, and whether it can match nothing."""
        first, limit = set(), None
        for item in alternative.items:
            if item.kind == "ahead":
                kinds, is_empty = self.of_item(item.inner)
                if item.wanted and not is_empty:
                    limit = kinds if limit is None else limit & kinds
                continue
            kinds, is_empty = self.of_item(item)
            first |= kinds
            if not is_empty:
                return (first if limit is None else first & limit), False
        # Nothing need be read: with a lookahead, what it wants still has to follow.
        if limit is not None:
            return set(limit), False
        return first, True

    def of_item(self, item):
        if item.kind == "token":
            return {item.token}, False
        if item.kind == "soft":
            return {"NAME"}, False
        if item.kind == "special":
            return SPECIAL[item.name][2], False
        if item.kind == "rule":
            rule = self.rules.get(item.name)
            if rule is None:
                raise GrammarError(f"there is no rule {item.name}")
            return rule.first, rule.nullable
        if item.kind == "group":
            return self.of_alternatives(item.alternatives)
        if item.kind in ("optional", "loop"):
            kinds, is_empty = self.of_item(item.inner)
            return kinds, is_empty or item.kind == "optional" or item.least == 0
        if item.kind == "cut":
            return set(), True
        # A required token is looked at whatever comes, for it may have to be missed.
        return set(), True


def read(text, kinds):
    """The rules of a grammar's text, with their first sets."""
    rules = Reader(text, kinds).rules()
    firsts = Firsts(rules)
    return rules, firsts
