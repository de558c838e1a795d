# send gives a value to the waiting yield, throw an exception, close GeneratorExit.
def echo():
    got = None
    while True:
        try:
            got = yield got
            print("got", got)
        except ValueError as error:
            print("caught", error)
            got = "recovered"
        except GeneratorExit:
            print("closing")
            raise
e = echo()
print(next(e), e.send(1), e.send("two"))
print(e.throw(ValueError("v")))
print(next(e))
e.close()
e.close()
try:
    e.send(1)
except StopIteration:
    print("stopped")
fresh = echo()
try:
    fresh.send(1)
except TypeError as error:
    print(error)
try:
    fresh.throw(KeyError("k"))
except KeyError as error:
    print("thrown", error)
def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2
s = stubborn()
next(s)
try:
    s.close()
except RuntimeError as error:
    print(error)
def finishing():
    try:
        yield 1
    finally:
        print("cleanup")
f = finishing()
next(f)
del f
print("after")
