# mmap: files and memory as bytes; reading, writing, searching, changing the size, refusals.
import mmap, os, sys


def t(text):
    try:
        print(text, eval(text))
    except BaseException as error:
        print(text, type(error).__name__, error)


name='/tmp/nametag-test-map-%d' % os.getpid()
f=open(name,'w+b')
os.unlink(name)
f.write(b'0123456789'*10)
f.flush()
g=open('/tmp/nametag-test-map2-%d' % os.getpid(),'w+b')
os.unlink(g.name)
for text in (
    "mmap.mmap(-1, 0)", "mmap.mmap(-1, -5)", "mmap.mmap(f.fileno(), 101)",
    "mmap.mmap(f.fileno(), 0, offset=5)", "mmap.mmap(f.fileno(), 0, offset=-5)",
    "mmap.mmap(f.fileno(), 0, offset=200)", "mmap.mmap(g.fileno(), 0)",
    "mmap.mmap(f.fileno(), 0, access=9)", "mmap.mmap(f.fileno(), 0, mmap.MAP_PRIVATE, access=1)",
    "mmap.mmap('a', 1)", "mmap.mmap(-1, 'a')", "mmap.mmap(999, 10)", "mmap.mmap(-1, 10, 0)",
    "mmap.mmap(-1, 5.5)", "mmap.mmap(-1, 2**70)",
):
    t(text)
m=mmap.mmap(f.fileno(),0)
for text in (
    "m", "len(m)", "m.size()", "m.read(3)", "m.tell()", "m.read_byte()", "m.read('a')",
    "m.read(None)", "m.read()", "m.read_byte()", "m.seek(0)", "m.seek(-1)", "m.seek(101)",
    "m.seek(-5, 2)", "m.tell()", "m.seek(2, 1)", "m.seek(0, 9)", "m.seek('a')", "m.seek(0, 'a')",
    "m.seek()", "m.read(-1)", "m.readline()", "m.seek(0)", "m.write(b'ab\\ncd')", "m.seek(0)",
    "m.readline()", "m.readline(1)", "m.write('a')", "m.write()", "m.write_byte(65)",
    "m.write_byte(256)", "m.write_byte(-1)", "m.write_byte('a')", "m.seek(0, 2)",
    "m.write_byte(1)", "m.write(b'x')", "m.write(b'')", "m.readline()", "m[0]", "m[-1]",
    "m[100]", "m[-101]", "m[0:3]", "m[::20]", "m[5:1]", "m['a']", "m[1.5]",
    "m.__setitem__(0, 66)", "m[0]", "m.__setitem__(0, 256)", "m.__setitem__(0, 'a')",
    "m.__setitem__(200, 1)", "m.__setitem__(slice(0, 2), b'XY')",
    "m.__setitem__(slice(0, 2), b'XYZ')", "m.__setitem__(slice(0, 4, 2), b'ZZ')", "m[:6]",
    "m.__setitem__(slice(0, 2), 'ab')", "m.__delitem__(0)", "m.__delitem__(slice(0, 1))",
    "m.__setitem__('a', 1)", "m.find(b'1')", "m.seek(0)", "m.find(b'1')", "m.find(b'1', 3)",
    "m.find(b'1', 30, 31)", "m.find(b'1', 30, 32)", "m.find(b'')", "m.rfind(b'1')",
    "m.rfind(b'1', 0, 20)", "m.rfind(b'')", "m.find('a')", "m.find()", "m.find(b'zz')",
    "m.rfind(b'9', -5)", "m.find(b'9', -5, -1)", "m.move(0, 10, 5)", "m[:6]", "m.move(0, 99, 5)",
    "m.move(-1, 0, 1)", "m.move(1, 2)", "m.move('a', 1, 2)", "m.flush()", "m.flush(0, 50)",
    "m.flush(-1, 1)", "m.flush(0, 200)", "m.flush('a')", "m.madvise(mmap.MADV_NORMAL)",
    "m.madvise(mmap.MADV_NORMAL, 0, 10)", "m.madvise(mmap.MADV_NORMAL, -1)",
    "m.madvise(mmap.MADV_NORMAL, 100)", "m.madvise(mmap.MADV_NORMAL, 0, -1)", "m.madvise(99999)",
    "m.madvise()", "list(m)[:3]", "b'1' in m", "49 in m", "m.closed", "hash(m)==hash(m)", "m==m",
    "bytes(m)[:5]", "memoryview(m)[:3].tobytes()", "memoryview(m).readonly", "m.resize(200)",
    "len(m)", "m[100:103]", "m.size()", "m.resize(-1)", "m.resize('a')", "m+b'a'", "m*2",
    "m.foo",
):
    t(text)
v=memoryview(m)
for text in (
    "m.close()", "m.resize(10)", "v.release()", "m.resize(50)", "len(v) if 0 else len(m)",
    "m.__enter__() is m", "m.__exit__(None, None, None)", "m.close()", "m.closed", "m", "m[0]",
    "len(m)", "m.read()", "m.tell()", "m.__enter__()", "m.find(b'a')", "m.size()", "m.flush()",
    "memoryview(m)", "m.write(b'')", "m.resize(4)", "m.seek(0)", "m.__setitem__(0, 1)",
    "list(m)",
):
    t(text)
r=mmap.mmap(f.fileno(),10,access=mmap.ACCESS_READ)
for text in (
    "r", "r[0:5]", "r.__setitem__(0, 1)", "r.write(b'a')", "r.write_byte(1)", "r.move(0, 1, 1)",
    "r.resize(5)", "memoryview(r).readonly", "r.flush()", "r.find(b'9')",
):
    t(text)
c=mmap.mmap(f.fileno(),10,access=mmap.ACCESS_COPY)
c[0:2]=b'##'
print(c[:4], r[:4], c)
t("c.resize(5)")
t("c.flush()")
a=mmap.mmap(-1,20)
print(a, a[:5])
t("a.size()")
a[:3]=b'abc'
t("a.read(5)")
t("a.resize(40)")
print(len(a))
pid = os.fork()
if pid == 0:
    a[5] = 99
    os._exit(0)
os.waitpid(pid, 0)
print(a[5])


class Sub(mmap.mmap):
    pass


s_=Sub(-1,5)
print(s_, s_.__dict__)
import weakref; w=weakref.ref(s_); del s_; print(w())
for text in (
    "mmap.mmap(f.fileno(), 5, prot=mmap.PROT_READ)",
    "mmap.mmap(f.fileno(), 5, mmap.MAP_PRIVATE, mmap.PROT_READ)",
    "mmap.mmap(f.fileno(), 5, mmap.MAP_SHARED, mmap.PROT_WRITE)", "mmap.error", "mmap.PAGESIZE",
    "sys.getsizeof(a)",
):
    t(text)
