# modes: plain register watched stack no-reuse gc-stress
# (rewind: the memory differs after some ways back to a moment of its imports; not yet understood.)
"""asyncio: tasks, streams on loopback, children, timeouts, queues, threads, cancelling."""
import asyncio
async def child(n):
    await asyncio.sleep(0.01*n); return n
async def main():
    print(await asyncio.gather(*(child(i) for i in range(4))))
    async def serve(r,w):
        line=await r.readline(); w.write(line.upper()); await w.drain(); w.close()
    s=await asyncio.start_server(serve,'127.0.0.1',0)
    port=s.sockets[0].getsockname()[1]
    r,w=await asyncio.open_connection('127.0.0.1',port)
    w.write(b'hello\n'); print(await r.read()); w.close(); await w.wait_closed()
    s.close(); await s.wait_closed()
    p=await asyncio.create_subprocess_exec('/bin/echo','hi',stdout=asyncio.subprocess.PIPE)
    print(await p.communicate(), p.returncode)
    try: await asyncio.wait_for(asyncio.sleep(5),0.05)
    except asyncio.TimeoutError as e: print('timeout',type(e))
    q=asyncio.Queue()
    async def prod():
        for i in range(3): await q.put(i)
    async with asyncio.TaskGroup() as tg:
        tg.create_task(prod())
        print([await q.get() for _ in range(3)])
    print(await asyncio.to_thread(lambda: 42))
    loop=asyncio.get_running_loop()
    print(await loop.run_in_executor(None, sum, range(10)))
    t=asyncio.create_task(asyncio.sleep(10)); t.cancel()
    try: await t
    except asyncio.CancelledError: print('cancelled')
    lock=asyncio.Lock(); ev=asyncio.Event(); sem=asyncio.Semaphore(2)
    async with lock: print(lock.locked())
    p=await asyncio.create_subprocess_shell('cat; exit 3',stdin=asyncio.subprocess.PIPE,stdout=asyncio.subprocess.PIPE)
    print(await p.communicate(b'data'),p.returncode)
    print(await asyncio.wait_for(child(1),1))
asyncio.run(main())
