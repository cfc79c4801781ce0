import FlowJSON
public import FlowTasks

extension Flow {
    /// Adds a Wait state of a number of seconds.
    public func wait(_ name: String, seconds: Value<Int>, file: String = #fileID, line: UInt = #line) {
        add(name, "Wait", ["Seconds": seconds.template], SourcePlace(file: file, line: line))
    }

    /// Adds a Wait state until a time in RFC 3339, such as `2026-01-31T06:00:00Z`.
    public func wait(_ name: String, until timestamp: Value<String>, file: String = #fileID, line: UInt = #line) {
        add(name, "Wait", ["Timestamp": timestamp.template], SourcePlace(file: file, line: line))
    }

    /// Adds a Pass state that gives a value.
    @discardableResult
    public func pass<Output>(
        _ name: String,
        _ output: Value<Output>,
        file: String = #fileID,
        line: UInt = #line
    ) -> StateResult<Output> {
        add(name, "Pass", ["Output": output.template], SourcePlace(file: file, line: line))
    }

    /// Adds a Pass state that gives a text.
    @discardableResult
    public func pass(
        _ name: String,
        _ output: Value<String>,
        file: String = #fileID,
        line: UInt = #line
    ) -> StateResult<String> {
        add(name, "Pass", ["Output": output.template], SourcePlace(file: file, line: line))
    }

    /// Adds a Pass state that gives a value which is known now.
    ///
    /// Disfavoured, since a text with references in it would otherwise become a plain one.
    @_disfavoredOverload
    @discardableResult
    public func pass<Output: Codable>(
        _ name: String,
        _ output: Output,
        file: String = #fileID,
        line: UInt = #line
    ) -> StateResult<Output> {
        pass(name, Value(output), file: file, line: line)
    }

    /// Adds a Succeed state: the execution, branch or iteration ends well.
    public func succeed(
        _ name: String,
        output: [String: any TemplateConvertible] = [:],
        file: String = #fileID,
        line: UInt = #line
    ) {
        add(name, "Succeed", ["Output": output.asTemplate], SourcePlace(file: file, line: line))
    }

    /// Adds a Fail state: the execution ends badly, or the map or parallel around it fails.
    public func fail(
        _ name: String,
        error: Value<String>,
        cause: Value<String> = "",
        file: String = #fileID,
        line: UInt = #line
    ) {
        add(name, "Fail", ["Error": error.template, "Cause": cause.template], SourcePlace(file: file, line: line))
    }

    /// Adds a state as ASL has it: the way to every feature for which there is no word here.
    ///
    /// Without `Next` and `End` it is chained like the others. `"QueryLanguage": "JSONPath"` is possible.
    @discardableResult
    public func state<Output>(
        _ name: String,
        _ asl: JSONObject,
        output: Output.Type = JSON.self,
        file: String = #fileID,
        line: UInt = #line
    ) -> StateResult<Output> {
        var fields = asl
        fields["Type"] = nil
        return add(name, asl["Type"]?.stringValue ?? "", fields, SourcePlace(file: file, line: line))
    }

    private func add(_ name: String, _ type: String, _ fields: JSONObject, _ place: SourcePlace) {
        _ = Recorder.current.edit { $0.add(name, type, fields, at: place) }
    }
}
