package main

import (
	"fmt"
	"sort"
	"strings"
)

type Number interface {
	~int | ~int64 | ~float64
}
type MyInt int

func Map[T, U any](xs []T, f func(T) U) []U {
	out := make([]U, 0, len(xs))
	for _, x := range xs {
		out = append(out, f(x))
	}
	return out
}
func Filter[T any](xs []T, keep func(T) bool) (out []T) {
	for _, x := range xs {
		if keep(x) {
			out = append(out, x)
		}
	}
	return
}
func Sum[T Number](xs ...T) (total T) {
	for _, x := range xs {
		total += x
	}
	return
}
func Max[T int | float64 | string](a, b T) T {
	if a > b {
		return a
	}
	return b
}
func Keys[M ~map[K]V, K comparable, V any](m M) []K {
	out := []K{}
	for k := range m {
		out = append(out, k)
	}
	return out
}

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(x T) { s.items = append(s.items, x) }
func (s *Stack[T]) Pop() (T, bool) {
	var zero T
	if len(s.items) == 0 {
		return zero, false
	}
	x := s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return x, true
}

type Pair[K comparable, V any] struct {
	Key K
	Val V
}

func (p Pair[K, V]) String() string { return fmt.Sprintf("%v=>%v", p.Key, p.Val) }

type Tree[T any] struct {
	left, right *Tree[T]
	val         T
}

func (t *Tree[T]) Insert(v T, less func(a, b T) bool) *Tree[T] {
	if t == nil {
		return &Tree[T]{val: v}
	}
	if less(v, t.val) {
		t.left = t.left.Insert(v, less)
	} else {
		t.right = t.right.Insert(v, less)
	}
	return t
}
func (t *Tree[T]) Walk(f func(T)) {
	if t != nil {
		t.left.Walk(f)
		f(t.val)
		t.right.Walk(f)
	}
}

type Stringish interface{ ~string }

func Join[S Stringish](xs []S) string {
	parts := Map(xs, func(s S) string { return string(s) })
	return strings.Join(parts, "+")
}

type ID string

func Ptr[T any](x T) *T { return &x }

func main() {
	fmt.Println(Map([]int{1, 2, 3}, func(i int) string { return fmt.Sprint(i * i) }))
	fmt.Println(Filter([]string{"a", "bb", "ccc"}, func(s string) bool { return len(s) > 1 }))
	fmt.Println(Sum(1, 2, 3), Sum(1.5, 2.5), Sum[MyInt](4, 5), Max("a", "b"), Max(3, 2.5))
	keys := Keys(map[string]int{"x": 1, "y": 2})
	sort.Strings(keys)
	fmt.Println(keys)
	s := &Stack[string]{}
	s.Push("one")
	s.Push("two")
	x, ok := s.Pop()
	fmt.Println(x, ok, len(s.items))
	fmt.Println(Pair[string, int]{"k", 5}, []Pair[int, bool]{{1, true}})
	fmt.Printf("%T %T %v\n", Pair[string, []int]{}, s, *Ptr(42))
	var t *Tree[int]
	for _, v := range []int{5, 2, 8, 1, 9} {
		t = t.Insert(v, func(a, b int) bool { return a < b })
	}
	t.Walk(func(v int) { fmt.Print(v, " ") })
	fmt.Println(Join([]ID{"a", "b"}))
}
