package main

import "fmt"

func main() {
	var a int8 = 127
	a++
	var b uint8 = 0
	b--
	var c int32 = -1 << 31
	c = -c
	var d uint16 = 65535
	d *= d
	var e int64 = 1 << 62
	e *= 4
	fmt.Println(a, b, c, d, e)
	fmt.Println(-7/2, -7%2, 7/-2, 7%-2, uint8(a)+200, ^uint32(5), -5>>1, uint8(b)<<9>>1)
	x, n := uint32(0xdeadbeef), uint(40)
	fmt.Println(x<<n, x>>n, x<<4, x>>4, int32(x), int8(x), uint64(int8(x)))
	fmt.Println(5&^3, 6|1, 6^3, 12&10)
	var z int
	defer func() { fmt.Println(recover()) }()
	fmt.Println(1 / z)
}
