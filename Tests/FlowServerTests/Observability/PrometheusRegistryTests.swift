import CoreMetrics
import Testing

@testable import FlowServer

@Suite("Prometheus's text")
struct PrometheusRegistryTests {
    @Test("has all kinds of metrics, sorted, with their help")
    func text() {
        let registry = PrometheusRegistry(bounds: [0.1, 1])
        registry.describe("b_total", "What \\ is\ncounted.")
        Counter(label: "b_total", dimensions: [("z", "1"), ("a", "say \"hi\"\\\n")], factory: registry).increment(by: 2)
        Counter(label: "b_total", dimensions: [("a", "say \"hi\"\\\n"), ("z", "1")], factory: registry).increment()
        Meter(label: "a.gauge-1", factory: registry).set(1.5)
        Meter(label: "a.gauge-1", factory: registry).decrement(by: 2)
        let timer = CoreMetrics.Timer(label: "c_seconds", dimensions: [("k", "v")], factory: registry)
        timer.recordNanoseconds(100_000_000)
        timer.recordNanoseconds(500_000_000)
        timer.recordNanoseconds(2_000_000_000)
        registry.observe("d") { 7 }
        #expect(
            registry.text() == """
                # TYPE a_gauge_1 gauge
                a_gauge_1 -0.5
                # HELP b_total What \\\\ is\\ncounted.
                # TYPE b_total counter
                b_total{a="say \\"hi\\"\\\\\\n",z="1"} 3
                # TYPE c_seconds histogram
                c_seconds_bucket{k="v",le="0.1"} 1
                c_seconds_bucket{k="v",le="1"} 2
                c_seconds_bucket{k="v",le="+Inf"} 3
                c_seconds_sum{k="v"} 2.6
                c_seconds_count{k="v"} 3
                # TYPE d gauge
                d 7

                """
        )
    }

    @Test("never has one name as two kinds")
    func kinds() {
        let registry = PrometheusRegistry()
        Counter(label: "x", factory: registry).increment()
        Meter(label: "x", factory: registry).set(5)
        #expect(registry.text() == "# TYPE x counter\nx 1\n")
    }

    @Test(
        "writes numbers as Prometheus reads them",
        arguments: [
            (0, "0"), (-1, "-1"), (0.25, "0.25"), (1e9, "1000000000"), (1e300, "1e+300"), (.infinity, "+Inf"),
            (-.infinity, "-Inf"), (.nan, "NaN"),
        ] as [(Double, String)]
    )
    func numbers(value: Double, text: String) {
        #expect(PrometheusText.number(value) == text)
    }
}
