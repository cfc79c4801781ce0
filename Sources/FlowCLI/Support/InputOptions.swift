import ArgumentParser
import FlowDSL
import FlowJSON

/// How a flow's input is given.
struct InputOptions: ParsableArguments {
    @Argument(help: "Fields of the input, such as day=2026-01-31 or regions='[\"north\"]'.")
    var fields: [String] = []

    @Option(help: "The input as JSON, a file, or - for standard input; fields go over it.")
    var input: String?

    /// The input, not yet checked; texts of text fields are taken as they are, others are JSON.
    func read(for schema: InputSchema?) throws(CommandFailure) -> JSON {
        var json = JSON.object(JSONObject())
        if let input { json = try JSONFile.read(input) }
        guard !fields.isEmpty else { return json }
        guard case .object(var object) = json else {
            throw CommandFailure("fields such as \(fields[0]) need an input that is a JSON object.")
        }
        for field in fields {
            let parts = field.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw CommandFailure("\"\(field)\" is no field of the input: write name=value.")
            }
            let isText = schema?.fields.first { $0.name == parts[0] }?.isText
            object[parts[0]] = try value(of: parts[1], named: parts[0], isText: isText)
        }
        return .object(object)
    }

    private func value(of text: String, named name: String, isText: Bool?) throws(CommandFailure) -> JSON {
        if isText == true { return .string(text) }
        do {
            return try JSON(parsing: text)
        } catch {
            // A bare word where the field's type is not a text, or not known: the schema's check names the type.
            return .string(text)
        }
    }
}
