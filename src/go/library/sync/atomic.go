package atomic

import "unsafe"

func AddInt32(addr *int32, delta int32) int32       { *addr += delta; return *addr }
func AddInt64(addr *int64, delta int64) int64       { *addr += delta; return *addr }
func AddUint32(addr *uint32, delta uint32) uint32   { *addr += delta; return *addr }
func AddUint64(addr *uint64, delta uint64) uint64   { *addr += delta; return *addr }
func LoadInt32(addr *int32) int32                   { return *addr }
func LoadInt64(addr *int64) int64                   { return *addr }
func LoadUint32(addr *uint32) uint32                { return *addr }
func LoadUint64(addr *uint64) uint64                { return *addr }
func LoadPointer(addr *unsafe.Pointer) unsafe.Pointer { return *addr }
func StoreInt32(addr *int32, val int32)             { *addr = val }
func StoreInt64(addr *int64, val int64)             { *addr = val }
func StoreUint32(addr *uint32, val uint32)          { *addr = val }
func StoreUint64(addr *uint64, val uint64)          { *addr = val }
func StorePointer(addr *unsafe.Pointer, val unsafe.Pointer) { *addr = val }
func SwapInt32(addr *int32, new int32) int32        { old := *addr; *addr = new; return old }
func SwapInt64(addr *int64, new int64) int64        { old := *addr; *addr = new; return old }

func SwapUint32(addr *uint32, new uint32) uint32    { old := *addr; *addr = new; return old }
func SwapUint64(addr *uint64, new uint64) uint64    { old := *addr; *addr = new; return old }

func CompareAndSwapInt32(addr *int32, old, new int32) bool {
	if *addr != old {
		return false
	}
	*addr = new
	return true
}
func CompareAndSwapInt64(addr *int64, old, new int64) bool {
	if *addr != old {
		return false
	}
	*addr = new
	return true
}
func CompareAndSwapUint32(addr *uint32, old, new uint32) bool {
	if *addr != old {
		return false
	}
	*addr = new
	return true
}
func CompareAndSwapUint64(addr *uint64, old, new uint64) bool {
	if *addr != old {
		return false
	}
	*addr = new
	return true
}

type Int32 struct{ v int32 }

func (x *Int32) Load() int32           { return x.v }
func (x *Int32) Store(val int32)       { x.v = val }
func (x *Int32) Add(delta int32) int32 { x.v += delta; return x.v }
func (x *Int32) Swap(new int32) int32  { old := x.v; x.v = new; return old }
func (x *Int32) CompareAndSwap(old, new int32) bool { return CompareAndSwapInt32(&x.v, old, new) }

type Int64 struct{ v int64 }

func (x *Int64) Load() int64           { return x.v }
func (x *Int64) Store(val int64)       { x.v = val }
func (x *Int64) Add(delta int64) int64 { x.v += delta; return x.v }
func (x *Int64) Swap(new int64) int64  { old := x.v; x.v = new; return old }
func (x *Int64) CompareAndSwap(old, new int64) bool { return CompareAndSwapInt64(&x.v, old, new) }

type Uint32 struct{ v uint32 }

func (x *Uint32) Load() uint32            { return x.v }
func (x *Uint32) Store(val uint32)        { x.v = val }
func (x *Uint32) Add(delta uint32) uint32 { x.v += delta; return x.v }

type Uint64 struct{ v uint64 }

func (x *Uint64) Load() uint64            { return x.v }
func (x *Uint64) Store(val uint64)        { x.v = val }
func (x *Uint64) Add(delta uint64) uint64 { x.v += delta; return x.v }

type Bool struct{ v bool }

func (x *Bool) Load() bool     { return x.v }
func (x *Bool) Store(val bool) { x.v = val }
func (x *Bool) Swap(new bool) bool { old := x.v; x.v = new; return old }
func (x *Bool) CompareAndSwap(old, new bool) bool {
	if x.v != old {
		return false
	}
	x.v = new
	return true
}

type Value struct{ v any }

func (v *Value) Load() any     { return v.v }
func (v *Value) Store(val any) {
	if val == nil {
		panic("sync/atomic: store of nil value into Value")
	}
	v.v = val
}
func (v *Value) Swap(new any) (old any) {
	old = v.v
	v.Store(new)
	return old
}
func (v *Value) CompareAndSwap(old, new any) bool {
	if v.v != old {
		return false
	}
	v.Store(new)
	return true
}
