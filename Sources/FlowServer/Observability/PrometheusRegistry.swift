package import CoreMetrics
import Synchronization

/// Keeps metrics, and writes them in Prometheus's text format.
///
/// The names of metrics and labels are taken as they are, but for characters that Prometheus does not allow.
/// Source: Prometheus, "Exposition formats", text format 0.0.4.
package final class PrometheusRegistry: MetricsFactory {
    /// The type of the text.
    package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    enum Kind: String, Sendable {
        case counter
        case gauge
        case histogram
    }

    private struct Family {
        let kind: Kind
        /// The series by the text of their labels.
        var series: [String: any PrometheusSeries] = [:]
    }

    private let families = Mutex<[String: Family]>([:])
    private let helps = Mutex<[String: String]>([:])
    private let bounds: [Double]

    /// A registry without metrics.
    ///
    /// - Parameter bounds: the upper bounds of a histogram's buckets in seconds, ascending.
    package init(
        bounds: [Double] = [0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600]
    ) {
        self.bounds = bounds
    }

    /// Says what a metric means.
    package func describe(_ name: String, _ help: String) {
        helps.withLock { $0[PrometheusText.name(name)] = help }
    }

    /// Adds a number that is asked for when the metrics are read.
    package func observe(
        _ name: String,
        isCounter: Bool = false,
        dimensions: [(String, String)] = [],
        _ value: @escaping @Sendable () -> Double
    ) {
        _ = series(name, dimensions, isCounter ? .counter : .gauge) { PrometheusObservation(value) }
    }

    /// All metrics in the text format, sorted by their names.
    package func text() -> String {
        let families = families.withLock { $0 }
        let helps = helps.withLock { $0 }
        var lines: [String] = []
        for (name, family) in families.sorted(by: { $0.key < $1.key }) {
            if let help = helps[name] { lines.append("# HELP \(name) \(PrometheusText.help(help))") }
            lines.append("# TYPE \(name) \(family.kind.rawValue)")
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                series.write(name, labels, to: &lines)
            }
        }
        return lines.map { $0 + "\n" }.joined()
    }

    /// The series of a name and labels; a metric that exists as another kind gets one that nobody reads.
    private func series<Series: PrometheusSeries>(
        _ name: String,
        _ dimensions: [(String, String)],
        _ kind: Kind,
        _ make: () -> Series
    ) -> Series {
        let labels = PrometheusText.labels(dimensions)
        return families.withLock { families in
            let name = PrometheusText.name(name)
            var family = families[name] ?? Family(kind: kind)
            guard family.kind == kind else { return make() }
            if let series = family.series[labels] as? Series { return series }
            let series = make()
            family.series[labels] = series
            families[name] = family
            return series
        }
    }

    package func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
        series(label, dimensions, .counter) { PrometheusCounter() }
    }

    package func makeRecorder(
        label: String,
        dimensions: [(String, String)],
        aggregate: Bool
    ) -> any RecorderHandler {
        guard aggregate else { return series(label, dimensions, .gauge) { PrometheusGauge() } }
        return series(label, dimensions, .histogram) { PrometheusHistogram(bounds: bounds) }
    }

    package func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
        series(label, dimensions, .gauge) { PrometheusGauge() }
    }

    package func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
        series(label, dimensions, .histogram) { PrometheusHistogram(bounds: bounds) }
    }

    /// Keeps it: others may use the same series.
    package func destroyCounter(_ handler: any CounterHandler) {}
    /// Keeps it.
    package func destroyRecorder(_ handler: any RecorderHandler) {}
    /// Keeps it.
    package func destroyMeter(_ handler: any MeterHandler) {}
    /// Keeps it.
    package func destroyTimer(_ handler: any TimerHandler) {}
}
