package main

import (
	"fmt"
	"sort"
)

type key struct {
	a int
	b string
}

func main() {
	m := map[string]int{"one": 1, "two": 2}
	m["three"]++
	m["one"] += 10
	delete(m, "two")
	delete(m, "none")
	v, ok := m["two"]
	fmt.Println(m, len(m), v, ok, m["missing"])
	k := map[key][]int{{1, "x"}: {1, 2}}
	k[key{1, "x"}] = append(k[key{1, "x"}], 3)
	fmt.Println(k, k[key{2, "y"}] == nil)
	i := map[interface{}]string{1: "int", "1": "string", 1.5: "float", key{1, "a"}: "struct", [2]int{1, 2}: "array", true: "bool"}
	fmt.Println(i[1], i["1"], i[1.5], i[key{1, "a"}], i[[2]int{1, 2}], i[true], len(i))
	counts := map[rune]int{}
	for _, r := range "mississippi" {
		counts[r]++
	}
	var keys []string
	for r, n := range counts {
		keys = append(keys, fmt.Sprint(string(r), n))
	}
	sort.Strings(keys)
	fmt.Println(keys)
	big := map[int]int{}
	for n := 0; n < 10000; n++ {
		big[n*7] = n
	}
	sum := 0
	for n := range big {
		if n%2 == 0 {
			delete(big, n)
		}
	}
	for _, n := range big {
		sum += n
	}
	fmt.Println(len(big), sum)
	var nilMap map[string]int
	fmt.Println(nilMap["x"], len(nilMap))
	nested := map[string]map[string]int{"a": {"b": 1}}
	nested["a"]["c"] = 2
	fmt.Println(nested)
	defer func() { fmt.Println(recover()); nilMap["x"] = 1 }()
	i[[]int{1}] = "slice"
}
