"""datetime: every type, method, operation and error, and the texts of ISO 8601."""
import os, time; os.environ["TZ"] = "Europe/Berlin"; time.tzset()
import datetime as D, pickle, copy, sys, operator, time
from datetime import *
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r)[:200])
    except BaseException as e: print(type(e).__name__, e)
print(D.date is __import__('_datetime').date)
for a in [(),(2020,),(2020,1),(2020,1,1),(2020,13,1),(2020,2,30),(0,1,1),(10000,1,1),('x',1,1),(2020,1.5,1),(2020,1,1,1),(2**40,1,1),(b'\x07\xe4\x01\x02',),('\x07\xe4\x01\x02',),(b'\x07\xe4\x0d\x02',)]: t(date,*a)
t(date,2020,1,day=5); t(date,2020,1,1,day=5); t(date,2020,1,foo=5); t(date,year=1,month=2,day=3); t(date,2020,month=1)
for a in [(2020,1,1),(2020,1),(2020,1,1,1,2,3,4),(2020,1,1,24),(2020,1,1,1,60),(2020,1,1,1,1,60),(2020,1,1,1,1,1,10**6),(2020,1,1,0,0,0,0,timezone.utc),(2020,1,1,0,0,0,0,5),(2020,1,1,0,0,0,0,None,1),(b'\x07\xe4\x01\x02\x03\x04\x05\0\0\x07',),(b'\x07\xe4\x01\x02\x03\x04\x05\0\0\x07',timezone.utc),(b'\x07\xe4\x01\x02\x03\x04\x05\0\0\x07',5)]: t(datetime,*a)
t(datetime,2020,1,1,fold=1); t(datetime,2020,1,1,fold=2); t(datetime,2020,1,1,tzinfo=timezone(timedelta(hours=5.5)),fold=1)
for a in [(),(1,),(1,2,3,4),(24,),(-1,),(1,2,3,4,timezone.utc),(1,2,3,4,'x'),(1,2,3,4,None,1),(b'\x01\x02\x03\0\0\x04',),(b'\x81\x02\x03\0\0\x04',timezone.utc)]: t(time_:=D.time,*a)
t(D.time,fold=1,hour=3); t(D.time,1,tzinfo=timezone.utc,fold=1); t(D.time,x=1)
for a in [(),(1,),(1,2,3,4,5,6,7),(1.5,),(0,0,1.5),(0,0,2.5),(0,0,0.5),(0,0,-0.5),('x',),(10**9,),(10**30,),(float('nan'),),(float('inf'),),(0,10**15),(0,0,10**20),(-1,),(0,-1),(1,2,3,4,5,6,7,8),(None,)]: t(timedelta,*a)
t(timedelta,weeks=1,hours=1.25); t(timedelta,foo=1); t(timedelta,1,days=2)
td=[timedelta(),timedelta(1),timedelta(-1),timedelta(0,5,7),timedelta(999999999),timedelta(hours=25),timedelta(microseconds=-1)]
for a in td:
    print(repr(a),str(a),a.total_seconds(),hash(a)==hash((a.days,a.seconds,a.microseconds)),bool(a),abs(a),+a,a.__reduce__()); t(operator.neg,a)
    for b in td+[2,0,-3,1.5,0.0,float('nan'),float('inf'),'x',True,10**20,None]:
        for op in (operator.add,operator.sub,operator.mul,operator.truediv,operator.floordiv,operator.mod,divmod,operator.eq,operator.lt,operator.ge):
            t(op,a,b); t(op,b,a)
t(timezone); t(timezone,5); t(timezone,timedelta(1)); t(timezone,timedelta(hours=-24)); t(timezone,timedelta(0)); t(timezone,timedelta(0),'Z'); t(timezone,timedelta(hours=1),5); t(timezone,timedelta(hours=1),name='X')
for z in (timezone.utc,timezone(timedelta(hours=5,minutes=30)),timezone(timedelta(seconds=-1)),timezone(timedelta(microseconds=1)),timezone(timedelta(hours=2),'CEST'),timezone.min,timezone.max):
    print(z,repr(z),z.tzname(None),z.utcoffset(None),z.dst(None),hash(z)==hash(z.utcoffset(None)),z==timezone(z.utcoffset(None)),z.__getinitargs__(),pickle.loads(pickle.dumps(z)),copy.deepcopy(z)); t(z.tzname,5); t(z.utcoffset,'x'); t(z.dst,1); t(z.fromutc,5); t(z.fromutc,datetime(2020,1,1)); t(z.fromutc,datetime(2020,1,1,tzinfo=z)); t(operator.lt,z,timezone.utc)
print(timezone(timedelta(0)) is timezone.utc, UTC is timezone.utc)
z=tzinfo(); t(z.utcoffset,None); t(z.tzname,None); t(z.dst,None); t(z.fromutc,datetime(2020,1,1,tzinfo=z)); print(tzinfo().__reduce__()[1:])
class TZ(tzinfo):
    def __init__(s,off,dst=None,name='N%d%%'): s.o=off; s.d=dst; s.n=name
    def utcoffset(s,dt): return s.o
    def dst(s,dt): return s.d
    def tzname(s,dt): return s.n
