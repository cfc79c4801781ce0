import FlowJSON
public import FlowTasks

extension Value where Wrapped == FileLocation {
    /// The file of a path behind a connection.
    public static func at(_ connection: Value<String>, _ path: Value<String>) -> Value<FileLocation> {
        Value(form: .template(.object(["connection": connection.template, "path": path.template])))
    }
}
