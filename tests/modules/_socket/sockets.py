# Sockets of all families here, names of the net, timeouts, messages, and what is refused.
import _socket as S, os, errno


def t(text):
    try:
        print(text, eval(text))
    except BaseException as error:
        print(text, type(error).__name__, error)


for text in (
    "S.socket('a')", "S.socket(99)", "S.socket(1, 99)", "S.socket(1, 1, 0, 0, 0)",
    "S.socket(x=1)", "S.socket(fileno=1.5)", "S.socket(fileno=-5)", "S.socket(fileno=999)",
    "S.socket(fileno=0)", "S.socket(fileno='a')", "S.close()", "S.close('a')", "S.close(999)",
    "S.dup(999)", "S.dup('a')", "S.socketpair(1, 2, 3, 4)", "S.socketpair('a')",
    "S.socketpair(2, 1)", "S.ntohs(1)", "S.ntohs(-1)", "S.ntohs(70000)", "S.ntohs('a')",
    "S.ntohs(1.5)", "S.htons(258)", "S.ntohl(1)", "S.ntohl(-1)", "S.ntohl(2**32)",
    "S.ntohl(2**64)", "S.ntohl('a')", "S.htonl(0x01020304)", "S.htonl(1.5)", "S.htonl()",
    "S.htons()", "S.inet_aton('1.2.3.4')", "S.inet_aton('1')", "S.inet_aton('x')",
    "S.inet_aton('1.2.3.4.5')", "S.inet_aton(1)", "S.inet_aton('')",
    "S.inet_aton('255.255.255.255')", "S.inet_aton()", "S.inet_ntoa(b'\\1\\2\\3\\4')",
    "S.inet_ntoa(b'123')", "S.inet_ntoa('abcd')", "S.inet_ntoa(bytearray(4))",
    "S.inet_pton(2, '1.2.3.4')", "S.inet_pton(2, '1.2')", "S.inet_pton(10, '::1')",
    "S.inet_pton(10, 'x')", "S.inet_pton(99, 'x')", "S.inet_pton('a', 'x')", "S.inet_pton(2)",
    "S.inet_ntop(2, b'1234')", "S.inet_ntop(10, bytes(16))", "S.inet_ntop(2, b'123')",
    "S.inet_ntop(10, b'123')", "S.inet_ntop(99, b'123')", "S.inet_ntop(2, 'a')",
    "S.getservbyname('http')", "S.getservbyname('http', 'tcp')", "S.getservbyname('nosuch')",
    "S.getservbyname('http', 'xx')", "S.getservbyname(1)", "S.getservbyname()",
    "S.getservbyport(80)", "S.getservbyport(80, 'tcp')", "S.getservbyport(-1)",
    "S.getservbyport(70000)", "S.getservbyport(1234)", "S.getservbyport('a')",
    "S.getprotobyname('tcp')", "S.getprotobyname('zz')", "S.getprotobyname(1)",
    "S.gethostname()==os.uname().nodename", "S.gethostname(1)", "S.gethostbyname('localhost')",
    "S.gethostbyname('127.0.0.1')", "S.gethostbyname('')", "S.gethostbyname('<broadcast>')",
    "S.gethostbyname(b'127.0.0.1')", "S.gethostbyname(1)", "S.gethostbyname('a\\0b')",
    "S.gethostbyname_ex('127.0.0.1')", "S.gethostbyname('1.2.3.4.5.6.x.invalid')",
    "S.gethostbyaddr('127.0.0.1')[2]", "S.gethostbyname()", "S.getaddrinfo('127.0.0.1', 80)",
    "S.getaddrinfo('127.0.0.1', '80', type=S.SOCK_STREAM)",
    "S.getaddrinfo(None, 0, S.AF_INET, S.SOCK_STREAM, 0, S.AI_PASSIVE)",
    "S.getaddrinfo('::1', 80, type=1)", "S.getaddrinfo('127.0.0.1', b'80', 0, 1)",
    "S.getaddrinfo('127.0.0.1', None, 0, 1)", "S.getaddrinfo('127.0.0.1', 'http', 0, 1)",
    "S.getaddrinfo('127.0.0.1', 'nosuch', 0, 1)", "S.getaddrinfo('127.0.0.1', 1.5)",
    "S.getaddrinfo(1, 2)", "S.getaddrinfo('x')",
    "S.getaddrinfo('127.0.0.1', 80, 0, 1, 0, S.AI_CANONNAME)",
    "S.getaddrinfo('127.0.0.1', 80, family=99)",
    "S.getaddrinfo('127.0.0.1', '80', 0, 1, 0, 0, 0)", "S.getaddrinfo('127.0.0.1', 2**70)",
    "S.getaddrinfo('nosuch.invalid', 80, flags=S.AI_NUMERICHOST)",
    "S.getnameinfo(('127.0.0.1', 80), S.NI_NUMERICHOST|S.NI_NUMERICSERV)",
    "S.getnameinfo(('127.0.0.1', 80, 0, 0), S.NI_NUMERICHOST)",
    "S.getnameinfo(('::1', 80, 0, 0), 3)", "S.getnameinfo(1, 0)",
    "S.getnameinfo(('127.0.0.1', ), 0)", "S.getnameinfo(('127.0.0.1', 'a'), 0)",
    "S.getnameinfo(('x', 1), 0)", "S.getnameinfo(('::1', 1, 2**20), 0)",
    "S.getnameinfo(('127.0.0.1', 80))", "S.getnameinfo((1, 1), 0)", "S.getdefaulttimeout()",
    "S.setdefaulttimeout(-1)", "S.setdefaulttimeout('a')", "S.setdefaulttimeout(5)",
    "S.getdefaulttimeout()", "S.socket().gettimeout()", "S.setdefaulttimeout(None)",
    "S.setdefaulttimeout(1e300)", "S.setdefaulttimeout(1e15)", "S.if_nametoindex('lo')",
    "S.if_nametoindex('zz')", "S.if_nametoindex(1)", "S.if_indextoname(1)",
    "S.if_indextoname(9999)", "S.if_indextoname('a')", "S.if_nameindex()[0]", "S.CMSG_LEN(0)",
    "S.CMSG_LEN(5)", "S.CMSG_SPACE(5)", "S.CMSG_LEN(-1)", "S.CMSG_SPACE(2**62)",
    "S.CMSG_LEN('a')", "S.gaierror.__mro__", "S.herror", "S.timeout", "S.SocketType is S.socket",
    "S.has_ipv6", "S.socket.__flags__&0x500", "S.sethostname(1)",
):
    t(text)
