# Chained exceptions are printed oldest first, with what joins them.
def first():
    return {}["key"]
def second():
    try:
        first()
    except KeyError as error:
        raise ValueError("second") from error
def third():
    try:
        second()
    except ValueError:
        raise RuntimeError("third")
print("start")
third()
