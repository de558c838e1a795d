class Log:
    def note(self, key, entries={}):
        entries[key] = len(entries)
        return dict(entries)

log, other = Log(), Log()
print(log.note("a"))
print(other.note("b"))
# finds: mutable-default@3
