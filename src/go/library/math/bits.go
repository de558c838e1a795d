package bits

const UintSize = 64

func OnesCount64(x uint64) int
func LeadingZeros64(x uint64) int
func TrailingZeros64(x uint64) int

func OnesCount(x uint) int     { return OnesCount64(uint64(x)) }
func OnesCount8(x uint8) int   { return OnesCount64(uint64(x)) }
func OnesCount16(x uint16) int { return OnesCount64(uint64(x)) }
func OnesCount32(x uint32) int { return OnesCount64(uint64(x)) }
func Len64(x uint64) int       { return 64 - LeadingZeros64(x) }
func Len(x uint) int           { return Len64(uint64(x)) }
func Len8(x uint8) int         { return Len64(uint64(x)) }
func Len16(x uint16) int       { return Len64(uint64(x)) }
func Len32(x uint32) int       { return Len64(uint64(x)) }
func LeadingZeros(x uint) int     { return LeadingZeros64(uint64(x)) }
func LeadingZeros8(x uint8) int   { return 8 - Len8(x) }
func LeadingZeros16(x uint16) int { return 16 - Len16(x) }
func LeadingZeros32(x uint32) int { return 32 - Len32(x) }
func TrailingZeros(x uint) int    { return TrailingZeros64(uint64(x)) }
func TrailingZeros8(x uint8) int {
	if x == 0 {
		return 8
	}
	return TrailingZeros64(uint64(x))
}
func TrailingZeros16(x uint16) int {
	if x == 0 {
		return 16
	}
	return TrailingZeros64(uint64(x))
}
func TrailingZeros32(x uint32) int {
	if x == 0 {
		return 32
	}
	return TrailingZeros64(uint64(x))
}
func RotateLeft(x uint, k int) uint {
	s := uint(k) & 63
	return x<<s | x>>(64-s)
}
func RotateLeft8(x uint8, k int) uint8 {
	s := uint(k) & 7
	return x<<s | x>>(8-s)
}
func RotateLeft16(x uint16, k int) uint16 {
	s := uint(k) & 15
	return x<<s | x>>(16-s)
}
func RotateLeft32(x uint32, k int) uint32 {
	s := uint(k) & 31
	return x<<s | x>>(32-s)
}
func RotateLeft64(x uint64, k int) uint64 {
	s := uint(k) & 63
	return x<<s | x>>(64-s)
}

func reverse(x uint64, bits int) uint64 {
	var r uint64
	for i := 0; i < bits; i++ {
		r = r<<1 | x&1
		x >>= 1
	}
	return r
}
func Reverse(x uint) uint       { return uint(reverse(uint64(x), 64)) }
func Reverse8(x uint8) uint8    { return uint8(reverse(uint64(x), 8)) }
func Reverse16(x uint16) uint16 { return uint16(reverse(uint64(x), 16)) }
func Reverse32(x uint32) uint32 { return uint32(reverse(uint64(x), 32)) }
func Reverse64(x uint64) uint64 { return reverse(x, 64) }
func ReverseBytes16(x uint16) uint16 { return x>>8 | x<<8 }
func ReverseBytes32(x uint32) uint32 {
	return x>>24 | x>>8&0xFF00 | x<<8&0xFF0000 | x<<24
}
func ReverseBytes64(x uint64) uint64 {
	return uint64(ReverseBytes32(uint32(x)))<<32 | uint64(ReverseBytes32(uint32(x>>32)))
}
func ReverseBytes(x uint) uint { return uint(ReverseBytes64(uint64(x))) }

func Add64(x, y, carry uint64) (sum, carryOut uint64) {
	sum = x + y + carry
	return sum, (x&y | (x|y)&^sum) >> 63
}
func Add(x, y, carry uint) (sum, carryOut uint) {
	s, c := Add64(uint64(x), uint64(y), uint64(carry))
	return uint(s), uint(c)
}
func Add32(x, y, carry uint32) (sum, carryOut uint32) {
	whole := uint64(x) + uint64(y) + uint64(carry)
	return uint32(whole), uint32(whole >> 32)
}
func Sub64(x, y, borrow uint64) (diff, borrowOut uint64) {
	diff = x - y - borrow
	return diff, (^x&y | ^(x^y)&diff) >> 63
}
func Sub(x, y, borrow uint) (diff, borrowOut uint) {
	d, b := Sub64(uint64(x), uint64(y), uint64(borrow))
	return uint(d), uint(b)
}
func Mul64(x, y uint64) (hi, lo uint64) {
	a, b := x>>32, x&0xFFFFFFFF
	c, d := y>>32, y&0xFFFFFFFF
	low := b * d
	middle := a*d + low>>32
	other := middle&0xFFFFFFFF + b*c
	return a*c + middle>>32 + other>>32, x * y
}
func Mul(x, y uint) (hi, lo uint) {
	h, l := Mul64(uint64(x), uint64(y))
	return uint(h), uint(l)
}
func Mul32(x, y uint32) (hi, lo uint32) {
	whole := uint64(x) * uint64(y)
	return uint32(whole >> 32), uint32(whole)
}
func Div64(hi, lo, y uint64) (quo, rem uint64) {
	if y == 0 {
		panic("runtime error: integer divide by zero")
	}
	if y <= hi {
		panic("runtime error: integer overflow")
	}
	rem = hi
	for i := 63; i >= 0; i-- {
		top := rem >> 63
		rem = rem<<1 | lo>>uint(i)&1
		if top == 1 || rem >= y {
			rem -= y
			quo |= 1 << uint(i)
		}
	}
	return quo, rem
}
