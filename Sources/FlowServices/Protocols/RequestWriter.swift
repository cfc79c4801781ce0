import FlowConnections
import FlowJSON
import FlowTransfer
import StatesLanguage

/// Writes the request of an operation.
struct RequestWriter {
    let model: ServiceModel
    let style: NameStyle

    func write(_ operation: ServiceModel.Operation, _ parameters: JSON, to origin: String) -> WebRequest {
        var request = WebRequest(method: operation.method, origin: origin)
        switch model.wire {
        case .json:
            let coder = JSONCoder(model: model, style: style)
            let body = operation.input.map { coder.encode(parameters, $0) } ?? [:]
            request.body = body.bytes
            request.headers = [
                ("content-type", "application/x-amz-json-\(model.jsonVersion)"),
                ("x-amz-target", "\(model.targetPrefix).\(operation.name)"),
            ]
        case .query:
            request.body = Array(QueryForm(model, style, operation, parameters).text.utf8)
            request.headers = [("content-type", "application/x-www-form-urlencoded; charset=utf-8")]
        case .restJSON, .restXML: writeREST(operation, parameters, into: &request)
        }
        return request
    }

    private func writeREST(_ operation: ServiceModel.Operation, _ parameters: JSON, into request: inout WebRequest) {
        let (path, fixedQuery) = Self.split(operation.path)
        request.path = path
        request.query = fixedQuery
        guard let input = operation.input, case .structure(let structure)? = model.shape(input) else { return }
        let object = parameters.objectValue ?? JSONObject()
        for member in structure.members {
            let value = style.value(of: member, in: object)
            if member.location == "uri" {
                fill(member.wireName, with: value.map { plain($0, member.reference) } ?? "", in: &request.path)
            }
            guard let value else { continue }
            switch member.location {
            case "querystring": addQuery(member, value, to: &request.query)
            case "header":
                request.headers.append((member.wireName.lowercased(), plain(value, member.reference, isHeader: true)))
            case "headers":
                for (name, value) in value.objectValue ?? JSONObject() {
                    request.headers.append(("\(member.wireName)\(name)".lowercased(), value.asText))
                }
            default: break
            }
        }
        if request.path.isEmpty { request.path = "/" }
        writeBody(structure, object, into: &request)
        if model.id == "S3", ["PutObject", "UploadPart"].contains(operation.name) { addChecksum(to: &request) }
    }

    private func writeBody(_ structure: Shape.Structure, _ object: JSONObject, into request: inout WebRequest) {
        let hasType = request.headers.contains { $0.name == "content-type" }
        if let payload = structure.payload, let member = structure.members.first(where: { $0.name == payload }) {
            guard let value = style.value(of: member, in: object) else { return }
            if member.reference == .blob || member.reference == .string {
                request.body = Array(value.asText.utf8)
                if !hasType, model.wire == .restXML {
                    request.headers.append(("content-type", "text/plain; charset=UTF-8"))
                }
            } else if model.wire == .restXML {
                let coder = XMLCoder(model: model, style: style)
                let text = coder.encode(value, member.reference, named: member.wireName, isRoot: true)
                request.body = Array(text.utf8)
                if !hasType { request.headers.append(("content-type", "application/xml")) }
            } else {
                request.body = JSONCoder(model: model, style: style).encode(value, member.reference).bytes
                if !hasType { request.headers.append(("content-type", "application/json")) }
            }
            return
        }
        let members = structure.members.filter(\.location.isEmpty)
        guard !members.isEmpty, model.wire == .restJSON else { return }
        request.body = JSON.object(JSONCoder(model: model, style: style).encode(object, members)).bytes
        if !hasType { request.headers.append(("content-type", "application/json")) }
    }

    /// The checksum that AWS's SDK sends where the parameters hold none.
    private func addChecksum(to request: inout WebRequest) {
        guard !request.headers.contains(where: { $0.name.hasPrefix("x-amz-checksum-") }) else { return }
        request.headers.append(("x-amz-checksum-crc32", Base64.encode(CRC32.bytes(of: request.body))))
        request.headers.append(("x-amz-sdk-checksum-algorithm", "CRC32"))
    }

    private func addQuery(_ member: Shape.Member, _ value: JSON, to query: inout [(String, String)]) {
        switch (model.shape(member.reference), value) {
        case (.list(let list), .array(let elements)):
            query += elements.map { (member.wireName, plain($0, list.element)) }
        case (.map, .object(let object)): query += object.map { ($0.key, $0.value.asText) }
        default: query.append((member.wireName, plain(value, member.reference)))
        }
    }

    private func plain(_ value: JSON, _ reference: Shape.Reference, isHeader: Bool = false) -> String {
        guard case .timestamp(let format) = reference, let moment = Timestamp(parameter: value) else {
            return value.asText
        }
        switch format {
        case .unix: return moment.seconds.text
        case nil where isHeader, .http: return HTTPDate.text(secondsSinceEpoch: moment.milliseconds / 1000)
        default: return moment.description
        }
    }

    private func fill(_ name: String, with value: String, in path: inout String) {
        for (label, keepsSlashes) in [("{\(name)}", false), ("{\(name)+}", true)] {
            guard let range = path.firstRange(of: label) else { continue }
            path.replaceSubrange(range, with: PercentEncoding.encode(value, keepingSlashes: keepsSlashes))
        }
    }

    /// A path with a fixed query, `/{Bucket}?tagging`.
    private static func split(_ path: String) -> (String, [(String, String)]) {
        guard let mark = path.firstIndex(of: "?") else { return (path, []) }
        let query = path[path.index(after: mark)...].split(separator: "&").map { pair in
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
        }
        return (String(path[..<mark]), query)
    }
}
