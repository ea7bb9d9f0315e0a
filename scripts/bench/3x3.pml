/* Three threads of three stores and three loads under TSO, as in simulator.bench.ts: for SPIN, to compare with. */
byte mem[3];
/* Store buffers: three places for each thread, oldest first. No thread stores to a location twice. */
byte places[9], vals[9], used[3];

#define PUSH(l, v) d_step { places[3*i + used[i]] = l; vals[3*i + used[i]] = v; used[i]++ }
#define HELD(k, l) (used[i] > k && places[3*i + k] == l)
#define READ(l, r) d_step { r = (HELD(0, l) -> vals[3*i] : (HELD(1, l) -> vals[3*i+1] : (HELD(2, l) -> vals[3*i+2] : mem[l]))) }

proctype thread(byte i) {
  byte a, b, c;
  PUSH(i, i + 1);
  PUSH((i + 1) % 3, i + 1);
  PUSH((i + 2) % 3, i + 1);
  READ(i, a);
  READ((i + 1) % 3, b);
  READ((i + 2) % 3, c);
end:
  false
}

proctype drain(byte i) {
end:
  do
  :: d_step {
      used[i] > 0 -> mem[places[3*i]] = vals[3*i];
      places[3*i] = places[3*i+1]; vals[3*i] = vals[3*i+1];
      places[3*i+1] = places[3*i+2]; vals[3*i+1] = vals[3*i+2];
      places[3*i+2] = 0; vals[3*i+2] = 0;
      used[i]--
    }
  od
}

init {
  atomic {
    run thread(0); run thread(1); run thread(2);
    run drain(0); run drain(1); run drain(2)
  }
}
