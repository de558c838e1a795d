# fcntl, termios, pwd and grp: what they give, and what is refused.
import fcntl, os, pwd, grp, termios


def t(text):
    try:
        print(text, eval(text))
    except BaseException as error:
        print(text, type(error).__name__, error)


f=open('/tmp/nametag-test-lock-%d' % os.getpid(),'w+')
os.unlink(f.name)
f.write('x'*100)
f.flush()
r,w=os.pipe()
for text in (
    "fcntl.fcntl(r, fcntl.F_GETFD)", "fcntl.fcntl(r, fcntl.F_SETFD, 0)",
    "fcntl.fcntl(r, fcntl.F_GETFD, 0)", "fcntl.fcntl(f, fcntl.F_GETFL)", "fcntl.fcntl(-1, 1)",
    "fcntl.fcntl(99, 1)", "fcntl.fcntl('a', 1)", "fcntl.fcntl(r, 'a')", "fcntl.fcntl(r, 1, 'a')",
    "fcntl.fcntl(r, 1, 1.5)", "fcntl.fcntl(r, 1, -1)", "fcntl.fcntl(r, 1, 2**40)",
    "fcntl.fcntl(r, 1, b'x'*1025)", "fcntl.fcntl(r, 9999)", "fcntl.fcntl(r)",
    "fcntl.fcntl(r, 1, 2, 3)", "fcntl.fcntl(r, fcntl.F_GETFD, bytearray(2))",
    "fcntl.fcntl(r, fcntl.F_GETFD, b'ab')", "fcntl.fcntl(r, fcntl.F_GETFD, None)",
    "fcntl.fcntl(f, fcntl.F_GETLK, b''+bytes(31))[:2]", "fcntl.flock(f, fcntl.LOCK_EX)",
    "fcntl.flock(f, fcntl.LOCK_UN)", "fcntl.flock(f, 99)", "fcntl.flock(99, 1)",
    "fcntl.flock(f)", "fcntl.flock(f, 'a')", "fcntl.lockf(f, fcntl.LOCK_EX)",
    "fcntl.lockf(f, fcntl.LOCK_EX|fcntl.LOCK_NB, 10, 5, 0)", "fcntl.lockf(f, fcntl.LOCK_UN)",
    "fcntl.lockf(f, 99)", "fcntl.lockf(f, 0)", "fcntl.lockf(f, fcntl.LOCK_SH)",
    "fcntl.lockf(f, fcntl.LOCK_EX, 'a')", "fcntl.lockf(f, fcntl.LOCK_EX, 0, 'a')",
    "fcntl.lockf(f, fcntl.LOCK_EX, 0, 0, 'a')", "fcntl.lockf(f, fcntl.LOCK_EX, -5)",
    "fcntl.lockf(f, fcntl.LOCK_EX, 2**70)", "fcntl.lockf(r, fcntl.LOCK_EX)",
    "fcntl.ioctl(r, termios.FIONREAD, b'\\0'*4)", "fcntl.ioctl(r, termios.FIONREAD)",
    "fcntl.ioctl(r, termios.FIONREAD, bytearray(4))",
    "fcntl.ioctl(r, termios.FIONREAD, bytearray(4), False)",
    "fcntl.ioctl(r, termios.TIOCGWINSZ, b'\\0'*8)", "fcntl.ioctl(r, 'a')",
    "fcntl.ioctl(r, 1, 'a')", "fcntl.ioctl(r, 1, 1.5)", "fcntl.ioctl(r, 1, b'x'*1025)",
    "fcntl.ioctl(r, 1, bytearray(1025))", "fcntl.ioctl(99, 1)", "fcntl.ioctl(r, -1)",
    "fcntl.ioctl(r, 2**40)", "fcntl.ioctl(r)", "fcntl.ioctl(r, 1, 2, 3, 4)", "pwd.getpwuid(0)",
    "pwd.getpwnam('root')", "pwd.getpwuid(99999)", "pwd.getpwuid(-1)", "pwd.getpwuid(2**40)",
    "pwd.getpwuid('a')", "pwd.getpwuid(1.5)", "pwd.getpwnam('nosuch')", "pwd.getpwnam(1)",
    "pwd.getpwnam('a\\0b')", "pwd.getpwnam('')", "pwd.getpwnam(b'root')",
    "len(pwd.getpwall()) > 3", "pwd.getpwall()[0]", "pwd.getpwuid()", "pwd.getpwnam()",
    "pwd.struct_passwd", "grp.getgrgid(0)", "grp.getgrnam('root')", "grp.getgrgid(99999)",
    "grp.getgrgid(-1)", "grp.getgrgid(2**40)", "grp.getgrgid('a')", "grp.getgrgid(1.5)",
    "grp.getgrnam('nosuch')", "grp.getgrnam(1)", "grp.getgrnam('a\\0b')",
    "grp.getgrnam(b'root')", "len(grp.getgrall()) > 3", "grp.getgrall()[0]", "grp.getgrgid()",
    "grp.getgrnam(name='root')", "grp.getgrgid(id=0)", "grp.getgrnam(x=1)",
):
    t(text)
