package main

import "fmt"

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	_
	Thursday
)

const (
	KB = 1 << (10 * (iota + 1))
	MB
	GB
)

const big = 1 << 100
const (
	a, b = iota, iota * 10
	c, d
	e, f = "x", 'y'
)

func (d Weekday) String() string { return [...]string{"Sun", "Mon", "Tue", "Wed", "Thu"}[d] }

func main() {
	fmt.Println(Sunday, Monday, Tuesday, Thursday, KB, MB, GB, big>>98, a, b, c, d, e, f)
	fmt.Printf("%v %d %T %T %T %T\n", Monday, Monday, Monday, 1.0, 'a', 2i)
	const x = 1.0 / 3
	var y float32 = x
	fmt.Println(x, y, 5.0/2, 5/2, 1<<3.0, "s"+"t", !true && false, len("abc"), 'a'+1, string(rune('a'+1)))
	const huge = 1e400 / 1e390
	fmt.Println(huge, 0x1p-2, 0b101, 0o17, 017, 1_000_000, 0xFF)
}
