package sync

func acquire(semaphore *uint32)
func release(semaphore *uint32)
func fatal(text string)

type Locker interface {
	Lock()
	Unlock()
}

// A mutex hands itself to the one that has waited longest.
type Mutex struct {
	state     int32
	semaphore uint32
}

func (m *Mutex) Lock() {
	m.state++
	if m.state > 1 {
		acquire(&m.semaphore)
	}
}

func (m *Mutex) TryLock() bool {
	if m.state > 0 {
		return false
	}
	m.state = 1
	return true
}

func (m *Mutex) Unlock() {
	if m.state <= 0 {
		fatal("sync: unlock of unlocked mutex")
	}
	m.state--
	if m.state > 0 {
		release(&m.semaphore)
	}
}

type RWMutex struct {
	readers, waitingReaders, waitingWriters int32
	isWriting                               bool
	readSemaphore, writeSemaphore           uint32
}

func (m *RWMutex) RLock() {
	if m.isWriting || m.waitingWriters > 0 {
		m.waitingReaders++
		acquire(&m.readSemaphore)
		return
	}
	m.readers++
}

func (m *RWMutex) TryRLock() bool {
	if m.isWriting || m.waitingWriters > 0 {
		return false
	}
	m.readers++
	return true
}

func (m *RWMutex) RUnlock() {
	if m.readers <= 0 {
		fatal("sync: RUnlock of unlocked RWMutex")
	}
	m.readers--
	if m.readers == 0 && m.waitingWriters > 0 {
		m.waitingWriters--
		m.isWriting = true
		release(&m.writeSemaphore)
	}
}

func (m *RWMutex) Lock() {
	if m.isWriting || m.readers > 0 {
		m.waitingWriters++
		acquire(&m.writeSemaphore)
		return
	}
	m.isWriting = true
}

func (m *RWMutex) TryLock() bool {
	if m.isWriting || m.readers > 0 {
		return false
	}
	m.isWriting = true
	return true
}

func (m *RWMutex) Unlock() {
	if !m.isWriting {
		fatal("sync: Unlock of unlocked RWMutex")
	}
	m.isWriting = false
	if m.waitingReaders > 0 {
		for m.waitingReaders > 0 {
			m.waitingReaders--
			m.readers++
			release(&m.readSemaphore)
		}
	} else if m.waitingWriters > 0 {
		m.waitingWriters--
		m.isWriting = true
		release(&m.writeSemaphore)
	}
}

type readLocker struct{ m *RWMutex }

func (r readLocker) Lock()          { r.m.RLock() }
func (r readLocker) Unlock()        { r.m.RUnlock() }
func (m *RWMutex) RLocker() Locker { return readLocker{m} }

type WaitGroup struct {
	count, waiting int32
	semaphore      uint32
}

func (g *WaitGroup) Add(delta int) {
	g.count += int32(delta)
	if g.count < 0 {
		panic("sync: negative WaitGroup counter")
	}
	for g.count == 0 && g.waiting > 0 {
		g.waiting--
		release(&g.semaphore)
	}
}

func (g *WaitGroup) Done() { g.Add(-1) }

func (g *WaitGroup) Wait() {
	if g.count == 0 {
		return
	}
	g.waiting++
	acquire(&g.semaphore)
}

type Once struct {
	done bool
	m    Mutex
}

func (o *Once) Do(f func()) {
	if o.done {
		return
	}
	o.m.Lock()
	defer o.m.Unlock()
	if !o.done {
		defer func() { o.done = true }()
		f()
	}
}

type Cond struct {
	L         Locker
	waiting   int
	semaphore uint32
}

func NewCond(l Locker) *Cond { return &Cond{L: l} }

func (c *Cond) Wait() {
	c.waiting++
	c.L.Unlock()
	acquire(&c.semaphore)
	c.L.Lock()
}

func (c *Cond) Signal() {
	if c.waiting > 0 {
		c.waiting--
		release(&c.semaphore)
	}
}

func (c *Cond) Broadcast() {
	for c.waiting > 0 {
		c.Signal()
	}
}

type Pool struct {
	New   func() any
	items []any
}

func (p *Pool) Get() any {
	if n := len(p.items); n > 0 {
		x := p.items[n-1]
		p.items = p.items[:n-1]
		return x
	}
	if p.New != nil {
		return p.New()
	}
	return nil
}

func (p *Pool) Put(x any) {
	if x != nil {
		p.items = append(p.items, x)
	}
}

type Map struct {
	m map[any]any
}

func (m *Map) Load(key any) (value any, ok bool) {
	value, ok = m.m[key]
	return
}

func (m *Map) Store(key, value any) {
	if m.m == nil {
		m.m = map[any]any{}
	}
	m.m[key] = value
}

func (m *Map) LoadOrStore(key, value any) (actual any, loaded bool) {
	if old, ok := m.m[key]; ok {
		return old, true
	}
	m.Store(key, value)
	return value, false
}

func (m *Map) LoadAndDelete(key any) (value any, loaded bool) {
	value, loaded = m.m[key]
	delete(m.m, key)
	return
}

func (m *Map) Delete(key any) { delete(m.m, key) }

func (m *Map) Range(f func(key, value any) bool) {
	for k, v := range m.m {
		if !f(k, v) {
			return
		}
	}
}
