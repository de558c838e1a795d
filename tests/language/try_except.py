# The first clause that fits takes the exception; its name is unbound afterwards.
def attempt(f):
    try:
        f()
    except ZeroDivisionError as error:
        print("zero", error)
    except (KeyError, IndexError) as error:
        print("lookup", type(error).__name__, error)
    except ArithmeticError:
        print("arithmetic")
    except:
        print("other")
    else:
        print("else")
    finally:
        print("finally")
attempt(lambda: 1 / 0)
attempt(lambda: {}["k"])
attempt(lambda: [][0])
attempt(lambda: 2.0 ** 5000)
attempt(lambda: int("x"))
attempt(lambda: None)
try:
    raise ValueError("v")
except ValueError as error:
    kept = error
print("error" in globals(), kept)
try:
    try:
        1 / 0
    except 5:
        pass
except TypeError as error:
    print(error)
try:
    try:
        1 / 0
    except KeyError:
        print("no")
except ZeroDivisionError:
    print("passed on")
