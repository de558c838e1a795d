# Numbers of errors by name and by number; modes of files as text.
import _stat
import errno

names = [name for name in vars(errno) if name.startswith("E")]
print(len(names), len(errno.errorcode), list(errno.errorcode)[:5])
print(errno.ENOENT, errno.errorcode[2], errno.EWOULDBLOCK == errno.EAGAIN, errno.errorcode[11],
      errno.errorcode[95], errno.errorcode[35])
print(all(errno.errorcode[getattr(errno, name)] for name in names))

for mode in (0, 0o100644, 0o40755, 0o120777, 0o104755, 0o102644, 0o41777, 0o60000, 0o20001,
             0o10000, 0o140000, 2**31, 2**32 - 1):
    print(oct(mode), _stat.filemode(mode), oct(_stat.S_IMODE(mode)), oct(_stat.S_IFMT(mode)),
          [kind for kind in vars(_stat) if kind.startswith("S_IS")
           and callable(getattr(_stat, kind)) and getattr(_stat, kind)(mode)])
for value in ("a", -1, 2**32, 2**64, 2**70, -2**70, 1.5, True):
    try:
        print(value, _stat.filemode(value))
    except Exception as error:
        print(value, type(error).__name__, error)
print(sorted((name, value) for name, value in vars(_stat).items() if isinstance(value, int)))
