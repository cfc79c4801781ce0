import HTTPTypes

/// What a request says before its body.
struct RequestHead: Sendable {
    let method: String
    /// The path as it came.
    let path: String
    /// The query as it came; empty where there is none.
    let query: String
    /// Names in lower case, `host` among them; in the order of the request.
    let headers: [(name: String, value: String)]

    init(method: String, target: String, headers: [(name: String, value: String)]) {
        self.method = method
        let mark = target.utf8.firstIndex(of: UInt8(ascii: "?"))
        path = mark.map { String(target[..<$0]) } ?? target
        query = mark.map { String(target[target.utf8.index(after: $0)...]) } ?? ""
        self.headers = headers
    }

    init(_ head: HTTPRequest) {
        var headers = head.headerFields.map { (name: $0.name.canonicalName, value: $0.value) }
        // The name and port of the server are kept apart from the other headers.
        if let host = head.authority { headers.append(("host", host)) }
        self.init(method: head.method.rawValue, target: head.path ?? "", headers: headers)
    }

    /// The value of a header, by its name in lower case; of equal names the first.
    func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }

    /// The values of a header as a signature has them: those of equal names joined by commas.
    func signedValue(of name: String) -> String? {
        let values = headers.filter { $0.name == name }.map(\.value)
        return values.isEmpty ? nil : values.joined(separator: ",")
    }
}
