def with_default(options):
    for key in ("size", "colour"):
        options[key] = options.get(key, 0)
    return options

mine = {"size": 3}
full = with_default(mine)
print(len(mine), len(full))
# finds: argument-changed@3
