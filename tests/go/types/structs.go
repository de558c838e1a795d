package main

import (
	"fmt"
	"unsafe"
)

type Point struct{ X, Y int }
type Named struct {
	Name string
	Point
	tag  bool
	list []int
}
type Mixed struct {
	a bool
	b int64
	c uint8
	d int32
	e struct{}
}

func (p Point) Sum() int        { return p.X + p.Y }
func (p *Point) Scale(k int)    { p.X *= k; p.Y *= k }
func (n Named) Describe() string { return n.Name + fmt.Sprint(n.Sum()) }

func main() {
	p := Point{1, 2}
	q := p
	q.X = 10
	p.Scale(3)
	fmt.Println(p, q, p == Point{3, 6}, p.Sum())
	n := Named{Name: "n", Point: Point{4, 5}}
	n.Scale(2)
	n.list = append(n.list, 1, 2)
	m := n
	m.list[0] = 99
	m.X = 0
	fmt.Printf("%v %+v %#v %T\n", n, n, n.Point, n)
	fmt.Println(n.Describe(), m.X, n.X, &p, &n.Point)
	fmt.Println(unsafe.Sizeof(Mixed{}), unsafe.Offsetof(Mixed{}.b), unsafe.Offsetof(Mixed{}.d), unsafe.Alignof(Mixed{}), unsafe.Sizeof(n))
	anon := struct {
		A int
		B string
	}{1, "x"}
	fmt.Printf("%v %+v %#v\n", anon, anon, anon)
	arr := [3]Point{{1, 2}, {3, 4}}
	brr := arr
	brr[0].X = 7
	ptr := &arr[1]
	ptr.Y = 40
	fmt.Println(arr, brr, arr == brr, len(arr))
	f := p.Sum
	g := (*Point).Scale
	p.X = 1000
	g(&p, 2)
	fmt.Println(f(), p, Point.Sum(p))
}
