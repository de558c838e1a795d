"""math, statistics, fractions, decimal, random, datetime, time, calendar, zoneinfo, operator."""
import calendar, datetime, decimal, fractions, math, operator, random, statistics, time
from datetime import date, timedelta, timezone
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction

print(math.gcd(84, 36), math.lcm(4, 6), math.comb(10, 3), math.perm(5, 2), math.isqrt(10**20), math.prod(range(1, 10)),
      math.hypot(3, 4), math.fsum([.1] * 10), math.dist((0, 0), (1, 1)), math.frexp(10.5), math.modf(-2.5))
data = [2, 4, 4, 4, 5, 5, 7, 9]
print(statistics.mean(data), statistics.median(data), statistics.mode(data), statistics.pstdev(data), statistics.variance(data),
      statistics.quantiles(data, n=4), statistics.harmonic_mean([40, 60]), statistics.geometric_mean([1, 2, 4]),
      statistics.linear_regression([1, 2, 3], [2, 4, 6.5]), statistics.correlation([1, 2, 3], [1, 2, 2.5]), statistics.fmean(data),
      statistics.multimode('aabbc'), statistics.NormalDist(5, 2).cdf(6), statistics.NormalDist.from_samples(data))
print(Fraction(3, 4) + Fraction('1/3'), Fraction(0.125), Fraction('2.5e-3'), Fraction(22, 7).limit_denominator(5),
      round(Fraction(7, 2)), Fraction(7, 2) // 1, math.floor(Fraction(-7, 2)), Fraction(1, 3) ** 3, Fraction(1, 2) == .5)
getcontext().prec = 28
print(Decimal('1.1') + Decimal('2.2'), Decimal(1) / 7, Decimal('3.14159').quantize(Decimal('.01')), Decimal(2).sqrt(),
      Decimal('1e5').normalize(), Decimal('-0'), Decimal('NaN').is_nan(), Decimal('123.456').as_tuple(), f"{Decimal('1234567.891'):,.2f}",
      Decimal('10').ln(), Decimal(5) % 3, divmod(Decimal('-7'), 2), max(Decimal(1), Decimal('1.5')), Decimal(0.1), hash(Decimal(5)) == hash(5))
with localcontext() as context:
    context.prec, context.rounding = 5, decimal.ROUND_UP
    print(Decimal(1) / 3, bool(context.flags[decimal.Inexact]))
for wrong in ('Fraction(1, 0)', 'math.sqrt(-1)', 'statistics.mean([])'):
    try: print(eval(wrong))
    except Exception as error: print(type(error).__name__, error)

random.seed(42)
print(random.random(), random.randint(1, 100), random.sample(range(50), 5), random.choice('abc'), random.choices('xyz', [1, 2, 3], k=5),
      random.gauss(0, 1), random.shuffle(items := list(range(8))), items, random.getrandbits(70), random.uniform(1, 2),
      random.triangular(), random.betavariate(1, 2), random.expovariate(2), random.randbytes(4), random.Random('text').random())

moment = datetime.datetime(2024, 2, 29, 13, 45, 6, 789, tzinfo=timezone(timedelta(hours=2)))
print(moment, moment.isoformat(timespec='minutes'), moment.astimezone(timezone.utc), moment.timestamp(), repr(moment),
      moment.strftime('%A %d %B %Y %H:%M:%S %j %U %z %%'), moment.replace(year=2023, day=1), moment + timedelta(days=366, seconds=-1))
print(datetime.datetime.strptime('2021-03-04 05:06', '%Y-%m-%d %H:%M'), datetime.datetime.fromisoformat('2020-01-01T00:00:00+05:30'),
      datetime.datetime.fromtimestamp(0, timezone.utc), date(2024, 12, 30).isocalendar(), date.fromordinal(738000), date.max - date.min,
      date(2024, 1, 31).weekday(), datetime.time(25 - 2, 59).isoformat(), datetime.time.fromisoformat('10:20:30.5'))
print(timedelta(days=1.5, hours=-3), timedelta(weeks=1) / timedelta(hours=1), timedelta(1) // 7, -timedelta(seconds=1), repr(timedelta(0, 5, 7)),
      sum([timedelta(1)] * 3, timedelta()), abs(timedelta(-1)), timedelta(1).total_seconds(), timedelta(hours=25) % timedelta(days=1))
for wrong in ('date(2023, 2, 29)', 'datetime.time(24)', 'datetime.datetime.strptime("x", "%Y")', 'date(2020, 1, 1) < 5', 'timedelta(days=10**10)',
              'datetime.datetime(1, 1, 1) - moment', 'date.fromisoformat("2020-1-1")', 'datetime.datetime.max + timedelta(1)'):
    try: print(eval(wrong))
    except Exception as error: print(type(error).__name__, error)
print(calendar.month(2024, 2), calendar.monthrange(2023, 2), calendar.isleap(2000), calendar.timegm((1970, 1, 2, 0, 0, 0)),
      calendar.TextCalendar(6).formatweek([(1, 0), (2, 1)], 3), list(calendar.Calendar().itermonthdays(2024, 2))[:10])
print(calendar.HTMLCalendar().formatmonth(2023, 5)[:120])
print(time.gmtime(86400)[:6], time.strftime('%Y-%m-%d', time.gmtime(0)), time.strptime('30 Nov 00', '%d %b %y')[:3], time.asctime(time.gmtime(0)))
rows = [{'n': 2, 'v': 'b'}, {'n': 1, 'v': 'a'}]
print(sorted(rows, key=operator.itemgetter('n')), operator.attrgetter('real', 'imag')(3 + 4j), operator.methodcaller('split', ',')('a,b'))
