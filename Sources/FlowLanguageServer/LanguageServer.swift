package import FlowDiagnostics
import FlowJSON

/// Answers an editor over the Language Server Protocol 3.17 about definitions of state machines.
///
/// A value without hands: bytes of the client go in, bytes for the client come out. Judging a document takes longest, so
/// it is work apart: `nextCheck()` gives it, and `take(_:)` what came of it.
package struct LanguageServer {
    /// How far the connection is.
    enum Phase {
        case waiting
        case running
        case shutDown
    }

    var phase = Phase.waiting
    var encoding = PositionEncoding.utf16
    /// Whether the client fills in snippets.
    var takesSnippets = false
    var documents: [String: OpenDocument] = [:]
    /// The documents to be judged, in the order in which they changed.
    var unchecked: [String] = []
    var diagnostics: [String: [Diagnostic]] = [:]
    let judge: Judge
    private var reader = MessageReader()
    private var output: [UInt8] = []

    /// Set when the client said `exit`: 0 after `shutdown`, else 1.
    package internal(set) var exitStatus: Int32?

    /// Judges the text of a document; the flag tells that it is YAML.
    package typealias Judge = @Sendable (_ text: String, _ isYAML: Bool) -> [Diagnostic]

    /// A server for one client.
    ///
    /// - Parameter judge: what tells everything that is wrong in a document, with line and column.
    package init(judge: @escaping Judge) { self.judge = judge }

    /// Takes bytes of the client and handles the messages that are complete.
    package mutating func receive(_ bytes: some Sequence<UInt8>) {
        reader.append(bytes)
        while exitStatus == nil, let item = reader.next() {
            switch item {
            case .malformed(let reason): respond(to: .null, with: ResponseError(.parseError, reason))
            case .message(let body): handle(body)
            }
        }
    }

    /// The bytes for the client since the last call.
    package mutating func takeOutput() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output
    }

    private mutating func handle(_ body: [UInt8]) {
        do throws(ResponseError) {
            guard let message = try Message.read(body) else { return }
            guard let id = message.id else { return notice(message) }
            do throws(ResponseError) {
                respond(to: id, with: try answer(message))
            } catch {
                respond(to: id, with: error)
            }
        } catch {
            respond(to: error.id ?? .null, with: error)
        }
    }

    private mutating func respond(to id: JSON, with result: JSON) {
        send(["jsonrpc": "2.0", "id": id, "result": result])
    }

    private mutating func respond(to id: JSON, with error: ResponseError) {
        send(["jsonrpc": "2.0", "id": id, "error": error.json])
    }

    mutating func notify(_ method: String, _ params: JSON) {
        send(["jsonrpc": "2.0", "method": .string(method), "params": params])
    }

    private mutating func send(_ message: JSON) {
        let body = message.bytes
        output += "Content-Length: \(body.count)\r\n\r\n".utf8
        output += body
    }
}
