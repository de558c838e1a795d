# A JSON-like text is written, read by a hand-made parser, and written again.
class Reader:
    def __init__(self, text):
        self.text = text
        self.at = 0

    def skip(self):
        text, at = self.text, self.at
        while at < len(text) and text[at] in " \n\t":
            at += 1
        self.at = at
        return text[at] if at < len(text) else ""

    def value(self):
        c = self.skip()
        if c == "{":
            return self.mapping()
        if c == "[":
            return self.sequence()
        if c == '"':
            return self.string()
        return self.number()

    def mapping(self):
        self.at += 1
        result = {}
        while self.skip() != "}":
            key = self.string()
            if self.skip() != ":":
                raise ValueError(f"no colon at {self.at}")
            self.at += 1
            result[key] = self.value()
            if self.skip() == ",":
                self.at += 1
        self.at += 1
        return result

    def sequence(self):
        self.at += 1
        result = []
        while self.skip() != "]":
            result.append(self.value())
            if self.skip() == ",":
                self.at += 1
        self.at += 1
        return result

    def string(self):
        start = self.at + 1
        end = self.text.index('"', start)
        self.at = end + 1
        return self.text[start:end]

    def number(self):
        start = at = self.at
        text = self.text
        while at < len(text) and text[at] in "-.0123456789":
            at += 1
        if at == start:
            raise ValueError(f"unexpected {text[at:at + 1]!r} at {at}")
        self.at = at
        word = text[start:at]
        return float(word) if "." in word else int(word)


def write(value):
    if isinstance(value, dict):
        return "{" + ", ".join(f'"{k}": {write(v)}' for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(write, value)) + "]"
    if isinstance(value, str):
        return f'"{value}"'
    return repr(value)


def make(n):
    return [{"id": i, "name": f"name {i}", "tags": ["a", "b", str(i % 7)],
             "place": {"x": i * 0.5, "y": -i}} for i in range(n)]


text = write(make(12000))
back = Reader(text).value()
print(len(text), back == make(12000), write(back) == text)
print(back[11999])
