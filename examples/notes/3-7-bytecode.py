# Note 3: the code that binds a name: load the object, store it in the name.
import sys  # added
code = compile("var1 = 1\nvar1 = 2\n", "e1.py", "exec")  # added
print(code.co_names, code.co_consts)  # added
print(code.co_code.hex(" ", 2))  # added