a,b=S.socketpair()
print(a.fileno()>2, type(a), a.family, a.type, a.proto, a.timeout, a.gettimeout(), a.getblocking())
import re
print(re.sub('fd=\d+','fd=N',repr(a)))
for text in (
    "a.send(b'hello')", "b.recv(2)", "b.recv(100)", "a.send('x')", "a.send()",
    "a.send(b'x', 'a')", "b.recv()", "b.recv('a')", "b.recv(-1)", "b.recv(1, 2, 3)",
    "b.recv(1, S.MSG_DONTWAIT)", "b.setblocking(0)", "b.recv(1)", "b.timeout",
    "b.settimeout(0.01)", "b.recv(1)", "b.recvfrom(1)", "b.gettimeout()", "b.settimeout(-1)",
    "b.settimeout('a')", "b.settimeout(None)", "b.setblocking('')", "b.getblocking()",
    "b.setblocking(5)", "b.getblocking()", "a.sendall(b'')", "a.sendall(b'abc')",
    "b.recv_into(bytearray(2))", "b.recv_into(b'ab')", "b.recv_into(bytearray(1), 2)",
    "b.recv_into(bytearray(1), -2)", "b.recv_into()", "b.recv_into(bytearray(5), nbytes=1)",
    "a.sendall(b'xyz'*3)", "b.recvfrom(2)", "b.recvfrom(-1)", "b.recvfrom_into(bytearray(2))",
    "b.recvfrom_into(bytearray(2), 5)", "b.recvfrom_into(bytearray(2), -5)",
    "b.recvfrom_into('a')", "b.recv(99, 64)", "a.sendto(b'x')", "a.sendto(b'x', 1, 2, 3)",
    "a.sendto(b'x', 1, 2)", "a.sendto(b'x', 'a', b'b')", "a.sendto('x', b'/tmp/zz')",
    "a.sendall(bytearray(b'q'*100000)) if 0 else 1", "a.getsockname()", "a.getpeername()",
    "a.getsockopt(S.SOL_SOCKET, S.SO_TYPE)", "a.getsockopt(S.SOL_SOCKET, S.SO_TYPE, 4)",
    "a.getsockopt(S.SOL_SOCKET, S.SO_TYPE, -1)", "a.getsockopt(S.SOL_SOCKET, S.SO_TYPE, 2000)",
    "a.getsockopt(99, 99)", "a.getsockopt(1)", "a.getsockopt('a', 1)",
    "a.setsockopt(S.SOL_SOCKET, S.SO_KEEPALIVE, 1)",
    "a.getsockopt(S.SOL_SOCKET, S.SO_KEEPALIVE)",
    "a.setsockopt(1, S.SO_KEEPALIVE, b'\\0\\0\\0\\0')",
    "a.getsockopt(S.SOL_SOCKET, S.SO_KEEPALIVE)", "a.setsockopt(1, 2)",
    "a.setsockopt(1, 2, 'a')", "a.setsockopt(1, 2, 1.5)", "a.setsockopt(1, 2, None)",
    "a.setsockopt(1, 2, None, 0)", "a.setsockopt(1, 2, 5, 5)", "a.setsockopt(1, 2, 3, 4, 5)",
    "a.setsockopt(1, 2, 2**40)", "a.shutdown('a')", "a.shutdown(9)", "a.shutdown(S.SHUT_WR)",
    "b.recv(1)", "a.send(b'x')", "a.bind(5)", "a.bind('/tmp/'+'x'*200)",
    "a.bind(b'/tmp/'+b'x'*200)", "a.connect(5)", "a.connect('/nonexistent/sock')",
    "a.connect_ex('/nonexistent/sock')", "a.listen('a')", "a.listen(1, 2)", "a._accept()",
    "a._accept(1)", "a.close()", "a.close()", "a.fileno()", "a.send(b'x')", "a.recv(1)",
    "a.getsockname()", "a.settimeout(1)", "a.shutdown(0)", "b.detach()>2", "b.fileno()",
    "b.close()", "repr(b)", "a.family", "a.sendmsg_afalg if 0 else 1",
):
    t(text)
