import FlowConnections
import FlowJSON
import FlowTransfer

extension WebRequest {
    /// A URL's server, and its path.
    static func split(_ url: String) -> (server: String, path: String) {
        guard let start = url.firstRange(of: "://"), let slash = url[start.upperBound...].firstIndex(of: "/") else {
            return (url, "")
        }
        return (String(url[..<slash]), String(url[slash...]))
    }

    /// Pairs of an object whose values are values or lists of them.
    static func query(_ parameters: JSON?) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for (name, value) in parameters?.objectValue ?? JSONObject() {
            pairs += (value.arrayValue ?? [value]).map { (name, $0.asText) }
        }
        return pairs
    }

    /// Headers of an object; a value with a line end, which would begin another header, is left out.
    static func headers(_ headers: JSON?) -> [(name: String, value: String)] {
        query(headers).filter { !$0.1.utf8.contains { $0 < 32 && $0 != 9 } && !$0.0.utf8.contains { $0 <= 32 } }
    }

    /// A text as it is, anything else as JSON.
    mutating func setBody(_ body: JSON?) {
        guard let body, !body.isNull else { return }
        self.body = Array(body.asText.utf8)
        guard !headers.contains(where: { $0.name.lowercased() == "content-type" }) else { return }
        headers.append(("Content-Type", body.stringValue == nil ? "application/json" : "text/plain; charset=UTF-8"))
    }

    /// The members of an object as a form; lists as the option `ArrayFormat` says.
    mutating func setForm(_ body: JSON?, _ options: JSON?) {
        let format = options?["ArrayFormat"]?.stringValue ?? "INDICES"
        var pairs: [(String, String)] = []
        func add(_ name: String, _ value: JSON) {
            switch value {
            case .object(let object): for (key, inner) in object { add("\(name)[\(key)]", inner) }
            case .array(let elements) where format == "COMMAS":
                pairs.append((name, elements.map(\.asText).joined(separator: ",")))
            case .array(let elements):
                for (position, element) in elements.enumerated() {
                    switch format {
                    case "REPEAT": add(name, element)
                    case "BRACKETS": add("\(name)[]", element)
                    default: add("\(name)[\(position)]", element)
                    }
                }
            case .null: break
            default: pairs.append((name, value.asText))
            }
        }
        for (name, value) in body?.objectValue ?? JSONObject() { add(name, value) }
        let text = pairs.map { "\(PercentEncoding.encode($0.0))=\(PercentEncoding.encode($0.1))" }
        self.body = Array(text.joined(separator: "&").utf8)
        headers.removeAll { $0.name.lowercased() == "content-type" }
        headers.append(("Content-Type", "application/x-www-form-urlencoded"))
    }
}

extension WebAnswer {
    /// An answer as a task's result.
    var asResult: JSON {
        var headers = JSONObject()
        for (name, value) in self.headers {
            headers[name] = .array((headers[name]?.arrayValue ?? []) + [.string(value)])
        }
        let text = String(decoding: body, as: UTF8.self)
        // `try?`: what is no JSON is given as text, which the flow can look at.
        let value: JSON = body.isEmpty ? .string("") : (try? JSON(parsing: text)) ?? .string(text)
        return [
            "Headers": .object(headers), "ResponseBody": value, "StatusCode": .integer(Int64(status)),
            "StatusText": .string(Self.statusTexts[status] ?? ""),
        ]
    }

    private static let statusTexts = [
        200: "OK", 201: "Created", 202: "Accepted", 203: "Non-Authoritative Information", 204: "No Content",
        205: "Reset Content", 206: "Partial Content",
    ]
}
