# assert raises AssertionError with its message.
assert True, "never"
for text in ("assert 0", "assert [], 'empty'", "assert not 1, (1, 2)", "assert None, None"):
    try:
        exec(text)
    except AssertionError as error:
        print(text, "->", repr(error))
print(__debug__)