# tcp
l=S.socket(S.AF_INET,S.SOCK_STREAM)
for text in (
    "l.bind(5)", "l.bind((1, ))", "l.bind(('127.0.0.1', ))", "l.bind(('127.0.0.1', 'a'))",
    "l.bind(('127.0.0.1', 70000))", "l.bind(('127.0.0.1', -1))", "l.bind((1, 2))",
    "l.bind(('a b', 2))", "l.bind(['127.0.0.1', 0])", "l.bind(('127.0.0.1', 2**70))",
    "l.bind(('127.0.0.1', 0))", "l.listen()", "l.getsockname()[0]", "l.getpeername()",
    "l.getsockname()[1]>0",
):
    t(text)
port=l.getsockname()[1]
c=S.socket()
t("c.connect(('127.0.0.1',port))")
fd,peer=l._accept()
print(type(fd),peer[0], peer==c.getsockname())
d=S.socket(fileno=fd)
print(d.family,d.type,d.proto, d.getsockname()==l.getsockname())
c.settimeout(5)
t("c.sendall(b'hello world'*1000)")
n=0
while n<11000: n+=len(d.recv(4096))
print(n)
t("c.connect(('127.0.0.1',port))")
x=S.socket()
x.settimeout(2)
t("x.connect_ex(('127.0.0.1',port))")
l.close()
x.close()
x=S.socket()
t("x.connect(('127.0.0.1',port))")
t("x.connect_ex(('127.0.0.1',port))")
x.setblocking(False)
t("x.connect_ex(('127.0.0.1',port)) in (111,115)")
c.close()
d.close()
# udp
u=S.socket(2,2)
u.bind(('127.0.0.1',0))
v=S.socket(2,2)
v.bind(('127.0.0.1',0))
A=u.getsockname()
B=v.getsockname()
t("v.sendto(b'dgram',A)")
x=u.recvfrom(100)
print(x[0], x[1]==B)
t("v.sendto(b'dgram',0,A)")
ba=bytearray(10)
x=u.recvfrom_into(ba)
print(x[0],x[1]==B,ba)
t("v.sendmsg([b'a',b'bc'],[],0,A)")
x=u.recvmsg(10)
print(x[:3],x[3]==B)
for text in (
    "v.sendmsg(5)", "v.sendmsg([5])", "v.sendmsg([b'a'], 5)", "v.sendmsg([b'a'], [5])",
    "v.sendmsg([b'a'], [(1, 2)])", "v.sendmsg([b'a'], [(1, 2, 3)])", "v.sendmsg()",
    "u.recvmsg()", "u.recvmsg(-1)", "u.recvmsg(1, -1)", "u.recvmsg('a')", "u.recvmsg_into(5)",
    "u.recvmsg_into([5])", "u.recvmsg_into([b'a'])", "u.recvmsg_into([], -1)",
):
    t(text)
