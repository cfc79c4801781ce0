import FlowDiagnostics
import FlowJSON
import FlowTransfer
import StatesLanguage

/// Reads what an operation answered.
struct AnswerReader {
    let model: ServiceModel
    let style: NameStyle

    /// The result of a success.
    func read(_ answer: WebAnswer, of operation: ServiceModel.Operation) -> JSON {
        guard let output = operation.output else { return [:] }
        switch model.wire {
        case .json: return JSONCoder(model: model, style: style).decode(Self.json(answer.body), output)
        case .query:
            guard let root = XMLTree(parsing: answer.body) else { return [:] }
            let wrapper = operation.resultWrapper.isEmpty ? "\(operation.name)Result" : operation.resultWrapper
            return root[wrapper].map { XMLCoder(model: model, style: style).decode($0, output) } ?? [:]
        case .restJSON, .restXML:
            guard case .structure(let structure)? = model.shape(output) else { return [:] }
            return .object(readREST(answer, structure))
        }
    }

    private func readREST(_ answer: WebAnswer, _ structure: Shape.Structure) -> JSONObject {
        let xml = XMLCoder(model: model, style: style)
        var object = JSONObject()
        for member in structure.members {
            let name = style.name(of: member)
            switch member.location {
            case "header":
                if let text = answer.header(member.wireName.lowercased()) {
                    object[name] = xml.plain(text, member.reference)
                }
            case "headers":
                let prefix = member.wireName.lowercased()
                var values = JSONObject()
                for header in answer.headers where header.name.lowercased().hasPrefix(prefix) {
                    values[String(header.name.lowercased().dropFirst(prefix.count))] = .string(header.value)
                }
                object[name] = .object(values)
            case "statusCode": object[name] = .integer(Int64(answer.status))
            default: break
            }
        }
        for (name, value) in readBody(answer, structure) { object[name] = value }
        return object
    }

    private func readBody(_ answer: WebAnswer, _ structure: Shape.Structure) -> JSONObject {
        let (xml, json) = (XMLCoder(model: model, style: style), JSONCoder(model: model, style: style))
        if let payload = structure.payload, let member = structure.members.first(where: { $0.name == payload }) {
            let name = style.name(of: member)
            if member.reference == .blob || member.reference == .string {
                return [name: .string(Self.text(answer.body))]
            }
            if model.wire == .restJSON { return [name: json.decode(Self.json(answer.body), member.reference)] }
            return XMLTree(parsing: answer.body).map { [name: xml.decode($0, member.reference)] } ?? [:]
        }
        guard !answer.body.isEmpty else { return [:] }
        if model.wire == .restXML {
            return XMLTree(parsing: answer.body).map { xml.decode($0, structure.members) } ?? [:]
        }
        let values = Self.json(answer.body)
        var object = JSONObject()
        for member in structure.members where member.location.isEmpty {
            guard let value = values[member.wireName], !value.isNull else { continue }
            object[style.name(of: member)] = json.decode(value, member.reference)
        }
        return object
    }

    /// Bytes that are text, or their Base64.
    static func text(_ bytes: [UInt8]) -> String {
        String(validating: bytes, as: UTF8.self) ?? Base64.encode(bytes)
    }

    /// A body as JSON; an empty or broken one has nothing in it.
    static func json(_ bytes: [UInt8]) -> JSON {
        // `try?`: what is wrong with it nobody can mend; the status says whether the call succeeded.
        (try? JSON(parsing: bytes)) ?? [:]
    }
}
