import CoreMetrics
import Synchronization

/// The numbers of a metric with the same labels.
protocol PrometheusSeries: Sendable {
    /// Appends its lines.
    func write(_ name: String, _ labels: String, to lines: inout [String])
}

/// A number that only grows.
final class PrometheusCounter: CounterHandler, PrometheusSeries {
    private let value = Atomic<Int64>(0)

    func increment(by amount: Int64) { value.wrappingAdd(amount, ordering: .relaxed) }

    func reset() { value.store(0, ordering: .relaxed) }

    func write(_ name: String, _ labels: String, to lines: inout [String]) {
        lines.append("\(name)\(PrometheusText.braced(labels)) \(value.load(ordering: .relaxed))")
    }
}

/// A number that goes up and down.
final class PrometheusGauge: RecorderHandler, MeterHandler, PrometheusSeries {
    private let value = Mutex<Double>(0)

    func record(_ value: Int64) { set(Double(value)) }

    func record(_ value: Double) { set(value) }

    func set(_ value: Int64) { set(Double(value)) }

    func set(_ value: Double) { self.value.withLock { $0 = value } }

    func increment(by amount: Double) { value.withLock { $0 += amount } }

    func decrement(by amount: Double) { value.withLock { $0 -= amount } }

    func write(_ name: String, _ labels: String, to lines: inout [String]) {
        lines.append("\(name)\(PrometheusText.braced(labels)) \(PrometheusText.number(value.withLock { $0 }))")
    }
}

/// A number that is asked for when it is read.
struct PrometheusObservation: PrometheusSeries {
    private let value: @Sendable () -> Double

    init(_ value: @escaping @Sendable () -> Double) { self.value = value }

    func write(_ name: String, _ labels: String, to lines: inout [String]) {
        lines.append("\(name)\(PrometheusText.braced(labels)) \(PrometheusText.number(value()))")
    }
}

/// How many of some durations were how long, in seconds.
final class PrometheusHistogram: TimerHandler, RecorderHandler, PrometheusSeries {
    private struct Counts {
        /// Those in each bucket alone; the last is that without a bound.
        var buckets: [Int]
        var sum = 0.0
    }
    private let bounds: [Double]
    private let counts: Mutex<Counts>

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Mutex(Counts(buckets: Array(repeating: 0, count: bounds.count + 1)))
    }

    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) {
        let bucket = bounds.firstIndex { value <= $0 } ?? bounds.count
        counts.withLock { counts in
            counts.buckets[bucket] += 1
            counts.sum += value
        }
    }

    func write(_ name: String, _ labels: String, to lines: inout [String]) {
        let counts = counts.withLock { $0 }
        let before = labels.isEmpty ? "" : labels + ","
        var total = 0
        for (index, count) in counts.buckets.enumerated() {
            total += count
            let bound = index < bounds.count ? PrometheusText.number(bounds[index]) : "+Inf"
            lines.append("\(name)_bucket{\(before)le=\"\(bound)\"} \(total)")
        }
        lines.append("\(name)_sum\(PrometheusText.braced(labels)) \(PrometheusText.number(counts.sum))")
        lines.append("\(name)_count\(PrometheusText.braced(labels)) \(total)")
    }
}
