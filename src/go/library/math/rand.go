package rand

const (
	size   = 607
	tapped = 273
	modulo = 1<<31 - 1
)

// The state that every seed is mixed with: computed when this package is embedded.
var cooked = [size]uint64{COOKED}

type Source interface {
	Int63() int64
	Seed(seed int64)
}
type Source64 interface {
	Source
	Uint64() uint64
}

// An additive generator: each number is the sum of two earlier ones.
type additive struct {
	tap, feed int
	state     [size]uint64
}

func next(x uint64) uint64 { return 48271 * x % modulo }

func (a *additive) Seed(seed int64) {
	a.tap, a.feed = 0, size-tapped
	seed %= modulo
	if seed < 0 {
		seed += modulo
	}
	if seed == 0 {
		seed = 89482311
	}
	x := uint64(seed)
	for i := 0; i < 20; i++ {
		x = next(x)
	}
	for i := range a.state {
		x = next(x)
		u := x << 40
		x = next(x)
		u ^= x << 20
		x = next(x)
		a.state[i] = u ^ x ^ cooked[i]
	}
}

func (a *additive) Uint64() uint64 {
	a.tap--
	if a.tap < 0 {
		a.tap += size
	}
	a.feed--
	if a.feed < 0 {
		a.feed += size
	}
	a.state[a.feed] += a.state[a.tap]
	return a.state[a.feed]
}

func (a *additive) Int63() int64 { return int64(a.Uint64() & (1<<63 - 1)) }

func NewSource(seed int64) Source {
	a := new(additive)
	a.Seed(seed)
	return a
}

type Rand struct {
	source Source
}

func New(src Source) *Rand { return &Rand{src} }

func (r *Rand) Seed(seed int64) { r.source.Seed(seed) }
func (r *Rand) Int63() int64    { return r.source.Int63() }
func (r *Rand) Uint32() uint32  { return uint32(r.Int63() >> 31) }
func (r *Rand) Uint64() uint64 {
	if wide, ok := r.source.(Source64); ok {
		return wide.Uint64()
	}
	return uint64(r.Int63())>>31 | uint64(r.Int63())<<32
}
func (r *Rand) Int31() int32 { return int32(r.Int63() >> 32) }
func (r *Rand) Int() int     { return int(uint(r.Int63())) }

func (r *Rand) Int63n(n int64) int64 {
	if n <= 0 {
		panic("invalid argument to Int63n")
	}
	if n&(n-1) == 0 {
		return r.Int63() & (n - 1)
	}
	most := int64(1<<63 - 1 - (1<<63)%uint64(n))
	v := r.Int63()
	for v > most {
		v = r.Int63()
	}
	return v % n
}

func (r *Rand) Int31n(n int32) int32 {
	if n <= 0 {
		panic("invalid argument to Int31n")
	}
	if n&(n-1) == 0 {
		return r.Int31() & (n - 1)
	}
	most := int32(1<<31 - 1 - (1<<31)%uint32(n))
	v := r.Int31()
	for v > most {
		v = r.Int31()
	}
	return v % n
}

func (r *Rand) Intn(n int) int {
	if n <= 0 {
		panic("invalid argument to Intn")
	}
	if n <= 1<<31-1 {
		return int(r.Int31n(int32(n)))
	}
	return int(r.Int63n(int64(n)))
}

func (r *Rand) Float64() float64 {
	for {
		if f := float64(r.Int63()) / (1 << 63); f != 1 {
			return f
		}
	}
}

func (r *Rand) Float32() float32 {
	for {
		if f := float32(r.Float64()); f != 1 {
			return f
		}
	}
}

func (r *Rand) Perm(n int) []int {
	m := make([]int, n)
	for i := 0; i < n; i++ {
		j := r.Intn(i + 1)
		m[i] = m[j]
		m[j] = i
	}
	return m
}

// A number below n by multiplication, which seldom needs a second try.
func (r *Rand) below(n int32) int32 {
	product := uint64(r.Uint32()) * uint64(n)
	if low := uint32(product); low < uint32(n) {
		limit := uint32(-n) % uint32(n)
		for low < limit {
			product = uint64(r.Uint32()) * uint64(n)
			low = uint32(product)
		}
	}
	return int32(product >> 32)
}

func (r *Rand) Shuffle(n int, swap func(i, j int)) {
	if n < 0 {
		panic("invalid argument to Shuffle")
	}
	for i := n - 1; i > 0; i-- {
		swap(i, int(r.below(int32(i+1))))
	}
}

var global = New(NewSource(1))

func Seed(seed int64)                    { global.Seed(seed) }
func Int63() int64                       { return global.Int63() }
func Uint32() uint32                     { return global.Uint32() }
func Uint64() uint64                     { return global.Uint64() }
func Int31() int32                       { return global.Int31() }
func Int() int                           { return global.Int() }
func Int63n(n int64) int64               { return global.Int63n(n) }
func Int31n(n int32) int32               { return global.Int31n(n) }
func Intn(n int) int                     { return global.Intn(n) }
func Float64() float64                   { return global.Float64() }
func Float32() float32                   { return global.Float32() }
func Perm(n int) []int                   { return global.Perm(n) }
func Shuffle(n int, swap func(i, j int)) { global.Shuffle(n, swap) }
