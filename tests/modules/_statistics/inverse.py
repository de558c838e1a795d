"""statistics.NormalDist.inv_cdf and typing's functions, which are in C."""
def t(f,*a,**k):
    try: r=f(*a,**k); print(repr(r))
    except BaseException as e: print(type(e).__name__, e)
import statistics,_statistics
d=statistics.NormalDist(10,2.5); print([d.inv_cdf(p/1000) for p in range(1,1000,7)],d.inv_cdf(1e-300)); t(_statistics._normal_dist_inv_cdf,0,0,1); t(_statistics._normal_dist_inv_cdf,0.5,'x',1); t(_statistics._normal_dist_inv_cdf,0.5)
import _typing,typing; t(_typing._idfunc,5); t(_typing._idfunc); print(typing.NewType('A',int)(3))
