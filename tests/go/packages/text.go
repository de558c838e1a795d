package main

import (
	"bufio"
	"bytes"
	"fmt"
	"math/bits"
	"os"
	"reflect"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

func main() {
	sc := bufio.NewScanner(strings.NewReader("one two\nthree\n\nfour"))
	for sc.Scan() {
		fmt.Printf("%q ", sc.Text())
	}
	fmt.Println(sc.Err())
	sc = bufio.NewScanner(strings.NewReader("a bb  ccc"))
	sc.Split(bufio.ScanWords)
	for sc.Scan() {
		fmt.Print(sc.Text(), ";")
	}
	fmt.Println()
	r := bufio.NewReader(strings.NewReader("line1\nline2"))
	fmt.Println(r.ReadString('\n'))
	fmt.Println(r.ReadString('\n'))
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(w, "buffered %d\n", 1)
	w.Flush()
	var buf bytes.Buffer
	buf.WriteString("hello ")
	buf.Write([]byte("world"))
	fmt.Println(buf.String(), buf.Len(), bytes.Contains(buf.Bytes(), []byte("wor")), bytes.ToUpper([]byte("x")))
	var a, b int
	var s string
	n, err := fmt.Sscanf("10-20 abc", "%d-%d %s", &a, &b, &s)
	fmt.Println(n, err, a, b, s)
	n, err = fmt.Sscan("7 8", &a, &b)
	fmt.Println(n, err, a, b)
	fmt.Println(bits.OnesCount(255), bits.LeadingZeros64(1), bits.TrailingZeros(8), bits.Len(1023), bits.Reverse8(1))
	fmt.Println(unicode.IsUpper('A'), unicode.IsLetter('é'), unicode.IsDigit('5'), unicode.IsSpace('\t'), string(unicode.ToLower('Ä')))
	fmt.Println(utf8.RuneCountInString("héé"), utf8.ValidString("a\xff"), utf8.RuneLen('世'))
	fmt.Println(reflect.TypeOf(3), reflect.TypeOf([]string{}), reflect.TypeOf(map[int]bool{}).Kind(), reflect.DeepEqual([]int{1}, []int{1}))
	d := 90*time.Minute + 30*time.Second + 5*time.Millisecond
	fmt.Println(d, time.Duration(1500), time.Duration(0), d.Hours() > 1.5, 2*time.Second, time.Duration(1500)*time.Microsecond)
	fmt.Println(time.Date(2024, time.February, 29, 13, 4, 5, 0, time.UTC).Format("2006-01-02 15:04:05 Mon Jan"), time.March)
}
