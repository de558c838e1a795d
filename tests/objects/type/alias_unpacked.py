# list[int]: its iterator, what is pickled of it unpacked, and whose attributes it shows.
import copy
import pickle
import weakref

alias = list[int]
unpacked = next(iter(tuple[int, ...]))
iterator = iter(alias)
print(type(iterator).__name__, iterator.__reduce__())
print(next(iterator), list(iterator))
for protocol in range(6):
    again = pickle.loads(pickle.dumps(unpacked, protocol))
    print(again, again == unpacked, again.__unpacked__)
print(copy.copy(unpacked), copy.deepcopy(unpacked), alias.__bases__)
print(sorted(set(dir(alias)) - set(dir(list))))
for name in ('__origin__', '__unpacked__', 'other'):
    try:
        setattr(alias, name, 1)
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, error)
print(weakref.ref[int])
