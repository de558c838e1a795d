def make(names):
    greeters = {}
    for name in names:
        def greet():
            return "hello " + name
        greeters[name] = greet
    return greeters

for key, greeter in make(["a", "b"]).items():
    print(key, greeter())
# finds: late-closure@4
