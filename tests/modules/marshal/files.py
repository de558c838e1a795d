# dump() and load(): what they ask of a file.
import marshal


class File:
    def __init__(self, data=b"", extra=0):
        self.data, self.place, self.extra, self.calls = data, 0, extra, []

    def write(self, data):
        self.data += data
        return len(data)

    def read(self, size):
        self.calls.append(("read", size))
        return b""

    def readinto(self, view):
        self.calls.append((type(view).__name__, len(view)))
        part = self.data[self.place:self.place + len(view)]
        for i, byte in enumerate(part):
            view[i] = byte
        self.place += len(part)
        return len(part) + self.extra


def attempt(function, *arguments):
    try:
        print(function(*arguments))
    except Exception as error:
        print(type(error).__name__, error)


file = File()
print(marshal.dump([1, "two", (float("3.5"),)], file), marshal.dump({4}, file, 2), file.data)
print(marshal.load(file), marshal.load(file), file.place == len(file.data))
print(file.calls)
attempt(marshal.load, file)
attempt(marshal.load, File(b"i\1\0\0\0", 1))
attempt(marshal.load, File(b"i\1\0"))
for data in [b"", b")", b"z", b"f", b"s\5\0\0\0abc", b"l\1\0\0\0", b"(\1\0\0\0", b"(\1\0\0\0000"]:
    attempt(marshal.load, File(data))


class Wrong(File):
    def __init__(self, answer):
        File.__init__(self)
        self.answer = answer

    def readinto(self, view):
        return self.answer


for answer in [-1, 2**70, 2.5, None]:
    attempt(marshal.load, Wrong(answer))


class TextFile(File):
    def read(self, size):
        return ""


attempt(marshal.load, TextFile())
attempt(marshal.load, 5)
attempt(marshal.load)
attempt(marshal.dump, 1)
attempt(marshal.dump, 1, 2)
attempt(marshal.dump, object(), File())
attempt(marshal.dump, 1, File(), 0, 1)
for name in ["dump", "dumps", "load", "loads"]:
    print(name, getattr(marshal, name).__text_signature__)
