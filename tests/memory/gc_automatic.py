# Collections happen by themselves after enough containers.
import gc
gc.collect()
phases = []
gc.callbacks.append(lambda phase, info: phases.append((phase, info["generation"])))
keep = [[] for _ in range(1500)]
print(phases[:4])
class Node:
    alive = 0
    def __init__(self): Node.alive += 1; self.me = self
    def __del__(self): Node.alive -= 1
for _ in range(5000): Node()
print(Node.alive < 1000)
gc.callbacks.clear()
gc.collect()
print(Node.alive)
