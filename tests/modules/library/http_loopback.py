"""http, urllib, socketserver, xmlrpc and socket on loopback; pools of threads."""
import http.server, threading, urllib.request, urllib.error, socketserver, json, xmlrpc.server, xmlrpc.client, http.client, os, tempfile, sys
class H(http.server.BaseHTTPRequestHandler):
    def log_message(self,*a): pass
    def do_GET(self):
        if self.path=='/404': self.send_error(404); return
        b=json.dumps({'path':self.path,'ua':self.headers['X-A']}).encode()
        self.send_response(200); self.send_header('Content-Type','application/json'); self.send_header('Content-Length',str(len(b))); self.end_headers(); self.wfile.write(b)
    def do_POST(self):
        n=int(self.headers['Content-Length']); d=self.rfile.read(n)
        self.send_response(201); self.end_headers(); self.wfile.write(d[::-1])
with http.server.ThreadingHTTPServer(('127.0.0.1',0),H) as s:
    t=threading.Thread(target=s.serve_forever); t.start()
    u='http://127.0.0.1:%d'%s.server_port
    with urllib.request.urlopen(urllib.request.Request(u+'/x?y=1',headers={'X-A':'b'})) as r: print(r.status,r.headers['Content-Type'],json.load(r))
    with urllib.request.urlopen(u+'/p',data=b'hello') as r: print(r.status,r.read())
    try: urllib.request.urlopen(u+'/404')
    except urllib.error.HTTPError as e: print(e.code,e.reason)
    c=http.client.HTTPConnection('127.0.0.1',s.server_port); c.request('GET','/k'); r=c.getresponse(); print(r.version,r.read()); c.close()
    s.shutdown(); t.join()
d=tempfile.mkdtemp(); open(d+'/f.txt','w').write('content'*1000)
import functools
class Q(http.server.SimpleHTTPRequestHandler):
    def log_message(self,*a): pass
with http.server.HTTPServer(('127.0.0.1',0),functools.partial(Q,directory=d)) as s:
    t=threading.Thread(target=s.serve_forever); t.start()
    u='http://127.0.0.1:%d'%s.server_port
    print(len(urllib.request.urlopen(u+'/f.txt').read()), b'f.txt' in urllib.request.urlopen(u+'/').read())
    s.shutdown(); t.join()
class E(socketserver.StreamRequestHandler):
    def handle(self): self.wfile.write(self.rfile.readline()*2)
import socket
with socketserver.ThreadingTCPServer(('127.0.0.1',0),E) as s:
    t=threading.Thread(target=s.serve_forever); t.start()
    with socket.create_connection(s.server_address) as c: c.sendall(b'ab\n'); print(c.makefile('rb').read())
    s.shutdown(); t.join()
with socketserver.UDPServer(('127.0.0.1',0),type('U',(socketserver.BaseRequestHandler,),{'handle':lambda s: s.request[1].sendto(s.request[0].upper(),s.client_address)})) as s:
    t=threading.Thread(target=s.serve_forever); t.start()
    c=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); c.sendto(b'udp',s.server_address); print(c.recv(10)); c.close()
    s.shutdown(); t.join()
with xmlrpc.server.SimpleXMLRPCServer(('127.0.0.1',0),logRequests=False,allow_none=True) as s:
    s.register_function(pow); s.register_introspection_functions()
    t=threading.Thread(target=s.serve_forever); t.start()
    with xmlrpc.client.ServerProxy('http://127.0.0.1:%d'%s.server_address[1]) as p: print(p.pow(2,10),p.system.listMethods())
    s.shutdown(); t.join()
from concurrent.futures import ThreadPoolExecutor, as_completed, wait
with ThreadPoolExecutor(4) as ex: print(list(ex.map(lambda x:x*x,range(5))), sorted(f.result() for f in as_completed([ex.submit(pow,2,i) for i in range(5)])))
from multiprocessing.dummy import Pool
with Pool(3) as p: print(p.map(str,range(5)))
