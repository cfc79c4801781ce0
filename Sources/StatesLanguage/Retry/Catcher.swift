import FlowJSON

/// Where a failure goes that no retrier mends.
///
/// One element of a state's `Catch` field. The error output is `{"Error": "…", "Cause": "…"}`.
package struct Catcher: Hashable, Sendable {
    /// The errors that this catcher is for.
    package var errorEquals: [ErrorName]
    /// The name of the state to go to.
    package var next: String
    /// Where in the raw input the error output goes, in JSONPath; `$` where absent.
    package var resultPath: JSONPathIO.Selection?
    /// The variables that are assigned: an object.
    package var assign: Template?
    /// The output, in JSONata; the error output where absent.
    package var output: Template?
    /// For people.
    package var comment: String?

    /// A catcher of the given parts.
    package init(
        errorEquals: [ErrorName],
        next: String,
        resultPath: JSONPathIO.Selection? = nil,
        assign: Template? = nil,
        output: Template? = nil,
        comment: String? = nil
    ) {
        self.errorEquals = errorEquals
        self.next = next
        self.resultPath = resultPath
        self.assign = assign
        self.output = output
        self.comment = comment
    }

    /// Whether the catcher is for a raised error.
    package func matches(_ raised: ErrorName, by reading: SpecificationReading) -> Bool {
        errorEquals.contains { $0.matches(raised, by: reading) }
    }

    var json: JSON {
        var object = JSONObject()
        object["Comment"] = comment.map(JSON.string)
        object["ErrorEquals"] = errorEquals.json { .string($0.text) }
        object["ResultPath"] = resultPath?.json
        object["Assign"] = assign?.json
        object["Output"] = output?.json
        object["Next"] = .string(next)
        return .object(object)
    }
}
