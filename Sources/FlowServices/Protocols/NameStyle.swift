import FlowJSON
import StatesLanguage

/// How a task's parameters and results name and write what a service takes and gives.
enum NameStyle: Sendable {
    /// As AWS's SDK for Java names it, with moments as ISO 8601.
    case sdk
    /// As the service names it, with a capital letter, and moments as milliseconds since 1970.
    case optimized

    func name(of member: Shape.Member) -> String {
        switch self {
        case .sdk: member.sdkName
        case .optimized: member.capitalizedName
        }
    }

    /// A member of a task's parameters; whoever writes it as the service does is understood too.
    func value(of member: Shape.Member, in object: JSONObject) -> JSON? {
        let value = object[name(of: member)] ?? object[member.name] ?? object[member.capitalizedName]
        return value?.isNull == true ? nil : value
    }

    func moment(_ moment: Timestamp) -> JSON {
        switch self {
        // As Java writes it: without a fraction where there is none.
        case .sdk: .string(moment.description.replacing(".000Z", with: "Z"))
        case .optimized: .integer(moment.milliseconds)
        }
    }
}

extension Timestamp {
    /// A moment in a task's parameters: ISO 8601, or seconds since 1970.
    init?(parameter: JSON) {
        if let text = parameter.stringValue {
            self.init(text)
        } else {
            self.init(seconds: parameter)
        }
    }

    /// Seconds since 1970, as JSON protocols write moments.
    init?(seconds: JSON) {
        guard let seconds = seconds.doubleValue, abs(seconds) < 1e14 else { return nil }
        self.init(milliseconds: Int64((seconds * 1000).rounded()))
    }

    var seconds: JSON {
        milliseconds % 1000 == 0 ? .integer(milliseconds / 1000) : .double(Double(milliseconds) / 1000)
    }
}

extension JSON {
    /// A text as it is, anything else as JSON text.
    var asText: String { stringValue ?? text }
}
