package main

import (
	"fmt"
	"sync"
	"time"
)

func producer(n int, out chan<- int) {
	for i := 0; i < n; i++ {
		out <- i
	}
	close(out)
}

func sieve() []int {
	ch := make(chan int)
	go func() {
		for i := 2; ; i++ {
			ch <- i
		}
	}()
	var primes []int
	for len(primes) < 10 {
		p := <-ch
		primes = append(primes, p)
		next := make(chan int)
		go func(in <-chan int, out chan<- int, p int) {
			for {
				if i := <-in; i%p != 0 {
					out <- i
				}
			}
		}(ch, next, p)
		ch = next
	}
	return primes
}

func main() {
	ch := make(chan int)
	go producer(5, ch)
	for v := range ch {
		fmt.Print(v, " ")
	}
	v, ok := <-ch
	fmt.Println(v, ok, sieve())
	var wg sync.WaitGroup
	var mu sync.Mutex
	total := 0
	for i := 1; i <= 100; i++ {
		wg.Add(1)
		go func(n int) {
			defer wg.Done()
			mu.Lock()
			total += n
			mu.Unlock()
		}(i)
	}
	wg.Wait()
	fmt.Println(total)
	done, data := make(chan struct{}), make(chan string, 2)
	go func() {
		data <- "a"
		data <- "b"
		close(done)
	}()
	<-done
	fmt.Println(len(data), cap(data), <-data, <-data)
	select {
	case x := <-data:
		fmt.Println("unexpected", x)
	default:
		fmt.Println("empty")
	}
	timeout := time.After(10 * time.Millisecond)
	select {
	case <-data:
	case <-timeout:
		fmt.Println("timeout")
	}
	results := make(chan int, 3)
	go func() {
		defer close(results)
		for i := 0; i < 3; i++ {
			select {
			case results <- i * i:
			case <-time.After(time.Second):
				return
			}
		}
	}()
	for r := range results {
		fmt.Print(r, " ")
	}
	fmt.Println()
	var once sync.Once
	for i := 0; i < 3; i++ {
		once.Do(func() { fmt.Println("once") })
	}
	func() {
		defer func() { fmt.Println(recover()) }()
		c := make(chan int)
		close(c)
		c <- 1
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		c := make(chan int)
		close(c)
		close(c)
	}()
}