h=timedelta(hours=1)
for z in (TZ(h),TZ(h,h),TZ(None),TZ(5),TZ(timedelta(1)),TZ(h,5),TZ(h,h,5),TZ(h,timedelta(0),None)):
    d=datetime(2020,5,6,7,8,9,10,z)
    for m in 'utcoffset dst tzname isoformat timetuple utctimetuple timestamp timetz astimezone ctime __repr__ __hash__'.split():
        if m=='__hash__':
            t(lambda: hash(d)==hash(datetime(2020,5,6,6,8,9,10,timezone.utc)))
        elif m=='astimezone': t(d.astimezone,timezone.utc)
        elif m=='__repr__': pass
        elif m=='timetz': t(lambda:d.timetz().isoformat())
        else: t(getattr(d,m))
    t(d.strftime,'%z|%Z|%f|%Y|%%'); t(z.fromutc,d) if 0 else None
ds=[date(2020,2,29),date(1,1,1),date(9999,12,31),date(2024,12,30),date(2021,1,3)]
for a in ds:
    print(repr(a),a,a.isocalendar(),tuple(a.isocalendar()),a.isoweekday(),a.weekday(),a.toordinal(),date.fromordinal(a.toordinal()),a.ctime(),a.timetuple(),a.__reduce__(),pickle.loads(pickle.dumps(a,0)),a.strftime('%Y-%m-%d %a %j %U %z %f'),format(a,'%d'),format(a),hash(a)==hash(copy.copy(a)))
    for b in ds+[timedelta(1),timedelta(days=-1,seconds=5),datetime(2020,1,1),5,None]:
        for op in (operator.add,operator.sub,operator.eq,operator.ne,operator.lt,operator.ge): t(op,a,b); t(op,b,a)
    t(a.replace); t(a.replace,2021); t(a.replace,day=30); t(a.replace,month=13); t(a.replace,foo=1)
for o in (0,-1,1,3652059,3652060,'x',2**40): t(date.fromordinal,o)
for s in ('2020-02-29','20200229','2020-W09-6','2020W096','2020W09','2020-W09','2020-W53','2021-W53-1','2020-2-29','2020-02-30','x','','2020-0229','202002-29','2020-W09-8',5,'2020-02-29 ','２020-01-01','0000-01-01','2020-W00'): t(date.fromisoformat,s)
for a in [(2020,1,1),(2020,53,7),(2021,53,1),(0,1,1),(2020,0,1),(2020,1,8),(2020,1),('x',1,1),(2**40,1,1),(9999,52,7),(1,1,1)]: t(date.fromisocalendar,*a)
t(date.fromisocalendar,year=2020,week=1,day=2)
mo=[datetime(2020,2,29,13,45,6,789),datetime(1,1,1),datetime(9999,12,31,23,59,59,999999),datetime(2020,2,29,13,45,6,789,timezone.utc),datetime(2020,2,29,15,45,6,789,timezone(2*h)),datetime(2020,1,1,fold=1)]
for a in mo:
    print(repr(a),a,a.date(),a.time(),repr(a.timetz()),a.ctime(),a.timetuple(),a.utctimetuple() if a.year not in(1,9999) else '',a.isoformat('x'),a.isoformat(timespec='hours'),a.isoformat(' ','minutes'),a.isoformat(timespec='milliseconds'),a.isoformat(timespec='microseconds'),a.__reduce__(),a.__reduce_ex__(4),pickle.loads(pickle.dumps(a)),a.strftime('%Y %f %z %Z %H:%M'),format(a,'%S'),a.hour,a.minute,a.second,a.microsecond,a.tzinfo,a.fold,a.weekday())
    for b in mo+[timedelta(1,2,3),timedelta(-1),date(2020,1,1),5]:
        for op in (operator.add,operator.sub,operator.eq,operator.ne,operator.lt,operator.ge): t(op,a,b); t(op,b,a)
    t(a.replace,year=1999,tzinfo=None); t(a.replace,fold=1); t(a.replace,minute=61); t(a.isoformat,'xx'); t(a.isoformat,timespec='x'); t(a.isoformat,timespec=5); t(a.astimezone,5); t(a.strftime,5); t(a.__format__,5)
    if a.year not in(1,9999): t(a.timestamp); t(a.astimezone,timezone(3*h)); t(a.astimezone)
