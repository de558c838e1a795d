# A finaliser may save its object, and is not called a second time.
kept = []
class C:
    def __del__(self):
        print("del")
        kept.append(self)
c = C()
c.value = 5
del c
print(kept[0].value)
kept.clear()
print("gone", kept)
