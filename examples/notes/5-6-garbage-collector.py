# Note 5: what counting can't free, a cycle, the collector does.
import gc  # added
gc.collect()  # added
x = []  # added
x.append(x)  # added
del x  # added
print(gc.collect())  # added
