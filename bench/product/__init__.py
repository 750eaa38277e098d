"""The product as the benchmarks start it: web workers on a scratch database, and a bare view beside it."""
