# Every property of every character, in both versions, as one number each.
import unicodedata


def digest(texts):
    total = 0
    for text in texts:
        for char in text:
            total = (total * 31 + ord(char)) % 0xFFFFFFFB
        total = (total * 31 + 10) % 0xFFFFFFFB
    return total


sample = [chr(code) for code in range(0, 0x30000, 7)] + [chr(code) for code in range(0x600)]
sample += [chr(code) for code in range(0x30000, 0x110000, 1009)]
for database in unicodedata, unicodedata.ucd_3_2_0:
    print(database.unidata_version)
    for name in "decimal", "digit", "numeric", "name":
        function = getattr(database, name)
        print(name, digest(repr(function(char, None)) for char in sample))
    for name in ("category", "bidirectional", "combining", "mirrored", "east_asian_width",
                 "decomposition"):
        function = getattr(database, name)
        print(name, digest(str(function(char)) for char in sample))
