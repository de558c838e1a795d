package main

import (
	"errors"
	"fmt"
)

type Shape interface {
	Area() float64
	Perimeter() float64
}
type Rect struct{ w, h float64 }
type Circle struct{ r float64 }
type Named interface{ Name() string }

func (r Rect) Area() float64       { return r.w * r.h }
func (r Rect) Perimeter() float64  { return 2 * (r.w + r.h) }
func (c *Circle) Area() float64    { return 3 * c.r * c.r }
func (c *Circle) Perimeter() float64 { return 6 * c.r }
func (c *Circle) Name() string     { return "circle" }

type Base struct{ id int }

func (b *Base) ID() int { return b.id }

type Derived struct {
	*Base
	Shape
}
type MyErr struct{ code int }

func (e *MyErr) Error() string { return fmt.Sprintf("code %d", e.code) }
func may(n int) error {
	if n == 0 {
		return nil
	}
	return fmt.Errorf("wrapped %d: %w", n, &MyErr{n})
}

func describe(x interface{}) string {
	switch v := x.(type) {
	case nil:
		return "nil"
	case int, int64:
		return fmt.Sprintf("integer %v", v)
	case string:
		return "string " + v
	case error:
		return "error " + v.Error()
	case fmt.Stringer:
		return "stringer " + v.String()
	case []int:
		return fmt.Sprint("slice ", len(v))
	case func() int:
		return fmt.Sprint("func ", v())
	default:
		return fmt.Sprintf("other %T", v)
	}
}

func main() {
	shapes := []Shape{Rect{2, 3}, &Circle{1}}
	for _, s := range shapes {
		fmt.Println(s.Area(), s.Perimeter())
		if n, ok := s.(Named); ok {
			fmt.Println(n.Name())
		}
		_, isRect := s.(Rect)
		fmt.Println(isRect)
	}
	d := Derived{&Base{7}, Rect{1, 1}}
	fmt.Println(d.ID(), d.Area(), d.Shape == Shape(Rect{1, 1}))
	fmt.Println(describe(nil), describe(3), describe(int64(4)), describe("s"), describe(may(2)), describe([]int{1}), describe(func() int { return 5 }), describe(3.5), describe(struct{}{}))
	err := may(3)
	var me *MyErr
	fmt.Println(err, errors.As(err, &me), me.code, errors.Unwrap(err) == error(me), may(0) == nil)
	sentinel := errors.New("sentinel")
	wrapped := fmt.Errorf("a: %w", fmt.Errorf("b: %w", sentinel))
	fmt.Println(wrapped, errors.Is(wrapped, sentinel), errors.Is(wrapped, errors.New("sentinel")))
	var nilShape Shape
	defer func() {
		fmt.Println("recovered:", recover())
		defer func() { fmt.Println("recovered:", recover()) }()
		var x interface{} = "str"
		_ = x.(int)
	}()
	nilShape.Area()
}
