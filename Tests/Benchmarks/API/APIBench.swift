import Glibc

/// A load of clients for a server of the API, each with one connection and one request at a time.
///
/// Its work is small beside the server's, which it shares the machine with. It tells the number of calls, the seconds
/// that they took, and the times of half and of 99 of 100 calls, in milliseconds, as one line of JSON.
@main
struct APIBench {
    static func main() {
        let arguments = CommandLine.arguments
        guard arguments.count == 6, let port = UInt16(arguments[1]), let clients = Int(arguments[2]), clients > 0,
            let action = Connection.Action(rawValue: arguments[3]), let limit = Limit(arguments[5])
        else {
            fail("api-bench PORT CLIENTS start|start-and-wait|sync MACHINE-ARN SECONDSs|COUNT")
        }
        var load = Load(limit: limit)
        load.run(
            (0..<clients).map {
                Connection(port: port, name: "\(getpid())-\($0)", machine: arguments[4], action: action)
            }
        )
        print(load.report)
    }

    static func fail(_ text: String) -> Never {
        let line = Array("\(text)\n".utf8)
        _ = write(STDERR_FILENO, line, line.count)
        exit(1)
    }
}

/// When no more calls begin.
enum Limit {
    case seconds(Double)
    case calls(Int)

    /// `4s`, or a number of calls.
    init?(_ text: String) {
        if text.hasSuffix("s"), let seconds = Double(text.dropLast()) {
            self = .seconds(seconds)
        } else if let count = Int(text) {
            self = .calls(count)
        } else {
            return nil
        }
    }
}

/// The calls of all connections, by one thread.
struct Load {
    let limit: Limit
    private var begun = 0
    private var milliseconds: [Double] = []
    private var began = ContinuousClock.now
    private var ended = ContinuousClock.now

    init(limit: Limit) { self.limit = limit }

    mutating func run(_ connections: [Connection]) {
        began = .now
        for connection in connections where mayBegin() { connection.begin() }
        var watched = connections.map { pollfd(fd: $0.file, events: Int16(POLLIN), revents: 0) }
        while connections.contains(where: \.isBusy) {
            guard poll(&watched, nfds_t(watched.count), 60_000) > 0 else {
                APIBench.fail("The server does not answer.")
            }
            for place in watched.indices where watched[place].revents != 0 {
                if let milliseconds = connections[place].receive() {
                    self.milliseconds.append(milliseconds)
                    if mayBegin() { connections[place].begin() }
                }
                watched[place].fd = connections[place].file
            }
        }
        ended = .now
    }

    var report: String {
        let times = milliseconds.sorted()
        func percentile(_ part: Double) -> Double {
            times.isEmpty ? 0 : times[min(times.count - 1, Int(part * Double(times.count)))]
        }
        let seconds = (ended - began) / .seconds(1)
        return
            "{\"count\": \(times.count), \"seconds\": \(seconds), \"p50\": \(percentile(0.5)), \"p99\": \(percentile(0.99))}"
    }

    private mutating func mayBegin() -> Bool {
        switch limit {
        case .seconds(let seconds): if (ContinuousClock.now - began) / .seconds(1) >= seconds { return false }
        case .calls(let count): if begun == count { return false }
        }
        begun += 1
        return true
    }
}
