// What servers and libraries call: told by the types of its parameters and results, or by its registration.
package p

import (
	"context"
	"net/http"

	mqtt "github.com/eclipse/paho.mqtt.golang"
	"github.com/gin-gonic/gin"
	"github.com/go-chi/chi/v5"
	"github.com/gofiber/fiber/v2"
	"github.com/gorilla/mux"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/spf13/cobra"
	"google.golang.org/grpc"
	ctrl "sigs.k8s.io/controller-runtime"
)

// gin: a method value, and a literal that uses the receiver of the method around it.
type ginServer struct{ hits, seen map[string]int }

func (s *ginServer) routes(e *gin.Engine) {
	e.GET("/list", s.list)
	e.GET("/seen", func(c *gin.Context) {
		s.seen[c.Query("k")]++ // want "concurrent-map-access: write of map ginServer.seen runs in several"
	})
}

func (s *ginServer) list(c *gin.Context) {
	s.hits[c.Query("k")]++ // want "unguarded-shared-map: write of map ginServer.hits without a lock, but .*handler"
}

// What a handler makes for itself is not shared.
type page struct{ parts map[string]string }

func (p *page) add(k string) { p.parts[k] = k }

func (s *ginServer) render(c *gin.Context) {
	p := &page{parts: map[string]string{}}
	p.add(c.Query("k"))
	local := map[string]int{}
	local["a"] = 1
}

func (s *ginServer) pages(e *gin.Engine) { e.GET("/page", s.render) }

// echo.
type echoServer struct{ hits map[string]int }

func (s *echoServer) routes(e *echo.Echo) { e.GET("/x", s.list) }

func (s *echoServer) list(c echo.Context) error {
	s.hits[c.Param("k")]++ // want "unguarded-shared-map: write of map echoServer.hits without a lock, but .*handler"
	return nil
}

// fiber.
func fiberRoutes(app *fiber.App) {
	hits := map[string]int{}
	app.Get("/x", func(c *fiber.Ctx) error {
		hits[c.Params("k")]++ // want "concurrent-map-access: write of map hits runs in several"
		return nil
	})
}

// chi and gorilla/mux take the handlers of net/http.
type webServer struct{ hits, seen map[string]int }

func (s *webServer) routes(c *chi.Mux, r *mux.Router) {
	c.Get("/hit", s.hit)
	r.HandleFunc("/see", s.see)
}

func (s *webServer) hit(w http.ResponseWriter, r *http.Request) {
	s.hits[r.URL.Path]++ // want "unguarded-shared-map: write of map webServer.hits without a lock, but .*handler"
}

func (s *webServer) see(w http.ResponseWriter, r *http.Request) {
	s.seen[r.URL.Path]++ // want "unguarded-shared-map: write of map webServer.seen without a lock, but .*handler"
}

// gRPC: a type that embeds what protoc generates, and one that is registered.
type unimplemented struct{}

// UnimplementedStoreServer is what protoc generates.
type UnimplementedStoreServer struct{ unimplemented }

type (
	request struct{ key string }
	reply   struct{ n int }
)

type store struct {
	UnimplementedStoreServer
	items, lists, settings map[string]int
}

// Configure is called before the service is asked for anything.
func (s *store) Configure(ctx context.Context, r *request) (*reply, error) {
	s.settings[r.key]++
	return &reply{n: s.settings["a"]}, nil
}

func (s *store) Put(ctx context.Context, r *request) (*reply, error) {
	s.items[r.key]++ // want "unguarded-shared-map: write of map store.items without a lock, but .*handler"
	return &reply{}, nil
}

func (s *store) List(r *request, stream grpc.ServerStreamingServer[reply]) error {
	delete(s.lists, r.key) // want "unguarded-shared-map: delete of map store.lists without a lock, but .*handler"
	return nil
}

type counter struct{ counts map[string]int }

func (c *counter) Add(ctx context.Context, r *request) (*reply, error) {
	c.counts[r.key]++ // want "unguarded-shared-map: write of map counter.counts without a lock, but .*handler"
	return &reply{}, nil
}

// RegisterCounterServer is what protoc generates.
func RegisterCounterServer(s *grpc.Server, c any) {}

func serve(s *grpc.Server) { RegisterCounterServer(s, &counter{counts: map[string]int{}}) }

// The same methods on a type that nobody registers say nothing.
type client struct{ sent map[string]int }

func (c *client) Put(ctx context.Context, r *request) (*reply, error) {
	c.sent[r.key]++
	return &reply{}, nil
}

// Prometheus: several scrapes may collect at once, while Describe runs at registration.
type collector struct {
	last  map[string]int
	descs map[string]int
}

func (c *collector) Describe(ch chan<- *prometheus.Desc) { c.descs["a"] = 1 }

func (c *collector) Collect(ch chan<- prometheus.Metric) {
	c.last["a"]++ // want "unguarded-shared-map: write of map collector.last without a lock, but .*handler"
}

// controller-runtime runs one Reconcile after the other unless it is told otherwise.
type reconciler struct{ known map[string]bool }

func (r *reconciler) Reconcile(ctx context.Context, req ctrl.Request) (ctrl.Result, error) {
	r.known[req.Name] = true
	return ctrl.Result{}, nil
}

// MQTT delivers one message after the other, beside all else.
type device struct{ state, seen map[string]string }

func (d *device) subscribe(c mqtt.Client) {
	c.Subscribe("t", 0, d.onMessage)
	go d.loop()
}

func (d *device) loop() {
	for {
		delete(d.seen, "a") // want "unguarded-shared-map: delete of map device.seen without a lock, but .*goroutine"
	}
}

func (d *device) onMessage(c mqtt.Client, m mqtt.Message) {
	d.state[m.Topic()] = "on"
	_ = d.seen[m.Topic()]
}

// cobra runs the body of a program, once.
var flags = map[string]string{}

var command = &cobra.Command{Use: "run", Run: Execute}

// Execute is the body of the command.
func Execute(cmd *cobra.Command, args []string) { flags["a"] = args[0] }
