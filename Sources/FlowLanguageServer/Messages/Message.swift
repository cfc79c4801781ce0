import FlowDiagnostics
import FlowJSON

/// A message of a client: a request where it has an id, else a notification.
struct Message {
    let id: JSON?
    let method: String
    let params: JSON

    /// Reads a message's body; a response of the client is `nil`, since we ask it nothing.
    static func read(_ body: [UInt8]) throws(ResponseError) -> Message? {
        let json: JSON
        do throws(Diagnostic) {
            json = try JSON(parsing: body, options: .init(loneSurrogates: .replaced))
        } catch {
            throw ResponseError(.parseError, "The message is no JSON: \(error.message)")
        }
        let id = json["id"]
        guard json.objectValue != nil else { throw ResponseError(.invalidRequest, "A message is an object.") }
        if let id, id.stringValue == nil, id.integerValue == nil {
            throw ResponseError(.invalidRequest, "An id is a number or a text.")
        }
        guard let method = json["method"]?.stringValue else {
            if id != nil, json["result"] != nil || json["error"] != nil { return nil }
            throw ResponseError(.invalidRequest, "A message has a method.", id: id)
        }
        return Message(id: id, method: method, params: json["params"] ?? .null)
    }
}

/// Why a request is not answered with a result.
struct ResponseError: Error {
    /// The protocol's numbers.
    enum Code: Int64 {
        case parseError = -32700
        case invalidRequest = -32600
        case methodNotFound = -32601
        case invalidParams = -32602
        case serverNotInitialized = -32002
        case requestFailed = -32803
    }

    let code: Code
    let message: String
    /// The request's id, where the error was found before the request was known.
    var id: JSON?

    init(_ code: Code, _ message: String, id: JSON? = nil) {
        self.code = code
        self.message = message
        self.id = id
    }

    var json: JSON { ["code": .integer(code.rawValue), "message": .string(message)] }
}
