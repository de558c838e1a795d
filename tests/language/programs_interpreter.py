# Programs: a tokenizer, a parser by descent, and an evaluator.
def tokens(text):
    i = 0
    while i < len(text):
        c = text[i]
        if c.isspace():
            i += 1
        elif c.isdigit():
            j = i
            while j < len(text) and (text[j].isdigit() or text[j] == "."): j += 1
            yield "number", float(text[i:j]) if "." in text[i:j] else int(text[i:j])
            i = j
        elif c.isalpha():
            j = i
            while j < len(text) and text[j].isalnum(): j += 1
            yield "name", text[i:j]
            i = j
        else:
            yield "op", c
            i += 1
    yield "end", None
class Parser:
    def __init__(self, text):
        self.items = tokens(text)
        self.kind, self.value = next(self.items)
    def take(self):
        value = self.value
        self.kind, self.value = next(self.items, ("end", None))
        return value
    def binary(self, ops, below):
        left = below()
        while self.kind == "op" and self.value in ops:
            left = (self.take(), left, below())
        return left
    def expression(self): return self.binary("+-", self.term)
    def term(self): return self.binary("*/", self.factor)
    def factor(self):
        if self.kind == "op" and self.value == "-":
            self.take()
            return ("neg", self.factor())
        if self.kind == "op" and self.value == "(":
            self.take()
            inner = self.expression()
            if self.take() != ")": raise SyntaxError("expected )")
            return inner
        if self.kind in ("number", "name"): return self.take()
        raise SyntaxError(f"unexpected {self.kind} {self.value!r}")
def evaluate(tree, names):
    match tree:
        case ("neg", x): return -evaluate(x, names)
        case ("+", a, b): return evaluate(a, names) + evaluate(b, names)
        case ("-", a, b): return evaluate(a, names) - evaluate(b, names)
        case ("*", a, b): return evaluate(a, names) * evaluate(b, names)
        case ("/", a, b): return evaluate(a, names) / evaluate(b, names)
        case str(): return names[tree]
        case _: return tree
for text in ("1 + 2 * 3", "(1 + 2) * -3", "x * (y - 1.5) / 2", "2 +", "(1", "z", "1 / 0"):
    try:
        tree = Parser(text).expression()
        print(text, "=", evaluate(tree, {"x": 10, "y": 4}), tree)
    except (SyntaxError, KeyError, ZeroDivisionError) as error:
        print(text, "!", type(error).__name__, error)