b=bytearray(4)
os.write(w,b'abc')
t("fcntl.ioctl(r,termios.FIONREAD,b)")
print(b)
b=bytearray(4)
t("fcntl.ioctl(r,termios.FIONREAD,b,0)")
print(b)
m,sl=os.openpty()
a=termios.tcgetattr(sl)
print(a)
for text in (
    "termios.tcgetattr(r)", "termios.tcgetattr(99)", "termios.tcgetattr('a')",
    "termios.tcgetattr(-1)", "termios.tcsetattr(sl, termios.TCSANOW, a)",
    "termios.tcsetattr(sl, termios.TCSANOW, 5)", "termios.tcsetattr(sl, termios.TCSANOW, [1])",
    "termios.tcsetattr(sl, termios.TCSANOW, a[:6]+[5])",
    "termios.tcsetattr(sl, termios.TCSANOW, a[:6]+[[1]])",
    "termios.tcsetattr(sl, termios.TCSANOW, a[:6]+[[1.5]*32])",
    "termios.tcsetattr(sl, termios.TCSANOW, ['a']+a[1:])", "termios.tcsetattr(sl, 'a', a)",
    "termios.tcsetattr(sl, 99, a)", "termios.tcsetattr(sl, 0, tuple(a))",
    "termios.tcsetattr(sl, 0, a[:4]+[99999, 15]+a[6:])", "termios.tcsendbreak(sl, 0)",
    "termios.tcsendbreak(r, 0)", "termios.tcdrain(sl)", "termios.tcdrain(r)",
    "termios.tcflush(sl, termios.TCIFLUSH)", "termios.tcflush(sl, 99)",
    "termios.tcflow(sl, termios.TCOON)", "termios.tcflow(sl, 99)", "termios.tcgetwinsize(sl)",
    "termios.tcsetwinsize(sl, (24, 80))", "termios.tcgetwinsize(sl)", "termios.tcgetwinsize(r)",
    "termios.tcsetwinsize(sl, 5)", "termios.tcsetwinsize(sl, (1, ))",
    "termios.tcsetwinsize(sl, (1, 2, 3))", "termios.tcsetwinsize(sl, ('a', 1))",
    "termios.tcsetwinsize(sl, (2**20, 1))", "termios.tcsetwinsize(sl, (-1, 1))",
    "termios.tcsetwinsize(sl, [25, 81])", "termios.tcgetwinsize(sl)", "termios.error.__mro__",
    "os.get_terminal_size(sl)",
):
    t(text)
a[3]&=~termios.ICANON
a[6][termios.VMIN]=3
a[6][termios.VTIME]=b'\1'
termios.tcsetattr(sl,0,a)
b=termios.tcgetattr(sl)
print(b[6][termios.VMIN],b[6][termios.VTIME],b[3])
