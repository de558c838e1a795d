# normalize() and is_normalized() of single characters, of rows of marks, of Hangul.
import unicodedata

old = unicodedata.ucd_3_2_0
FORMS = "NFC", "NFD", "NFKC", "NFKD"
texts = [chr(code) for code in range(0xA0, 0x3000, 5)]
texts += [chr(code) for code in range(0xAC00, 0xAD00, 3)]
texts += [chr(code) for code in range(0xF900, 0x10000, 3)]
texts += ["a" + chr(one) + chr(two) + "\u0327" for one in range(0x300, 0x345, 3)
          for two in range(0x316, 0x362, 3)]
texts += ["\u1100\u1161\u11a8", "\u1100\u1161\u11a7", "\u1100\u1161\u0301\u11a8", "\uac00\u11a8",
          "\uac01\u11a8", "\u1113\u1161", "\u1100\u1176", "\u0b47\u0300\u0b3e", "\u09c7\u09be",
          "a" + "\u0301\u0327" * 50, "\u0958", "\u2adc", "\ufb2c", "\U0001d15e", "\U0002f800",
          "\u2f868\uf951", "\ud800\u0301", "\u0344\u0344", "x" * 40 + "\u0301" + "y" * 40 + "\u0301"]
for form in FORMS:
    for database in unicodedata, old:
        total = kept = 0
        for text in texts:
            normal = database.normalize(form, text)
            kept += database.is_normalized(form, text)
            assert database.is_normalized(form, normal)
            assert (normal == text) == database.is_normalized(form, text), (form, ascii(text))
            for char in normal:
                total = (total * 31 + ord(char)) % 0xFFFFFFFB
        print(form, total, kept)
print(ascii(unicodedata.normalize("NFC", "a" + "\u0301\u0327" * 20)))
