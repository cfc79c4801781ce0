import FlowDiagnostics
import Glibc
import StatesLanguage

/// How long it takes to read and judge a definition by every rule.
///
/// The corpus beside the checkout, each machine alone, and machines that are made as large as they may be. One line for
/// each: the machines, the slowest one's milliseconds, and the mean.
@main
struct ValidatorBench {
    static func main() {
        let folder = CommandLine.arguments.dropFirst().first ?? "../shared/suites/asl-corpus"
        let corpus = files(in: folder).sorted().map { text(of: "\(folder)/\($0)") }
        print("definitions                machines   slowest ms      mean ms")
        if corpus.isEmpty { print("There is no corpus in \(folder).") } else { measure("corpus", corpus, rounds: 20) }
        measure("5,000 states", [chain(5000)], rounds: 3)
        measure("nested 100 deep", [nested(100)], rounds: 3)
        measure("1 MiB of states", [chain(7000, padding: 60)], rounds: 3)
    }

    private static func measure(_ name: String, _ texts: [String], rounds: Int) {
        let clock = ContinuousClock()
        var slowest = 0.0
        var sum = 0.0
        for text in texts {
            // The best of some rounds: what else the machine does is not measured.
            let best =
                (0..<rounds).map { _ in
                    seconds(clock.measure { _ = StateMachineDefinition.decode(text: text) })
                }.min() ?? 0
            slowest = max(slowest, best)
            sum += best
        }
        print(
            padded(name, 24),
            texts.count,
            milliseconds(slowest),
            milliseconds(sum / Double(texts.count)),
            separator: "   "
        )
    }

    /// States that lead to the next one and to one far away, and read what others assign.
    private static func chain(_ count: Int, padding: Int = 0) -> String {
        let comment = String(repeating: "x", count: padding)
        let states = (0..<count).map { index in
            index % 3 == 0
                ? #""S\#(index)": {"Type": "Choice", "Comment": "\#(comment)", "Default": "S\#(index + 1)", "Choices": [{"Variable": "$.value", "NumericLessThan": \#(index), "Next": "S\#(index * 7 % count)"}]}"#
                : #""S\#(index)": {"Type": "Pass", "Parameters": {"value.$": "$.value"}, "Assign": {"v\#(index)": 1}, "Next": "S\#(index + 1)"}"#
        }
        return #"{"StartAt": "S0", "States": {\#(states.joined(separator: ", ")), "S\#(count)": {"Type": "Succeed"}}}"#
    }

    /// Parallel states in each other.
    private static func nested(_ depth: Int) -> String {
        let states = (1...depth).reduce(#""S0": {"Type": "Succeed"}"#) { inner, level in
            #""S\#(level)": {"Type": "Parallel", "End": true, "Branches": [{"StartAt": "S\#(level - 1)", "States": {\#(inner)}}]}"#
        }
        return #"{"StartAt": "S\#(depth)", "States": {\#(states)}}"#
    }

    // MARK: Files and figures

    private static func files(in folder: String) -> [String] {
        guard let stream = opendir(folder) else { return [] }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: entry.pointee.d_name) {
                String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name.hasSuffix(".json") { names.append(name) }
        }
        return names
    }

    private static func text(of path: String) -> String {
        guard let file = fopen(path, "r") else { return "" }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = fread(&chunk, 1, chunk.count, file)
            guard count > 0 else { return String(decoding: bytes, as: UTF8.self) }
            bytes += chunk[..<count]
        }
    }

    private static func seconds(_ duration: Duration) -> Double {
        Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private static func milliseconds(_ seconds: Double) -> String { padded("\((seconds * 1e6).rounded() / 1000)", 10) }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }
}
