package sort

type Interface interface {
	Len() int
	Less(i, j int) bool
	Swap(i, j int)
}

func swap(slice any, i, j int)
func length(slice any) int

// What is sorted: an Interface, or the two functions that sort.Slice has.
type rows struct {
	less func(i, j int) bool
	swap func(i, j int)
}

func bitsLength(n uint) int {
	count := 0
	for ; n != 0; n >>= 1 {
		count++
	}
	return count
}

func insertion(r rows, a, b int) {
	for i := a + 1; i < b; i++ {
		for j := i; j > a && r.less(j, j-1); j-- {
			r.swap(j, j-1)
		}
	}
}

func siftDown(r rows, low, high, first int) {
	root := low
	for {
		child := 2*root + 1
		if child >= high {
			return
		}
		if child+1 < high && r.less(first+child, first+child+1) {
			child++
		}
		if !r.less(first+root, first+child) {
			return
		}
		r.swap(first+root, first+child)
		root = child
	}
}

func heap(r rows, a, b int) {
	high := b - a
	for i := (high - 1) / 2; i >= 0; i-- {
		siftDown(r, i, high, a)
	}
	for i := high - 1; i >= 0; i-- {
		r.swap(a, a+i)
		siftDown(r, 0, i, a)
	}
}

const (
	unknown = iota
	rising
	falling
)

// A small generator, so that the same input is shuffled in the same way.
type shuffler uint64

func (s *shuffler) next() uint64 {
	*s ^= *s << 13
	*s ^= *s >> 7
	*s ^= *s << 17
	return uint64(*s)
}

// Pattern-defeating quicksort: quicksort that notices sorted and reversed stretches, and falls
// back to heapsort after too many bad partitions.
func quick(r rows, a, b, limit int) {
	wasBalanced, wasPartitioned := true, true
	for {
		size := b - a
		if size <= 12 {
			insertion(r, a, b)
			return
		}
		if limit == 0 {
			heap(r, a, b)
			return
		}
		if !wasBalanced {
			breakPatterns(r, a, b)
			limit--
		}
		pivot, hint := choosePivot(r, a, b)
		if hint == falling {
			reverse(r, a, b)
			pivot = b - 1 - (pivot - a)
			hint = rising
		}
		if wasBalanced && wasPartitioned && hint == rising && partialInsertion(r, a, b) {
			return
		}
		if a > 0 && !r.less(a-1, pivot) {
			a = partitionEqual(r, a, b, pivot)
			continue
		}
		middle, already := partition(r, a, b, pivot)
		wasPartitioned = already
		left, right := middle-a, b-middle
		enough := size / 8
		if left < right {
			wasBalanced = left >= enough
			quick(r, a, middle, limit)
			a = middle + 1
		} else {
			wasBalanced = right >= enough
			quick(r, middle+1, b, limit)
			b = middle
		}
	}
}

func partition(r rows, a, b, pivot int) (int, bool) {
	r.swap(a, pivot)
	i, j := a+1, b-1
	for i <= j && r.less(i, a) {
		i++
	}
	for i <= j && !r.less(j, a) {
		j--
	}
	if i > j {
		r.swap(j, a)
		return j, true
	}
	r.swap(i, j)
	i++
	j--
	for {
		for i <= j && r.less(i, a) {
			i++
		}
		for i <= j && !r.less(j, a) {
			j--
		}
		if i > j {
			break
		}
		r.swap(i, j)
		i++
		j--
	}
	r.swap(j, a)
	return j, false
}

func partitionEqual(r rows, a, b, pivot int) int {
	r.swap(a, pivot)
	i, j := a+1, b-1
	for {
		for i <= j && !r.less(a, i) {
			i++
		}
		for i <= j && r.less(a, j) {
			j--
		}
		if i > j {
			return i
		}
		r.swap(i, j)
		i++
		j--
	}
}