a,b=S.socketpair()
r,w=os.pipe()
t("a.sendmsg([b'fd'],[(S.SOL_SOCKET,S.SCM_RIGHTS,w.to_bytes(4,'little'))])")
m=b.recvmsg(10,S.CMSG_SPACE(4))
print(m[0],[(x[0],x[1],len(x[2])) for x in m[1]],m[2],m[3])
os.write(int.from_bytes(m[1][0][2],'little'),b'via')
print(os.read(r,10))
b1=bytearray(2)
b2=bytearray(3)
a.send(b'scatter')
t("b.recvmsg_into([b1,b2])")
print(b1,b2,b.recv(9))
# unix
p='/tmp/nametag-test-socket-%d' % os.getpid() + ''
try: os.unlink(p)
except OSError: pass
l=S.socket(S.AF_UNIX)
l.bind(p)
os.chmod(p,0o700)
l.listen(1)
c=S.socket(S.AF_UNIX)
c.connect(p)
print(l.getsockname() == p, c.getpeername() == p, c.getsockname(), l._accept()[1])
l2=S.socket(S.AF_UNIX)
l2.bind(b"\0nametag%d" % os.getpid())
print(l2.getsockname()[:8])
l3=S.socket(S.AF_UNIX)
l3.bind('\0abs\xe9%d' % os.getpid())
print(l3.getsockname()[:6])
del l2
os.unlink(p)
import warnings
# ipv6
try:
    s6=S.socket(S.AF_INET6); s6.bind(('::1',0)); print(s6.getsockname()[0], s6.getsockname()[2:])
except OSError as e: print(e)
for text in (
    "s6.bind(('::1', ))", "s6.bind(('::1', 0, 2**20))", "s6.bind(5)",
    "s6.bind(('::1', 0, 0, 0, 0))", "s6.connect(('127.0.0.1', 1, 0, 'a'))",
):
    t(text)
import gc
class Sub(S.socket): pass
z=Sub()
print(z.fileno()>0, Sub(fileno=z.detach()).detach()>0)
z=S.socket.__new__(S.socket)
print(z.fileno(), z.timeout)
t("z.send(b'')")
t("S.socket(type=S.SOCK_STREAM|S.SOCK_NONBLOCK).gettimeout()")
t("S.socket(type=S.SOCK_STREAM|S.SOCK_CLOEXEC).type")
