package main

import (
	"container/heap"
	"container/list"
	"fmt"
	"sort"
)

type person struct {
	name string
	age  int
}
type byAge []person

func (b byAge) Len() int           { return len(b) }
func (b byAge) Less(i, j int) bool { return b[i].age < b[j].age }
func (b byAge) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

type intHeap []int

func (h intHeap) Len() int            { return len(h) }
func (h intHeap) Less(i, j int) bool  { return h[i] < h[j] }
func (h intHeap) Swap(i, j int)       { h[i], h[j] = h[j], h[i] }
func (h *intHeap) Push(x interface{}) { *h = append(*h, x.(int)) }
func (h *intHeap) Pop() interface{} {
	old := *h
	x := old[len(old)-1]
	*h = old[:len(old)-1]
	return x
}

func main() {
	xs := []int{5, 2, 8, 1}
	sort.Ints(xs)
	fmt.Println(xs, sort.SearchInts(xs, 5), sort.IsSorted(sort.IntSlice(xs)))
	people := []person{{"a", 30}, {"b", 20}, {"c", 25}}
	sort.Sort(byAge(people))
	fmt.Println(people)
	sort.Slice(people, func(i, j int) bool { return people[i].name > people[j].name })
	fmt.Println(people)
	var many []person
	for i := 0; i < 100; i++ {
		many = append(many, person{fmt.Sprint(i), i * 37 % 10})
	}
	unstable := append([]person(nil), many...)
	sort.Slice(unstable, func(i, j int) bool { return unstable[i].age < unstable[j].age })
	fmt.Println(unstable)
	sort.SliceStable(many, func(i, j int) bool { return many[i].age < many[j].age })
	fmt.Println(many[:15])
	sort.Sort(sort.Reverse(sort.StringSlice([]string{"x"})))
	h := &intHeap{5, 2, 8}
	heap.Init(h)
	heap.Push(h, 3)
	for h.Len() > 0 {
		fmt.Print(heap.Pop(h), " ")
	}
	fmt.Println()
	l := list.New()
	e4 := l.PushBack(4)
	e1 := l.PushFront(1)
	l.InsertBefore(3, e4)
	l.InsertAfter(2, e1)
	for e := l.Front(); e != nil; e = e.Next() {
		fmt.Print(e.Value, " ")
	}
	fmt.Println(l.Len())
	fmt.Println(sort.Search(100, func(i int) bool { return i*i >= 50 }))
}
