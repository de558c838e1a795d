import gc
class File:
    def __init__(self): self.me = self
    def __del__(self): print("closed")
gc.disable()
file = File()
print("done")
file = None
gc.collect()
# finds: cycle-with-finaliser@8
