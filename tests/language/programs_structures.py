# Programs: a linked list, a heap, a trie, an LRU cache, a binary tree.
class Node:
    __slots__ = ("value", "next")
    def __init__(self, value, next=None): self.value, self.next = value, next
def linked(items):
    head = None
    for item in reversed(items): head = Node(item, head)
    return head
def walk(node):
    while node:
        yield node.value
        node = node.next
def reverse(node):
    previous = None
    while node: node.next, previous, node = previous, node, node.next
    return previous
print(list(walk(reverse(linked([1, 2, 3])))))
class Heap:
    def __init__(self): self.a = []
    def push(self, v):
        a = self.a
        a.append(v)
        i = len(a) - 1
        while i and a[(i - 1) // 2] > a[i]:
            a[i], a[(i - 1) // 2] = a[(i - 1) // 2], a[i]
            i = (i - 1) // 2
    def pop(self):
        a = self.a
        a[0], a[-1] = a[-1], a[0]
        top, i = a.pop(), 0
        while (c := 2 * i + 1) < len(a):
            if c + 1 < len(a) and a[c + 1] < a[c]: c += 1
            if a[i] <= a[c]: break
            a[i], a[c] = a[c], a[i]
            i = c
        return top
h = Heap()
for v in (5, 3, 9, 1, 7, 3): h.push(v)
print([h.pop() for _ in range(6)])
def trie(words):
    root = {}
    for word in words:
        node = root
        for c in word: node = node.setdefault(c, {})
        node["$"] = word
    return root
print(trie(["to", "tea", "ten"]))
class LRU:
    def __init__(self, size): self.size, self.d = size, {}
    def get(self, k):
        if k not in self.d: return None
        self.d[k] = v = self.d.pop(k)
        return v
    def put(self, k, v):
        self.d.pop(k, None)
        self.d[k] = v
        if len(self.d) > self.size: del self.d[next(iter(self.d))]
c = LRU(2)
c.put("a", 1); c.put("b", 2); c.get("a"); c.put("c", 3)
print(c.d, c.get("b"))
class Tree:
    def __init__(self): self.root = None
    def add(self, v):
        def go(n):
            if n is None: return [v, None, None]
            n[1 if v < n[0] else 2] = go(n[1 if v < n[0] else 2])
            return n
        self.root = go(self.root)
    def __iter__(self):
        def go(n):
            if n:
                yield from go(n[1])
                yield n[0]
                yield from go(n[2])
        return go(self.root)
t = Tree()
for v in "python": t.add(v)
print(list(t), "".join(t))
