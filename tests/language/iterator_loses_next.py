# A class that loses __next__ while it is iterated over.
class Fleeting:
    def __iter__(self):
        return self

    def __next__(self):
        del Fleeting.__next__
        return 1


def consume(take):
    try:
        return take(Fleeting())
    except TypeError as error:
        return f"TypeError: {error}"
    finally:
        Fleeting.__next__ = original


original = Fleeting.__next__


def loop(items):
    for item in items:
        print("item", item)


print(consume(loop))
print(consume(lambda items: [next(items), next(items)]))
print(consume(lambda items: [item for item in items]))