func partialInsertion(r rows, a, b int) bool {
	const steps, shortest = 5, 50
	i := a + 1
	for step := 0; step < steps; step++ {
		for i < b && !r.less(i, i-1) {
			i++
		}
		if i == b {
			return true
		}
		if b-a < shortest {
			return false
		}
		r.swap(i, i-1)
		if i-a >= 2 {
			for j := i - 1; j >= 1; j-- {
				if !r.less(j, j-1) {
					break
				}
				r.swap(j, j-1)
			}
		}
		if b-i >= 2 {
			for j := i + 1; j < b; j++ {
				if !r.less(j, j-1) {
					break
				}
				r.swap(j, j-1)
			}
		}
	}
	return false
}

func breakPatterns(r rows, a, b int) {
	size := b - a
	if size < 8 {
		return
	}
	random := shuffler(size)
	modulus := uint(1) << uint(bitsLength(uint(size)))
	at := a + (size/4)*2 - 1
	for i := 0; i < 3; i++ {
		other := int(uint(random.next()) & (modulus - 1))
		if other >= size {
			other -= size
		}
		r.swap(at-1+i, a+other)
	}
}

func choosePivot(r rows, a, b int) (int, int) {
	const ninther, mostSwaps = 50, 4 * 3
	size := b - a
	swaps := 0
	i, j, k := a+size/4*1, a+size/4*2, a+size/4*3
	if size >= 8 {
		if size >= ninther {
			i = medianAround(r, i, &swaps)
			j = medianAround(r, j, &swaps)
			k = medianAround(r, k, &swaps)
		}
		j = median(r, i, j, k, &swaps)
	}
	switch swaps {
	case 0:
		return j, rising
	case mostSwaps:
		return j, falling
	}
	return j, unknown
}

func ordered(r rows, a, b int, swaps *int) (int, int) {
	if r.less(b, a) {
		*swaps++
		return b, a
	}
	return a, b
}

func median(r rows, a, b, c int, swaps *int) int {
	a, b = ordered(r, a, b, swaps)
	b, c = ordered(r, b, c, swaps)
	a, b = ordered(r, a, b, swaps)
	return b
}

func medianAround(r rows, a int, swaps *int) int { return median(r, a-1, a, a+1, swaps) }

func reverse(r rows, a, b int) {
	for i, j := a, b-1; i < j; i, j = i+1, j-1 {
		r.swap(i, j)
	}
}

// --- stable ---

func stable(r rows, n int) {
	size := 20
	a, b := 0, size
	for b <= n {
		insertion(r, a, b)
		a = b
		b += size
	}
	insertion(r, a, n)
	for size < n {
		a, b = 0, 2*size
		for b <= n {
			merge(r, a, a+size, b)
			a = b
			b += 2 * size
		}
		if m := a + size; m < n {
			merge(r, a, m, n)
		}
		size *= 2
	}
}

