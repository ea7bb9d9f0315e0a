// A mock of an interface is no evidence: what the program uses is implemented elsewhere.
package p

// AddressBook is implemented by another package.
type AddressBook interface {
	AddAddress(addr string)
	Forget(addr string)
}

// AddressBookMock is for tests.
type AddressBookMock struct{ addrs map[string]bool }

// AddAddress adds.
func (b *AddressBookMock) AddAddress(addr string) { b.addrs[addr] = true }

// Forget forgets.
func (b *AddressBookMock) Forget(addr string) { delete(b.addrs, addr) }

type peers interface {
	AddPeer(addr string)
	ForgetPeer(addr string)
}

type peerTable struct{ known map[string]bool }

func (t *peerTable) AddPeer(addr string) { t.known[addr] = true } // want "concurrent-map-access: write of map peerTable.known runs at the same time as delete"

func (t *peerTable) ForgetPeer(addr string) { delete(t.known, addr) } // want "concurrent-map-access: delete of map peerTable.known runs in several goroutines at once"

func dialAll(book AddressBook, table peers, addrs []string) {
	for _, addr := range addrs {
		go func() {
			book.Forget(addr)
			book.AddAddress(addr)
			table.ForgetPeer(addr)
			table.AddPeer(addr)
		}()
	}
}