for s in ('2020-02-29T13:45:06.789','2020-02-29 13:45','2020-02-29T13','20200229T134506','2020-02-29T13:45:06,123456789','2020-02-29T13:45:06+02:00','2020-02-29T134506Z','2020-02-29T13:45:06-0530','2020-02-29T13:45:06+05:30:15.123','2020-W09-6T10:00','2020W09T10','2020W096T1030','2020-02-29','2020-02-29T','2020-02-29T25:00','2020-02-29T13:4','2020-02-29T13:45:6','2020-02-29T13:45:06.','2020-02-29T13:45:06+','2020-02-29T13:45:06+25:00','2020-02-29\u20ac10:00','x','',5,'2020-02-29T13:4506','2020-02-29T13:45:06.7Z','2020-02-29T13:45:06+00:00'): t(datetime.fromisoformat,s)
for s in ('13:45:06.789','T13:45','13','1345','134506.5','13:45:06+02','13:45Z','24:00','1','x','',5,'13:45:06.1234567','13:45:06-00:00:01'): t(D.time.fromisoformat,s)
tm=[D.time(),D.time(13,45,6,789),D.time(1,2,3,4,timezone.utc),D.time(3,2,3,4,timezone(2*h)),D.time(5,fold=1),D.time(0,30,tzinfo=timezone(2*h))]
for a in tm:
    print(repr(a),a,a.isoformat('minutes'),a.utcoffset(),a.dst(),a.tzname(),a.strftime('%H:%M %f %z %Z %Y'),format(a,'%M'),format(a),a.__reduce__(),a.__reduce_ex__(4),pickle.loads(pickle.dumps(a)),bool(a),hash(a)==hash(copy.copy(a)),a.replace(hour=9,tzinfo=None),a.hour,a.fold)
    for b in tm+[5]: 
        for op in (operator.eq,operator.ne,operator.lt,operator.ge): t(op,a,b)
    t(a.replace,hour=24); t(a.isoformat,'x'); t(a.strftime); t(operator.add,a,h)
t(datetime.combine,date(2020,1,1),D.time(1,2,3,4,timezone.utc,fold=1)); t(datetime.combine,date(2020,1,1),D.time(1),timezone.utc); t(datetime.combine,5,D.time()); t(datetime.combine,date(1,1,1),5); t(datetime.combine,date(1,1,1)); t(datetime.combine,date(1,1,1),D.time(),tzinfo=5)
for v in (0,1e9,1.5,-1.5,1234567890.123456789,0.0000005,0.0000015,1e20,float('nan'),'x',253402300799,253402300800,-62135596800,None,2**63): t(datetime.utcfromtimestamp,v); t(datetime.fromtimestamp,v,timezone.utc); t(datetime.fromtimestamp,v); t(date.fromtimestamp,v)
t(datetime.fromtimestamp,0,5); t(datetime.now,5); print(type(datetime.now()),type(datetime.utcnow()),datetime.now(timezone.utc).tzinfo)
t(datetime.strptime,'2020-01-02','%Y-%m-%d'); t(datetime.strptime,'x','%Y'); t(datetime.strptime,5,'x'); t(datetime.strptime,'x',5); t(datetime.strptime,'12:30 +0200','%H:%M %z')
class DD(date): 
    def __new__(cls,*a,**k): o=date.__new__(cls,*a,**k); o.extra=1; return o
class DT(datetime): pass
class TT(D.time): pass
class TL(timedelta): pass
x=DT(2020,1,2,3); y=DD(2020,1,2)
print(repr(x),repr(x+h),type(x-h),type(x-x),repr(y+timedelta(1)),type(DT.now()),DT.fromisoformat('2020-01-01'),type(DT.combine(date(1,1,1),D.time())),DD.fromordinal(5),repr(TT(1,2)),type(TT.fromisoformat('10:00')),repr(TL(1)),type(TL(1)+TL(1)),x==datetime(2020,1,2,3),y==date(2020,1,2),pickle.loads(pickle.dumps(x)),type(x.replace(hour=1)),type(x.date()),type(x.astimezone(timezone.utc)),repr(DT.strptime('2020','%Y')),repr(DT(2020,1,1,fold=1)+h*0))
for o in (date.min,date.max,date.resolution,datetime.min,datetime.max,datetime.resolution,D.time.min,D.time.max,timedelta.min,timedelta.max,timedelta.resolution,timezone.utc): print(repr(o))
t(setattr,date(2020,1,1),'year',5); t(setattr,date,'x',5); t(setattr,timedelta(1),'days',3); t(hash,x); 
print(sys.getsizeof(date(1,1,1)),sys.getsizeof(datetime(1,1,1)),sys.getsizeof(D.time()),sys.getsizeof(timedelta()),sys.getsizeof(timezone.utc),sys.getsizeof(tzinfo()),sys.getsizeof(date(1,1,1).isocalendar()))
ic=date(2020,1,2).isocalendar(); print(ic,ic.year,ic.week,ic.weekday,ic==(2020,1,4),ic[1],pickle.loads(pickle.dumps(ic)),type(pickle.loads(pickle.dumps(ic)))); t(type(ic),1,2); t(type(ic),1,2,3)
print(sum([timedelta(1)]*3,timedelta()),max(mo[0],mo[5]),sorted(ds)[0],{date(2020,1,1):1}[date(2020,1,1)],{datetime(2020,1,1,2,tzinfo=timezone(2*h)):1}[datetime(2020,1,1,tzinfo=timezone.utc)])
for n in ('date','datetime','time','timedelta','timezone','tzinfo'): print(n,[k for k in sorted(getattr(D,n).__dict__) ])