func merge(r rows, a, m, b int) {
	if m-a == 1 {
		i, j := m, b
		for i < j {
			h := int(uint(i+j) >> 1)
			if r.less(h, a) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := a; k < i-1; k++ {
			r.swap(k, k+1)
		}
		return
	}
	if b-m == 1 {
		i, j := a, m
		for i < j {
			h := int(uint(i+j) >> 1)
			if !r.less(m, h) {
				i = h + 1
			} else {
				j = h
			}
		}
		for k := m; k > i; k-- {
			r.swap(k, k-1)
		}
		return
	}
	middle := int(uint(a+b) >> 1)
	n := middle + m
	var start, end int
	if m > middle {
		start = n - b
		end = middle
	} else {
		start = a
		end = m
	}
	p := n - 1
	for start < end {
		c := int(uint(start+end) >> 1)
		if !r.less(p-c, c) {
			start = c + 1
		} else {
			end = c
		}
	}
	last := n - start
	if start < m && m < last {
		rotate(r, start, m, last)
	}
	if a < start && start < middle {
		merge(r, a, start, middle)
	}
	if middle < last && last < b {
		merge(r, middle, last, b)
	}
}

func swapRange(r rows, a, b, n int) {
	for i := 0; i < n; i++ {
		r.swap(a+i, b+i)
	}
}

func rotate(r rows, a, m, b int) {
	i, j := m-a, b-m
	for i != j {
		if i > j {
			swapRange(r, m-i, m, j)
			i -= j
		} else {
			swapRange(r, m-i, m+j-i, i)
			j -= i
		}
	}
	swapRange(r, m-i, m, i)
}

// --- what programs call ---

func Sort(data Interface) {
	n := data.Len()
	quick(rows{data.Less, data.Swap}, 0, n, bitsLength(uint(n)))
}

func Stable(data Interface) { stable(rows{data.Less, data.Swap}, data.Len()) }

func Slice(x any, less func(i, j int) bool) {
	n := length(x)
	quick(rows{less, func(i, j int) { swap(x, i, j) }}, 0, n, bitsLength(uint(n)))
}

func SliceStable(x any, less func(i, j int) bool) {
	stable(rows{less, func(i, j int) { swap(x, i, j) }}, length(x))
}

func SliceIsSorted(x any, less func(i, j int) bool) bool {
	for i := length(x) - 1; i > 0; i-- {
		if less(i, i-1) {
			return false
		}
	}
	return true
}

func IsSorted(data Interface) bool {
	for i := data.Len() - 1; i > 0; i-- {
		if data.Less(i, i-1) {
			return false
		}
	}
	return true
}

type reversed struct {
	Interface
}

func (r reversed) Less(i, j int) bool { return r.Interface.Less(j, i) }
func Reverse(data Interface) Interface { return &reversed{data} }

type IntSlice []int

func (x IntSlice) Len() int           { return len(x) }
func (x IntSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x IntSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x IntSlice) Sort()              { Sort(x) }

type Float64Slice []float64

func (x Float64Slice) Len() int           { return len(x) }
func (x Float64Slice) Less(i, j int) bool { return x[i] < x[j] || x[i] != x[i] && x[j] == x[j] }
func (x Float64Slice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x Float64Slice) Sort()              { Sort(x) }

type StringSlice []string

func (x StringSlice) Len() int           { return len(x) }
func (x StringSlice) Less(i, j int) bool { return x[i] < x[j] }
func (x StringSlice) Swap(i, j int)      { x[i], x[j] = x[j], x[i] }
func (x StringSlice) Sort()              { Sort(x) }

func Ints(x []int)                          { Sort(IntSlice(x)) }
func Float64s(x []float64)                  { Sort(Float64Slice(x)) }
func Strings(x []string)                    { Sort(StringSlice(x)) }
func IntsAreSorted(x []int) bool            { return IsSorted(IntSlice(x)) }
func Float64sAreSorted(x []float64) bool    { return IsSorted(Float64Slice(x)) }
func StringsAreSorted(x []string) bool      { return IsSorted(StringSlice(x)) }

func Search(n int, f func(int) bool) int {
	low, high := 0, n
	for low < high {
		middle := int(uint(low+high) >> 1)
		if !f(middle) {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

func Find(n int, cmp func(int) int) (i int, found bool) {
	low, high := 0, n
	for low < high {
		middle := int(uint(low+high) >> 1)
		if cmp(middle) > 0 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, low < n && cmp(low) == 0
}

func SearchInts(a []int, x int) int { return Search(len(a), func(i int) bool { return a[i] >= x }) }
func SearchFloat64s(a []float64, x float64) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}
func SearchStrings(a []string, x string) int {
	return Search(len(a), func(i int) bool { return a[i] >= x })
}
func (p IntSlice) Search(x int) int         { return SearchInts(p, x) }
func (p Float64Slice) Search(x float64) int { return SearchFloat64s(p, x) }
func (p StringSlice) Search(x string) int   { return SearchStrings(p, x) }
