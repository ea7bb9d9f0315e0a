// More servers and libraries that call functions beside each other, or one after the other.
package p

import (
	"context"
	"crypto/tls"
	"net/http"
	"net/rpc"

	"connectrpc.com/connect"
	"github.com/bwmarrin/discordgo"
	"github.com/julienschmidt/httprouter"
	"github.com/kataras/iris/v12"
	"github.com/nats-io/nats.go"
	"github.com/valyala/fasthttp"
	micro "go-micro.dev/v5"
	"golang.org/x/crypto/ssh"
	"golang.org/x/net/websocket"
	"google.golang.org/grpc"
)

// fasthttp.
type fastServer struct{ hits map[string]int }

func (s *fastServer) serve() error { return fasthttp.ListenAndServe(":80", s.handle) }

func (s *fastServer) handle(c *fasthttp.RequestCtx) {
	s.hits[string(c.Path())]++ // want "unguarded-shared-map: write of map fastServer.hits without a lock, but .*handler"
}

// iris.
type irisServer struct{ hits map[string]int }

func (s *irisServer) routes(a *iris.Application) { a.Get("/", s.list) }

func (s *irisServer) list(c iris.Context) {
	s.hits[c.Path()]++ // want "unguarded-shared-map: write of map irisServer.hits without a lock, but .*handler"
}

// httprouter.
type routed struct{ hits map[string]int }

func (s *routed) routes(r *httprouter.Router) { r.GET("/:name", s.show) }

func (s *routed) show(w http.ResponseWriter, r *http.Request, p httprouter.Params) {
	s.hits[p.ByName("name")]++ // want "unguarded-shared-map: write of map routed.hits without a lock, but .*handler"
}

// connect: the methods of a service have types of their own, no registration needs to be seen.
type query struct{ key string }

type answers struct{ asked map[string]int }

// Ask answers a call.
func (a *answers) Ask(ctx context.Context, r *connect.Request[query]) (*connect.Response[query], error) {
	a.asked[r.Msg.key]++ // want "unguarded-shared-map: write of map answers.asked without a lock, but .*handler"
	return connect.NewResponse(r.Msg), nil
}

// net/rpc: exported methods of what is registered.
type arith struct{ done map[string]int }

// Add is called from far away.
func (a *arith) Add(args string, sum *int) error {
	a.done[args]++ // want "unguarded-shared-map: write of map arith.done without a lock, but .*handler"
	return nil
}

func serveRPC() error { return rpc.Register(&arith{done: map[string]int{}}) }

// The same on a type that nobody registers.
type local struct{ done map[string]int }

// Add has the types of a remote call.
func (l *local) Add(args string, sum *int) error {
	l.done[args]++
	return nil
}

// go-micro: exported methods of what is registered.
type orders struct{ placed map[string]int }

// Place is called from far away.
func (o *orders) Place(ctx context.Context, name *string, count *int) error {
	o.placed[*name]++ // want "unguarded-shared-map: write of map orders.placed without a lock, but .*handler"
	return nil
}

func serveMicro(server any) error {
	return micro.RegisterHandler(server, &orders{placed: map[string]int{}})
}

// The same on a type that nobody registers.
type drafts struct{ placed map[string]int }

// Place has the types of a remote call.
func (d *drafts) Place(ctx context.Context, name *string, count *int) error {
	d.placed[*name]++
	return nil
}

// Interceptors of gRPC stand around every call.
type interceptor struct{ calls, streams map[string]int }

func (i *interceptor) unary(ctx context.Context, req any, info *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	i.calls[info.FullMethod]++ // want "unguarded-shared-map: write of map interceptor.calls without a lock, but .*handler"
	return next(ctx, req)
}

func (i *interceptor) stream(srv any, s grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	i.streams[info.FullMethod]++ // want "unguarded-shared-map: write of map interceptor.streams without a lock, but .*handler"
	return next(srv, s)
}

func (i *interceptor) options() []any { return []any{i.unary, i.stream} }

// A RoundTripper must be safe for several goroutines.
type counting struct{ hosts map[string]int }

// RoundTrip counts the hosts.
func (c *counting) RoundTrip(r *http.Request) (*http.Response, error) {
	c.hosts[r.Host]++ // want "unguarded-shared-map: write of map counting.hosts without a lock, but .*handler"
	return http.DefaultTransport.RoundTrip(r)
}

// Callbacks of TLS and SSH run in the goroutine of their connection.
type secured struct{ names, users map[string]int }

func (s *secured) tls() *tls.Config { return &tls.Config{GetCertificate: s.certificate} }

func (s *secured) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	s.names[hello.ServerName]++ // want "unguarded-shared-map: write of map secured.names without a lock, but .*handler"
	return nil, nil
}

func (s *secured) ssh() *ssh.ServerConfig { return &ssh.ServerConfig{PasswordCallback: s.password} }

func (s *secured) password(conn ssh.ConnMetadata, password []byte) (*ssh.Permissions, error) {
	s.users[conn.User()]++ // want "unguarded-shared-map: write of map secured.users without a lock, but .*handler"
	return nil, nil
}

// A web socket has a goroutine for each connection.
type sockets struct{ open map[*websocket.Conn]bool }

func (s *sockets) handler() websocket.Handler { return s.serve }

func (s *sockets) serve(c *websocket.Conn) {
	s.open[c] = true // want "unguarded-shared-map: write of map sockets.open without a lock, but .*handler"
}

// discordgo starts a goroutine for each event.
type bot struct{ seen map[string]bool }

func (b *bot) start(s *discordgo.Session) { s.AddHandler(b.onMessage) }

func (b *bot) onMessage(s *discordgo.Session, m *discordgo.MessageCreate) {
	b.seen[m.ID] = true // want "unguarded-shared-map: write of map bot.seen without a lock, but .*handler"
}

// NATS delivers the messages of a subscription one after the other, beside all else.
type listener struct{ seen, known map[string]bool }

func (l *listener) start(c *nats.Conn) {
	_, _ = c.Subscribe("x", l.onMessage)
	go l.loop()
}

func (l *listener) onMessage(m *nats.Msg) {
	l.seen[m.Subject] = true
	_ = l.known[m.Subject]
}

func (l *listener) loop() {
	for {
		delete(l.known, "a") // want "unguarded-shared-map: delete of map listener.known without a lock, but .*goroutine"
	}
}

// A handler that is made anew for each request has its maps for itself.
type Download struct{ paths map[string]string }

func (d *Download) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	d.paths = map[string]string{}
	d.zip(w, r)
}

func (d *Download) zip(w http.ResponseWriter, r *http.Request) { d.check(r.URL.Path) }

func (d *Download) check(path string) { d.paths[path] = path }

func serveDownload(w http.ResponseWriter, r *http.Request) {
	d := &Download{}
	d.ServeHTTP(w, r)
}

// One that a server gets as well has them for all requests.
type Upload struct{ paths map[string]string }

func (u *Upload) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	u.check(r.URL.Path)
}

func (u *Upload) check(path string) {
	u.paths[path] = path // want "unguarded-shared-map: write of map Upload.paths without a lock, but .*handler"
}

func serveUpload(w http.ResponseWriter, r *http.Request) {
	u := &Upload{paths: map[string]string{}}
	u.ServeHTTP(w, r)
}

func loads(m *http.ServeMux) {
	m.HandleFunc("/download", serveDownload)
	m.HandleFunc("/upload", serveUpload)
	m.Handle("/put", &Upload{paths: map[string]string{}})
}
