package main

import (
	"fmt"
	"math"
)

func main() {
	g := 2.0
	fmt.Println(1.0, 0.1+0.2, 1e21, 1e20, 123456789.0, 1e-7, float32(0.1), float32(16777216.0)+1)
	fmt.Println(math.Inf(1), math.Inf(-1), math.NaN(), -0.0, 1/math.Inf(-1))
	fmt.Println(math.Sqrt(2), math.Pi, math.MaxFloat64, math.SmallestNonzeroFloat64)
	fmt.Printf("%e %E %f %.3f %g %G %8.2f|%-10.1f|%+.2f %06.1f\n", 1234.5678, 0.00012, 3.0, 2.0/3, 1e100, 1e-10, 3.14159, 2.5, 1.5, -3.25)
	fmt.Println(int(g+0.9), int(-g-0.9), uint8(250.7*g/2), float64(7)/2, 7/2, int64(1e18))
	var f float32 = 1.0 / 3
	fmt.Println(f, float64(f), f*3 == 1, math.Floor(-1.5), math.Round(2.5), math.Trunc(-2.7), math.Mod(7, 3))
	fmt.Println(complex(1, 2)*complex(3, -1), real(3+4i), imag(3+4i), (1+2i)/(3-4i))
}
