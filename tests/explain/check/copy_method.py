settings = {"paths": ["/bin"], "level": 1}
mine = settings.copy()
mine["paths"].append("/home")
mine["level"] = 2
print(settings)
# finds: shallow-copy@3
