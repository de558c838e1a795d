package main

import (
	"fmt"
	"math/rand"
)

func main() {
	fmt.Println(rand.Int31(), rand.Intn(100), rand.Intn(1000), rand.Float64(), rand.Perm(6))
	r := rand.New(rand.NewSource(42))
	fmt.Println(r.Int(), r.Int63n(1<<40), r.Uint32(), r.Uint64(), r.Float32())
	x := []int{1, 2, 3, 4, 5, 6, 7}
	r.Shuffle(len(x), func(i, j int) { x[i], x[j] = x[j], x[i] })
	fmt.Println(x)
	rand.Seed(7)
	for i := 0; i < 5; i++ {
		fmt.Print(rand.Intn(10), " ")
	}
	fmt.Println()
}
