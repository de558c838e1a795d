# gc's functions: tracking, referrers, thresholds, callbacks.
import gc
print(gc.isenabled(), gc.get_threshold(), len(gc.get_count()))
gc.disable(); print(gc.isenabled()); gc.enable()
class C: pass
for thing in (1, "a", 1.5, None, (), (1, 2), [], {}, {"a": 1}, {"a": []}, C(), C, len, lambda: 0, set(), frozenset(), b"", bytearray(), range(3), [].append, ([],)):
    print(int(gc.is_tracked(thing)), end=" ")
print()
x = [1, 2]
holder = {"x": x}
print(gc.get_referents(x), any(r is holder for r in gc.get_referrers(x)))
print(sorted(map(str, gc.get_referents({"a": 1, "b": (2,)}))))
def callback(phase, info): print(phase, sorted(info), info["generation"])
gc.callbacks.append(callback)
gc.collect()
gc.collect(0)
gc.callbacks.clear()
for bad in (3, -1):
    try:
        gc.collect(bad)
    except ValueError as error:
        print(error)
gc.set_threshold(500, 5, 5); print(gc.get_threshold())
gc.set_threshold(700, 10, 10)
print(gc.get_stats()[2].keys(), len(gc.get_stats()))
print(any(o is x for o in gc.get_objects()), gc.is_finalized(x), gc.get_freeze_count())
gc.collect()
print(gc.get_count()[1:])
t = (1, "a"); u = (1, [])
gc.collect()
print(gc.is_tracked(t), gc.is_tracked(u))
