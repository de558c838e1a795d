package main

type Number interface{ ~int | ~float64 }

func Sum[T Number](xs ...T) (t T) { return }

type Set[K comparable] map[K]bool

func main() {
	_ = Sum("a")
	var s Set[[]int]
	_ = Sum[string]
	_ = s
}
